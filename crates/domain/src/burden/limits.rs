//! Money without a text that sets it, and promises that are longer than the law's limit.

use super::text::cited_texts;
use super::{FindingKind, Found, Place};
use crate::procedure::{Amount, AmountUnit, Money, Procedure, ProcedureLimit};

/// A fee or charge that may be more than nothing names the text that sets it (Law on Fees and Charges 97/2015/QH13).
pub(super) fn fees(procedure: &Procedure, found: &mut Found<'_>) {
    for (index, money) in procedure.money.iter().enumerate() {
        if may_be_owed(money) && !has_basis(money) {
            let kind = FindingKind::FeeWithoutBasis { name_vi: money.name_vi.clone(), amount_vnd: money.amount_vnd };
            found.add(Place::Fee { index }, kind);
        }
    }
}

fn may_be_owed(money: &Money) -> bool {
    money.amount_rule.is_some() || money.amount_vnd != Some(0)
}

fn has_basis(money: &Money) -> bool {
    let cites = |text: &Option<String>| text.as_deref().is_some_and(|text| !cited_texts(text).is_empty());
    money.legal_basis_vi.as_deref().is_some_and(|text| !text.trim().is_empty()) || cites(&money.condition_vi)
}

/// What the province promises is never longer than what the law allows.
pub(super) fn promise(procedure: &Procedure, found: &mut Found<'_>) {
    let promised = procedure.promise.iter().flat_map(|promise| promise.limits.iter().enumerate());
    for (index, limit) in promised {
        let (Some(promised), Some(law)) = (limit.amount, law_for(procedure, limit, index)) else { continue };
        if is_longer(promised, law) {
            found.add(Place::Promise { index }, FindingKind::PromiseLongerThanLaw { promised, law });
        }
    }
}

/// The law's limit for the case of a promise: that with the same remark, for the general promise the general one, else
/// the longest, so that nothing is found wrong that may be right.
fn law_for(procedure: &Procedure, promised: &ProcedureLimit, index: usize) -> Option<Amount> {
    let same = procedure.limits.iter().find(|limit| {
        limit.condition_vi == promised.condition_vi && limit.when == promised.when && limit.amount.is_some()
    });
    if let Some(same) = same {
        return same.amount;
    }
    if index == 0 && promised.condition_vi.is_none() {
        return procedure.legal_limit().and_then(|limit| limit.amount);
    }
    let amounts: Vec<Amount> = procedure.limits.iter().map(|limit| limit.amount).collect::<Option<_>>()?;
    let mut longest = None;
    for amount in amounts {
        longest = Some(longest.map_or(amount, |known| if is_longer(known, amount) { known } else { amount }));
    }
    longest
}

/// Whether one amount is longer than another on every calendar.
///
/// Hours and days compare exactly, and so do working hours and working days of eight hours. Across the two a working day
/// is never shorter than a day; a month has 28 to 31 days. What depends on the calendar is not called longer.
pub(super) fn is_longer(one: Amount, other: Amount) -> bool {
    match (exact(one), exact(other)) {
        (Some((kind, one)), Some((other_kind, other))) if kind == other_kind => one > other,
        _ => most_hours(other).is_some_and(|most| least_hours(one) > most),
    }
}

/// Hundredths of an hour or of a working hour, which do not mix; none for months.
fn exact(amount: Amount) -> Option<(bool, u64)> {
    let value = u64::from(amount.hundredths);
    match amount.unit {
        AmountUnit::Hour => Some((false, value)),
        AmountUnit::Day => Some((false, value.saturating_mul(24))),
        AmountUnit::WorkingHour => Some((true, value)),
        AmountUnit::WorkingDay => Some((true, value.saturating_mul(8))),
        AmountUnit::Month => None,
    }
}

/// The fewest hours, in hundredths, that may pass.
fn least_hours(amount: Amount) -> u64 {
    let hours = match amount.unit {
        AmountUnit::Hour | AmountUnit::WorkingHour => 1,
        AmountUnit::Day | AmountUnit::WorkingDay => 24,
        AmountUnit::Month => 28 * 24,
    };
    u64::from(amount.hundredths).saturating_mul(hours)
}

/// The most hours, in hundredths, that may pass; none where days off decide.
fn most_hours(amount: Amount) -> Option<u64> {
    let hours = match amount.unit {
        AmountUnit::Hour => 1,
        AmountUnit::Day => 24,
        AmountUnit::Month => 31 * 24,
        AmountUnit::WorkingHour | AmountUnit::WorkingDay => return None,
    };
    Some(u64::from(amount.hundredths).saturating_mul(hours))
}

/// The sum of amounts of one kind, in the unit of the first: whole days stay days. None where there are none, where
/// units do not mix, or where the sum does not come out in hundredths of the unit.
pub(super) fn sum(amounts: impl IntoIterator<Item = Amount>) -> Option<Amount> {
    let mut total: Option<Amount> = None;
    for amount in amounts {
        let Some(so_far) = total else {
            total = Some(amount);
            continue;
        };
        total = Some(add(so_far, amount)?);
    }
    total
}

fn add(one: Amount, other: Amount) -> Option<Amount> {
    if one.unit == other.unit {
        return Some(Amount { hundredths: one.hundredths.checked_add(other.hundredths)?, unit: one.unit });
    }
    let ((kind, first), (other_kind, second)) = (exact(one)?, exact(other)?);
    if kind != other_kind {
        return None;
    }
    let unit = if kind { AmountUnit::WorkingHour } else { AmountUnit::Hour };
    Some(Amount { hundredths: u32::try_from(first.checked_add(second)?).ok()?, unit })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str, unit: AmountUnit) -> Amount {
        Amount::parse(text, unit).expect("an amount")
    }

    #[test]
    fn only_what_is_longer_on_every_calendar_is_longer() {
        use AmountUnit::{Day, Hour, Month, WorkingDay, WorkingHour};
        let table = [
            (("5", WorkingDay), ("5", WorkingDay), false),
            (("5.5", WorkingDay), ("5", WorkingDay), true),
            (("9", WorkingHour), ("1", WorkingDay), true),
            (("8", WorkingHour), ("1", WorkingDay), false),
            (("25", Hour), ("1", Day), true),
            // Fifteen working days last three weeks; fifteen days never.
            (("16", WorkingDay), ("15", Day), true),
            (("15", WorkingDay), ("15", Day), false),
            // How long ten working days last hangs on the calendar.
            (("15", Day), ("10", WorkingDay), false),
            (("32", Day), ("1", Month), true),
            (("31", Day), ("1", Month), false),
            (("1", Month), ("27", Day), true),
            (("2", Month), ("1", Month), true),
            (("1", Month), ("28", Day), false),
        ];
        for ((one, unit), (other, other_unit), longer) in table {
            let (one, other) = (amount(one, unit), amount(other, other_unit));
            assert_eq!(is_longer(one, other), longer, "{one:?} {other:?}");
            assert!(!(is_longer(one, other) && is_longer(other, one)));
        }
    }

    #[test]
    fn amounts_add_up_within_their_kind() {
        use AmountUnit::{Day, WorkingDay, WorkingHour};
        let of = |parts: &[(&str, AmountUnit)]| sum(parts.iter().map(|(text, unit)| amount(text, *unit)));
        assert_eq!(of(&[("0.5", WorkingDay), ("2.25", WorkingDay)]), Some(amount("2.75", WorkingDay)));
        assert_eq!(of(&[("1", WorkingDay), ("4", WorkingHour)]), Some(amount("12", WorkingHour)));
        assert_eq!(of(&[("1", WorkingDay), ("1", Day)]), None);
        assert_eq!(of(&[]), None);
    }
}

//! Where time went, in words: holders, steps, causes, letters.

use crate::messages::{Messages, fill};
use app::Catalogue;
use domain::escalation::{Recipient, Repeat, When};
use domain::lateness::{DECIDE, ISSUE, OutageRefusal, PAYMENT, SIGN, SUPPLEMENT, SUSPENDED, StepTold};
use domain::ledger::{Cause, Excess, Holder, Measure, Responsible};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Office minutes of a working day, for telling amounts of time (Labour Code, Article 105).
const DAY_MINUTES: i64 = 480;

/// Who reads, and what is known of those who are named.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The sentences.
    pub m: &'a Messages,
    /// Names of units.
    pub catalogue: &'a Catalogue,
    /// The day on which they bear them.
    pub today: Date,
    /// Names of people by account; none where units only are told.
    pub names: Option<&'a BTreeMap<String, String>>,
}

/// `2 ngày 3 giờ 15 phút` of office hours.
#[must_use]
pub fn worked(m: &Messages, minutes: i64) -> String {
    let t = &m.late.time;
    let minutes = minutes.max(0);
    let (days, rest) = (minutes / DAY_MINUTES, minutes % DAY_MINUTES);
    let parts = [(t.days, days), (t.hours, rest / 60), (t.minutes, rest % 60)];
    let told: Vec<String> =
        parts.iter().filter(|(_, count)| *count > 0).map(|(text, count)| fill(text, &[("count", count)])).collect();
    if told.is_empty() { fill(t.minutes, &[("count", &0)]) } else { told.join(" ") }
}

/// Who has a dossier.
#[must_use]
pub fn ledger_holder(told: &Told<'_>, holder: &Holder) -> String {
    let t = &told.m.late.holder;
    let unit = |id: &str| told.catalogue.unit_name(id, told.today).to_owned();
    match (holder, told.names) {
        (Holder::Person { unit: at, person }, Some(names)) => {
            let name = names.get(person).cloned().unwrap_or_default();
            fill(t.person, &[("name", &name), ("unit", &unit(at))])
        }
        (Holder::Pool { unit: at }, Some(_)) => fill(t.pool, &[("unit", &unit(at))]),
        (Holder::Person { unit: at, .. } | Holder::Pool { unit: at }, None) => unit(at),
        (Holder::Applicant, _) => t.applicant.to_owned(),
        (Holder::Authority { name }, _) => name.clone(),
        (Holder::Partner { system }, _) => fill(t.partner, &[("system", system)]),
        (Holder::Us, _) => t.us.to_owned(),
    }
}

/// A step by the label that the ledger bears.
#[must_use]
pub fn ledger_step(m: &Messages, steps: &BTreeMap<String, StepTold>, label: Option<&str>) -> String {
    let t = &m.late.step;
    let Some(label) = label else { return t.none.to_owned() };
    match label {
        SUPPLEMENT => t.supplement,
        PAYMENT => t.payment,
        SUSPENDED => t.suspended,
        DECIDE => t.decide,
        SIGN => t.sign,
        ISSUE => t.issue,
        _ if label.starts_with("opinion:") => t.opinion,
        _ => {
            let named = steps.get(label).map(|step| step.name.clone()).filter(|name| !name.is_empty());
            return named.unwrap_or_else(|| label.to_owned());
        }
    }
    .to_owned()
}

/// Why a dossier is late, in one sentence; the name of the step is given.
#[must_use]
pub fn cause(told: &Told<'_>, cause: &Cause, step: &str) -> String {
    let t = &told.m.late.cause;
    let Some(Excess { holder, held_minutes, allowed_minutes, excess_minutes, .. }) = &cause.main else {
        return t.nothing.to_owned();
    };
    let (who, held) = (ledger_holder(told, holder), worked(told.m, *held_minutes));
    let text = match cause.measure {
        Measure::OwnLimit if *allowed_minutes == 0 => t.no_allowance,
        Measure::OwnLimit => t.own_limit,
        Measure::LongestHeld => t.longest,
        Measure::Nothing => return t.nothing.to_owned(),
    };
    let (excess, allowed) = (worked(told.m, *excess_minutes), worked(told.m, *allowed_minutes));
    let parts: [(&str, &dyn std::fmt::Display); 5] =
        [("step", &step), ("who", &who), ("held", &held), ("excess", &excess), ("allowed", &allowed)];
    fill(text, &parts)
}

/// Who answers for it.
#[must_use]
pub fn responsible(told: &Told<'_>, responsible: &Responsible) -> String {
    let t = &told.m.late.cause;
    let unit = |id: &str| told.catalogue.unit_name(id, told.today).to_owned();
    match (responsible, told.names) {
        (Responsible::Person { unit: at, person }, Some(names)) => {
            let name = names.get(person).cloned().unwrap_or_default();
            fill(t.responsible_person, &[("name", &name), ("unit", &unit(at))])
        }
        (Responsible::Person { unit: at, .. }, None) | (Responsible::HeadOfUnit { unit: at }, _) => {
            fill(t.responsible_head, &[("unit", &unit(at))])
        }
    }
}

/// Why an outage was not kept.
#[must_use]
pub const fn outage_refusal(m: &Messages, refusal: OutageRefusal) -> &'static str {
    let t = &m.late.outage;
    match refusal {
        OutageRefusal::EndsBeforeItBegins => t.ends_before_it_begins,
        OutageRefusal::Future => t.future,
        OutageRefusal::TooLong => t.too_long,
        OutageRefusal::NoWords => t.no_words,
        OutageRefusal::WordsTooLong => t.words_too_long,
        OutageRefusal::Over => t.over,
    }
}

/// When a rule holds.
#[must_use]
pub fn reminder_when(m: &Messages, when: When) -> String {
    let t = &m.late.rules;
    match when {
        When::LimitUsed { percent } => fill(t.limit_used, &[("percent", &percent)]),
        When::BeforeDue { working_hours } => fill(t.before_due, &[("hours", &working_hours)]),
        When::AfterDue { working_hours: 0 } => t.at_due.to_owned(),
        When::AfterDue { working_hours } => fill(t.after_due, &[("hours", &working_hours)]),
        When::BeforeSigningDeadline { working_hours } => fill(t.before_signing, &[("hours", &working_hours)]),
        When::AfterSigningDeadline { working_hours } => fill(t.after_signing, &[("hours", &working_hours)]),
    }
}

/// Who is told by a rule.
#[must_use]
pub const fn recipient(m: &Messages, recipient: Recipient) -> &'static str {
    let t = &m.late.rules;
    match recipient {
        Recipient::Person => t.person,
        Recipient::HeadOfUnit => t.head_of_unit,
        Recipient::UnitAbove => t.unit_above,
        Recipient::ReformOffice => t.reform_office,
    }
}

/// How a reminder is repeated.
#[must_use]
pub fn repeated(m: &Messages, repeat: Option<Repeat>) -> String {
    let t = &m.late.rules;
    match repeat {
        None => t.once.to_owned(),
        Some(repeat) => fill(t.every, &[("hours", &repeat.every_working_hours), ("count", &repeat.at_most)]),
    }
}

#[cfg(test)]
mod tests {
    use super::worked;
    use crate::messages::{EN, VI};

    #[test]
    fn office_hours_are_told_in_days_of_eight() {
        for (minutes, vi, en) in [
            (0, "0 phút", "0 min"),
            (59, "59 phút", "59 min"),
            (480, "1 ngày", "1 d"),
            (1_155, "2 ngày 3 giờ 15 phút", "2 d 3 h 15 min"),
        ] {
            assert_eq!((worked(&VI, minutes).as_str(), worked(&EN, minutes).as_str()), (vi, en));
        }
    }
}

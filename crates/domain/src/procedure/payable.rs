//! What one applicant owes: the fees and charges that apply, and how much is known of each.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Channel, Money, Procedure};
use crate::rule::{Facts, Rule};

/// The amount of a fee or charge in one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Price {
    /// Exactly so many đồng; zero is free.
    Exact(i64),
    /// So many đồng for each of what [`Money::per_vi`] names; how many there are is not known here.
    Each(i64),
    /// Not known: the province sets it, the source is silent, or the answers that its rule needs are not given.
    Unknown,
}

/// A fee or charge that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payable<'a> {
    /// The fee or charge.
    pub money: &'a Money,
    /// How much.
    pub price: Price,
    /// Whether it is certain that it applies. It is not where only a published remark says when, or where its rule
    /// cannot be worked out from the facts.
    pub certain: bool,
}

impl Procedure {
    /// The fees and charges of a dossier that came by `channel` with these answers, as published.
    ///
    /// Left out are those of other ways in and those whose rule says no; a rule over unanswered questions says no.
    #[must_use]
    pub fn payable<'a>(&'a self, channel: Channel, facts: &Facts) -> Vec<Payable<'a>> {
        let is_for = |money: &&Money| money.channels.is_empty() || money.channels.contains(&channel);
        self.money.iter().filter(is_for).filter_map(|money| payable(money, facts)).collect()
    }
}

fn payable<'a>(money: &'a Money, facts: &Facts) -> Option<Payable<'a>> {
    let certain = match money.when.as_ref().map(|rule| rule.holds(facts)) {
        Some(Ok(false)) => return None,
        Some(Ok(true)) => true,
        Some(Err(_)) => false,
        None => money.condition_vi.is_none(),
    };
    let price = match (&money.amount_rule, money.amount_vnd, &money.per_vi) {
        (Some(rule), _, _) => reckoned(rule, facts),
        (None, Some(amount), None) => Price::Exact(amount),
        // Free is free for however many.
        (None, Some(0), Some(_)) => Price::Exact(0),
        (None, Some(amount), Some(_)) => Price::Each(amount),
        (None, None, _) => Price::Unknown,
    };
    Some(Payable { money, price, certain })
}

/// The amount by rule. Nobody owes a part of a đồng or less than nothing: a rule that says so says nothing.
fn reckoned(rule: &Rule, facts: &Facts) -> Price {
    let whole = |amount: &Decimal| amount.fract().is_zero() && !amount.is_sign_negative();
    let amount = rule.amount(facts).ok().filter(|amount| amount.is_zero() || whole(amount));
    amount.and_then(|amount| amount.to_i64()).map_or(Price::Unknown, Price::Exact)
}

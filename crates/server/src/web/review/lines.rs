//! The compliance cost line by line, as the formula goes, now and after.

use super::{shown_hundredths, shown_money};
use crate::messages::{Messages, fill};
use domain::review::{Benefit, Burden, Cost, CostError, CostSheet, Method, OfficeDays, Review, Task};

/// One line: what, now, after.
pub(super) struct CostLine {
    pub(super) label: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) is_sum: bool,
}

/// The lines of a cost sheet.
pub(super) fn lines(m: &Messages, cost: &CostSheet) -> Result<Vec<CostLine>, CostError> {
    let t = &m.review.cost;
    let method = &cost.method;
    let both = [&cost.before, &cost.after];
    let mut lines = Vec::new();
    let mut line = |label: String, [before, after]: [String; 2], is_sum| {
        lines.push(CostLine { label, before, after, is_sum });
    };
    for index in 0..cost.before.tasks.len().max(cost.after.tasks.len()) {
        let [before, after] = both.map(|burden| task(m, burden.tasks.get(index), method));
        line(fill(t.task_name, &[("number", &index.saturating_add(1))]), [before?, after?], false);
    }
    let [before, after] = both.map(|burden| office(m, burden, method));
    line(t.office_days.to_owned(), [before?, after?], false);
    line(t.fees.to_owned(), both.map(|burden| shown_money(m, i128::from(burden.fees_vnd))), false);
    let [before, after] = both.map(|burden| burden.cost(method));
    line(t.per_dossier.to_owned(), [before?, after?].map(|cost| shown_money(m, cost.dong())), true);
    line(t.times.to_owned(), both.map(|burden| burden.times_per_year.to_string()), false);
    line(t.subjects.to_owned(), both.map(|burden| burden.subjects_per_year.to_string()), false);
    let [before, after] = both.map(|burden| burden.cost_per_year(method));
    line(t.per_year.to_owned(), [before?, after?].map(|cost| shown_money(m, cost.dong())), true);
    Ok(lines)
}

fn task(m: &Messages, task: Option<&Task>, method: &Method) -> Result<String, CostError> {
    let Some(task) = task else { return Ok(m.common.none.to_owned()) };
    let income = task.hourly_income_vnd.unwrap_or(method.hourly_income_vnd);
    let text = fill(
        m.review.cost.task,
        &[
            ("name", &task.name_vi),
            ("hours", &shown_hundredths(m, task.hours.hundredths)),
            ("income", &shown_money(m, i128::from(income))),
            ("outsourced", &shown_money(m, i128::from(task.outsourced_vnd))),
        ],
    );
    Ok(format!("{text} = {}", shown_money(m, task.cost(method)?.dong())))
}

fn office(m: &Messages, burden: &Burden, method: &Method) -> Result<String, CostError> {
    let days = shown_hundredths(m, burden.office_days_hundredths);
    match method.office_days {
        OfficeDays::NotCounted => Ok(days),
        OfficeDays::Counted { hours_per_day } => {
            let income = shown_money(m, i128::from(method.hourly_income_vnd));
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("days", &days), ("hours", &hours_per_day), ("income", &income)];
            let cost = shown_money(m, burden.office_cost(method)?.dong());
            Ok(format!("{} = {cost}", fill(m.review.cost.office, &values)))
        }
    }
}

/// What is saved in a year, its share, and how much of it the proposals explain.
pub(super) fn saved(
    m: &'static Messages,
    review: &Review,
    cost: &CostSheet,
) -> Result<Vec<(&'static str, String)>, CostError> {
    let t = &m.review.cost;
    let benefit = Benefit::between(&cost.before, &cost.after, &cost.method)?;
    let mut found = vec![(t.saved, shown_money(m, benefit.saved()?.dong()))];
    if let Some(share) = benefit.saved_share()? {
        let sign = if share < 0 { "-" } else { "" };
        let share = share.unsigned_abs();
        found
            .push((t.saved_share, format!("{sign}{}{}{:02}\u{a0}%", share / 100, m.common.decimal_point, share % 100)));
    }
    let mut explained = Cost::ZERO;
    for record in review.proposals.values() {
        if let Ok(effect) = record.proposal.effect(&cost.before, &cost.method) {
            explained = explained.checked_add(effect.benefit.saved()?)?;
        }
    }
    if !review.proposals.is_empty() {
        found.push(("", fill(t.explained, &[("amount", &shown_money(m, explained.dong()))])));
    }
    Ok(found)
}

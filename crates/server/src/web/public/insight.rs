//! A procedure at a glance: what it is in plain words, what it costs in all, who handles it, how long it really takes,
//! and which papers people forget most.

use crate::messages::{Messages, OpennessPage, fill};
use crate::sentences;
use crate::web::format;
use app::Catalogue;
use app::experience::{Experience, RESULTS_MIN};
use domain::organisation::UnitLevel;
use domain::procedure::{Money, MoneyKind, Procedure};
use jiff::civil::Date;

/// Papers shown among those forgotten.
const FORGOTTEN: usize = 3;

/// What is shown in the box on top.
pub(super) struct Insight {
    pub(super) summary: String,
    pub(super) cost: String,
    pub(super) handler: Vec<String>,
    pub(super) real_time: String,
    pub(super) forgotten: Vec<String>,
    pub(super) forgotten_note: String,
}

impl Insight {
    pub(super) fn of(
        m: &Messages,
        catalogue: &Catalogue,
        procedure: &Procedure,
        experience: &Experience,
        today: Date,
    ) -> Self {
        let t = &m.openness.page;
        Self {
            summary: summary(m, procedure),
            cost: cost(m, &procedure.money),
            handler: handler(t, catalogue, procedure, today),
            real_time: real_time(m, experience),
            forgotten: forgotten(t, procedure, experience),
            forgotten_note: fill(t.forgotten_note, &[("count", &experience.requests)]),
        }
    }
}

/// The published plain words; where there are none, a sentence made of the facts.
fn summary(m: &Messages, procedure: &Procedure) -> String {
    let t = &m.openness.page;
    let published = if m.is_english() { &procedure.summary_en } else { &procedure.summary_vi };
    if let Some(text) = published {
        return text.clone();
    }
    let limit = procedure.promised_limit().or_else(|| procedure.legal_limit());
    // The case in which a limit holds stands below; here it would only lengthen the sentence.
    let limit = limit.and_then(|limit| limit.amount).map(|amount| sentences::amount_of_time(m, amount));
    let limit = limit.unwrap_or_else(|| t.no_limit.to_owned());
    let papers = match procedure.component_count {
        0 => t.no_papers.to_owned(),
        count => fill(t.some_papers, &[("count", &count)]),
    };
    let result = procedure.results_vi.first().map(|result| fill(t.gets, &[("result", &result.trim_end_matches('.'))]));
    let agency = procedure.agency_vi.as_deref().unwrap_or(t.an_office);
    let cost = fill(t.pays, &[("cost", &cost(m, &procedure.money))]);
    let values: [(&str, &dyn std::fmt::Display); 5] = [
        ("agency", &agency),
        ("limit", &limit),
        ("papers", &papers),
        ("cost", &cost),
        ("result", &result.unwrap_or_default()),
    ];
    fill(t.composed, &values).trim().to_owned()
}

/// The total as far as it can be told: an exact sum only where nothing hangs on a case. Entries that name a case, a
/// number or a way in are alternatives, and the text says so.
fn cost(m: &Messages, money: &[Money]) -> String {
    let t = &m.openness.page;
    let known: Vec<&Money> = money.iter().filter(|one| one.amount_vnd.is_some()).collect();
    let amounts = || known.iter().filter_map(|one| one.amount_vnd);
    let has_unknown = known.len() < money.len();
    let hangs = |one: &&Money| {
        one.condition_vi.is_some() || one.per_vi.is_some() || !one.channels.is_empty() || one.when.is_some()
    };
    let alike =
        [MoneyKind::Fee, MoneyKind::Charge].iter().any(|kind| known.iter().filter(|one| one.kind == *kind).count() > 1);
    let (Some(least), Some(most)) = (amounts().min(), amounts().max()) else {
        return if money.is_empty() { t.cost_unknown.to_owned() } else { t.cost_province.to_owned() };
    };
    let text = if most == 0 && !has_unknown {
        t.cost_free.to_owned()
    } else if !known.iter().any(hangs) && !alike {
        format::money(m, amounts().fold(0, i64::saturating_add))
    } else if least == most {
        fill(t.cost_case, &[("from", &format::money(m, least))])
    } else {
        fill(t.cost_range, &[("from", &format::money(m, least)), ("to", &format::money(m, most))])
    };
    if has_unknown { fill(t.cost_more, &[("cost", &text)]) } else { text }
}

fn handler(t: &OpennessPage, catalogue: &Catalogue, procedure: &Procedure, today: Date) -> Vec<String> {
    let unit = catalogue.competences.handling_unit(&procedure.matter(), None, today);
    let unit = unit.map(|unit| catalogue.unit_name(unit, today).to_owned());
    let commune = procedure.levels.contains(&UnitLevel::Commune).then(|| t.handler_commune.to_owned());
    let mut lines: Vec<String> = unit.into_iter().chain(commune).collect();
    if lines.is_empty() {
        lines.extend(procedure.agency_vi.clone());
    }
    lines
}

fn real_time(m: &Messages, experience: &Experience) -> String {
    let t = &m.openness.page;
    match experience.average_day_tenths() {
        Some(tenths) => {
            let days = format!("{}{}{}", tenths / 10, m.common.decimal_point, tenths % 10);
            fill(t.real_days, &[("days", &days), ("count", &experience.results)])
        }
        None => fill(t.real_none, &[("count", &RESULTS_MIN)]),
    }
}

/// Papers that the present version still lists.
fn forgotten(t: &OpennessPage, procedure: &Procedure, experience: &Experience) -> Vec<String> {
    let line = |(paper, share): (&str, i64)| {
        let component = procedure.component(paper)?;
        Some(fill(t.forgotten_line, &[("paper", &component.name_vi), ("share", &share)]))
    };
    experience.forgotten(FORGOTTEN).into_iter().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::VI;

    fn money(kind: MoneyKind, amount: Option<i64>, condition: Option<&str>) -> Money {
        Money {
            kind,
            name_vi: "Lệ phí".to_owned(),
            amount_vnd: amount,
            per_vi: None,
            condition_vi: condition.map(str::to_owned),
            channels: Vec::new(),
            legal_basis_vi: None,
            when: None,
            amount_rule: None,
        }
    }

    #[test]
    fn a_total_is_exact_or_says_what_it_hangs_on() {
        use MoneyKind::{Charge, Fee};
        let table: [(Vec<Money>, &str); 7] = [
            (vec![], "chưa được công bố trong hệ thống"),
            (vec![money(Fee, None, None)], "theo quy định của tỉnh"),
            (vec![money(Fee, Some(0), None)], "không thu"),
            (vec![money(Fee, Some(50_000), None), money(Charge, Some(20_000), None)], "70.000 đ"),
            (vec![money(Fee, Some(8_000), Some("quá hạn"))], "8.000 đ, tùy trường hợp"),
            (
                vec![money(Fee, Some(50_000), Some("a")), money(Fee, Some(0), Some("b"))],
                "từ 0 đ đến 50.000 đ, tùy trường hợp",
            ),
            (vec![money(Fee, Some(5_000), None), money(Charge, None, None)], "5.000 đ; có khoản do tỉnh quy định"),
        ];
        for (money, expected) in table {
            assert_eq!(cost(&VI, &money), expected);
        }
    }
}

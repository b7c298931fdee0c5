//! The rows of a result: ranks, ties, bands, and the change against the year before.

use crate::messages::{Lang, Messages, fill};
use crate::sentences;
use crate::state::AppState;
use domain::round::{Points, RoundResult, UnitOutcome};
use domain::scorecard::Scorecard;
use jiff::civil::Date;

/// A unit in the table of a result.
pub(super) struct ResultRow {
    pub(super) url: String,
    pub(super) rank: String,
    pub(super) tied: Option<String>,
    pub(super) unit: String,
    pub(super) total: String,
    pub(super) band: String,
    pub(super) vetoes: Vec<String>,
    pub(super) change: String,
    pub(super) fields: Vec<(String, String)>,
}

/// Codes and names of the fields of a card.
pub(super) fn fields(card: &Scorecard) -> Vec<(String, String)> {
    card.criteria.iter().map(|field| (field.code.clone(), field.name_vi.clone())).collect()
}

/// The rows of a result, the first rank first.
pub(super) fn rows(
    m: &'static Messages,
    state: &AppState,
    (card, result, before): (&Scorecard, &RoundResult, Option<&RoundResult>),
    today: Date,
    url: impl Fn(&str) -> String,
) -> Vec<ResultRow> {
    let t = &m.round.open;
    let catalogue = state.app.catalogue();
    let row = |unit: &UnitOutcome| {
        let others = result.sharing(unit).saturating_sub(1);
        ResultRow {
            url: url(&unit.unit),
            rank: unit.rank.map_or_else(|| t.unranked.to_owned(), |rank| rank.to_string()),
            tied: (others > 0).then(|| fill(t.tied, &[("count", &others)])),
            unit: catalogue.unit_name(&unit.unit, today).to_owned(),
            total: sentences::points(m, unit.total),
            band: band(m, unit),
            vetoes: unit.vetoes.iter().map(|veto| fill(t.veto, &[("text", veto)])).collect(),
            change: change(m, unit, before),
            fields: card
                .criteria
                .iter()
                .map(|field| {
                    let points = unit.points(&field.code).map(|points| sentences::points(m, points));
                    (field.code.clone(), points.unwrap_or_else(|| m.scorecard.nothing.to_owned()))
                })
                .collect(),
        }
    };
    result.units.iter().map(row).collect()
}

/// The band of a unit, with the one that its points alone would reach.
pub(super) fn band(m: &'static Messages, unit: &UnitOutcome) -> String {
    let Some(band) = &unit.band else { return String::new() };
    let is_english = std::ptr::eq(m, Lang::En.messages());
    let label = band.label_en.as_deref().filter(|_| is_english).unwrap_or(&band.label_vi);
    match &band.reached {
        Some(reached) => fill(m.round.open.kept_lower, &[("band", &label), ("reached", reached)]),
        None => label.to_owned(),
    }
}

fn change(m: &Messages, unit: &UnitOutcome, before: Option<&RoundResult>) -> String {
    let t = &m.round.open;
    let Some(then) = before.and_then(|before| before.unit(&unit.unit)) else { return t.no_change.to_owned() };
    let Some(difference) = unit.total.0.checked_sub(then.total.0) else { return t.no_change.to_owned() };
    let amount = sentences::points(m, Points(difference.abs()));
    if difference.is_zero() {
        t.same.to_owned()
    } else if difference.is_sign_negative() {
        fill(t.down, &[("points", &amount)])
    } else {
        fill(t.up, &[("points", &amount)])
    }
}

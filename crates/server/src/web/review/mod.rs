//! The review of procedures (rà soát, đơn giản hóa) on pages: plans, sheets, cost, proposals, what the records say.

mod act;
mod cost;
mod evidence;
mod item;
mod lines;
mod list;
mod plan;
mod plan_act;
mod proposal;
mod records;
mod sheet;
mod show;
pub(super) mod tried;

use super::components::Crumbs;
use super::format;
use crate::messages::Messages;
use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};
use domain::review::Hours;
use jiff::civil::Date;

/// Largest form: fourteen reasons of 2,000 characters, each of which may be nine letters in a form.
const FORM_BYTES_MAX: usize = 1024 * 1024;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/can-bo/ra-soat", get(list::show).post(plan_act::create))
        .route("/can-bo/ra-soat/{plan}", get(plan::show))
        .route("/can-bo/ra-soat/{plan}/viec/{action}", post(plan_act::submit))
        .route("/can-bo/ra-soat/{plan}/muc/{number}", get(item::show).post(item::submit))
        .route("/can-bo/ra-soat/{plan}/{procedure}", get(show::show))
        .route("/can-bo/ra-soat/{plan}/{procedure}/bieu-mau", get(sheet::show).post(sheet::submit))
        .route("/can-bo/ra-soat/{plan}/{procedure}/chi-phi", get(cost::show).post(cost::submit))
        .route("/can-bo/ra-soat/{plan}/{procedure}/phuong-an/{number}", get(proposal::show).post(proposal::submit))
        .route("/can-bo/ra-soat/{plan}/{procedure}/viec/{action}", post(act::submit))
        .route("/can-bo/ra-soat/{plan}/{procedure}/ho-so", get(records::show))
        .route("/can-bo/ra-soat/{plan}/{procedure}/so-lieu", get(evidence::show))
        .layer(axum::extract::DefaultBodyLimit::max(FORM_BYTES_MAX))
}

/// Address of a plan.
fn plan_url(plan: &str) -> String {
    format!("/can-bo/ra-soat/{plan}")
}

/// Address of a review.
fn review_url(plan: &str, procedure: &str) -> String {
    format!("/can-bo/ra-soat/{plan}/{procedure}")
}

/// Where a page of the review stands.
fn crumbs(m: &'static Messages, above: &[(String, String)], here: &str) -> Crumbs {
    let list = ("/can-bo/ra-soat".to_owned(), m.review.list.title.to_owned());
    Crumbs::new(m, std::iter::once(list).chain(above.iter().cloned()).collect(), here)
}

/// Crumbs of a page below a review.
fn below(m: &'static Messages, plan: &str, procedure: &str, here: &str) -> Crumbs {
    let above = [(plan_url(plan), plan.to_owned()), (review_url(plan, procedure), procedure.to_owned())];
    crumbs(m, &above, here)
}

/// Name of a procedure today; its code when it is not published.
fn procedure_name(state: &AppState, id: &str, today: Date) -> String {
    let catalogue = state.app.catalogue();
    catalogue.procedure(id, today).map_or_else(|| id.to_owned(), |procedure| procedure.name_vi.clone())
}

/// Whole đồng as a person types them: `1500000`, `1.500.000`; nothing is 0.
fn read_money(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(|letter| !matches!(letter, '.' | ' ' | '\u{a0}' | 'đ')).collect();
    if digits.is_empty() { Some(0) } else { digits.parse().ok() }
}

/// A number of at most two places, in hundredths: `1.5` or `1,5`; nothing is 0.
fn read_hundredths(text: &str) -> Option<u32> {
    if text.is_empty() { Some(0) } else { Hours::parse(&text.replace(',', ".")).map(|hours| hours.hundredths) }
}

/// Hundredths as a person reads them: `1,5`, `2`; empty for none.
fn typed_hundredths(hundredths: u32) -> String {
    match hundredths {
        0 => String::new(),
        _ if hundredths.is_multiple_of(100) => (hundredths / 100).to_string(),
        _ => format!("{}.{:02}", hundredths / 100, hundredths % 100),
    }
}

/// Hundredths in a sentence, with the language's decimal point.
fn shown_hundredths(m: &Messages, hundredths: u32) -> String {
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole}{}{rest:02}", m.common.decimal_point),
    }
}

/// Money in a sentence.
fn shown_money(m: &Messages, dong: i128) -> String {
    format::money(m, i64::try_from(dong).unwrap_or(i64::MAX))
}

/// An amount typed earlier; empty for none.
fn typed_money(dong: u64) -> String {
    if dong == 0 { String::new() } else { dong.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let money = [("", Some(0)), ("1.500.000", Some(1_500_000)), ("2000 đ", Some(2_000)), ("-1", None), ("x", None)];
        for (text, expected) in money {
            assert_eq!(read_money(text), expected, "{text}");
        }
        let hours = [("", Some(0)), ("1,5", Some(150)), ("0.25", Some(25)), ("2", Some(200)), ("1.234", None)];
        for (text, expected) in hours {
            assert_eq!(read_hundredths(text), expected, "{text}");
        }
        for hundredths in [0, 25, 100, 150, 1_205] {
            assert_eq!(read_hundredths(&typed_hundredths(hundredths)), Some(hundredths));
        }
    }
}

//! Payments on pages: what a dossier owes, the desk's tasks, receipts, a unit's day, cash book, reconciliation; and the
//! address to which gateways report.

mod act;
mod callback;
mod cash;
mod compare;
mod day;
mod guest;
mod loose;
mod receipt;
mod show;
mod start;
mod tried;

use super::{Page, Problem};
use crate::state::AppState;
use app::Catalogue;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::access::book_units;
use fast_qr::QRBuilder;
use fast_qr::convert::Builder as _;
use fast_qr::convert::svg::SvgBuilder;
use jiff::civil::Date;

/// Largest form: two reasons of 4,000 characters, each of which may be nine letters in a form.
const FORM_BYTES_MAX: usize = 128 * 1024;
/// Largest report of a gateway.
const REPORT_BYTES_MAX: usize = 16 * 1024;
/// Rows of a list.
const PAGE_ROWS: i64 = 50;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/ho-so/{code}/thanh-toan", get(show::show).post(act::ask))
        .route("/ho-so/{code}/thanh-toan/{order}/truc-tuyen", post(start::submit))
        .route("/ho-so/{code}/thanh-toan/{order}/viec/{action}", post(act::submit))
        .route("/ho-so/{code}/thanh-toan/{order}/bien-lai", get(receipt::show))
        .route("/tra-cuu/thanh-toan", get(guest::show).post(guest::ask))
        .route("/tra-cuu/thanh-toan/{order}/truc-tuyen", post(guest::start))
        .route("/tra-cuu/thanh-toan/{order}/bien-lai", get(guest::receipt))
        .route("/can-bo/thu-phi", get(day::show))
        .route("/can-bo/thu-phi/cho-xu-ly", get(loose::show).post(loose::submit))
        .route("/can-bo/thu-phi/so-quy", get(cash::show).post(cash::submit))
        .route("/can-bo/thu-phi/doi-soat", get(compare::show).post(compare::submit))
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
}

/// Where gateways report: no browser, no session, nothing but a signature.
pub(super) fn report_router() -> Router<AppState> {
    Router::new()
        .route("/thanh-toan/bao-co/{gateway}", post(callback::take))
        .layer(DefaultBodyLimit::max(REPORT_BYTES_MAX))
}

/// Address of a dossier's payments.
fn payments_url(code: &str) -> String {
    format!("/ho-so/{code}/thanh-toan")
}

/// Where the pages of a dossier's payments stand.
struct Place {
    payments: String,
    dossier: String,
}

impl Place {
    /// For whoever is signed in.
    fn of(code: &str) -> Self {
        Self { payments: payments_url(code), dossier: format!("/ho-so/{code}") }
    }

    /// For the applicant without an account, whose browser knows the dossier.
    fn of_guest() -> Self {
        Self { payments: guest::HERE.to_owned(), dossier: "/tra-cuu/viec".to_owned() }
    }
}

/// The units whose books the person sees, with their names; whoever sees none finds no page.
fn units(page: &Page, catalogue: &Catalogue) -> Result<Vec<(String, String)>, Problem> {
    let person = page.caller()?;
    let name = |unit: &str| (unit.to_owned(), catalogue.unit_name(unit, page.today).to_owned());
    let units: Vec<(String, String)> = book_units(person, page.today).into_iter().map(name).collect();
    if units.is_empty() { Err(Problem::NotFound) } else { Ok(units) }
}

/// The unit asked for, or the first.
fn chosen(units: &[(String, String)], asked: &str) -> (String, String) {
    let found = units.iter().find(|(unit, _)| unit == asked).or_else(|| units.first());
    found.cloned().unwrap_or_default()
}

/// The day asked for, or today.
fn chosen_day(asked: &str, today: Date) -> Date {
    super::format::read_day(asked).unwrap_or(today)
}

/// Whole đồng as a person types them: `1500000`, `1.500.000 đ`.
fn read_money(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(|letter| !matches!(letter, '.' | ' ' | '\u{a0}' | 'đ')).collect();
    digits.parse().ok()
}

/// A QR code as SVG; nothing when the text is too long for one.
fn qr(text: &str) -> String {
    QRBuilder::new(text).build().map(|code| SvgBuilder::default().margin(0).to_str(&code)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::read_money;

    #[test]
    fn money_is_read_as_people_type_it() {
        for (text, expected) in
            [("150000", Some(150_000)), ("1.500.000 đ", Some(1_500_000)), ("0", Some(0)), ("", None), ("x", None)]
        {
            assert_eq!(read_money(text), expected, "{text}");
        }
    }
}

//! `/can-bo/thu-phi/so-quy`: the cash book of a desk, paying in, and the daily closing.

use super::day::{day_field, unit_field};
use super::tried::{Form, Tried};
use super::{PAGE_ROWS, chosen, chosen_day, read_money, units};
use crate::messages::{Messages, PaymentCash, fill};
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, Crumbs, Field, Pager};
use crate::web::view::Fact;
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::payment::{CashBook, CashDayLine, CashLine};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::payment::CashKind;
use jiff::civil::Date;
use serde::Deserialize;

const HERE: &str = "/can-bo/thu-phi/so-quy";

/// The query: unit, day, and the line after which the list goes on.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
    day: String,
    after: Option<i64>,
}

struct Row {
    number: i64,
    time: String,
    kind: &'static str,
    reference: String,
    amount: String,
}

struct Earlier {
    url: String,
    day: String,
    state: &'static str,
    balance: String,
    counted: String,
}

#[derive(Template)]
#[template(path = "payment/cash.html")]
struct View {
    page: Page,
    t: &'static PaymentCash,
    crumbs: Crumbs,
    caption: String,
    unit_field: Field,
    day_field: Field,
    facts: Vec<Fact>,
    rows: Vec<Row>,
    pager: Pager,
    forms: Vec<Form>,
    earlier: Vec<Earlier>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    page_of(page, &state, &asked, &Tried::default()).await
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let action = fields.text("action");
    let asked = Asked { unit: fields.text("unit"), day: fields.text("day"), after: None };
    let (amount, day) = (read_money(&fields.text("amount")), format::read_day(&asked.day));
    let reason = match (action.as_str(), amount, day) {
        ("nop", Some(amount), Some(_)) => {
            state.app.cash_deposit(&person, &asked.unit, amount, &fields.text("slip")).await.err()
        }
        ("khoa", Some(counted), Some(day)) => {
            state.app.cash_close(&person, &asked.unit, day, counted, &fields.text("reason")).await.err()
        }
        ("nop" | "khoa", ..) => {
            let unreadable = page.m.payment.refusal.unreadable.to_owned();
            return page_of(page, &state, &asked, &Tried::new(action, fields, unreadable)).await;
        }
        _ => return Err(Problem::NotFound),
    };
    if let Some(error) = reason {
        let reason = Tried::reason(page.m, error)?;
        return page_of(page, &state, &asked, &Tried::new(action, fields, reason)).await;
    }
    Ok(done_at(&state, &here(&asked.unit, &asked.day)))
}

async fn page_of(page: Page, state: &AppState, asked: &Asked, tried: &Tried) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let (m, t) = (page.m, &page.m.payment.cash);
    let units = units(&page, &state.app.catalogue())?;
    let (unit, unit_name) = chosen(&units, &asked.unit);
    let day = chosen_day(&asked.day, page.today);
    let book = state.app.cash_book(&person, &unit, day, asked.after.unwrap_or(0), PAGE_ROWS).await?;
    let here = here(&unit, &day.to_string());
    let next = book.lines.last().filter(|_| book.more).map(|line| format!("{here}&after={}", line.number));
    let view = View {
        crumbs: Crumbs::new(m, vec![("/can-bo/thu-phi".to_owned(), m.payment.day.title.to_owned())], t.title),
        caption: fill(t.caption, &[("unit", &unit_name), ("day", &format::day(day))]),
        unit_field: unit_field(m, m.payment.day.unit, &units, &unit),
        day_field: day_field(m, m.payment.day.date, day),
        facts: facts(m, &book),
        rows: book.lines.iter().map(|line| row(state, m, line)).collect(),
        pager: Pager::new(m, here, asked.after.is_none(), next),
        forms: forms(&page, &book, (&unit, day), tried),
        earlier: book.earlier.iter().map(|row| earlier(m, row)).collect(),
        t,
        page,
    };
    let shown = problem::show(&view)?;
    Ok(if tried.is_any() { (StatusCode::CONFLICT, shown).into_response() } else { shown })
}

fn here(unit: &str, day: &str) -> String {
    format!("{HERE}?unit={}&day={}", format::query_escaped(unit), format::query_escaped(day))
}

fn facts(m: &Messages, book: &CashBook) -> Vec<Fact> {
    let t = &m.payment.cash;
    let balance = balance(&book.day);
    let mut facts = vec![
        Fact::new(t.opening, format::money(m, book.day.opening)),
        Fact::new(t.came_in, format::money(m, book.day.came_in)),
        Fact::new(t.went_out, format::money(m, book.day.went_out)),
        Fact::new(t.balance, format::money(m, balance)),
        Fact::new(t.state, if book.day.counted.is_some() { t.closed } else { t.open }),
    ];
    if let Some(counted) = book.day.counted {
        facts.push(Fact::new(t.counted, format::money(m, counted)));
        facts.push(Fact::new(t.difference, format::money(m, counted.saturating_sub(balance))));
    }
    facts.extend(book.reason.clone().map(|reason| Fact::new(t.reason, reason)));
    facts
}

const fn balance(day: &CashDayLine) -> i64 {
    day.opening.saturating_add(day.came_in).saturating_sub(day.went_out)
}

fn earlier(m: &Messages, row: &CashDayLine) -> Earlier {
    let t = &m.payment.cash;
    Earlier {
        url: here(&row.unit, &row.day),
        day: row.day.parse().map_or_else(|_| row.day.clone(), format::day),
        state: if row.counted.is_some() { t.closed } else { t.open },
        balance: format::money(m, balance(row)),
        counted: row.counted.map(|counted| format::money(m, counted)).unwrap_or_default(),
    }
}

fn row(state: &AppState, m: &Messages, line: &CashLine) -> Row {
    let t = &m.payment.cash;
    let kind = CashKind::from_name(&line.kind);
    let sign = if kind.is_some_and(CashKind::comes_in) { line.amount } else { line.amount.saturating_neg() };
    Row {
        number: line.number,
        time: format::moment(m, state.app.zone().civil(line.recorded_at)),
        kind: kind.map_or("", |kind| match kind {
            CashKind::Payment => t.kind_payment,
            CashKind::Refund => t.kind_refund,
            CashKind::Deposit => t.kind_deposit,
        }),
        reference: line.reference.clone(),
        amount: format::money(m, sign),
    }
}

fn forms(page: &Page, book: &CashBook, (unit, day): (&str, Date), tried: &Tried) -> Vec<Form> {
    let (m, t) = (page.m, &page.m.payment.cash);
    if !book.may_keep || book.day.counted.is_some() || day > page.today {
        return Vec::new();
    }
    let hidden =
        |action: &str| vec![("action", action.to_owned()), ("unit", unit.to_owned()), ("day", day.to_string())];
    let mut forms = Vec::new();
    if day == page.today {
        let fields = vec![
            tried.field(m, "nop", ("amount", t.deposit_amount), "").short().digits(),
            tried.field(m, "nop", ("slip", t.slip), "").short().max_length(64),
        ];
        let form = tried.form(page, "nop", t.deposit.to_owned(), HERE.to_owned(), t.deposit_button);
        forms.push(form.with(fields).hiding(hidden("nop")));
    }
    let fields = vec![
        tried.field(m, "khoa", ("amount", t.close_counted), "").short().digits(),
        tried.field(m, "khoa", ("reason", t.close_reason), "").kind(Control::Area).optional(),
    ];
    let form = tried.form(page, "khoa", t.close.to_owned(), HERE.to_owned(), t.close_button);
    forms.push(form.with(fields).hiding(hidden("khoa")));
    forms
}

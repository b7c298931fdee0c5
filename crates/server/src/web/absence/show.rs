//! `/can-bo/vang-mat`: one's own absences and delegations; for the head also the unit's month.

use super::URL;
use super::forms::{self, FormView, Tried};
use crate::messages::{AbsenceMonth, AbsencePage, Messages, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Errors, Field, FormChoice};
use crate::web::page::TokenInput;
use crate::web::{Page, Problem, format, problem};
use app::absence::{AwayView, Line, UnitMonth};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::{Absence, Delegation, Gap, Scope, Suggestion};
use jiff::civil::Date;
use serde::Deserialize;

/// The query.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) unit: String,
    pub(super) thu_tuc: String,
    pub(super) han: String,
}

/// Something that has a button of its own.
struct Item {
    id: String,
    text: String,
}

struct AwayRow {
    name: String,
    days: String,
    kind: &'static str,
    /// The absence and the words on the button; only for the head.
    end: Option<(String, String)>,
}

struct GapBox {
    text: String,
    note: String,
    /// What the button posts: receiver, first and last day, words on it.
    ask: Option<(String, String, String, String)>,
}

struct LoadRow {
    name: String,
    open: i64,
    late: i64,
    soon: i64,
}

struct MonthView {
    title: String,
    rows: Vec<AwayRow>,
    gaps: Vec<GapBox>,
    loads: Vec<LoadRow>,
    suggest: Vec<Field>,
    order: Option<(String, Vec<String>)>,
}

#[derive(Template)]
#[template(path = "absence/show.html")]
struct View {
    page: Page,
    t: &'static AbsencePage,
    mt: &'static AbsenceMonth,
    errors: Errors,
    token: TokenInput,
    url: &'static str,
    unit: String,
    unit_name: String,
    /// Only for who works at several units.
    unit_field: Option<Field>,
    absences: Vec<Item>,
    given: Vec<Item>,
    received: Vec<Item>,
    forms: Vec<FormView>,
    /// A refusal of an act that is a button.
    refusal: Option<String>,
    month: Option<MonthView>,
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

pub(super) async fn page_of(page: Page, state: &AppState, asked: &Asked, tried: &Tried) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.absence.page);
    let person = page.caller()?;
    let unit = Some(asked.unit.as_str()).filter(|unit| !unit.is_empty());
    let view = state.app.away_view(person, unit).await?;
    let order = order(&page, state, &view, asked).await?;
    let catalogue = state.app.catalogue();
    let name = |unit: &str| catalogue.unit_name(unit, page.today).to_owned();
    let forms: Vec<FormView> =
        std::iter::once(forms::note(m, &view, tried)).chain(forms::delegate(m, &view, tried)).collect();
    let units = view.units.iter().map(|unit| FormChoice::new(unit.clone(), name(unit))).collect();
    let unit_field = Field::new(m, "unit", t.unit).kind(Control::Choice(units)).value(view.unit.clone());
    let of = |line: &Line<Delegation>, words| Item {
        id: line.item.id.clone(),
        text: delegated(m, line, words, &name(&line.item.terms.unit)),
    };
    let own = |absence: &Absence| Item {
        id: absence.id.clone(),
        text: format!("{} – {}", away_span(t, absence), sentences::absence_reason(m, absence.reason)),
    };
    let shown = View {
        errors: Errors::of(m, forms.iter().flat_map(|form| &form.fields)),
        token: page.token(),
        url: URL,
        unit_name: name(&view.unit),
        unit_field: (view.units.len() > 1).then_some(unit_field),
        absences: view.absences.iter().map(own).collect(),
        given: view.given.iter().map(|line| of(line, t.given_line)).collect(),
        received: view.received.iter().map(|line| of(line, t.received_line)).collect(),
        refusal: (tried.is_any() && !forms.iter().any(|form| form.open)).then(|| tried.sentence.clone()),
        month: view.month.as_ref().map(|month| month_view(m, &view, month, asked, order)),
        forms,
        unit: view.unit,
        mt: &m.absence.month,
        t,
        page,
    };
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &shown)
}

/// Whom work on the procedure asked about is best given to; only for who sees the unit's month.
async fn order(
    page: &Page,
    state: &AppState,
    view: &AwayView,
    asked: &Asked,
) -> Result<Option<Vec<Suggestion>>, Problem> {
    let procedure = asked.thu_tuc.trim();
    if view.month.is_none() || procedure.is_empty() || procedure.len() > 64 {
        return Ok(None);
    }
    let due = format::read_day(&asked.han);
    Ok(Some(state.app.suggest(page.caller()?, &view.unit, procedure, due).await?))
}

fn month_view(
    m: &'static Messages,
    view: &AwayView,
    month: &UnitMonth,
    asked: &Asked,
    order: Option<Vec<Suggestion>>,
) -> MonthView {
    let (t, page) = (&m.absence.month, &m.absence.page);
    let row = |line: &Line<Absence>| AwayRow {
        name: line.name.clone(),
        days: away_span(page, &line.item),
        kind: sentences::absence_reason(m, line.item.reason),
        end: month.is_head.then(|| (line.item.id.clone(), fill(t.end_for, &[("name", &line.name)]))),
    };
    let load = |spread: &app::absence::Spread| LoadRow {
        name: if spread.is_away { format!("{} {}", spread.name, t.away) } else { spread.name.clone() },
        open: spread.load.open,
        late: spread.load.late,
        soon: spread.load.soon,
    };
    let told = |one: &Suggestion| {
        let reasons: Vec<String> = one.reasons.iter().map(|reason| sentences::why_proposed(m, reason)).collect();
        format!("{}: {}", one.name, reasons.join("; "))
    };
    MonthView {
        title: fill(t.title, &[("day", &format::day(month.until))]),
        rows: month.absences.iter().map(row).collect(),
        gaps: month.gaps.iter().map(|gap| gap_box(m, view, month, gap)).collect(),
        loads: month.spread.iter().map(load).collect(),
        suggest: vec![
            Field::new(m, "thu_tuc", t.procedure).value(asked.thu_tuc.clone()).short().max_length(64),
            Field::new(m, "han", t.due).value(asked.han.clone()).short().optional().hint(m.common.field.bad_date),
        ],
        order: order
            .map(|order| (fill(t.order, &[("procedure", &asked.thu_tuc.trim())]), order.iter().map(told).collect())),
    }
}

fn gap_box(m: &Messages, view: &AwayView, month: &UnitMonth, gap: &Gap) -> GapBox {
    let t = &m.absence.month;
    let text = fill(t.gap, &[("span", &span(&m.absence.page, gap.from, gap.to))]);
    let named = |id: &String| view.colleagues.iter().find(|(colleague, _)| colleague == id);
    let deputy = gap.deputy.as_ref().and_then(named);
    let note = match deputy {
        Some((_, name)) => fill(t.proposed, &[("name", name)]),
        // A deputy who looks at the page is among the deputies, but not among the colleagues.
        None if gap.deputy.is_some() => fill(t.proposed, &[("name", &m.absence.page.myself)]),
        None => t.no_deputy.to_owned(),
    };
    let ask = deputy
        .filter(|_| month.is_head)
        .map(|(id, name)| (id.clone(), format::day(gap.from), format::day(gap.to), fill(t.ask, &[("name", name)])));
    GapBox { text, note, ask }
}

fn delegated(m: &Messages, line: &Line<Delegation>, words: &str, unit: &str) -> String {
    let (t, terms) = (&m.absence.page, &line.item.terms);
    let limits = terms.works.as_ref().map(|works| {
        let names: Vec<&str> = works.iter().map(|work| sentences::work_kind(m, *work)).collect();
        format!("; {}", fill(t.works_some, &[("list", &names.join(", "))]))
    });
    let scope = match &terms.scope {
        Scope::All => t.scope_all.to_owned(),
        Scope::Procedures(list) => {
            let list: Vec<&str> = list.iter().map(String::as_str).collect();
            fill(t.scope_some, &[("list", &list.join(", "))])
        }
    };
    fill(
        words,
        &[
            ("role", &sentences::role(m, terms.role)),
            ("unit", &unit),
            ("name", &line.name),
            ("scope", &format!("{scope}{}", limits.unwrap_or_default())),
            ("span", &span(t, terms.valid_from, terms.valid_to)),
            ("reason", &terms.reason),
        ],
    )
}

fn away_span(t: &AbsencePage, absence: &Absence) -> String {
    span(t, absence.valid_from, absence.last_day().unwrap_or(absence.valid_from))
}

fn span(t: &AbsencePage, from: Date, to: Date) -> String {
    fill(t.span, &[("from", &format::day(from)), ("to", &format::day(to))])
}

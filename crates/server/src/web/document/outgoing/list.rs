//! `/can-bo/van-ban-di`: what a unit writes and issues, and what waits for a person.

use super::{LIST, url_of};
use crate::messages::{Messages, OutgoingList as Texts, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Field, FormChoice, Pager, TimeLeft, Tone};
use crate::web::cursor::{self, After};
use crate::web::staff::staff_of_page;
use crate::web::{Page, Problem, exchange, format, problem};
use app::document::{OutgoingList, OutgoingPage, OutgoingRow};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::{Person, Role, may_exchange};
use domain::document::{OutgoingStage, full_symbol};
use jiff::civil::Date;
use serde::Deserialize;

const PAGE_ROWS: i64 = 50;
/// The list that is not that of a unit.
const WAITING: &str = "cho-toi";

/// The query.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(in crate::web) struct Asked {
    ds: String,
    state: String,
}

struct Line {
    url: String,
    symbol: String,
    day: String,
    subject: String,
    kind: String,
    signer: String,
    state: TimeLeft,
}

#[derive(Template)]
#[template(path = "outgoing/list.html")]
struct View {
    page: Page,
    t: &'static Texts,
    may_print: bool,
    /// Where the partners of the exchange stand, for who looks after it.
    exchange: Option<(&'static str, &'static str)>,
    fields: Vec<Field>,
    caption: String,
    lines: Vec<Line>,
    pager: Pager,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(in crate::web) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
    Query(after): Query<After>,
) -> Result<Response, Problem> {
    let person = staff_of_page(&page)?.clone();
    let (m, t) = (page.m, &page.m.outgoing.list);
    let catalogue = state.app.catalogue();
    let units: Vec<String> = person.units(page.today).into_iter().map(str::to_owned).collect();
    let first = units.first().ok_or(Problem::NotFound)?;
    let list = if asked.ds.is_empty() { first.clone() } else { asked.ds.clone() };
    let here = format!("{LIST}?ds={}&state={}", format::query_escaped(&list), format::query_escaped(&asked.state));
    let found = if list == WAITING {
        state.app.waiting_outgoing(&person).await?
    } else {
        let reached = OutgoingStage::ALL.into_iter().find(|stage| stage.name() == asked.state);
        let wanted = OutgoingList { unit: list.clone(), state: reached, after: after.cursor(), limit: PAGE_ROWS };
        state.app.outgoing_documents(&person, wanted).await?
    };
    let next = found.next.as_ref().map(|place| format!("{here}&{}", cursor::query(place)));
    let mut lists: Vec<FormChoice> =
        units.iter().map(|unit| FormChoice::new(unit.clone(), catalogue.unit_name(unit, page.today))).collect();
    lists.push(FormChoice::new(WAITING, t.waiting));
    let stages = OutgoingStage::ALL.map(|stage| FormChoice::new(stage.name(), sentences::outgoing_stage(m, stage)));
    let fields = vec![
        Field::new(m, "ds", t.which).kind(Control::Choice(lists)).value(list.clone()),
        Field::new(m, "state", t.state)
            .kind(Control::Choice(stages.into()))
            .value(asked.state)
            .optional_silently(t.any_state),
    ];
    let keeps = |role| units.iter().any(|unit| person.holds(role, unit, page.today));
    let follows = !state.app.exchange_partners().is_empty() && may_exchange(&person, page.today).is_ok();
    let view = View {
        exchange: follows.then_some((exchange::URL, m.exchange.parity.title)),
        may_print: keeps(Role::RecordsClerk) || keeps(Role::Leader),
        caption: if list == WAITING { t.waiting.to_owned() } else { catalogue.unit_name(&list, page.today).to_owned() },
        lines: found.rows.iter().map(|row| line(&page, &state, &found, row)).collect::<Result<_, _>>()?,
        pager: Pager::new(m, here, after.at_start(), next),
        fields,
        t,
        page,
    };
    problem::show(&view)
}

/// The line of the inbox that leads here; none where nothing waits.
pub(in crate::web) async fn waiting_link(
    state: &AppState,
    m: &Messages,
    person: &Person,
) -> Result<Option<(String, String)>, Problem> {
    let waiting = state.app.count_waiting_outgoing(person).await?;
    let text = || fill(m.outgoing.list.waiting_link, &[("count", &waiting.count), ("late", &waiting.late)]);
    Ok((waiting.count > 0).then(|| (format!("{LIST}?ds={WAITING}"), text())))
}

/// Number and symbol of a row; empty before it has one.
pub(super) fn symbol_of(row: &OutgoingRow) -> String {
    let number = row.number.and_then(|number| u32::try_from(number).ok());
    number.map(|number| full_symbol(number, &row.notation)).unwrap_or_default()
}

fn line(page: &Page, state: &AppState, found: &OutgoingPage, row: &OutgoingRow) -> Result<Line, Problem> {
    let (m, t) = (page.m, &page.m.outgoing.list);
    let reached = OutgoingStage::ALL.into_iter().find(|stage| stage.name() == row.state);
    let tone = match reached {
        Some(OutgoingStage::Issued) => Tone::Good,
        Some(OutgoingStage::Recalled | OutgoingStage::Replaced) => Tone::Late,
        Some(
            OutgoingStage::Drafting
            | OutgoingStage::Checking
            | OutgoingStage::Signed
            | OutgoingStage::Numbered
            | OutgoingStage::Sealed,
        )
        | None => Tone::Calm,
    };
    let symbol = symbol_of(row);
    Ok(Line {
        url: url_of(&row.id),
        symbol: if symbol.is_empty() { t.no_number.to_owned() } else { symbol },
        day: row.day.parse::<Date>().map(format::day).unwrap_or_default(),
        subject: row.subject.clone(),
        kind: kind_name(page, state, &row.kind)?,
        signer: found.names.get(&row.signer).cloned().unwrap_or_default(),
        state: TimeLeft::of(tone, reached.map_or("", |stage| sentences::outgoing_stage(m, stage))),
    })
}

/// The name of a type in the page's language; its id where it is not known today.
pub(super) fn kind_name(page: &Page, state: &AppState, id: &str) -> Result<String, Problem> {
    let kind = state.app.document_types()?.get(id, page.today);
    let named = kind.map(|kind| if page.m.is_english() { kind.name_en.clone() } else { kind.name_vi.clone() });
    Ok(named.unwrap_or_else(|| id.to_owned()))
}

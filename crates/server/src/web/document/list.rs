//! `/can-bo/van-ban-den`: what came to a unit, what waits for a person, what is found by words.

use super::{LIST, url_of};
use crate::messages::{DocumentList, Messages, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Field, FormChoice, Pager, TimeLeft, Tone};
use crate::web::cursor::{self, After};
use crate::web::staff::staff_of_page;
use crate::web::{Page, Problem, format, problem};
use app::Catalogue;
use app::document::{IncomingLine, IncomingList, IncomingPage};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::{Person, Role};
use domain::document::{IncomingStage, Urgency};
use jiff::civil::Date;
use serde::Deserialize;

const PAGE_ROWS: i64 = 50;
/// The lists that are not those of a unit.
const WAITING: &str = "cho-toi";
const MINE: &str = "giao-toi";
const OVERDUE: &str = "qua-han";
/// Words of a search at most, in characters.
const WORDS_MAX: usize = 200;

/// The query.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    ds: String,
    state: String,
    han: String,
    q: String,
    /// Day and id of the last row of the page before, in the list of what waits.
    den: String,
    sau: String,
}

struct Line {
    url: String,
    number: String,
    arrived: String,
    origin: Vec<String>,
    subject: String,
    urgency: Option<TimeLeft>,
    state: &'static str,
    holder: Vec<String>,
    time_left: TimeLeft,
}

#[derive(Template)]
#[template(path = "document/list.html")]
struct View {
    page: Page,
    t: &'static DocumentList,
    may_enter: bool,
    may_print: bool,
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

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
    Query(after): Query<After>,
) -> Result<Response, Problem> {
    let person = staff_of_page(&page)?.clone();
    let (m, t) = (page.m, &page.m.document.list);
    let catalogue = state.app.catalogue();
    let units: Vec<String> = person.units(page.today).into_iter().map(str::to_owned).collect();
    let first = units.first().ok_or(Problem::NotFound)?;
    let list = if asked.ds.is_empty() { first.clone() } else { asked.ds.clone() };
    let words: String = asked.q.trim().chars().take(WORDS_MAX).collect();
    let here = format!(
        "{LIST}?ds={}&state={}&han={}&q={}",
        format::query_escaped(&list),
        format::query_escaped(&asked.state),
        format::query_escaped(&asked.han),
        format::query_escaped(&words)
    );
    let (found, at_start) = if list == WAITING {
        let place = (!asked.sau.is_empty()).then(|| (asked.den.clone(), asked.sau.clone()));
        (state.app.waiting_documents(&person, place, PAGE_ROWS).await?, asked.sau.is_empty())
    } else {
        let wanted = IncomingList {
            unit: (list != MINE).then(|| list.clone()),
            state: IncomingStage::from_name(&asked.state),
            due_before: (asked.han == OVERDUE).then_some(page.today),
            words: words.clone(),
            after: after.cursor(),
            limit: PAGE_ROWS,
        };
        (state.app.incoming_documents(&person, wanted).await?, after.at_start())
    };
    let next = next_page(&here, &found);
    let fields = fields(&page, &catalogue, (&units, &list), &asked, &words);
    let keeps = |role| units.iter().any(|unit| person.holds(role, unit, page.today));
    let view = View {
        may_enter: keeps(Role::RecordsClerk),
        may_print: keeps(Role::RecordsClerk) || keeps(Role::Leader),
        caption: caption(t, &catalogue, &list, page.today),
        lines: found.lines.iter().map(|line| shown(&page, &state, &found, line)).collect(),
        pager: Pager::new(m, here, at_start, next),
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
    let waiting = state.app.count_waiting_documents(person).await?;
    let text = || fill(m.document.list.waiting_link, &[("count", &waiting.count), ("late", &waiting.late)]);
    Ok((waiting.count > 0).then(|| (format!("{LIST}?ds={WAITING}"), text())))
}

fn next_page(here: &str, found: &IncomingPage) -> Option<String> {
    let waiting = found
        .next_waiting
        .as_ref()
        .map(|(until, id)| format!("{here}&den={}&sau={}", format::query_escaped(until), format::query_escaped(id)));
    waiting.or_else(|| found.next.as_ref().map(|place| format!("{here}&{}", cursor::query(place))))
}

fn caption(t: &'static DocumentList, catalogue: &Catalogue, list: &str, today: Date) -> String {
    match list {
        WAITING => t.waiting.to_owned(),
        MINE => t.mine.to_owned(),
        unit => catalogue.unit_name(unit, today).to_owned(),
    }
}

fn fields(
    page: &Page,
    catalogue: &Catalogue,
    (units, list): (&[String], &str),
    asked: &Asked,
    words: &str,
) -> Vec<Field> {
    let (m, t) = (page.m, &page.m.document.list);
    let named = units.iter().map(|unit| FormChoice::new(unit.clone(), catalogue.unit_name(unit, page.today)));
    let mut lists: Vec<FormChoice> = named.collect();
    lists.push(FormChoice::new(WAITING, t.waiting));
    lists.push(FormChoice::new(MINE, t.mine));
    let stages = IncomingStage::ALL.map(|stage| FormChoice::new(stage.name(), sentences::incoming_stage(m, stage)));
    let choice = |name: &'static str, label, choices, value: &str| {
        Field::new(m, name, label).kind(Control::Choice(choices)).value(value)
    };
    vec![
        choice("ds", t.which, lists, list),
        choice("state", t.state, stages.into(), &asked.state).optional_silently(t.any_state),
        choice("han", t.due, vec![FormChoice::new(OVERDUE, t.overdue)], &asked.han).optional_silently(t.any_due),
        Field::new(m, "q", t.words).kind(Control::Line("search")).value(words).required(false).max_length(WORDS_MAX),
    ]
}

fn shown(page: &Page, state: &AppState, found: &IncomingPage, line: &IncomingLine) -> Line {
    let (m, t, row) = (page.m, &page.m.document.list, &line.row);
    let catalogue = state.app.catalogue();
    let name = |account: &str| found.names.get(account).cloned();
    let day = |text: &str| text.parse::<Date>().ok().map(format::day);
    let origin = [Some(row.author.clone()), Some(row.symbol.clone()), day(&row.day)];
    let unit = |unit: &str| (!unit.is_empty()).then(|| catalogue.unit_name(unit, page.today).to_owned());
    let holder = if row.lead.is_empty() {
        vec![name(&row.submitted_to).or_else(|| unit(&row.agency))]
    } else {
        vec![name(&row.person), unit(&row.lead)]
    };
    let urgency = Urgency::from_name(&row.urgency).filter(|urgency| urgency.is_urgent());
    Line {
        url: url_of(&row.id),
        number: row.number.map_or_else(|| t.no_number.to_owned(), |number| number.to_string()),
        arrived: format::day(state.app.zone().date(row.received_at)),
        origin: origin.into_iter().flatten().filter(|text| !text.is_empty()).collect(),
        subject: row.subject.clone(),
        urgency: urgency.map(|urgency| TimeLeft::of(Tone::Late, sentences::urgency(m, urgency))),
        state: IncomingStage::from_name(&row.state).map_or("", |stage| sentences::incoming_stage(m, stage)),
        holder: holder.into_iter().flatten().collect(),
        time_left: time_left(t, (&row.due, &row.ended_on), line.is_late, page.today),
    }
}

/// How long there is, in words and colour.
pub(super) fn time_left(t: &DocumentList, (due, ended): (&str, &str), is_late: bool, today: Date) -> TimeLeft {
    let day = |text: &str| text.parse::<Date>().ok();
    match (day(ended), day(due)) {
        (Some(ended), _) => TimeLeft::of(Tone::Done, fill(t.done_on, &[("day", &format::day(ended))])),
        (None, None) => TimeLeft::of(Tone::Calm, t.no_due),
        (None, Some(due)) if is_late => TimeLeft::of(Tone::Late, fill(t.late_since, &[("day", &format::day(due))])),
        (None, Some(due)) => {
            let tone = if due == today { Tone::Warn } else { Tone::Good };
            TimeLeft::of(tone, fill(t.due_on, &[("day", &format::day(due))]))
        }
    }
}

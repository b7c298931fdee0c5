//! `/so-lieu/da-cong-bo`: values that were published, frozen, and reckoned again when they are looked at.

use super::asked::{Asked, counter_name, name_of, period_text, value_text};
use crate::messages::{FigurePublished, Messages, fill};
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Crumbs, Pager};
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::figure::NewPublication;
use app::{ActError, Catalogue};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::may_publish_figure;
use domain::figure::{Change, FigureDefinition, Publication, Recheck, Span};
use serde::Deserialize;

/// Address of the list.
const URL: &str = "/so-lieu/da-cong-bo";
const PAGE_ROWS: i64 = 50;

/// Where a page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Before {
    luc: Option<i64>,
    so: String,
}

struct Line {
    url: String,
    name: String,
    value: String,
    period: String,
    at: String,
}

#[derive(Template)]
#[template(path = "figure/published_list.html")]
struct ListView {
    page: Page,
    t: &'static FigurePublished,
    crumbs: Crumbs,
    lines: Vec<Line>,
    pager: Pager,
}

impl ListView {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn list(
    page: Page,
    State(state): State<AppState>,
    Query(before): Query<Before>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.figure.published);
    let catalogue = state.app.catalogue();
    let at_start = before.luc.is_none();
    let found = state.app.published_figures(None, before.luc.map(|at| (at, before.so.clone())), PAGE_ROWS).await?;
    let next = found.next.map(|(at, id)| format!("{URL}?luc={at}&so={id}"));
    let view = ListView {
        crumbs: Crumbs::new(m, vec![("/so-lieu".to_owned(), m.figure.list.title.to_owned())], t.title),
        lines: found.rows.iter().map(|one| line(m, &catalogue, one)).collect(),
        pager: Pager::new(m, URL.to_owned(), at_start, next),
        t,
        page,
    };
    problem::show(&view)
}

/// The definition by which a value was published.
fn definition_of<'c>(catalogue: &'c Catalogue, one: &Publication) -> Option<&'c FigureDefinition> {
    catalogue.figure_version(&one.figure, one.version)
}

fn line(m: &'static Messages, catalogue: &Catalogue, one: &Publication) -> Line {
    let definition = definition_of(catalogue, one);
    let span = definition.map_or(Span::Period, |definition| definition.span);
    let unit = catalogue.unit_name(&one.unit, one.period.to);
    Line {
        url: format!("{URL}/{}", one.id),
        name: definition.map_or_else(|| one.figure.clone(), |definition| name_of(m, definition)),
        value: definition.map_or_else(String::new, |definition| value_text(m, definition.measure, one.value)),
        period: format!("{unit}, {}", period_text(m, span, one.period)),
        at: format::moment(m, one.at),
    }
}

struct PartLine {
    name: &'static str,
    then: String,
    now: String,
}

struct ChangeLine {
    record: String,
    counter: String,
    change: String,
}

#[derive(Template)]
#[template(path = "figure/published.html")]
struct View {
    page: Page,
    t: &'static FigurePublished,
    crumbs: Crumbs,
    title: String,
    lead: String,
    line: Line,
    version: String,
    now: String,
    parts: Vec<PartLine>,
    lines: String,
    sha256: String,
    is_same: bool,
    verdict: String,
    counts: Vec<String>,
    changes: Vec<ChangeLine>,
    hides_changes: bool,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let recheck = state.app.recheck_figure(&id).await?;
    let view = view(page, &state.app.catalogue(), &recheck)?;
    problem::show(&view)
}

fn view(page: Page, catalogue: &Catalogue, recheck: &Recheck) -> Result<View, Problem> {
    let (m, t) = (page.m, &page.m.figure.published);
    let one = &recheck.publication;
    let definition = definition_of(catalogue, one).ok_or(Problem::NotFound)?;
    let sees_all = page.person.as_ref().is_some_and(|person| may_publish_figure(person, page.today).is_ok());
    let shows_changes = sees_all || definition.is_of_procedures();
    let title = fill(t.one, &[("id", &one.id)]);
    let crumbs = vec![("/so-lieu".to_owned(), m.figure.list.title.to_owned()), (URL.to_owned(), t.title.to_owned())];
    Ok(View {
        crumbs: Crumbs::new(m, crumbs, &title),
        lead: fill(t.lead, &[("id", &one.id)]),
        line: line(m, catalogue, one),
        version: fill(m.figure.show.version, &[("version", &one.version)]),
        now: value_text(m, definition.measure, recheck.value),
        parts: parts(m, recheck),
        lines: format::grouped(one.lines),
        sha256: one.sha256.clone(),
        is_same: recheck.is_same(),
        verdict: verdict(t, recheck),
        counts: counts(t, &recheck.changes),
        hides_changes: !shows_changes && !recheck.changes.is_empty(),
        changes: if shows_changes { recheck.changes.iter().map(change).collect() } else { Vec::new() },
        title,
        t,
        page,
    })
}

fn parts(m: &'static Messages, recheck: &Recheck) -> Vec<PartLine> {
    let now = |counter| recheck.parts.iter().find(|part| part.counter == counter).map_or(0, |part| part.amount);
    let part = |part: &domain::figure::Part| PartLine {
        name: counter_name(m, part.counter),
        then: format::grouped(part.amount),
        now: format::grouped(now(part.counter)),
    };
    recheck.publication.parts.iter().map(part).collect()
}

fn verdict(t: &FigurePublished, recheck: &Recheck) -> String {
    if !recheck.is_list_sound {
        t.touched.to_owned()
    } else if recheck.is_same() {
        t.same.to_owned()
    } else {
        fill(t.differs, &[("count", &recheck.changes_count)])
    }
}

/// How many came, went and changed; for everybody.
fn counts(t: &FigurePublished, changes: &[Change]) -> Vec<String> {
    let count = |is: fn(&Change) -> bool| changes.iter().filter(|change| is(change)).count();
    let kinds = [
        (t.came, count(|change| change.then.is_none())),
        (t.went, count(|change| change.now.is_none())),
        (t.changed, count(|change| change.then.is_some() && change.now.is_some())),
    ];
    kinds.into_iter().filter(|(_, count)| *count > 0).map(|(text, count)| fill(text, &[("count", &count)])).collect()
}

fn change(change: &Change) -> ChangeLine {
    let amount = |amount: Option<i64>| amount.map_or_else(|| "–".to_owned(), format::grouped);
    ChangeLine {
        record: change.record.clone(),
        counter: change.counter.clone(),
        change: format!("{} → {}", amount(change.then), amount(change.now)),
    }
}

/// `POST /so-lieu/chi-tieu/{figure}/cong-bo`: publishes the value that is shown.
pub(super) async fn publish(
    page: Page,
    State(state): State<AppState>,
    Path(figure): Path<String>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?;
    may_publish_figure(person, page.today).map_err(|_| Problem::NotFound)?;
    let asked =
        Asked { don_vi: fields.text("don_vi"), tu: fields.text("tu"), den: fields.text("den"), ..Asked::default() };
    let chosen = asked.chosen(page.today);
    if chosen.bad {
        return Err(Problem::Invalid);
    }
    let new = NewPublication { figure, unit: chosen.unit, period: chosen.period };
    match state.app.publish_figure(person, new).await {
        Ok(published) => Ok(done_at(&state, &format!("{URL}/{}", published.id))),
        Err(ActError::Invalid(_)) => Err(Problem::Invalid),
        Err(error) => Err(error.into()),
    }
}

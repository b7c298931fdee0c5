//! The workflows that have several versions, and the dossiers that run by an older one.

use super::{URL, caller, list_url};
use crate::messages::{Messages, MovingPage, fill};
use crate::sentences::MoveTold;
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Field, FormChoice, Pager};
use crate::web::{Page, Problem, format, problem};
use app::Catalogue;
use app::dossier::{RunCursor, RunQuery};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::{Person, Role};
use domain::workflow::Process;
use serde::Deserialize;

/// Rows of a page; as many as can be previewed at once.
const PAGE_ROWS: i64 = 50;

struct WorkflowLine {
    url: String,
    name: String,
    versions: Vec<String>,
}

#[derive(Template)]
#[template(path = "moving/workflows.html")]
struct Workflows {
    page: Page,
    t: &'static MovingPage,
    lines: Vec<WorkflowLine>,
}

impl Workflows {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn workflows(page: Page, State(state): State<AppState>) -> Result<Response, Problem> {
    caller(&page)?;
    let (m, catalogue) = (page.m, state.app.catalogue());
    let several = catalogue.workflows().filter(|newest| versions(&catalogue, &newest.definition().id).len() > 1);
    let line = |newest: &std::sync::Arc<Process>| {
        let id = &newest.definition().id;
        WorkflowLine {
            url: format!("{URL}/{}", format::query_escaped(id)),
            name: name(m, newest),
            versions: versions(&catalogue, id).iter().map(|process| version_name(m, process)).collect(),
        }
    };
    let lines = several.map(line).collect();
    problem::show(&Workflows { lines, t: &m.moving.page, page })
}

/// The query.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    phien_ban: String,
    don_vi: String,
    /// Behind which dossier and part the page begins.
    sau: String,
    phan: String,
}

struct RunLine {
    url: String,
    code: String,
    part: String,
    version: i64,
    label: String,
}

#[derive(Template)]
#[template(path = "moving/runs.html")]
struct Runs {
    page: Page,
    t: &'static MovingPage,
    crumbs: Crumbs,
    title: String,
    lead: String,
    fields: Vec<Field>,
    action: String,
    version: u32,
    lines: Vec<RunLine>,
    pager: Pager,
}

impl Runs {
    const fn heading(&self) -> &str {
        self.title.as_str()
    }
}

pub(super) async fn runs(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let person = caller(&page)?;
    let (m, t, catalogue) = (page.m, &page.m.moving.page, state.app.catalogue());
    let target = target(&catalogue, &id, &asked.phien_ban, &page)?;
    let version = target.definition().version;
    let at_start = asked.sau.is_empty();
    let query = RunQuery {
        workflow: id.clone(),
        version,
        unit: Some(asked.don_vi).filter(|unit| !unit.is_empty()),
        after: RunCursor { dossier: asked.sau, instance: asked.phan },
        limit: PAGE_ROWS,
    };
    let found = state.app.older_runs(person, query).await?;
    let here = list_url(&id, version, found.unit.as_deref());
    let next = found.next.map(|RunCursor { dossier, instance }| {
        format!("{here}&sau={}&phan={}", format::query_escaped(&dossier), format::query_escaped(&instance))
    });
    let told = MoveTold { m, catalogue: &catalogue, today: page.today };
    let line = |row: app::dossier::RunRow| RunLine {
        url: format!("/ho-so/{}", row.dossier),
        part: told.part(&row.instance),
        version: row.version,
        label: fill(t.choose_row, &[("code", &row.dossier)]),
        code: row.dossier,
    };
    let title = name(m, target);
    let view = Runs {
        lead: fill(t.list_lead, &[("version", &version)]),
        fields: fields(&page, &catalogue, person, (&id, version), found.unit.as_deref()),
        action: format!("{URL}/{}/xem-truoc", format::query_escaped(&id)),
        crumbs: Crumbs::new(m, vec![(URL.to_owned(), t.title.to_owned())], title.clone()),
        lines: found.rows.into_iter().map(line).collect(),
        pager: Pager::new(m, here, at_start, next),
        title,
        version,
        t,
        page,
    };
    problem::show(&view)
}

/// The version to which dossiers would move: the one named, else the one in force today.
pub(super) fn target<'c>(
    catalogue: &'c Catalogue,
    id: &str,
    named: &str,
    page: &Page,
) -> Result<&'c std::sync::Arc<Process>, Problem> {
    if named.is_empty() {
        let in_force = catalogue.process(id, None, page.today);
        return in_force.or_else(|| catalogue.workflow_versions(id).last()).ok_or(Problem::NotFound);
    }
    let version = named.parse().map_err(|_| Problem::NotFound)?;
    catalogue.process(id, Some(version), page.today).ok_or(Problem::NotFound)
}

fn fields(
    page: &Page,
    catalogue: &Catalogue,
    person: &Person,
    (id, version): (&str, u32),
    unit: Option<&str>,
) -> Vec<Field> {
    let (m, t) = (page.m, &page.m.moving.page);
    let offered = versions(catalogue, id);
    let ways = offered
        .iter()
        .map(|process| FormChoice::new(process.definition().version.to_string(), version_name(m, process)));
    let to = Field::new(m, "phien_ban", t.to_version).kind(Control::Choice(ways.collect())).value(version.to_string());
    let led = person.units(page.today).into_iter().filter(|unit| person.holds(Role::Leader, unit, page.today));
    let led: Vec<FormChoice> = led.map(|unit| FormChoice::new(unit, catalogue.unit_name(unit, page.today))).collect();
    let mut fields = vec![to];
    if led.len() > 1 {
        let of = Field::new(m, "don_vi", t.unit).kind(Control::Choice(led)).value(unit.unwrap_or_default());
        fields.push(of);
    }
    fields
}

fn versions<'c>(catalogue: &'c Catalogue, id: &str) -> Vec<&'c std::sync::Arc<Process>> {
    catalogue.workflow_versions(id).collect()
}

pub(super) fn name(m: &Messages, process: &Process) -> String {
    let definition = process.definition();
    let english = definition.name_en.clone().filter(|_| m.is_english());
    english.unwrap_or_else(|| definition.name_vi.clone())
}

fn version_name(m: &Messages, process: &Process) -> String {
    let (t, definition) = (&m.moving.page, process.definition());
    match definition.validity.from {
        Some(from) => fill(t.version_line, &[("version", &definition.version), ("day", &format::day(from))]),
        None => fill(t.version_undated, &[("version", &definition.version)]),
    }
}

//! `/can-bo/danh-muc/{id}/{number}`: a version in the making: its parts, what is different, and what to do with it.

use super::act::{self, ActionView, Tried};
use super::finding::{self, FindingList};
use super::part::{PARTS, Part, Place, QUESTIONS};
use super::{change_lines, crumbs, record_of, record_url, revision_url};
use crate::messages::{Messages, RegistryRevision, fill};
use crate::sentences::{self, ChangeLine};
use crate::state::AppState;
use crate::web::components::{Crumbs, Errors};
use crate::web::page::TokenInput;
use crate::web::{Page, Problem, problem};
use app::registry::RecordView;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::RegistryAction;
use domain::procedure::AmountUnit;
use domain::registry::{Revision, RevisionState};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// One entry of a part, with where it is edited.
struct Entry {
    text: String,
    url: Option<String>,
    /// Questions of a section stand under it.
    under: Option<Box<PartView>>,
}

struct PartView {
    id: String,
    title: &'static str,
    entries: Vec<Entry>,
    add: Option<String>,
}

#[derive(Template)]
#[template(path = "registry/revision.html")]
struct View {
    page: Page,
    t: &'static RegistryRevision,
    crumbs: Crumbs,
    errors: Errors,
    title: String,
    state: &'static str,
    token: TokenInput,
    version: i64,
    people: Vec<(&'static str, String)>,
    changes_title: Option<String>,
    changes: Vec<ChangeLine>,
    rebase: Option<(String, String, String)>,
    make_form: Option<String>,
    parts: Vec<PartView>,
    preview: String,
    file: String,
    actions: Vec<ActionView>,
    list: FindingList,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let number = super::number(&number)?;
    page_of(page, &state, &id, number, Tried::default()).await
}

pub(super) async fn page_of(
    page: Page,
    state: &AppState,
    id: &str,
    number: u32,
    tried: Tried,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.registry.revision);
    let (_, view) = record_of(&page, state, id).await?;
    let revision = view.record.revisions.get(&number).ok_or(Problem::NotFound)?;
    let content = view.content(number)?;
    let catalogue = state.app.catalogue();
    let base = revision.based_on.as_deref().and_then(|version| catalogue.procedure_version(id, version));
    let changes = base.map(|base| change_lines(m, &catalogue.content(base), &content, false)).unwrap_or_default();
    let newest = catalogue.newest_version(id).filter(|newest| revision.based_on.as_ref() != Some(newest));
    let writes = revision.state.is_in_work() && view.actions.contains(&RegistryAction::Save);
    let url = revision_url(id, number);
    let rebase = newest.filter(|_| writes).map(|version| {
        let fill = |text| fill(text, &[("version", &version)]);
        (format!("{url}/chuyen-can-cu"), fill(t.rebase), fill(t.rebase_button))
    });
    let actions = actions(m, &url, &view, revision, &tried);
    let list = finding::list(&page, state, (id, number), &view, Some(&tried)).await?;
    let status = if tried.action.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = View {
        crumbs: crumbs(m, &[(record_url(id), id.to_owned())], &number.to_string()),
        errors: Errors::of(m, actions.iter().flat_map(|action| &action.fields).chain(list.fields())),
        title: fill(t.title, &[("number", &number), ("name", &content.procedure.name_vi)]),
        state: sentences::revision_state(m, revision.state),
        token: page.token(),
        version: view.record.version,
        people: people(t, &view, revision),
        changes_title: revision.based_on.as_ref().map(|version| fill(t.changes, &[("version", version)])),
        changes,
        rebase,
        make_form: (writes && content.form.is_none()).then(|| format!("{url}/bieu-mau")),
        parts: PARTS
            .iter()
            .filter_map(|part| part_view(m, part, &revision.content, writes.then_some(url.as_str())))
            .collect(),
        preview: format!("{url}/xem-thu"),
        file: format!("{url}/tep"),
        actions,
        list,
        t,
        page,
    };
    problem::show_with(status, &shown)
}

/// Who wrote, checked and approved it, by name.
fn people(t: &'static RegistryRevision, view: &RecordView, revision: &Revision) -> Vec<(&'static str, String)> {
    let name = |id: &String| view.names.get(id).cloned().unwrap_or_default();
    let editors: Vec<String> = revision.editors.iter().map(name).collect();
    let mut people = vec![(t.editors, editors.join(", "))];
    people.extend(revision.checked_by.as_ref().map(|id| (t.checked_by, name(id))));
    people.extend(revision.approved_by.as_ref().map(|id| (t.approved_by, name(id))));
    people
}

/// The forms of what can be done now, and only those.
fn actions(
    m: &'static crate::messages::Messages,
    url: &str,
    view: &RecordView,
    revision: &Revision,
    tried: &Tried,
) -> Vec<ActionView> {
    let fits = |action: &RegistryAction| match action {
        RegistryAction::Check => revision.state == RevisionState::Draft,
        RegistryAction::Approve => revision.state == RevisionState::Checked,
        RegistryAction::Publish => revision.state == RevisionState::Approved,
        RegistryAction::SendBack => matches!(revision.state, RevisionState::Checked | RevisionState::Approved),
        RegistryAction::Discard => revision.state.is_in_work(),
        _ => false,
    };
    let offered =
        RegistryAction::OF_REVISION.into_iter().filter(|action| view.actions.contains(action) && fits(action));
    offered.map(|action| act::view(m, url, action, tried)).collect()
}

fn part_view(
    m: &'static crate::messages::Messages,
    part: &'static Part,
    content: &Value,
    writes: Option<&str>,
) -> Option<PartView> {
    let place = Place { part, section: None };
    // Without a form there are no parts of one; elsewhere an empty list is shown, so that something can be added.
    if part.name == "bieu-mau" || part.name == "phan" {
        place.value(content)?;
    }
    Some(view_of(m, &place, content, writes))
}

fn view_of(m: &'static crate::messages::Messages, place: &Place, content: &Value, writes: Option<&str>) -> PartView {
    let edit = |index: &str| writes.map(|url| format!("{url}/sua/{}/{index}", place.name()));
    let value = place.value(content);
    let entries = match value {
        Some(Value::Array(list)) => list
            .iter()
            .enumerate()
            .map(|(index, entry)| Entry {
                text: summary(m, entry),
                url: edit(&index.to_string()),
                under: (place.part.name == "phan")
                    .then(|| Box::new(view_of(m, &Place { part: &QUESTIONS, section: Some(index) }, content, writes))),
            })
            .collect(),
        Some(one) => vec![Entry { text: summary(m, one), url: edit("0"), under: None }],
        None => Vec::new(),
    };
    PartView {
        id: place.name(),
        title: (place.part.title)(&m.registry.edit),
        entries,
        add: edit("moi").filter(|_| place.part.is_list),
    }
}

/// An entry in one line: its name or action, then its amount, then its rule.
fn summary(m: &Messages, entry: &Value) -> String {
    let text = |name: &str| match entry.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let first = ["label_vi", "title_vi", "name_vi", "action_vi", "number", "rule"];
    let mut parts: Vec<String> = first.iter().find_map(|name| text(name)).into_iter().collect();
    if parts.is_empty() {
        // The words of the data files are for files; people read theirs.
        let unit = entry.get("unit").and_then(|unit| AmountUnit::deserialize(unit).ok());
        let unit = unit.map(|unit| sentences::amount_unit(m, unit).to_owned()).or_else(|| text("unit"));
        let amount = [text("value"), unit, text("conditions_vi")];
        parts.push(amount.into_iter().flatten().collect::<Vec<_>>().join(" "));
    }
    let rules: BTreeMap<&str, String> = ["when", "show_when", "amount_rule", "needed_when"]
        .into_iter()
        .filter_map(|name| Some((name, text(name)?)))
        .collect();
    parts.extend(rules.into_values().map(|rule| format!("[{rule}]")));
    parts.join(" ")
}

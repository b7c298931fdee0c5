//! `…/sua/{part}/{index}`: one entry of a version, written, moved or removed. `moi` is a new one.

use super::part::Place;
use super::{crumbs, record_of, revision_crumb, revision_url, save};
use crate::messages::{RegistryEdit, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Field};
use crate::web::page::TokenInput;
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, problem};
use app::ActError;
use app::registry::RecordView;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::dataset::Fault;
use serde_json::{Map, Value, json};

const NEW: &str = "moi";

#[derive(Template)]
#[template(path = "registry/edit.html")]
struct View {
    page: Page,
    t: &'static RegistryEdit,
    crumbs: Crumbs,
    title: String,
    faults: Vec<String>,
    token: TokenInput,
    version: i64,
    action: String,
    back: String,
    fields: Vec<Field>,
    movable: bool,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

/// What an address names: one entry of one part of one revision.
struct Address {
    id: String,
    number: u32,
    place: Place,
    /// Position in the list; `None` for a new entry and for a part that is no list.
    index: Option<usize>,
    is_new: bool,
}

impl Address {
    fn read((id, number, part, index): (String, String, String, String)) -> Result<Self, Problem> {
        let number = super::number(&number)?;
        let place = Place::named(&part).ok_or(Problem::NotFound)?;
        let is_new = index == NEW;
        if is_new && !place.part.is_list {
            return Err(Problem::NotFound);
        }
        let index =
            if place.part.is_list && !is_new { Some(index.parse().map_err(|_| Problem::NotFound)?) } else { None };
        Ok(Self { id, number, place, index, is_new })
    }

    fn url(&self) -> String {
        let index = self.index.map_or_else(|| NEW.to_owned(), |index| index.to_string());
        let index = if self.place.part.is_list { index } else { "0".to_owned() };
        format!("{}/sua/{}/{index}", revision_url(&self.id, self.number), self.place.name())
    }

    /// Back to the part on the revision's page.
    fn back(&self) -> String {
        format!("{}#{}", revision_url(&self.id, self.number), self.place.name())
    }

    /// The entry as stored; an empty one that is to be made.
    fn entry(&self, content: &Value) -> Result<Value, Problem> {
        if self.is_new {
            return Ok(self.fresh(content));
        }
        let part = self.place.value(content).ok_or(Problem::NotFound)?;
        let entry = match self.index {
            Some(index) => part.get(index),
            None => Some(part),
        };
        entry.cloned().ok_or(Problem::NotFound)
    }

    /// What a new entry says before anybody wrote: the next order, where entries are ordered by one.
    fn fresh(&self, content: &Value) -> Value {
        let mut entry = Map::new();
        let list = self.place.value(content).and_then(Value::as_array);
        let orders = list.into_iter().flatten().filter_map(|entry| entry.get("order")?.as_u64());
        if matches!(self.place.part.name, "giay-to" | "cac-buoc") {
            entry.insert("order".to_owned(), json!(orders.max().unwrap_or(0).saturating_add(1)));
        }
        if self.place.part.name == "phan" {
            entry.insert("fields".to_owned(), json!([]));
        }
        if self.place.part.name == "cau-hoi" {
            entry.insert("rules".to_owned(), json!([]));
        }
        Value::Object(entry)
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(path): Path<(String, String, String, String)>,
) -> Result<Response, Problem> {
    let address = Address::read(path)?;
    let (_, view) = record_of(&page, &state, &address.id).await?;
    let content = in_work(&view, address.number)?;
    let entry = address.entry(&content)?;
    let fields = address.place.fields(page.m, &entry);
    draw(page, &address, &view, fields, &[])
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path(path): Path<(String, String, String, String)>,
    SignedForm(typed): SignedForm,
) -> Result<Response, Problem> {
    let address = Address::read(path)?;
    let (person, view) = record_of(&page, &state, &address.id).await?;
    if typed.text("version").parse() != Ok(view.record.version) {
        return Err(Problem::Stale);
    }
    let mut content = in_work(&view, address.number)?;
    change(&address, &mut content, &typed)?;
    let back = address.back();
    match save(&state, person, (&address.id, address.number), &view, content, &back).await {
        Ok(response) => Ok(response),
        Err(ActError::Content(faults)) => {
            let fields = address.place.fields_typed(page.m, &typed);
            draw(page, &address, &view, fields, &faults)
        }
        Err(other) => Err(other.into()),
    }
}

/// The content of a revision that may still be written.
fn in_work(view: &RecordView, number: u32) -> Result<Value, Problem> {
    let revision = view.record.revisions.get(&number).filter(|revision| revision.state.is_in_work());
    Ok(revision.ok_or(Problem::NotFound)?.content.clone())
}

/// Does to the content what the pressed button says.
fn change(address: &Address, content: &mut Value, typed: &Fields) -> Result<(), Problem> {
    if address.place.part.name == "thoi-han"
        && let Some(procedure) = content.get_mut("procedure").and_then(Value::as_object_mut)
    {
        // The general limit stands first in the list as well; only the list is edited.
        procedure.insert("time_limit".to_owned(), Value::Null);
    }
    if let Some(form) = content.get_mut("form").and_then(Value::as_object_mut) {
        // What a file states to guard against cut-off copies is not kept by hand.
        form.remove("field_count");
    }
    let mut entry = address.entry(content)?;
    address.place.write(&mut entry, typed);
    let part = address.place.value_mut(content).ok_or(Problem::NotFound)?;
    let Some(index) = address.index else {
        if address.is_new {
            if part.is_null() {
                *part = json!([]);
            }
            part.as_array_mut().ok_or(Problem::NotFound)?.push(entry);
        } else {
            *part = entry;
        }
        return Ok(());
    };
    let list = part.as_array_mut().ok_or(Problem::NotFound)?;
    if typed.has("xoa") {
        list.remove(index);
    } else {
        let slot = list.get_mut(index).ok_or(Problem::NotFound)?;
        *slot = entry;
        if typed.has("len") && index > 0 {
            list.swap(index, index.saturating_sub(1));
        } else if typed.has("xuong") && index.saturating_add(1) < list.len() {
            list.swap(index, index.saturating_add(1));
        }
    }
    Ok(())
}

fn draw(
    page: Page,
    address: &Address,
    view: &RecordView,
    fields: Vec<Field>,
    faults: &[Fault],
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.registry.edit);
    let part = (address.place.part.title)(t);
    let name = match address.index {
        Some(index) => index.saturating_add(1).to_string(),
        None if address.is_new => t.new.to_owned(),
        None => address.id.clone(),
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = fill(t.title, &[("part", &part), ("name", &name)]);
    let shown = View {
        crumbs: crumbs(m, &[revision_crumb(&address.id, address.number)], &title),
        title,
        faults: faults.iter().map(|fault| sentences::data_fault(m, fault)).collect(),
        token: page.token(),
        version: view.record.version,
        action: address.url(),
        back: address.back(),
        fields,
        movable: address.index.is_some(),
        t,
        page,
    };
    problem::show_with(status, &shown)
}

//! `/tai-khoan/kho-du-lieu`: everything that is kept of a person, whence it comes and what it was used for; agreeing,
//! agreeing no longer, deleting, taking it home.

use crate::messages::{Messages, OwnDataPage};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Errors};
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::ActError;
use app::own_data::{OwnItem, OwnStore};
use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::own_data::What;
use serde_json::{Value, json};

/// Address of the page.
const URL: &str = "/tai-khoan/kho-du-lieu";

struct ItemLine {
    id: String,
    what: String,
    value: String,
    source: String,
    day: String,
}

struct UseLine {
    when: String,
    what: String,
}

#[derive(Template)]
#[template(path = "account/own.html")]
struct View {
    page: Page,
    t: &'static OwnDataPage,
    crumbs: Crumbs,
    errors: Errors,
    /// Whether there is a store at all: not before the identity number was verified.
    verified: bool,
    keeps: bool,
    items: Vec<ItemLine>,
    uses: Vec<UseLine>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(page: Page, State(state): State<AppState>) -> Result<Response, Problem> {
    view(page, &state, Vec::new()).await
}

/// Agreeing, or agreeing no longer.
pub(super) async fn consent(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    state.app.own_consent(page.caller()?, fields.text("luu") == "co").await?;
    Ok(Redirect::to(URL).into_response())
}

/// Deleting one item, or everything.
pub(super) async fn remove(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?;
    if fields.has("muc") {
        state.app.own_remove(person, &fields.text("muc")).await?;
    } else if fields.has("tat_ca") {
        state.app.own_empty(person).await?;
    } else {
        let missing = page.m.own_data.page.delete_all_missing.to_owned();
        return view(page, &state, vec![("f-tat_ca".to_owned(), missing)]).await;
    }
    Ok(Redirect::to(URL).into_response())
}

/// Everything that is kept, for programs.
pub(super) async fn download(page: Page, State(state): State<AppState>) -> Result<Response, Problem> {
    let store = state.app.own_store(page.caller()?).await?;
    let items: Vec<Value> = store.items.iter().map(item_json).collect();
    let body = json!({"keeps": store.keeps, "items": items});
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"kho-du-lieu.json\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, body.to_string()).into_response())
}

fn item_json(item: &OwnItem) -> Value {
    let (source, as_of) = (&item.head.source, item.head.as_of);
    match &item.head.what {
        What::Value { concept } => {
            json!({"concept": concept, "value": item.text, "source": source, "as_of": as_of})
        }
        What::Paper { kind, sha256 } => json!({
            "paper": kind, "sha256": sha256, "file": item.text, "title": item.title, "source": source, "as_of": as_of,
        }),
    }
}

async fn view(page: Page, state: &AppState, errors: Vec<(String, String)>) -> Result<Response, Problem> {
    let person = page.caller()?;
    let store = match state.app.own_store(person).await {
        Ok(store) => Some(store),
        Err(ActError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let (m, t) = (page.m, &page.m.own_data.page);
    let verified = store.is_some();
    let store = store.unwrap_or(OwnStore { keeps: false, items: Vec::new(), uses: Vec::new() });
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = View {
        crumbs: Crumbs::new(m, vec![("/tai-khoan".to_owned(), m.public.account.account_title.to_owned())], t.title),
        errors: Errors::new(m, errors),
        verified,
        keeps: store.keeps,
        items: store.items.iter().map(|item| line(m, item)).collect(),
        uses: uses(state, &page, &store),
        t,
        page,
    };
    problem::show_with(status, &view)
}

fn line(m: &Messages, item: &OwnItem) -> ItemLine {
    let what = match &item.head.what {
        What::Value { concept } => sentences::concept(m, *concept).to_owned(),
        What::Paper { .. } => item.title.clone(),
    };
    let unreadable = || m.own_data.page.unreadable.to_owned();
    ItemLine {
        id: item.id.clone(),
        what,
        value: if item.text.is_empty() { unreadable() } else { item.text.clone() },
        source: sentences::source(m, &item.head.source),
        day: format::day(item.head.as_of),
    }
}

fn uses(state: &AppState, page: &Page, store: &OwnStore) -> Vec<UseLine> {
    let catalogue = state.app.catalogue();
    let of = |one: &app::own_data::Use| {
        let procedure = one.procedure.as_ref().and_then(|id| catalogue.procedure(id, page.today));
        UseLine {
            when: format::moment(page.m, state.app.zone().civil(one.at)),
            what: sentences::own_use(page.m, one, procedure.map(|procedure| procedure.name_vi.as_str())),
        }
    };
    store.uses.iter().map(of).collect()
}

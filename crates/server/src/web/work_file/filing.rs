//! The part of a document's page that says in which work files it lies, and puts it into another.

use super::url_of;
use crate::messages::WorkFileFiling;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, Field, FormChoice};
use crate::web::page::TokenInput;
use crate::web::{Page, Problem, SignedForm};
use app::work_file::{WorkFileRequest, WorkFileRow};
use askama::Template;
use askama::filters::HtmlSafe;
use axum::extract::State;
use axum::response::Response;
use domain::work_file::{Piece, PieceKind, WorkFileCommand};

/// In which files a document lies, and the form that puts it into one of the person's own.
#[derive(Template)]
#[template(path = "work_file/filing.html")]
pub(in crate::web) struct Filing {
    t: &'static WorkFileFiling,
    token: TokenInput,
    kind: &'static str,
    piece: String,
    held: Vec<(String, String)>,
    choice: Option<Field>,
}

impl HtmlSafe for Filing {}

impl Filing {
    /// The part for a document.
    pub(in crate::web) async fn of(page: &Page, state: &AppState, kind: PieceKind, id: &str) -> Result<Self, Problem> {
        let t = &page.m.work_file.filing;
        let piece = Piece { kind, id: id.to_owned() };
        let (held, mine) = state.app.filing_of(page.caller()?, &piece).await?;
        let named = |row: &WorkFileRow| format!("{} {}", row.symbol, row.title);
        let choices: Vec<FormChoice> = mine.iter().map(|row| FormChoice::new(row.id.clone(), named(row))).collect();
        let choice = (!choices.is_empty()).then(|| Field::new(page.m, "file", t.which).kind(Control::Choice(choices)));
        let held = held.iter().map(|row| (url_of(&row.id), named(row))).collect();
        Ok(Self { t, token: page.token(), kind: kind.name(), piece: piece.id, held, choice })
    }
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let kind = PieceKind::from_name(&fields.text("kind")).ok_or(Problem::Invalid)?;
    let command = WorkFileCommand::Put(Piece { kind, id: fields.text("piece") });
    let request = WorkFileRequest { id: fields.text("file"), seen: None, command };
    let done = state.app.act_on_work_file(&person, request).await?;
    Ok(done_at(&state, &url_of(&done.id)))
}

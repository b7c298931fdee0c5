//! What is posted for one item: saved with its files, appraised, asked, explained, surveyed.

use super::item::{self, next_of};
use super::item_form::{FILE, KEEP, VALUE};
use super::{sheet_url, wrong_of};
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::review::tried::{Tried, Wrong};
use crate::web::signed_form::Fields;
use crate::web::upload::{self, Allowed};
use crate::web::{Page, Problem};
use app::UPLOAD_BYTES_MAX;
use app::round::SheetRequest;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use domain::procedure::FileKind;
use domain::round::{NewClaim, SheetCommand};
use std::collections::BTreeMap;

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((id, unit, code)): Path<(String, String, String)>,
    multipart: Multipart,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let view = state.app.round_sheet(&person, &id, &unit).await?;
    let received = upload::receive(&state.app, &page, multipart, |_, input| {
        (input == FILE).then(|| Allowed {
            component: FILE.to_owned(),
            kinds: FileKind::DEFAULT.into(),
            max_bytes: UPLOAD_BYTES_MAX,
        })
    })
    .await?;
    let fields = received.fields.clone();
    let form = fields.text("viec");
    let wrong = if let Some(file) = received.refused.first() {
        Wrong::field(FILE, &file.reason)
    } else {
        let request = SheetRequest {
            round: id.clone(),
            unit: unit.clone(),
            seen: fields.text("version").parse().ok(),
            command: command(&form, &code, &fields)?,
            kept: fields.all(KEEP).map(str::to_owned).collect(),
            files: received.claims(),
        };
        match state.app.round_sheet_act(&person, request).await {
            Ok(_) => {
                let here = format!("{}/muc/{code}", sheet_url(&id, &unit));
                let next = next_of(&view.card, &code).filter(|_| fields.has("tiep"));
                let to = next.map_or(here, |next| format!("{}/muc/{next}", sheet_url(&id, &unit)));
                return Ok(done_at(&state, &to));
            }
            Err(error) => wrong_of(page.m, error)?,
        }
    };
    item::page_of(page, &state, (&id, &unit, &code), Tried::new(form, fields, wrong)).await
}

/// The command that a posted form asks for.
fn command(form: &str, code: &str, fields: &Fields) -> Result<SheetCommand, Problem> {
    let item = code.to_owned();
    let values = || -> BTreeMap<String, String> {
        fields.under(VALUE).map(|(name, _)| (name.to_owned(), fields.text(&format!("{VALUE}{name}")))).collect()
    };
    Ok(match form {
        "khai" => SheetCommand::Save {
            item,
            claim: NewClaim {
                values: values(),
                not_applicable: fields.has("not_applicable"),
                note: fields.text("note"),
                evidence: Vec::new(),
                over_reason: fields.text("over_reason"),
            },
        },
        "cham" => SheetCommand::Appraise { item, points: fields.text("points"), reason: fields.text("reason") },
        "hoi" => SheetCommand::Ask { item, text: fields.text("question") },
        "giai-trinh" => SheetCommand::Explain { item, text: fields.text("text"), evidence: Vec::new() },
        "khao-sat" => SheetCommand::Survey { item, values: values() },
        _ => return Err(Problem::NotFound),
    })
}

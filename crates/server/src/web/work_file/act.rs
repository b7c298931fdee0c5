//! The acts on a work file: put in, take out, close, hand over, destroy.

use super::{day, period, show, url_of, wrong_of};
use crate::messages::Messages;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, Field, FormChoice};
use crate::web::review::tried::{ActionView, Tried, Wrong};
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, format};
use app::work_file::{WorkFileRequest, WorkFileView};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::FilingAction;
use domain::work_file::{Piece, PieceKind, WorkFileCommand, WorkFileStage};
use jiff::civil::Date;

const PUT: &str = "dua-vao";
const TAKE_OUT: &str = "lay-ra";
const KEEP: &str = "thoi-han";
const CLOSE: &str = "ket-thuc";
const REOPEN: &str = "mo-lai";
const KEEP_BACK: &str = "giu-lai";
const HAND_OVER: &str = "nop-luu";
const PROPOSE: &str = "de-nghi-huy";
const APPROVE: &str = "duyet-huy";
const SPARE: &str = "khong-huy";
const DESTROY: &str = "da-huy";

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((id, action)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let seen = fields.text("version").parse().ok();
    let wrong = match command(page.m, &action, &fields, &person.id)? {
        Ok(command) => {
            let request = WorkFileRequest { id: id.clone(), seen, command };
            match state.app.act_on_work_file(&person, request).await {
                Ok(_) => return Ok(done_at(&state, &url_of(&id))),
                Err(error) => wrong_of(page.m, error)?,
            }
        }
        Err(wrong) => wrong,
    };
    show::page_of(page, &state, &id, &Tried::new(action, fields, wrong)).await
}

/// What a posted form asks for, or the field that cannot be read.
fn command(
    m: &Messages,
    action: &str,
    fields: &Fields,
    actor: &str,
) -> Result<Result<WorkFileCommand, Wrong>, Problem> {
    let reason = || fields.text("reason");
    Ok(match action {
        PUT => Ok(WorkFileCommand::Put(Piece { kind: PieceKind::Dossier, id: fields.text("piece") })),
        TAKE_OUT => {
            let named = piece_of(&fields.text("piece"));
            named
                .map(|piece| WorkFileCommand::TakeOut { piece, reason: reason() })
                .ok_or_else(|| Wrong::field("piece", m.work_file.refusal.not_in))
        }
        KEEP => period(m, &fields.text("period")).map(WorkFileCommand::Keep),
        CLOSE => closing(m, fields),
        REOPEN => Ok(WorkFileCommand::Reopen { reason: reason() }),
        KEEP_BACK => day(m, fields).map(|until| WorkFileCommand::KeepBack { until, reason: reason() }),
        HAND_OVER => Ok(WorkFileCommand::HandOver { by: actor.to_owned(), minutes: fields.text("minutes") }),
        PROPOSE => Ok(WorkFileCommand::Propose { reason: reason() }),
        APPROVE => Ok(WorkFileCommand::Approve { decision: fields.text("decision") }),
        SPARE => Ok(WorkFileCommand::Spare { reason: reason() }),
        DESTROY => Ok(WorkFileCommand::Destroy { minutes: fields.text("minutes") }),
        _ => return Err(Problem::NotFound),
    })
}

fn closing(m: &Messages, fields: &Fields) -> Result<WorkFileCommand, Wrong> {
    let ended = day(m, fields)?;
    let sheets = fields.text("sheets").parse().map_err(|_| Wrong::field("sheets", m.work_file.refusal.number))?;
    Ok(WorkFileCommand::Close { ended, sheets })
}

/// A piece as its box names it: kind and id.
fn piece_of(text: &str) -> Option<Piece> {
    let (kind, id) = text.split_once(':')?;
    Some(Piece { kind: PieceKind::from_name(kind)?, id: id.to_owned() })
}

/// The forms of what can be done now, and only those.
pub(super) fn actions(page: &Page, view: &WorkFileView, named: &[String], tried: &Tried) -> Vec<ActionView> {
    let may = |action| view.actions.contains(&action);
    let forms = Forms { m: page.m, view, tried };
    match view.file.stage {
        WorkFileStage::Open if may(FilingAction::Fill) => forms.while_open(named, page.today),
        WorkFileStage::Closed => {
            let mut all = Vec::new();
            if may(FilingAction::Fill) {
                all.push(forms.reasoned(REOPEN, forms.m.work_file.action.reopen));
            }
            if may(FilingAction::Archive) {
                all.extend(forms.of_archive(page.today));
            }
            all
        }
        WorkFileStage::Archived if may(FilingAction::Archive) => forms.propose(page.today),
        WorkFileStage::Proposed | WorkFileStage::Approved => {
            let t = &forms.m.work_file.action;
            let mut all = Vec::new();
            if may(FilingAction::Decide) {
                if view.file.stage == WorkFileStage::Proposed {
                    all.push(forms.form(APPROVE, t.approve, vec![forms.line(APPROVE, "decision", t.decision)]));
                }
                all.push(forms.reasoned(SPARE, t.spare));
            }
            if may(FilingAction::Archive) && view.file.stage == WorkFileStage::Approved {
                all.push(forms.form(DESTROY, t.destroy, vec![forms.line(DESTROY, "minutes", t.minutes)]));
            }
            all
        }
        WorkFileStage::Open | WorkFileStage::Archived | WorkFileStage::Destroyed => Vec::new(),
    }
}

/// The forms of one file.
struct Forms<'a> {
    m: &'static Messages,
    view: &'a WorkFileView,
    tried: &'a Tried,
}

impl Forms<'_> {
    fn form(&self, name: &str, title: &str, fields: Vec<Field>) -> ActionView {
        self.tried.action(name, title.to_owned(), format!("{}/viec/{name}", url_of(&self.view.id)), fields)
    }

    fn line(&self, form: &str, name: &str, label: &str) -> Field {
        self.tried.line(self.m, form, (name, label), "")
    }

    fn reasoned(&self, name: &str, title: &str) -> ActionView {
        let reason = self.line(name, "reason", self.m.work_file.action.reason).kind(Control::Area);
        self.form(name, title, vec![reason])
    }

    /// `named` says for each piece what it is, in the order of the file.
    fn while_open(&self, named: &[String], today: Date) -> Vec<ActionView> {
        let (m, t, o) = (self.m, &self.m.work_file.action, &self.m.work_file.open);
        let mut all = vec![self.form(PUT, t.put, vec![self.line(PUT, "piece", t.piece).short()])];
        let pieces = self.view.file.pieces.iter().zip(named);
        let choices: Vec<FormChoice> = pieces
            .map(|(piece, name)| FormChoice::new(format!("{}:{}", piece.kind.name(), piece.id), name.clone()))
            .collect();
        if !choices.is_empty() {
            let which = self.line(TAKE_OUT, "piece", t.which).kind(Control::Choice(choices));
            let reason = self.line(TAKE_OUT, "reason", t.reason).kind(Control::Area);
            all.push(self.form(TAKE_OUT, t.take_out, vec![which, reason]));
        }
        let years = self.view.file.heading.retention.number().unwrap_or(0).to_string();
        let kept = self.tried.line(m, KEEP, ("period", o.period), &years).hint(o.period_hint).digits().short();
        all.push(self.form(KEEP, t.keep, vec![kept]));
        let ended = self.tried.line(m, CLOSE, ("day", t.ended), &format::day(today)).short();
        let sheets = self.tried.line(m, CLOSE, ("sheets", t.sheets), "0").hint(t.sheets_hint).digits().short();
        all.push(self.form(CLOSE, t.close, vec![ended, sheets]));
        all
    }

    fn of_archive(&self, today: Date) -> Vec<ActionView> {
        let t = &self.m.work_file.action;
        let mut all = Vec::new();
        if self.view.file.heading.retention.is_archived() {
            all.push(self.form(HAND_OVER, t.hand_over, vec![self.line(HAND_OVER, "minutes", t.minutes)]));
            let until = self.line(KEEP_BACK, "day", t.until).hint(t.until_hint).short();
            let reason = self.line(KEEP_BACK, "reason", t.reason).kind(Control::Area);
            all.push(self.form(KEEP_BACK, t.keep_back, vec![until, reason]));
        }
        all.extend(self.propose(today));
        all
    }

    /// Offered once the period is over.
    fn propose(&self, today: Date) -> Vec<ActionView> {
        let is_over = self.view.file.over_on().is_some_and(|over| over <= today);
        if is_over { vec![self.reasoned(PROPOSE, self.m.work_file.action.propose)] } else { Vec::new() }
    }
}

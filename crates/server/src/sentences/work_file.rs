//! Sentences about work files.

use crate::messages::{Messages, fill};
use crate::web::format;
use domain::work_file::{Piece, PieceKind, Retention, WorkFileEvent, WorkFileRefusal, WorkFileStage};

/// How far a file is.
#[must_use]
pub const fn work_file_stage(m: &Messages, stage: WorkFileStage) -> &'static str {
    let texts = &m.work_file.state;
    match stage {
        WorkFileStage::Open => texts.open,
        WorkFileStage::Closed => texts.closed,
        WorkFileStage::Archived => texts.archived,
        WorkFileStage::Proposed => texts.proposed,
        WorkFileStage::Approved => texts.approved,
        WorkFileStage::Destroyed => texts.destroyed,
    }
}

/// How long a file is kept.
#[must_use]
pub fn retention(m: &Messages, retention: Retention) -> String {
    match retention {
        Retention::Permanent => m.work_file.period.permanent.to_owned(),
        Retention::Years(years) => fill(m.work_file.period.years, &[("count", &years)]),
    }
}

/// Something that lies in a file, by its kind and id.
fn piece(m: &Messages, piece: &Piece) -> String {
    let texts = &m.work_file.show;
    match piece.kind {
        PieceKind::Incoming => format!("{} {}", texts.incoming, piece.id),
        PieceKind::Outgoing => format!("{} {}", texts.outgoing, piece.id),
        PieceKind::Dossier => fill(texts.dossier, &[("code", &piece.id)]),
    }
}

/// What happened to a file.
#[must_use]
pub fn work_file_event(m: &Messages, event: &WorkFileEvent) -> String {
    let texts = &m.work_file.event;
    match event {
        WorkFileEvent::Opened { .. } => texts.opened.to_owned(),
        WorkFileEvent::Put { piece: what, .. } => fill(texts.put, &[("piece", &piece(m, what))]),
        WorkFileEvent::TakenOut { piece: what, .. } => fill(texts.taken_out, &[("piece", &piece(m, what))]),
        WorkFileEvent::Kept { retention: period, .. } => fill(texts.kept, &[("period", &retention(m, *period))]),
        WorkFileEvent::Closed { ended, .. } => fill(texts.closed, &[("day", &format::day(*ended))]),
        WorkFileEvent::Reopened { .. } => texts.reopened.to_owned(),
        WorkFileEvent::KeptBack { until, .. } => fill(texts.kept_back, &[("day", &format::day(*until))]),
        WorkFileEvent::HandedOver { minutes, .. } => fill(texts.handed_over, &[("paper", minutes)]),
        WorkFileEvent::Proposed { .. } => texts.proposed.to_owned(),
        WorkFileEvent::Approved { decision, .. } => fill(texts.approved, &[("paper", decision)]),
        WorkFileEvent::Spared { .. } => texts.spared.to_owned(),
        WorkFileEvent::Destroyed { minutes, .. } => fill(texts.destroyed, &[("paper", minutes)]),
    }
}

/// Why something cannot be done with a file, and what to do next.
#[must_use]
pub fn work_file_refusal(m: &Messages, refusal: &WorkFileRefusal) -> String {
    let texts = &m.work_file.refusal;
    match refusal {
        WorkFileRefusal::Stage(stage) => fill(texts.stage, &[("state", &work_file_stage(m, *stage))]),
        WorkFileRefusal::TextMissing(_) => texts.text_missing.to_owned(),
        WorkFileRefusal::TextTooLong { most, .. } => fill(texts.text_too_long, &[("most", most)]),
        WorkFileRefusal::Period => texts.period.to_owned(),
        WorkFileRefusal::AlreadyIn => texts.already_in.to_owned(),
        WorkFileRefusal::NotIn => texts.not_in.to_owned(),
        WorkFileRefusal::Full(most) => fill(texts.full, &[("most", most)]),
        WorkFileRefusal::Empty => texts.empty.to_owned(),
        WorkFileRefusal::Day { from, to } => {
            fill(texts.day, &[("from", &format::day(*from)), ("to", &format::day(*to))])
        }
        WorkFileRefusal::NotArchived => texts.not_archived.to_owned(),
        WorkFileRefusal::StillKept { until } => fill(texts.still_kept, &[("until", &format::day(*until))]),
        WorkFileRefusal::KeptForEver => texts.kept_for_ever.to_owned(),
        WorkFileRefusal::SymbolTaken => texts.symbol_taken.to_owned(),
        WorkFileRefusal::ListApproved => texts.list_approved.to_owned(),
        WorkFileRefusal::ListNotApproved => texts.list_not_approved.to_owned(),
        WorkFileRefusal::NoEntry => texts.no_entry.to_owned(),
    }
}

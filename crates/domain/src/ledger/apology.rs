//! The draft of an apology with a new date (phiếu xin lỗi và hẹn lại ngày trả kết quả).

use super::cause::{Cause, Responsible, StepAllowance, cause};
use super::reckon::Ledger;
use crate::deadline::{DeadlineError, Limit, LimitUnit, Terms, closing_before, limits_after};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// What is still to be done on a dossier, and when it was promised.
#[derive(Debug, Clone, Copy)]
pub struct Outstanding<'a> {
    /// The due time in force.
    pub due: DateTime,
    /// The present.
    pub now: DateTime,
    /// Limits of the steps that remain, in order.
    pub remaining: &'a [Limit],
}

/// What an apology says, as data; its sentences belong to the letter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ApologyDraft {
    /// Why the dossier is late.
    pub cause: Cause,
    /// Who answers for it.
    pub responsible: Responsible,
    /// The due time that is missed (hẹn trả cũ).
    pub due: DateTime,
    /// The new date proposed (hẹn trả mới).
    pub new_due: DateTime,
    /// When it must be signed at the latest.
    pub sign_by: DateTime,
    /// Whether that is over.
    pub late_notice: bool,
}

/// Drafts the apology owed for a dossier that will be late, or is (Decree 61/2018, Article 19 clause 9).
///
/// The new date leaves the steps that remain the time of their limits from now, and is at least one working day after the
/// due time and after now. It is to be signed at the latest one day before the due date; as offices sign only when they
/// work, that is closing time of the last working day before it. The law grants one new date only: whether one was
/// granted before is for the caller to ask.
pub fn apology_draft(
    ledger: &Ledger,
    allowances: &[StepAllowance],
    outstanding: &Outstanding<'_>,
    terms: &Terms<'_>,
) -> Result<ApologyDraft, DeadlineError> {
    let Outstanding { due, now, remaining } = *outstanding;
    let one_day = [Limit::whole(1, LimitUnit::WorkingDay)];
    let earliest = limits_after(terms, due.max(now), &one_day)?;
    let new_due = limits_after(terms, now, remaining)?.max(earliest);
    let sign_by = closing_before(terms, due.date())?;
    let cause = cause(ledger, allowances);
    let responsible = cause.responsible.clone();
    Ok(ApologyDraft { cause, responsible, due, new_due, sign_by, late_notice: now > sign_by })
}

//! What came of the reviews of a year: the progress of the plans, and the procedures simplified, repealed, shortened.

use std::collections::BTreeMap;

use domain::registry::{RevisionState, Standing};
use domain::review::{DecidedKind, DecidedProposal, Decision, ReviewState, Tally, tally};
use domain::time::Date;
use store::review as rows;

use crate::App;
use crate::error::ActError;

/// Adopted proposals of a year at most; a province has about two thousand procedures.
const PROPOSALS_MAX: i64 = 5_000;

/// One adopted proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultLine {
    /// The plan.
    pub plan: String,
    /// The unit responsible for the review.
    pub unit: String,
    /// Stable name of the kind of proposal.
    pub kind: String,
    /// The decision.
    pub decided: DecidedProposal,
    /// The registry's revision that carries it out, where one is named.
    pub revision: Option<u32>,
    /// Whether it is carried out: the revision is published, or the procedure is repealed.
    pub is_done: bool,
}

/// Reviews of one unit in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UnitProgress {
    /// All of them.
    pub planned: i64,
    /// Begun, not confirmed.
    pub in_work: i64,
    /// Confirmed.
    pub confirmed: i64,
    /// Past the last day and not confirmed.
    pub late: i64,
}

/// What came of the reviews of a year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Results {
    /// Progress by unit.
    pub by_unit: BTreeMap<String, UnitProgress>,
    /// Adopted proposals of which the decision is of this year, in the order of the decisions.
    pub lines: Vec<ResultLine>,
    /// What was decided.
    pub decided: Tally,
    /// What of it is carried out.
    pub done: Tally,
    /// Whether there are more proposals than are read.
    pub is_cut: bool,
}

impl UnitProgress {
    fn add(&mut self, state: ReviewState, is_late: bool, amount: i64) {
        self.planned = self.planned.saturating_add(amount);
        let place = match state {
            ReviewState::Waiting => None,
            ReviewState::Draft | ReviewState::HandedIn => Some(&mut self.in_work),
            ReviewState::Confirmed => Some(&mut self.confirmed),
        };
        if let Some(place) = place {
            *place = place.saturating_add(amount);
        }
        if is_late && state != ReviewState::Confirmed {
            self.late = self.late.saturating_add(amount);
        }
    }
}

impl App {
    /// What came of the reviews of a year, of a unit or of all. It holds what decisions made public and no person.
    pub async fn review_results(&self, year: i16, unit: Option<&str>) -> Result<Results, ActError> {
        let (today, of) = (self.today(), unit.map(str::to_owned));
        let read = self.0.store.read(move |tx| {
            let days = (format!("{year:04}-01-01"), format!("{year:04}-12-31"));
            let adopted = Decision::Adopted.name();
            let ask = PROPOSALS_MAX.saturating_add(1);
            let decided = rows::decided(tx, adopted, (&days.0, &days.1), of.as_deref(), ask)?;
            let progress = rows::progress(tx, &today.to_string(), i64::from(year))?;
            Ok::<_, ActError>((decided, progress))
        });
        let (decided, progress) = read.await?;
        let mut results = Results::default();
        for (at, state, is_late, amount) in progress {
            let state = ReviewState::from_name(&state).ok_or_else(|| ActError::fault("a review's state"))?;
            if unit.is_none_or(|unit| unit == at) {
                results.by_unit.entry(at).or_default().add(state, is_late, amount);
            }
        }
        let most = usize::try_from(PROPOSALS_MAX).unwrap_or(usize::MAX);
        results.is_cut = decided.len() > most;
        for (row, state) in decided.into_iter().take(most) {
            results.lines.push(self.result_line(row, &state, today)?);
        }
        results.decided = tally(results.lines.iter().map(|line| &line.decided));
        results.done = tally(results.lines.iter().filter(|line| line.is_done).map(|line| &line.decided));
        Ok(results)
    }

    fn result_line(&self, row: rows::ProposalRow, revision: &str, today: Date) -> Result<ResultLine, ActError> {
        let broken = || ActError::fault(format!("a proposal of {} cannot be read", row.procedure_id));
        let days = u32::try_from(row.days_hundredths).map_err(|_| broken())?;
        let kind = DecidedKind::from_name(&row.counts_as, days).ok_or_else(broken)?;
        let decided_on = row.decided_on.parse().map_err(|_| broken())?;
        let is_published = revision == RevisionState::Published.name();
        let is_done = match kind {
            DecidedKind::Repeal => match self.catalogue().standing(&row.procedure_id, today) {
                Standing::Repealed { .. } => true,
                Standing::InForce | Standing::Suspended { .. } => false,
            },
            DecidedKind::Simplify | DecidedKind::Shorten { .. } => is_published,
        };
        let decision = Decision::Adopted;
        let decided =
            DecidedProposal { procedure_id: row.procedure_id, kind, decision, decided_on, number: row.document };
        let revision = row.revision.and_then(|number| u32::try_from(number).ok());
        Ok(ResultLine { plan: row.plan, unit: row.unit, kind: row.kind, decided, revision, is_done })
    }
}

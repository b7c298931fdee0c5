//! The state of a procedure in the registry, worked out from its events.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;

use super::{Acceptances, Accepted, Decision, Event, Override, Standing, StandingChange};

/// How far a revision has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RevisionState {
    /// Being written (dự thảo).
    Draft,
    /// Checked by a second person (đã kiểm soát).
    Checked,
    /// Approved for publication (đã duyệt).
    Approved,
    /// Public, from its first day on (đã công bố).
    Published,
    /// Given up.
    Discarded,
}

impl RevisionState {
    /// Every state, in the order of a revision's life.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Checked, Self::Approved, Self::Published, Self::Discarded];

    /// The stable name, as stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Checked => "checked",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Discarded => "discarded",
        }
    }

    /// The state of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether it may still be changed.
    #[must_use]
    pub const fn is_in_work(self) -> bool {
        match self {
            Self::Draft | Self::Checked | Self::Approved => true,
            Self::Published | Self::Discarded => false,
        }
    }
}

/// One version in the making, or made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its number within the procedure, from 1.
    pub number: u32,
    /// How far it has come.
    pub state: RevisionState,
    /// The published version from which it starts.
    pub based_on: Option<String>,
    /// The import of the catalogue that made it.
    pub batch: Option<String>,
    /// Everybody who wrote at it.
    pub editors: BTreeSet<String>,
    /// Its newest content.
    pub content: Value,
    /// Acceptances by the keys of their findings. They belong to this revision and stay while it is written; one counts
    /// while the same is found at the same place.
    pub accepted: Acceptances,
    /// Findings accepted on a clause, at the last check.
    pub overrides: Vec<Override>,
    /// Who checked it.
    pub checked_by: Option<String>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// Its first day, once published.
    pub valid_from: Option<Date>,
    /// The decision that published it.
    pub decision: Option<Decision>,
}

impl Revision {
    /// The name under which dossiers keep to it, once it is published.
    #[must_use]
    pub fn version_name(&self) -> Option<String> {
        self.valid_from.map(|day| version_name(Some(day), Some(self.number)))
    }
}

/// The name of a version: its first day, and the number of the revision where the registry made it.
#[must_use]
pub fn version_name(valid_from: Option<Date>, revision: Option<u32>) -> String {
    let day = valid_from.map(|day| day.to_string()).unwrap_or_default();
    match revision {
        Some(number) => format!("{day}-r{number}"),
        None => day,
    }
}

/// The first day in a version's name; none where it is unknown.
pub(super) fn first_day(version: &str) -> Option<Date> {
    version.get(..10)?.parse().ok()
}

/// Stored events that contradict one another: a fault of stored data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an event speaks of revision {number}, which is not there")]
pub struct ReplayError {
    /// The revision of which it speaks.
    pub number: u32,
}

/// A procedure in the registry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Events applied.
    pub version: i64,
    /// Revisions by number.
    pub revisions: BTreeMap<u32, Revision>,
    /// Changes of standing in the order in which they were decided.
    pub standing: Vec<StandingChange>,
}

impl Record {
    /// The state after these events, each with who did it.
    pub fn replay<'a>(events: impl IntoIterator<Item = (&'a Event, &'a str)>) -> Result<Self, ReplayError> {
        let mut record = Self::default();
        for (event, actor) in events {
            record.apply(event, actor)?;
        }
        Ok(record)
    }

    /// Takes one event in.
    pub fn apply(&mut self, event: &Event, actor: &str) -> Result<(), ReplayError> {
        match event {
            Event::RevisionOpened { number, based_on, batch } => {
                self.revisions.insert(*number, opened(*number, based_on.clone(), batch.clone()));
            }
            Event::RevisionSaved { number, based_on, content } => {
                let revision = self.revision_mut(*number)?;
                revision.back_to_draft();
                revision.based_on.clone_from(based_on);
                revision.content.clone_from(content);
                revision.editors.insert(actor.to_owned());
            }
            Event::RevisionChecked { number, overrides } => {
                let revision = self.revision_mut(*number)?;
                revision.state = RevisionState::Checked;
                revision.checked_by = Some(actor.to_owned());
                revision.overrides.clone_from(overrides);
            }
            Event::FindingAccepted { number, finding, found, clause } => {
                let accepted = Accepted { found: found.clone(), clause: clause.clone(), by: actor.to_owned() };
                self.revision_mut(*number)?.accepted.insert(finding.clone(), accepted);
            }
            Event::AcceptanceWithdrawn { number, finding, found: _ } => {
                self.revision_mut(*number)?.accepted.remove(finding);
            }
            Event::RevisionSentBack { number, reason: _ } => self.revision_mut(*number)?.back_to_draft(),
            Event::RevisionApproved { number } => {
                let revision = self.revision_mut(*number)?;
                revision.state = RevisionState::Approved;
                revision.approved_by = Some(actor.to_owned());
            }
            Event::RevisionPublished { number, valid_from, decision, short_notice: _ } => {
                let revision = self.revision_mut(*number)?;
                revision.state = RevisionState::Published;
                revision.valid_from = Some(*valid_from);
                revision.decision = Some(decision.clone());
            }
            Event::RevisionDiscarded { number, reason: _ } => {
                self.revision_mut(*number)?.state = RevisionState::Discarded;
            }
            Event::Suspended { from, to, reason, legal_basis } => self.stands(
                *from,
                Standing::Suspended { to: *to, reason: reason.clone(), legal_basis: legal_basis.clone() },
            ),
            Event::Resumed { from, legal_basis: _ } => self.stands(*from, Standing::InForce),
            Event::Repealed { from, legal_basis, replaced_by } => self.stands(
                *from,
                Standing::Repealed { legal_basis: legal_basis.clone(), replaced_by: replaced_by.clone() },
            ),
        }
        self.version = self.version.saturating_add(1);
        Ok(())
    }

    /// How the procedure stands on a day.
    #[must_use]
    pub fn standing_on(&self, day: Date) -> &Standing {
        Standing::on(&self.standing, day)
    }

    /// The revision that is in work; there is never more than one.
    #[must_use]
    pub fn in_work(&self) -> Option<&Revision> {
        self.revisions.values().find(|revision| revision.state.is_in_work())
    }

    /// The newest published version, scheduled ones included: that of this record, unless `known`, the newest that the
    /// catalogue has, begins later.
    #[must_use]
    pub fn newest_version(&self, known: Option<&str>) -> Option<String> {
        let published = self.revisions.values().filter(|revision| revision.valid_from.is_some());
        match published.max_by_key(|revision| (revision.valid_from, revision.number)) {
            Some(own) if known.and_then(first_day) <= own.valid_from => own.version_name(),
            Some(_) | None => known.map(str::to_owned),
        }
    }

    /// The number of the next revision.
    #[must_use]
    pub fn next_number(&self) -> u32 {
        self.revisions.keys().next_back().map_or(1, |last| last.saturating_add(1))
    }

    fn revision_mut(&mut self, number: u32) -> Result<&mut Revision, ReplayError> {
        self.revisions.get_mut(&number).ok_or(ReplayError { number })
    }

    fn stands(&mut self, from: Date, standing: Standing) {
        self.standing.push(StandingChange { from, standing });
    }
}

impl Revision {
    /// What is changed must be checked and approved anew.
    fn back_to_draft(&mut self) {
        self.state = RevisionState::Draft;
        self.checked_by = None;
        self.approved_by = None;
        self.overrides.clear();
    }
}

fn opened(number: u32, based_on: Option<String>, batch: Option<String>) -> Revision {
    Revision {
        number,
        state: RevisionState::Draft,
        based_on,
        batch,
        editors: BTreeSet::new(),
        content: Value::Null,
        accepted: Acceptances::new(),
        overrides: Vec::new(),
        checked_by: None,
        approved_by: None,
        valid_from: None,
        decision: None,
    }
}

//! The plan of a year (kế hoạch rà soát): which procedures, by whom, until when; written, issued, worked, finished.
//!
//! ```text
//! draft ──issue──► issued ──first sheet──► in progress ──finish──► finished
//! ```
//!
//! What a plan names is that of Decree 63/2010/NĐ-CP, Article 30: procedures, unit, time, ground.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Refusal;
use super::text::{optional, required};

/// Items of a plan at most.
pub const ITEMS_MAX: usize = 100;
/// Procedures of one item at most.
pub const PROCEDURES_MAX: usize = 20;

/// How far a plan has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    /// Being written (dự thảo).
    #[default]
    Draft,
    /// Issued by a decision (đã ban hành).
    Issued,
    /// The first sheet is begun (đang thực hiện).
    InProgress,
    /// Every review is confirmed (đã hoàn thành).
    Finished,
}

impl PlanState {
    /// The stable name, as stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Issued => "issued",
            Self::InProgress => "in_progress",
            Self::Finished => "finished",
        }
    }

    /// Whether reviews are worked.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Issued | Self::InProgress => true,
            Self::Draft | Self::Finished => false,
        }
    }
}

/// The decision that issues a plan, or decides a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its number: `1234/QĐ-UBND`.
    pub number: String,
    /// Its date.
    pub date: Date,
}

/// One line of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanItem {
    /// What is reviewed, by name: a procedure or a group of them.
    pub name_vi: String,
    /// Codes of the procedures.
    pub procedures: Vec<String>,
    /// The unit responsible.
    pub unit: String,
    /// The person responsible, by account.
    pub person: String,
    /// The last day.
    pub deadline: Date,
}

/// A plan, worked out from its events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Events applied; 0 for a plan that was never opened.
    pub version: i64,
    /// The year.
    pub year: i16,
    /// Its title.
    pub title_vi: String,
    /// On which ground it is made.
    pub legal_basis_vi: String,
    /// Its lines by number.
    pub items: BTreeMap<u32, PlanItem>,
    /// How far it has come.
    pub state: PlanState,
    /// Everybody who wrote at it.
    pub writers: BTreeSet<String>,
    /// The decision that issued it.
    pub document: Option<Document>,
}

/// What happened to a plan: stored for ever, never edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are the facts that the variant names")]
pub enum PlanEvent {
    /// It was begun, or said anew while a draft.
    Described { year: i16, title_vi: String, legal_basis_vi: String },
    /// A line was added or changed.
    ItemPut { number: u32, item: PlanItem },
    /// A line was taken out.
    ItemRemoved { number: u32 },
    /// It was issued.
    Issued { document: Document },
    /// The first sheet was begun.
    Started,
    /// A line was handed to another person or day.
    ItemHanded { number: u32, person: String, deadline: Date, reason: String },
    /// It was finished.
    Finished,
}

impl PlanEvent {
    /// Its stable name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Described { .. } => "review_plan_described",
            Self::ItemPut { .. } => "review_item_put",
            Self::ItemRemoved { .. } => "review_item_removed",
            Self::Issued { .. } => "review_plan_issued",
            Self::Started => "review_plan_started",
            Self::ItemHanded { .. } => "review_item_handed",
            Self::Finished => "review_plan_finished",
        }
    }
}

/// A change of a plan that somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the facts that the variant names")]
pub enum PlanCommand {
    /// Begin it, or say anew what it is.
    Describe { year: i16, title_vi: String, legal_basis_vi: String },
    /// Add a line, or change that of the number.
    PutItem { number: Option<u32>, item: PlanItem },
    /// Take a line out.
    RemoveItem { number: u32 },
    /// Issue it.
    Issue { document: Document },
    /// Note that the first sheet is begun; nothing when it was noted before.
    Start,
    /// Hand a line to another person or day, after it was issued.
    HandItem { number: u32, person: String, deadline: Date, reason: String },
    /// Finish it.
    Finish,
}

/// What the answer depends on besides the plan.
#[derive(Debug, Clone, Copy)]
pub struct PlanContext<'a> {
    /// Who asks.
    pub actor: &'a str,
    /// Today in the province.
    pub today: Date,
    /// Whether offices work on the deadline that the command names; true where it names none.
    pub is_working_day: bool,
    /// Reviews that are not confirmed.
    pub open_reviews: usize,
}

/// Stored events that contradict one another: a fault of stored data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an event speaks of number {number}, which is not there")]
pub struct ReplayError {
    /// The item or proposal of which it speaks.
    pub number: u32,
}

impl Plan {
    /// Every procedure of the plan with the number of its item, in the order of the plan.
    pub fn procedures(&self) -> impl Iterator<Item = (u32, &PlanItem, &str)> {
        self.items.iter().flat_map(|(number, item)| item.procedures.iter().map(move |id| (*number, item, id.as_str())))
    }

    /// The item in which a procedure stands.
    #[must_use]
    pub fn item_of(&self, procedure: &str) -> Option<(u32, &PlanItem)> {
        self.procedures().find(|(_, _, id)| *id == procedure).map(|(number, item, _)| (number, item))
    }

    /// What the command makes happen.
    pub fn decide(&self, command: PlanCommand, context: &PlanContext<'_>) -> Result<Vec<PlanEvent>, Refusal> {
        match command {
            PlanCommand::Describe { year, title_vi, legal_basis_vi } => {
                self.is(PlanState::Draft)?;
                let now = context.today.year();
                // A plan is made for the year that runs or the next one; the past is not planned.
                if year < now || year > now.saturating_add(1) {
                    return Err(Refusal::YearOutOfRange);
                }
                if self.version > 0 && year != self.year {
                    return Err(Refusal::YearOutOfRange);
                }
                let title_vi = required("title", &title_vi)?;
                Ok(vec![PlanEvent::Described { year, title_vi, legal_basis_vi: required("basis", &legal_basis_vi)? }])
            }
            PlanCommand::PutItem { number, item } => self.put(number, item, context),
            PlanCommand::RemoveItem { number } => {
                self.is(PlanState::Draft)?;
                self.item(number)?;
                Ok(vec![PlanEvent::ItemRemoved { number }])
            }
            PlanCommand::Issue { document: Document { number, date } } => {
                self.is(PlanState::Draft)?;
                if self.items.is_empty() {
                    return Err(Refusal::NoItems);
                }
                if self.writers.contains(context.actor) {
                    return Err(Refusal::OwnWork);
                }
                if date > context.today {
                    return Err(Refusal::DayToCome { today: context.today });
                }
                Ok(vec![PlanEvent::Issued { document: Document { number: required("document", &number)?, date } }])
            }
            PlanCommand::Start => match self.state {
                PlanState::Issued => Ok(vec![PlanEvent::Started]),
                PlanState::InProgress => Ok(Vec::new()),
                PlanState::Draft | PlanState::Finished => Err(Refusal::PlanNotInState(self.state)),
            },
            PlanCommand::HandItem { number, person, deadline, reason } => {
                if !self.state.is_open() {
                    return Err(Refusal::PlanNotInState(self.state));
                }
                self.item(number)?;
                deadline_fits(deadline, context)?;
                let (person, reason) = (required("person", &person)?, required("reason", &reason)?);
                Ok(vec![PlanEvent::ItemHanded { number, person, deadline, reason }])
            }
            PlanCommand::Finish => {
                self.is(PlanState::InProgress)?;
                if context.open_reviews > 0 {
                    return Err(Refusal::ReviewsOpen(context.open_reviews));
                }
                Ok(vec![PlanEvent::Finished])
            }
        }
    }

    fn put(&self, number: Option<u32>, item: PlanItem, context: &PlanContext<'_>) -> Result<Vec<PlanEvent>, Refusal> {
        self.is(PlanState::Draft)?;
        let number = match number {
            Some(number) => self.item(number).map(|_| number)?,
            None if self.items.len() >= ITEMS_MAX => return Err(Refusal::TooMany(ITEMS_MAX)),
            None => self.items.keys().next_back().map_or(1, |last| last.saturating_add(1)),
        };
        let mut procedures: Vec<String> = Vec::new();
        for id in item.procedures {
            if !procedures.contains(&id) {
                procedures.push(id);
            }
        }
        if procedures.is_empty() {
            return Err(Refusal::TextMissing("procedures"));
        }
        if procedures.len() > PROCEDURES_MAX {
            return Err(Refusal::TooMany(PROCEDURES_MAX));
        }
        for id in &procedures {
            if self.item_of(id).is_some_and(|(other, _)| other != number) {
                return Err(Refusal::AlreadyPlanned(id.clone()));
            }
        }
        deadline_fits(item.deadline, context)?;
        let item = PlanItem {
            name_vi: optional(&item.name_vi)?,
            procedures,
            unit: required("unit", &item.unit)?,
            person: required("person", &item.person)?,
            deadline: item.deadline,
        };
        Ok(vec![PlanEvent::ItemPut { number, item }])
    }

    fn is(&self, state: PlanState) -> Result<(), Refusal> {
        if self.state == state { Ok(()) } else { Err(Refusal::PlanNotInState(self.state)) }
    }

    fn item(&self, number: u32) -> Result<&PlanItem, Refusal> {
        self.items.get(&number).ok_or(Refusal::NoSuchItem)
    }

    /// Takes one event in.
    pub fn apply(&mut self, event: &PlanEvent, actor: &str) -> Result<(), ReplayError> {
        match event {
            PlanEvent::Described { year, title_vi, legal_basis_vi } => {
                self.year = *year;
                self.title_vi.clone_from(title_vi);
                self.legal_basis_vi.clone_from(legal_basis_vi);
                self.writers.insert(actor.to_owned());
            }
            PlanEvent::ItemPut { number, item } => {
                self.items.insert(*number, item.clone());
                self.writers.insert(actor.to_owned());
            }
            PlanEvent::ItemRemoved { number } => {
                self.items.remove(number).ok_or(ReplayError { number: *number })?;
                self.writers.insert(actor.to_owned());
            }
            PlanEvent::Issued { document } => {
                self.state = PlanState::Issued;
                self.document = Some(document.clone());
            }
            PlanEvent::Started => self.state = PlanState::InProgress,
            PlanEvent::ItemHanded { number, person, deadline, reason: _ } => {
                let item = self.items.get_mut(number).ok_or(ReplayError { number: *number })?;
                item.person.clone_from(person);
                item.deadline = *deadline;
            }
            PlanEvent::Finished => self.state = PlanState::Finished,
        }
        self.version = self.version.saturating_add(1);
        Ok(())
    }
}

fn deadline_fits(deadline: Date, context: &PlanContext<'_>) -> Result<(), Refusal> {
    if deadline < context.today {
        return Err(Refusal::DayOver { today: context.today });
    }
    if context.is_working_day { Ok(()) } else { Err(Refusal::NotAWorkingDay) }
}

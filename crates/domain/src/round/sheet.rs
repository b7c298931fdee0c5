//! The sheet of one unit in a round, worked out from its events.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ReplayError;
use super::claim::{Appraisal, Claim, Evidence, Explanation, Item, Known, Mark, Question, Survey, Turn};

/// Who handed a sheet in, and on which day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    /// By account.
    pub by: String,
    /// On which day.
    pub on: Date,
}

/// The sheet of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitSheet {
    /// Events applied.
    pub version: i64,
    /// Its items, by the code of the criterion.
    pub items: BTreeMap<String, Item>,
    /// Facts on which vetoes of bands depend, by heading.
    pub facts: BTreeMap<String, String>,
    /// Who handed it in; none while it is written.
    pub submitted: Option<Submitted>,
    /// Everybody of the unit who wrote at it.
    pub writers: BTreeSet<String>,
}

/// What happened to a sheet: stored for ever, never edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are the facts that the variant names")]
pub enum SheetEvent {
    /// The system said what it knows, and what that comes to.
    Filled { item: String, known: Known, mark: Option<Mark> },
    /// The unit said something of itself.
    Claimed { item: String, claim: Claim },
    /// It was handed in.
    Submitted { on: Date },
    /// It was taken back before the last day.
    TakenBack,
    /// An item was appraised.
    Appraised { turn: Turn, item: String, mark: Mark, reason: String, on: Date },
    /// A question was put about an item.
    Asked { item: String, text: String, on: Date },
    /// The unit answered.
    Explained { item: String, text: String, evidence: Vec<Evidence>, on: Date },
    /// A survey was entered.
    Surveyed { item: String, values: BTreeMap<String, String>, mark: Mark, on: Date },
    /// A fact on which a veto depends was stated.
    FactStated { name: String, value: String },
}

impl SheetEvent {
    /// Its stable name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Filled { .. } => "round_item_filled",
            Self::Claimed { .. } => "round_item_claimed",
            Self::Submitted { .. } => "round_sheet_submitted",
            Self::TakenBack => "round_sheet_taken_back",
            Self::Appraised { .. } => "round_item_appraised",
            Self::Asked { .. } => "round_item_asked",
            Self::Explained { .. } => "round_item_explained",
            Self::Surveyed { .. } => "round_item_surveyed",
            Self::FactStated { .. } => "round_fact_stated",
        }
    }

    /// The item of which it speaks; none where it speaks of the sheet.
    #[must_use]
    pub fn item(&self) -> Option<&str> {
        match self {
            Self::Filled { item, .. }
            | Self::Claimed { item, .. }
            | Self::Appraised { item, .. }
            | Self::Asked { item, .. }
            | Self::Explained { item, .. }
            | Self::Surveyed { item, .. } => Some(item),
            Self::Submitted { .. } | Self::TakenBack | Self::FactStated { .. } => None,
        }
    }

    /// Files of which it speaks.
    #[must_use]
    pub fn evidence(&self) -> &[Evidence] {
        match self {
            Self::Claimed { claim, .. } => &claim.evidence,
            Self::Explained { evidence, .. } => evidence,
            Self::Filled { .. }
            | Self::Submitted { .. }
            | Self::TakenBack
            | Self::Appraised { .. }
            | Self::Asked { .. }
            | Self::Surveyed { .. }
            | Self::FactStated { .. } => &[],
        }
    }
}

impl UnitSheet {
    /// Whether something was asked of the unit.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.items.values().any(|item| item.question.is_some())
    }

    /// How many questions the unit has not answered.
    #[must_use]
    pub fn unanswered(&self) -> usize {
        self.items.values().filter(|item| item.is_unanswered()).count()
    }

    /// Takes one event in.
    pub fn apply(&mut self, event: &SheetEvent, actor: &str) -> Result<(), ReplayError> {
        match event {
            SheetEvent::Filled { item, known, mark } => self.fill(item, known, *mark),
            SheetEvent::Claimed { item, claim } => {
                self.item(item).claim = Some(claim.clone());
                self.writers.insert(actor.to_owned());
            }
            SheetEvent::Submitted { on } => {
                self.submitted = Some(Submitted { by: actor.to_owned(), on: *on });
                self.writers.insert(actor.to_owned());
            }
            SheetEvent::TakenBack => self.submitted = None,
            SheetEvent::Appraised { turn, item, mark, reason, on } => {
                let said = Appraisal { mark: *mark, reason: reason.clone(), by: actor.to_owned(), on: *on };
                match turn {
                    Turn::First => self.item(item).first = Some(said),
                    Turn::Second => self.item(item).second = Some(said),
                }
            }
            SheetEvent::Asked { item, text, on } => {
                self.item(item).question = Some(Question { text: text.clone(), by: actor.to_owned(), on: *on });
            }
            SheetEvent::Explained { item, text, evidence, on } => {
                let (text, evidence, by) = (text.clone(), evidence.clone(), actor.to_owned());
                let found = self.items.get_mut(item).filter(|found| found.question.is_some());
                let found = found.ok_or_else(|| ReplayError(item.clone()))?;
                found.explanation = Some(Explanation { text, evidence, by, on: *on });
                self.writers.insert(actor.to_owned());
            }
            SheetEvent::Surveyed { item, values, mark, on } => {
                let (values, by) = (values.clone(), actor.to_owned());
                self.item(item).survey = Some(Survey { values, mark: *mark, by, on: *on });
            }
            SheetEvent::FactStated { name, value } => {
                self.facts.insert(name.clone(), value.clone());
            }
        }
        self.version = self.version.saturating_add(1);
        Ok(())
    }

    fn item(&mut self, code: &str) -> &mut Item {
        self.items.entry(code.to_owned()).or_default()
    }

    /// What the system knows becomes what the unit says, unless the unit gave a reason to say something else.
    fn fill(&mut self, code: &str, known: &Known, mark: Option<Mark>) {
        let item = self.item(code);
        let claim = item.claim.get_or_insert_default();
        if claim.over_reason.is_empty() {
            claim.values.clone_from(&known.values);
            claim.not_applicable = false;
            claim.mark = mark;
        }
        item.known = Some(known.clone());
    }
}

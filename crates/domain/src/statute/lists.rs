//! Lists that the law asks for: what expired in a year, and what still cites a text that fell.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Action, Address, Cause, Library, PartState};

/// How much of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "extent", rename_all = "snake_case")]
pub enum Extent {
    /// All of it.
    Whole,
    /// Parts that the register does not name.
    Parts,
    /// One part.
    Part {
        /// Which.
        address: Address,
    },
}

impl Extent {
    fn of(part: Option<&Address>) -> Self {
        part.map_or(Self::Whole, |address| Self::Part { address: address.clone() })
    }
}

/// A text, or a part of one, that lost force in a year, for good or for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expired {
    /// Which text.
    pub id: String,
    /// How much of it.
    pub extent: Extent,
    /// The first day without it.
    pub on: Date,
    /// Whether only for a time.
    pub is_suspended: bool,
    /// Why; a part or a suspension names the text that did it as repealing it.
    pub cause: Cause,
}

/// Something that cites a legal text: a procedure, a rule, a letter, another text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cite {
    /// What cites.
    pub citer: String,
    /// Which text.
    pub text: String,
    /// Which part of it; none for the text as a whole.
    pub part: Option<Address>,
}

/// A citation of what does not hold any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broken {
    /// The citation.
    pub cite: Cite,
    /// Since when it is so.
    pub since: Date,
    /// The text that stands in its place, where one does.
    pub instead: Option<String>,
}

impl Library {
    /// Everything that lost force between two days, both included: for the yearly list, from 1 January to 31 December
    /// (published by 31 January of the next year). By day, then by text.
    #[must_use]
    pub fn expired_between(&self, first: Date, last: Date) -> Vec<Expired> {
        let within = |day: Date| (first..=last).contains(&day);
        let mut found = Vec::new();
        for text in self.texts() {
            let fall = self.fall(&text.id);
            let whole = fall.filter(|fall| within(fall.on)).map(|fall| Expired {
                id: text.id.clone(),
                extent: Extent::Whole,
                on: fall.on,
                is_suspended: false,
                cause: fall.cause.clone(),
            });
            found.extend(whole);
            for (by, relation, on) in self.acting_on(&text.id) {
                let (extent, is_suspended) = match &relation.action {
                    Action::Amend { part, .. } | Action::Repeal { part: Some(part) } => (Extent::of(Some(part)), false),
                    Action::Alter => (Extent::Parts, false),
                    Action::Suspend { part, .. } => (Extent::of(part.as_ref()), true),
                    Action::Repeal { part: None }
                    | Action::Replace
                    | Action::Insert { .. }
                    | Action::Correct { .. }
                    | Action::Guide { .. }
                    | Action::BasedOn { .. } => continue,
                };
                if !within(on) || fall.is_some_and(|fall| fall.on <= on) {
                    continue;
                }
                let cause = Cause::Repealed { by: by.id.clone() };
                found.push(Expired { id: text.id.clone(), extent, on, is_suspended, cause });
            }
        }
        found.sort_by(|one, other| (one.on, &one.id, &one.extent).cmp(&(other.on, &other.id, &other.extent)));
        found
    }

    /// Which of these citations speak of what does not hold on a day: the text fell, or the part was repealed. Texts that
    /// are not in the library are not judged.
    #[must_use]
    pub fn broken(&self, cites: &[Cite], day: Date) -> Vec<Broken> {
        cites.iter().filter_map(|cite| self.broken_one(cite, day)).collect()
    }

    /// The citations that the texts themselves make, of those that stand on a day.
    #[must_use]
    pub fn own_cites(&self, day: Date) -> Vec<Cite> {
        let standing = self.texts().filter(|text| self.stands(text, day));
        let cites = standing.flat_map(|text| text.relations.iter().map(move |relation| (text, relation)));
        cites
            .filter_map(|(text, relation)| {
                let part = match &relation.action {
                    Action::Guide { .. } => None,
                    Action::BasedOn { part } => part.clone(),
                    Action::Amend { .. }
                    | Action::Alter
                    | Action::Insert { .. }
                    | Action::Correct { .. }
                    | Action::Replace
                    | Action::Repeal { .. }
                    | Action::Suspend { .. } => return None,
                };
                Some(Cite { citer: text.id.clone(), text: relation.target.clone(), part })
            })
            .collect()
    }

    fn broken_one(&self, cite: &Cite, day: Date) -> Option<Broken> {
        let broken = |since, instead| Some(Broken { cite: cite.clone(), since, instead });
        if let Some(fall) = self.fall(&cite.text).filter(|fall| fall.on <= day) {
            let instead = match &fall.cause {
                Cause::Replaced { by } => Some(by.clone()),
                Cause::OwnTerm | Cause::Repealed { .. } | Cause::ParentFell { .. } => None,
            };
            return broken(fall.on, instead);
        }
        let address = cite.part.as_ref()?;
        // Without its words the register cannot tell whether the part is there.
        self.get(&cite.text).filter(|text| !text.articles.is_empty())?;
        let wording = self.consolidated(&cite.text, day)?;
        let part = wording.parts().into_iter().find(|part| part.address == *address).cloned();
        match part.map(|part| part.state) {
            Some(PartState::Repealed { by }) => broken(by.since, None),
            Some(PartState::InForce | PartState::Suspended { .. }) => None,
            // Another wording of the part around it does not have it.
            None => {
                let around = |part: &&super::Placed| address.is_within(&part.address);
                let since = wording.parts().into_iter().filter(around).map(|part| part.origin.since).max();
                broken(since.unwrap_or(day), None)
            }
        }
    }
}

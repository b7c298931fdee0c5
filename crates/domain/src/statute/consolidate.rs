//! The wording of a text on a day, each part with the text that gave it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Action, Address, Label, Library, LibraryFault, Part, Statute};

/// The text that gave a wording, and where it says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Which text.
    pub text: String,
    /// Where in it; none for the text's own part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_in: Option<Address>,
    /// Since when.
    pub since: Date,
}

/// Whether a part holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PartState {
    /// It holds.
    InForce,
    /// It was repealed; its words are kept to be read.
    Repealed {
        /// By what.
        by: Origin,
    },
    /// It does not hold for now.
    Suspended {
        /// By what.
        by: Origin,
    },
}

/// A part where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Where.
    pub address: Address,
    /// Its number or letter.
    pub label: Label,
    /// Its heading.
    pub heading: String,
    /// Its own words.
    pub text: String,
    /// Which text gave them.
    pub origin: Origin,
    /// Whether it holds.
    pub state: PartState,
    /// Its parts.
    pub parts: Vec<Placed>,
}

/// A text as it reads on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consolidated {
    /// Which text.
    pub id: String,
    /// On which day.
    pub day: Date,
    /// Its articles.
    pub articles: Vec<Placed>,
    /// Texts that altered it by that day in words that the register has not: their changes are missing here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Origin>,
}

impl Consolidated {
    /// Every part, each before its own parts.
    #[must_use]
    pub fn parts(&self) -> Vec<&Placed> {
        let mut found = Vec::new();
        let mut waiting: Vec<&Placed> = self.articles.iter().rev().collect();
        while let Some(part) = waiting.pop() {
            waiting.extend(part.parts.iter().rev());
            found.push(part);
        }
        found
    }
}

/// The wording on a day, and what the texts say of parts that are not there.
pub(super) fn consolidate(library: &Library, text: &Statute, day: Date) -> (Consolidated, Vec<LibraryFault>) {
    let own = Origin { text: text.id.clone(), stated_in: None, since: text.from.unwrap_or(day) };
    let mut articles: Vec<Placed> = text.articles.iter().map(|part| placed(part, None, &own)).collect();
    let (mut faults, mut unread) = (Vec::new(), Vec::new());
    let acting = library.acting_on(&text.id);
    let worked = |is_correction: bool| {
        let is = move |action: &Action| matches!(action, Action::Correct { .. }) == is_correction;
        acting.iter().filter(move |(_, relation, from)| *from <= day && is(&relation.action))
    };
    // What was corrected should have stood there from the beginning: everything else works on the right words.
    for (by, relation, from) in worked(true).chain(worked(false)) {
        let origin = Origin { text: by.id.clone(), stated_in: relation.stated_in.clone(), since: *from };
        let missing = match &relation.action {
            Action::Amend { part, wording } | Action::Correct { part, wording } => {
                reword(&mut articles, part, wording, &origin).then_some(part)
            }
            Action::Insert { within, after, wording } => {
                let is_missing = insert(&mut articles, within.as_ref(), after.as_ref(), wording, &origin);
                let place = within.clone().unwrap_or_else(|| Address::of_article(&wording.label));
                if is_missing {
                    faults.push(no_part(text, &by.id, &place, *from));
                }
                None
            }
            Action::Repeal { part: Some(part) } => {
                mark(&mut articles, part, &|| PartState::Repealed { by: origin.clone() }).then_some(part)
            }
            Action::Suspend { part: Some(part), to } => {
                let holds = to.is_none_or(|to| day <= to) && library.stands(by, day);
                let state = || PartState::Suspended { by: origin.clone() };
                let is_missing =
                    if holds { mark(&mut articles, part, &state) } else { find(&mut articles, part).is_none() };
                is_missing.then_some(part)
            }
            Action::Alter => {
                unread.push(origin);
                None
            }
            Action::Replace
            | Action::Repeal { part: None }
            | Action::Suspend { part: None, .. }
            | Action::Guide { .. }
            | Action::BasedOn { .. } => None,
        };
        faults.extend(missing.map(|part| no_part(text, &by.id, part, *from)));
    }
    (Consolidated { id: text.id.clone(), day, articles, unread }, faults)
}

fn no_part(text: &Statute, by: &str, address: &Address, day: Date) -> LibraryFault {
    LibraryFault::NoPart { id: text.id.clone(), by: by.to_owned(), address: address.clone(), day }
}

fn placed(part: &Part, above: Option<&Address>, origin: &Origin) -> Placed {
    let address = above.map_or_else(|| Address::of_article(&part.label), |above| above.child(&part.label));
    Placed {
        label: part.label.clone(),
        heading: part.heading.clone(),
        text: part.text.clone(),
        origin: origin.clone(),
        state: PartState::InForce,
        parts: part.parts.iter().map(|child| placed(child, Some(&address), origin)).collect(),
        address,
    }
}

fn find<'p>(articles: &'p mut [Placed], address: &Address) -> Option<&'p mut Placed> {
    let (last, above) = address.labels().split_last()?;
    let mut level = articles;
    for label in above {
        level = &mut level.iter_mut().find(|part| part.label == *label)?.parts;
    }
    level.iter_mut().find(|part| part.label == *last)
}

/// Puts new words in the place of a part, under its label. Whether the part is missing.
fn reword(articles: &mut [Placed], address: &Address, wording: &Part, origin: &Origin) -> bool {
    let Some(part) = find(articles, address) else { return true };
    let parts = wording.parts.iter().map(|child| placed(child, Some(address), origin)).collect();
    part.heading.clone_from(&wording.heading);
    part.text.clone_from(&wording.text);
    part.origin = origin.clone();
    part.state = PartState::InForce;
    part.parts = parts;
    false
}

/// Puts a new part in. Whether its place is missing or taken.
fn insert(
    articles: &mut Vec<Placed>,
    within: Option<&Address>,
    after: Option<&Label>,
    wording: &Part,
    origin: &Origin,
) -> bool {
    let level = match within {
        None => articles,
        Some(address) => match find(articles, address) {
            Some(part) => &mut part.parts,
            None => return true,
        },
    };
    if level.iter().any(|part| part.label == wording.label) || within.is_some_and(|within| within.labels().len() > 2) {
        return true;
    }
    let index = match after {
        None => 0,
        Some(label) => match level.iter().position(|part| part.label == *label) {
            Some(index) => index.saturating_add(1),
            None => return true,
        },
    };
    level.insert(index, placed(wording, within, origin));
    false
}

/// Marks a part and everything in it. Whether the part is missing.
fn mark(articles: &mut [Placed], address: &Address, state: &impl Fn() -> PartState) -> bool {
    let Some(part) = find(articles, address) else { return true };
    let mut waiting = vec![part];
    while let Some(part) = waiting.pop() {
        // What was repealed stays so.
        if !matches!(part.state, PartState::Repealed { .. }) {
            part.state = state();
        }
        waiting.extend(part.parts.iter_mut());
    }
    false
}

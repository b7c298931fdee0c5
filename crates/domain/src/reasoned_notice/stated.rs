//! A notice as it is kept: what its event cites in clear, and what only the applicant and the offices read.

use super::check::{Reason, ReasonFault, check};
use super::ground::{Ground, NoticeAction};
use super::supplement::{ItemFault, SupplementItem};
use crate::procedure::Component;
use crate::text::composed;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// On what a notice rests; never about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// What is done.
    pub action: NoticeAction,
    /// Code of the ground.
    pub ground: String,
    /// The clause.
    pub clause: String,
}

/// A paper asked for, without words about the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedPaper {
    /// Id of the paper in the published procedure.
    pub component: String,
    /// What is wrong with it.
    pub fault: ItemFault,
    /// The clause that asks for it.
    pub clause: String,
}

/// The words about a paper asked for; those of one request stand in the order of its papers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PaperWords {
    /// What is wrong with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words_vi: Option<String>,
    /// What a right one looks like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example_vi: Option<String>,
}

/// What the applicant is told. The sentence is kept as it was, whatever is published later.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Told {
    /// The sentence of the ground, its places filled.
    pub sentence_vi: String,
    /// The facts of this dossier.
    pub facts_vi: String,
    /// What the applicant can do now.
    pub next_step_vi: String,
    /// What stood at the open places.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
    /// About each paper asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<PaperWords>,
    /// Why papers are asked for once more.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub again_vi: String,
}

impl Told {
    /// The notice as running text, for letters.
    #[must_use]
    pub fn plain(&self, clause: &str) -> String {
        let Self { sentence_vi, facts_vi, next_step_vi, .. } = self;
        format!("{sentence_vi} ({clause})\n{facts_vi}\n{next_step_vi}")
    }
}

/// What a notice about one dossier is checked against.
#[derive(Debug, Clone, Copy)]
pub struct NoticeRules<'a> {
    /// The published grounds of all days.
    pub grounds: &'a [Ground],
    /// The papers of the dossier's procedure version.
    pub papers: &'a [Component],
}

impl NoticeRules<'static> {
    /// Nothing is published: nothing can be refused or asked for.
    pub const NONE: Self = Self { grounds: &[], papers: &[] };
}

/// The notice that comes of a reason on a day, or every fault of it.
pub fn state(
    reason: &Reason,
    action: NoticeAction,
    grounds: &[Ground],
    day: Date,
) -> Result<(Cited, Told), Vec<ReasonFault>> {
    let faults = check(reason, action, grounds, day);
    let code = reason.ground.trim();
    let is_meant = |ground: &&Ground| ground.code == code && ground.action == action && ground.validity.contains(day);
    let sentence = grounds.iter().find(is_meant).and_then(|ground| ground.sentence(&reason.values).ok());
    match sentence {
        Some(sentence) if faults.is_empty() => {
            let cited = Cited { action, ground: code.to_owned(), clause: composed(&reason.clause) };
            let told = Told {
                sentence_vi: composed(&sentence),
                facts_vi: composed(&reason.facts_vi),
                next_step_vi: composed(&with_places(&reason.next_step_vi, &reason.values)),
                values: reason.values.iter().map(|(name, value)| (name.clone(), composed(value))).collect(),
                ..Told::default()
            };
            Ok((cited, told))
        }
        Some(_) | None => Err(faults),
    }
}

/// A text with what was written for the places that it leaves open.
fn with_places(text: &str, values: &BTreeMap<String, String>) -> String {
    values.iter().fold(text.to_owned(), |text, (place, value)| text.replace(&format!("{{{place}}}"), value.trim()))
}

/// The papers of a request, apart: what its event keeps, and the words that are sealed.
#[must_use]
pub fn apart(items: Vec<SupplementItem>) -> (Vec<AskedPaper>, Vec<PaperWords>) {
    let filled = |text: Option<String>| text.map(|text| composed(&text)).filter(|text| !text.is_empty());
    let one = |item: SupplementItem| {
        let SupplementItem { component, fault, words_vi, clause, example_vi } = item;
        let asked = AskedPaper { component, fault, clause: composed(&clause) };
        (asked, PaperWords { words_vi: filled(words_vi), example_vi: filled(example_vi) })
    };
    items.into_iter().map(one).unzip()
}

//! What is asked: questionnaires as dated data, and whether answers fit them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;

use crate::organisation::Validity;

/// Most questions of one questionnaire.
const QUESTIONS_MAX: usize = 100;
/// The full weight, in percent.
const WEIGHT_MAX: u8 = 100;

/// What a question is about (Decision 2640/QĐ-BNV of 2017).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// Getting to the service (tiếp cận dịch vụ).
    Access,
    /// The procedure (thủ tục hành chính).
    Procedure,
    /// The people (công chức).
    Staff,
    /// The result (kết quả).
    Result,
    /// What becomes of remarks and complaints (tiếp nhận, giải quyết góp ý, phản ánh, kiến nghị).
    Feedback,
    /// All of it.
    Whole,
}

/// An answer that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Choice {
    /// Its stable name.
    pub id: String,
    /// What is read.
    pub text_vi: String,
    /// In English.
    pub text_en: String,
    /// Percent of the full weight; none for what does not count (“no opinion”).
    #[serde(default)]
    pub weight: Option<u8>,
    /// Whether who chooses it is satisfied.
    #[serde(default)]
    pub is_satisfied: bool,
    /// Whether somebody looks into it when it is chosen.
    #[serde(default)]
    pub is_followed_up: bool,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Question {
    /// Its stable name.
    pub id: String,
    /// What it is about.
    pub factor: Factor,
    /// What is asked.
    pub text_vi: String,
    /// In English.
    pub text_en: String,
    /// What can be answered, from the best to the worst.
    pub choices: Vec<Choice>,
    /// Whether it may be left out.
    #[serde(default)]
    pub is_optional: bool,
}

/// A questionnaire at one version.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Questionnaire {
    /// Its stable name.
    pub id: String,
    /// From 1.
    pub version: u32,
    /// Its name.
    pub title_vi: String,
    /// In English.
    pub title_en: String,
    /// Whether it is an example and nobody's official form.
    #[serde(default)]
    pub is_example: bool,
    /// When it holds.
    #[serde(flatten)]
    pub validity: Validity,
    /// What is asked.
    pub questions: Vec<Question>,
    /// The clause, or empty for an example.
    pub legal_basis_vi: String,
    /// Where it was read.
    pub source: String,
}

/// Why a questionnaire is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum QuestionnaireFault {
    #[error("not a questionnaire: {why}")]
    Shape { why: String },
    #[error("{place}: a text is empty or written in another way than it must be")]
    Text { place: String },
    #[error("{place} stands twice")]
    Twice { place: String },
    #[error("{place}: a weight is not between 0 and 100")]
    Weight { place: String },
    #[error("{place}: fewer than two answers, or none that counts")]
    Choices { place: String },
    #[error("there must be 1 to {QUESTIONS_MAX} questions, and there are {found}")]
    Questions { found: usize },
}

/// Why answers are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerFault {
    /// A question that must be answered is not.
    #[error("{0} is not answered")]
    Missing(String),
    /// The questionnaire has no such question.
    #[error("there is no question {0}")]
    Unknown(String),
    /// The question has no such answer.
    #[error("{0} has no such answer")]
    Choice(String),
}

impl Questionnaire {
    /// Reads one; every fault at once.
    pub fn parse(bytes: &[u8]) -> Result<Self, Vec<QuestionnaireFault>> {
        let shape = |error: serde_json::Error| vec![QuestionnaireFault::Shape { why: error.to_string() }];
        let read: Self = serde_json::from_slice(bytes).map_err(shape)?;
        let faults = read.faults();
        if faults.is_empty() { Ok(read) } else { Err(faults) }
    }

    fn faults(&self) -> Vec<QuestionnaireFault> {
        let mut faults = Vec::new();
        let found = self.questions.len();
        if found == 0 || found > QUESTIONS_MAX {
            faults.push(QuestionnaireFault::Questions { found });
        }
        let texts = [&self.id, &self.title_vi, &self.title_en, &self.source];
        faults.extend(badly_written(&self.id, texts));
        let mut known = BTreeSet::new();
        for question in &self.questions {
            if !known.insert(question.id.as_str()) {
                faults.push(QuestionnaireFault::Twice { place: question.id.clone() });
            }
            faults.extend(question.faults());
        }
        faults
    }

    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.validity.contains(day)
    }

    /// The choices that these answers name, by question; every fault at once.
    pub fn read_answers<'a>(
        &'a self,
        answers: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<&'a str, &'a Choice>, Vec<AnswerFault>> {
        let is_known = |id: &String| self.questions.iter().any(|question| question.id == *id);
        let strange = answers.keys().filter(|id| !is_known(id));
        let mut faults: Vec<AnswerFault> = strange.map(|id| AnswerFault::Unknown(id.clone())).collect();
        let mut chosen = BTreeMap::new();
        for question in &self.questions {
            match answers.get(&question.id).map(|answer| question.choice(answer)) {
                Some(Some(choice)) => drop(chosen.insert(question.id.as_str(), choice)),
                Some(None) => faults.push(AnswerFault::Choice(question.id.clone())),
                None if question.is_optional => (),
                None => faults.push(AnswerFault::Missing(question.id.clone())),
            }
        }
        if faults.is_empty() { Ok(chosen) } else { Err(faults) }
    }
}

impl Question {
    /// The answer of that name.
    #[must_use]
    pub fn choice(&self, id: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.id == id)
    }

    fn faults(&self) -> Vec<QuestionnaireFault> {
        let place = || self.id.clone();
        let mut faults = badly_written(&self.id, [&self.id, &self.text_vi, &self.text_en]);
        let mut known = BTreeSet::new();
        for choice in &self.choices {
            let here = format!("{}/{}", self.id, choice.id);
            if !known.insert(choice.id.as_str()) {
                faults.push(QuestionnaireFault::Twice { place: here.clone() });
            }
            faults.extend(badly_written(&here, [&choice.id, &choice.text_vi, &choice.text_en]));
            if choice.weight.is_some_and(|weight| weight > WEIGHT_MAX) {
                faults.push(QuestionnaireFault::Weight { place: here });
            }
        }
        if self.choices.len() < 2 || self.choices.iter().all(|choice| choice.weight.is_none()) {
            faults.push(QuestionnaireFault::Choices { place: place() });
        }
        faults
    }
}

fn badly_written<'a>(place: &str, texts: impl IntoIterator<Item = &'a String>) -> Vec<QuestionnaireFault> {
    let wrong = texts.into_iter().filter(|text| text.is_empty() || crate::text::composed(text) != **text);
    wrong.map(|_| QuestionnaireFault::Text { place: place.to_owned() }).collect()
}

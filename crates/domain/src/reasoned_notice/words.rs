//! Whether the applicant will understand a notice: advice to the officer, never a bar.

use super::check::{Reason, is_blank};
use super::ground::Ground;
use crate::burden::{HardWord, hard_words_in};
use crate::text::fold;
use serde::{Deserialize, Serialize};

/// Fewer words than this say too little of a dossier.
const FEWEST_WORDS: usize = 6;

/// What may not be understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "warning", rename_all = "snake_case")]
pub enum WordWarning {
    /// The facts have too few words to act on.
    FactsTooShort,
    /// The next step has too few words to act on.
    NextStepTooShort,
    /// The facts only repeat the sentence of the ground.
    RepeatsGround,
    /// A text in capitals only.
    OnlyCapitals,
    /// The clause names no article.
    NoArticle,
    /// A word of the offices, and a plainer one.
    HardWord {
        /// The word.
        word_vi: String,
        /// What to write.
        plain_vi: String,
    },
}

/// What the applicant may not understand, each thing once.
#[must_use]
pub fn look_at_words(reason: &Reason, ground: Option<&Ground>, hard_words: &[HardWord]) -> Vec<WordWarning> {
    let mut warnings = Vec::new();
    let (facts, next_step) = (reason.facts_vi.as_str(), reason.next_step_vi.as_str());
    let is_short = |text: &str| !is_blank(text) && fold(text).split(' ').count() < FEWEST_WORDS;
    if is_short(facts) {
        warnings.push(WordWarning::FactsTooShort);
    }
    if is_short(next_step) {
        warnings.push(WordWarning::NextStepTooShort);
    }
    let sentence = ground.and_then(|ground| ground.sentence(&reason.values).ok());
    if sentence.is_some_and(|sentence| fold(&sentence) == fold(facts)) {
        warnings.push(WordWarning::RepeatsGround);
    }
    if is_shouted(facts) || is_shouted(next_step) {
        warnings.push(WordWarning::OnlyCapitals);
    }
    if !is_blank(&reason.clause) && !fold(&reason.clause).split(' ').any(|word| word == "dieu") {
        warnings.push(WordWarning::NoArticle);
    }
    let both = format!("{facts}\n{next_step}");
    warnings.extend(
        hard_words_in(hard_words, &both)
            .into_iter()
            .map(|word| WordWarning::HardWord { word_vi: word.word_vi.clone(), plain_vi: word.plain_vi.clone() }),
    );
    warnings
}

/// Some words, and no small letter; one abbreviation alone is no shouting.
fn is_shouted(text: &str) -> bool {
    let letters = text.chars().filter(|letter| letter.is_alphabetic());
    letters.clone().count() > 10 && !letters.clone().any(char::is_lowercase)
}

//! Numbers and symbols (số, ký hiệu).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Kind, Refusal};

/// Largest number of a run.
const NUMBER_MAX: u32 = 999_999;
/// Longest symbol, in characters (Annex VI: 30).
const NOTATION_CHARS_MAX: usize = 30;

/// How an agency counts what it issues (Article 15). The head of the agency decides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberRule {
    /// One run for all administrative documents.
    #[default]
    OneRun,
    /// A run for each type.
    ByKind,
    /// One run for what has a type, one for letters.
    LettersApart,
}

/// A run of numbers from 1 on, of one agency and one year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Run {
    /// The agency; after a merger the new one begins a run of its own.
    pub agency: String,
    /// From 1 January to 31 December.
    pub year: i16,
    /// Which of the agency's runs: `out`, `out/QĐ`, `out/letters`, `in`.
    pub series: String,
}

impl Run {
    /// The run from which an issued document of this kind takes its number.
    #[must_use]
    pub fn of(rule: NumberRule, agency: &str, kind: &Kind, day: Date) -> Self {
        let series = match (rule, kind.abbreviation.as_deref()) {
            // Copies have numbers of their own beside those of documents.
            (_, Some(abbreviation)) if kind.is_copy => format!("copy/{abbreviation}"),
            (NumberRule::OneRun, _) | (NumberRule::LettersApart, Some(_)) => "out".to_owned(),
            (NumberRule::LettersApart | NumberRule::ByKind, None) => "out/letters".to_owned(),
            (NumberRule::ByKind, Some(abbreviation)) => format!("out/{abbreviation}"),
        };
        Self { agency: agency.to_owned(), year: day.year(), series }
    }

    /// The one run of arrivals, over paper and electronic (Article 22).
    #[must_use]
    pub fn of_arrivals(agency: &str, day: Date) -> Self {
        Self { agency: agency.to_owned(), year: day.year(), series: "in".to_owned() }
    }

    /// The number after the last one that was given; none when the run is full.
    #[must_use]
    pub fn next(last: Option<u32>) -> Option<u32> {
        let next = last.map_or(Some(1), |last| last.checked_add(1))?;
        (next <= NUMBER_MAX).then_some(next)
    }
}

/// A number with its symbol and its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// From which run.
    pub run: Run,
    /// The number.
    pub number: u32,
    /// The symbol: `QĐ-UBND`.
    pub notation: String,
    /// The day that the document carries.
    pub day: Date,
}

impl Number {
    /// As it is printed: `05/QĐ-UBND`.
    #[must_use]
    pub fn printed(&self) -> String {
        full_symbol(self.number, &self.notation)
    }
}

/// The symbol of a document: type and agency, or for letters agency and the unit that wrote it.
pub fn notation(kind: &Kind, agency: &str, unit: &str) -> Result<String, Refusal> {
    let part = |text: &str, field: &'static str| {
        let fits = !text.is_empty() && text.chars().all(|letter| letter.is_alphanumeric() || letter == '.');
        if fits { Ok(text.to_owned()) } else { Err(Refusal::Abbreviation { field }) }
    };
    let agency = part(agency, "agency")?;
    let notation = match &kind.abbreviation {
        Some(abbreviation) => format!("{abbreviation}-{agency}"),
        None => format!("{agency}-{}", part(unit, "unit")?),
    };
    if notation.chars().count() > NOTATION_CHARS_MAX {
        return Err(Refusal::Abbreviation { field: "agency" });
    }
    Ok(notation)
}

/// Number and symbol as they are printed; a number below ten has a nought before it (Annex I).
#[must_use]
pub fn full_symbol(number: u32, notation: &str) -> String {
    format!("{number:02}/{notation}")
}

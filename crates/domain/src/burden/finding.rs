//! What is found: a code, where, how serious, on which values, and whether it was accepted.

use serde::{Deserialize, Serialize};

use super::Place;
use crate::access::Role;
use crate::procedure::Amount;

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Keeps the version from being published until it is mended or accepted on a clause.
    Stop,
    /// Is shown.
    Warning,
}

impl Severity {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Warning => "warning",
        }
    }
}

/// The kinds of finding, as rules and documents name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingCode {
    /// A question whose answer a connected state register holds.
    FieldHeld,
    /// A paper that a connected state register holds.
    PaperHeld,
    /// Papers of a procedure that names no legal basis at all.
    PaperWithoutBasis,
    /// A paper that rests on a legal text which is not in the legal basis.
    PaperCitesUnlistedText,
    /// A paper that is not named: "other papers concerned".
    PaperOpenEnded,
    /// A paper asked for both as original and as copy.
    PaperOriginalAndCopy,
    /// A fee or charge that names no text that sets it.
    FeeWithoutBasis,
    /// The province promises more time than the law allows.
    PromiseLongerThanLaw,
    /// The steps add up to more than the whole limit.
    StepsLongerThanLimit,
    /// A step for which nobody holds the role.
    StepWithoutHolder,
    /// It is not said what the applicant gets.
    NoResult,
    /// More questions than the rules allow.
    TooManyFields,
    /// More papers than the rules allow.
    TooManyPapers,
    /// A word that a reader of twelve does not know.
    HardWord,
    /// No English name.
    EnglishNameMissing,
}

impl FindingCode {
    /// Every code, in the order in which they are listed.
    pub const ALL: [Self; 15] = [
        Self::FieldHeld,
        Self::PaperHeld,
        Self::PaperWithoutBasis,
        Self::PaperCitesUnlistedText,
        Self::PaperOpenEnded,
        Self::PaperOriginalAndCopy,
        Self::FeeWithoutBasis,
        Self::PromiseLongerThanLaw,
        Self::StepsLongerThanLimit,
        Self::StepWithoutHolder,
        Self::NoResult,
        Self::TooManyFields,
        Self::TooManyPapers,
        Self::HardWord,
        Self::EnglishNameMissing,
    ];

    /// The stable name, as data and keys write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FieldHeld => "field_held",
            Self::PaperHeld => "paper_held",
            Self::PaperWithoutBasis => "paper_without_basis",
            Self::PaperCitesUnlistedText => "paper_cites_unlisted_text",
            Self::PaperOpenEnded => "paper_open_ended",
            Self::PaperOriginalAndCopy => "paper_original_and_copy",
            Self::FeeWithoutBasis => "fee_without_basis",
            Self::PromiseLongerThanLaw => "promise_longer_than_law",
            Self::StepsLongerThanLimit => "steps_longer_than_limit",
            Self::StepWithoutHolder => "step_without_holder",
            Self::NoResult => "no_result",
            Self::TooManyFields => "too_many_fields",
            Self::TooManyPapers => "too_many_papers",
            Self::HardWord => "hard_word",
            Self::EnglishNameMissing => "english_name_missing",
        }
    }

    /// The code of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }
}

/// A state register as findings name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterName {
    /// Its code in the rules, or the word that the record used.
    pub code: String,
    /// Its name.
    pub name_vi: String,
    /// Its name in English; none for a register that the rules do not know.
    pub name_en: Option<String>,
}

/// What was found, with the values that show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are the values that the code of the same name speaks of")]
pub enum FindingKind {
    /// [`FindingCode::FieldHeld`].
    FieldHeld { register: RegisterName, label_vi: String },
    /// [`FindingCode::PaperHeld`].
    PaperHeld { register: RegisterName, name_vi: String },
    /// [`FindingCode::PaperWithoutBasis`].
    PaperWithoutBasis { count: usize },
    /// [`FindingCode::PaperCitesUnlistedText`].
    PaperCitesUnlistedText { number: String },
    /// [`FindingCode::PaperOpenEnded`].
    PaperOpenEnded { words_vi: String },
    /// [`FindingCode::PaperOriginalAndCopy`].
    PaperOriginalAndCopy { originals: u32, copies: u32 },
    /// [`FindingCode::FeeWithoutBasis`]; the amount is in đồng, none where it is not published as a number.
    FeeWithoutBasis { name_vi: String, amount_vnd: Option<i64> },
    /// [`FindingCode::PromiseLongerThanLaw`].
    PromiseLongerThanLaw { promised: Amount, law: Amount },
    /// [`FindingCode::StepsLongerThanLimit`].
    StepsLongerThanLimit { steps: Amount, limit: Amount },
    /// [`FindingCode::StepWithoutHolder`].
    StepWithoutHolder { step_vi: String, role: Role },
    /// [`FindingCode::NoResult`].
    NoResult,
    /// [`FindingCode::TooManyFields`].
    TooManyFields { count: usize, most: usize },
    /// [`FindingCode::TooManyPapers`].
    TooManyPapers { count: usize, most: usize },
    /// [`FindingCode::HardWord`].
    HardWord { word_vi: String, plain_vi: String },
    /// [`FindingCode::EnglishNameMissing`].
    EnglishNameMissing,
}

impl FindingKind {
    /// Its code.
    #[must_use]
    pub const fn code(&self) -> FindingCode {
        match self {
            Self::FieldHeld { .. } => FindingCode::FieldHeld,
            Self::PaperHeld { .. } => FindingCode::PaperHeld,
            Self::PaperWithoutBasis { .. } => FindingCode::PaperWithoutBasis,
            Self::PaperCitesUnlistedText { .. } => FindingCode::PaperCitesUnlistedText,
            Self::PaperOpenEnded { .. } => FindingCode::PaperOpenEnded,
            Self::PaperOriginalAndCopy { .. } => FindingCode::PaperOriginalAndCopy,
            Self::FeeWithoutBasis { .. } => FindingCode::FeeWithoutBasis,
            Self::PromiseLongerThanLaw { .. } => FindingCode::PromiseLongerThanLaw,
            Self::StepsLongerThanLimit { .. } => FindingCode::StepsLongerThanLimit,
            Self::StepWithoutHolder { .. } => FindingCode::StepWithoutHolder,
            Self::NoResult => FindingCode::NoResult,
            Self::TooManyFields { .. } => FindingCode::TooManyFields,
            Self::TooManyPapers { .. } => FindingCode::TooManyPapers,
            Self::HardWord { .. } => FindingCode::HardWord,
            Self::EnglishNameMissing => FindingCode::EnglishNameMissing,
        }
    }

    /// What tells two findings of one code at one place apart.
    fn detail(&self) -> Option<&str> {
        match self {
            Self::PaperCitesUnlistedText { number } => Some(number),
            Self::PaperOpenEnded { words_vi } => Some(words_vi),
            Self::HardWord { word_vi, .. } => Some(word_vi),
            Self::FieldHeld { .. }
            | Self::PaperHeld { .. }
            | Self::PaperWithoutBasis { .. }
            | Self::PaperOriginalAndCopy { .. }
            | Self::FeeWithoutBasis { .. }
            | Self::PromiseLongerThanLaw { .. }
            | Self::StepsLongerThanLimit { .. }
            | Self::StepWithoutHolder { .. }
            | Self::NoResult
            | Self::TooManyFields { .. }
            | Self::TooManyPapers { .. }
            | Self::EnglishNameMissing => None,
        }
    }
}

/// A decision to keep what was found: on which clause, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// [`Finding::key`] of what is accepted.
    pub finding: String,
    /// The clause that asks for it.
    pub clause_vi: String,
    /// Who accepts it.
    pub accepted_by: String,
}

impl Acceptance {
    /// Whether both a clause and a name stand in it; without them it accepts nothing.
    #[must_use]
    pub fn is_grounded(&self) -> bool {
        !self.clause_vi.trim().is_empty() && !self.accepted_by.trim().is_empty()
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How serious the rules make it.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What, with its values.
    #[serde(flatten)]
    pub kind: FindingKind,
    /// On which clause and by whom it was accepted.
    pub accepted: Option<Acceptance>,
}

impl Finding {
    /// Its name within the version: `fee_without_basis:fee/0`, `hard_word:paper/c1/thẩm định`.
    #[must_use]
    pub fn key(&self) -> String {
        let code = self.kind.code().name();
        match self.kind.detail() {
            Some(detail) => format!("{code}:{}/{detail}", self.place),
            None => format!("{code}:{}", self.place),
        }
    }

    /// Whether it keeps the version from being published.
    #[must_use]
    pub fn is_open_stop(&self) -> bool {
        self.severity == Severity::Stop && self.accepted.is_none()
    }
}

/// Notes on each finding by whom it was accepted; the first acceptance with a clause and a name counts.
pub(super) fn accept(findings: &mut [Finding], accepted: &[&Acceptance]) {
    if accepted.is_empty() {
        return;
    }
    for finding in findings {
        let key = finding.key();
        let grounded = accepted.iter().find(|one| one.finding == key && one.is_grounded());
        finding.accepted = grounded.map(|one| Acceptance::clone(one));
    }
}

/// The keys of the findings that keep the version from being published.
#[must_use]
pub fn open_stops(findings: &[Finding]) -> Vec<String> {
    findings.iter().filter(|finding| finding.is_open_stop()).map(Finding::key).collect()
}

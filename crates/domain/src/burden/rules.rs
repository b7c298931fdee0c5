//! The rules of the burden linter, as data: severities, registers, bounds and words.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Acceptance, FindingCode, RegisterName, Severity};
use crate::eform::{Field, FieldKind};
use crate::organisation::Validity;

/// How serious one kind of finding is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckSetting {
    /// The kind.
    pub code: FindingCode,
    /// How serious; none switches it off.
    pub severity: Option<Severity>,
    /// The text on which the check rests.
    pub basis_vi: String,
    /// Where that is written.
    pub source: String,
    /// When it counts; without days, always.
    pub validity: Validity,
}

/// A state register (cơ sở dữ liệu quốc gia, chuyên ngành) and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Its code, as papers name it (`held_by`): `population`.
    pub code: String,
    /// Its name.
    pub name_vi: String,
    /// Its name in English.
    pub name_en: String,
    /// Whether the province can ask it; what an unconnected register holds must still be asked of people.
    pub connected: bool,
    /// Names of questions by which the register is asked: they are needed, and without one of them in the section
    /// nothing can be looked up. A prefix of the form does not matter: `nu_so_dinh_danh` is `so_dinh_danh`.
    pub key_fields: Vec<String>,
    /// Kinds of questions by which the register is asked.
    pub key_kinds: Vec<FieldKind>,
    /// Names of questions whose answers it holds.
    pub fields: Vec<String>,
    /// Beginnings of labels of such questions.
    pub field_labels_vi: Vec<String>,
    /// Names of papers that it holds.
    pub papers_vi: Vec<String>,
    /// The text that makes it the source.
    pub basis_vi: String,
    /// Where that is written.
    pub source: String,
}

impl Register {
    /// Whether the register is asked by this answer.
    #[must_use]
    pub fn is_key(&self, field: &Field) -> bool {
        self.key_kinds.contains(&field.kind) || self.key_fields.iter().any(|name| is_named(&field.id, name))
    }

    /// Whether the name of the question says that the register holds the answer.
    #[must_use]
    pub fn holds_by_name(&self, field: &Field) -> bool {
        self.fields.iter().any(|name| is_named(&field.id, name))
    }

    pub(super) fn named(&self) -> RegisterName {
        let Self { code, name_vi, name_en, .. } = self;
        RegisterName { code: code.clone(), name_vi: name_vi.clone(), name_en: Some(name_en.clone()) }
    }
}

/// Whether a field bears the name, alone or after a prefix: `me_dan_toc` is `dan_toc`.
fn is_named(id: &str, name: &str) -> bool {
    id.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('_'))
}

/// A word of the offices and a plainer one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HardWord {
    /// The word or phrase.
    pub word_vi: String,
    /// What a reader of twelve understands.
    pub plain_vi: String,
}

/// A finding that the province has accepted for one procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedFinding {
    /// The procedure.
    pub procedure_id: String,
    /// What is accepted, on which clause, by whom.
    #[serde(flatten)]
    pub acceptance: Acceptance,
}

/// Everything in one file of rules. Without a file every check is off.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BurdenRules {
    /// How serious each kind of finding is, and from when; a kind that is not here is off.
    pub checks: Vec<CheckSetting>,
    /// Most questions of a form; none for any number.
    pub max_fields: Option<u32>,
    /// Most papers of a procedure; none for any number.
    pub max_papers: Option<u32>,
    /// Words with which a paper may begin before its name: `bản sao`, `bản chính`.
    pub paper_openings_vi: Vec<String>,
    /// Words by which a paper says that it is wanted only where no register has it, or of people who are in none.
    pub paper_exemptions_vi: Vec<String>,
    /// Words that name no paper: `các giấy tờ khác có liên quan`.
    pub open_ended_phrases_vi: Vec<String>,
    /// Words by which a paper says why both the original and a copy are wanted: `để đối chiếu`.
    pub original_and_copy_allowed_vi: Vec<String>,
    /// The registers.
    pub registers: Vec<Register>,
    /// Words to be avoided.
    pub hard_words: Vec<HardWord>,
    /// Findings that the province has accepted.
    pub accepted: Vec<AcceptedFinding>,
}

impl BurdenRules {
    /// How serious a kind of finding is; none when it is off.
    #[must_use]
    pub fn severity(&self, code: FindingCode) -> Option<Severity> {
        self.setting(code).and_then(|check| check.severity)
    }

    /// The setting of a kind of finding; of several the one that begins last.
    #[must_use]
    pub fn setting(&self, code: FindingCode) -> Option<&CheckSetting> {
        self.checks.iter().filter(|check| check.code == code).max_by_key(|check| check.validity.from)
    }

    /// The rules as of a day: settings of other times are left out.
    #[must_use]
    pub fn on(&self, day: Date) -> Self {
        let mut rules = self.clone();
        rules.checks.retain(|check| check.validity.contains(day));
        rules
    }

    /// Number of records: checks, registers, words and acceptances.
    #[must_use]
    pub fn len(&self) -> usize {
        [self.checks.len(), self.registers.len(), self.hard_words.len(), self.accepted.len()].iter().sum()
    }

    /// Whether there is no rule.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The register of that code.
    #[must_use]
    pub fn register(&self, code: &str) -> Option<&Register> {
        self.registers.iter().find(|register| register.code == code)
    }
}

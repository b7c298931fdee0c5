//! The burden linter: what a version of a procedure demands of people that it need not, found before it is published.
//!
//! [`lint`] looks at a procedure and its form by dated rules ([`BurdenRules`]) and lists every [`Finding`]: what, where,
//! how serious and on which values. A finding that stops the publication is accepted only with a clause and a name
//! ([`Acceptance`]); it stays listed.

mod fields;
mod finding;
mod limits;
mod papers;
mod place;
mod rules;
mod steps;
mod text;
mod wording;

use serde::{Deserialize, Serialize};

pub use finding::{Acceptance, Finding, FindingCode, FindingKind, RegisterName, Severity, open_stops};
pub use place::Place;
pub use rules::{AcceptedFinding, BurdenRules, CheckSetting, HardWord, Register};
pub use wording::hard_words_in;

use crate::access::Role;
use crate::eform::Form;
use crate::procedure::{Procedure, RecordKind};
use text::{Phrase, Phrases};

/// What the answer depends on besides the version and the rules.
#[derive(Clone, Copy, Default)]
pub struct Context<'a> {
    /// Whether anybody holds the role at a unit that handles the procedure; none where it is not known who works there,
    /// and then nothing is said of it.
    pub is_held: Option<&'a dyn Fn(Role) -> bool>,
    /// Findings accepted for this version, besides those that the rules name.
    pub accepted: &'a [Acceptance],
}

/// How many findings there are of one code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeCount {
    /// The code.
    pub code: FindingCode,
    /// How serious the rules make it; none when it is off.
    pub severity: Option<Severity>,
    /// Findings of it.
    pub findings: usize,
    /// Those of them that were accepted.
    pub accepted: usize,
    /// Procedures with at least one of them.
    pub procedures: usize,
}

/// The findings of one version, in the order of [`FindingCode::ALL`]. Many versions are looked at with one [`Linter`].
#[must_use]
pub fn lint(procedure: &Procedure, form: Option<&Form>, rules: &BurdenRules, context: &Context<'_>) -> Vec<Finding> {
    Linter::new(rules).lint(procedure, form, context)
}

/// The rules, made ready to look at many versions.
#[derive(Debug)]
pub struct Linter<'r> {
    rules: &'r BurdenRules,
    hard_words: Phrases,
    open_ended: Phrases,
    allowed_with_copy: Phrases,
    exempt: Phrases,
    openings: Phrases,
    held_papers: Vec<Phrases>,
    held_labels: Vec<Vec<Phrase>>,
}

impl<'r> Linter<'r> {
    /// Reads the phrases of the rules once.
    #[must_use]
    pub fn new(rules: &'r BurdenRules) -> Self {
        let phrases = |register: &Register| register.papers_vi.iter().map(String::as_str).collect();
        let labels =
            |register: &Register| register.field_labels_vi.iter().map(|label| Phrase::of(label)).collect::<Vec<_>>();
        Self {
            rules,
            hard_words: rules.hard_words.iter().map(|word| word.word_vi.as_str()).collect(),
            open_ended: rules.open_ended_phrases_vi.iter().map(String::as_str).collect(),
            allowed_with_copy: rules.original_and_copy_allowed_vi.iter().map(String::as_str).collect(),
            exempt: rules.paper_exemptions_vi.iter().map(String::as_str).collect(),
            openings: rules.paper_openings_vi.iter().map(String::as_str).collect(),
            held_papers: rules.registers.iter().map(phrases).collect(),
            held_labels: rules.registers.iter().map(labels).collect(),
        }
    }

    /// The findings of one version. Of a line of the national catalogue, which holds neither papers nor steps, only what
    /// the line says is looked at.
    #[must_use]
    pub fn lint(&self, procedure: &Procedure, form: Option<&Form>, context: &Context<'_>) -> Vec<Finding> {
        let mut found = Found { rules: self.rules, findings: Vec::new() };
        match procedure.record {
            RecordKind::Full => {
                self.papers(procedure, &mut found);
                limits::fees(procedure, &mut found);
                limits::promise(procedure, &mut found);
                steps::total(procedure, &mut found);
                if let Some(is_held) = context.is_held {
                    steps::holders(procedure, is_held, &mut found);
                }
                if procedure.results_vi.is_empty() {
                    found.add(Place::Results, FindingKind::NoResult);
                }
            }
            RecordKind::Catalogue | RecordKind::NameOnly => (),
        }
        self.count_papers(procedure, &mut found);
        if let Some(form) = form {
            self.fields(form, &mut found);
        }
        self.wording(procedure, form, &mut found);
        if procedure.name_en.is_none() {
            found.add(Place::EnglishName, FindingKind::EnglishNameMissing);
        }
        let by_rules = self.rules.accepted.iter().filter(|accepted| accepted.procedure_id == procedure.id);
        let accepted: Vec<&Acceptance> = context.accepted.iter().chain(by_rules.map(|one| &one.acceptance)).collect();
        finding::accept(&mut found.findings, &accepted);
        found.findings.sort_by_key(|finding| finding.kind.code());
        found.findings
    }

    /// How many findings of each code these versions have, every code named.
    pub fn count<'f>(&self, versions: impl IntoIterator<Item = &'f [Finding]>) -> Vec<CodeCount> {
        let none =
            |code| CodeCount { code, severity: self.rules.severity(code), findings: 0, accepted: 0, procedures: 0 };
        let mut counts: Vec<CodeCount> = FindingCode::ALL.into_iter().map(none).collect();
        for findings in versions {
            for count in &mut counts {
                let of_code = || findings.iter().filter(|finding| finding.kind.code() == count.code);
                let number = of_code().count();
                let accepted = of_code().filter(|finding| finding.accepted.is_some()).count();
                count.findings = count.findings.saturating_add(number);
                count.accepted = count.accepted.saturating_add(accepted);
                count.procedures = count.procedures.saturating_add(usize::from(number > 0));
            }
        }
        counts
    }
}

/// Where findings are gathered; what the rules have switched off is left out here.
struct Found<'r> {
    rules: &'r BurdenRules,
    findings: Vec<Finding>,
}

impl Found<'_> {
    fn add(&mut self, place: Place, kind: FindingKind) {
        if let Some(severity) = self.rules.severity(kind.code()) {
            self.findings.push(Finding { severity, place, kind, accepted: None });
        }
    }
}

//! What in this installation cites legal texts: procedures, grounds, rules.

use domain::statute::{Address, Cite, cited, is_symbol};
use domain::time::Date;

use crate::Catalogue;

/// What kind of thing cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CiterKind {
    /// A procedure, by its legal basis.
    Procedure,
    /// A ground on which letters refuse, return or ask for papers.
    RefusalGround,
    /// A ground on which the clock stands.
    PauseGround,
    /// A rule of reminders and escalation.
    EscalationRule,
    /// Whom the law puts first in a queue.
    PriorityGround,
    /// Another legal text that stands.
    Text,
}

impl CiterKind {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::Procedure,
        Self::RefusalGround,
        Self::PauseGround,
        Self::EscalationRule,
        Self::PriorityGround,
        Self::Text,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Procedure => "procedure",
            Self::RefusalGround => "refusal_ground",
            Self::PauseGround => "pause_ground",
            Self::EscalationRule => "escalation_rule",
            Self::PriorityGround => "priority_ground",
            Self::Text => "text",
        }
    }
}

/// What cites.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Citer {
    /// Its kind.
    pub kind: CiterKind,
    /// Its id or code.
    pub id: String,
    /// Its name.
    pub name_vi: String,
    /// Its name in English; of procedures and texts there is none.
    pub name_en: Option<String>,
}

/// A citation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Citing {
    /// What cites.
    pub citer: Citer,
    /// What is cited.
    pub cite: Cite,
}

impl Catalogue {
    /// Every citation that is in use on a day, by what cites.
    #[must_use]
    pub fn citing(&self, day: Date) -> Vec<Citing> {
        let mut found: Vec<Citing> = self
            .procedures(day)
            .flat_map(|procedure| {
                let citer = Citer {
                    kind: CiterKind::Procedure,
                    id: procedure.id.clone(),
                    name_vi: procedure.name_vi.clone(),
                    name_en: None,
                };
                let named = procedure.legal_basis.iter().filter(|basis| is_symbol(&basis.number));
                named.map(move |basis| citing(&citer, &basis.number, None)).collect::<Vec<_>>()
            })
            .collect();
        let in_force = self.refusal_grounds.iter().filter(|ground| ground.validity.contains(day));
        for ground in in_force {
            let id = format!("{} {}", ground.action.name(), ground.code);
            found.extend(sentence(
                CiterKind::RefusalGround,
                &id,
                (&ground.name_vi, &ground.name_en),
                &ground.legal_basis_vi,
            ));
        }
        for ground in self.pause_grounds(day) {
            let names = (ground.name_vi.as_str(), ground.name_en.as_str());
            found.extend(sentence(CiterKind::PauseGround, &ground.code, names, &ground.legal_basis_vi));
        }
        for rule in self.escalation.iter().filter(|rule| rule.validity.contains(day)) {
            let names = (rule.name_vi.as_str(), rule.name_en.as_str());
            found.extend(sentence(CiterKind::EscalationRule, &rule.id, names, &rule.legal_basis_vi));
        }
        for ground in self.priority_grounds(day) {
            let names = (ground.name_vi.as_str(), ground.name_en.as_str());
            found.extend(sentence(CiterKind::PriorityGround, &ground.code, names, &ground.clause_vi));
        }
        for cite in self.statutes.own_cites(day) {
            let title = self.statutes.get(&cite.citer).map(|text| text.title_vi.clone()).unwrap_or_default();
            let citer = Citer { kind: CiterKind::Text, id: cite.citer.clone(), name_vi: title, name_en: None };
            found.push(Citing { citer, cite });
        }
        found.sort();
        found.dedup();
        found
    }
}

/// The citations of one sentence.
fn sentence(kind: CiterKind, id: &str, (name_vi, name_en): (&str, &str), text: &str) -> Vec<Citing> {
    let citer = Citer { kind, id: id.to_owned(), name_vi: name_vi.to_owned(), name_en: Some(name_en.to_owned()) };
    cited(text).into_iter().map(|(symbol, part)| citing(&citer, &symbol, part)).collect()
}

fn citing(citer: &Citer, text: &str, part: Option<Address>) -> Citing {
    let name = format!("{}:{}", citer.kind.name(), citer.id);
    Citing { citer: citer.clone(), cite: Cite { citer: name, text: text.to_owned(), part } }
}

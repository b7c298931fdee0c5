//! Findings of the burden check that a revision keeps on a clause.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Override, Revision};
use crate::burden::{Acceptance, Finding};

/// Who keeps what was found, and on which clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The values found when it was accepted: a fee of that name and amount, and no other that later stands there.
    pub found: Value,
    /// The clause that asks for it.
    pub clause: String,
    /// Account of who accepted it.
    pub by: String,
}

/// Acceptances by the keys of their findings.
pub type Acceptances = BTreeMap<String, Accepted>;

/// The acceptance that covers a finding: of the same key and the same values.
#[must_use]
pub fn acceptance_of<'a>(accepted: &'a Acceptances, finding: &Finding) -> Option<&'a Accepted> {
    accepted.get(&finding.key()).filter(|accepted| accepted.found == Accepted::values(finding))
}

/// The findings that stop a version and that neither the rules nor these acceptances cover.
pub fn open_stops<'a>(accepted: &'a Acceptances, findings: &'a [Finding]) -> impl Iterator<Item = &'a Finding> {
    findings.iter().filter(|finding| finding.is_open_stop() && acceptance_of(accepted, finding).is_none())
}

impl Accepted {
    /// The values of a finding as an acceptance keeps them.
    pub(super) fn values(finding: &Finding) -> Value {
        // What is found consists of texts and numbers, which JSON always holds.
        serde_json::to_value(&finding.kind).unwrap_or_default()
    }
}

impl Revision {
    /// The acceptance that covers a finding: of the same key and the same values.
    #[must_use]
    pub fn acceptance_of(&self, finding: &Finding) -> Option<&Accepted> {
        acceptance_of(&self.accepted, finding)
    }

    /// The keys of the findings that neither the rules nor this revision accept, although they stop it.
    #[must_use]
    pub fn open_stops(&self, findings: &[Finding]) -> Vec<String> {
        open_stops(&self.accepted, findings).map(Finding::key).collect()
    }

    /// Notes on each finding who accepted it here; `name` is told the account.
    pub fn note_accepted(&self, findings: &mut [Finding], name: impl Fn(&str) -> String) {
        for finding in findings.iter_mut().filter(|finding| finding.accepted.is_none()) {
            let accepted = self.acceptance_of(finding).map(|accepted| Acceptance {
                finding: finding.key(),
                clause_vi: accepted.clause.clone(),
                accepted_by: name(&accepted.by),
            });
            finding.accepted = accepted;
        }
    }

    /// The findings that are accepted here, as the check keeps them.
    pub(super) fn overrides_of(&self, findings: &[Finding]) -> Vec<Override> {
        let kept = |finding: &Finding| {
            let clause = self.acceptance_of(finding)?.clause.clone();
            Some(Override { finding: finding.key(), clause })
        };
        findings.iter().filter_map(kept).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::burden::{FindingKind, Place, Severity};
    use crate::registry::{Command, Context, Event, Record, Refusal, RevisionState};

    fn fee(name: &str, severity: Severity) -> Finding {
        let kind = FindingKind::FeeWithoutBasis { name_vi: name.to_owned(), amount_vnd: Some(25_000) };
        Finding { severity, place: Place::Fee { index: 0 }, kind, accepted: None }
    }

    const KEY: &str = "fee_without_basis:fee/0";

    /// Acts after what came before; what it answers is applied.
    fn act(record: &mut Record, who: &str, findings: &[Finding], command: Command) -> Result<Vec<Event>, Refusal> {
        let today = jiff::civil::date(2026, 11, 26);
        let context = Context { actor: who, today, newest_version: None, findings };
        let events = record.decide(command, &context)?;
        for event in &events {
            record.apply(event, who).unwrap();
        }
        Ok(events)
    }

    fn drafted() -> Record {
        let mut record = Record::default();
        act(&mut record, "an", &[], Command::Open { based_on: None, content: json!({}), batch: None }).unwrap();
        record
    }

    fn accept(findings: &[&str], clause: &str) -> Command {
        let findings = findings.iter().map(|key| (*key).to_owned()).collect();
        Command::Accept { number: 1, findings, clause: clause.to_owned() }
    }

    #[test]
    fn a_stop_is_mended_or_accepted_on_a_clause_by_another_than_the_checker() {
        let stops = [fee("Phí", Severity::Stop)];
        let mut record = drafted();
        let open = Err(Refusal::FindingsOpen(vec![KEY.to_owned()]));
        assert_eq!(act(&mut record, "ba", &stops, Command::Check { number: 1 }), open);
        assert_eq!(act(&mut record, "an", &stops, accept(&[KEY], " ")), Err(Refusal::TextMissing("clause")));
        for nothing in [&[][..], &["fee_without_basis:fee/1"], &[KEY, "no_result:results"]] {
            assert_eq!(act(&mut record, "an", &stops, accept(nothing, "Điều 4")), Err(Refusal::NoSuchFinding));
        }
        act(&mut record, "an", &stops, accept(&[KEY], " Điều 4 ")).unwrap();
        assert_eq!(record.revisions[&1].accepted[KEY].clause, "Điều 4");
        // Whoever accepted a finding is no second pair of eyes, even if they wrote nothing.
        act(&mut record, "ca", &stops, accept(&[KEY], "Điều 5")).unwrap();
        assert_eq!(act(&mut record, "ca", &stops, Command::Check { number: 1 }), Err(Refusal::OwnAcceptance));
        let events = act(&mut record, "ba", &stops, Command::Check { number: 1 }).unwrap();
        let kept = vec![Override { finding: KEY.to_owned(), clause: "Điều 5".to_owned() }];
        assert_eq!(events, [Event::RevisionChecked { number: 1, overrides: kept }]);
        // What was checked is not changed behind the checker's back.
        let late = act(&mut record, "an", &stops, accept(&[KEY], "Điều 6"));
        assert_eq!(late, Err(Refusal::NotInState(RevisionState::Checked)));
    }

    #[test]
    fn an_acceptance_covers_what_was_found_and_nothing_else() {
        let mut record = drafted();
        act(&mut record, "an", &[fee("Phí", Severity::Stop)], accept(&[KEY], "Điều 4")).unwrap();
        let open = |record: &Record, name: &str| record.revisions[&1].open_stops(&[fee(name, Severity::Stop)]);
        assert_eq!(open(&record, "Phí"), Vec::<String>::new());
        assert_eq!(open(&record, "Lệ phí khác"), [KEY], "another fee stands there now");
        assert_eq!(record.revisions[&1].open_stops(&[fee("Lệ phí khác", Severity::Warning)]), Vec::<String>::new());
        let save = Command::Save { number: 1, based_on: None, content: json!({"name": "b"}) };
        act(&mut record, "an", &[], save).unwrap();
        assert_eq!(open(&record, "Phí"), Vec::<String>::new(), "writing on does not undo it");
        let mut found = vec![fee("Phí", Severity::Stop)];
        record.revisions[&1].note_accepted(&mut found, |account| format!("Bà {account}"));
        let noted = found[0].accepted.as_ref().unwrap();
        assert_eq!((noted.accepted_by.as_str(), noted.clause_vi.as_str()), ("Bà an", "Điều 4"));
    }

    #[test]
    fn an_acceptance_is_taken_back_and_a_rule_that_comes_later_stops_the_approval() {
        let stops = [fee("Phí", Severity::Stop)];
        let mut record = drafted();
        let withdraw = || Command::Withdraw { number: 1, finding: KEY.to_owned() };
        assert_eq!(act(&mut record, "an", &stops, withdraw()), Err(Refusal::NoSuchFinding));
        act(&mut record, "an", &stops, accept(&[KEY], "Điều 4")).unwrap();
        act(&mut record, "an", &stops, withdraw()).unwrap();
        let open = Err(Refusal::FindingsOpen(vec![KEY.to_owned()]));
        assert_eq!(act(&mut record, "ba", &stops, Command::Check { number: 1 }), open);
        // Nothing was found at the check; the rules change before the approval.
        act(&mut record, "ba", &[], Command::Check { number: 1 }).unwrap();
        assert_eq!(act(&mut record, "ba", &stops, Command::Approve { number: 1 }), open);
        act(&mut record, "ba", &[], Command::Approve { number: 1 }).unwrap();
    }
}

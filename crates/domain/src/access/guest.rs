//! Somebody without an account who shows that they are the applicant of one dossier, and the little that it opens.

use super::{ActionKind, Denied, Facts, Permit};

/// Name under which the journal keeps what a guest did.
pub(super) const GUEST: &str = "guest";

/// Somebody without an account who showed a number that only the applicant of one dossier is asked for.
/// Holds for that dossier only. Only this module can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    code: String,
}

impl Guest {
    /// What a guest may do, in the order in which it is offered.
    pub const ACTIONS: [ActionKind; 3] = [ActionKind::Supplement, ActionKind::Rate, ActionKind::Withdraw];

    /// Admits whoever shows one of the proofs known of the dossier: keyed hashes, all of one length.
    /// An empty proof shows nothing. Takes the same time wherever two proofs differ.
    pub fn admit(facts: &Facts<'_>, shown: &str, known: &[String]) -> Result<Self, Denied> {
        let fits = known.iter().fold(false, |found, proof| same(proof, shown) | found);
        if fits && !shown.is_empty() { Ok(Self { code: facts.code.to_owned() }) } else { Err(Denied::Unseen) }
    }

    /// The dossier that is open to the guest.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }
}

/// Whether a guest may do this with the dossier.
pub fn may_as_guest(guest: &Guest, action: ActionKind, facts: &Facts<'_>) -> Result<Permit, Denied> {
    if guest.code != facts.code {
        return Err(Denied::Unseen);
    }
    if !Guest::ACTIONS.contains(&action) {
        return Err(Denied::NotYours);
    }
    Ok(Permit::new(GUEST, facts.code, action, false))
}

fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(code: &'static str) -> Facts<'static> {
        let (unit, procedure) = ("05443", "1.001612");
        Facts {
            code,
            procedure,
            receiving_unit: unit,
            handling_unit: unit,
            assignee: None,
            subject: "s",
            submitter: "",
            units: Facts::ALONE,
        }
    }

    #[test]
    fn only_a_known_proof_is_admitted() {
        let known = ["aa11".to_owned(), "bb22".to_owned()];
        for (shown, admitted) in [("aa11", true), ("bb22", true), ("aa12", false), ("aa1", false), ("", false)] {
            assert_eq!(Guest::admit(&facts("H-1"), shown, &known).is_ok(), admitted, "{shown}");
        }
        assert_eq!(Guest::admit(&facts("H-1"), "aa11", &[]), Err(Denied::Unseen));
        assert_eq!(
            Guest::admit(&facts("H-1"), "", &[String::new()]),
            Err(Denied::Unseen),
            "an erased number opens nothing"
        );
    }

    #[test]
    fn a_guest_may_do_three_things_with_one_dossier() {
        let guest = Guest::admit(&facts("H-1"), "aa11", &["aa11".to_owned()]).expect("admitted");
        for action in ActionKind::ALL {
            let permit = may_as_guest(&guest, action, &facts("H-1"));
            let allowed = matches!(action, ActionKind::Supplement | ActionKind::Rate | ActionKind::Withdraw);
            assert_eq!(permit.is_ok(), allowed, "{}", action.name());
            if let Ok(permit) = permit {
                assert_eq!((permit.person(), permit.code(), permit.as_leader()), (GUEST, "H-1", false));
            }
            assert_eq!(may_as_guest(&guest, action, &facts("H-2")), Err(Denied::Unseen), "another dossier is not seen");
        }
    }
}

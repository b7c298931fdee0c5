//! The board of a head: why each dossier is or will be late, and which apologies are to be signed by when.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{self, Person, Role};
use domain::lateness::{self, Account, Letter, Story};
use domain::time::{DateTime, Instant};
use store::{Tx, dossier as rows, journal};

use super::time::{drafted, names, outages_of, reckoned, story_of_payloads};
use crate::App;
use crate::catalogue::Catalogue;
use crate::error::ActError;

/// Dossiers of one board at most.
const ROWS_MAX: i64 = 100;
/// Events read for each fifty dossiers at most.
pub(super) const EVENTS_MAX: i64 = 25_000;

/// One dossier that is late or will be.
#[derive(Debug, Clone, PartialEq)]
pub struct Late {
    /// Official code.
    pub code: String,
    /// Procedure and version.
    pub procedure: (String, String),
    /// Where its time went.
    pub account: Option<Account>,
    /// The letter as the ledger drafts it; none when it was signed, or none is owed.
    pub letter: Option<Letter>,
    /// The new date that was promised.
    pub promised: Option<DateTime>,
    /// Whether the unit handles it, so that its head signs the letter.
    pub is_signed_here: bool,
}

/// What a head sees.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LateView {
    /// Dossiers whose apology is to be signed unless the result comes first, in the order of their due times.
    pub owed: Vec<Late>,
    /// Why each of the dossiers that were asked for is late, by code.
    pub why: BTreeMap<String, Late>,
    /// Names of the people, by account.
    pub names: BTreeMap<String, String>,
}

impl App {
    /// Why these dossiers are late, and which apologies a unit owes for what is late or due before `until`: for its head;
    /// everybody else gets [`ActError::NotFound`]. Dossiers that the person may not see are left out.
    pub async fn late_view(
        &self,
        person: &Person,
        unit: &str,
        codes: Vec<String>,
        until: Instant,
    ) -> Result<LateView, ActError> {
        let today = self.today();
        if !person.holds(Role::Leader, unit, today) {
            return Err(ActError::NotFound);
        }
        let (person, unit, catalogue) = (person.clone(), unit.to_owned(), self.catalogue());
        let now = self.now_civil();
        self.0
            .store
            .read(move |tx| {
                let open = rows::unfinished(tx, &unit, until, ROWS_MAX)?;
                let open: Vec<String> = open.into_iter().map(|row| row.code).collect();
                let wanted: BTreeSet<String> = open.iter().cloned().chain(codes).collect();
                let stories: BTreeMap<String, Story> = stories(tx, &wanted.into_iter().collect::<Vec<_>>())?
                    .into_iter()
                    .filter(|(_, story)| access::may_see(&person, &story.dossier.facts(), today).is_ok())
                    .collect();
                let outages = outages_of(tx, &stories.values().collect::<Vec<_>>(), now)?;
                let late: BTreeMap<String, Late> = stories
                    .into_iter()
                    .map(|(code, story)| (code, one(&story, &catalogue, &outages, now, &unit)))
                    .collect();
                let names = names(tx, late.values().filter_map(|late| late.account.as_ref()))?;
                let owed = open.iter().filter_map(|code| late.get(code)).filter(|late| late.letter.is_some());
                Ok::<_, ActError>(LateView { owed: owed.cloned().collect(), why: late, names })
            })
            .await
    }

    /// When the apology for a dossier of a unit that is due then must be signed.
    #[must_use]
    pub fn sign_by(&self, unit: &str, due: DateTime) -> Option<DateTime> {
        let catalogue = self.catalogue();
        let (calendar, hours) = (catalogue.calendar()?, catalogue.hours(unit)?);
        let mode = calendar.counting_mode();
        let terms = domain::deadline::Terms { calendar, hours, mode, cut_off: None };
        lateness::sign_by(&terms, due).ok()
    }
}

/// The stories of dossiers, read with one statement for every fifty.
pub(super) fn stories(tx: &mut Tx<'_>, codes: &[String]) -> Result<BTreeMap<String, Story>, ActError> {
    let payloads = journal::payloads_of(tx, codes, EVENTS_MAX)?;
    let story = |(code, payloads): (String, Vec<String>)| {
        let story = story_of_payloads(&code, &payloads);
        if story.is_none() {
            tracing::warn!(dossier = %code, "the story of a dossier cannot be told");
        }
        Some((code, story?))
    };
    Ok(payloads.into_iter().filter_map(story).collect())
}

fn one(story: &Story, catalogue: &Catalogue, outages: &[domain::ledger::Outage], now: DateTime, unit: &str) -> Late {
    let dossier = &story.dossier;
    let account = reckoned(story, catalogue, outages, now);
    let promised = dossier.reappointment.as_ref().map(|new| new.promised);
    let is_signed_here = dossier.handling_unit == unit;
    let letter = account.as_ref().filter(|_| promised.is_none() && is_signed_here);
    Late {
        code: dossier.code.as_str().to_owned(),
        procedure: (dossier.procedure.clone(), dossier.procedure_version.clone()),
        letter: letter.and_then(|account| drafted(story, account, catalogue, now)),
        account,
        promised,
        is_signed_here,
    }
}

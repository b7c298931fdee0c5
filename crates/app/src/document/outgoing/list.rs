//! Lists of outgoing documents: what a reader can read, what waits, and the register of what was issued.

use std::collections::BTreeMap;

use domain::access::{DraftAction, DraftFacts, Person, document_key_at, may_draft, waiting_keys};
use domain::document::OutgoingStage;
use domain::time::Date;
use store::outgoing::{self as rows, OutgoingRow};

use crate::App;
use crate::document::REGISTER_DOCUMENTS_MAX;
use crate::document::incoming::{Waiting, names};
use crate::dossier::Cursor;
use crate::error::{ActError, FieldProblemKind};

/// Rows of a page at most.
const PAGE_MAX: i64 = 100;

/// Which list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutgoingList {
    /// The unit whose documents are wanted.
    pub unit: String,
    /// Only in this stage.
    pub state: Option<OutgoingStage>,
    /// Where the page begins.
    pub after: Option<Cursor>,
    /// Rows of the page.
    pub limit: i64,
}

/// A page of documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutgoingPage {
    /// The documents.
    pub rows: Vec<OutgoingRow>,
    /// Names of the people in them, by account.
    pub names: BTreeMap<String, String>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// A register of what an agency issued.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterOfIssued {
    /// Its lines, in the order of the numbers.
    pub rows: Vec<OutgoingRow>,
    /// Names of those who signed, by account.
    pub names: BTreeMap<String, String>,
    /// Whether there are more than fit.
    pub too_many: bool,
}

impl App {
    /// Outgoing documents of a unit that this person sees, the newest first.
    pub async fn outgoing_documents(&self, person: &Person, list: OutgoingList) -> Result<OutgoingPage, ActError> {
        let reader = document_key_at(person, &list.unit, self.today()).ok_or(ActError::NotFound)?;
        let limit = list.limit.clamp(1, PAGE_MAX);
        let read = self.0.store.read(move |tx| {
            let place = list.after.as_ref().map(|cursor| (cursor.at, cursor.code.as_str()));
            let state = list.state.map(OutgoingStage::name);
            let mut found = rows::list(tx, &reader, state, place, limit.saturating_add(1))?;
            let more = i64::try_from(found.len()).is_ok_and(|count| count > limit);
            found.truncate(usize::try_from(limit).unwrap_or(0));
            let known = names(tx, found.iter().map(|row| row.signer.as_str()))?;
            Ok::<_, ActError>((found, known, more))
        });
        let (rows, names, more) = read.await?;
        let next = rows.last().filter(|_| more).map(|row| Cursor { at: row.begun_at, code: row.id.clone() });
        Ok(OutgoingPage { rows, names, next })
    }

    /// Outgoing documents that wait for this person, what is due first first, one page.
    pub async fn waiting_outgoing(&self, person: &Person) -> Result<OutgoingPage, ActError> {
        let keys = waiting_keys(person, self.today());
        let read = self.0.store.read(move |tx| {
            let found = rows::waiting(tx, &keys, ("", ""), PAGE_MAX)?;
            let known = names(tx, found.iter().map(|row| row.signer.as_str()))?;
            Ok::<_, ActError>((found, known))
        });
        let (rows, names) = read.await?;
        Ok(OutgoingPage { rows, names, next: None })
    }

    /// How many outgoing documents wait for this person.
    pub async fn count_waiting_outgoing(&self, person: &Person) -> Result<Waiting, ActError> {
        let today = self.today();
        let (keys, day) = (waiting_keys(person, today), today.to_string());
        let (count, late) =
            self.0.store.read(move |tx| Ok::<_, ActError>(rows::waiting_count(tx, &keys, &day)?)).await?;
        Ok(Waiting { count, late })
    }

    /// The register of what an agency issued between two days, both included.
    pub async fn register_of_issued(
        &self,
        person: &Person,
        agency: &str,
        (from, to): (Date, Date),
    ) -> Result<RegisterOfIssued, ActError> {
        let facts = DraftFacts { agency, unit: agency, writers: &[], is_internal: false };
        may_draft(person, DraftAction::Print, &facts, self.today())?;
        if from > to {
            return Err(ActError::field("den", FieldProblemKind::Malformed));
        }
        let (agency, from, to) = (agency.to_owned(), from.to_string(), to.to_string());
        let read = self.0.store.read(move |tx| {
            let most = i64::try_from(REGISTER_DOCUMENTS_MAX).unwrap_or(i64::MAX);
            let mut found = rows::register(tx, &agency, (&from, &to), most.saturating_add(1))?;
            let too_many = found.len() > REGISTER_DOCUMENTS_MAX;
            found.truncate(REGISTER_DOCUMENTS_MAX);
            let names = names(tx, found.iter().map(|row| row.signer.as_str()))?;
            Ok::<_, ActError>(RegisterOfIssued { rows: found, names, too_many })
        });
        read.await
    }
}

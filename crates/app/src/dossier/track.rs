//! Tracking by code and four digits, without an account.

use domain::dossier::{ActionKind, Code, Dossier, Event, GivenPaper, PaperNumber};
use domain::lateness::Account;
use store::dossier as rows;

use super::guest::actions_for_guests;
use super::told::{self, NoticeView};
use super::{chain, row};
use crate::App;
use crate::error::ActError;
use crate::late;
use crate::seal;

/// What whoever holds the code and the four digits may see: no names, no answers, no free text.
#[derive(Debug, Clone, PartialEq)]
pub struct TrackView {
    /// The dossier.
    pub dossier: Dossier,
    /// What happened, oldest first.
    pub events: Vec<Event>,
    /// The number of the receipt.
    pub receipt: Option<PaperNumber>,
    /// The refusal, return or supplement request that stands now: on what it rests, none of its words.
    pub notice: Option<NoticeView>,
    /// What the applicant may do without an account, once they show more than four digits.
    pub guest_actions: Vec<ActionKind>,
    /// Where its time went, by units; none before receipt.
    pub time: Option<Account>,
}

impl App {
    /// The state of a dossier for whoever knows its code and the last four characters of the applicant's identity
    /// number or phone number. A wrong code and wrong digits answer alike; guessing gets slower.
    pub async fn track(&self, code: &str, digits: &str) -> Result<TrackView, ActError> {
        let code = Code::parse(code).map_err(|_| ActError::NotFound)?;
        let now = self.0.clock.now();
        let name = format!("track/{code}");
        if let Some(wait_seconds) = self.0.attempts.wait(&name, now) {
            return Err(ActError::TooManyAttempts { wait_seconds });
        }
        let (digits, catalogue, civil) = (row::tail(digits), self.catalogue(), self.now_civil());
        let found = self.0.store.read(move |tx| {
            let Some(row) = rows::by_code(tx, code.as_str())? else { return Ok::<_, ActError>(None) };
            let known = |tail: &str| tail.chars().count() == 4 && seal::same(tail, &digits);
            if !known(&row.identity_tail) && !known(&row.phone_tail) {
                return Ok(None);
            }
            let Some(chain) = chain::load(tx, &code)? else { return Ok(None) };
            let time = late::by_unit_of(tx, &chain, &catalogue, civil)?;
            Ok(Some((chain, time)))
        });
        let Some((chain, time)) = found.await? else {
            self.0.attempts.failed(&name, now);
            return Err(ActError::NotFound);
        };
        self.0.attempts.succeeded(&name);
        let notice = told::standing(&chain).map(NoticeView::without_words);
        let receipt = chain.entries.iter().rev().find(|entry| entry.event.gives() == Some(GivenPaper::Receipt));
        let receipt = receipt.and_then(|entry| entry.paper.clone());
        let told = chain.entries.into_iter().map(|entry| entry.event).filter(|event| !event.is_internal());
        let (events, guest_actions) = (told.collect(), actions_for_guests(&chain.dossier));
        Ok(TrackView { guest_actions, dossier: chain.dossier, events, receipt, notice, time })
    }
}

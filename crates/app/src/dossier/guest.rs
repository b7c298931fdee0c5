//! The applicant without an account: shows the dossier's code and a number given in it, and may then supplement, rate
//! or withdraw that one dossier from that one browser for a while.

use domain::access::{Denied, Guest, may_as_guest};
use domain::dossier::{ActionKind, Code, Dossier, Event, Particulars, Private};
use domain::time::Instant;

use super::act::{Actor, Done, Prepared, open_actions, perform};
use super::actions::ActionRequest;
use super::chain::{self, Chain};
use super::told::{self, NoticeView};
use crate::App;
use crate::draft::Owner;
use crate::error::ActError;
use crate::seal;

/// How long a pass holds.
const PASS_SECONDS: i64 = 30 * 60;
/// Letters and digits that a number must have to show anything.
const NUMBER_CHARS_MIN: usize = 9;

/// What a browser keeps after the number was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestPass {
    /// The secret; plain ASCII without blanks.
    pub token: String,
    /// When it ends.
    pub expires_at: Instant,
}

/// A dossier as its applicant sees it without an account: no names and no answers.
#[derive(Debug, Clone, PartialEq)]
pub struct GuestView {
    /// The dossier.
    pub dossier: Dossier,
    /// What happened, oldest first.
    pub events: Vec<Event>,
    /// What the office wrote when it last asked the applicant to pay, or refused in free text; `None` when nothing stands open.
    pub told: Option<String>,
    /// The refusal, return or supplement request that stands now.
    pub notice: Option<NoticeView>,
    /// What may be done now.
    pub actions: Vec<ActionKind>,
}

/// What a pass says, and what proves it.
#[derive(Clone)]
pub(crate) struct Shown {
    code: Code,
    seal: String,
    expected: String,
}

impl App {
    /// A pass for whoever knows a dossier's code and the applicant's whole phone number or identity number. A wrong code
    /// and a wrong number answer alike with [`ActError::NotFound`]; guessing gets slower. `browser` is the secret of the
    /// browser in which alone the pass holds.
    pub async fn guest_pass(&self, browser: &str, code: &str, number: &str) -> Result<GuestPass, ActError> {
        let code = Code::parse(code.trim()).map_err(|_| ActError::NotFound)?;
        let now = self.0.clock.now();
        let attempt = format!("guest/{code}");
        if let Some(wait_seconds) = self.0.attempts.wait(&attempt, now) {
            return Err(ActError::TooManyAttempts { wait_seconds });
        }
        let asked = code.clone();
        let chain = self.0.store.read(move |tx| chain::load(tx, &asked)).await?;
        let shown = self.number_proof(number);
        let admitted = chain.is_some_and(|chain| {
            let known = chain.particulars().map(|particulars| self.known_numbers(&particulars)).unwrap_or_default();
            Guest::admit(&chain.dossier.facts(), &shown, &known).is_ok()
        });
        if !admitted {
            self.0.attempts.failed(&attempt, now);
            return Err(ActError::NotFound);
        }
        self.0.attempts.succeeded(&attempt);
        let expires_at = now.plus_seconds(PASS_SECONDS);
        let token = format!("{code}/{}/{}", expires_at.0, self.pass_seal(browser, &code, expires_at));
        Ok(GuestPass { token, expires_at })
    }

    /// The dossier that a pass opens; [`ActError::NotFound`] when it has ended or is another browser's.
    pub async fn guest_view(&self, browser: &str, pass: &str) -> Result<GuestView, ActError> {
        let shown = self.shown(browser, pass)?;
        let read = move |tx: &mut store::Tx<'_>| {
            let chain = chain::load(tx, &shown.code)?.ok_or(ActError::NotFound)?;
            let guest = shown.guest(&chain.dossier)?;
            Ok::<_, ActError>(view(chain, &guest))
        };
        self.0.store.read(read).await
    }

    /// Does one thing with the dossier that a pass opens. Files must have been brought by the same browser.
    pub async fn guest_act(
        &self,
        browser: &str,
        pass: &str,
        expected_version: Option<i64>,
        request: ActionRequest,
    ) -> Result<Done, ActError> {
        let shown = self.shown(browser, pass)?;
        let owner = self.owner_name(&Owner::Guest(browser));
        let catalogue = self.catalogue();
        let command = self.command(&owner, &catalogue, request).await?;
        let prepared = Prepared {
            code: shown.code.clone(),
            actor: Actor::Guest(shown),
            expected_version,
            command,
            idempotency: None,
            catalogue,
            zone: self.0.zone,
            now: self.0.clock.now(),
            payment_days: self.payment_days(),
        };
        self.0.store.write(move |tx| perform(tx, &prepared)).await
    }

    pub(crate) fn shown(&self, browser: &str, pass: &str) -> Result<Shown, ActError> {
        let mut parts = pass.splitn(3, '/');
        let mut next = || parts.next().unwrap_or_default();
        let code = Code::parse(next()).map_err(|_| ActError::NotFound)?;
        let expires_at = Instant(next().parse().map_err(|_| ActError::NotFound)?);
        if expires_at <= self.0.clock.now() {
            return Err(ActError::NotFound);
        }
        let expected = self.pass_seal(browser, &code, expires_at);
        Ok(Shown { code, seal: next().to_owned(), expected })
    }

    fn pass_seal(&self, browser: &str, code: &Code, expires_at: Instant) -> String {
        if browser.is_empty() {
            return String::new();
        }
        seal::keyed_hash(&self.0.secrets.pepper, "guest-pass", &format!("{code}/{}/{browser}", expires_at.0))
    }

    fn known_numbers(&self, particulars: &Particulars) -> Vec<String> {
        let applicant = &particulars.applicant;
        let proofs = [&applicant.phone, &applicant.identity_number].map(|number| self.number_proof(number));
        proofs.into_iter().filter(|proof| !proof.is_empty()).collect()
    }

    /// A keyed hash of a number, however it is written; empty when it is too short to show anything.
    fn number_proof(&self, number: &str) -> String {
        let plain: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
        // A phone number with the country's code: +84 912 345 678.
        let local = plain.strip_prefix("84").filter(|rest| rest.len() == 9).map(|rest| format!("0{rest}"));
        let plain = local.unwrap_or(plain);
        if plain.len() < NUMBER_CHARS_MIN {
            return String::new();
        }
        seal::keyed_hash(&self.0.secrets.pepper, "guest-number", &plain)
    }
}

impl Shown {
    /// The dossier that it is for, before it is proved.
    pub(crate) const fn code(&self) -> &Code {
        &self.code
    }

    /// The guest, if the pass is of this browser and for this dossier.
    pub(crate) fn guest(&self, dossier: &Dossier) -> Result<Guest, Denied> {
        Guest::admit(&dossier.facts(), &self.seal, std::slice::from_ref(&self.expected))
    }
}

/// What a guest may do with a dossier now, once the number is shown.
pub(super) fn actions_for_guests(dossier: &Dossier) -> Vec<ActionKind> {
    open_actions(dossier, |action| Guest::ACTIONS.contains(&action))
}

fn view(chain: Chain, guest: &Guest) -> GuestView {
    let (told, notice) = (told(&chain), told::standing(&chain));
    let Chain { dossier, entries } = chain;
    let facts = dossier.facts();
    let actions = open_actions(&dossier, |action| may_as_guest(guest, action, &facts).is_ok());
    let events = entries.into_iter().map(|entry| entry.event).filter(|event| !event.is_internal()).collect();
    GuestView { dossier, events, told, notice, actions }
}

/// The office's own words to the applicant, of the last event that has such.
fn told(chain: &Chain) -> Option<String> {
    let last = chain.entries.iter().rev().find(|entry| {
        matches!(
            entry.event,
            Event::SupplementRequested { .. } | Event::PaymentRequested { .. } | Event::Rejected { .. }
        )
    })?;
    let open = chain.dossier.supplements.last().is_some_and(|request| request.answered_at.is_none())
        || chain.dossier.payments.last().is_some_and(|payment| payment.reference.is_none())
        || matches!(last.event, Event::Rejected { .. });
    match &last.private {
        Some(Private::Note(note)) if open => Some(note.clone()),
        Some(
            Private::Note(_)
            | Private::Notice(_)
            | Private::Particulars(_)
            | Private::Amendment { .. }
            | Private::Draft(_),
        )
        | None => None,
    }
}

//! Sending: one message at a time by each way, claimed in the database, put into words, handed over, and noted.

use std::sync::Arc;
use std::time::Duration;

use domain::dossier::{Code, Private};
use domain::notice::{Channel, Kind, Language, QUIET_HOURS, may_go_at, next_attempt};
use domain::time::Instant;
use store::notice::{self as rows, ToldRow, owner_of};
use store::outbox::{self, Claimed, OutState, Outcome};
use store::{DbError, Tx, identity};

use super::remind::{chosen, contents};
use super::{NoticeTexts, Parcel, SendFault, Told, reason_of};
use crate::App;
use crate::dossier::{load_chain, notice_of, standing_notice};
use crate::error::ActError;
use crate::seal::sha256_hex;

/// How long a claimed message is left to its process: longer than any way out may take.
const CLAIM_SECONDS: i64 = 180;
const PAUSE: Duration = Duration::from_secs(1);
const PAUSE_AFTER_ERROR: Duration = Duration::from_secs(5);

/// A recipient, as far as anything is known of them.
struct Recipient {
    address: String,
    name: String,
    language: Language,
    note: String,
}

impl App {
    /// Starts sending by every way that is configured, with these sentences; ends with the runtime.
    pub fn send_notices(&self, texts: &Arc<dyn NoticeTexts>) {
        let outlets = self.0.carriers.outlets();
        for channel in Channel::ALL.into_iter().filter(|channel| outlets.has(*channel)) {
            tokio::spawn(run(self.clone(), channel, Arc::clone(texts)));
        }
    }

    /// Sends the one message that is due first by a way, if there is any; whether there was.
    pub async fn send_next(&self, channel: Channel, texts: &dyn NoticeTexts) -> Result<bool, ActError> {
        let now = self.0.clock.now();
        let civil = self.0.zone.civil(now);
        let Some(carrier) = self.0.carriers.of(channel) else { return Ok(false) };
        if may_go_at(channel, civil, QUIET_HOURS) > civil {
            return Ok(false);
        }
        let until = now.plus_seconds(CLAIM_SECONDS);
        let claim = move |tx: &mut Tx<'_>| match outbox::claim(tx, channel, now, until) {
            Err(DbError::Stale) | Ok(None) => Ok(None),
            Ok(Some(claimed)) => Ok::<_, ActError>(Some(claimed)),
            Err(error) => Err(error.into()),
        };
        let Some(claimed) = self.0.store.write(claim).await? else { return Ok(false) };
        let outcome = match self.parcel(&claimed, channel, texts).await? {
            Ok(parcel) => outcome(carrier.carry(&parcel).await, &claimed, self.0.clock.now()),
            Err(reason) => dropped(&claimed, reason),
        };
        let now = self.0.clock.now();
        let noted = move |tx: &mut Tx<'_>| Ok::<_, ActError>(outbox::settle(tx, channel, &claimed, &outcome, now)?);
        if !self.0.store.write(noted).await? {
            tracing::warn!(channel = channel.name(), "a message took so long that another process has it now");
        }
        Ok(true)
    }

    /// The message in words with its address, or why there is nobody to send it to.
    async fn parcel(
        &self,
        claimed: &Claimed,
        channel: Channel,
        texts: &dyn NoticeTexts,
    ) -> Result<Result<Parcel, &'static str>, ActError> {
        let name = claimed.notice.clone();
        let found = self.0.store.read(move |tx| {
            let Some(told) = rows::one(tx, &name)? else { return Ok::<_, ActError>(None) };
            let recipient = recipient(tx, &told, channel)?;
            Ok(Some((told, recipient)))
        });
        let Some((told, recipient)) = found.await? else { return Ok(Err("no_notice")) };
        let Some(recipient) = recipient else { return Ok(Err("erased")) };
        if recipient.address.trim().is_empty() {
            return Ok(Err("no_address"));
        }
        let public_url = texts.public_url();
        let choices_url = format!("{public_url}/tai-khoan/kenh-thong-bao");
        let contents = contents(told.notice.kind, &told)?;
        let words = Told {
            kind: told.notice.kind,
            contents: &contents,
            code: &told.notice.code,
            procedure: (&told.procedure.0, &told.procedure.1),
            desk: &told.procedure.2,
            name: &recipient.name,
            note: &recipient.note,
            url: &format!("{public_url}/ho-so/{}", told.notice.code),
            choices_url: &choices_url,
            language: recipient.language,
        };
        let letter = texts.letter(&words, &self.catalogue());
        let id = sha256_hex(format!("{}/{}", channel.name(), claimed.notice).as_bytes()).chars().take(32).collect();
        Ok(Ok(Parcel { id, to: recipient.address, letter, choices_url }))
    }
}

async fn run(app: App, channel: Channel, texts: Arc<dyn NoticeTexts>) {
    loop {
        let pause = match app.send_next(channel, texts.as_ref()).await {
            Ok(true) => continue,
            Ok(false) => PAUSE,
            Err(ActError::Unavailable) => PAUSE_AFTER_ERROR,
            Err(error) => {
                tracing::error!(channel = channel.name(), %error, "a message could not be made");
                PAUSE_AFTER_ERROR
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Who gets it; `None` when nothing can be known of them any more.
fn recipient(tx: &mut Tx<'_>, told: &ToldRow, channel: Channel) -> Result<Option<Recipient>, ActError> {
    if let (Kind::Staff(_), Some(account)) = (told.notice.kind, &told.notice.account) {
        let Some(row) = identity::by_id(tx, account)?.filter(|row| !row.is_disabled) else { return Ok(None) };
        let (_, language) = chosen(tx, account)?;
        let address = by(channel, row.email, row.phone);
        return Ok(Some(Recipient { address, name: row.name, language, note: String::new() }));
    }
    let code = Code::parse(&told.notice.code).map_err(|_| ActError::fault("a notice of what is no dossier"))?;
    let Some(chain) = load_chain(tx, &code)? else { return Ok(None) };
    let Some(applicant) = chain.particulars().map(|particulars| particulars.applicant) else { return Ok(None) };
    let mut owners = vec![owner_of("", Some(&chain.dossier.subject))];
    owners.extend(told.notice.account.as_deref().map(|account| owner_of(account, None)));
    let choices = rows::choices(tx, &owners)?;
    let choice = owners.iter().find_map(|owner| choices.iter().find(|choice| choice.owner == *owner));
    let address = by(channel, applicant.email.unwrap_or_default(), applicant.phone);
    let language = choice.map(|choice| choice.language).unwrap_or_default();
    // A refused request is told with its result.
    let refused = standing_notice(&chain).filter(|_| told.notice.kind == Kind::ResultReady);
    let versions = told.notice.first_version..=told.notice.last_version;
    let entries = chain.entries.into_iter().zip(1..).filter(|(_, version)| versions.contains(version));
    let mut notes = entries.filter(|(entry, _)| domain::notice::content_of(&entry.event).is_some());
    let note = notes.find_map(|(entry, _)| match (notice_of(&entry), entry.private) {
        (Some(notice), _) => notice.plain(),
        (None, Some(Private::Note(note))) => Some(note),
        (None, _) => None,
    });
    let note = note.or_else(|| refused.and_then(|notice| notice.plain()));
    Ok(Some(Recipient { address, name: applicant.name, language, note: note.unwrap_or_default() }))
}

fn by(channel: Channel, email: String, phone: String) -> String {
    match channel {
        Channel::Email => email,
        Channel::Sms | Channel::Chat => phone,
    }
}

fn dropped(claimed: &Claimed, reason: &'static str) -> Outcome {
    Outcome { state: OutState::Dropped, due_at: claimed.until, reason: Some(reason), answer: None }
}

/// What comes of an attempt: sent, tried again, or given up.
fn outcome(carried: Result<(), SendFault>, claimed: &Claimed, now: Instant) -> Outcome {
    let Err(fault) = carried else {
        return Outcome { state: OutState::Sent, due_at: now, reason: None, answer: None };
    };
    let (reason, answer) = reason_of(fault);
    let next = match fault {
        SendFault::Unreachable => next_attempt(claimed.attempts, claimed.made_at, now, None),
        SendFault::Busy { retry_after, .. } => next_attempt(claimed.attempts, claimed.made_at, now, retry_after),
        SendFault::Refused { .. } | SendFault::BadAddress => None,
    };
    let state = if next.is_some() { OutState::Waiting } else { OutState::Failed };
    Outcome { state, due_at: next.unwrap_or(now), reason: Some(reason), answer: answer.map(i64::from) }
}

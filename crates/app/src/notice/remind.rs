//! Reminders to staff, into the same inbox and by the same ways; called from inside an act or a job of its own.

use domain::notice::{Content, Kind, Language, Outlets, Preferences, Reminder};
use domain::time::Instant;
use store::notice::{self as rows, NoticeRow, owner_of};
use store::{Tx, identity, outbox};

use crate::App;
use crate::error::ActError;

/// A reminder to one person about one dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffReminder {
    /// The account that is reminded.
    pub account: String,
    /// The dossier.
    pub code: String,
    /// Tells it from other reminders of the same person about the same dossier: the same occasion reminds once.
    pub occasion: String,
    /// What it says.
    pub reminder: Reminder,
}

impl App {
    /// Which ways out there are; what [`remind`] asks for.
    #[must_use]
    pub fn outlets(&self) -> Outlets {
        self.0.carriers.outlets()
    }
}

/// Reminds a member of staff. Asked again for the same person, dossier, kind and occasion, it changes nothing.
pub fn remind(tx: &mut Tx<'_>, outlets: Outlets, staff: &StaffReminder, now: Instant) -> Result<(), ActError> {
    let StaffReminder { account, code, occasion, reminder } = staff;
    let kind = Content::Staff(reminder.clone()).kind();
    let notice = NoticeRow {
        id: format!("{code}/{}/{account}/{occasion}", kind.name()),
        code: code.clone(),
        first_version: 0,
        last_version: 0,
        kind,
        subject: None,
        account: Some(account.clone()),
        reminder: Some(serde_json::to_string(reminder)?),
        created_at: now,
        read_at: None,
    };
    rows::put(tx, &notice)?;
    for channel in chosen(tx, account)?.0.channels(kind, outlets) {
        outbox::put(tx, &notice.id, channel, now, now)?;
    }
    Ok(())
}

/// What the person of an account chose: under their pseudonym once the identity is verified.
pub(super) fn chosen(tx: &mut Tx<'_>, account: &str) -> Result<(Preferences, Language), ActError> {
    let subject = identity::by_id(tx, account)?.and_then(|row| row.subject);
    let found = rows::choices(tx, &[owner_of(account, subject.as_deref())])?;
    Ok(found.first().map(|choice| (choice.preferences, choice.language)).unwrap_or_default())
}

/// What a notice says: of a dossier's events, or the reminder that it carries.
pub(super) fn contents(kind: Kind, told: &rows::ToldRow) -> Result<Vec<Content>, ActError> {
    if let (Kind::Staff(_), Some(reminder)) = (kind, &told.notice.reminder) {
        return Ok(vec![Content::Staff(serde_json::from_str(reminder)?)]);
    }
    let mut contents = Vec::new();
    for payload in &told.payloads {
        contents.extend(domain::notice::content_of(&serde_json::from_str(payload)?));
    }
    Ok(domain::notice::Joined::said(contents))
}

//! Notices to applicants and reminders to staff: made after the commit, shown on the web, sent by the ways people chose.
//!
//! The follower makes one notice for one act, in the transaction in which it moves its place on; it opens nothing that is
//! sealed. Names, addresses and words are put in when a message is sent: after the key of a person was erased, nothing
//! goes out. A message is sent at least once: a process that dies between the sending and the noting of it leaves a
//! message that is sent again, under the same message id.

mod choice;
mod follow;
mod gateway;
mod inbox;
mod mail;
mod outbox;
mod remind;
mod send;

use domain::notice::{Channel, Content, Kind, Language, Outlets};
use futures_util::future::BoxFuture;

pub use choice::Choice;
pub(crate) use choice::difference;
pub(crate) use follow::run as follow;
pub use gateway::GatewayAddress;
pub use inbox::{InboxPage, Notice};
pub use mail::{MailAddress, MailSecurity};
pub use outbox::{OutState, Outgoing, OutgoingPage};
pub use remind::{StaffReminder, remind};

use crate::catalogue::Catalogue;

/// Where messages go out. Without any, there is the inbox on the web.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The mail server.
    pub mail: Option<MailAddress>,
    /// The gateway for short messages.
    pub sms: Option<GatewayAddress>,
    /// The gateway for chat.
    pub chat: Option<GatewayAddress>,
}

/// What is wrong with the address of a way out.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ChannelError {
    /// It cannot be read, or personal data would cross the network in the clear.
    #[error("{0} must be reached over TLS, or be on this machine")]
    Address(String),
    /// The sender's own address cannot be read.
    #[error("the sender's address cannot be read: {0}")]
    Sender(String),
    /// The client could not be made.
    #[error("the client could not be made: {0}")]
    Client(String),
}

/// Why a message did not go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendFault {
    /// Nobody answered, or not in time.
    Unreachable,
    /// The other side cannot take it now.
    Busy {
        /// Its number: an SMTP reply or an HTTP status.
        answer: u16,
        /// After how many seconds to come back, if it says so.
        retry_after: Option<i64>,
    },
    /// The other side will never take it.
    Refused {
        /// Its number.
        answer: u16,
    },
    /// The address cannot be one.
    BadAddress,
}

/// A message on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Always the same for the same message, so that a second one can be recognised.
    pub id: String,
    /// A mail address or a telephone number.
    pub to: String,
    /// Its words.
    pub letter: Letter,
    /// Where the recipient chooses other ways.
    pub choices_url: String,
}

/// The words of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// The subject of a mail.
    pub subject: String,
    /// The text of a mail.
    pub body: String,
    /// The text of a short message.
    pub short: String,
}

/// What is to be put into words.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// What the message is about.
    pub kind: Kind,
    /// What it says, in order.
    pub contents: &'a [Content],
    /// The dossier.
    pub code: &'a str,
    /// The procedure and the first day of its version.
    pub procedure: (&'a str, &'a str),
    /// The desk that received it.
    pub desk: &'a str,
    /// Name of the recipient.
    pub name: &'a str,
    /// The office's own words, or empty.
    pub note: &'a str,
    /// Where the dossier is looked at.
    pub url: &'a str,
    /// Where other ways are chosen.
    pub choices_url: &'a str,
    /// In which language.
    pub language: Language,
}

/// Whoever knows the sentences: no word that people read stands in the acts.
pub trait NoticeTexts: Send + Sync {
    /// Address under which people reach the server, without a slash at the end; stands in the messages.
    fn public_url(&self) -> &str;

    /// The message in words.
    fn letter(&self, told: &Told<'_>, catalogue: &Catalogue) -> Letter;
}

/// A way out of the house.
pub(crate) trait Carrier: Send + Sync {
    /// Hands a message over to whoever carries it on.
    fn carry<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), SendFault>>;
}

/// The ways out that are configured.
#[derive(Default)]
pub(crate) struct Carriers {
    mail: Option<Box<dyn Carrier>>,
    sms: Option<Box<dyn Carrier>>,
    chat: Option<Box<dyn Carrier>>,
}

impl Carriers {
    /// Makes the clients; connects to nothing yet.
    pub(crate) fn new(config: &Config) -> Result<Self, ChannelError> {
        let gateway = |address: &GatewayAddress| Ok(Box::new(gateway::Gateway::new(address)?) as Box<dyn Carrier>);
        let mail = |address: &MailAddress| Ok(Box::new(mail::Mail::new(address)?) as Box<dyn Carrier>);
        Ok(Self {
            mail: config.mail.as_ref().map(mail).transpose()?,
            sms: config.sms.as_ref().map(gateway).transpose()?,
            chat: config.chat.as_ref().map(gateway).transpose()?,
        })
    }

    /// Which there are.
    pub(crate) fn outlets(&self) -> Outlets {
        Outlets { email: self.mail.is_some(), sms: self.sms.is_some(), chat: self.chat.is_some() }
    }

    fn of(&self, channel: Channel) -> Option<&dyn Carrier> {
        match channel {
            Channel::Email => self.mail.as_deref(),
            Channel::Sms => self.sms.as_deref(),
            Channel::Chat => self.chat.as_deref(),
        }
    }
}

/// The name of a short fact as the outbox keeps it.
const fn reason_of(fault: SendFault) -> (&'static str, Option<u16>) {
    match fault {
        SendFault::Unreachable => ("unreachable", None),
        SendFault::Busy { answer, .. } => ("busy", Some(answer)),
        SendFault::Refused { answer } => ("refused", Some(answer)),
        SendFault::BadAddress => ("bad_address", None),
    }
}

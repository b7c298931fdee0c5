//! Delivery of a result (trả kết quả): at the desk, to somebody authorised, by post, electronically; a record beside the
//! dossier.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::{Refusal, ReplayError};

/// Longest name, number or office.
const TEXT_CHARS_MAX: usize = 200;
/// Deliveries of one result at most; each but the last came back.
const DELIVERIES_MAX: usize = 20;

/// In what way a result is delivered. What it says of people is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryWay {
    /// Trả tại quầy cho người nộp hồ sơ.
    Applicant,
    /// Trả tại quầy cho người được ủy quyền.
    Authorised,
    /// Qua dịch vụ bưu chính.
    Post,
    /// Bản điện tử.
    Electronic,
}

impl DeliveryWay {
    /// Every way, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Applicant, Self::Authorised, Self::Post, Self::Electronic];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Authorised => "authorised",
            Self::Post => "post",
            Self::Electronic => "electronic",
        }
    }

    /// The way of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}

/// How far a delivery has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Đã giao bưu chính.
    HandedOver,
    /// Đang vận chuyển.
    InTransit,
    /// Đã trả.
    Delivered,
    /// Chuyển hoàn.
    Returned,
}

impl DeliveryState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::HandedOver, Self::InTransit, Self::Delivered, Self::Returned];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HandedOver => "handed_over",
            Self::InTransit => "in_transit",
            Self::Delivered => "delivered",
            Self::Returned => "returned",
        }
    }

    /// The state of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// The states that may follow.
    #[must_use]
    pub const fn followed_by(self) -> &'static [Self] {
        match self {
            Self::HandedOver => &[Self::InTransit, Self::Delivered, Self::Returned],
            Self::InTransit => &[Self::Delivered, Self::Returned],
            Self::Delivered | Self::Returned => &[],
        }
    }
}

/// The paper of authorisation (giấy ủy quyền) that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorisation {
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: Date,
    /// Who certified it.
    pub certified_by: String,
}

/// Who took the result at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receiver {
    /// Name.
    pub name: String,
    /// Identity number.
    pub identity_number: String,
    /// The authorisation seen, for somebody else than the applicant.
    pub authorisation: Option<Authorisation>,
}

/// With whom and under which number it went by post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// The postal enterprise.
    pub carrier: String,
    /// Its number for the consignment.
    pub tracking_number: String,
}

/// One delivery, without what is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// In what way.
    pub way: DeliveryWay,
    /// How far it has come.
    pub state: DeliveryState,
    /// When it was handed over or sent.
    pub at: DateTime,
    /// When it came to its present state.
    pub changed_at: DateTime,
}

/// All deliveries of one result, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deliveries {
    /// Number of events.
    pub version: i64,
    /// The deliveries.
    pub list: Vec<Delivery>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryCommand<'a> {
    /// Note a delivery at the desk.
    HandOver(&'a Receiver),
    /// Note that it goes by post.
    Send(&'a Posting),
    /// Note that it was delivered electronically.
    Provide,
    /// Note what the carrier says of the last one.
    Advance(DeliveryState),
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum DeliveryEvent {
    /// A delivery was noted; who took it or where it went is sealed beside it.
    Noted {
        /// In what way.
        way: DeliveryWay,
        /// When.
        at: DateTime,
    },
    /// The last one went on.
    Advanced {
        /// To which state.
        to: DeliveryState,
        /// When.
        at: DateTime,
    },
}

impl DeliveryEvent {
    /// What happened, in a word.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Noted { .. } => "delivery_noted",
            Self::Advanced { .. } => "delivery_advanced",
        }
    }
}

impl Deliveries {
    /// What a command comes to at this time.
    pub fn decide(&self, command: &DeliveryCommand<'_>, now: DateTime) -> Result<DeliveryEvent, Refusal> {
        let last = self.list.last().map(|delivery| delivery.state);
        let way = match command {
            DeliveryCommand::Advance(to) => {
                let state = last.ok_or(Refusal::NoResult)?;
                return if state.followed_by().contains(to) {
                    Ok(DeliveryEvent::Advanced { to: *to, at: now })
                } else {
                    Err(Refusal::DeliveryNotInState(state))
                };
            }
            DeliveryCommand::HandOver(receiver) => {
                check_receiver(receiver, now.date())?;
                if receiver.authorisation.is_some() { DeliveryWay::Authorised } else { DeliveryWay::Applicant }
            }
            DeliveryCommand::Send(posting) => {
                check_posting(posting)?;
                DeliveryWay::Post
            }
            DeliveryCommand::Provide => DeliveryWay::Electronic,
        };
        match last {
            None => Ok(DeliveryEvent::Noted { way, at: now }),
            Some(DeliveryState::Returned) if self.list.len() < DELIVERIES_MAX => {
                Ok(DeliveryEvent::Noted { way, at: now })
            }
            Some(
                DeliveryState::Returned
                | DeliveryState::HandedOver
                | DeliveryState::InTransit
                | DeliveryState::Delivered,
            ) => Err(Refusal::AlreadyDelivered),
        }
    }

    /// The deliveries that these events give, in their order.
    pub fn replay<'e>(events: impl IntoIterator<Item = &'e DeliveryEvent>) -> Result<Self, ReplayError> {
        let mut deliveries = Self::default();
        for event in events {
            deliveries.apply(event)?;
        }
        Ok(deliveries)
    }

    /// Takes an event over.
    pub fn apply(&mut self, event: &DeliveryEvent) -> Result<(), ReplayError> {
        match event {
            DeliveryEvent::Noted { way, at } => {
                let state = match way {
                    DeliveryWay::Post => DeliveryState::HandedOver,
                    DeliveryWay::Applicant | DeliveryWay::Authorised | DeliveryWay::Electronic => {
                        DeliveryState::Delivered
                    }
                };
                self.list.push(Delivery { way: *way, state, at: *at, changed_at: *at });
            }
            DeliveryEvent::Advanced { to, at } => {
                let last = self.list.last_mut().ok_or(ReplayError)?;
                last.state = *to;
                last.changed_at = *at;
            }
        }
        self.version = self.version.saturating_add(1);
        Ok(())
    }
}

fn check_receiver(receiver: &Receiver, today: Date) -> Result<(), Refusal> {
    check_text("name", &receiver.name)?;
    check_text("identity_number", &receiver.identity_number)?;
    if !is_identity_number(&receiver.identity_number) {
        return Err(Refusal::Malformed("identity_number"));
    }
    let Some(authorisation) = &receiver.authorisation else { return Ok(()) };
    check_text("authorisation_number", &authorisation.number)?;
    check_text("certified_by", &authorisation.certified_by)?;
    if authorisation.date > today { Err(Refusal::DayToCome("authorisation_date")) } else { Ok(()) }
}

fn check_posting(posting: &Posting) -> Result<(), Refusal> {
    check_text("carrier", &posting.carrier)?;
    check_text("tracking_number", &posting.tracking_number)?;
    let length = posting.tracking_number.len();
    let sound = posting.tracking_number.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if sound && (6..=40).contains(&length) { Ok(()) } else { Err(Refusal::Malformed("tracking_number")) }
}

fn check_text(field: &'static str, text: &str) -> Result<(), Refusal> {
    match text.trim().chars().count() {
        0 => Err(Refusal::Missing(field)),
        1..=TEXT_CHARS_MAX => Ok(()),
        _ => Err(Refusal::Malformed(field)),
    }
}

/// 12 digits (số định danh cá nhân), 9 digits (old identity card), or a letter and 7 digits (passport).
fn is_identity_number(number: &str) -> bool {
    let number = number.trim().as_bytes();
    let are_digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    match number {
        [letter, rest @ ..] if rest.len() == 7 => letter.is_ascii_uppercase() && are_digits(rest),
        digits => matches!(digits.len(), 9 | 12) && are_digits(digits),
    }
}

//! The ways by which a message goes out, who chooses them, and the hours in which telephones are left alone.

use jiff::civil::{Date, DateTime, Time, date, time};
use serde::{Deserialize, Serialize};

use super::Kind;

/// A way out of the house. The inbox on the web is none: every notice stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Electronic mail (thư điện tử).
    Email,
    /// A short message to a telephone (tin nhắn SMS).
    Sms,
    /// A message in a chat application, addressed by telephone number.
    Chat,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 3] = [Self::Email, Self::Sms, Self::Chat];

    /// The stable name, as stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Chat => "chat",
        }
    }

    /// The channel of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// Which channels this installation has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outlets {
    /// A mail server is configured.
    pub email: bool,
    /// A gateway for short messages is configured.
    pub sms: bool,
    /// A gateway for chat is configured.
    pub chat: bool,
}

impl Outlets {
    /// Whether the channel is there.
    #[must_use]
    pub const fn has(self, channel: Channel) -> bool {
        match channel {
            Channel::Email => self.email,
            Channel::Sms => self.sms,
            Channel::Chat => self.chat,
        }
    }
}

/// What a person chose. The inbox on the web is always there and cannot be switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// Electronic mail, when an address is known.
    pub email: bool,
    /// Short messages, for what is pressing only.
    pub sms: bool,
    /// Messages in a chat application.
    pub chat: bool,
}

impl Default for Preferences {
    /// For whoever has not chosen: mail, and short messages for what is pressing; chat only when asked for.
    fn default() -> Self {
        Self { email: true, sms: true, chat: false }
    }
}

impl Preferences {
    /// The channels by which a notice of this kind goes out.
    #[must_use]
    pub fn channels(self, kind: Kind, outlets: Outlets) -> Vec<Channel> {
        let wanted = |channel: &Channel| match channel {
            Channel::Email => self.email,
            Channel::Sms => self.sms && kind.is_pressing(),
            Channel::Chat => self.chat,
        };
        Channel::ALL.into_iter().filter(|channel| outlets.has(*channel)).filter(wanted).collect()
    }
}

/// Hours in which no telephone is to ring, from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// The first day on which they hold.
    pub valid_from: Date,
    /// From this time of day …
    pub from: Time,
    /// … to this one, on the next day.
    pub to: Time,
}

/// The quiet hours of the house, the latest last. A rule of courtesy and not of law: no decree speaks of messages about
/// one's own dossier.
pub const QUIET_HOURS: &[QuietHours] =
    &[QuietHours { valid_from: date(2026, 1, 1), from: time(21, 0, 0, 0), to: time(7, 0, 0, 0) }];

/// The earliest time at or after `now` at which a message may go out by this channel.
#[must_use]
pub fn may_go_at(channel: Channel, now: DateTime, quiet: &[QuietHours]) -> DateTime {
    match channel {
        Channel::Email | Channel::Chat => now,
        Channel::Sms => {
            let Some(hours) = quiet.iter().rev().find(|hours| hours.valid_from <= now.date()) else { return now };
            if now.time() >= hours.from {
                // At the end of the calendar there is no tomorrow.
                now.date().tomorrow().map_or(now, |tomorrow| tomorrow.to_datetime(hours.to))
            } else if now.time() < hours.to {
                now.date().to_datetime(hours.to)
            } else {
                now
            }
        }
    }
}

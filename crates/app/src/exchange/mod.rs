//! Documents between installations: what is issued goes out to partners, what they send comes in, and each side tells the
//! other how far a document is.
//!
//! Each document has a stream for every receiver where it was issued (`exchange/out/…`), and one for every agency that was
//! addressed where it came (`exchange/in/…`). What an event says to the other side stands in the outbox in the same
//! transaction; it is sent afterwards, in order for each partner, again and again until the partner took it. Reasons may
//! name people: they are sealed.

mod answer;
mod carry;
mod config;
mod envelope;
mod folder;
mod http;
mod key;
mod line;
mod message;
mod progress;
mod read;
mod receive;
mod row;
mod send;
mod signed;
mod take;
mod wrap;

pub use answer::ExchangeAnswer;
pub use config::{ExchangeConfig, ExchangeError, ExchangeKey, Partner, PartnerAgency, PartnerConfig, PlainTexts, Way};
pub use envelope::{EnvelopeFault, EnvelopeFile, EnvelopeRead, EnvelopeSignature, read_envelope, write_envelope};
pub use progress::{AskView, CameView};
pub(crate) use progress::{came_view, progressed};
pub use read::{ExchangeParity, SentView};
pub(crate) use read::{answered_by, sent_views};
pub use receive::{ReceiveFault, Received};
pub(crate) use row::{difference, stray};
pub(crate) use send::{ask, issue};
pub use signed::{RequestFacts, SignatureFault};
pub use take::{ExchangeTexts, Unacceptable};

use std::path::PathBuf;
use std::sync::Arc;

use domain::time::{Date, DateTime, Instant, Zone};

use self::send::{content_type, file_name};
use crate::Catalogue;

/// What the exchange of this installation is: its key, its partners, what it says.
pub(crate) struct Exchange {
    key: Option<key::InstallationKey>,
    partners: Vec<Partner>,
    ways: Vec<Arc<dyn carry::Transport>>,
    texts: Arc<dyn ExchangeTexts>,
    /// Where envelopes lie while they are made and read.
    folder: PathBuf,
}

impl Exchange {
    /// The partners.
    pub(crate) fn partners(&self) -> &[Partner] {
        &self.partners
    }

    /// By which partner an agency is reached.
    fn partner_of(&self, organ: &str) -> Option<&Partner> {
        self.partners.iter().find(|partner| partner.agency(organ).is_some())
    }

    fn partner(&self, name: &str) -> Option<&Partner> {
        self.partners.iter().find(|partner| partner.name == name)
    }

    /// The identifier and the name of a receiver elsewhere, and its partner; none for units of this installation and for
    /// what is only a name. A unit that the catalogue knows but a partner serves is elsewhere.
    pub(crate) fn elsewhere<'a>(
        &'a self,
        receiver: &str,
        catalogue: &Catalogue,
        today: Date,
    ) -> Option<(&'a Partner, &'a PartnerAgency)> {
        let agency = |organ: &str| {
            let partner = self.partner_of(organ)?;
            Some((partner, partner.agency(organ)?))
        };
        agency(receiver).or_else(|| agency(&catalogue.unit_code(receiver, today)?.code))
    }
}

/// Who writes events of the exchange, when, and under which key.
#[derive(Clone, Copy)]
pub(crate) struct By<'a> {
    pub(crate) actor: &'a str,
    pub(crate) now: Instant,
    pub(crate) zone: Zone,
    pub(crate) fresh: &'a [u8; 32],
}

impl By<'_> {
    fn civil(&self) -> DateTime {
        self.zone.civil(self.now)
    }
}

/// Whether a stream is of a document that was sent from here.
fn sent_key(stream: &str) -> bool {
    stream.starts_with("exchange/out/")
}

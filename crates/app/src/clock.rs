//! The only place where the time of day is read.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::time::{Date, DateTime, Instant, Zone};

/// Where "now" comes from: a closed set, so an enum.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// The machine's clock, so many microseconds ahead: for training and for trying out what time does to a dossier.
    Ahead(i64),
    /// A time set by tests and by the simulated province.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at an instant until it is moved.
    #[must_use]
    pub fn fixed(at: Instant) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.0)))
    }

    /// A clock that shows this instant now and goes on from there.
    #[must_use]
    pub fn going_on_from(at: Instant) -> Self {
        Self::Ahead(at.0.saturating_sub(Self::System.now().0))
    }

    /// The present instant.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn now(&self) -> Instant {
        match self {
            Self::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Instant(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
            }
            Self::Ahead(micros) => Instant(Self::System.now().0.saturating_add(*micros)),
            Self::Fixed(at) => Instant(at.load(Ordering::Relaxed)),
        }
    }

    /// The province's civil time now, to the second.
    #[must_use]
    pub fn civil(&self, zone: Zone) -> DateTime {
        zone.civil(self.now())
    }

    /// Today in the province.
    #[must_use]
    pub fn today(&self, zone: Zone) -> Date {
        zone.date(self.now())
    }

    /// Moves a fixed clock; the machine's clock is not moved.
    pub fn set(&self, at: Instant) {
        if let Self::Fixed(place) = self {
            place.store(at.0, Ordering::Relaxed);
        }
    }
}

//! Scoring rounds: acts on rounds and sheets, what is read of them, what everybody can read.
//!
//! A round's stream in the journal is `round/{round}`, that of a unit's sheet `round-sheet/{round}/{unit}`: units that fill
//! in their sheets do not stand in each other's way.

mod act;
mod cards;
mod known;
mod open;
mod read;
mod row;
mod show;
mod write;

pub use act::{RoundDone, RoundRequest};
pub use cards::{ShippedCard, card_text, shipped_cards};
pub use open::{OpenRound, OpenRounds, OpenSheet};
pub use read::{RoundLine, RoundPage, RoundWaiting};
pub(crate) use row::{round_difference, sheet_difference};
pub use show::{RoundHistory, RoundView, SheetHistory, SheetLine, SheetView};
pub use write::{SheetDone, SheetRequest};

use domain::access::{Denied, Person, RoundSight, round_sight};

use crate::App;

/// Events of one stream that are read at most.
const EVENTS_MAX: i64 = 10_000;
/// Who acts where the clock does.
const SYSTEM: &str = "system";

/// Name of a round's stream.
fn round_stream(round: &str) -> String {
    format!("round/{round}")
}

/// Name of the stream of a unit's sheet.
fn sheet_stream(round: &str, unit: &str) -> String {
    format!("round-sheet/{round}/{unit}")
}

impl App {
    /// Whose sheets the person sees.
    fn round_sight(&self, person: &Person) -> Result<RoundSight, Denied> {
        let (catalogue, today) = (self.catalogue(), self.today());
        round_sight(person, catalogue.province(today).unwrap_or_default(), today)
    }

    /// Whether the person takes part in scoring rounds at all.
    #[must_use]
    pub fn may_see_rounds(&self, person: &Person) -> bool {
        self.round_sight(person).is_ok()
    }
}

//! Units of the state (cơ quan, đơn vị, địa phương), what they were called and who followed whom.
//!
//! A unit keeps its id through its versions; every version carries its dates, so that a dossier of 2020 is read
//! with the districts of 2020 and one of today with the two levels that Resolution 202/2025/QH15 left.

mod competence;
mod directory;
mod unit;
mod validity;

pub use competence::{Competence, Competences, Handler, Matter, Receiver};
pub use directory::Organisation;
pub use unit::{CodeStatus, NameChange, Relation, Unit, UnitCode, UnitLevel, UnitLink};
pub use validity::{Validity, day, first_day, last_day};

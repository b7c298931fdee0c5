//! The register of arrivals of an agency over some days, with all that the official one has (Decree 30/2020/NĐ-CP,
//! Annex IV).

use std::collections::BTreeMap;

use domain::access::{ArrivalAction, ArrivalFacts, Person, may_arrival};
use domain::time::Date;
use store::incoming::{self as rows, IncomingRow};

use super::row::names;
use crate::App;
use crate::error::{ActError, FieldProblemKind};

/// Documents of one register at most.
pub const REGISTER_DOCUMENTS_MAX: usize = 2_000;

/// A line of the register.
pub type RegisterLine = IncomingRow;

/// A register of arrivals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterOfArrivals {
    /// Its lines, in the order of the numbers.
    pub lines: Vec<RegisterLine>,
    /// Names of the people in them, by account.
    pub names: BTreeMap<String, String>,
    /// Whether there are more than fit.
    pub too_many: bool,
}

impl App {
    /// The register of an agency between two days, both included.
    pub async fn register_of_arrivals(
        &self,
        person: &Person,
        agency: &str,
        (from, to): (Date, Date),
    ) -> Result<RegisterOfArrivals, ActError> {
        may_arrival(person, ArrivalAction::Print, &ArrivalFacts::at(agency), self.today())?;
        if from > to {
            return Err(ActError::field("den", FieldProblemKind::Malformed));
        }
        let (agency, from, to) = (agency.to_owned(), from.to_string(), to.to_string());
        let read = self.0.store.read(move |tx| {
            let most = i64::try_from(REGISTER_DOCUMENTS_MAX).unwrap_or(i64::MAX);
            let mut lines = rows::register(tx, &agency, (&from, &to), most.saturating_add(1))?;
            let too_many = lines.len() > REGISTER_DOCUMENTS_MAX;
            lines.truncate(REGISTER_DOCUMENTS_MAX);
            let concerned = lines.iter().flat_map(|row| [row.person.as_str(), row.taken_by.as_str()]);
            let names = names(tx, concerned)?;
            Ok::<_, ActError>(RegisterOfArrivals { lines, names, too_many })
        });
        read.await
    }
}

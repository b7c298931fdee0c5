//! Between the streams of absences and delegations and their rows.

use domain::access::{Absence, Delegation};
use serde::de::DeserializeOwned;
use store::journal::StoredEvent;
use store::{Tx, absence as rows};

use crate::error::ActError;

fn read<E: DeserializeOwned>(events: &[StoredEvent]) -> Result<Vec<E>, ActError> {
    Ok(events.iter().map(|event| serde_json::from_str(&event.payload)).collect::<Result<_, _>>()?)
}

/// Number of events.
fn version(events: &[StoredEvent]) -> i64 {
    i64::try_from(events.len()).unwrap_or(i64::MAX)
}

/// What of an absence's row is not as the journal says; `None` when nothing is.
pub(crate) fn absence_difference(
    tx: &mut Tx<'_>,
    id: &str,
    events: &[StoredEvent],
) -> Result<Option<String>, ActError> {
    let expected = Absence::replayed(read(events)?).map(|absence| (absence, version(events)));
    let same = rows::one(tx, id)? == expected;
    Ok(if same { None } else { Some("the absence's row differs from the journal".to_owned()) })
}

/// What of a delegation's row is not as the journal says; `None` when nothing is.
pub(crate) fn delegation_difference(
    tx: &mut Tx<'_>,
    id: &str,
    events: &[StoredEvent],
) -> Result<Option<String>, ActError> {
    let expected = Delegation::replayed(read(events)?).map(|delegation| (delegation, version(events)));
    let same = rows::delegation(tx, id)? == expected;
    Ok(if same { None } else { Some("the delegation's row differs from the journal".to_owned()) })
}

//! In what marks, sums and published values differ from the journal.

use domain::dossier::Dossier;
use domain::figure::FigureEvent;
use store::journal::{self, StoredEvent};
use store::{Tx, figure_mark, figure_published, figure_sum};

use super::follow::rows_of;
use super::publish::{Listed, row_of};
use crate::error::ActError;
use crate::verify::Difference;

/// In what a dossier's marks differ from its events; nothing is said while the follower is on its way.
pub(crate) fn marks_difference(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<Option<String>, ActError> {
    let found = figure_mark::of_dossiers(tx, &[dossier.code.as_str().to_owned()])?;
    if found == rows_of(dossier) || is_on_its_way(tx)? {
        return Ok(None);
    }
    Ok(Some("what it counts for in figures differs from the journal".to_owned()))
}

/// A sum that is not that of the marks, or a row that no event made.
pub(crate) fn sums_difference(tx: &mut Tx<'_>) -> Result<Option<Difference>, ActError> {
    if let Some(dossier) = figure_mark::orphan(tx)? {
        return Ok(Some(Difference {
            stream: dossier,
            what: "it counts in figures, and there is no such dossier".to_owned(),
        }));
    }
    if let Some(id) = figure_published::orphan(tx)? {
        let what = "a published value has rows, the journal no event".to_owned();
        return Ok(Some(Difference { stream: super::figure_stream(&id), what }));
    }
    Ok(figure_sum::difference(tx)?.map(|(counter, day)| Difference {
        stream: format!("figure_sum/{counter}"),
        what: format!("the sum of {day} is not that of the records"),
    }))
}

/// In what a published value differs from its event; its frozen list has the hash that was published.
pub(crate) fn publication_difference(
    tx: &mut Tx<'_>,
    id: &str,
    events: &[StoredEvent],
) -> Result<Option<String>, ActError> {
    let [stored] = events else { return Ok(Some("a value is published once".to_owned())) };
    let FigureEvent::Published { publication } = serde_json::from_str(&stored.payload)?;
    let expected = row_of(&publication, stored.recorded_at)?;
    if figure_published::one(tx, id)?.as_ref() != Some(&expected) {
        return Ok(Some("the published value's row differs".to_owned()));
    }
    let list = Listed::frozen(tx, id)?;
    let same = list.lines == publication.lines && list.sha256() == publication.sha256;
    Ok(if same { None } else { Some("the list of what a published value counted was changed".to_owned()) })
}

fn is_on_its_way(tx: &mut Tx<'_>) -> Result<bool, ActError> {
    let place = journal::follower_place(tx, super::NAME)?;
    Ok(journal::is_behind(tx, place)?)
}

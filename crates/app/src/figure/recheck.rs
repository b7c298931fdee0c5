//! Reckoning a published value again: the same, or which records came, went and changed.

use std::collections::{BTreeMap, BTreeSet};

use domain::figure::{Change, Part, Publication, Recheck};
use store::Tx;
use store::{figure_mark, figure_published as rows};

use super::publish::{Listed, one};
use super::value::{Scope, counted, procedures_counted};
use crate::App;
use crate::catalogue::Catalogue;
use crate::error::ActError;

/// Changes that are named one by one.
const CHANGES_MAX: i64 = 1_000;
/// Publications looked at in one go.
const AT_A_TIME: i64 = 100;

impl App {
    /// Reckons a published value again from the records of now, by the definition and for the units of then.
    pub async fn recheck_figure(&self, id: &str) -> Result<Recheck, ActError> {
        let (catalogue, id) = (self.catalogue(), id.to_owned());
        self.0.store.read_at_length(move |tx| recheck(tx, &catalogue, &id)).await
    }

    /// The numbers of published values after one in the order of the list, the newest first.
    pub async fn published_ids(&self) -> Result<Vec<String>, ActError> {
        let (mut ids, mut before) = (Vec::new(), None);
        loop {
            let page = self.published_figures(None, before, AT_A_TIME).await?;
            ids.extend(page.rows.into_iter().map(|one| one.id));
            match page.next {
                Some(next) => before = Some(next),
                None => return Ok(ids),
            }
        }
    }
}

fn recheck(tx: &mut Tx<'_>, catalogue: &Catalogue, id: &str) -> Result<Recheck, ActError> {
    let publication: Publication = one(tx, id)?;
    let definition = catalogue
        .figure_version(&publication.figure, publication.version)
        .ok_or_else(|| ActError::fault("the definition of a published figure is gone"))?;
    let period = publication.period;
    let scope = Scope::of(catalogue, &publication.unit, period.to)?;
    let (now, (changes, changes_count)) = if definition.is_of_procedures() {
        let records = procedures_counted(catalogue, definition, period.to);
        let now: Lines =
            records.into_iter().map(|(counter, record, _)| ((counter.name().to_owned(), record), 1)).collect();
        let changes = compared(&frozen_lines(tx, id)?, &now);
        (Listed::of(&now), changes)
    } else {
        let (what, counters) = (counted(definition, &scope, period), definition.counters());
        let mut now = Listed::default();
        figure_mark::each_line(tx, &counters, &what, |counter, record, amount| now.take(counter, record, amount))?;
        (now, figure_mark::changes(tx, &counters, &what, id, CHANGES_MAX)?)
    };
    let frozen = Listed::frozen(tx, id)?;
    let part = |counter| Part { counter, amount: now.sum(counter) };
    let parts: Vec<Part> = definition.counters().into_iter().map(part).collect();
    let value = definition.value(|counter| now.sum(counter));
    Ok(Recheck {
        is_list_sound: frozen.lines == publication.lines && frozen.sha256() == publication.sha256,
        sha256: now.sha256(),
        value,
        parts,
        changes,
        changes_count,
        publication,
    })
}

/// Lines of a short list, by counter and record.
type Lines = BTreeMap<(String, String), i64>;

fn frozen_lines(tx: &mut Tx<'_>, id: &str) -> Result<Lines, ActError> {
    let mut lines = Lines::new();
    rows::each_line(tx, id, |counter, record, amount| {
        lines.insert((counter.to_owned(), record.to_owned()), amount);
    })?;
    Ok(lines)
}

/// What differs between two short lists, and in how many places.
fn compared(then: &Lines, now: &Lines) -> (Vec<Change>, i64) {
    let keys: BTreeSet<_> = then.keys().chain(now.keys()).collect();
    let change = |key: &(String, String)| {
        let (then, now) = (then.get(key).copied(), now.get(key).copied());
        (then != now).then(|| Change { counter: key.0.clone(), record: key.1.clone(), then, now })
    };
    let mut changes: Vec<Change> = keys.into_iter().filter_map(change).collect();
    let count = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    changes.truncate(usize::try_from(CHANGES_MAX).unwrap_or(usize::MAX));
    (changes, count)
}

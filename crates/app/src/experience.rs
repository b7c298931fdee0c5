//! What the records teach about a procedure: how long it really takes, and which papers people forget most.
//!
//! Counted by the follower as events come, read back for the last year in one query for all procedures.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::deadline::{CountingMode, Terms, working_minutes_between};
use domain::dossier::Event;
use domain::time::{Instant, Zone, date_from_epoch_day, epoch_day};
use store::dossier::DossierRow;
use store::figure;

use crate::error::ActError;
use crate::{App, Catalogue};

/// Results from which an average is shown: fewer tell about the people, not about the office.
pub const RESULTS_MIN: i64 = 10;
/// Requests for papers from which it is shown which are forgotten.
pub const REQUESTS_MIN: i64 = 10;
/// Minutes of a working day of eight hours.
const DAY_MINUTES: i64 = 480;
/// How far back the records are read, in days.
const DAYS: i64 = 365;
/// How long what was read is shown again.
const FRESH_SECONDS: i64 = 60;

const WORKED_CASES: &str = "worked_cases";
const WORKED_MINUTES: &str = "worked_minutes";
const REQUESTS: &str = "supplement_requested";
/// Before the id of a paper: how often it was asked for.
const ASKED_FOR: &str = "asked_for:";

/// What the records of one year say of a procedure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Experience {
    /// Results given.
    pub results: i64,
    worked_minutes: i64,
    /// Dossiers for which missing papers were asked.
    pub requests: i64,
    /// How often each paper was asked for, the most frequent first.
    asked_for: Vec<(String, i64)>,
}

impl Experience {
    /// From acceptance to result in office hours, waits included: the average in tenths of working days of eight hours,
    /// half rounded up. `None` below [`RESULTS_MIN`] results.
    #[must_use]
    pub fn average_day_tenths(&self) -> Option<i64> {
        if self.results < RESULTS_MIN {
            return None;
        }
        let whole = self.results.checked_mul(DAY_MINUTES)?;
        let doubled = self.worked_minutes.checked_mul(20)?.checked_add(whole)?;
        doubled.checked_div(whole.checked_mul(2)?)
    }

    /// The papers asked for most often, with their share of the requests in whole per cent rounded down. Empty below
    /// [`REQUESTS_MIN`] requests.
    #[must_use]
    pub fn forgotten(&self, most: usize) -> Vec<(&str, i64)> {
        if self.requests < REQUESTS_MIN {
            return Vec::new();
        }
        let share = |times: i64| times.saturating_mul(100).checked_div(self.requests).unwrap_or(0).min(100);
        self.asked_for.iter().take(most).map(|(paper, times)| (paper.as_str(), share(*times))).collect()
    }

    fn add(&mut self, figure: &str, amount: i64) {
        let place = match figure {
            WORKED_CASES => &mut self.results,
            WORKED_MINUTES => &mut self.worked_minutes,
            REQUESTS => &mut self.requests,
            other => {
                if let Some(paper) = other.strip_prefix(ASKED_FOR) {
                    self.asked(paper, amount);
                }
                return;
            }
        };
        *place = place.saturating_add(amount);
    }

    fn asked(&mut self, paper: &str, amount: i64) {
        match self.asked_for.iter_mut().find(|(known, _)| known == paper) {
            Some((_, times)) => *times = times.saturating_add(amount),
            None => self.asked_for.push((paper.to_owned(), amount)),
        }
    }
}

/// What was read last.
#[derive(Debug, Default)]
pub(crate) struct ExperienceCache(Mutex<Option<(Instant, Experiences)>>);

/// What the records say, by procedure.
type Experiences = Arc<BTreeMap<String, Experience>>;

impl App {
    /// What the records of the last year say of each procedure; at most a minute old.
    pub async fn experience(&self, procedure: &str) -> Result<Experience, ActError> {
        let (catalogue, now) = (self.catalogue(), self.0.clock.now());
        let all = if let Some(all) = catalogue.guide.experience.get(now) {
            all
        } else {
            let all = Arc::new(self.read_experience().await?);
            catalogue.guide.experience.put(now, Arc::clone(&all));
            all
        };
        Ok(all.get(procedure).cloned().unwrap_or_default())
    }

    async fn read_experience(&self) -> Result<BTreeMap<String, Experience>, ActError> {
        let today = self.today();
        let from = date_from_epoch_day(epoch_day(today).saturating_sub(DAYS)).unwrap_or(today);
        let read =
            self.0.store.read(move |tx| Ok::<_, ActError>(figure::totals(tx, &from.to_string(), &today.to_string())?));
        let mut all: BTreeMap<String, Experience> = BTreeMap::new();
        for (_, procedure, figure, amount) in read.await? {
            all.entry(procedure).or_default().add(&figure, amount);
        }
        for experience in all.values_mut() {
            experience
                .asked_for
                .sort_by(|(paper, times), (other, others)| others.cmp(times).then_with(|| paper.cmp(other)));
        }
        Ok(all)
    }
}

impl ExperienceCache {
    fn get(&self, now: Instant) -> Option<Arc<BTreeMap<String, Experience>>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, all) = kept.as_ref()?;
        (0..FRESH_SECONDS).contains(&now.seconds_since(*at)).then(|| Arc::clone(all))
    }

    fn put(&self, now: Instant, all: Arc<BTreeMap<String, Experience>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, all));
    }
}

/// What an event teaches, as figures with their amounts.
pub(crate) fn figures(event: &Event, row: &DossierRow, catalogue: &Catalogue, zone: Zone) -> Vec<(String, i64)> {
    if let Event::SupplementRequested { components, .. } = event {
        return components.iter().map(|paper| (format!("{ASKED_FOR}{paper}"), 1)).collect();
    }
    let Event::ResultIssued { at, .. } = event else { return Vec::new() };
    let (Some(calendar), Some(hours), Some(accepted)) =
        (catalogue.calendar(), catalogue.hours(&row.handling_unit), row.accepted_at)
    else {
        return Vec::new();
    };
    let terms = Terms { calendar, hours, mode: CountingMode::CivilCode, cut_off: None };
    let minutes = working_minutes_between(&terms, zone.civil(accepted), *at).max(0);
    vec![(WORKED_CASES.to_owned(), 1), (WORKED_MINUTES.to_owned(), minutes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learnt(figures: &[(&str, i64)]) -> Experience {
        let mut experience = Experience::default();
        for (figure, amount) in figures {
            experience.add(figure, *amount);
        }
        experience
    }

    #[test]
    fn few_cases_say_nothing() {
        let nine = learnt(&[(WORKED_CASES, 9), (WORKED_MINUTES, 9_000), (REQUESTS, 9), ("asked_for:c1", 9)]);
        assert_eq!((nine.average_day_tenths(), nine.forgotten(3)), (None, Vec::new()));
    }

    #[test]
    fn averages_and_shares_are_exact() {
        let table = [(10, 4_800, 10), (10, 4_824, 10), (10, 5_040, 11), (12, 5_760 * 3, 30), (10, 0, 0)];
        for (cases, minutes, tenths) in table {
            let experience = learnt(&[(WORKED_CASES, cases), (WORKED_MINUTES, minutes)]);
            assert_eq!(experience.average_day_tenths(), Some(tenths), "{minutes} in {cases}");
        }
        let experience = learnt(&[(REQUESTS, 30), ("asked_for:c2", 20), ("asked_for:c2", 1), ("asked_for:c1", 3)]);
        assert_eq!(experience.forgotten(3), [("c2", 70), ("c1", 10)]);
        assert_eq!(experience.forgotten(1), [("c2", 70)]);
    }
}

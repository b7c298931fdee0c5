//! The live overview: received, in process, on time and late, by unit and by procedure.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::time::{Date, Instant};
use store::{dossier as rows, figure};

use crate::App;
use crate::error::ActError;

/// How long an overview is shown again before it is counted anew.
const FRESH_SECONDS: i64 = 5;

/// Counts of one unit or procedure, or of all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Handed in between the days.
    pub received: i64,
    /// Result at the desk within the limit.
    pub finished_on_time: i64,
    /// Result at the desk after the limit.
    pub finished_late: i64,
    /// Result at the desk, without a limit that could be reckoned.
    pub finished_no_limit: i64,
    /// Not received, or taken back.
    pub ended_otherwise: i64,
    /// Still in process, whenever handed in.
    pub in_process: i64,
    /// Of those, past their due time now.
    pub overdue: i64,
}

impl Counts {
    /// Results given, on time or not.
    #[must_use]
    pub const fn finished(&self) -> i64 {
        self.finished_on_time.saturating_add(self.finished_late).saturating_add(self.finished_no_limit)
    }

    /// On time among those finished, in tenths of a percent.
    #[must_use]
    pub fn on_time_of_finished(&self) -> Option<i64> {
        share(self.finished_on_time, self.finished_on_time.saturating_add(self.finished_late))
    }

    /// On time among those received, in tenths of a percent.
    #[must_use]
    pub fn on_time_of_received(&self) -> Option<i64> {
        share(self.finished_on_time, self.received)
    }

    /// Not late among those received and worked: finished on time or in process and not overdue, in tenths of a percent.
    #[must_use]
    pub fn not_late_of_all(&self) -> Option<i64> {
        let good = self.finished_on_time.saturating_add(self.in_process).saturating_sub(self.overdue);
        let all = self.finished_on_time.saturating_add(self.finished_late).saturating_add(self.in_process);
        share(good, all)
    }

    fn add(&mut self, figure: &str, amount: i64) {
        let place = match figure {
            "submitted" => &mut self.received,
            "finished_on_time" => &mut self.finished_on_time,
            "finished_late" => &mut self.finished_late,
            "finished_no_limit" => &mut self.finished_no_limit,
            "refused" | "withdrawn" => &mut self.ended_otherwise,
            _ => return,
        };
        *place = place.saturating_add(amount);
    }

    fn add_open(&mut self, figure: &str, amount: i64) {
        match figure {
            "submitted" | "transferred_in" => self.in_process = self.in_process.saturating_add(amount),
            "finished_on_time" | "finished_late" | "finished_no_limit" | "refused" | "withdrawn"
            | "transferred_out" => {
                self.in_process = self.in_process.saturating_sub(amount);
            }
            _ => (),
        }
    }
}

/// The overview between two days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// All units.
    pub total: Counts,
    /// By handling unit.
    pub by_unit: BTreeMap<String, Counts>,
    /// By procedure.
    pub by_procedure: BTreeMap<String, Counts>,
    /// When it was counted.
    pub counted_at: Option<Instant>,
}

/// The last overviews, by their days.
#[derive(Default)]
pub(crate) struct OverviewCache {
    kept: Mutex<BTreeMap<(Date, Date), Arc<Overview>>>,
    turn: tokio::sync::Mutex<()>,
}

impl App {
    /// Received, in process, on time, late between two days, both included. At most five seconds old.
    pub async fn overview(&self, from: Date, to: Date) -> Result<Arc<Overview>, ActError> {
        let now = self.0.clock.now();
        if let Some(kept) = self.0.overview.get((from, to), now) {
            return Ok(kept);
        }
        // One counts while the others wait for what it finds.
        let _turn = self.0.overview.turn.lock().await;
        if let Some(kept) = self.0.overview.get((from, to), now) {
            return Ok(kept);
        }
        let counted = self.0.store.read_at_length(move |tx| {
            let period = figure::totals(tx, &from.to_string(), &to.to_string())?;
            let ever = figure::totals(tx, "", "9999-12-31")?;
            Ok::<_, ActError>((period, ever, rows::late(tx, now)?))
        });
        let (period, ever, late) = counted.await?;
        let mut overview = Overview { counted_at: Some(now), ..Overview::default() };
        for (unit, procedure, figure, amount) in period {
            overview.each(&unit, &procedure, |counts| counts.add(&figure, amount));
        }
        for (unit, procedure, figure, amount) in ever {
            overview.each(&unit, &procedure, |counts| counts.add_open(&figure, amount));
        }
        for (unit, procedure, amount) in late {
            overview.each(&unit, &procedure, |counts| counts.overdue = counts.overdue.saturating_add(amount));
        }
        let overview = Arc::new(overview);
        self.0.overview.put((from, to), Arc::clone(&overview));
        Ok(overview)
    }
}

impl Overview {
    fn each(&mut self, unit: &str, procedure: &str, change: impl Fn(&mut Counts)) {
        change(&mut self.total);
        change(self.by_unit.entry(unit.to_owned()).or_default());
        change(self.by_procedure.entry(procedure.to_owned()).or_default());
    }
}

impl OverviewCache {
    fn get(&self, days: (Date, Date), now: Instant) -> Option<Arc<Overview>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let overview = kept.get(&days)?;
        let age = now.seconds_since(overview.counted_at?);
        (0..FRESH_SECONDS).contains(&age).then(|| Arc::clone(overview))
    }

    fn put(&self, days: (Date, Date), overview: Arc<Overview>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() > 50 {
            kept.clear();
        }
        kept.insert(days, overview);
    }
}

/// `part` of `whole` in tenths of a percent, half rounded up; `None` of nothing.
fn share(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    let doubled = part.checked_mul(2000)?.checked_add(whole)?;
    doubled.checked_div(whole.checked_mul(2)?)
}

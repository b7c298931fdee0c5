//! How long people waited at a desk and were served, by hour and service.

use domain::access::{DeskAction, Person, may_desk};
use domain::desk::{DeskPlan, HourLine, Spread, Visit, by_hour_and_service};
use domain::time::{Date, Zone};
use store::desk::{self as rows, Times};

use crate::App;
use crate::error::ActError;

/// Tickets reckoned with at most.
const TICKETS_MAX: i64 = 50_000;

/// The figures of a desk between two days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskFigures {
    /// How the desk is set up on the last day.
    pub plan: DeskPlan,
    /// By hour and service.
    pub lines: Vec<HourLine>,
    /// Minutes waited, of all.
    pub waited: Spread,
    /// Minutes served, of all.
    pub served: Spread,
    /// Whether there were more tickets than are reckoned with.
    pub cut: bool,
}

impl App {
    /// The figures of a desk between two days, both included; they rest on the times of its tickets.
    pub async fn desk_figures(
        &self,
        person: &Person,
        unit: &str,
        (from, to): (Date, Date),
    ) -> Result<DeskFigures, ActError> {
        may_desk(person, DeskAction::SeeFigures, unit, self.today())?;
        let plan = self.catalogue().desk_plan(unit, to).cloned().ok_or(ActError::NotFound)?;
        let (unit, from, to, zone) = (unit.to_owned(), from.to_string(), to.to_string(), self.0.zone);
        let times = self.0.store.read(move |tx| rows::times(tx, &unit, (&from, &to), TICKETS_MAX)).await;
        let times = times.map_err(ActError::from)?;
        let visits: Vec<Visit> = times.iter().map(|times| visit(times, zone)).collect();
        Ok(DeskFigures {
            plan,
            lines: by_hour_and_service(&visits),
            waited: Spread::of(visits.iter().map(|visit| visit.waited).collect()),
            served: Spread::of(visits.iter().filter_map(|visit| visit.served).collect()),
            cut: i64::try_from(times.len()).is_ok_and(|count| count == TICKETS_MAX),
        })
    }
}

fn visit((service, issued, called, began, ended): &Times, zone: Zone) -> Visit {
    Visit {
        hour: u8::try_from(zone.civil(*issued).hour()).unwrap_or(0),
        service: service.clone(),
        waited: called.seconds_since(*issued).max(0) / 60,
        served: began.zip(*ended).map(|(began, ended)| ended.seconds_since(began).max(0) / 60),
    }
}

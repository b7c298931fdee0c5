//! What the records of a procedure show, from one bounded query over the newest dossiers that the person may see.

use domain::access::Person;
use domain::calendar::CountingMode;
use domain::deadline::{Terms, working_minutes_between};
use domain::dossier::Event;
use domain::review::{Evidence, Gather};
use domain::time::DateTime;
use store::DbError;
use store::review_records as records;

use super::Period;
use crate::App;
use crate::error::ActError;

/// Dossiers of a sample at most.
const SAMPLE_MAX: i64 = 1_000;
/// Events of one dossier that are read at most.
const EVENTS_MAX: i64 = 200;

/// A sample of dossiers and what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The unit whose dossiers they are; none for the whole province.
    pub unit: Option<String>,
    /// What they show.
    pub evidence: Evidence,
}

impl App {
    /// What the newest dossiers of a procedure under review show, at most a thousand, handed in within the period.
    pub async fn review_evidence(
        &self,
        person: &Person,
        (plan, procedure): (&str, &str),
        period: Period,
    ) -> Result<Sample, ActError> {
        let span = self.review_span(person, (plan, procedure), period).await?;
        let (unit, catalogue) = (span.unit.clone(), self.catalogue());
        let papers = catalogue.procedure(procedure, self.today()).map(|procedure| {
            procedure.components.iter().map(|component| component.id.clone()).collect::<Vec<String>>()
        });
        let papers = papers.unwrap_or_default();
        let office = unit.clone().or_else(|| catalogue.province(self.today()).map(str::to_owned)).unwrap_or_default();
        let read = self.0.store.read_at_length(move |tx| {
            let terms = match (catalogue.calendar(), catalogue.hours(&office)) {
                (Some(calendar), Some(hours)) => {
                    Some(Terms { calendar, hours, mode: CountingMode::CivilCode, cut_off: None })
                }
                (None, _) | (_, None) => None,
            };
            let minutes = |from: DateTime, to: DateTime| {
                terms.as_ref().map_or(0, |terms| working_minutes_between(terms, from, to).max(0))
            };
            let mut gather = Gather::new(papers.clone());
            let mut code = String::new();
            records::events(tx, &span, (SAMPLE_MAX, EVENTS_MAX), |of, payload| {
                if code != of {
                    of.clone_into(&mut code);
                    gather.begin();
                }
                let event: Event = serde_json::from_str(payload).map_err(|_| DbError::corrupt("an event"))?;
                gather.take(&event, minutes);
                Ok(())
            })?;
            Ok::<_, ActError>(gather.finish())
        });
        Ok(Sample { unit, evidence: read.await? })
    }
}

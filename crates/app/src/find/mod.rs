//! Finding a procedure: by words, also everyday and mistyped ones, and by browsing.
//!
//! The catalogue is small enough to be held in memory whole. What is found is ranked here and nowhere else, so pages,
//! counter and API agree. The index is of one day, made when the first question of that day comes and again after an
//! import; a question between two makings waits for neither.

mod bits;
mod correct;
mod entry;
mod found;
mod index;
mod near;
mod rank;
mod share;
mod shelf;
#[cfg(test)]
mod tests;
mod words;

use std::sync::{Arc, Mutex, PoisonError};

use domain::dataset::{LifeEvents, PublishedFigure, Synonyms};
use domain::procedure::Procedure;
use domain::time::Date;

pub use found::{Found, Hit, Why};
pub use share::{OnlineShare, Tally};
pub use shelf::{Shelf, Shelved, Wanted};

use crate::App;
use crate::catalogue::Catalogue;
use crate::error::ActError;
use index::Index;

/// Most hits of one search.
const HITS_MAX: usize = 100;
/// Shelves of other days that are remembered.
const DAYS_KEPT: usize = 4;

/// What is published to help people find procedures and judge figures; belongs to the catalogue.
#[derive(Debug, Default)]
pub struct Guide {
    /// Everyday words.
    pub synonyms: Synonyms,
    /// Events in life, and whom procedures are for.
    pub events: LifeEvents,
    /// Figures published elsewhere.
    pub figures: Vec<PublishedFigure>,
    index: Mutex<Option<(Date, Arc<Index>)>>,
    shelves: Mutex<Vec<Arc<Shelf>>>,
    /// What was learnt from the records, kept for a while.
    pub(crate) experience: crate::experience::ExperienceCache,
}

impl Catalogue {
    fn index(&self, day: Date) -> Arc<Index> {
        let mut kept = self.guide.index.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((of, index)) if *of == day => Arc::clone(index),
            _ => {
                let index = Arc::new(Index::of(self.procedures(day), &self.guide.synonyms));
                *kept = Some((day, Arc::clone(&index)));
                index
            }
        }
    }

    /// All procedures as of a day, arranged for browsing.
    #[must_use]
    pub fn shelf(&self, day: Date) -> Arc<Shelf> {
        let mut kept = self.guide.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shelf) = kept.iter().find(|shelf| shelf.day == Some(day)) {
            return Arc::clone(shelf);
        }
        let made = Arc::new(Shelf::of(self, &self.guide.events, day));
        if kept.len() >= DAYS_KEPT {
            kept.remove(0);
        }
        kept.push(Arc::clone(&made));
        made
    }
}

impl App {
    /// What a query finds among the procedures of today, the best first, each with its reason.
    pub async fn find_procedures(&self, query: &str, limit: usize) -> Result<Found, ActError> {
        let (catalogue, today) = (self.catalogue(), self.today());
        let query = query.to_owned();
        let search = move || catalogue.index(today).search(&query, limit.clamp(1, HITS_MAX));
        tokio::task::spawn_blocking(search).await.map_err(|error| ActError::Fault(Box::new(error)))
    }

    /// Procedures that match words of a query, the best first.
    pub async fn search_procedures(&self, query: &str, limit: usize) -> Result<Vec<Arc<Procedure>>, ActError> {
        let found = self.find_procedures(query, limit).await?;
        Ok(found.hits.into_iter().map(|hit| hit.procedure).collect())
    }

    /// All procedures as of a day, arranged for browsing.
    pub async fn shelf(&self, day: Date) -> Result<Arc<Shelf>, ActError> {
        let catalogue = self.catalogue();
        let made = tokio::task::spawn_blocking(move || catalogue.shelf(day)).await;
        made.map_err(|error| ActError::Fault(Box::new(error)))
    }
}

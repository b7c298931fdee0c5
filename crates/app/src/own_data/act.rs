//! Agreeing, agreeing no longer, deleting.

use domain::access::{self, Person};
use domain::own_data::{Event, OwnFault, Record};

use super::row::{self, Writing};
use crate::App;
use crate::error::ActError;

impl App {
    /// Agrees that answers and papers are kept, or agrees no longer. What is kept already stays until it is deleted.
    pub async fn own_consent(&self, person: &Person, keeps: bool) -> Result<(), ActError> {
        self.own_act(person, move |record| Ok(record.consent(keeps))).await
    }

    /// Deletes one item; nobody can read again what it said.
    pub async fn own_remove(&self, person: &Person, id: &str) -> Result<(), ActError> {
        let id = id.to_owned();
        self.own_act(person, move |record| record.remove(&id).map(Some)).await
    }

    /// Deletes everything that is kept.
    pub async fn own_empty(&self, person: &Person) -> Result<(), ActError> {
        self.own_act(person, |record| Ok(record.empty())).await
    }

    async fn own_act(
        &self,
        person: &Person,
        decide: impl Fn(&Record) -> Result<Option<Event>, OwnFault> + Send + Sync + 'static,
    ) -> Result<(), ActError> {
        let permit = access::may_own(person)?;
        let now = self.0.clock.now();
        self.0
            .store
            .write(move |tx| {
                let mut record = row::load(tx, permit.subject())?;
                let Some(event) = decide(&record)? else { return Ok(()) };
                let writing = Writing { subject: permit.subject(), actor: permit.person(), now };
                row::write(tx, writing, &mut record, &event, None)
            })
            .await
    }
}

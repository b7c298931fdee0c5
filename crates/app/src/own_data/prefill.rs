//! Filling a form from the applicant's store, as far as they want it.

use domain::access::{self, Person};
use domain::dataset::RegisterKind;
use domain::own_data::{Event, Held, Prefill, Source, What, prefill};
use domain::time::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Tx;

use super::row::{self, Opened, Writing};
use crate::App;
use crate::draft::{DraftView, Owner};
use crate::error::ActError;

/// Whence the answer of a field was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// What was filled in.
    pub answer: String,
    /// Where it comes from.
    pub source: Source,
    /// The day on which it was so.
    pub as_of: Date,
}

/// What the store does for the form of a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormHelp {
    /// Whether the person agrees that things are kept: nothing is offered otherwise.
    pub keeps: bool,
    /// What may be filled in, and what is asked again.
    pub prefill: Prefill,
    /// The registers that know something of what the form asks.
    pub registers: Vec<RegisterKind>,
}

impl App {
    /// What the person's store offers for the form of their draft.
    pub async fn own_form_help(&self, person: &Person, draft: &DraftView) -> Result<FormHelp, ActError> {
        let permit = access::may_own(person)?;
        let (catalogue, today) = (self.catalogue(), self.today());
        let procedure = catalogue.procedure(&draft.procedure, today).ok_or(ActError::NotFound)?;
        let form = catalogue.form(procedure);
        let concepts =
            form.fields().filter(|(section, _)| section.repeat.is_none()).filter_map(|(_, field)| field.concept);
        let concepts: Vec<_> = concepts.collect();
        if concepts.is_empty() {
            return Ok(FormHelp::default());
        }
        let asked = |kind: &RegisterKind| concepts.iter().any(|concept| kind.holds(*concept));
        let registers = RegisterKind::ALL.into_iter().filter(asked).collect();
        let read = move |tx: &mut Tx<'_>| {
            let keeps = row::load(tx, permit.subject())?.keeps;
            let held = if keeps { row::opened(tx, permit.subject())? } else { Vec::new() };
            Ok::<_, ActError>((keeps, held.into_iter().filter_map(held_of).collect::<Vec<Held>>()))
        };
        let (keeps, held) = self.0.store.read(read).await?;
        let prefill = prefill(&form, &draft.content.form, &held, today, &catalogue.organisation);
        Ok(FormHelp { keeps, prefill, registers })
    }

    /// Fills the named fields of a draft from its owner's store, and notes that the person agreed to it.
    pub async fn own_fill(
        &self,
        person: &Person,
        mut draft: DraftView,
        fields: &[String],
    ) -> Result<DraftView, ActError> {
        let help = self.own_form_help(person, &draft).await?;
        let chosen = help.prefill.offers.into_iter().filter(|offer| fields.contains(&offer.field));
        let mut ids = Vec::new();
        for offer in chosen {
            let Held { id, source, as_of, .. } = offer.held;
            draft.content.form.insert(offer.field.clone(), Value::String(offer.answer.clone()));
            draft.content.filled.insert(offer.field, Filled { answer: offer.answer, source, as_of });
            ids.push(id);
        }
        if ids.is_empty() {
            return Ok(draft);
        }
        self.own_note_use(person, &draft, ids).await?;
        self.draft_save(Owner::Person(person), draft).await
    }

    /// Notes that items are used for a draft, with the person's consent.
    pub(super) async fn own_note_use(
        &self,
        person: &Person,
        draft: &DraftView,
        ids: Vec<String>,
    ) -> Result<(), ActError> {
        let permit = access::may_own(person)?;
        let now = self.0.clock.now();
        let event = Event::Used { procedure: draft.procedure.clone(), draft: draft.code.clone(), ids };
        let note = move |tx: &mut Tx<'_>| {
            let mut record = row::load(tx, permit.subject())?;
            record.may_use()?;
            let writing = Writing { subject: permit.subject(), actor: permit.person(), now };
            row::write(tx, writing, &mut record, &event, None)
        };
        self.0.store.write(note).await
    }
}

fn held_of(opened: Opened) -> Option<Held> {
    let Opened { id, head, said } = opened;
    match head.what {
        What::Value { concept } => {
            Some(Held { id, concept, value: said?.text, source: head.source, as_of: head.as_of })
        }
        What::Paper { .. } => None,
    }
}

//! Asking registers for an applicant: noted before, noted after, and never in the way of their application.

use domain::access::{self, OwnPermit, Person};
use domain::dataset::RegisterKind;
use domain::own_data::{Answer, Event, Head, Source, What};
use domain::time::{Date, Instant};
use futures_util::future::join_all;
use serde_json::Value;
use store::Tx;

use super::keep::keep;
use super::register::{ENTRIES_MAX, Found, Query, RegisterFault};
use super::row::{self, Said, Writing};
use crate::App;
use crate::draft::DraftView;
use crate::error::ActError;

impl App {
    /// Asks the registers that know something of what the draft's form asks, with the person's consent, and keeps what
    /// they answer in the person's store. A register that does not answer is named and nothing more: the form is filled
    /// in by hand then.
    pub async fn own_ask_registers(
        &self,
        person: &Person,
        draft: &DraftView,
    ) -> Result<Vec<(RegisterKind, Answer)>, ActError> {
        let permit = access::may_own(person)?;
        let help = self.own_form_help(person, draft).await?;
        if !help.keeps {
            return Err(ActError::NotFound);
        }
        let identity_number = self.known_of(person).await?.identity_number;
        // An account without the number itself, as one of before, cannot be asked for.
        if help.registers.is_empty() || identity_number.is_empty() {
            return Ok(Vec::new());
        }
        self.note_asked(&permit, draft, &help.registers).await?;
        let query = Query { identity_number, purpose: draft.procedure.clone(), reference: draft.code.clone() };
        let asked = help.registers.iter().filter_map(|kind| self.0.registers.of(*kind));
        let answers = join_all(asked.map(|register| async { (register.kind(), register.look_up(&query).await) })).await;
        for (register, answer) in &answers {
            if let Err(fault) = answer {
                tracing::warn!(register = register.name(), %fault, "a register did not answer");
            }
        }
        self.keep_answers(permit, draft.code.clone(), answers).await
    }

    async fn note_asked(&self, permit: &OwnPermit, draft: &DraftView, kinds: &[RegisterKind]) -> Result<(), ActError> {
        let now = self.0.clock.now();
        let (procedure, draft) = (draft.procedure.clone(), draft.code.clone());
        let (permit, kinds) = (permit.clone(), kinds.to_vec());
        let note = move |tx: &mut Tx<'_>| {
            let mut record = row::load(tx, permit.subject())?;
            record.may_use()?;
            let writing = Writing { subject: permit.subject(), actor: permit.person(), now };
            for register in &kinds {
                let (procedure, draft) = (procedure.clone(), draft.clone());
                let event = Event::RegisterAsked { register: *register, procedure, draft };
                row::write(tx, writing, &mut record, &event, None)?;
            }
            Ok::<_, ActError>(())
        };
        self.0.store.write(note).await
    }

    async fn keep_answers(
        &self,
        permit: OwnPermit,
        draft: String,
        answers: Vec<(RegisterKind, Result<Vec<Found>, RegisterFault>)>,
    ) -> Result<Vec<(RegisterKind, Answer)>, ActError> {
        let (now, today) = (self.0.clock.now(), self.today());
        let answers: Vec<(RegisterKind, Option<Vec<Found>>)> =
            answers.into_iter().map(|(register, answer)| (register, answer.ok())).collect();
        let write = move |tx: &mut Tx<'_>| {
            answers
                .iter()
                .map(|(register, found)| note_answer(tx, &permit, &draft, *register, found.as_deref(), (now, today)))
                .collect()
        };
        self.0.store.write(write).await
    }
}

fn note_answer(
    tx: &mut Tx<'_>,
    permit: &OwnPermit,
    draft: &str,
    register: RegisterKind,
    found: Option<&[Found]>,
    (now, today): (Instant, Date),
) -> Result<(RegisterKind, Answer), ActError> {
    let mut record = row::load(tx, permit.subject())?;
    let writing = Writing { subject: permit.subject(), actor: permit.person(), now };
    let answer = match found {
        Some(found) => Answer::Found { entries: u32::try_from(found.len()).unwrap_or(u32::MAX) },
        None => Answer::Unavailable,
    };
    let event = Event::RegisterAnswered { register, draft: draft.to_owned(), answer };
    row::write(tx, writing, &mut record, &event, None)?;
    // Whoever has agreed no longer while the register was thinking is not written about.
    let found = found.filter(|_| record.keeps).unwrap_or_default();
    for entry in found.iter().take(ENTRIES_MAX) {
        for (concept, value) in entry.values.iter().filter(|(concept, _)| register.holds(**concept)) {
            let Some(text) = concept.kept(&Value::String(value.clone())) else { continue };
            let source = Source::Register { register, number: entry.number.clone() };
            // No register knows tomorrow.
            let head = Head { what: What::Value { concept: *concept }, source, as_of: entry.as_of.min(today) };
            keep(tx, writing, &mut record, head, &Said { text, title: String::new() })?;
        }
    }
    Ok((register, answer))
}

//! By which ways somebody wants to be told, and in which language: an event with its day.

use domain::access::{self, Person};
use domain::notice::{Language, Preferences};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::journal::StoredEvent;
use store::notice::{self as rows, ChoiceRow, owner_of, stream_of};

use crate::App;
use crate::error::ActError;
use crate::plain_event::PlainEvent;

/// What somebody chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Choice {
    /// The ways.
    pub preferences: Preferences,
    /// The language of messages.
    pub language: Language,
}

/// Somebody chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Chosen {
    preferences: Preferences,
    language: String,
}

impl App {
    /// What the person chose, or what holds for whoever has not chosen.
    pub async fn notice_choice(&self, person: &Person) -> Result<Choice, ActError> {
        let permit = access::own_inbox(person);
        let owner = owner_of(permit.person(), permit.subject());
        let found = self.0.store.read(move |tx| Ok::<_, ActError>(rows::choices(tx, &[owner])?)).await?;
        let choice = |row: &ChoiceRow| Choice { preferences: row.preferences, language: row.language };
        Ok(found.first().map(choice).unwrap_or_default())
    }

    /// Keeps what the person chose; the same choice again is no event.
    pub async fn choose_notices(&self, person: &Person, choice: Choice) -> Result<(), ActError> {
        let permit = access::own_inbox(person);
        let owner = owner_of(permit.person(), permit.subject());
        let now = self.0.clock.now();
        self.0
            .store
            .write(move |tx: &mut Tx<'_>| {
                let before = rows::choices(tx, std::slice::from_ref(&owner))?.pop();
                let same = |row: &ChoiceRow| (row.preferences, row.language) == (choice.preferences, choice.language);
                if before.as_ref().is_some_and(same) {
                    return Ok(());
                }
                let version = before.map_or(0, |row| row.version).saturating_add(1);
                let event = Chosen { preferences: choice.preferences, language: choice.language.name().to_owned() };
                let stream = stream_of(&owner);
                let (kind, actor) = ("notices_chosen", permit.person());
                PlainEvent { stream: &stream, version, kind, event: &event, actor, at: now }.append(tx)?;
                let Choice { preferences, language } = choice;
                Ok(rows::put_choice(tx, &ChoiceRow { owner: owner.clone(), version, preferences, language })?)
            })
            .await
    }
}

/// In what a choice's row differs from its stream.
pub(crate) fn difference(tx: &mut Tx<'_>, owner: &str, events: &[StoredEvent]) -> Result<Option<String>, ActError> {
    let Some(last) = events.last() else { return Ok(None) };
    let chosen: Chosen = serde_json::from_str(&last.payload)?;
    let row = rows::choices(tx, &[owner.to_owned()])?.pop();
    let same = row.is_some_and(|row| {
        row.version == last.version && row.preferences == chosen.preferences && row.language.name() == chosen.language
    });
    Ok(if same { None } else { Some("the choice of channels differs".to_owned()) })
}

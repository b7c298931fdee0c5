//! Beginning an outgoing document, and its texts: a file, or words that are kept as one.

use bytes::Bytes;
use domain::access::{DraftAction, DraftFacts, Person, may_draft};
use domain::document::{
    Circulation, IncomingCommand, Link, LinkKind, Marks, Outgoing, OutgoingCommand, TEXT_LINES_MAX, Urgency, draft,
};
use domain::procedure::FileKind;
use domain::time::{Instant, Zone};
use store::{Tx, counter};

use super::act::{OutgoingDone, Writing};
use crate::App;
use crate::blob::UPLOAD_BYTES_MAX;
use crate::document::incoming;
use crate::document::sealed::fresh_key;
use crate::dossier::FileClaim;
use crate::draft::Owner;
use crate::error::{ActError, FieldProblemKind};

/// Name of a text that was typed.
pub(super) const TYPED_NAME: &str = "van-ban.txt";
/// Longest text that is typed, in characters.
const TEXT_CHARS_MAX: usize = 60_000;
/// Longest paragraph that is typed, in characters; a paper sets no longer one.
const LINE_CHARS_MAX: usize = 9_000;

/// What somebody begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDraft {
    /// The agency that is to issue it.
    pub agency: String,
    /// The unit that writes it.
    pub unit: String,
    /// The id of its type.
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// How urgent it is.
    pub urgency: Urgency,
    /// How far it may go round.
    pub circulation: Option<Circulation>,
    /// A mark of secrecy, as typed; such a document is refused.
    pub secrecy: String,
    /// The incoming document that it answers.
    pub answers: Option<String>,
}

/// A text as it is handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewText {
    /// A file that was brought.
    File(FileClaim),
    /// Words that were typed.
    Typed(String),
}

#[derive(Clone)]
struct Prepared {
    person: Person,
    new: NewDraft,
    fresh: [u8; 32],
    now: Instant,
    zone: Zone,
}

impl App {
    /// Begins a document; whoever does so has the pen.
    pub async fn begin_outgoing(&self, person: &Person, new: NewDraft) -> Result<OutgoingDone, ActError> {
        let today = self.today();
        let facts = DraftFacts { agency: &new.agency, unit: &new.unit, writers: &[], is_internal: false };
        may_draft(person, DraftAction::Write, &facts, today)?;
        if self.document_types()?.get(&new.kind, today).is_none() {
            return Err(ActError::field("kind", FieldProblemKind::Unknown));
        }
        if let Some(answers) = &new.answers {
            self.incoming_document(person, answers).await?;
        }
        let prepared =
            Prepared { person: person.clone(), new, fresh: fresh_key()?, now: self.0.clock.now(), zone: self.0.zone };
        self.0.store.write(move |tx| perform(tx, &prepared)).await
    }

    /// Keeps a text and answers with its digest, its name and its size.
    pub(super) async fn keep_text(&self, person: &Person, text: NewText) -> Result<(String, String, i64), ActError> {
        match text {
            NewText::File(claim) => {
                match self.file_ref(&person.id, &claim, &FileKind::DEFAULT, UPLOAD_BYTES_MAX).await? {
                    Ok(file) => Ok((file.sha256, file.name, file.size_bytes)),
                    Err(kind) => Err(ActError::field("file", kind)),
                }
            }
            NewText::Typed(words) => {
                let words = domain::text::composed(&words);
                if words.is_empty() {
                    return Err(ActError::field("text", FieldProblemKind::Missing));
                }
                if !fits(&words) {
                    return Err(ActError::field("text", FieldProblemKind::TooLong(TEXT_CHARS_MAX)));
                }
                let sha256 = crate::sha256_hex(words.as_bytes());
                let sent = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from(words))]);
                let stored = self.put_blob(Owner::Person(person), &sha256, sent).await;
                let stored = stored.map_err(|error| {
                    tracing::error!(%error, "a text could not be stored");
                    ActError::Unavailable
                })?;
                Ok((sha256, TYPED_NAME.to_owned(), i64::try_from(stored.size_bytes).unwrap_or(i64::MAX)))
            }
        }
    }
}

/// Whether a text can be set on pages.
fn fits(words: &str) -> bool {
    let is_short = |line: &str| line.chars().count() <= LINE_CHARS_MAX;
    words.chars().count() <= TEXT_CHARS_MAX && words.lines().count() <= TEXT_LINES_MAX && words.lines().all(is_short)
}

fn perform(tx: &mut Tx<'_>, act: &Prepared) -> Result<OutgoingDone, ActError> {
    let Prepared { person, new, .. } = act;
    let year = act.zone.date(act.now).year();
    let id = format!("{}-{year}-{}", new.agency, counter::next(tx, &format!("outgoing/{}/{year}", new.agency))?);
    let marks = Marks { urgency: new.urgency, circulation: new.circulation, secrecy: new.secrecy.clone() };
    let at = act.zone.civil(act.now);
    let first = draft((&new.agency, &new.unit), &new.kind, &new.subject, marks, new.answers.clone(), at)?;
    let mut document = Outgoing::begin(&first)?;
    let writing = Writing { actor: &person.id, as_leader: false, now: act.now, zone: act.zone, fresh: &act.fresh };
    let mut kept = vec![(first, None, document.version)];
    kept.push(writing.decide(&mut document, OutgoingCommand::TakePen, None)?);
    if let Some(answers) = &new.answers {
        let link = IncomingCommand::Link(Link { kind: LinkKind::Outgoing, id: id.clone() });
        incoming::tie(tx, answers, link, (&person.id, act.now, act.zone, &act.fresh))?;
    }
    writing.keep_all(tx, (&id, &document, act.now), &kept)
}

//! Papers out of the applicant's store, instead of uploads.

use domain::access::{self, Person};
use domain::dossier::PaperOrigin;
use domain::own_data::{Source, What, counts};
use domain::procedure::Procedure;
use domain::time::Date;
use store::{Tx, upload};

use super::row::{self, Opened};
use crate::App;
use crate::dossier::FileClaim;
use crate::draft::{DraftView, Owner};
use crate::error::ActError;

/// A paper of the store that counts for one that the procedure asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPaper {
    /// The component for which it counts.
    pub component: String,
    /// Name of the item.
    pub id: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Name of its file.
    pub name: String,
    /// What it was called where it was handed in or issued.
    pub title: String,
    /// Code of the dossier.
    pub dossier: String,
    /// The day on which its result was issued.
    pub as_of: Date,
}

impl App {
    /// The papers of the person's store that count for a procedure; none without their consent.
    pub async fn own_papers(&self, person: &Person, procedure: &Procedure) -> Result<Vec<KnownPaper>, ActError> {
        let Ok(permit) = access::may_own(person) else { return Ok(Vec::new()) };
        if !procedure
            .components
            .iter()
            .any(|component| component.known_kind.is_some() || !component.known_results.is_empty())
        {
            return Ok(Vec::new());
        }
        let read = move |tx: &mut Tx<'_>| {
            if !row::load(tx, permit.subject())?.keeps {
                return Ok(Vec::new());
            }
            row::opened(tx, permit.subject())
        };
        let (held, today) = (self.0.store.read(read).await?, self.today());
        Ok(held.iter().flat_map(|opened| known(procedure, opened, today)).collect())
    }

    /// Takes a paper of the person's store into their draft, if it counts there.
    pub async fn own_take_paper(
        &self,
        person: &Person,
        mut draft: DraftView,
        component: &str,
        id: &str,
    ) -> Result<DraftView, ActError> {
        let catalogue = self.catalogue();
        let procedure = catalogue.procedure(&draft.procedure, self.today()).ok_or(ActError::NotFound)?;
        let known = self.own_papers(person, procedure).await?;
        let paper = known.into_iter().find(|paper| paper.component == component && paper.id == id);
        let paper = paper.ok_or(ActError::NotFound)?;
        let wanted = procedure.component(component).ok_or(ActError::NotFound)?;
        let (sha256, owner, now) = (paper.sha256.clone(), person.id.clone(), self.0.clock.now());
        // The store has vouched for the paper: from now on the person may name its bytes, as if they had brought them.
        let note = move |tx: &mut Tx<'_>| Ok::<_, ActError>(upload::note(tx, &sha256, &owner, now)?);
        self.0.store.write(note).await?;
        let claim = FileClaim { component: component.to_owned(), sha256: paper.sha256, name: paper.name };
        let file = self.file_ref(&person.id, &claim, &wanted.file_kinds, wanted.max_bytes).await?;
        let mut file = file.map_err(|kind| ActError::field(format!("files.{component}"), kind))?;
        file.origin = Some(PaperOrigin { dossier: paper.dossier, as_of: paper.as_of });
        self.own_note_use(person, &draft, vec![id.to_owned()]).await?;
        draft.content.files.retain(|other| other.component != file.component || other.sha256 != file.sha256);
        draft.content.files.push(file);
        self.draft_save(Owner::Person(person), draft).await
    }
}

fn known<'a>(procedure: &'a Procedure, opened: &'a Opened, today: Date) -> impl Iterator<Item = KnownPaper> + 'a {
    procedure.components.iter().filter_map(move |component| {
        let (What::Paper { kind, sha256 }, Source::Result { dossier }) = (&opened.head.what, &opened.head.source)
        else {
            return None;
        };
        let said = opened.said.as_ref()?;
        counts(component, kind, opened.head.as_of, today).then(|| KnownPaper {
            component: component.id.clone(),
            id: opened.id.clone(),
            sha256: sha256.clone(),
            name: said.text.clone(),
            title: said.title.clone(),
            dossier: dossier.clone(),
            as_of: opened.head.as_of,
        })
    })
}

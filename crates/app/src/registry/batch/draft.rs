//! Keeping a file, showing what it would change, and making drafts of it: one for each procedure, all or none.

use bytes::Bytes;
use domain::access::{Person, RegistryAction};
use domain::registry::Command;
use store::blob::{BlobError, BlobId};
use store::registry as rows;
use store::{Tx, upload};

use super::file::preview;
use super::{BatchError, BatchPreview, DRAFTS_MAX};
use crate::App;
use crate::draft::Owner;
use crate::error::ActError;
use crate::registry::RegistryRequest;
use crate::registry::act::{Acting, check_content, perform};
use crate::seal::{hex, random};

/// Longest name of a file, in characters.
const NAME_CHARS_MAX: usize = 200;

/// Which file, and what its preview rested on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchChoice {
    /// SHA-256 of the file.
    pub sha256: String,
    /// Its name.
    pub name: String,
    /// [`BatchPreview::base`] as it was shown.
    pub base: String,
}

impl App {
    /// Whether the person may bring a catalogue in.
    #[must_use]
    pub fn may_import_catalogue(&self, person: &Person) -> bool {
        self.registry_permit(person, RegistryAction::Open).is_ok()
    }

    /// Keeps a file until its preview is confirmed; answers its SHA-256.
    pub async fn batch_upload(&self, person: &Person, bytes: Bytes) -> Result<String, ActError> {
        self.registry_permit(person, RegistryAction::Open)?;
        let stored = self.0.blobs.put_bytes(bytes).await.map_err(|error| unavailable(&error))?;
        let (sha256, owner, now) =
            (stored.sha256.to_string(), self.owner_name(&Owner::Person(person)), self.0.clock.now());
        let noted = sha256.clone();
        let note = move |tx: &mut Tx<'_>| Ok::<_, ActError>(upload::note(tx, &noted, &owner, now)?);
        self.0.store.write(note).await?;
        Ok(sha256)
    }

    /// What a kept file would change. A file that somebody else brought answers like one that is not there.
    pub async fn batch_preview(&self, person: &Person, sha256: &str, name: &str) -> Result<BatchPreview, BatchError> {
        self.registry_permit(person, RegistryAction::Open)?;
        let id: BlobId = sha256.parse().map_err(|_| ActError::NotFound)?;
        let (owner, noted) = (self.owner_name(&Owner::Person(person)), id.to_string());
        if !self.0.store.read(move |tx| Ok::<_, ActError>(upload::is_known(tx, &noted, &owner)?)).await? {
            return Err(ActError::NotFound.into());
        }
        let bytes = self.0.blobs.get_bytes(id).await.map_err(|error| unavailable(&error))?;
        self.refresh_catalogue().await?;
        let (catalogue, day) = (self.catalogue(), self.today());
        let name: String = name.chars().filter(|letter| !letter.is_control()).take(NAME_CHARS_MAX).collect();
        let read = tokio::task::spawn_blocking(move || preview(&catalogue, day, &name, &bytes)).await;
        read.map_err(|error| ActError::Fault(Box::new(error)))?
    }

    /// Those of these procedures of which a revision is in work, with its number.
    pub async fn in_work_among(&self, person: &Person, preview: &BatchPreview) -> Result<Vec<(String, i64)>, ActError> {
        self.registry_permit(person, RegistryAction::See)?;
        let all = self.0.store.read(|tx| Ok::<_, ActError>(rows::in_work(tx)?)).await?;
        let wanted: std::collections::BTreeSet<&str> = preview.codes().collect();
        Ok(all.into_iter().filter(|(id, _)| wanted.contains(id.as_str())).collect())
    }

    /// Makes the drafts of a preview, each a revision in work; answers the name of the import. All of them or none.
    pub async fn batch_draft(&self, person: &Person, choice: &BatchChoice) -> Result<String, BatchError> {
        let acting = self.registry_acting(person, RegistryAction::Open)?;
        let preview = self.batch_preview(person, &choice.sha256, &choice.name).await?;
        if preview.base != choice.base {
            return Err(BatchError::Changed);
        }
        match preview.drafts() {
            0 => return Err(BatchError::Nothing),
            count if count > DRAFTS_MAX => return Err(BatchError::TooMany { count }),
            _ => (),
        }
        let in_work = self.in_work_among(person, &preview).await?;
        if !in_work.is_empty() {
            return Err(BatchError::InWork(in_work));
        }
        let batch = self.batch_name()?;
        let acting = Acting { catalogue: self.catalogue(), ..acting };
        let requests = requests(&acting, &preview, &batch)?;
        let open = move |tx: &mut Tx<'_>| {
            // One transaction: whatever is refused takes all of them back.
            requests.iter().try_for_each(|request| perform(tx, &acting, None, request).map(drop))
        };
        match self.0.store.write(open).await {
            Ok(()) => Ok(batch),
            Err(ActError::Registry(domain::registry::Refusal::AnotherInWork { .. })) => {
                Err(BatchError::InWork(self.in_work_among(person, &preview).await?))
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Later imports have later names; two of the same second differ by chance.
    fn batch_name(&self) -> Result<String, ActError> {
        let now = self.now_civil();
        let chance = hex(&random::<2>().map_err(|error| ActError::Fault(Box::new(error)))?);
        Ok(format!("{}-{chance}", now.strftime("%Y%m%d-%H%M%S")))
    }
}

fn requests(acting: &Acting, preview: &BatchPreview, batch: &str) -> Result<Vec<RegistryRequest>, ActError> {
    let added = preview.added.iter().map(|content| (content, acting.catalogue.newest_version(&content.procedure.id)));
    let changed = preview.changed.iter().map(|change| (&change.after, Some(change.based_on.clone())));
    let request = |(content, based_on): (&domain::dataset::Content, Option<String>)| {
        let batch = Some(batch.to_owned());
        let command = Command::Open { based_on, content: content.to_value(), batch };
        let request = RegistryRequest { procedure: content.procedure.id.clone(), seen: None, command };
        check_content(&request)?;
        Ok(request)
    };
    added.chain(changed).map(request).collect()
}

fn unavailable(error: &BlobError) -> ActError {
    tracing::error!(%error, "an uploaded catalogue could not be kept or read");
    ActError::Unavailable
}

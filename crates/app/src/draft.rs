//! Drafts: an application that somebody is still writing, saved at each page, resumed on another device.

use std::collections::BTreeMap;

use domain::access::Person;
use domain::dossier::FileRef;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::draft::{self as rows, DraftRow};
use store::journal::{self, NewEvent};
use store::{Tx, upload, vault};

use crate::App;
use crate::catalogue::version_name;
use crate::dossier::{Cursor, SubmitRequest, Submitted};
use crate::error::{ActError, FieldProblemKind};
use crate::own_data::Filled;
use crate::seal;

/// Letters of draft codes: no vowels, so that no words arise, and none that are taken for digits.
const CODE_LETTERS: &[u8] = b"23456789BCDFGHJKMNPQRSTVWXZ";
const CODE_CHARS: usize = 12;
/// What was typed, at most, in bytes of JSON.
const CONTENT_BYTES_MAX: usize = 256 * 1024;

/// Who holds a draft: an account, or a browser that has not signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner<'a> {
    /// An account.
    Person(&'a Person),
    /// The secret of a browser's cookie.
    Guest(&'a str),
}

/// What was typed so far. Sealed in the journal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftContent {
    /// The desk.
    pub unit: String,
    /// The commune that is to work it, when another desk receives it.
    pub for_unit: String,
    /// Fields of the applicant, as typed.
    pub applicant: Map<String, Value>,
    /// Answers to the e-form, as typed.
    pub form: Map<String, Value>,
    /// Files taken in so far.
    pub files: Vec<FileRef>,
    /// Fields that were filled from the applicant's store, with their sources.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub filled: BTreeMap<String, Filled>,
}

/// A draft.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftView {
    /// Code by which it is resumed.
    pub code: String,
    /// Number of times it was saved.
    pub version: i64,
    /// Procedure id.
    pub procedure: String,
    /// The version under which it was begun, or to which it was carried over.
    pub procedure_version: String,
    /// The page to go on with.
    pub step: String,
    /// What was typed.
    pub content: DraftContent,
    /// Code of the dossier that came of it.
    pub submitted_as: Option<String>,
}

/// What the journal says of a draft; its content is sealed beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum DraftEvent {
    /// Something was saved.
    Saved {
        procedure: String,
        owner: String,
        key_hash: String,
        step: String,
        #[serde(default)]
        procedure_version: String,
    },
    /// It was handed in.
    Submitted { as_code: String },
}

impl App {
    /// Begins a draft.
    pub async fn draft_begin(
        &self,
        owner: Owner<'_>,
        procedure: &str,
        content: DraftContent,
    ) -> Result<DraftView, ActError> {
        let catalogue = self.catalogue();
        let in_force = catalogue.procedure(procedure, self.today()).ok_or(ActError::NotFound)?;
        if !catalogue.takes_dossiers(in_force, self.today()) {
            return Err(ActError::field("procedure", FieldProblemKind::ProcedureClosed));
        }
        let code = new_code()?;
        let view = DraftView {
            code,
            version: 0,
            procedure: procedure.to_owned(),
            procedure_version: version_name(in_force),
            step: "applicant".to_owned(),
            content,
            submitted_as: None,
        };
        self.draft_keep(self.owner_name(&owner), view, Vec::new()).await
    }

    /// Saves a draft. `version` is the one that was read; somebody faster answers [`ActError::Stale`].
    pub async fn draft_save(&self, owner: Owner<'_>, view: DraftView) -> Result<DraftView, ActError> {
        self.draft_keep(self.owner_name(&owner), view, Vec::new()).await
    }

    /// Opens a draft of this owner.
    pub async fn draft(&self, owner: Owner<'_>, code: &str) -> Result<DraftView, ActError> {
        let (owner, code) = (self.owner_name(&owner), code.to_ascii_uppercase());
        self.0
            .store
            .read(move |tx| {
                let (row, content) = load(tx, &code)?.ok_or(ActError::NotFound)?;
                if row.owner == owner { Ok(view(row, content)) } else { Err(ActError::NotFound) }
            })
            .await
    }

    /// Takes a draft over by its code and the applicant's phone number, as on another device.
    pub async fn draft_resume(&self, owner: Owner<'_>, code: &str, phone: &str) -> Result<DraftView, ActError> {
        let now = self.0.clock.now();
        let code = code.trim().to_ascii_uppercase();
        let attempt = format!("draft/{}", code.chars().take(CODE_CHARS).collect::<String>());
        if let Some(wait_seconds) = self.0.attempts.wait(&attempt, now) {
            return Err(ActError::TooManyAttempts { wait_seconds });
        }
        let key_hash = self.phone_hash(phone);
        let found = self.0.store.read(move |tx| load(tx, &code)).await?;
        let right = |row: &DraftRow| !row.key_hash.is_empty() && seal::same(&row.key_hash, &key_hash);
        let Some((row, content)) = found.filter(|(row, _)| right(row)) else {
            self.0.attempts.failed(&attempt, now);
            return Err(ActError::NotFound);
        };
        self.0.attempts.succeeded(&attempt);
        let files = content.files.iter().map(|file| file.sha256.clone()).collect();
        self.draft_keep(self.owner_name(&owner), view(row, content), files).await
    }

    /// Unfinished drafts of an account, the newest first.
    pub async fn my_drafts(&self, person: &Person, after: Option<Cursor>) -> Result<Vec<DraftRow>, ActError> {
        let owner = person.id.clone();
        self.0.store.read(move |tx| Ok(rows::of_owner(tx, &owner, after.as_ref(), 50)?)).await
    }

    /// Hands the draft in; both happen in one transaction, so a second click finds it handed in.
    pub async fn draft_submit(
        &self,
        owner: Owner<'_>,
        code: &str,
        request: SubmitRequest,
    ) -> Result<Submitted, ActError> {
        let person = match owner {
            Owner::Person(person) => Some(person),
            Owner::Guest(_) => None,
        };
        let (owner, code) = (self.owner_name(&owner), code.to_ascii_uppercase());
        self.refuse_changed(&owner, &code).await?;
        let prepared = self.prepare_submission(person, &owner, request, None).await?;
        let lane = prepared.lane().to_owned();
        self.0
            .store
            .write_in_lane(&lane, move |tx| {
                let (mut row, content) =
                    load(tx, &code)?.filter(|(row, _)| row.owner == owner).ok_or(ActError::NotFound)?;
                if row.submitted_as.is_some() {
                    return Err(ActError::Stale { current: row.version });
                }
                if holds_no_more(&row, prepared.procedure_version()) {
                    return Err(ActError::field("procedure", FieldProblemKind::ProcedureChanged));
                }
                let prepared = prepared.clone().with_origins(&content.files);
                let submitted = crate::dossier::keep_submission(tx, &prepared)?;
                let version_read = row.version;
                row.version = version_read.saturating_add(1);
                row.submitted_as = Some(submitted.dossier.code.as_str().to_owned());
                row.updated_at = prepared.now;
                let event = DraftEvent::Submitted { as_code: submitted.dossier.code.as_str().to_owned() };
                note(tx, &row, &event, None)?;
                rows::update(tx, &row, version_read)?;
                Ok(submitted)
            })
            .await
    }

    /// Says that the procedure changed before its new form is held against answers to the old one.
    async fn refuse_changed(&self, owner: &str, code: &str) -> Result<(), ActError> {
        let wanted = code.to_owned();
        let found = self.0.store.read(move |tx| Ok::<_, ActError>(rows::by_code(tx, &wanted)?)).await?;
        let row = found.filter(|row| row.owner == owner).ok_or(ActError::NotFound)?;
        let catalogue = self.catalogue();
        let in_force = catalogue.procedure(&row.procedure_id, self.today()).ok_or(ActError::NotFound)?;
        if row.submitted_as.is_none() && holds_no_more(&row, &version_name(in_force)) {
            return Err(ActError::field("procedure", FieldProblemKind::ProcedureChanged));
        }
        Ok(())
    }

    /// Keeps a draft. `taken_over` are files that the new owner may name from now on, as if brought by them.
    async fn draft_keep(
        &self,
        owner: String,
        mut draft: DraftView,
        taken_over: Vec<String>,
    ) -> Result<DraftView, ActError> {
        if draft.submitted_as.is_some() {
            return Err(ActError::Stale { current: draft.version });
        }
        let content = serde_json::to_vec(&draft.content)?;
        if content.len() > CONTENT_BYTES_MAX {
            return Err(ActError::field("form", FieldProblemKind::TooLong(CONTENT_BYTES_MAX)));
        }
        let phone = draft.content.applicant.get("phone").and_then(Value::as_str).unwrap_or_default();
        let row = DraftRow {
            code: draft.code.clone(),
            version: draft.version.saturating_add(1),
            procedure_id: draft.procedure.clone(),
            procedure_version: draft.procedure_version.clone(),
            owner,
            key_hash: if phone.is_empty() { String::new() } else { self.phone_hash(phone) },
            step: draft.step.clone(),
            updated_at: self.0.clock.now(),
            submitted_as: None,
        };
        let fresh_key: [u8; 32] = seal::random().map_err(|error| ActError::Fault(Box::new(error)))?;
        let version_read = draft.version;
        draft.version = row.version;
        self.0
            .store
            .write(move |tx| {
                let key = vault::ensure_key(tx, &format!("draft/{}", row.code), &fresh_key)?;
                let sealed =
                    seal::seal(&key, &context(&row), &content).map_err(|error| ActError::Fault(Box::new(error)))?;
                let event = DraftEvent::Saved {
                    procedure: row.procedure_id.clone(),
                    owner: row.owner.clone(),
                    key_hash: row.key_hash.clone(),
                    step: row.step.clone(),
                    procedure_version: row.procedure_version.clone(),
                };
                note(tx, &row, &event, Some(&sealed))?;
                for sha256 in &taken_over {
                    upload::note(tx, sha256, &row.owner, row.updated_at)?;
                }
                if version_read == 0 {
                    rows::insert(tx, &row)?;
                } else {
                    rows::update(tx, &row, version_read)?;
                }
                Ok::<_, ActError>(())
            })
            .await?;
        Ok(draft)
    }

    /// The name under which somebody's drafts and uploads are kept.
    pub(crate) fn owner_name(&self, owner: &Owner<'_>) -> String {
        match owner {
            Owner::Person(person) => person.id.clone(),
            Owner::Guest(secret) => format!("guest/{}", seal::keyed_hash(&self.0.secrets.pepper, "guest", secret)),
        }
    }

    pub(crate) fn phone_hash(&self, phone: &str) -> String {
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        let local = digits.strip_prefix("84").map_or_else(|| digits.clone(), |rest| format!("0{rest}"));
        seal::keyed_hash(&self.0.secrets.pepper, "phone", &local)
    }
}

/// Whether a draft was begun under another version; one from before versions were noted goes with any.
fn holds_no_more(row: &DraftRow, in_force: &str) -> bool {
    !row.procedure_version.is_empty() && row.procedure_version != in_force
}

/// A draft's row and its last saved content.
fn load(tx: &mut Tx<'_>, code: &str) -> Result<Option<(DraftRow, DraftContent)>, ActError> {
    let Some(row) = rows::by_code(tx, code)? else { return Ok(None) };
    let saved_version = if row.submitted_as.is_some() { row.version.saturating_sub(1) } else { row.version };
    let stream = format!("draft/{code}");
    let events = journal::of_stream(tx, &stream, saved_version.saturating_sub(1), 1)?;
    let key = vault::key_of(tx, &stream)?;
    let content = match (events.first().and_then(|event| event.sealed.as_ref()), key) {
        (Some(sealed), Some(key)) => {
            let plain = seal::open(&key, &format!("{stream}/{saved_version}"), sealed)
                .map_err(|error| ActError::Fault(Box::new(error)))?;
            serde_json::from_slice(&plain)?
        }
        (Some(_) | None, _) => DraftContent::default(),
    };
    Ok(Some((row, content)))
}

fn note(tx: &mut Tx<'_>, row: &DraftRow, event: &DraftEvent, sealed: Option<&[u8]>) -> Result<(), ActError> {
    let stream = format!("draft/{}", row.code);
    let kind = match event {
        DraftEvent::Saved { .. } => "draft_saved",
        DraftEvent::Submitted { .. } => "draft_submitted",
    };
    let payload = serde_json::to_string(event)?;
    journal::append(
        tx,
        &NewEvent {
            stream: &stream,
            version: row.version,
            kind,
            recorded_at: row.updated_at,
            actor: &row.owner,
            payload: &payload,
            sealed,
            subject: Some(&stream),
        },
    )?;
    Ok(())
}

fn context(row: &DraftRow) -> String {
    format!("draft/{}/{}", row.code, row.version)
}

fn view(row: DraftRow, content: DraftContent) -> DraftView {
    DraftView {
        code: row.code,
        version: row.version,
        procedure: row.procedure_id,
        procedure_version: row.procedure_version,
        step: row.step,
        content,
        submitted_as: row.submitted_as,
    }
}

pub(crate) fn new_code() -> Result<String, ActError> {
    let bytes: [u8; CODE_CHARS] = seal::random().map_err(|error| ActError::Fault(Box::new(error)))?;
    let letter = |byte: &u8| CODE_LETTERS.get(usize::from(*byte) % CODE_LETTERS.len()).copied().map(char::from);
    Ok(bytes.iter().filter_map(letter).collect())
}

//! The draft of a result: kept with its paper, and read again by whoever edits or signs it.

use domain::access::Person;
use domain::dossier::{ActionKind, DraftText, Private, ResultTemplate};
use serde::{Deserialize, Serialize};

use super::actions::{ActionBody, ActionRequest};
use super::chain::Entry;
use super::submit::{FileClaim, Idempotency};
use super::{Done, DossierView};
use crate::App;
use crate::error::ActError;

/// The component under which a result stands, and its draft before it.
const RESULT: &str = "result";

/// A draft as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultDraft {
    /// From which template.
    pub template: ResultTemplate,
    /// What it says.
    pub text: DraftText,
}

impl DossierView {
    /// The draft that stands, if this person may read it and it was not erased.
    #[must_use]
    pub fn draft(&self) -> Option<ResultDraft> {
        let template = self.dossier.draft.as_ref()?.template;
        self.draft_text.clone().map(|text| ResultDraft { template, text })
    }
}

/// What the newest draft says, if it can be opened.
pub(super) fn text_of(entries: &[Entry]) -> Option<DraftText> {
    let last =
        entries.iter().rev().find(|entry| matches!(entry.event, domain::dossier::Event::ResultDrafted { .. }))?;
    if let Some(Private::Draft(text)) = &last.private { Some(text.clone()) } else { None }
}

impl App {
    /// Keeps a draft of the result with the paper that was made of it.
    ///
    /// The paper is stored before the act is decided; when the act is refused it belongs to nothing and is cleared away with
    /// the other files that nobody named.
    pub async fn keep_draft(
        &self,
        person: &Person,
        (code, expected_version): (&str, Option<i64>),
        draft: ResultDraft,
        (name, pdf): (String, Vec<u8>),
        idempotency: Option<Idempotency>,
    ) -> Result<Done, ActError> {
        let stored = self.keep_made_pdf(person, pdf).await?;
        let files = vec![FileClaim { component: RESULT.to_owned(), sha256: stored.sha256, name }];
        let body = ActionBody { files, draft: Some(draft), ..ActionBody::default() };
        let request = ActionRequest { action: ActionKind::DraftResult, body };
        self.act(person, code, expected_version, request, idempotency).await
    }
}

//! A draft whose procedure has changed: what is different now, and taking the answers along.

use domain::dataset::Content;
use domain::dossier::FileRef;
use domain::eform::Form;
use domain::procedure::Procedure;
use serde_json::{Map, Value};

use crate::App;
use crate::draft::{DraftView, Owner};
use crate::error::ActError;

/// The version under which a draft was begun, and the one that holds today.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftChange {
    /// As it was.
    pub before: Content,
    /// As it is.
    pub now: Content,
    /// Name of the version that holds today.
    pub version: String,
}

impl App {
    /// What has changed since a draft was begun; `None` while its version still holds.
    #[must_use]
    pub fn draft_change(&self, draft: &DraftView) -> Option<DraftChange> {
        let catalogue = self.catalogue();
        let now = catalogue.procedure(&draft.procedure, self.today())?;
        let version = crate::catalogue::version_name(now);
        if draft.procedure_version.is_empty() || draft.procedure_version == version {
            return None;
        }
        let before = catalogue.procedure_version(&draft.procedure, &draft.procedure_version)?;
        Some(DraftChange { before: catalogue.content(before), now: catalogue.content(now), version })
    }

    /// Carries a draft over to the version that holds today. Answers to questions that are still asked are kept, and
    /// files for papers that are still asked for under the same name; the rest is left behind.
    pub async fn draft_carry_over(&self, owner: Owner<'_>, mut draft: DraftView) -> Result<DraftView, ActError> {
        let Some(DraftChange { before, now, version }) = self.draft_change(&draft) else { return Ok(draft) };
        let catalogue = self.catalogue();
        let form = catalogue.form(&now.procedure);
        draft.content.form = kept_answers(std::mem::take(&mut draft.content.form), &form);
        draft.content.files = kept_files(std::mem::take(&mut draft.content.files), &before.procedure, &now.procedure);
        draft.procedure_version = version;
        "form".clone_into(&mut draft.step);
        self.draft_save(owner, draft).await
    }
}

fn kept_answers(answers: Map<String, Value>, form: &Form) -> Map<String, Value> {
    let asked = |name: &str| {
        form.field(name).is_some() || form.sections.iter().any(|section| section.repeat.is_some() && section.id == name)
    };
    answers.into_iter().filter(|(name, _)| asked(name)).collect()
}

/// Papers are told apart by their names: their order may have changed.
fn kept_files(files: Vec<FileRef>, before: &Procedure, now: &Procedure) -> Vec<FileRef> {
    let kept = |mut file: FileRef| {
        let name = &before.component(&file.component)?.name_vi;
        file.component = now.components.iter().find(|component| component.name_vi == *name)?.id.clone();
        Some(file)
    };
    files.into_iter().filter_map(kept).collect()
}

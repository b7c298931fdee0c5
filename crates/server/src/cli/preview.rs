//! `motcua import --preview`: what a catalogue in a file would change, as the page of the registry shows it. Keeps nothing.

use super::context::{Context, say};
use super::failure::Failure;
use super::lint::subject;
use crate::messages::fill;
use crate::sentences::{self, ChangeLine};
use app::registry::batch::{BatchError, BatchFault, BatchPreview, preview};
use domain::dataset::Content;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

pub(super) async fn run(context: &Context, files: &[PathBuf]) -> Result<(), Failure> {
    let subject = subject(context).await?;
    let mut failed = false;
    let mut answers = Vec::new();
    for path in files {
        let bytes = match tokio::fs::read(path).await {
            Ok(bytes) => bytes,
            Err(error) => {
                let values: [(&str, &dyn std::fmt::Display); 2] = [("file", &path.display()), ("why", &error)];
                return Err(Failure::no(fill(context.m.cli.file_unreadable, &values)));
            }
        };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match preview(&subject.catalogue, subject.today, &name, &bytes) {
            Ok(preview) if context.json => answers.push(in_json(context, path, &preview)),
            Ok(preview) => tell(context, path, &preview),
            Err(BatchError::Faults(faults)) => {
                failed = true;
                if context.json {
                    answers.push(json!({"file": path.display().to_string(), "faults": sentences_of(context, &faults)}));
                } else {
                    say(fill(context.m.cli.import_refused, &[("file", &path.display()), ("count", &faults.len())]));
                    for line in sentences_of(context, &faults) {
                        say(format_args!("  {line}"));
                    }
                }
            }
            Err(other) => return Err(Failure::no(other.to_string())),
        }
    }
    if context.json {
        say(Value::Array(answers));
    }
    if failed { Err(Failure::Said) } else { Ok(()) }
}

fn sentences_of(context: &Context, faults: &[BatchFault]) -> Vec<String> {
    faults.iter().map(|fault| sentences::batch_fault(context.m, fault)).collect()
}

fn tell(context: &Context, path: &Path, preview: &BatchPreview) {
    let (m, t) = (context.m, &context.m.batch.cli);
    let summary = sentences::batch_summary(m, preview);
    say(fill(t.head, &[("file", &path.display()), ("summary", &summary)]));
    for Content { procedure, .. } in &preview.added {
        say(fill(t.added, &[("code", &procedure.id), ("name", &procedure.name_vi)]));
    }
    for change in &preview.changed {
        let procedure = &change.after.procedure;
        say(fill(t.changed, &[("code", &procedure.id), ("name", &procedure.name_vi)]));
        for ChangeLine { place, kind, before, after } in change.changes.iter().map(|one| sentences::change(m, one)) {
            let values: [(&str, &dyn std::fmt::Display); 4] =
                [("place", &place), ("kind", &kind), ("before", &before), ("after", &after)];
            say(fill(t.line, &values));
        }
    }
    for (code, name) in &preview.missing {
        say(fill(t.missing, &[("code", code), ("name", name)]));
    }
}

fn in_json(context: &Context, path: &Path, preview: &BatchPreview) -> Value {
    let added: Vec<&str> = preview.added.iter().map(|content| content.procedure.id.as_str()).collect();
    let missing: Vec<&str> = preview.missing.iter().map(|(code, _)| code.as_str()).collect();
    let changed = preview.changed.iter().map(|change| {
        let lines = change.changes.iter().map(|one| {
            let ChangeLine { place, kind, before, after } = sentences::change(context.m, one);
            json!({"place": place, "kind": kind, "before": before, "after": after})
        });
        json!({
            "procedure": change.after.procedure.id, "based_on": change.based_on, "changes": lines.collect::<Vec<_>>(),
        })
    });
    json!({
        "file": path.display().to_string(), "faults": [], "added": added, "changed": changed.collect::<Vec<_>>(),
        "unchanged": preview.unchanged, "missing": missing,
    })
}

//! `motcua import`: data files, checked whole and kept whole.

use super::args::ImportArgs;
use super::context::{Context, say};
use super::failure::{Failure, fault_json};
use crate::messages::fill;
use app::import::{DataFile, ImportError, Imported, check};
use app::{ActError, App};
use domain::dataset::Fault;
use serde_json::{Value, json};
use std::path::Path;

/// What became of one file.
enum Outcome {
    Checked { kind: &'static str, records: usize },
    Imported(Imported),
    Faulty(Vec<Fault>),
    Unreadable(String),
}

pub(super) async fn run(context: &Context, args: ImportArgs) -> Result<(), Failure> {
    if args.preview {
        return super::preview::run(context, &args.files).await;
    }
    let app = if args.check { None } else { Some(context.open().await?) };
    let mut failed = false;
    let mut changed = false;
    let mut answers = Vec::new();
    for path in &args.files {
        let outcome = one(context, app.as_ref(), path).await?;
        failed |= matches!(outcome, Outcome::Faulty(_) | Outcome::Unreadable(_));
        changed |= matches!(&outcome, Outcome::Imported(imported) if !imported.unchanged);
        if context.json {
            answers.push(in_json(path, &outcome));
        } else {
            tell(context, path, &outcome);
        }
    }
    if let Some(app) = app {
        app.close().await;
    }
    if context.json {
        say(Value::Array(answers));
    } else if changed {
        context.note(context.m.cli.import_running);
    }
    if failed { Err(Failure::Said) } else { Ok(()) }
}

async fn one(context: &Context, app: Option<&App>, path: &Path) -> Result<Outcome, Failure> {
    let bytes = match tokio::fs::read(path).await {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Outcome::Unreadable(error.to_string())),
    };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file = DataFile { name, bytes };
    let Some(app) = app else {
        return Ok(match check(&file) {
            Ok((kind, records)) => Outcome::Checked { kind, records },
            Err(faults) => Outcome::Faulty(faults),
        });
    };
    match app.import(file, "system").await {
        Ok(imported) => Ok(Outcome::Imported(imported)),
        Err(ImportError::Faults(faults)) => Ok(Outcome::Faulty(faults)),
        Err(ImportError::Act(ActError::Unavailable)) => Err(Failure::no(context.m.cli.unavailable)),
        Err(ImportError::Act(error)) => Err(Failure::act(context.m, &error)),
    }
}

fn tell(context: &Context, path: &Path, outcome: &Outcome) {
    let texts = &context.m.cli;
    let file = path.display();
    match outcome {
        Outcome::Checked { kind, records } => {
            say(fill(texts.import_checked, &[("file", &file), ("records", records), ("kind", kind)]));
        }
        Outcome::Imported(imported) if imported.unchanged => {
            say(fill(texts.import_unchanged, &[("file", &file)]));
        }
        Outcome::Imported(Imported { kind, records, .. }) => {
            say(fill(texts.import_done, &[("file", &file), ("records", records), ("kind", kind)]));
        }
        Outcome::Faulty(faults) => {
            say(fill(texts.import_refused, &[("file", &file), ("count", &faults.len())]));
            for fault in faults {
                say(format_args!("  {fault}"));
            }
        }
        Outcome::Unreadable(why) => say(fill(texts.file_unreadable, &[("file", &file), ("why", why)])),
    }
}

fn in_json(path: &Path, outcome: &Outcome) -> Value {
    let file = path.display().to_string();
    match outcome {
        Outcome::Checked { kind, records } => json!({"file": file, "kind": kind, "records": records, "faults": []}),
        Outcome::Imported(Imported { kind, records, unchanged, .. }) => {
            json!({"file": file, "kind": kind, "records": records, "unchanged": unchanged, "faults": []})
        }
        Outcome::Faulty(faults) => {
            json!({"file": file, "faults": faults.iter().map(fault_json).collect::<Vec<_>>()})
        }
        Outcome::Unreadable(why) => json!({"file": file, "error": why, "faults": []}),
    }
}

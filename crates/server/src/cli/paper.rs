//! `motcua paper preview`: a paper with sample data, so that templates can be changed and looked at before anybody gets one.

use super::args::PaperPreviewArgs;
use super::context::{Context, say};
use super::failure::Failure;
use crate::messages::fill;
use paper::{Circular, Engine, Kind, Options, PaperError, Templates};
use serde_json::json;
use std::path::Path;

pub(super) async fn preview(context: &Context, args: PaperPreviewArgs) -> Result<(), Failure> {
    let texts = &context.m.cli;
    let kind = Kind::ALL.into_iter().find(|kind| kind.name() == args.kind);
    let kind = kind.ok_or_else(|| Failure::Usage(args.kind.clone()))?;
    let circular = if args.circular == "2018" { Circular::Of2018 } else { Circular::Of2025 };
    let folder = context.papers.clone();
    let set = tokio::task::spawn_blocking(move || sample(folder.as_deref(), kind, circular)).await;
    let set = set.map_err(|error| Failure::because(texts.fault, &error))?;
    let pdf = set.map_err(|error| Failure::because(texts.paper_failed, &error))?;
    let file = args.out.display().to_string();
    if let Err(error) = tokio::fs::write(&args.out, &pdf).await {
        return Err(Failure::because(fill(texts.paper_unwritten, &[("file", &file)]), &error));
    }
    if context.json {
        say(json!({"file": file, "bytes": pdf.len()}));
    } else {
        say(fill(texts.paper_written, &[("file", &file)]));
    }
    Ok(())
}

fn sample(folder: Option<&Path>, kind: Kind, circular: Circular) -> Result<Vec<u8>, PaperError> {
    let engine = Engine::new(&Templates::new(folder)?)?;
    let made_at = jiff::civil::date(2026, 11, 26).at(9, 30, 0, 0);
    engine.render(&paper::sample(kind)?, &Options::new(circular, made_at))
}

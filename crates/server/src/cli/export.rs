//! `motcua export events`: the event log of dossiers for process mining, written as it is read.

use super::context::{Context, say};
use super::failure::Failure;
use crate::messages::fill;
use app::event_log::{LogExported, LogWanted};
use clap::{Args, Subcommand};
use domain::event_log::LogFormat;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;

/// Pieces that wait to be written.
const PIECES: usize = 8;

/// What can be exported.
#[derive(Debug, Subcommand)]
pub(super) enum ExportCommand {
    Events(ExportEventsArgs),
}

/// What `export events` takes.
#[derive(Debug, Args)]
pub(super) struct ExportEventsArgs {
    #[arg(long, value_name = "FORMAT", value_parser = LogFormat::ALL.map(LogFormat::name))]
    pub(super) format: String,
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(super) at_least: u64,
}

pub(super) async fn run(context: &Context, command: ExportCommand) -> Result<(), Failure> {
    match command {
        ExportCommand::Events(args) => events(context, args).await,
    }
}

async fn events(context: &Context, args: ExportEventsArgs) -> Result<(), Failure> {
    let m = context.m;
    let format = LogFormat::from_name(&args.format).ok_or(Failure::Said)?;
    let unwritten = |path: &PathBuf| Failure::no(fill(m.cli.paper_unwritten, &[("file", &path.display())]));
    let mut out: Box<dyn Write> = match &args.out {
        Some(path) => {
            let file = std::fs::File::create(path).map_err(|_| unwritten(path))?;
            Box::new(std::io::BufWriter::new(file))
        }
        None => Box::new(std::io::stdout()),
    };
    let app = context.open_existing().await?;
    let wanted = LogWanted { format, at_least: args.at_least };
    let (sender, mut receiver) = tokio::sync::mpsc::channel::<String>(PIECES);
    let write = async {
        while let Some(piece) = receiver.recv().await {
            if out.write_all(piece.as_bytes()).is_err() {
                receiver.close();
                return false;
            }
        }
        out.flush().is_ok()
    };
    let (done, is_written) = tokio::join!(app.export_events(wanted, sender), write);
    app.close().await;
    let done = done.map_err(|error| Failure::act(m, &error))?;
    match (&args.out, is_written) {
        (Some(path), false) => return Err(unwritten(path)),
        // Whoever read what was printed has gone away: that is not our fault.
        (None, false) => return Ok(()),
        (_, true) => (),
    }
    tell(context, args.out.is_some(), &done);
    Ok(())
}

fn tell(context: &Context, has_file: bool, done: &LogExported) {
    let m = context.m;
    let counts: [(&str, &dyn std::fmt::Display); 4] =
        [("cases", &done.cases), ("variants", &done.variants), ("events", &done.events), ("left_out", &done.left_out)];
    if !has_file {
        context.note(fill(m.cli.exported, &counts));
    } else if context.json {
        say(json!({
            "cases": done.cases, "variants": done.variants, "events": done.events, "left_out": done.left_out,
        }));
    } else {
        say(fill(m.cli.exported, &counts));
    }
}

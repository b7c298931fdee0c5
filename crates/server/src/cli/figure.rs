//! `motcua figure`: published values reckoned again, and numbers of texts against the numbers beside them.

use super::context::{Context, say};
use super::failure::Failure;
use super::lint::subject;
use crate::messages::fill;
use app::ActError;
use clap::{Args, Subcommand};
use domain::figure::{Finding, Recheck, findings};
use serde_json::{Value, json};
use std::fmt::Display;

/// What can be asked about figures.
#[derive(Debug, Subcommand)]
pub(super) enum FigureCommand {
    Check(FigureCheckArgs),
    Claims(FigureClaimsArgs),
}

/// What `figure check` takes.
#[derive(Debug, Args)]
pub(super) struct FigureCheckArgs {
    #[arg(value_name = "ID", required_unless_present = "all", conflicts_with = "all")]
    pub(super) id: Option<String>,
    #[arg(long)]
    pub(super) all: bool,
}

/// What `figure claims` takes.
#[derive(Debug, Args)]
pub(super) struct FigureClaimsArgs {
    #[arg(long)]
    pub(super) strict: bool,
}

pub(super) async fn run(context: &Context, command: FigureCommand) -> Result<(), Failure> {
    match command {
        FigureCommand::Check(args) => check(context, args).await,
        FigureCommand::Claims(args) => claims(context, args).await,
    }
}

async fn check(context: &Context, args: FigureCheckArgs) -> Result<(), Failure> {
    let m = context.m;
    let app = context.open_existing().await?;
    let ids = match args.id {
        Some(id) => vec![id],
        None => app.published_ids().await.map_err(|error| Failure::act(m, &error))?,
    };
    let mut rechecks = Vec::new();
    for id in ids {
        match app.recheck_figure(&id).await {
            Ok(recheck) => rechecks.push(recheck),
            Err(ActError::NotFound) => return Err(Failure::no(fill(m.figure.cli.no_figure, &[("id", &id)]))),
            Err(error) => return Err(Failure::act(m, &error)),
        }
    }
    app.close().await;
    if context.json {
        let body = |one: &Recheck| json!({"same": one.is_same(), "recheck": one});
        say(Value::from(rechecks.iter().map(body).collect::<Vec<_>>()));
    } else {
        for recheck in &rechecks {
            tell(context, recheck);
        }
        if rechecks.is_empty() {
            say(m.figure.cli.nothing);
        }
    }
    if rechecks.iter().all(Recheck::is_same) { Ok(()) } else { Err(Failure::Said) }
}

fn tell(context: &Context, recheck: &Recheck) {
    let t = &context.m.figure.cli;
    let publication = &recheck.publication;
    let shown = |value: Option<domain::dataset::Exact>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    let (value, now) = (shown(publication.value), shown(recheck.value));
    let text = if !recheck.is_list_sound {
        t.touched
    } else if recheck.is_same() {
        t.same
    } else {
        t.differs
    };
    let values: [(&str, &dyn Display); 5] = [
        ("id", &publication.id),
        ("figure", &publication.figure),
        ("value", &value),
        ("now", &now),
        ("count", &recheck.changes_count),
    ];
    say(fill(text, &values));
    for change in &recheck.changes {
        let amount = |amount: Option<i64>| amount.map_or_else(|| "-".to_owned(), |amount| amount.to_string());
        let (then, now) = (amount(change.then), amount(change.now));
        say(fill(
            t.change,
            &[("counter", &change.counter), ("record", &change.record), ("then", &then), ("now", &now)],
        ));
    }
}

async fn claims(context: &Context, args: FigureClaimsArgs) -> Result<(), Failure> {
    let t = &context.m.figure.claims;
    let subject = subject(context).await?;
    let found: Vec<Finding<'_>> = findings(&subject.catalogue.guide.figures).collect();
    let wrong = found.iter().filter(|one| one.contradicts()).count();
    if context.json {
        let body = |one: &Finding<'_>| {
            json!({
                "id": one.figure.id, "method": one.check.method, "inputs": one.check.inputs,
                "printed": one.check.states, "result": one.done.result, "agrees": !one.contradicts(),
            })
        };
        say(Value::from(found.iter().map(body).collect::<Vec<_>>()));
    } else {
        for one in &found {
            let method = json!(one.check.method);
            let inputs: Vec<String> = one.check.inputs.iter().map(ToString::to_string).collect();
            let values: [(&str, &dyn Display); 6] = [
                ("id", &one.figure.id),
                ("method", &method.as_str().unwrap_or_default()),
                ("inputs", &inputs.join("; ")),
                ("result", &one.done.result),
                ("printed", &one.check.states),
                ("verdict", &if one.contradicts() { t.contradicts } else { t.agrees }),
            ];
            say(fill(t.cli_line, &values));
        }
        say(fill(t.cli_found, &[("count", &found.len()), ("wrong", &wrong)]));
    }
    if args.strict && wrong > 0 { Err(Failure::Said) } else { Ok(()) }
}

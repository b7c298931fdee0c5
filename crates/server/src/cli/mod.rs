//! The command line: what each command takes, does and prints.
//!
//! Exit codes: 0 done, 1 said no, 2 not understood. Results go to standard output, everything else to standard error.

mod args;
mod config;
mod context;
mod deadline;
mod doctor;
mod edxml;
mod exchange;
mod export;
mod failure;
mod figure;
mod import;
mod lint;
mod log;
mod outlets;
mod paper;
mod password;
mod preview;
mod score;
mod serve;
mod signing;
mod statute;
mod statute_args;
mod stop;
mod token;
mod user;
mod verify;
mod workflow;

use crate::messages::Lang;
use args::{Cli, Command, PaperCommand, TokenCommand, UserCommand, WorkflowCommand};
use clap::FromArgMatches;
use context::Context;
use failure::Failure;
use std::process::ExitCode;

/// Reads the command line, runs the command, and answers with its exit code.
#[must_use]
pub fn run() -> ExitCode {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let lang = args::language(&arguments);
    let matches = match args::command(lang).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return refused(&error),
    };
    match Cli::from_arg_matches(&matches) {
        Ok(cli) => started(cli, lang),
        Err(error) => refused(&error),
    }
}

/// Help and version are no refusal; anything else is exit code 2.
fn refused(error: &clap::Error) -> ExitCode {
    drop(error.print());
    if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}

fn started(cli: Cli, lang: Lang) -> ExitCode {
    let Cli { shared, serve, command } = cli;
    let json = shared.json;
    let done = Context::new(shared, lang).and_then(|context| {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Failure::because(context.m.cli.fault, &error))?;
        runtime.block_on(dispatch(&context, command.unwrap_or(Command::Serve(serve))))
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print(lang.messages(), json);
            ExitCode::from(failure.code())
        }
    }
}

async fn dispatch(context: &Context, command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(args) => serve::run(context, args).await,
        Command::Import(args) => import::run(context, args).await,
        Command::Deadline(args) => deadline::run(context, args).await,
        Command::Lint(args) => lint::run(context, args).await,
        Command::Score(args) => score::run(context, args).await,
        Command::Workflow { command } => match command {
            WorkflowCommand::Check(args) => workflow::check(context, args).await,
            WorkflowCommand::Export(args) => workflow::export(context, args).await,
            WorkflowCommand::Import(args) => workflow::import(context, args).await,
            WorkflowCommand::Draft(args) => workflow::draft(context, args).await,
        },
        Command::Paper { command: PaperCommand::Preview(args) } => paper::preview(context, args).await,
        Command::Statute { command } => statute::run(context, command).await,
        Command::Edxml { command } => edxml::run(context, command).await,
        Command::Figure { command } => figure::run(context, command).await,
        Command::Export { command } => export::run(context, command).await,
        Command::Verify => verify::run(context).await,
        Command::User { command: UserCommand::Add(args) } => user::add(context, args).await,
        Command::Token { command: TokenCommand::Create(args) } => token::create(context, args).await,
        Command::Doctor => doctor::run(context).await,
    }
}

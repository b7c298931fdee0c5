//! What the command line takes. The words of the help stand in the messages, under the names of commands and arguments.

use super::export::ExportCommand;
use super::figure::FigureCommand;
use super::statute_args::StatuteCommand;
use crate::messages::{Lang, Messages};
use clap::builder::BoolishValueParser;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "motcua", version)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) shared: SharedArgs,
    #[command(flatten)]
    pub(super) serve: ServeArgs,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(super) struct SharedArgs {
    #[arg(long, alias = "data-dir", env = "MOTCUA_DATA", global = true, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    #[arg(long, env = "MOTCUA_DATABASE", global = true, value_name = "URL", hide_env_values = true)]
    pub(super) database: Option<String>,
    #[arg(long, env = "MOTCUA_BLOBS", global = true, value_name = "URL")]
    pub(super) blobs: Option<String>,
    #[arg(long, env = "MOTCUA_REGISTER_POPULATION", global = true, value_name = "URL")]
    pub(super) register_population: Option<String>,
    #[arg(long, env = "MOTCUA_REGISTER_ENTERPRISE", global = true, value_name = "URL")]
    pub(super) register_enterprise: Option<String>,
    #[arg(long, env = "MOTCUA_REGISTER_LAND", global = true, value_name = "URL")]
    pub(super) register_land: Option<String>,
    #[arg(long, env = "MOTCUA_REGISTER_TOKEN", global = true, value_name = "TOKEN", hide_env_values = true)]
    pub(super) register_token: Option<String>,
    #[arg(long, env = "MOTCUA_SMTP", global = true, value_name = "HOST:PORT")]
    pub(super) smtp: Option<String>,
    #[arg(long, env = "MOTCUA_SMTP_SECURITY", global = true, value_parser = ["starttls", "tls", "none"])]
    pub(super) smtp_security: Option<String>,
    #[arg(long, env = "MOTCUA_SMTP_USER", global = true, value_name = "NAME")]
    pub(super) smtp_user: Option<String>,
    #[arg(long, env = "MOTCUA_SMTP_PASSWORD", global = true, value_name = "PASSWORD", hide_env_values = true)]
    pub(super) smtp_password: Option<String>,
    #[arg(long, env = "MOTCUA_SMTP_FROM", global = true, value_name = "ADDRESS")]
    pub(super) smtp_from: Option<String>,
    #[arg(long, env = "MOTCUA_SMS_GATEWAY", global = true, value_name = "URL")]
    pub(super) sms_gateway: Option<String>,
    #[arg(long, env = "MOTCUA_SMS_SECRET", global = true, value_name = "SECRET", hide_env_values = true)]
    pub(super) sms_secret: Option<String>,
    #[arg(long, env = "MOTCUA_CHAT_GATEWAY", global = true, value_name = "URL")]
    pub(super) chat_gateway: Option<String>,
    #[arg(long, env = "MOTCUA_CHAT_SECRET", global = true, value_name = "SECRET", hide_env_values = true)]
    pub(super) chat_secret: Option<String>,
    #[arg(long, env = "MOTCUA_PAPERS", global = true, value_name = "DIR")]
    pub(super) papers: Option<PathBuf>,
    #[arg(long, env = "MOTCUA_TIME_ZONE", global = true, value_name = "ZONE")]
    pub(super) time_zone: Option<String>,
    #[arg(long, env = "MOTCUA_CONFIG", global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    #[arg(long, env = "MOTCUA_LANG", global = true, value_parser = ["vi", "en"])]
    pub(super) lang: Option<String>,
    #[arg(long, global = true)]
    pub(super) json: bool,
}

/// What `serve` takes; also without a command.
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[arg(long, env = "MOTCUA_LISTEN", value_name = "ADDR")]
    pub(super) listen: Option<String>,
    #[arg(long, env = "MOTCUA_PUBLIC_URL", value_name = "URL")]
    pub(super) public_url: Option<String>,
    #[arg(long, env = "MOTCUA_EMPTY", num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
    pub(super) empty: Option<bool>,
    #[arg(long, env = "MOTCUA_TRAINING_CLOCK", value_name = "TIME")]
    pub(super) training_clock: Option<String>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Serve(ServeArgs),
    Import(ImportArgs),
    Deadline(DeadlineArgs),
    Lint(LintArgs),
    Score(ScoreArgs),
    Workflow {
        #[command(subcommand)]
        command: WorkflowCommand,
    },
    Paper {
        #[command(subcommand)]
        command: PaperCommand,
    },
    Statute {
        #[command(subcommand)]
        command: StatuteCommand,
    },
    Edxml {
        #[command(subcommand)]
        command: EdxmlCommand,
    },
    Figure {
        #[command(subcommand)]
        command: FigureCommand,
    },
    Export {
        #[command(subcommand)]
        command: ExportCommand,
    },
    Verify,
    User {
        #[command(subcommand)]
        command: UserCommand,
    },
    Token {
        #[command(subcommand)]
        command: TokenCommand,
    },
    Doctor,
}

/// What `import` takes.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    #[arg(long)]
    pub(super) check: bool,
    #[arg(long, conflicts_with = "check")]
    pub(super) preview: bool,
}

/// What `deadline` takes.
#[derive(Debug, Args)]
pub(super) struct DeadlineArgs {
    #[arg(long, value_name = "TIME")]
    pub(super) from: String,
    #[arg(long, value_name = "LIMIT")]
    pub(super) limit: String,
    #[arg(long, value_name = "FROM/TO")]
    pub(super) pause: Vec<String>,
    #[arg(long, value_name = "CODE")]
    pub(super) unit: Option<String>,
    #[arg(long, value_enum, default_value_t = Mode::CivilCode)]
    pub(super) mode: Mode,
    #[arg(long, value_name = "HH:MM")]
    pub(super) cut_off: Option<String>,
}

/// What `lint` takes.
#[derive(Debug, Args)]
pub(super) struct LintArgs {
    #[arg(long, value_name = "ID")]
    pub(super) procedure: Option<String>,
    #[arg(long, value_enum, default_value_t = LintFormat::Text)]
    pub(super) format: LintFormat,
    #[arg(long)]
    pub(super) strict: bool,
}

/// What `score` takes. Its `--data` is the table; it opens no data folder.
#[derive(Debug, Args)]
pub(super) struct ScoreArgs {
    #[arg(long, value_name = "FILE")]
    pub(super) card: PathBuf,
    #[arg(id = "data", long = "data", required = true, value_name = "FILE")]
    pub(super) table: PathBuf,
    #[arg(long, value_name = "UNIT")]
    pub(super) explain: Option<String>,
    #[arg(long)]
    pub(super) strict: bool,
}

/// What can be done with workflows.
#[derive(Debug, Subcommand)]
pub(super) enum WorkflowCommand {
    Check(WorkflowCheckArgs),
    Export(WorkflowExportArgs),
    Import(WorkflowImportArgs),
    Draft(WorkflowDraftArgs),
}

/// What `workflow check` takes.
#[derive(Debug, Args)]
pub(super) struct WorkflowCheckArgs {
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    #[arg(long, value_name = "CODE")]
    pub(super) unit: Option<String>,
    #[arg(long, value_name = "NUMBER", default_value_t = domain::workflow::Proof::STATES)]
    pub(super) states: usize,
}

/// What `workflow export` takes.
#[derive(Debug, Args)]
pub(super) struct WorkflowExportArgs {
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    #[arg(long, value_name = "ID")]
    pub(super) id: Option<String>,
    #[arg(long, required = true)]
    pub(super) bpmn: bool,
}

/// What `workflow import` takes.
#[derive(Debug, Args)]
pub(super) struct WorkflowImportArgs {
    #[arg(value_name = "BPMN")]
    pub(super) file: PathBuf,
}

/// What `workflow draft` takes.
#[derive(Debug, Args)]
pub(super) struct WorkflowDraftArgs {
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    #[arg(long, value_name = "ID")]
    pub(super) procedure: Option<String>,
    #[arg(long)]
    pub(super) usable: bool,
}

/// What can be done with papers.
#[derive(Debug, Subcommand)]
pub(super) enum PaperCommand {
    Preview(PaperPreviewArgs),
}

/// What `paper preview` takes.
#[derive(Debug, Args)]
pub(super) struct PaperPreviewArgs {
    #[arg(value_name = "KIND", value_parser = paper::Kind::ALL.map(paper::Kind::name))]
    pub(super) kind: String,
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,
    #[arg(long, value_name = "YEAR", value_parser = ["2018", "2025"], default_value = "2025")]
    pub(super) circular: String,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LintFormat {
    Text,
    Json,
}

/// How days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Mode {
    CivilCode,
    OfficeHours,
}

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    Add(UserArgs),
}

/// What `user add` takes.
#[derive(Debug, Args)]
pub(super) struct UserArgs {
    #[arg(value_name = "NAME")]
    pub(super) name: String,
    #[arg(long, value_name = "ROLE")]
    pub(super) role: Option<String>,
    #[arg(long, value_name = "CODE")]
    pub(super) unit: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(super) full_name: Option<String>,
    #[arg(long)]
    pub(super) deputy: bool,
    #[arg(long)]
    pub(super) password_stdin: bool,
}

/// What can be done with envelopes of documents.
#[derive(Debug, Subcommand)]
pub(super) enum EdxmlCommand {
    Read(EdxmlReadArgs),
    Write(EdxmlWriteArgs),
}

/// What `edxml read` takes.
#[derive(Debug, Args)]
pub(super) struct EdxmlReadArgs {
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    #[arg(long, value_name = "FOLDER")]
    pub(super) files: Option<PathBuf>,
}

/// What `edxml write` takes.
#[derive(Debug, Args)]
pub(super) struct EdxmlWriteArgs {
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(super) attach: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) key: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) certificate: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,
}

/// What can be done with tokens.
#[derive(Debug, Subcommand)]
pub(super) enum TokenCommand {
    Create(TokenArgs),
}

/// What `token create` takes.
#[derive(Debug, Args)]
pub(super) struct TokenArgs {
    #[arg(long, value_name = "NAME")]
    pub(super) user: String,
    #[arg(long, value_name = "TIME", default_value = "30d")]
    pub(super) ttl: String,
}

/// The language in which to answer: asked for, else that of the environment; unset or foreign means English.
pub(super) fn language(arguments: &[OsString]) -> Lang {
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let after = words.iter().zip(words.iter().skip(1)).find(|(word, _)| **word == "--lang").map(|(_, lang)| *lang);
    let joined = words.iter().find_map(|word| word.strip_prefix("--lang="));
    if let Some(lang) = after.or(joined).and_then(Lang::parse) {
        return lang;
    }
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["MOTCUA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default();
    if locale.starts_with("vi") { Lang::Vi } else { Lang::En }
}

/// The command line with its help in a language.
pub(super) fn command(lang: Lang) -> clap::Command {
    let mut command = Cli::command();
    command.build();
    told(command, lang.messages(), "")
}

/// Gives a command, its arguments and its own commands their words.
fn told(command: clap::Command, m: &'static Messages, above: &str) -> clap::Command {
    let name = if above.is_empty() { command.get_name().to_owned() } else { format!("{above}_{}", command.get_name()) };
    let text = |table: &str, key: &str| m.cli.get(&format!("{table}.{key}"));
    let mut command = command;
    if let Some(about) = text("about", &name) {
        command = command.about(about);
    }
    if let Some(example) = text("example", &name) {
        command = command.after_help(example);
    }
    let owner = name.clone();
    command = command.mut_args(|arg| {
        let id = arg.get_id().as_str().to_owned();
        match text("arg", &format!("{owner}_{id}")).or_else(|| text("arg", &id)) {
            Some(help) => arg.help(help),
            None => arg,
        }
    });
    let below = if above.is_empty() && name == "motcua" { String::new() } else { name };
    let children: Vec<String> = command.get_subcommands().map(|child| child.get_name().to_owned()).collect();
    for child in children {
        command = command.mut_subcommand(child, |child| told(child, m, &below));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(command: &clap::Command) {
        assert!(command.get_about().is_some(), "{} has no words", command.get_name());
        if command.get_name() == "help" {
            return;
        }
        assert!(command.get_after_help().is_some(), "{} has no example", command.get_name());
        for arg in command.get_arguments() {
            assert!(arg.get_help().is_some(), "{} {} has no help", command.get_name(), arg.get_id());
        }
        command.get_subcommands().filter(|child| child.get_name() != "help").for_each(check);
    }

    #[test]
    fn every_command_and_argument_has_words_in_both_languages() {
        Cli::command().debug_assert();
        for lang in [Lang::Vi, Lang::En] {
            check(&command(lang));
        }
    }
}

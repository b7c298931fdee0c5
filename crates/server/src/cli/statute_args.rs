//! What `motcua statute` takes.

use clap::{Args, Subcommand};
use domain::statute::Status;

/// What can be asked about legal texts.
#[derive(Debug, Subcommand)]
pub(super) enum StatuteCommand {
    List(StatuteListArgs),
    Status(StatuteArgs),
    Text(StatuteTextArgs),
    Cites(StatuteArgs),
}

/// What `statute list` takes.
#[derive(Debug, Args)]
pub(super) struct StatuteListArgs {
    #[arg(value_name = "WORD")]
    pub(super) words: Vec<String>,
    #[arg(long, value_name = "DATE")]
    pub(super) on: Option<String>,
    #[arg(long, value_name = "STATUS", value_parser = Status::ALL.map(Status::name))]
    pub(super) status: Option<String>,
}

/// What `statute status` and `statute cites` take.
#[derive(Debug, Args)]
pub(super) struct StatuteArgs {
    #[arg(value_name = "CODE")]
    pub(super) text: String,
    #[arg(long, value_name = "DATE")]
    pub(super) on: Option<String>,
}

/// What `statute text` takes.
#[derive(Debug, Args)]
pub(super) struct StatuteTextArgs {
    #[arg(value_name = "CODE")]
    pub(super) text: String,
    #[arg(long, value_name = "DATE")]
    pub(super) on: Option<String>,
    #[arg(long)]
    pub(super) akoma: bool,
}

//! The program `motcua`.

use anyhow::Context as _;
use app::{App, Config};
use clap::{Args, Parser, Subcommand};
use server::state::{AppState, Settings};
use server::web;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;

/// One-stop administrative procedures of a province.
#[derive(Parser)]
#[command(name = "motcua", version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

#[derive(Subcommand)]
enum Command {
    /// Starts the server.
    Serve(Serve),
}

#[derive(Args)]
struct Serve {
    /// Data folder.
    #[arg(long, default_value = "./motcua-data", env = "MOTCUA_DATA")]
    data: PathBuf,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080", env = "MOTCUA_LISTEN")]
    listen: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let serve = match cli.command {
        Some(Command::Serve(serve)) => serve,
        None => cli.serve,
    };
    let app = App::open(Config::in_folder(serve.data)).await.context("opening the data folder")?;
    if app.is_new() {
        app.load_shipped(|_, _| ()).await?;
        app.load_demo_accounts().await?;
    }
    app.follow();
    let state = AppState { app: app.clone(), settings: Arc::new(Settings::default()) };
    let listener = TcpListener::bind(&serve.listen).await?;
    web::serve(listener, web::observed(web::router(state))).await?;
    app.close().await;
    Ok(())
}

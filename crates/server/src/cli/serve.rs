//! `motcua serve`: opens the product, loads the province at the first start, answers until it is told to stop.

use super::args::ServeArgs;
use super::context::{Context, say};
use super::failure::{Failure, fault_json};
use super::log;
use super::stop::Stop;
use crate::messages::fill;
use crate::papers::Papers;
use crate::sentences;
use crate::state::{AppState, Settings};
use app::import::ImportError;
use app::notice::NoticeTexts;
use app::{App, Clock, DemoAccount};
use axum::serve::ListenerExt;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::io::{ErrorKind, IsTerminal};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// Where to listen when nothing is said.
const DEFAULT_LISTEN: &str = "127.0.0.1:8080";
/// How long connections may take to end after the signal to stop.
const GRACE: Duration = Duration::from_secs(30);

pub(super) async fn run(context: &Context, args: ServeArgs) -> Result<(), Failure> {
    log::start();
    let stop = Stop::listen().map_err(|error| Failure::because(context.m.cli.fault, &error))?;
    let file = &context.file;
    let listen = args.listen.or_else(|| file.listen.clone()).unwrap_or_else(|| DEFAULT_LISTEN.to_owned());
    let empty = args.empty.or(file.empty).unwrap_or(false);
    let listener = bound(context, &listen).await?;
    let address = listener.local_addr().map_err(|error| Failure::because(context.m.cli.serve_failed, &error))?;
    let training = args.training_clock.as_deref().map(|text| training_clock(context, text)).transpose()?;
    let app = context.open_by(training.clone().unwrap_or(Clock::System)).await?;
    if app.needs_first_load().await.map_err(|error| Failure::act(context.m, &error))? {
        first_start(context, &app, empty).await?;
    }
    let demo = app.demo_accounts().await.map_err(|error| import_failed(context, &error))?;
    if training.is_some() && demo.is_empty() {
        return Err(Failure::no(context.m.cli.training_refused));
    }
    let public_url = args.public_url.or_else(|| file.public_url.clone()).unwrap_or_else(|| format!("http://{address}"));
    let papers = papers(context).await?;
    let settings = Settings {
        https: public_url.starts_with("https://"),
        public_url: public_url.trim_end_matches('/').to_owned(),
        demo_accounts: demo,
        training: training.is_some(),
        papers,
        ..Settings::default()
    };
    app.follow();
    let texts: Arc<dyn NoticeTexts> = Arc::new(sentences::Texts::new(&settings.public_url));
    app.send_notices(&texts);
    let state = AppState { app: app.clone(), settings: Arc::new(settings) };
    if context.json {
        say(json!({"listening": format!("http://{address}")}));
    } else {
        say(format_args!("listening on http://{address}"));
    }
    let answered = answer(context, listener, state, stop).await;
    app.close().await;
    answered
}

/// A clock for training: it shows another time and goes on from there. Only where accounts for trying things out exist,
/// so that no real dossier is ever reckoned by it.
fn training_clock(context: &Context, text: &str) -> Result<Clock, Failure> {
    let wrong = |_| Failure::Usage(fill(context.m.cli.training_wrong, &[("time", &text)]));
    let civil: domain::time::DateTime = text.parse().map_err(wrong)?;
    Ok(Clock::going_on_from(context.zone.instant(civil)))
}

/// What sets papers, with the province's templates tried; warmed beside everything else.
async fn papers(context: &Context) -> Result<Papers, Failure> {
    let folder = context.papers.clone();
    let made = tokio::task::spawn_blocking(move || Papers::new(folder.as_deref())).await;
    let made = made.map_err(|error| Failure::because(context.m.cli.fault, &error))?;
    let papers = made.map_err(|error| Failure::because(context.m.cli.paper_failed, &error))?;
    let warming = papers.clone();
    tokio::spawn(async move { warming.warm().await });
    Ok(papers)
}

async fn bound(context: &Context, listen: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(listen).await.map_err(|error| {
        let address: [(&str, &dyn std::fmt::Display); 1] = [("address", &listen)];
        match error.kind() {
            ErrorKind::AddrInUse => Failure::no(fill(context.m.cli.port_taken, &address)),
            _ => Failure::because(fill(context.m.cli.listen_failed, &address), &error),
        }
    })
}

/// Answers requests until the signal, then finishes what was accepted.
async fn answer(context: &Context, listener: TcpListener, state: AppState, stop: Stop) -> Result<(), Failure> {
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "small answers may wait");
        }
    });
    let m = context.m;
    let (told, patience) = (stop.clone(), stop);
    let served = axum::serve(listener, crate::router(state)).with_graceful_shutdown(async move {
        told.given().await;
        tracing::info!("{}", m.cli.stopping);
    });
    let patience = async {
        patience.given().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = served.into_future() => ended.map_err(|error| Failure::because(m.cli.serve_failed, &error)),
        () = patience => Ok(()),
    }
}

/// Loads the province and, unless it is to be empty, the accounts for trying things out.
async fn first_start(context: &Context, app: &App, empty: bool) -> Result<(), Failure> {
    let texts = &context.m.cli;
    let bar = progress(context);
    let report = app
        .load_shipped(|done, all| match &bar {
            Some(bar) => {
                bar.set_length(u64::try_from(all).unwrap_or(0));
                bar.set_position(u64::try_from(done).unwrap_or(0));
            }
            None => context.note(fill(texts.loading, &[("done", &done), ("all", &all)])),
        })
        .await
        .map_err(|error| import_failed(context, &error))?;
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    context.note(fill(texts.loaded, &[("files", &report.files), ("records", &report.records)]));
    if !empty {
        let accounts = app.load_demo_accounts().await.map_err(|error| import_failed(context, &error))?;
        show_accounts(context, app, &accounts);
    }
    app.finish_first_load().await.map_err(|error| Failure::act(context.m, &error))
}

/// A bar where somebody looks; plain lines otherwise.
fn progress(context: &Context) -> Option<ProgressBar> {
    if context.json || !std::io::stderr().is_terminal() {
        return None;
    }
    let bar = ProgressBar::new(1);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len}") {
        bar.set_style(style);
    }
    Some(bar)
}

fn show_accounts(context: &Context, app: &App, accounts: &[DemoAccount]) {
    let (catalogue, today) = (app.catalogue(), app.today());
    let who = |account| sentences::demo_account(context.m, &catalogue, account, today);
    if context.json {
        let list: Vec<_> = accounts
            .iter()
            .map(|one| json!({"user": one.username, "password": one.password, "who": who(one)}))
            .collect();
        return say(json!({"demo_accounts": list}));
    }
    let password = accounts.first().map(|account| account.password.as_str()).unwrap_or_default();
    say(fill(context.m.cli.demo_head, &[("password", &password)]));
    let width = accounts.iter().map(|account| account.username.chars().count()).max().unwrap_or(0);
    for account in accounts {
        say(format_args!("  {:width$}  {}", account.username, who(account)));
    }
}

fn import_failed(context: &Context, error: &ImportError) -> Failure {
    match error {
        ImportError::Act(error) => Failure::act(context.m, error),
        ImportError::Faults(faults) => Failure::No {
            what: context.m.cli.load_failed.to_owned(),
            why: faults.iter().map(|fault| fault_json(fault).to_string()).collect(),
        },
    }
}

//! `motcua doctor`: looks at everything the product stands on, and says what to do.

use super::context::{Context, say};
use super::failure::Failure;
use crate::messages::fill;
use crate::web::format;
use app::{App, Clock};
use domain::calendar::DayStatus;
use domain::time::Date;
use serde_json::json;
use std::process::Command;

/// Below this much free space a warning is given, in KB.
const FREE_KB_LEAST: u64 = 1024 * 1024;
/// Years that a clock may show.
const YEARS: std::ops::RangeInclusive<i16> = 2026..=2100;

/// How one check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Health {
    Good,
    Look,
    Bad,
}

/// One check.
struct Check {
    name: &'static str,
    health: Health,
    found: String,
    advice: Option<String>,
}

impl Check {
    fn good(name: &'static str, found: impl Into<String>) -> Self {
        Self { name, health: Health::Good, found: found.into(), advice: None }
    }

    fn other(name: &'static str, health: Health, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { name, health, found: found.into(), advice: Some(advice.into()) }
    }
}

pub(super) async fn run(context: &Context) -> Result<(), Failure> {
    let mut checks =
        vec![Check::good(context.m.cli.check_config, context.m.cli.config_good), storage(context), clock(context)];
    if context.has_data() {
        match context.try_open().await {
            Ok(app) => {
                opened(context, &app, &mut checks).await;
                app.close().await;
            }
            Err(error) => {
                let advice = match Failure::opening(context.m, &error) {
                    Failure::No { what, .. } => what,
                    Failure::Usage(_) | Failure::Said => String::new(),
                };
                let found = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
                checks.push(Check::other(context.m.cli.check_database, Health::Bad, found, advice));
            }
        }
    } else {
        checks.push(Check::good(context.m.cli.check_database, context.m.cli.database_skip));
    }
    checks.push(disk(context));
    print(context, &checks);
    if checks.iter().any(|check| check.health == Health::Bad) { Err(Failure::Said) } else { Ok(()) }
}

fn storage(context: &Context) -> Check {
    let texts = &context.m.cli;
    let folder: [(&str, &dyn std::fmt::Display); 1] = [("folder", &context.folder.display())];
    if !context.folder.exists() {
        return Check::other(
            texts.check_storage,
            Health::Look,
            fill(texts.storage_new, &folder),
            texts.storage_new_advice,
        );
    }
    let probe = context.folder.join(format!(".doctor-{}", std::process::id()));
    let written = std::fs::write(&probe, b"doctor").and_then(|()| std::fs::remove_file(&probe));
    match written {
        Ok(()) => Check::good(texts.check_storage, fill(texts.storage_good, &folder)),
        Err(error) => Check::other(texts.check_storage, Health::Bad, error.to_string(), fill(texts.folder, &folder)),
    }
}

fn clock(context: &Context) -> Check {
    let texts = &context.m.cli;
    let now = Clock::System.civil(context.zone);
    let at = format::moment(context.m, now);
    if YEARS.contains(&now.date().year()) {
        Check::good(texts.check_clock, fill(texts.clock_good, &[("at", &at)]))
    } else {
        Check::other(texts.check_clock, Health::Bad, fill(texts.clock_bad, &[("at", &at)]), texts.clock_advice)
    }
}

async fn opened(context: &Context, app: &App, checks: &mut Vec<Check>) {
    let texts = &context.m.cli;
    let what = if context.database.is_some() { texts.database_server } else { texts.database_sqlite };
    checks.push(Check::good(texts.check_database, fill(texts.database_good, &[("what", &what)])));
    checks.push(if app.is_ready().await {
        Check::good(texts.check_writing, texts.writing_good)
    } else {
        Check::other(texts.check_writing, Health::Bad, texts.writing_bad, texts.writing_advice)
    });
    checks.push(calendar(context, app));
    checks.push(match app.demo_accounts().await {
        Ok(accounts) if accounts.is_empty() => Check::good(texts.check_accounts, texts.accounts_good),
        Ok(_) => Check::other(texts.check_accounts, Health::Look, texts.accounts_demo, texts.accounts_advice),
        Err(error) => Check::other(texts.check_accounts, Health::Bad, error.to_string(), texts.stored_data),
    });
}

/// Due times of this year and the next rest on published days.
fn calendar(context: &Context, app: &App) -> Check {
    let texts = &context.m.cli;
    let catalogue = app.catalogue();
    let year = app.today().year();
    let Some(calendar) = catalogue.calendar() else {
        return Check::other(texts.check_calendar, Health::Bad, texts.calendar_none, texts.calendar_advice);
    };
    let through = calendar.published_through();
    let day = format::day(through);
    if through.year() <= year {
        let health = if through.year() < year { Health::Bad } else { Health::Look };
        return Check::other(
            texts.check_calendar,
            health,
            fill(texts.calendar_ends, &[("day", &day)]),
            texts.calendar_advice,
        );
    }
    let projected = Date::new(year, 1, 1).ok().and_then(|first| {
        calendar
            .records(first, through)
            .find(|record| record.status == DayStatus::Projected)
            .map(|record| record.date.year())
    });
    match projected {
        None => Check::good(texts.check_calendar, fill(texts.calendar_good, &[("day", &day)])),
        Some(year) => Check::other(
            texts.check_calendar,
            Health::Look,
            fill(texts.calendar_projected, &[("day", &day), ("year", &year)]),
            texts.calendar_projected_advice,
        ),
    }
}

fn disk(context: &Context) -> Check {
    let texts = &context.m.cli;
    let folder = if context.folder.exists() { context.folder.as_path() } else { std::path::Path::new(".") };
    let Some(free) = free_kb(folder) else { return Check::good(texts.check_disk, texts.disk_unknown) };
    let text = format::bytes(free.saturating_mul(1024));
    if free >= FREE_KB_LEAST {
        Check::good(texts.check_disk, fill(texts.disk_good, &[("free", &text)]))
    } else {
        Check::other(texts.check_disk, Health::Look, fill(texts.disk_low, &[("free", &text)]), texts.disk_advice)
    }
}

/// Free space below a folder as `df` tells it: the fourth column of the second line.
fn free_kb(folder: &std::path::Path) -> Option<u64> {
    let output = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

fn print(context: &Context, checks: &[Check]) {
    let texts = &context.m.cli;
    if context.json {
        let list: Vec<_> = checks
            .iter()
            .map(|check| {
                let health = match check.health {
                    Health::Good => "ok",
                    Health::Look => "warning",
                    Health::Bad => "error",
                };
                json!({"check": check.name, "health": health, "found": check.found, "advice": check.advice})
            })
            .collect();
        return say(json!({"checks": list}));
    }
    let width = checks.iter().map(|check| check.name.chars().count()).max().unwrap_or(0);
    for check in checks {
        let health = match check.health {
            Health::Good => texts.doctor_ok,
            Health::Look => texts.doctor_warn,
            Health::Bad => texts.doctor_bad,
        };
        say(format_args!("{health:5}  {:width$}  {}", check.name, check.found));
        if let Some(advice) = &check.advice {
            say(format_args!("       {:width$}  {}", "", fill(texts.doctor_advice, &[("advice", advice)])));
        }
    }
}

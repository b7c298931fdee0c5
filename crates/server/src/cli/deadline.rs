//! `motcua deadline`: when a result is due, and each step of the calculation.
//!
//! Without a data folder the calendar and office hours that ship with the program count.

use super::args::{DeadlineArgs, Mode};
use super::context::{Context, say};
use super::failure::{Failure, fault_json};
use crate::api::{explained, stamp};
use crate::messages::fill;
use crate::sentences;
use crate::web::format;
use app::Catalogue;
use domain::calendar::ClockTime;
use domain::deadline::{
    ClockInput, CountingMode, CutOff, CutOffMoves, Due, Effect, Interruption, Limit, Reckoning, Terms, reckon,
};
use domain::time::{Date, DateTime};
use serde_json::json;
use std::sync::Arc;

/// The ground of a pause for which none is named.
const STATED: &str = "stated";

pub(super) async fn run(context: &Context, args: DeadlineArgs) -> Result<(), Failure> {
    let m = context.m;
    let usage = |text: &str, given: &str| Failure::Usage(fill(text, &[("text", &given)]));
    let received = moment(&args.from).ok_or_else(|| usage(m.cli.from_wrong, &args.from))?;
    let limit: Limit = args.limit.parse().map_err(|_| usage(m.cli.limit_wrong, &args.limit))?;
    let cut_off = match &args.cut_off {
        None => None,
        Some(text) => Some(clock_time(text).ok_or_else(|| usage(m.cli.cut_off_wrong, text))?),
    };
    let catalogue = catalogue(context).await?;
    let mut clock = ClockInput::new(received, limit);
    for text in &args.pause {
        clock.interruptions.push(pause(context, &catalogue, text)?);
    }
    let unit = args.unit.as_deref();
    if let Some(unit) = unit
        && catalogue.organisation.unit(unit, received.date()).is_none()
    {
        return Err(Failure::no(fill(m.cli.unit_unknown, &[("unit", &unit)])));
    }
    let (Some(calendar), Some(hours)) = (catalogue.calendar(), catalogue.hours(unit.unwrap_or_default())) else {
        return Err(Failure::no(m.cli.no_calendar));
    };
    let mode = match args.mode {
        Mode::CivilCode => CountingMode::CivilCode,
        Mode::OfficeHours => CountingMode::OfficeHours,
    };
    let cut_off = cut_off.map(|at| CutOff { at, moves: CutOffMoves::StartOfClock });
    let terms = Terms { calendar, hours, mode, cut_off };
    let reckoning = reckon(&terms, &clock).map_err(|error| Failure::no(sentences::deadline_fault(m, error)))?;
    print(context, &terms, limit, &reckoning);
    Ok(())
}

/// The imported data where there are any, else those that ship.
async fn catalogue(context: &Context) -> Result<Arc<Catalogue>, Failure> {
    if context.has_data() {
        let app = context.open().await?;
        let catalogue = app.catalogue();
        app.close().await;
        if catalogue.calendar().is_some() {
            return Ok(catalogue);
        }
        return Err(Failure::no(context.m.cli.no_calendar));
    }
    if context.folder_named {
        return Err(Failure::no(fill(context.m.cli.no_data, &[("folder", &context.folder.display())])));
    }
    app::shipped_calendar().map(Arc::new).map_err(|faults| Failure::No {
        what: context.m.cli.load_failed.to_owned(),
        why: faults.iter().map(|fault| fault_json(fault).to_string()).collect(),
    })
}

fn print(context: &Context, terms: &Terms<'_>, limit: Limit, reckoning: &Reckoning) {
    let m = context.m;
    if context.json {
        let due_at = reckoning.due.at().map(|at| stamp(context.zone, at));
        let standing_since = match reckoning.due {
            Due::At(_) => None,
            Due::Standing { since, .. } => Some(stamp(context.zone, since)),
        };
        say(json!({
            "due_at": due_at, "standing_since": standing_since, "limit": limit.to_string(),
            "counted_from": stamp(context.zone, reckoning.counted_from),
            "lines": explained(&reckoning.lines, terms.calendar, terms.hours),
        }));
        return;
    }
    say(match reckoning.due {
        Due::At(at) => fill(m.cli.due, &[("at", &format::moment(m, at))]),
        Due::Standing { since, .. } => fill(m.cli.standing, &[("at", &format::moment(m, since))]),
    });
    for line in &reckoning.lines {
        let sentence = sentences::line(m, line);
        let basis = sentences::basis(m, line, terms.calendar, terms.hours).filter(|basis| !sentence.contains(basis));
        let basis = basis.map(|basis| format!(" {}", fill(m.cli.legal_basis, &[("basis", &basis)])));
        say(format_args!("- {sentence}{}", basis.unwrap_or_default()));
    }
}

/// `FROM/TO` or `FROM/TO/GROUND`; without a ground the clock goes on with what was left.
fn pause(context: &Context, catalogue: &Catalogue, text: &str) -> Result<Interruption, Failure> {
    let wrong = || Failure::Usage(fill(context.m.cli.pause_wrong, &[("text", &text)]));
    let mut parts = text.splitn(3, '/');
    let (Some(from), Some(to)) = (parts.next(), parts.next()) else { return Err(wrong()) };
    let from = moment(from).ok_or_else(wrong)?;
    let to = if to.is_empty() { None } else { Some(moment(to).ok_or_else(wrong)?) };
    let Some(code) = parts.next() else {
        return Ok(Interruption {
            from,
            to,
            effect: Effect::Continue,
            ground: STATED.to_owned(),
            legal_basis: "--pause".to_owned(),
        });
    };
    let Some(ground) = catalogue.pause_ground(code, from.date()) else {
        let known: Vec<&str> = catalogue.pause_grounds(from.date()).map(|ground| ground.code.as_str()).collect();
        let known = known.join(", ");
        return Err(Failure::no(fill(context.m.cli.ground_unknown, &[("ground", &code), ("known", &known)])));
    };
    let name = sentences::ground_name(context.m, catalogue, code, from.date());
    Ok(Interruption { from, to, effect: ground.effect, ground: name, legal_basis: ground.legal_basis_vi.clone() })
}

fn moment(text: &str) -> Option<DateTime> {
    text.parse::<DateTime>().ok().or_else(|| text.parse::<Date>().ok().map(DateTime::from))
}

fn clock_time(text: &str) -> Option<ClockTime> {
    let (hour, minute) = text.split_once(':')?;
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(hour) || !is_number(minute) {
        return None;
    }
    ClockTime::new(hour.parse().ok()?, minute.parse().ok()?)
}

//! `motcua statute`: legal texts on a day: the list, how one stands and why, its wording, and what cites it.
//!
//! Without a data folder the register that ships with the program is looked at.

use super::context::{Context, say};
use super::failure::Failure;
use super::lint::{Subject, subject};
use super::statute_args::{StatuteArgs, StatuteCommand, StatuteListArgs, StatuteTextArgs};
use crate::messages::fill;
use crate::sentences;
use crate::web::format;
use app::statute::{FoundTexts, WantedTexts};
use domain::statute::{Consolidated, Origin, PartState, Placed, Status, Statute, akoma_ntoso};
use domain::time::Date;
use serde_json::{Value, json};

pub(super) async fn run(context: &Context, command: StatuteCommand) -> Result<(), Failure> {
    let subject = subject(context).await?;
    match command {
        StatuteCommand::List(args) => list(context, &subject, &args),
        StatuteCommand::Status(args) => status(context, &subject, &args),
        StatuteCommand::Text(args) => text(context, &subject, &args),
        StatuteCommand::Cites(args) => cites(context, &subject, &args),
    }
}

/// The day asked for, else today.
fn day(context: &Context, subject: &Subject, text: Option<&str>) -> Result<Date, Failure> {
    let Some(text) = text else { return Ok(subject.today) };
    format::read_day(text).ok_or_else(|| Failure::Usage(fill(context.m.statute.cli.no_day, &[("day", &text)])))
}

/// The text of that symbol, written in full or as in addresses.
fn find<'s>(context: &Context, subject: &'s Subject, symbol: &str) -> Result<&'s Statute, Failure> {
    let library = &subject.catalogue.statutes;
    let found = library.get(symbol).or_else(|| library.by_slug(&domain::statute::slug(symbol)));
    found.ok_or_else(|| Failure::no(fill(context.m.statute.cli.no_text, &[("symbol", &symbol)])))
}

fn list(context: &Context, subject: &Subject, args: &StatuteListArgs) -> Result<(), Failure> {
    let m = context.m;
    let day = day(context, subject, args.on.as_deref())?;
    let status = args.status.as_deref().and_then(|name| Status::ALL.into_iter().find(|one| one.name() == name));
    let wanted = WantedTexts { words: args.words.join(" "), status, ..WantedTexts::default() };
    let FoundTexts { rows, .. } = subject.catalogue.find_texts(&wanted, day, None, usize::MAX);
    if context.json {
        let row = |row: &app::statute::TextRow<'_>| json!({"symbol": row.text.id, "kind": row.text.kind_vi, "title": row.text.title_vi, "status": row.status});
        say(json!({"on": day.to_string(), "texts": rows.iter().map(row).collect::<Vec<_>>()}));
        return Ok(());
    }
    for row in &rows {
        let status = sentences::text_status(m, row.status);
        say(format!("{}\t{}\t{} {}", row.text.id, status, row.text.kind_vi, row.text.title_vi));
    }
    let count = rows.len();
    say(fill(m.statute.list.counted, &[("count", &count), ("day", &format::day(day))]));
    Ok(())
}

fn status(context: &Context, subject: &Subject, args: &StatuteArgs) -> Result<(), Failure> {
    let m = context.m;
    let day = day(context, subject, args.on.as_deref())?;
    let text = find(context, subject, &args.text)?;
    let standing = subject.catalogue.statutes.standing(&text.id, day);
    let standing = standing.ok_or_else(|| Failure::no(fill(m.statute.cli.no_text, &[("symbol", &text.id)])))?;
    if context.json {
        say(json!({"symbol": text.id, "on": day.to_string(), "standing": standing}));
        return Ok(());
    }
    say(format!("{} {}: {}", text.kind_vi, text.id, sentences::text_status(m, standing.status)));
    standing.reasons.iter().for_each(|reason| say(format!("  {}", sentences::text_reason(m, reason))));
    Ok(())
}

fn text(context: &Context, subject: &Subject, args: &StatuteTextArgs) -> Result<(), Failure> {
    let t = &context.m.statute;
    let day = day(context, subject, args.on.as_deref())?;
    let text = find(context, subject, &args.text)?;
    let wording = subject.catalogue.statutes.consolidated(&text.id, day);
    let wording = wording.ok_or_else(|| Failure::no(fill(t.cli.no_text, &[("symbol", &text.id)])))?;
    if args.akoma {
        say(akoma_ntoso(text, &wording).trim_end());
    } else if context.json {
        say(json!(wording));
    } else {
        tell(context, text, &wording);
    }
    if wording.articles.is_empty() { Err(Failure::no(t.show.no_words)) } else { Ok(()) }
}

fn tell(context: &Context, text: &Statute, wording: &Consolidated) {
    let t = &context.m.statute.show;
    say(format!("{} {}: {}", text.kind_vi, text.id, text.title_vi));
    say(fill(t.wording, &[("day", &format::day(wording.day))]));
    let missing = |origin: &Origin| fill(t.unread, &[("by", &origin.text), ("day", &format::day(origin.since))]);
    wording.unread.iter().for_each(|origin| say(missing(origin)));
    wording.parts().into_iter().for_each(|placed| say(line(context, text, placed)));
}

fn line(context: &Context, text: &Statute, placed: &Placed) -> String {
    let t = &context.m.statute.show;
    let depth = placed.address.labels().len();
    let words = [placed.heading.as_str(), placed.text.as_str()];
    let words = words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(": ");
    let by = |said: &str, origin: &Origin| fill(said, &[("by", &origin.text), ("day", &format::day(origin.since))]);
    let origin = (placed.origin.text != text.id).then(|| by(t.origin, &placed.origin));
    let state = match &placed.state {
        PartState::InForce => None,
        PartState::Repealed { by: origin } => Some(by(t.repealed, origin)),
        PartState::Suspended { by: origin } => Some(by(t.suspended, origin)),
    };
    let notes: Vec<String> = origin.into_iter().chain(state).collect();
    let notes = if notes.is_empty() { String::new() } else { format!(" [{}]", notes.join("; ")) };
    let name = match depth {
        1 => format!("Điều {}.", placed.label.as_str()),
        2 => format!("{}.", placed.label.as_str()),
        _point => format!("{})", placed.label.as_str()),
    };
    format!("{}{name} {words}{notes}", "  ".repeat(depth.saturating_sub(1)))
}

fn cites(context: &Context, subject: &Subject, args: &StatuteArgs) -> Result<(), Failure> {
    let m = context.m;
    let day = day(context, subject, args.on.as_deref())?;
    let text = find(context, subject, &args.text)?;
    let found = subject.catalogue.citing(day).into_iter().filter(|citing| citing.cite.text == text.id);
    let found: Vec<_> = found.collect();
    if context.json {
        let row = |citing: &app::statute::Citing| -> Value {
            let (citer, part) = (&citing.citer, citing.cite.part.as_ref().map(ToString::to_string));
            json!({"kind": citer.kind.name(), "id": citer.id, "name": citer.name_vi, "part": part})
        };
        say(json!({"symbol": text.id, "on": day.to_string(), "cited_by": found.iter().map(row).collect::<Vec<_>>()}));
        return Ok(());
    }
    for citing in &found {
        let kind = sentences::citer_kind(m, citing.citer.kind);
        let part = citing.cite.part.as_ref().map(|part| format!(" ({})", part.cited())).unwrap_or_default();
        say(format!("{kind}\t{}\t{}{part}", citing.citer.id, citing.citer.name_vi));
    }
    if found.is_empty() {
        say(m.statute.show.not_cited);
    }
    Ok(())
}

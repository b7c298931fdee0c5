//! `motcua score`: a table of units scored by a scorecard, ranked, and compared with what was printed.
//!
//! Nothing is opened but the two files, and nothing is kept.

use super::args::ScoreArgs;
use super::context::{Context, say};
use super::failure::{Failure, fault_json};
use crate::messages::{Lang, Messages, fill};
use crate::sentences;
use domain::dataset::parse_scorecard;
use domain::scorecard::{
    Agreement, BlockResult, Comparison, Completeness, CriterionScore, Decimal, Scorecard, Scored, Table, UnitResult,
    score,
};
use serde_json::json;
use std::path::Path;

/// Most lines of one kind that are told; JSON has all.
const MOST_LINES: usize = 200;
/// Widest name of a unit in the table of results.
const NAME_WIDTH: usize = 44;

pub(super) async fn run(context: &Context, args: ScoreArgs) -> Result<(), Failure> {
    let m = context.m;
    let bytes = read(context, &args.card).await?;
    let name = args.card.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let card = parse_scorecard(&name, &bytes).map_err(|faults| Failure::No {
        what: fill(m.scorecard.card_faulty, &[("file", &args.card.display()), ("count", &faults.len())]),
        why: if context.json {
            faults.iter().map(|fault| fault_json(fault).to_string()).collect()
        } else {
            faults.iter().map(ToString::to_string).collect()
        },
    })?;
    let bytes = read(context, &args.table).await?;
    let table_faulty = |fault| Failure::No {
        what: fill(m.scorecard.table_faulty, &[("file", &args.table.display())]),
        why: vec![sentences::table_fault(m, &fault)],
    };
    let table = Table::parse(&bytes).map_err(table_faulty)?;
    let scored = score(&card, &table).map_err(table_faulty)?;
    let explained = match &args.explain {
        None => Vec::new(),
        Some(wanted) => units_named(context, &scored, wanted)?,
    };
    if context.json {
        say(in_json(&card, &scored));
    } else if explained.is_empty() {
        tell(m, &card, &scored);
    } else {
        for unit in explained {
            explain(m, &card, unit);
        }
    }
    if args.strict && scored.differences() > 0 { Err(Failure::Said) } else { Ok(()) }
}

async fn read(context: &Context, path: &Path) -> Result<Vec<u8>, Failure> {
    tokio::fs::read(path).await.map_err(|error| {
        Failure::no(fill(context.m.cli.file_unreadable, &[("file", &path.display()), ("why", &error)]))
    })
}

fn units_named<'a>(context: &Context, scored: &'a Scored, wanted: &str) -> Result<Vec<&'a UnitResult>, Failure> {
    let folded = domain::text::fold(wanted);
    let is_wanted = |unit: &&UnitResult| unit.code == wanted || domain::text::fold(&unit.name) == folded;
    let found: Vec<&UnitResult> = scored.units.iter().filter(is_wanted).collect();
    if found.is_empty() {
        return Err(Failure::no(fill(context.m.scorecard.no_unit, &[("unit", &wanted)])));
    }
    Ok(found)
}

fn in_json(card: &Scorecard, scored: &Scored) -> serde_json::Value {
    json!({
        "scorecard": card.id, "version": card.version, "name_vi": card.name_vi, "name_en": card.name_en,
        "completeness": card.completeness, "source": card.source, "notes_vi": card.notes_vi,
        "rounding": card.rounding, "ranking": card.ranking, "tolerance": card.tolerance.normalize().to_string(),
        "differences": scored.differences(), "result": scored,
    })
}

fn tell(m: &Messages, card: &Scorecard, scored: &Scored) {
    let t = &m.scorecard;
    let english = card.name_en.as_deref().filter(|_| std::ptr::eq(m, Lang::En.messages()));
    let name = english.unwrap_or(&card.name_vi);
    say(fill(t.head, &[("name", &name), ("version", &card.version)]));
    match card.completeness {
        Completeness::Complete => (),
        Completeness::Partial => say(t.partial),
        Completeness::Example => say(t.example),
    }
    if let Some(part) = scored.of.as_deref().and_then(|code| card.criterion(code)) {
        let maximum = number(m, scored.maximum);
        say(fill(t.of, &[("code", &part.code), ("name", &part.name_vi), ("maximum", &maximum)]));
    }
    for block in &scored.blocks {
        tell_block(m, block, scored);
    }
    tell_problems(m, scored);
    tell_differences(m, scored);
    tell_card(m, card, scored);
}

fn tell_block(m: &Messages, block: &BlockResult, scored: &Scored) {
    let t = &m.scorecard;
    let name = if block.code.is_empty() { t.block_whole } else { &block.code };
    say("");
    say(fill(
        t.block,
        &[("block", &name), ("units", &block.units), ("ranked", &block.ranked), ("mean", &number(m, block.mean))],
    ));
    if block.is_excerpt {
        say(t.excerpt);
    }
    let mut units: Vec<&UnitResult> = scored.units.iter().filter(|unit| unit.block == block.code).collect();
    units.sort_by_key(|unit| (unit.rank.unwrap_or(usize::MAX), unit.row));
    let fields: Vec<&str> =
        units.first().map(|unit| unit.score.parts.iter().map(|part| part.code.as_str()).collect()).unwrap_or_default();
    say(line(t.column_rank, t.column_unit, t.column_total, t.column_band, &fields));
    for unit in &units {
        let rank = unit.rank.map_or_else(|| t.nothing.to_owned(), |rank| rank.to_string());
        let fields: Vec<String> = unit.score.parts.iter().map(|part| number(m, part.points)).collect();
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        say(line(&rank, &unit.name, &number(m, unit.score.points), &band(m, unit), &fields));
        for veto in &unit.vetoes {
            say(fill(t.veto, &[("unit", &unit.name), ("veto", veto)]));
        }
    }
}

fn line(rank: &str, name: &str, total: &str, band: &str, fields: &[&str]) -> String {
    let name: String = name.chars().take(NAME_WIDTH).collect();
    let fields: Vec<String> = fields.iter().map(|field| format!("{field:>10}")).collect();
    let fields = fields.join("  ");
    let line = format!("{rank:>5}  {name:<NAME_WIDTH$}  {total:>12}  {fields}  {band}");
    line.trim_end().to_owned()
}

fn band(m: &Messages, unit: &UnitResult) -> String {
    let Some(band) = &unit.band else { return String::new() };
    let english = band.label_en.as_deref().filter(|_| std::ptr::eq(m, Lang::En.messages()));
    let label = english.unwrap_or(&band.label_vi);
    match &band.reached {
        Some(reached) => fill(m.scorecard.kept_lower, &[("band", &label), ("reached", reached)]),
        None => label.to_owned(),
    }
}

fn number(m: &Messages, number: Option<Decimal>) -> String {
    number.map_or_else(|| m.scorecard.nothing.to_owned(), sentences::score_number)
}

/// Says at most so many lines, and how many more there are.
fn some(m: &Messages, head: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    say("");
    say(head);
    lines.iter().take(MOST_LINES).for_each(say);
    let more = lines.len().saturating_sub(MOST_LINES);
    if more > 0 {
        say(fill(m.scorecard.and_more, &[("count", &more)]));
    }
}

fn tell_problems(m: &Messages, scored: &Scored) {
    let t = &m.scorecard;
    let mut lines = Vec::new();
    for unit in &scored.units {
        for open in unit.open() {
            for problem in &open.problems {
                let problem = sentences::score_problem(m, problem);
                lines.push(fill(
                    t.problem_line,
                    &[("row", &unit.row), ("unit", &unit.name), ("code", &open.code), ("problem", &problem)],
                ));
            }
        }
    }
    some(m, t.problems_head, &lines);
}

fn tell_differences(m: &Messages, scored: &Scored) {
    let t = &m.scorecard;
    let told = |unit: &UnitResult, one: &Comparison| {
        let by = one.difference.map(|number| fill(t.difference_by, &[("difference", &number.normalize())]));
        let computed = if one.computed.is_empty() { t.nothing } else { &one.computed };
        fill(
            t.difference,
            &[
                ("row", &unit.row),
                ("unit", &unit.name),
                ("subject", &sentences::score_subject(m, &one.subject)),
                ("printed", &one.printed),
                ("computed", &computed),
                ("difference", &by.unwrap_or_default()),
            ],
        )
    };
    let wanted = |one: &&Comparison| matches!(one.agreement, Agreement::Differs | Agreement::Unreadable);
    let lines: Vec<String> = scored
        .units
        .iter()
        .flat_map(|unit| unit.comparisons.iter().filter(wanted).map(move |one| told(unit, one)))
        .collect();
    some(m, t.differences_head, &lines);
}

fn tell_card(m: &Messages, card: &Scorecard, scored: &Scored) {
    let t = &m.scorecard;
    let maximum = |one: &domain::scorecard::PrintedSum| {
        let code = one.code.as_deref().unwrap_or(t.maximum_whole);
        fill(t.maximum, &[("code", &code), ("printed", &one.printed), ("sum", &one.sum)])
    };
    some(m, t.maxima_head, &scored.printed_sums.iter().map(maximum).collect::<Vec<_>>());
    if !scored.unused.is_empty() {
        say("");
        say(fill(t.unused, &[("columns", &scored.unused.join(", "))]));
    }
    say("");
    if scored.tallies.is_empty() {
        return say(t.nothing_printed);
    }
    say(t.tally_head);
    for tally in &scored.tallies {
        let agreement = sentences::score_agreement(m, card, tally.agreement);
        say(fill(t.tally, &[("count", &tally.count), ("agreement", &agreement)]));
    }
}

fn explain(m: &Messages, card: &Scorecard, unit: &UnitResult) {
    let (points, maximum) = (number(m, unit.score.points), number(m, unit.score.maximum));
    say(fill(m.scorecard.explain_head, &[("unit", &unit.name), ("points", &points), ("maximum", &maximum)]));
    explain_lines(m, &unit.score, 1);
    unit.score.parts.iter().for_each(|part| explain_part(m, card, part, 1));
}

fn explain_part(m: &Messages, card: &Scorecard, score: &CriterionScore, depth: usize) {
    let name = card.criterion(&score.code).map_or("", |criterion| criterion.name_vi.as_str());
    let (points, maximum) = (number(m, score.points), number(m, score.maximum));
    let head = fill(
        m.scorecard.explain_criterion,
        &[("code", &score.code), ("name", &name), ("points", &points), ("maximum", &maximum)],
    );
    say(format_args!("{:width$}{head}", "", width = depth.saturating_mul(2)));
    explain_lines(m, score, depth.saturating_add(1));
    score.parts.iter().for_each(|part| explain_part(m, card, part, depth.saturating_add(1)));
}

fn explain_lines(m: &Messages, score: &CriterionScore, depth: usize) {
    let inputs = score
        .inputs
        .iter()
        .map(|input| fill(m.scorecard.explain_input, &[("heading", &input.heading), ("value", &input.value)]));
    let steps = score.steps.iter().map(|step| sentences::score_step(m, step));
    let problems = score.problems.iter().map(|problem| sentences::score_problem(m, problem));
    for text in inputs.chain(steps).chain(problems) {
        say(format_args!("{:width$}- {text}", "", width = depth.saturating_mul(2)));
    }
}

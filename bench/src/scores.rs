//! How long scoring takes: a card of a hundred criteria over three hundred units, and fourteen years of PAPI.

use std::fmt::Write as _;
use std::time::Instant;

use anyhow::{Result, anyhow, ensure};
use domain::dataset::parse_scorecard;
use domain::scorecard::{Scorecard, Table, score};
use serde_json::{Value, json};

use crate::options::Options;
use crate::progress;
use crate::report::{Report, Target};

const FIELDS: usize = 5;
const CRITERIA: usize = 20;
const UNITS: usize = 300;
const YEARS: usize = 14;
/// Each round takes the best of so many, so that a neighbour's work does not stand for ours.
const TIMES: usize = 5;
const CARD: &str = "scores/100 criteria, 300 units";
const PAPI: &str = "scores/PAPI, 63 provinces, 14 years";

/// Measures scoring, ranking and bands together; the tables are read before.
pub(crate) fn measure(options: &Options, report: &mut Report) -> Result<()> {
    let card = card_of("bench", &hundred().to_string())?;
    let table = units()?;
    let papi = card_of("papi", include_str!("../../data/par_index/cards/papi-2011-2015.json"))?;
    let provinces = table_of(include_str!("../../data/par_index/papi_2015_official.csv"))?;
    ensure!(score(&card, &table).map_err(|fault| anyhow!("{fault}"))?.units.len() == UNITS, "a unit is missing");
    for round in 0..=options.rounds() {
        let mut warm_up = Report::default();
        let report = if round == 0 { &mut warm_up } else { &mut *report };
        report.add(CARD, "ms", best(|| drop(std::hint::black_box(score(&card, &table)))));
        let years = || (0..YEARS).for_each(|_| drop(std::hint::black_box(score(&papi, &provinces))));
        report.add(PAPI, "ms", best(years));
        progress::round("scores", round, report);
    }
    report.aim(CARD, Target::AtMost(10.0));
    report.aim(PAPI, Target::AtMost(5.0));
    Ok(())
}

fn best(mut work: impl FnMut()) -> f64 {
    let once = |_| {
        let began = Instant::now();
        work();
        began.elapsed().as_secs_f64() * 1_000.0
    };
    (0..TIMES).map(once).fold(f64::INFINITY, f64::min)
}

fn card_of(name: &str, text: &str) -> Result<Scorecard> {
    let faults = |faults: Vec<domain::dataset::Fault>| anyhow!("the card {name} has {} faults", faults.len());
    parse_scorecard(name, text.as_bytes()).map_err(faults)
}

fn table_of(text: &str) -> Result<Table> {
    Table::parse(text.as_bytes()).map_err(|fault| anyhow!("{fault}"))
}

/// A card with a hundred criteria of the commonest rules.
fn hundred() -> Value {
    let fields: Vec<Value> = (1..=FIELDS).map(|field| json!({
        "code": field.to_string(), "name_vi": format!("Lĩnh vực {field}"), "max_points": "20",
        "nodes": (1..=CRITERIA).map(|number| criterion(&format!("{field}.{number}"), number)).collect::<Vec<_>>(),
    })).collect();
    json!({
        "scorecard": "bench", "version": "1", "name_vi": "Thẻ đo tốc độ", "valid_from": null, "valid_to": null,
        "legal_basis": [], "completeness": "example", "notes_vi": [], "source": "written for the measurement",
        "max_points": "100", "rounding": {"mode": "each_item", "places": 2}, "ranking": {"ties": "published"},
        "units": {"code": ["ma"], "name": ["don_vi"], "block": []}, "nodes": fields,
    })
}

fn criterion(code: &str, number: usize) -> Value {
    let (part, whole) = (format!("{code}_a"), format!("{code}_b"));
    let rule = match number % 3 {
        0 => json!({"kind": "ratio", "numerator": part, "denominator": whole, "full_at_percent": "90"}),
        1 => json!({"kind": "steps", "numerator": part, "denominator": whole,
            "steps": [{"from": "90", "points": "1"}, {"from": "70", "points": "0.5"}]}),
        _ => json!({"kind": "count", "column": part, "points_each": "0.01"}),
    };
    json!({"code": code, "name_vi": format!("Tiêu chí {code}"), "max_points": "1", "rule": rule})
}

/// Three hundred units with counts that differ.
fn units() -> Result<Table> {
    let mut text = "ma,don_vi".to_owned();
    let codes: Vec<String> =
        (1..=FIELDS).flat_map(|field| (1..=CRITERIA).map(move |number| format!("{field}.{number}"))).collect();
    codes.iter().try_for_each(|code| write!(text, ",{code}_a,{code}_b"))?;
    for unit in 0..UNITS {
        write!(text, "\nU{unit},Đơn vị {unit}")?;
        for place in 0..codes.len() {
            let whole = 100 + (unit * 7 + place * 3) % 900;
            write!(text, ",{},{whole}", whole * (50 + (unit + place) % 51) / 100)?;
        }
    }
    table_of(&text)
}

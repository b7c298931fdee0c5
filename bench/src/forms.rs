//! What one person waits for: a form that is judged, a page of the wizard, a search in a large catalogue.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use app::import::DataFile;
use domain::eform::{Choices, CrossCheck, CrossRule, Field, FieldCheck, FieldKind, FieldRule, Form, Pattern, Severity};
use domain::organisation::Organisation;
use domain::rule::Rule;
use serde_json::{Map, Value, json};

use crate::acts::runtime;
use crate::http::Client;
use crate::office::{Office, now};
use crate::options::Options;
use crate::progress;
use crate::report::{Report, Target};
use crate::server::Server;
use crate::stats::percentile;

/// Fields of the form that is judged.
const FIELDS: usize = 60;
/// Judgements, and requests for the page, in a round.
const TIMES: usize = 1_000;
/// Procedures in the large catalogue.
const PROCEDURES: usize = 20_000;
/// Hits that a search asks for, as a page of results does.
const HITS: usize = 20;
/// Registering a household business: the form with the most parts.
const PROCEDURE: &str = "1.001612";
/// The desk of a ward.
const WARD: &str = "05443";
/// What the table calls the figures.
const CHECK: &str = "forms/check of 60 fields";
const PAGE: &str = "forms/wizard page, p50";
const SEARCH: &str = "forms/search among 20000 procedures, p99";

/// What people type: names, everyday words, mistyped ones, codes.
const QUERIES: [&str; 10] = [
    "đăng ký khai sinh",
    "dang ky ket hon",
    "sổ đỏ",
    "giay phep xay dung nha o",
    "hộ kinh doanh",
    "đăng ký thuongf trú",
    "cap lai the can cuoc",
    "1.001193",
    "lý lịch tư phap",
    "bảo hiểm xã hội một lần",
];

/// Measures all three.
pub(crate) fn measure(options: &Options, folder: &Path, report: &mut Report) -> Result<()> {
    let mut site = Site::found(&folder.join("page"))?;
    let office = runtime()?;
    let large = office.block_on(large_catalogue(&folder.join("search")))?;
    let form = form()?;
    let answers = answers();
    for round in 0..=options.rounds() {
        let mut warm_up = Report::default();
        let report = if round == 0 { &mut warm_up } else { &mut *report };
        report.add(CHECK, "µs", median_check(&form, &answers, &large)?);
        site.measure(report)?;
        office.block_on(search(&large, report))?;
        progress::round("forms", round, report);
    }
    report.aim(PAGE, Target::AtMost(2.0));
    report.aim(SEARCH, Target::AtMost(5.0));
    office.block_on(large.close());
    Ok(())
}

/// A form of 60 fields: every kind of rule that is common, every sixth field under a condition.
fn form() -> Result<Form> {
    let mut form = Form::default_for("do-tai");
    let section = form.sections.first_mut().context("the default form has a part")?;
    let blank = section.fields.first().context("the default form has a question")?.clone();
    let rule = |check| vec![FieldRule { check, message_vi: None }];
    let values = ["Nam", "Nữ", "Khác"].map(str::to_owned).to_vec();
    let pattern = Pattern::parse("^[0-9]{12}$").map_err(|fault| anyhow::anyhow!("{fault:?}"))?;
    let field = |number: usize| -> Result<Field> {
        let (kind, choices, rules) = match number % 6 {
            0 => (FieldKind::Text, Choices::Any, rule(FieldCheck::MaxLength { limit: 200 })),
            1 => (FieldKind::Date, Choices::Any, rule(FieldCheck::DateNotFuture)),
            2 => (FieldKind::Text, Choices::Any, rule(FieldCheck::Pattern { pattern: pattern.clone() })),
            3 => (FieldKind::Select, Choices::Listed { values: values.clone() }, Vec::new()),
            4 => (FieldKind::Integer, Choices::Any, rule(FieldCheck::Range { min: Some(0), max: Some(1_000_000) })),
            _ => (FieldKind::Tel, Choices::Any, Vec::new()),
        };
        let condition = match number.checked_sub(2) {
            Some(before) if number % 6 == 5 => Some(Rule::read(&format!("f{before} == \"Nam\""))?),
            Some(_) | None => None,
        };
        Ok(Field { id: format!("f{number}"), kind, choices, rules, show_when: condition, ..blank.clone() })
    };
    section.fields = (0..FIELDS).map(field).collect::<Result<_>>()?;
    form.cross_rules = vec![CrossRule {
        check: CrossCheck::DateOrder { before: "f1".to_owned(), after: "f7".to_owned() },
        severity: Severity::Error,
        message_vi: None,
    }];
    Ok(form)
}

fn answers() -> Map<String, Value> {
    let answer = |number: usize| match number % 6 {
        0 => json!("Nguyễn Thị Hồng Nhung"),
        1 => json!("20/05/1993"),
        2 => json!("019193004217"),
        3 => json!("Nam"),
        4 => json!("17"),
        _ => json!("0912 000 001"),
    };
    (0..FIELDS).map(|number| (format!("f{number}"), answer(number))).collect()
}

/// Microseconds that one judgement takes; it finds nothing wrong, so that every rule is gone through.
fn median_check(form: &Form, answers: &Map<String, Value>, app: &app::App) -> Result<f64> {
    let (today, units) = (app.today(), Organisation::new([]));
    ensure!(form.check(answers, today, &units).is_empty(), "the answers to judge are wrong");
    let mut took = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let started = Instant::now();
        std::hint::black_box(form.check(std::hint::black_box(answers), today, &units));
        took.push(started.elapsed().as_secs_f64() * 1e6);
    }
    took.sort_by(f64::total_cmp);
    Ok(percentile(&took, 0.5))
}

/// The program, and a draft in it whose form is asked for.
struct Site {
    _server: Server,
    client: Client,
    page: String,
}

impl Site {
    fn found(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        runtime()?.block_on(async {
            Office::found(folder, None, now()).await?.app.close().await;
            Ok::<_, anyhow::Error>(())
        })?;
        let server = Server::start(folder, None)?;
        let mut client = Client::connect(server.address, "none")?;
        let entry = format!("/nop-ho-so/{PROCEDURE}");
        let first = client.get(&entry)?;
        client.keep_cookies(&first.cookies);
        let text = String::from_utf8(first.body)?;
        let token = text.split_once("name=\"ma_bieu_mau\" value=\"").and_then(|(_, rest)| rest.split('"').next());
        let token = token.context("the page has no form token")?;
        let form = format!(
            "ma_bieu_mau={token}&unit={WARD}&kind=person&name=Do+tai&identity_number=019193004217&phone=0912000001"
        );
        let begun = client.post_form(&entry, &form)?;
        let page = begun.location.with_context(|| format!("the draft was not begun: {}", begun.status))?;
        Ok(Self { _server: server, client, page })
    }

    /// How long one reader waits for the first page of the form.
    fn measure(&mut self, report: &mut Report) -> Result<()> {
        let mut took = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            let started = Instant::now();
            let answer = self.client.get(&self.page)?;
            took.push(started.elapsed().as_secs_f64() * 1000.0);
            ensure!(answer.status == 200 && answer.body.len() > 2_000, "the page answers {}", answer.status);
        }
        took.sort_by(f64::total_cmp);
        report.add(PAGE, "ms", percentile(&took, 0.5));
        report.add("forms/wizard page, p99", "ms", percentile(&took, 0.99));
        Ok(())
    }
}

/// The shipped catalogue and as many more procedures as make twenty thousand, named like the shipped ones.
async fn large_catalogue(folder: &Path) -> Result<app::App> {
    std::fs::create_dir_all(folder)?;
    let office = Office::found(folder, None, now()).await?;
    let (app, today) = (office.app.clone(), office.app.today());
    let names: Vec<String> = app.catalogue().procedures(today).map(|procedure| procedure.name_vi.clone()).collect();
    let rows = (0..PROCEDURES.saturating_sub(names.len())).map(|number| {
        let name = number.checked_rem(names.len()).and_then(|at| names.get(at)).map_or("", String::as_str);
        json!({
            "code": format!("9.{number:06}"), "name_vi": format!("{name} (trường hợp {number})"),
            "ministry_vi": "Bộ Nội vụ", "field_vi": format!("Lĩnh vực {}", number % 40), "level": ["commune"],
            "agency_vi": "Ủy ban nhân dân cấp xã", "channels": ["online"], "time_limits": [],
            "online_level": null, "n_components": 3, "has_full_record": false, "source": "đo tải",
        })
    });
    let rows: Vec<Value> = rows.collect();
    let file = json!({
        "schema_version": 1, "title_vi": "Danh mục để đo", "count": rows.len(), "notes_vi": [],
        "source": "đo tải", "rows": rows,
    });
    // A file is told by its name; beside the shipped one it needs another.
    let file = DataFile { name: "procedures_catalogue_large.json".to_owned(), bytes: serde_json::to_vec(&file)? };
    app.import(file, "system").await?;
    ensure!(app.catalogue().procedures(today).count() == PROCEDURES, "the catalogue has not grown");
    Ok(app)
}

/// How long one search takes, in this process and one after the other.
async fn search(app: &app::App, report: &mut Report) -> Result<()> {
    let mut took = Vec::with_capacity(TIMES);
    for query in QUERIES.iter().cycle().take(TIMES) {
        let started = Instant::now();
        let found = app.find_procedures(query, HITS).await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        took.push(started.elapsed().as_secs_f64() * 1000.0);
        ensure!(!found.hits.is_empty(), "“{query}” finds nothing");
    }
    took.sort_by(f64::total_cmp);
    report.add("forms/search among 20000 procedures, p50", "ms", percentile(&took, 0.5));
    report.add(SEARCH, "ms", percentile(&took, 0.99));
    Ok(())
}

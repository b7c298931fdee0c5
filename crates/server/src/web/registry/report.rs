//! `/can-bo/danh-muc/ra-soat`: what the burden check finds over the whole catalogue, by rule and by field.

use super::{crumbs, record_url};
use crate::messages::{BurdenReport as Texts, Messages, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Pager};
use crate::web::{Page, Problem, format, problem};
use app::burden::{BurdenFilter, BurdenReport, FieldCount};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::burden::{CodeCount, Finding, FindingCode};
use serde::Deserialize;

const HERE: &str = "/can-bo/danh-muc/ra-soat";
const PAGE_ROWS: usize = 50;
/// Longest field that is looked for, in characters.
const FIELD_CHARS_MAX: usize = 300;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    rule: String,
    field: String,
    after: String,
}

struct RuleRow {
    url: String,
    name: &'static str,
    severity: String,
    basis: String,
    count: CodeCount,
}

struct FieldRow {
    url: String,
    count: FieldCount,
}

struct Record {
    url: String,
    name: String,
    code: String,
    findings: Vec<String>,
}

#[derive(Template)]
#[template(path = "registry/report.html")]
struct View {
    page: Page,
    t: &'static Texts,
    crumbs: Crumbs,
    looked_at: String,
    rules: Vec<RuleRow>,
    fields: Vec<FieldRow>,
    caption: String,
    whole: Option<&'static str>,
    records: Vec<Record>,
    pager: Pager,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.burden.report);
    let report = state.app.burden_report(page.caller()?).await?;
    let field: String = asked.field.chars().take(FIELD_CHARS_MAX).collect();
    let filter = BurdenFilter {
        code: FindingCode::from_name(&asked.rule),
        field_vi: Some(field).filter(|field| !field.is_empty()),
    };
    let found = report.page(&filter, Some(asked.after.as_str()).filter(|after| !after.is_empty()), PAGE_ROWS);
    let first = url_of(&filter, None);
    let next = found.next.as_deref().map(|after| url_of(&filter, Some(after)));
    let record = |(one, findings): &(&app::burden::ProcedureFindings, Vec<&Finding>)| Record {
        url: record_url(&one.procedure.id),
        name: one.procedure.name_vi.clone(),
        code: one.procedure.id.clone(),
        findings: findings.iter().map(|finding| line(m, finding)).collect(),
    };
    let with = report.found.procedures.iter().filter(|one| !one.findings.is_empty()).count();
    let (count, stops) = (report.found.procedures.len(), report.found.open_stops);
    let view = View {
        crumbs: crumbs(m, &[], t.title),
        looked_at: fill(t.looked_at, &[("count", &count), ("with", &with), ("stops", &stops)]),
        rules: report.found.counts.iter().map(|count| rule(m, &report, *count)).collect(),
        fields: report.fields.iter().map(field_row).collect(),
        caption: caption(m, &filter),
        whole: (filter != BurdenFilter::default()).then_some(HERE),
        records: found.rows.iter().map(record).collect(),
        pager: Pager::new(m, first, asked.after.is_empty(), next),
        t,
        page,
    };
    problem::show(&view)
}

fn rule(m: &'static Messages, report: &BurdenReport, count: CodeCount) -> RuleRow {
    let setting = report.setting(count.code);
    let since = setting.and_then(|setting| setting.validity.from);
    let since = since.map(|day| format!(" ({})", fill(m.burden.report.since, &[("day", &format::day(day))])));
    RuleRow {
        url: url_of(&BurdenFilter { code: Some(count.code), field_vi: None }, None),
        name: sentences::burden_rule(m, count.code),
        severity: format!("{}{}", sentences::burden_severity(m, count.severity), since.unwrap_or_default()),
        basis: setting.map(|setting| setting.basis_vi.clone()).unwrap_or_default(),
        count,
    }
}

fn field_row(count: &FieldCount) -> FieldRow {
    let filter = BurdenFilter { code: None, field_vi: Some(count.field_vi.clone()) };
    FieldRow { url: url_of(&filter, None), count: count.clone() }
}

fn line(m: &Messages, finding: &Finding) -> String {
    let severity = sentences::burden_severity(m, Some(finding.severity));
    format!("{} ({severity})", sentences::burden_named(m, finding))
}

fn caption(m: &Messages, filter: &BurdenFilter) -> String {
    let t = &m.burden.report;
    let rule = filter.code.map(|code| sentences::burden_rule(m, code).to_owned());
    let what: Vec<String> = rule.into_iter().chain(filter.field_vi.clone()).collect();
    if what.is_empty() { t.records.to_owned() } else { fill(t.records_of, &[("what", &what.join(", "))]) }
}

fn url_of(filter: &BurdenFilter, after: Option<&str>) -> String {
    let rule = filter.code.map(|code| ("rule", code.name()));
    let field = filter.field_vi.as_deref().map(|field| ("field", field));
    let given = rule.into_iter().chain(field).chain(after.map(|after| ("after", after)));
    let pairs: Vec<String> = given.map(|(name, value)| format!("{name}={}", format::query_escaped(value))).collect();
    if pairs.is_empty() { HERE.to_owned() } else { format!("{HERE}?{}", pairs.join("&")) }
}

//! `/van-ban-phap-luat`: legal texts by type, issuer, status on a day, and words.

use super::LIST;
use crate::messages::{StatuteList, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Pager};
use crate::web::{Page, Problem, format, problem};
use app::Catalogue;
use app::statute::{TextRow, WantedTexts};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::statute::Status;
use serde::Deserialize;
use std::collections::BTreeSet;

const PAGE_ROWS: usize = 20;
const QUERY_CHARS_MAX: usize = 200;

/// The query of the address. What cannot be read does not restrict.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    kind: String,
    issuer: String,
    status: String,
    day: String,
    after: String,
}

impl Asked {
    fn wanted(&self) -> WantedTexts {
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        WantedTexts {
            words: self.q.trim().chars().take(QUERY_CHARS_MAX).collect(),
            kind: given(&self.kind),
            issuer: given(&self.issuer),
            status: Status::ALL.into_iter().find(|status| status.name() == self.status),
        }
    }

    fn address(&self, after: &str) -> String {
        let pairs = [
            ("q", self.q.as_str()),
            ("kind", &self.kind),
            ("issuer", &self.issuer),
            ("status", &self.status),
            ("day", &self.day),
            ("after", after),
        ];
        let given = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> =
            given.map(|(name, value)| format!("{name}={}", format::query_escaped(value))).collect();
        if pairs.is_empty() { LIST.to_owned() } else { format!("{LIST}?{}", pairs.join("&")) }
    }
}

struct Row {
    url: String,
    symbol: String,
    kind: String,
    title: String,
    issuer: String,
    days: Vec<String>,
    status: &'static str,
}

struct Choice {
    value: String,
    text: String,
    is_chosen: bool,
}

struct Select {
    name: &'static str,
    label: &'static str,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "statute/list.html")]
struct View {
    page: Page,
    t: &'static StatuteList,
    crumbs: Crumbs,
    q: String,
    day: String,
    selects: Vec<Select>,
    is_narrowed: bool,
    counted: String,
    rows: Vec<Row>,
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
    let (m, t) = (page.m, &page.m.statute.list);
    let day = format::read_day(&asked.day).unwrap_or_else(|| state.app.today());
    let catalogue = state.app.catalogue();
    let wanted = asked.wanted();
    let after = Some(asked.after.as_str()).filter(|after| !after.is_empty());
    let found = catalogue.find_texts(&wanted, day, after, PAGE_ROWS);
    let count = format::grouped(i64::try_from(found.count).unwrap_or(i64::MAX));
    let next = found.next.map(|after| asked.address(after));
    let view = View {
        crumbs: Crumbs::new(m, Vec::new(), t.title),
        counted: fill(t.counted, &[("count", &count), ("day", &format::day(day))]),
        rows: found.rows.iter().map(|found| row(&page, found, &asked.day)).collect(),
        selects: selects(&page, &catalogue, &asked),
        is_narrowed: wanted != WantedTexts { words: wanted.words.clone(), ..WantedTexts::default() }
            || !asked.day.is_empty(),
        pager: Pager::new(m, asked.address(""), asked.after.is_empty(), next),
        q: wanted.words,
        day: day.to_string(),
        t,
        page,
    };
    problem::show(&view)
}

fn row(page: &Page, found: &TextRow<'_>, day: &str) -> Row {
    let (t, text) = (&page.m.statute.list, found.text);
    let said = |words: &str, day: Option<domain::time::Date>| day.map(|day| fill(words, &[("day", &format::day(day))]));
    let query = if day.is_empty() { String::new() } else { format!("?day={}", format::query_escaped(day)) };
    Row {
        url: format!("{}{query}", super::address(&text.id)),
        symbol: text.id.clone(),
        kind: text.kind_vi.clone(),
        title: text.title_vi.clone(),
        issuer: text.issuer_vi.clone(),
        days: [said(t.signed, text.signed), said(t.from, text.from)].into_iter().flatten().collect(),
        status: sentences::text_status(page.m, found.status),
    }
}

fn selects(page: &Page, catalogue: &Catalogue, asked: &Asked) -> Vec<Select> {
    let t = &page.m.statute.list;
    let kinds: BTreeSet<&str> = catalogue.statutes.texts().map(|text| text.kind_vi.as_str()).collect();
    let issuers: BTreeSet<&str> = catalogue.statutes.texts().map(|text| text.issuer_vi.as_str()).collect();
    let same = |names: BTreeSet<&str>| names.into_iter().map(|name| (name.to_owned(), name.to_owned())).collect();
    let statuses =
        Status::ALL.map(|status| (status.name().to_owned(), sentences::text_status(page.m, status).to_owned()));
    vec![
        select(t.any, "kind", t.kind, &asked.kind, same(kinds)),
        select(t.any, "issuer", t.issuer, &asked.issuer, same(issuers)),
        select(t.any, "status", t.status, &asked.status, statuses.into()),
    ]
}

fn select(any: &str, name: &'static str, label: &'static str, chosen: &str, others: Vec<(String, String)>) -> Select {
    let all = std::iter::once((String::new(), any.to_owned())).chain(others);
    let choices = all.map(|(value, text)| Choice { is_chosen: value == chosen, value, text }).collect();
    Select { name, label, choices }
}

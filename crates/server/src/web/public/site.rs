//! For search engines and news readers: `/robots.txt`, `/sitemap.xml`, and the Atom feed of changed procedures.

use super::xml::text;
use crate::messages::{VI, fill};
use crate::state::AppState;
use crate::web::{Problem, format};
use app::Catalogue;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::procedure::Procedure;
use jiff::civil::Date;
use serde::Deserialize;
use std::fmt::Write as _;
use std::sync::Arc;

/// Addresses in one sitemap at most, by its protocol.
const ADDRESSES_MAX: usize = 50_000;
/// Entries of one page of the feed.
const ENTRIES: usize = 50;
/// Pages for everybody, besides those of procedures.
const PAGES: [&str; 8] = [
    "/",
    "/thu-tuc",
    "/thu-tuc/du-lieu",
    "/tra-cuu",
    "/tong-quan",
    "/so-lieu/truc-tuyen",
    "/so-lieu/cong-khai",
    "/van-ban-phap-luat",
];
/// How long an answer may be kept.
const KEPT: &str = "public, max-age=600";

pub(super) async fn robots(State(state): State<AppState>) -> Response {
    let body = format!(
        "User-agent: *\nDisallow: /can-bo\nDisallow: /ho-so\nDisallow: /nop-ho-so\nDisallow: /tai-khoan\nDisallow: /api/\n\nSitemap: {}/sitemap.xml\n",
        state.settings.public_url
    );
    answer("text/plain; charset=utf-8", body)
}

pub(super) async fn sitemap(State(state): State<AppState>) -> Response {
    let (catalogue, today) = (state.app.catalogue(), state.app.today());
    let base = text(&state.settings.public_url);
    let mut body = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in PAGES {
        let _ = writeln!(body, "<url><loc>{base}{page}</loc></url>");
    }
    for procedure in catalogue.procedures(today).take(ADDRESSES_MAX.saturating_sub(PAGES.len())) {
        let day = changed_on(procedure, today).map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
        let _ = writeln!(body, "<url><loc>{base}/thu-tuc/{}</loc>{day}</url>", text(&procedure.id));
    }
    body.push_str("</urlset>\n");
    answer("application/xml; charset=utf-8", body)
}

/// When a procedure last changed, as far as its record says: the first day of its version, or the day on which its
/// source was read, whichever is later and not in the future.
pub(super) fn changed_on(procedure: &Procedure, today: Date) -> Option<Date> {
    [procedure.validity.from, procedure.snapshot_date].into_iter().flatten().filter(|day| *day <= today).max()
}

/// Where a page of the feed begins: `2026-07-20~1.001193`, the last entry seen.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct After {
    after: String,
}

/// The Atom feed: the latest change first. It speaks Vietnamese, as its entries do.
pub(super) async fn feed(State(state): State<AppState>, Query(asked): Query<After>) -> Result<Response, Problem> {
    let (catalogue, today) = (state.app.catalogue(), state.app.today());
    let changes = changes(&catalogue, today);
    let key = |(day, procedure): &(Date, &Arc<Procedure>)| format!("{day}~{}", procedure.id);
    let start = match changes.iter().position(|change| key(change) == asked.after) {
        Some(at) => at.saturating_add(1),
        None if asked.after.is_empty() => 0,
        None => return Err(Problem::NotFound),
    };
    let shown: Vec<_> = changes.iter().skip(start).take(ENTRIES).collect();
    let more = changes.len() > start.saturating_add(shown.len());
    let next = shown.last().filter(|_| more).map(|last| key(last));
    Ok(answer("application/atom+xml; charset=utf-8", written(&state, &shown, next.as_deref())))
}

fn changes(catalogue: &Catalogue, today: Date) -> Vec<(Date, &Arc<Procedure>)> {
    let all = catalogue.procedures(today);
    let mut changes: Vec<(Date, &Arc<Procedure>)> =
        all.filter_map(|procedure| changed_on(procedure, today).map(|day| (day, procedure))).collect();
    changes.sort_by(|(day, one), (other_day, other)| other_day.cmp(day).then_with(|| one.id.cmp(&other.id)));
    changes
}

fn written(state: &AppState, shown: &[&(Date, &Arc<Procedure>)], next: Option<&str>) -> String {
    let t = &VI.openness.data;
    let base = text(&state.settings.public_url);
    let own = format!("{base}/thu-tuc/thay-doi.xml");
    let updated = shown.first().map_or(Date::MIN, |(day, _)| *day);
    let mut body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"vi\">\n\
         <id>{own}</id>\n<title>{}</title>\n<updated>{}</updated>\n<author><name>{}</name></author>\n\
         <link rel=\"self\" href=\"{own}\"/>\n<link rel=\"alternate\" href=\"{base}/thu-tuc\"/>\n",
        text(t.feed_title),
        moment(updated),
        text(VI.common.province),
    );
    if let Some(next) = next {
        let _ = writeln!(body, "<link rel=\"next\" href=\"{own}?after={}\"/>", format::query_escaped(next));
    }
    for (day, procedure) in shown {
        let url = format!("{base}/thu-tuc/{}", text(&procedure.id));
        let summary = fill(t.feed_summary, &[("field", &procedure.field_vi), ("source", &procedure.source)]);
        let _ = writeln!(
            body,
            "<entry><id>{url}#{day}</id><title>{}</title><updated>{}</updated><link rel=\"alternate\" href=\"{url}\"/>\
             <category term=\"{}\"/><summary>{}</summary></entry>",
            text(&procedure.name_vi),
            moment(*day),
            text(&procedure.field_vi),
            text(&summary),
        );
    }
    body.push_str("</feed>\n");
    body
}

/// A day as an instant: only the day is known, so it is its beginning in the province.
fn moment(day: Date) -> String {
    format!("{day}T00:00:00+07:00")
}

fn answer(kind: &'static str, body: String) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, KEPT)], body).into_response()
}

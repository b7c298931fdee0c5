//! `/van-ban-phap-luat/{text}`: how a text stands on a day and why, what it does and what is done to it, its wording, and
//! what cites it.

use super::{Asked, LIST};
use crate::messages::{Messages, StatuteShow, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::view::Fact;
use crate::web::{Page, Problem, format, problem};
use app::Catalogue;
use app::statute::{Citer, CiterKind, Citing};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::statute::{Consolidated, Origin, PartState, Placed, Relation, Statute};
use domain::time::Date;

/// Most citations on a page.
const CITING_ROWS: usize = 100;

struct Link {
    text: String,
    url: Option<String>,
}

struct Tie {
    does: &'static str,
    other: Link,
    notes: Vec<String>,
}

struct Part {
    depth: usize,
    anchor: String,
    name: String,
    heading: String,
    lines: Vec<String>,
    origin: Option<String>,
    state: Option<String>,
}

struct Place {
    kind: &'static str,
    link: Link,
    part: Option<String>,
}

#[derive(Template)]
#[template(path = "statute/show.html")]
struct View {
    page: Page,
    t: &'static StatuteShow,
    crumbs: Crumbs,
    name: String,
    title: String,
    gap: Option<String>,
    url: String,
    day: String,
    today: String,
    status_on: String,
    status: &'static str,
    reasons: Vec<String>,
    facts: Vec<Fact>,
    does: Vec<Tie>,
    done_to: Vec<Tie>,
    wording: String,
    unread: Vec<String>,
    parts: Vec<Part>,
    download: String,
    places: Vec<Place>,
    more_places: Option<String>,
}

impl View {
    fn heading(&self) -> &str {
        &self.name
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.statute.show);
    let (catalogue, today) = (state.app.catalogue(), state.app.today());
    let text = super::find(&catalogue, &name)?;
    let day = asked.day(today);
    let standing = catalogue.statutes.standing(&text.id, day).ok_or(Problem::NotFound)?;
    let wording = catalogue.statutes.consolidated(&text.id, day).ok_or(Problem::NotFound)?;
    let citing: Vec<Citing> = catalogue.citing(day).into_iter().filter(|citing| citing.cite.text == text.id).collect();
    let url = super::address(&text.id);
    let heading = format!("{} {}", text.kind_vi, text.id);
    let more = citing.len().saturating_sub(CITING_ROWS);
    let view = View {
        crumbs: Crumbs::new(m, vec![(LIST.to_owned(), m.statute.list.title.to_owned())], heading.clone()),
        name: heading,
        title: text.title_vi.clone(),
        gap: text.gap_vi.clone(),
        status_on: fill(t.status_on, &[("day", &format::day(day))]),
        status: sentences::text_status(m, standing.status),
        reasons: standing.reasons.iter().map(|reason| sentences::text_reason(m, reason)).collect(),
        facts: facts(t, text),
        does: does(m, &catalogue, text),
        done_to: done_to(m, &catalogue, text),
        wording: fill(t.wording, &[("day", &format::day(day))]),
        unread: unread(t, &wording),
        parts: wording.parts().into_iter().map(|placed| part(t, text, placed)).collect(),
        download: format!("{url}/akoma-ntoso.xml?day={day}"),
        places: citing.iter().take(CITING_ROWS).map(|citing| place(m, citing)).collect(),
        more_places: (more > 0).then(|| fill(t.more_cited, &[("count", &more)])),
        day: day.to_string(),
        today: today.to_string(),
        url,
        t,
        page,
    };
    problem::show(&view)
}

fn facts(t: &StatuteShow, text: &Statute) -> Vec<Fact> {
    let day = |day: Option<Date>| day.map_or_else(|| t.unknown.to_owned(), format::day);
    let mut facts = vec![
        Fact::new(t.symbol, text.id.clone()),
        Fact::new(t.issuer, text.issuer_vi.clone()),
        Fact::lines(t.field, Some(text.field_vi.clone()).filter(|field| !field.is_empty()).into_iter().collect()),
        Fact::new(t.signed, day(text.signed)),
        Fact::new(t.from, day(text.from)),
        Fact::lines(t.to, text.to.map(format::day).into_iter().collect()),
        Fact::lines(t.source, Some(text.source.clone()).filter(|source| !source.is_empty()).into_iter().collect()),
    ];
    facts.retain(|fact| !fact.lines.is_empty());
    facts
}

fn does(m: &Messages, catalogue: &Catalogue, text: &Statute) -> Vec<Tie> {
    let tie = |relation: &Relation| Tie {
        does: sentences::text_does(m, relation),
        other: named(catalogue, &relation.target),
        notes: notes(&m.statute.show, text, relation),
    };
    text.relations.iter().map(tie).collect()
}

fn done_to(m: &Messages, catalogue: &Catalogue, text: &Statute) -> Vec<Tie> {
    let tie = |(by, relation): (&Statute, &Relation)| Tie {
        does: sentences::text_is_done(m, relation),
        other: named(catalogue, &by.id),
        notes: notes(&m.statute.show, by, relation),
    };
    catalogue.statutes.relations_on(&text.id).into_iter().map(tie).collect()
}

fn notes(t: &StatuteShow, by: &Statute, relation: &Relation) -> Vec<String> {
    let part = relation.action.part().map(domain::statute::Address::cited);
    let from = by
        .starts(relation)
        .map_or_else(|| t.relation_no_day.to_owned(), |day| fill(t.relation_from, &[("day", &format::day(day))]));
    let stated = relation.stated_in.as_ref().map(|part| fill(t.stated_in, &[("part", &part.cited())]));
    part.into_iter().chain([from]).chain(stated).collect()
}

/// A text by symbol and title, with its page where the register has it.
fn named(catalogue: &Catalogue, symbol: &str) -> Link {
    match catalogue.statutes.get(symbol) {
        Some(text) => {
            Link { text: format!("{} {}: {}", text.kind_vi, text.id, text.title_vi), url: Some(super::address(symbol)) }
        }
        None => Link { text: symbol.to_owned(), url: None },
    }
}

fn unread(t: &StatuteShow, wording: &Consolidated) -> Vec<String> {
    if wording.articles.is_empty() {
        return Vec::new();
    }
    let missing = |origin: &Origin| fill(t.unread, &[("by", &origin.text), ("day", &format::day(origin.since))]);
    wording.unread.iter().map(missing).collect()
}

fn part(t: &StatuteShow, text: &Statute, placed: &Placed) -> Part {
    let depth = placed.address.labels().len();
    let label = placed.label.as_str();
    let origin = (placed.origin.text != text.id).then(|| match &placed.origin.stated_in {
        None => fill(t.origin, &[("by", &placed.origin.text)]),
        Some(part) => fill(t.origin_at, &[("part", &part.cited()), ("by", &placed.origin.text)]),
    });
    let said = |words: &str, by: &Origin| fill(words, &[("by", &by.text), ("day", &format::day(by.since))]);
    Part {
        depth,
        anchor: format!("d-{}", placed.address.to_string().replace('.', "-")),
        name: match depth {
            1 => format!("Điều {label}."),
            2 => format!("{label}."),
            _point => format!("{label})"),
        },
        heading: placed.heading.clone(),
        lines: placed.text.lines().map(str::to_owned).collect(),
        origin,
        state: match &placed.state {
            PartState::InForce => None,
            PartState::Repealed { by } => Some(said(t.repealed, by)),
            PartState::Suspended { by } => Some(said(t.suspended, by)),
        },
    }
}

fn place(m: &Messages, citing: &Citing) -> Place {
    Place {
        kind: sentences::citer_kind(m, citing.citer.kind),
        link: citer_link(m, &citing.citer),
        part: citing.cite.part.as_ref().map(|part| fill(m.statute.show.cites_part, &[("part", &part.cited())])),
    }
}

/// What cites, by name, with its public page where it has one.
pub(in crate::web) fn citer_name(m: &Messages, citer: &Citer) -> (String, Option<String>) {
    let name = match (&citer.name_en, m.is_english()) {
        (Some(name), true) => name.clone(),
        (Some(_) | None, _) => citer.name_vi.clone(),
    };
    match citer.kind {
        CiterKind::Procedure => (name, Some(format!("/thu-tuc/{}", citer.id))),
        CiterKind::Text => (format!("{}: {name}", citer.id), Some(super::address(&citer.id))),
        CiterKind::RefusalGround | CiterKind::PauseGround | CiterKind::EscalationRule | CiterKind::PriorityGround => {
            (name, None)
        }
    }
}

fn citer_link(m: &Messages, citer: &Citer) -> Link {
    let (text, url) = citer_name(m, citer);
    Link { text, url }
}

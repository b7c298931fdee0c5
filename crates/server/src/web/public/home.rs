//! `/`: search first, then events in life, fields, live figures, what is new.

use super::narrow::event_address;
use super::overview::{figures, percent};
use crate::messages::{Messages, PublicHome, fill};
use crate::state::AppState;
use crate::web::view::Figure;
use crate::web::{Page, Problem, format, problem};
use app::Catalogue;
use app::overview::Counts;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::dataset::LifeEvent;
use domain::procedure::{Audience, RecordKind};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Days that the live figures look back.
const DAYS: i64 = 30;
/// Events shown, by whose they are.
const EVENTS: [(Audience, usize); 3] = [(Audience::Citizen, 8), (Audience::Business, 3), (Audience::Investor, 1)];
/// Fields shown, those with the most procedures.
const FIELDS: usize = 12;

struct Tile {
    url: String,
    text: String,
    note: String,
}

#[derive(Template)]
#[template(path = "public/home.html")]
struct View {
    page: Page,
    t: &'static PublicHome,
    tiles: Vec<Tile>,
    fields: Vec<Tile>,
    figures: Vec<Figure>,
    news: [&'static str; 3],
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(page: Page, State(state): State<AppState>) -> Result<Response, Problem> {
    let t = &page.m.public.home;
    let today = state.app.today();
    let from = today.checked_sub(DAYS.days()).unwrap_or(today);
    let overview = state.app.overview(from, today).await?;
    let view = View {
        tiles: life_events(page.m, &state.app.catalogue()),
        fields: fields(page.m, &state.app.catalogue(), today),
        figures: with_share(page.m, &overview.total),
        news: [t.news_why, t.news_two_levels, t.news_papers],
        t,
        page,
    };
    problem::show(&view)
}

/// The counts, and the share in time of what was settled, under its full name.
fn with_share(m: &Messages, counts: &Counts) -> Vec<Figure> {
    let name = m.public.overview.share_of_done;
    let mut all = figures(m, counts);
    all.push(Figure { class: "good", name, value: percent(m, counts.on_time_of_finished()) });
    all
}

/// The first published events of citizens, businesses and investors, each opening its list.
fn life_events(m: &Messages, catalogue: &Catalogue) -> Vec<Tile> {
    let tile = |event: &LifeEvent| Tile {
        url: event_address(&event.code),
        text: if m.is_english() { event.name_en.clone() } else { event.name_vi.clone() },
        note: String::new(),
    };
    let first_of = |(audience, most): (Audience, usize)| {
        let events = catalogue.guide.events.events.iter();
        events.filter(move |event| event.audiences.first() == Some(&audience)).take(most)
    };
    EVENTS.into_iter().flat_map(first_of).map(tile).collect()
}

fn fields(m: &Messages, catalogue: &Catalogue, today: Date) -> Vec<Tile> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for procedure in catalogue.procedures(today).filter(|procedure| procedure.record == RecordKind::Full) {
        let count = counts.entry(&procedure.field_vi).or_default();
        *count = count.saturating_add(1);
    }
    let mut fields: Vec<(&str, usize)> = counts.into_iter().collect();
    fields.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let tile = |(name, count): (&str, usize)| Tile {
        url: format!("/thu-tuc?field={}", format::query_escaped(name)),
        text: name.to_owned(),
        note: fill(m.public.home.field_count, &[("count", &count)]),
    };
    fields.into_iter().take(FIELDS).map(tile).collect()
}

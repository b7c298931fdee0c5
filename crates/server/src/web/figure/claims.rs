//! `/so-lieu/doi-chieu`: the numbers of a text reckoned again from the numbers beside them; what does not follow stands
//! first, with what would.

use crate::messages::{FigureClaims, fill};
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::public::published::{Line, lines};
use crate::web::{Page, Problem, problem};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::dataset::FigureTopic;
use domain::figure::{Finding, findings};
use std::collections::BTreeSet;

struct Block {
    title: &'static str,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "figure/claims.html")]
struct View {
    page: Page,
    t: &'static FigureClaims,
    crumbs: Crumbs,
    found: String,
    blocks: Vec<Block>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(page: Page, State(state): State<AppState>) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.figure.claims);
    let catalogue = state.app.catalogue();
    let figures = &catalogue.guide.figures;
    let wrong: Vec<_> = findings(figures).filter(Finding::contradicts).collect();
    let ids: BTreeSet<&str> = wrong.iter().map(|one| one.figure.id.as_str()).collect();
    let contradicted: Vec<_> = figures.iter().filter(|one| ids.contains(one.id.as_str())).cloned().collect();
    let others: Vec<_> = figures.iter().filter(|one| !ids.contains(one.id.as_str())).cloned().collect();
    let of = |figures: &[domain::dataset::PublishedFigure]| {
        let topics = [FigureTopic::Online, FigureTopic::Other];
        topics.into_iter().flat_map(|topic| lines(m, figures, topic)).collect()
    };
    let view = View {
        crumbs: Crumbs::new(m, vec![("/so-lieu".to_owned(), m.figure.list.title.to_owned())], t.title),
        found: fill(t.found, &[("count", &wrong.len())]),
        blocks: vec![
            Block { title: t.contradictions, lines: of(&contradicted) },
            Block { title: t.all, lines: of(&others) },
        ],
        t,
        page,
    };
    problem::show(&view)
}

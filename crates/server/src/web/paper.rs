//! The page that shows a filled-in form as it is printed; whoever opens it has been let in already.

use super::components::Crumbs;
use super::eform::Paper;
use super::{Page, Problem, problem};
use askama::Template;
use axum::response::Response;

#[derive(Template)]
#[template(path = "paper.html")]
struct View {
    page: Page,
    crumbs: Crumbs,
    paper: Paper,
    /// Where the person came from.
    back: String,
}

impl View {
    fn heading(&self) -> &str {
        self.paper.title()
    }
}

/// The page, below others that are named with their addresses; the last of them is where "back" leads.
pub(super) fn show(page: Page, above: Vec<(String, String)>, paper: Paper) -> Result<Response, Problem> {
    let back = above.last().map_or_else(|| "/".to_owned(), |(url, _)| url.clone());
    let crumbs = Crumbs::new(page.m, above, paper.title());
    problem::show(&View { page, crumbs, paper, back })
}

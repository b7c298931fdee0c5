//! `/thu-tuc/du-lieu`: what can be downloaded, and what each column means.

use super::download::COLUMNS;
use crate::messages::OpennessData;
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::{Page, Problem, problem};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

struct File {
    url: &'static str,
    name: &'static str,
    note: &'static str,
}

#[derive(Template)]
#[template(path = "public/open_data.html")]
struct View {
    page: Page,
    t: &'static OpennessData,
    crumbs: Crumbs,
    files: [File; 7],
    columns: Vec<(&'static str, &'static str)>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(page: Page, State(_): State<AppState>) -> Result<Response, Problem> {
    let t = &page.m.openness.data;
    let meaning = |column: &&'static str| page.m.openness.get(&format!("column.{column}")).unwrap_or_default();
    let view = View {
        crumbs: Crumbs::new(page.m, vec![("/thu-tuc".to_owned(), page.m.common.nav.procedures.to_owned())], t.title),
        files: [
            File { url: "/thu-tuc/tai-ve.json", name: t.json, note: t.json_note },
            File { url: "/thu-tuc/tai-ve-danh-muc.json", name: t.lines, note: t.lines_note },
            File { url: "/thu-tuc/tai-ve.csv", name: t.csv, note: t.csv_note },
            File { url: "/thu-tuc/tai-ve.xlsx", name: t.workbook, note: t.workbook_note },
            File { url: "/thu-tuc/thay-doi.xml", name: t.feed, note: t.feed_note },
            File { url: "/sitemap.xml", name: t.sitemap, note: t.sitemap_note },
            File { url: "/api/openapi.json", name: t.api, note: t.api_note },
        ],
        columns: COLUMNS.iter().map(|column| (*column, meaning(column))).collect(),
        t,
        page,
    };
    problem::show(&view)
}

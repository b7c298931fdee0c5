//! `/ho-so`: a person's own drafts and dossiers.

use crate::messages::{PublicMine, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Pager, TimeLeft};
use crate::web::cursor::{self, After};
use crate::web::{Page, Problem, format, problem, view};
use app::dossier::Summary;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::dossier::Stage;

const PAGE_ROWS: i64 = 20;

struct Draft {
    url: String,
    name: String,
    note: String,
}

struct Dossier {
    url: String,
    name: String,
    code: String,
    time_left: TimeLeft,
    sentence: &'static str,
}

#[derive(Template)]
#[template(path = "public/mine.html")]
struct View {
    page: Page,
    t: &'static PublicMine,
    crumbs: Crumbs,
    drafts: Vec<Draft>,
    dossiers: Vec<Dossier>,
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
    Query(after): Query<After>,
) -> Result<Response, Problem> {
    let person = page.caller()?;
    let (m, t) = (page.m, &page.m.public.mine);
    let found = state.app.my_dossiers(person, after.cursor(), PAGE_ROWS).await?;
    let drafts = state.app.my_drafts(person, None).await?;
    let catalogue = state.app.catalogue();
    let drafts = drafts.into_iter().map(|draft| {
        let at = format::moment(m, state.app.zone().civil(draft.updated_at));
        Draft {
            url: format!("/nop-ho-so/{}/{}", draft.procedure_id, draft.code),
            name: view::procedure_name(&catalogue, &draft.procedure_id, ""),
            note: fill(m.public.apply.draft_of, &[("code", &draft.code), ("at", &at)]),
        }
    });
    let next = found.next.map(|cursor| format!("/ho-so?{}", cursor::query(&cursor)));
    let view = View {
        crumbs: Crumbs::new(m, Vec::new(), t.title),
        drafts: drafts.collect(),
        dossiers: found.rows.iter().map(|row| dossier(&state, &page, row)).collect(),
        pager: Pager::new(m, "/ho-so".to_owned(), after.at_start(), next),
        t,
        page,
    };
    problem::show(&view)
}

fn dossier(state: &AppState, page: &Page, row: &Summary) -> Dossier {
    let catalogue = state.app.catalogue();
    Dossier {
        url: format!("/ho-so/{}", row.code),
        name: view::procedure_name(&catalogue, &row.procedure_id, &row.procedure_version),
        code: row.code.clone(),
        time_left: view::row_time_left(state, page.m, row),
        sentence: Stage::from_name(&row.stage)
            .map_or("", |stage| sentences::stage_for_applicant(page.m, stage, row.rating.is_some())),
    }
}

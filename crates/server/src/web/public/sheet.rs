//! `/thu-tuc/{code}/niem-yet`: a procedure on one sheet for the notice board, with a QR code to its page.
//!
//! Publicity at the place of receipt: Decree 63/2010/NĐ-CP as amended, Article 17.

use super::insight::Insight;
use super::procedure::{Paper, Price, paper, papers_absent, price, times};
use super::receipt::qr;
use crate::messages::{OpennessPage, PublicProcedure, fill};
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::view::Fact;
use crate::web::{Page, Problem, format, problem};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "public/sheet.html")]
struct View {
    page: Page,
    t: &'static PublicProcedure,
    o: &'static OpennessPage,
    crumbs: Crumbs,
    name: String,
    qr: String,
    url: String,
    facts: Vec<Fact>,
    papers: Vec<Paper>,
    papers_absent: String,
    money: Vec<Price>,
    basis: String,
    as_of: String,
}

impl View {
    fn heading(&self) -> &str {
        &self.name
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let (catalogue, today, m) = (state.app.catalogue(), state.app.today(), page.m);
    let procedure = catalogue.procedure(&code, today).ok_or(Problem::NotFound)?;
    let (t, o) = (&m.public.procedure, &m.openness.page);
    let experience = state.app.experience(&procedure.id).await?;
    let insight = Insight::of(m, &catalogue, procedure, &experience, today);
    let address = format!("/thu-tuc/{}", procedure.id);
    let url = format!("{}{address}", state.settings.public_url);
    let mut facts = vec![
        Fact::new(t.code, procedure.code.clone().unwrap_or_else(|| procedure.id.clone())),
        Fact::lines(t.time, times(m, procedure)),
        Fact::new(o.cost, insight.cost),
        Fact::lines(o.handler, insight.handler),
        Fact::lines(t.who, procedure.subjects_vi.clone()),
        Fact::lines(t.result, procedure.results_vi.clone()),
    ];
    facts.retain(|fact| !fact.lines.is_empty());
    let basis: Vec<&str> = procedure.legal_basis.iter().map(|basis| basis.number.as_str()).collect();
    let view = View {
        crumbs: Crumbs::new(
            m,
            vec![("/thu-tuc".to_owned(), m.common.nav.procedures.to_owned()), (address, procedure.name_vi.clone())],
            o.sheet,
        ),
        name: procedure.name_vi.clone(),
        qr: qr(&url),
        url,
        facts,
        papers: procedure.components.iter().map(|component| paper(t, component)).collect(),
        papers_absent: papers_absent(t, procedure),
        money: procedure.money.iter().map(|money| price(m, money)).collect(),
        basis: basis.join("; "),
        as_of: fill(o.sheet_day, &[("day", &format::day(today))]),
        t,
        o,
        page,
    };
    problem::show(&view)
}

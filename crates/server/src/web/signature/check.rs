//! `/kiem-tra-ket-qua`: anybody learns who signed a result, whether it is intact, and whether it was issued here.

use super::verdict::Verdict;
use crate::held::Held;
use crate::messages::{SignatureCheck, fill};
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Errors, Field};
use crate::web::{Page, Problem, format, problem, upload};
use app::signature::CHECKED_BYTES_MAX;
use app::{ActError, FieldProblemKind};
use askama::Template;
use axum::extract::{Multipart, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// The query, as the QR code of a result has it.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    so: String,
}

#[derive(Template)]
#[template(path = "public/check.html")]
struct View {
    page: Page,
    t: &'static SignatureCheck,
    crumbs: Crumbs,
    errors: Errors,
    file: Field,
    number: Field,
    found: Vec<String>,
    verdict: Option<Verdict>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

/// What is shown beside the forms.
#[derive(Default)]
struct Said {
    status: StatusCode,
    file_fault: Option<String>,
    number: String,
    number_fault: Option<String>,
    found: Vec<String>,
    verdict: Option<Verdict>,
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let number: String = asked.so.trim().chars().take(100).collect();
    let mut said = Said { number: number.clone(), ..Said::default() };
    if !number.is_empty() {
        let t = &page.m.signature.check;
        match state.app.issued_result(&number).await {
            Ok(found) => {
                let catalogue = state.app.catalogue();
                let unit = catalogue.unit_name(&found.unit, page.today);
                let day = format::day(found.day);
                let next = if found.files > 0 { t.found_files } else { t.found_paper };
                said.found =
                    vec![fill(t.found, &[("number", &found.number), ("unit", &unit), ("day", &day)]), next.to_owned()];
            }
            Err(ActError::NotFound) => {
                said.status = StatusCode::NOT_FOUND;
                said.number_fault = Some(t.no_such_number.to_owned());
            }
            Err(other) => return Err(other.into()),
        }
    }
    draw(page, said)
}

pub(super) async fn look_at(
    page: Page,
    State(state): State<AppState>,
    multipart: Multipart,
) -> Result<Response, Problem> {
    let t = &page.m.signature.check;
    let wrong =
        |fault: String| Said { status: StatusCode::UNPROCESSABLE_ENTITY, file_fault: Some(fault), ..Said::default() };
    let Some(_place) = Held::take() else {
        let busy = Said { status: StatusCode::SERVICE_UNAVAILABLE, ..wrong(t.busy.to_owned()) };
        return draw(page, busy);
    };
    let most = u64::try_from(CHECKED_BYTES_MAX).unwrap_or(u64::MAX);
    let too_large = || wrong(fill(t.too_large, &[("size", &format::bytes(most))]));
    let said = match upload::receive_whole(&page, multipart, CHECKED_BYTES_MAX).await? {
        Err(upload::TooLarge) => too_large(),
        Ok(None) => wrong(t.file_missing.to_owned()),
        Ok(Some((_, bytes))) => match state.app.check_result(bytes).await {
            Ok(found) => {
                let verdict = Verdict::of(page.m, &state.app.catalogue(), page.today, found);
                Said { verdict: Some(verdict), ..Said::default() }
            }
            Err(ActError::Invalid(problems)) => {
                let size = problems.iter().any(|one| matches!(one.kind, FieldProblemKind::FileTooLarge(_)));
                if size { too_large() } else { wrong(t.not_pdf.to_owned()) }
            }
            Err(other) => return Err(other.into()),
        },
    };
    draw(page, said)
}

fn draw(page: Page, said: Said) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.signature.check);
    let file = Field::new(m, "file", t.file).kind(Control::File("application/pdf".to_owned())).error(said.file_fault);
    let number =
        Field::new(m, "so", t.number).hint(t.number_hint).value(said.number).error(said.number_fault).max_length(100);
    let view = View {
        crumbs: Crumbs::new(m, Vec::new(), t.title),
        errors: Errors::of(m, [&file, &number]),
        file,
        number,
        found: said.found,
        verdict: said.verdict,
        t,
        page,
    };
    problem::show_with(said.status, &view)
}

//! `/ho-so/{code}/giay/{paper}`: a paper of a dossier; the receipt also for whoever knows its code and four digits.

use crate::papers::{self, Source};
use crate::state::AppState;
use crate::web::public::{OpenedReceipt, ReceiptAsked, open_receipt};
use crate::web::{Page, Problem};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum_extra::extract::CookieJar;
use paper::Kind;

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((code, slug)): Path<(String, String)>,
    Query(asked): Query<ReceiptAsked>,
    jar: CookieJar,
) -> Result<Response, Problem> {
    let kind = papers::by_slug(&slug).ok_or(Problem::NotFound)?;
    let opened = if kind == Kind::Receipt {
        open_receipt(&page, &state, &code, &asked, &jar).await?
    } else {
        OpenedReceipt::Person(Box::new(state.app.dossier(page.caller()?, &code).await?))
    };
    let source = match &opened {
        OpenedReceipt::Person(view) => Source::of(view),
        OpenedReceipt::Digits(view) => Source::tracked(view),
    };
    let printed = papers::of_dossier(&state, &source, kind).await?.ok_or(Problem::NotFound)?;
    Ok(super::answer(printed))
}

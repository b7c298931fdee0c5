//! Legal texts for everybody: the list, one text on any day, what changed, and downloads.

mod changes;
mod list;
mod show;
mod watch;

pub(in crate::web) use show::citer_name;

use crate::state::AppState;
use crate::web::Problem;
use app::Catalogue;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::statute::{Statute, akoma_ntoso, slug};
use domain::time::Date;
use serde::Deserialize;

/// The address of the list.
pub(in crate::web) const LIST: &str = "/van-ban-phap-luat";

pub(super) fn router() -> Router<AppState> {
    watch::router()
        .route("/van-ban-phap-luat", get(list::show))
        .route("/van-ban-phap-luat/{text}", get(show::show))
        .route("/van-ban-phap-luat/{text}/thay-doi", get(changes::show))
        .route("/van-ban-phap-luat/{text}/akoma-ntoso.xml", get(akoma))
}

/// The day in the query; what cannot be read is today.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    day: String,
}

impl Asked {
    fn day(&self, today: Date) -> Date {
        super::format::read_day(&self.day).unwrap_or(today)
    }
}

/// A text's page, where the register has the text.
pub(in crate::web) fn link(catalogue: &Catalogue, symbol: &str) -> Option<String> {
    catalogue.statutes.get(symbol).map(|text| address(&text.id))
}

/// The address of a text's page.
pub(in crate::web) fn address(symbol: &str) -> String {
    format!("{LIST}/{}", slug(symbol))
}

fn find<'c>(catalogue: &'c Catalogue, slug: &str) -> Result<&'c Statute, Problem> {
    catalogue.statutes.by_slug(slug).ok_or(Problem::NotFound)
}

/// `…/akoma-ntoso.xml?day=`: the wording of a day in the standard's form.
async fn akoma(
    State(state): State<AppState>,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let catalogue = state.app.catalogue();
    let text = find(&catalogue, &name)?;
    let day = asked.day(state.app.today());
    let wording = catalogue.statutes.consolidated(&text.id, day).ok_or(Problem::NotFound)?;
    let file = format!("attachment; filename=\"{}-{day}.xml\"", text.slug());
    let headers = [(header::CONTENT_TYPE, "application/akn+xml".to_owned()), (header::CONTENT_DISPOSITION, file)];
    Ok((headers, akoma_ntoso(text, &wording)).into_response())
}

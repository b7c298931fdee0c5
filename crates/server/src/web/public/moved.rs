//! English addresses for programs and people who guess them: they lead to the Vietnamese ones, for good.

use crate::web::Problem;
use axum::extract::{OriginalUri, Path};
use axum::http::Uri;
use axum::response::Redirect;

/// `/procedures` and everything below it.
pub(super) async fn procedures(rest: Option<Path<String>>, OriginalUri(uri): OriginalUri) -> Result<Redirect, Problem> {
    let rest = rest.map(|Path(rest)| rest).unwrap_or_default();
    let path = match rest.as_str() {
        "" => "/thu-tuc".to_owned(),
        "feed.xml" => "/thu-tuc/thay-doi.xml".to_owned(),
        "download.json" => "/thu-tuc/tai-ve.json".to_owned(),
        "download.csv" => "/thu-tuc/tai-ve.csv".to_owned(),
        "download.xlsx" => "/thu-tuc/tai-ve.xlsx".to_owned(),
        "data" => "/thu-tuc/du-lieu".to_owned(),
        other => match other.split_once('/') {
            None => format!("/thu-tuc/{}", named(other)?),
            Some((code, "sheet")) => format!("/thu-tuc/{}/niem-yet", named(code)?),
            Some(_) => return Err(Problem::NotFound),
        },
    };
    Ok(to(&path, &uri))
}

/// `/figures/online-share`.
pub(super) async fn online_share(OriginalUri(uri): OriginalUri) -> Redirect {
    to("/so-lieu/truc-tuyen", &uri)
}

/// What can be the id of a procedure, so that nothing else enters the address.
fn named(id: &str) -> Result<&str, Problem> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b':' | b'-');
    if id.bytes().all(is_plain) { Ok(id) } else { Err(Problem::NotFound) }
}

fn to(path: &str, uri: &Uri) -> Redirect {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Redirect::permanent(&format!("{path}{query}"))
}

//! The few cookies: session, visit (before signing in), language, notice. All `HttpOnly`, `SameSite=Lax`, path `/`.

use crate::state::Settings;
use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::CookieJar;

/// The cookies this product sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The token of a signed-in person.
    Session,
    /// A random number of this browser, to which form tokens are bound before signing in.
    Visit,
    /// The language chosen.
    Language,
    /// The code of a notice to show on the next page.
    Notice,
    /// Code and four digits of the dossier just submitted, so that its receipt opens without an account.
    Receipt,
    /// The pass of an applicant without an account to one dossier.
    Guest,
}

impl Kind {
    /// Name on the wire; `__Host-` binds it to this host over https.
    const fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Self::Session, true) => "__Host-motcua-session",
            (Self::Session, false) => "motcua-session",
            (Self::Visit, true) => "__Host-motcua-visit",
            (Self::Visit, false) => "motcua-visit",
            (Self::Language, _) => "lang",
            (Self::Notice, _) => "notice",
            (Self::Receipt, true) => "__Host-motcua-receipt",
            (Self::Receipt, false) => "motcua-receipt",
            (Self::Guest, true) => "__Host-motcua-guest",
            (Self::Guest, false) => "motcua-guest",
        }
    }
}

/// The value of a cookie that the browser sent.
#[must_use]
pub fn read(jar: &CookieJar, settings: &Settings, kind: Kind) -> Option<String> {
    jar.get(kind.name(settings.https)).map(|cookie| cookie.value().to_owned())
}

/// Adds a `Set-Cookie` line. `seconds` is its life; `None` lasts until the browser closes. The value must be plain ASCII.
pub fn set(headers: &mut HeaderMap, settings: &Settings, kind: Kind, value: &str, seconds: Option<u64>) {
    let name = kind.name(settings.https);
    let secure = if settings.https { "; Secure" } else { "" };
    let life = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    if let Ok(line) = HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{life}")) {
        headers.append(header::SET_COOKIE, line);
    }
}

/// Tells the browser to forget a cookie.
pub fn forget(headers: &mut HeaderMap, settings: &Settings, kind: Kind) {
    set(headers, settings, kind, "", Some(0));
}

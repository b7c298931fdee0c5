//! `motcua token create`: a bearer token for the API.

use super::args::TokenArgs;
use super::context::{Context, say};
use super::failure::Failure;
use crate::api::stamp_instant;
use crate::messages::fill;
use app::ActError;
use serde_json::json;

/// Longest life of a token, in days.
const DAYS_MAX: i64 = 3650;

pub(super) async fn create(context: &Context, args: TokenArgs) -> Result<(), Failure> {
    let texts = &context.m.cli;
    let seconds = seconds(&args.ttl).ok_or_else(|| Failure::Usage(fill(texts.ttl_wrong, &[("text", &args.ttl)])))?;
    let app = context.open_existing().await?;
    let made = app.create_token(&args.user, seconds).await;
    app.close().await;
    let made = made.map_err(|error| match error {
        ActError::NotFound => Failure::no(fill(texts.user_missing, &[("login", &args.user)])),
        other => Failure::act(context.m, &other),
    })?;
    let expires_at = stamp_instant(context.zone, made.expires_at);
    if context.json {
        say(json!({"token": made.token, "expires_at": expires_at, "user": args.user}));
    } else {
        say(&made.token);
        context.note(fill(texts.token_note, &[("at", &expires_at)]));
    }
    Ok(())
}

/// Seconds of `30d`, `12h`, `45m`.
fn seconds(text: &str) -> Option<i64> {
    let unit = match text.chars().last()? {
        'd' => 86_400,
        'h' => 3_600,
        'm' => 60,
        _ => return None,
    };
    let digits = text.get(..text.len().checked_sub(1)?)?;
    let count: i64 = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
    count.checked_mul(unit).filter(|seconds| (1..=DAYS_MAX * 86_400).contains(seconds))
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn lengths_of_time_are_read_or_refused() {
        for (text, expected) in [
            ("30d", Some(2_592_000)),
            ("12h", Some(43_200)),
            ("1m", Some(60)),
            ("0d", None),
            ("3651d", None),
            ("", None),
            ("d", None),
            ("-1d", None),
            ("1w", None),
            ("99999999999999999999d", None),
            ("1đ", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}

//! Log lines on standard error.

use tracing_subscriber::EnvFilter;

/// What is logged unless `MOTCUA_LOG` says otherwise: warnings, and what the program does beside answering requests.
const DEFAULT_LEVEL: &str = "warn,server::cli=info,app=info";

/// Starts the log. `MOTCUA_LOG` is a filter such as `info`; `MOTCUA_LOG_FORMAT=json` writes one JSON object a line.
pub(super) fn start() {
    let filter = EnvFilter::try_from_env("MOTCUA_LOG").unwrap_or_else(|_| EnvFilter::new(DEFAULT_LEVEL));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let is_json = std::env::var("MOTCUA_LOG_FORMAT").is_ok_and(|format| format == "json");
    // A second start in one process finds the first one in place.
    drop(if is_json { log.json().try_init() } else { log.try_init() });
}

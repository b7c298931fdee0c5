//! `motcua verify`: replays the journal and compares every table.

use super::context::{Context, say};
use super::failure::Failure;
use crate::messages::fill;
use serde_json::json;

/// Streams after which progress is told.
const TELL_EVERY: u64 = 10_000;

pub(super) async fn run(context: &Context) -> Result<(), Failure> {
    let app = context.open_existing().await?;
    let mut told = 0;
    let verified = app
        .verify(|streams| {
            if streams >= told + TELL_EVERY {
                told = streams;
                context.note(fill(context.m.cli.verify_progress, &[("streams", &streams)]));
            }
        })
        .await;
    app.close().await;
    let verified = verified.map_err(|error| Failure::act(context.m, &error))?;
    let difference = verified.difference.as_ref();
    if context.json {
        say(json!({
            "streams": verified.streams, "events": verified.events, "dossiers": verified.dossiers,
            "difference": difference.map(|one| json!({"stream": one.stream, "what": one.what})),
        }));
    } else if let Some(one) = difference {
        say(fill(context.m.cli.verify_bad, &[("stream", &one.stream), ("what", &one.what)]));
    } else {
        let counts: [(&str, &dyn std::fmt::Display); 3] =
            [("streams", &verified.streams), ("events", &verified.events), ("dossiers", &verified.dossiers)];
        say(fill(context.m.cli.verify_good, &counts));
    }
    if difference.is_some() { Err(Failure::Said) } else { Ok(()) }
}

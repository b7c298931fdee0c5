//! Due times: a table of real cases, an independent slow model on random cases, properties, and the texts.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod calendar;
mod cases;
mod messages;
mod model;
mod properties;
mod random;
mod support;

//! The API in-process on both engines: the whole path of a dossier, what bad input gets, retries, pages, files.
//!
//! Every answer is checked against the OpenAPI document that the program itself serves.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod api;

//! What the store promises, tried on both engines.
//!
//! `PostgreSQL` is reached through `MOTCUA_TEST_POSTGRES`, the address of a server whose role may create databases. Without it
//! that half fails: skipped in silence, it would soon hold no more.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod absence;
mod acts;
mod bed;
mod blobs;
mod desk;
mod encrypted;
mod exchange;
mod figure;
mod incoming;
mod journal;
mod late;
mod notice;
mod own_data;
mod payment;
mod place;
mod registry;
mod review;
mod rooms;
mod round;
mod schema;
mod search;
mod server_loss;
mod supplement;
mod workflow_run;

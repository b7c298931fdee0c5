//! Acts on the shipped province, on both engines.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod applicant;
#[path = "../../../../e2e/src/bank.rs"]
#[expect(unreachable_pub, reason = "shared with the other tests, each of which needs part of it")]
mod bank;
mod batch;
mod deputy;
mod desk;
mod document;
mod draft;
mod event_log;
mod exchange;
mod figure;
mod internal;
mod journey;
mod late;
mod load;
mod money;
mod moving;
mod notice;
mod office;
mod openness;
mod outgoing;
mod outgoing_signed;
mod own_data;
mod payment;
mod reasoned;
mod registry;
mod review;
mod round;
mod work;
mod work_file;

//! Acts on the shipped province, on both engines.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod applicant;
mod batch;
mod journey;
mod load;
mod notice;
mod office;
mod openness;
mod own_data;
mod registry;
mod review;

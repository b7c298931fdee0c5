//! The pages in-process: the whole path of a dossier, strangers at every address, and what bad input gets.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod web;

mod web_tests {
    mod account;
    mod batch;
    mod eform;
    mod form;
    mod guest;
    mod journey;
    mod markup;
    mod notice;
    mod openness;
    mod own;
    mod problem;
    mod refused;
    mod registry;
    mod review;
    mod rows;
    mod stranger;
}

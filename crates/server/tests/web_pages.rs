//! The pages in-process: the whole path of a dossier, strangers at every address, and what bad input gets.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod web;

mod web_tests {
    mod form;
    mod journey;
    mod markup;
    mod problem;
    mod stranger;
}

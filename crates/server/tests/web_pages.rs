//! The pages in-process: the whole path of a dossier, strangers at every address, and what bad input gets.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

#[path = "../../../e2e/src/bank.rs"]
#[expect(dead_code, unreachable_pub, reason = "shared with the other tests, each of which needs part of it")]
mod bank;
mod web;

mod web_tests {
    mod absence;
    mod account;
    mod batch;
    mod desk;
    mod document;
    mod draft;
    mod eform;
    mod exchange;
    mod figure;
    mod form;
    mod guest;
    mod journey;
    mod late;
    mod markup;
    mod moving;
    mod notice;
    mod openness;
    mod outgoing;
    mod own;
    mod papers;
    mod payment;
    mod problem;
    mod reasoned;
    mod refused;
    mod registry;
    mod review;
    mod round;
    mod rows;
    mod scans;
    mod signature;
    mod statute;
    mod stranger;
    mod work_file;
}

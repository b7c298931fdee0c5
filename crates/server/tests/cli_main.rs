//! The program as people run it: started, asked, stopped, from outside.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod cli;

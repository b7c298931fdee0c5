//! The only SQL of the product: journal, tables, search and blobs, on `SQLite` and on `PostgreSQL`.
//!
//! One code path serves both engines. An act is a closure over a [`Tx`]; [`Store::write`] runs it in a transaction,
//! several waiting acts in one commit, and answers when it is on disk. Each SQL text is written once, as a named
//! statement ([`sql!`]) beside its use; what only one engine can do stands in [`dialect`].
//!
//! *Invariant:* nothing here decides. A room loads and keeps what the domain has decided.

pub mod absence;
mod address;
pub mod appointment;
pub mod blob;
#[cfg(feature = "s3")]
pub mod bucket;
pub mod counter;
pub mod dataset;
pub mod delivery;
pub mod desk;
pub mod dialect;
pub mod document_reader;
pub mod dossier;
pub mod dossier_below;
mod dossier_row;
pub mod draft;
mod error;
pub mod exchange;
pub mod exchange_outbox;
pub mod figure;
pub mod figure_mark;
pub mod figure_published;
pub mod figure_sum;
pub mod idempotency;
pub mod identity;
pub mod incoming;
mod job;
pub mod journal;
mod migrate;
pub mod notice;
pub mod outage;
pub mod outbox;
pub mod outgoing;
pub mod own_data;
pub mod payment;
pub mod payment_books;
pub mod payment_strays;
mod postgres;
mod reach;
pub mod registry;
pub mod reminder;
pub mod result_file;
pub mod review;
pub mod review_records;
pub mod round;
mod row;
#[cfg(feature = "scratch")]
pub mod scratch;
pub mod search;
mod session;
pub mod setting;
mod sqlite;
pub mod statement;
mod store;
pub mod supplement;
pub mod task;
mod tx;
pub mod upload;
mod value;
pub mod vault;
pub mod work_file;
pub mod workflow_run;

pub use address::AddressError;
pub use error::DbError;
pub use migrate::MigrationError;
pub use row::Row;
pub use statement::Statement;
pub use store::{Config, Database, OpenError, Store};
pub use tx::{Sent, Tx};
pub use value::Value;

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len().saturating_mul(2)), |mut digits, byte| {
        for half in [byte >> 4, byte & 15] {
            digits.extend(char::from_digit(u32::from(half), 16));
        }
        digits
    })
}

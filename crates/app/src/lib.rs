//! What people can do with a province's procedures: one function an act, one transaction each.
//!
//! An act loads, asks for a permit, lets the domain decide, and keeps the events and the rows that follow from them.
//! Only after the commit is anybody told "done". Everything that happens afterwards (search, figures) follows the journal.

pub mod absence;
mod blob;
pub mod burden;
mod carry_over;
pub mod catalogue;
mod clock;
mod demo;
pub mod desk;
pub mod document;
pub mod dossier;
pub mod draft;
mod error;
pub mod event_log;
pub mod exchange;
pub mod experience;
pub mod figure;
pub mod find;
mod follower;
pub mod identity;
pub mod import;
mod known_files;
pub mod late;
pub mod notice;
mod open;
mod outside;
pub mod overview;
pub mod own_data;
pub mod payment;
mod plain_event;
mod post;
pub mod publication;
pub mod registry;
pub mod review;
pub mod round;
mod scan;
mod seal;
mod secrets;
pub mod signature;
pub mod statute;
mod throttle;
pub mod verify;
pub mod work_file;

use std::sync::{Arc, PoisonError, RwLock};

pub use blob::{FileFault, FileReader, StoredFile, UPLOAD_BYTES_MAX};
pub use carry_over::DraftChange;
pub use catalogue::Catalogue;
pub use clock::Clock;
pub use demo::{DemoAccount, DemoReport, shipped_calendar, shipped_catalogue};
pub use error::{ActError, FieldProblem, FieldProblemKind};
pub use open::{Config, Database, OpenError, RegisterAddress};
pub use post::SignsAs;
pub use scan::{ScanFolder, ScanView, Scanned};
pub use seal::sha256_hex;
#[cfg(feature = "scratch")]
pub use store::scratch;

use domain::time::{Date, DateTime, Zone};

/// The running product: one handle, cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: store::Store,
    blobs: store::blob::Blobs,
    files: known_files::KnownFiles,
    clock: Clock,
    zone: Zone,
    secrets: secrets::Secrets,
    catalogue: RwLock<Arc<Catalogue>>,
    /// Changes with every import; says which imports `catalogue` holds.
    catalogue_stamp: tokio::sync::Mutex<(i64, i64, i64)>,
    sessions: identity::SessionCache,
    attempts: throttle::Throttle,
    overview: overview::OverviewCache,
    registers: own_data::Registers,
    payments: payment::Payments,
    burden: burden::Cache,
    carriers: notice::Carriers,
    signatures: signature::Signatures,
    exchange: Arc<exchange::Exchange>,
    scans: Vec<ScanFolder>,
}

impl App {
    /// The published data in force: units, procedures, forms, calendar.
    #[must_use]
    pub fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.0.catalogue.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The clock by which everything is dated.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The province's civil time zone.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.0.zone
    }

    /// Today in the province.
    #[must_use]
    pub fn today(&self) -> Date {
        self.0.clock.today(self.0.zone)
    }

    /// The civil time in the province.
    #[must_use]
    pub fn now_civil(&self) -> DateTime {
        self.0.clock.civil(self.0.zone)
    }

    /// Whether an act could be kept now; for readiness.
    pub async fn is_ready(&self) -> bool {
        self.0.store.ping_write().await.is_ok()
    }

    /// Finishes what was accepted and stops the store's threads.
    pub async fn close(&self) {
        self.0.store.close().await;
    }

    fn set_catalogue(&self, catalogue: Catalogue) {
        *self.0.catalogue.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(catalogue);
    }
}

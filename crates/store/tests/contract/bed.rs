//! A fresh database for one test, thrown away after it.

use std::pin::Pin;

use store::scratch::ScratchDatabase;
use store::{Config, Database, Store};
use tempfile::TempDir;

/// Makes each named test into one for each engine: `name::sqlite` and `name::postgres`.
macro_rules! contract {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                $crate::bed::run($crate::bed::sqlite(), |bed| Box::pin(super::$name(bed)));
            }

            #[test]
            fn postgres() {
                $crate::bed::run($crate::bed::postgres(), |bed| Box::pin(super::$name(bed)));
            }
        }
    )*};
}
pub(crate) use contract;

/// An open store and the place of its data.
pub(crate) struct Bed {
    pub(crate) store: Store,
    pub(crate) config: Config,
    _folder: TempDir,
    database: Option<ScratchDatabase>,
}

/// A test as the [`contract!`] macro hands it over.
pub(crate) type Test<'b> = Pin<Box<dyn Future<Output = ()> + Send + 'b>>;

pub(crate) fn sqlite() -> Bed {
    let folder = TempDir::new().unwrap();
    let config = Config::new(Database::Sqlite { path: folder.path().join("motcua.db") });
    Bed { store: Store::open(config.clone()).unwrap(), config, _folder: folder, database: None }
}

pub(crate) fn postgres() -> Bed {
    let database = ScratchDatabase::create().unwrap();
    let mut config = Config::new(Database::Postgres { url: database.url() });
    config.readers = 2;
    config.writers = 4;
    let folder = TempDir::new().unwrap();
    Bed { store: Store::open(config.clone()).unwrap(), config, _folder: folder, database: Some(database) }
}

/// Runs a test in a runtime of its own.
pub(crate) fn run(mut bed: Bed, test: impl for<'b> FnOnce(&'b mut Bed) -> Test<'b>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(test(&mut bed));
}

impl Bed {
    /// Closes the store and opens it again on the same data.
    pub(crate) async fn reopen(&mut self) {
        self.store.close().await;
        self.store = Store::open(self.config.clone()).unwrap();
    }

    /// Runs SQL on the test's own `PostgreSQL` database, beside the store.
    pub(crate) fn beside(&self, sql: &str) -> Vec<Vec<String>> {
        self.scratch().ask(sql).unwrap()
    }

    /// Runs SQL on the server's maintenance database.
    pub(crate) fn on_server(&self, sql: &str) -> Vec<Vec<String>> {
        self.scratch().on_server(sql).unwrap()
    }

    /// The test's own `PostgreSQL` database.
    pub(crate) fn scratch(&self) -> &ScratchDatabase {
        self.database.as_ref().unwrap()
    }
}

impl Drop for Bed {
    fn drop(&mut self) {
        self.store.close_blocking();
    }
}

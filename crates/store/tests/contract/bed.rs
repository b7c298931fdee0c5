//! A fresh database for one test, thrown away after it.

use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};

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
    database: Option<String>,
}

/// A test as the [`contract!`] macro hands it over.
pub(crate) type Test<'b> = Pin<Box<dyn Future<Output = ()> + Send + 'b>>;

pub(crate) fn sqlite() -> Bed {
    let folder = TempDir::new().unwrap();
    let config = Config::new(Database::Sqlite { path: folder.path().join("motcua.db") });
    Bed { store: Store::open(config.clone()).unwrap(), config, _folder: folder, database: None }
}

pub(crate) fn postgres() -> Bed {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("motcua_contract_{}_{number}", std::process::id());
    on_server(&format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"));
    let mut config = Config::new(Database::Postgres { url: server_url(&name) });
    config.readers = 2;
    config.writers = 4;
    let folder = TempDir::new().unwrap();
    Bed { store: Store::open(config.clone()).unwrap(), config, _folder: folder, database: Some(name) }
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
        ask(&server_url(self.name()), sql)
    }

    /// The name of the test's own `PostgreSQL` database.
    pub(crate) fn name(&self) -> &str {
        self.database.as_deref().unwrap()
    }
}

impl Drop for Bed {
    fn drop(&mut self) {
        self.store.close_blocking();
        if let Some(name) = &self.database {
            on_server(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// Runs SQL on the server's maintenance database.
pub(crate) fn on_server(sql: &str) -> Vec<Vec<String>> {
    ask(&server_url("postgres"), sql)
}

fn server_url(database: &str) -> String {
    let Ok(server) = std::env::var("MOTCUA_TEST_POSTGRES") else {
        panic!(
            "MOTCUA_TEST_POSTGRES is not set: give the address of a PostgreSQL server whose role may create databases, \
             as postgres://postgres@127.0.0.1:5432; `cargo xtask test` starts one"
        );
    };
    let (server, options) = server
        .split_once('?')
        .map_or((server.as_str(), String::new()), |(server, options)| (server, format!("?{options}")));
    let authority = server.find("://").map_or(0, |at| at + 3);
    let end = server.get(authority..).and_then(|rest| rest.find('/')).map_or(server.len(), |at| authority + at);
    format!("{}/{database}{options}", server.get(..end).unwrap())
}

/// Asks on a thread of its own, so that it may be called from everywhere.
fn ask(url: &str, sql: &str) -> Vec<Vec<String>> {
    let asked = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            let rows = client.simple_query(sql).await.unwrap();
            rows.iter()
                .filter_map(|message| match message {
                    tokio_postgres::SimpleQueryMessage::Row(row) => {
                        Some((0..row.len()).map(|column| row.get(column).unwrap_or_default().to_owned()).collect())
                    }
                    _ => None,
                })
                .collect()
        })
    };
    std::thread::scope(|scope| scope.spawn(asked).join().unwrap())
}

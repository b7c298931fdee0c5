//! One `PostgreSQL` connection, driven by the thread that owns it.
//!
//! Words that open, mark and close a transaction are not sent on their own: they wait and travel with the next
//! statement, so that an act costs one round trip a statement and none for its savepoint.

use std::collections::HashMap;
use std::pin::pin;
use std::time::Duration;

use futures_util::TryStreamExt;
use futures_util::future::join;
use tokio::runtime::Runtime;
use tokio_postgres::types::{Format, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, NoTls};

use crate::error::DbError;
use crate::row::{Inner, Row};
use crate::statement::Statement;
use crate::tx::wrong_count;
use crate::value::Value;

type Prepared = tokio_postgres::Statement;

/// A connection with the statements it has prepared.
pub(crate) struct Session {
    runtime: Runtime,
    client: Client,
    /// By the address of the statement, which is a static.
    prepared: HashMap<usize, Prepared>,
    /// Words to be sent ahead of the next statement.
    ahead: String,
}

impl Session {
    /// Connects, within three seconds.
    pub(crate) fn connect(config: &Config) -> Result<Self, DbError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| DbError::Unavailable(error.to_string()))?;
        let client = runtime.block_on(async {
            let connecting = config.connect(NoTls);
            let (client, connection) = tokio::time::timeout(Duration::from_secs(3), connecting)
                .await
                .map_err(|_| DbError::Unavailable("the server does not answer".to_owned()))??;
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::debug!(%error, "a connection to the database ended");
                }
            });
            Ok::<_, DbError>(client)
        })?;
        Ok(Self { runtime, client, prepared: HashMap::new(), ahead: String::new() })
    }

    /// Whether the server has closed the connection, as far as can be known without asking it.
    pub(crate) fn is_gone(&self) -> bool {
        self.runtime.block_on(async {
            // Lets the task that reads the socket notice its end.
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
        });
        self.client.is_closed()
    }

    /// Has words sent ahead of the next statement.
    pub(crate) fn ahead(&mut self, words: &str) {
        if !self.ahead.is_empty() {
            self.ahead.push(';');
        }
        self.ahead.push_str(words);
    }

    /// Sends words, after those that wait, and waits for the end of all.
    pub(crate) fn run(&mut self, words: &str) -> Result<(), DbError> {
        self.ahead(words);
        let words = std::mem::take(&mut self.ahead);
        Ok(self.runtime.block_on(self.client.batch_execute(&words))?)
    }

    /// Forgets the words that wait.
    pub(crate) fn forget_ahead(&mut self) {
        self.ahead.clear();
    }

    /// Runs a statement and hands over its rows one by one until `keep_going` says no.
    pub(crate) fn rows(
        &mut self,
        statement: &'static Statement,
        args: &[Value<'_>],
        keep_going: &mut dyn FnMut(&Row<'_>) -> bool,
    ) -> Result<(), DbError> {
        let prepared = self.prepared_for(statement, args)?;
        let ahead = std::mem::take(&mut self.ahead);
        let client = &self.client;
        self.runtime.block_on(async {
            let asked = async {
                let rows = client.query_raw(&prepared, args).await?;
                let mut rows = pin!(rows);
                while let Some(row) = rows.try_next().await? {
                    if !keep_going(&Row(Inner::Postgres(&row))) {
                        break;
                    }
                }
                Ok(())
            };
            after(client, &ahead, asked).await
        })
    }

    /// Runs a statement and returns how many rows it changed.
    pub(crate) fn exec(&mut self, statement: &'static Statement, args: &[Value<'_>]) -> Result<u64, DbError> {
        let prepared = self.prepared_for(statement, args)?;
        let ahead = std::mem::take(&mut self.ahead);
        let client = &self.client;
        self.runtime.block_on(after(client, &ahead, client.execute_raw(&prepared, args)))
    }

    /// Has the server parse a statement, once in the life of the connection.
    pub(crate) fn prepare(&mut self, statement: &'static Statement) -> Result<Prepared, DbError> {
        let key = std::ptr::from_ref(statement).addr();
        if let Some(prepared) = self.prepared.get(&key) {
            return Ok(prepared.clone());
        }
        if !self.ahead.is_empty() {
            // What waits may be the end of a failed transaction, in which nothing can be prepared.
            self.run("")?;
        }
        let prepared = self.runtime.block_on(self.client.prepare(statement.text()))?;
        self.prepared.insert(key, prepared.clone());
        Ok(prepared)
    }

    /// Runs text that is not a named statement: migrations and checks at the start.
    pub(crate) fn simple(&mut self, text: &str) -> Result<Vec<Vec<Option<String>>>, DbError> {
        let messages = self.runtime.block_on(self.client.simple_query(text))?;
        let rows = messages.iter().filter_map(|message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => {
                Some((0..row.len()).map(|column| row.get(column).map(str::to_owned)).collect())
            }
            _ => None,
        });
        Ok(rows.collect())
    }

    fn prepared_for(&mut self, statement: &'static Statement, args: &[Value<'_>]) -> Result<Prepared, DbError> {
        let prepared = self.prepare(statement)?;
        let wanted = prepared.params().len();
        if wanted == args.len() { Ok(prepared) } else { Err(wrong_count(statement, args.len(), wanted)) }
    }
}

/// Sends `ahead` and the statement in one go and waits for both.
async fn after<T>(
    client: &Client,
    ahead: &str,
    statement: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, DbError> {
    if ahead.is_empty() {
        return Ok(statement.await?);
    }
    let (went_ahead, ran) = join(client.batch_execute(ahead), statement).await;
    went_ahead?;
    Ok(ran?)
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        column_type: &Type,
        out: &mut bytes::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, column_type) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(number), &Type::INT8) => number.to_sql(column_type, out),
            (Value::Int(number), &Type::INT4) => i32::try_from(*number)?.to_sql(column_type, out),
            (Value::Int(number), &Type::INT2) => i16::try_from(*number)?.to_sql(column_type, out),
            (Value::Bool(truth), &Type::BOOL) => truth.to_sql(column_type, out),
            (Value::Bytes(bytes), &Type::BYTEA) => bytes.as_ref().to_sql(column_type, out),
            (Value::Text(text), &(Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME)) => {
                text.as_ref().to_sql(column_type, out)
            }
            _ => Err(format!("{self:?} does not fit where the statement has {column_type}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn encode_format(&self, _: &Type) -> Format {
        Format::Binary
    }

    to_sql_checked!();
}

//! One `PostgreSQL` connection, driven by the thread that owns it.
//!
//! What costs here is the round trip. So words that open, mark and close a transaction are not sent on their own: they
//! travel with the next statement; and statements whose answer the act does not need are sent without waiting for it.

use std::collections::HashMap;
use std::pin::{Pin, pin};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_util::TryStreamExt;
use futures_util::future::{join, join3};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Runtime;
use tokio_postgres::types::{Format, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Connection, NoTls};

use crate::address::Address;
use crate::error::DbError;
use crate::row::{Inner, Row};
use crate::statement::Statement;
use crate::tx::wrong_count;
use crate::value::Value;

type Prepared = tokio_postgres::Statement;

/// A connection with the statements it has prepared.
pub(crate) struct Session {
    runtime: Runtime,
    client: Arc<Client>,
    /// By the address of the statement, which is a static.
    prepared: HashMap<usize, Prepared>,
    /// Words to be sent ahead of the next statement.
    ahead: String,
    /// Statements that were sent and not yet answered for, oldest first.
    posted: Vec<Posted>,
}

/// What a statement that was sent ahead of its answer has to bring.
#[derive(Debug, Clone)]
pub(crate) enum Expect {
    /// Any number of changed rows.
    Any,
    /// Any number of changed rows, which is to be kept here.
    Told(Arc<OnceLock<u64>>),
    /// One changed row; none, or a row that is there already, means that the record is stale.
    Fresh,
}

impl Expect {
    /// What the answer means.
    pub(crate) fn judge(self, changed: Result<u64, DbError>) -> Result<(), DbError> {
        match (self, changed) {
            (Self::Told(place), Ok(changed)) => {
                place.get_or_init(|| changed);
                Ok(())
            }
            (Self::Any, Ok(_)) | (Self::Fresh, Ok(1)) => Ok(()),
            (Self::Fresh, Ok(_) | Err(DbError::Unique)) => Err(DbError::Stale),
            (_, Err(error)) => Err(error),
        }
    }
}

struct Posted {
    answer: Pin<Box<dyn Future<Output = Result<u64, tokio_postgres::Error>>>>,
    /// An answer that was there at once: a fault before anything was sent.
    early: Option<Result<u64, tokio_postgres::Error>>,
    expect: Expect,
}

impl Session {
    /// Connects, within three seconds.
    pub(crate) fn connect(address: &Address) -> Result<Self, DbError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| DbError::Unavailable(error.to_string()))?;
        let client = runtime.block_on(async {
            let client = tokio::time::timeout(Duration::from_secs(3), connected(address))
                .await
                .map_err(|_| DbError::Unavailable("the server does not answer".to_owned()))??;
            // A process that hangs inside a transaction must not keep others waiting for its rows.
            client
                .batch_execute("SET synchronous_commit = on; SET idle_in_transaction_session_timeout = '30s'")
                .await?;
            Ok::<_, DbError>(client)
        })?;
        Ok(Self {
            runtime,
            client: Arc::new(client),
            prepared: HashMap::new(),
            ahead: String::new(),
            posted: Vec::new(),
        })
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

    /// Forgets what waits, sent or unsent, of a transaction that is to be undone.
    pub(crate) fn forget_posted(&mut self) {
        self.posted.clear();
    }

    /// Forgets the words that wait.
    pub(crate) fn forget_ahead(&mut self) {
        self.ahead.clear();
        self.posted.clear();
    }

    /// Sends a statement with the next one that is waited for; what it brings is told by [`Session::settle`].
    pub(crate) fn post(
        &mut self,
        statement: &'static Statement,
        args: &[Value<'_>],
        expect: Expect,
    ) -> Result<(), DbError> {
        let prepared = self.prepared_for(statement, args)?;
        let client = Arc::clone(&self.client);
        let ahead = std::mem::take(&mut self.ahead);
        let args: Vec<Value<'static>> = args.iter().map(Value::to_owned).collect();
        let mut answer: Posted = Posted {
            answer: Box::pin(async move {
                let statement = client.execute_raw(&prepared, &args);
                if ahead.is_empty() {
                    return statement.await;
                }
                let (went_ahead, ran) = join(client.batch_execute(&ahead), statement).await;
                went_ahead.and(ran)
            }),
            early: None,
            expect,
        };
        // The first poll hands the message to the connection, which keeps the order; the answer comes much later.
        if let Poll::Ready(early) = answer.answer.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            answer.early = Some(early);
        }
        self.posted.push(answer);
        Ok(())
    }

    /// Waits for the answers to all that was posted; the first that is not as expected is told.
    pub(crate) fn settle(&mut self) -> Result<(), DbError> {
        if self.posted.is_empty() {
            return Ok(());
        }
        self.runtime.block_on(settled(std::mem::take(&mut self.posted)))
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
        let posted = std::mem::take(&mut self.posted);
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
            after(posted, client, &ahead, asked).await
        })
    }

    /// Runs a statement and returns how many rows it changed.
    pub(crate) fn exec(&mut self, statement: &'static Statement, args: &[Value<'_>]) -> Result<u64, DbError> {
        let prepared = self.prepared_for(statement, args)?;
        let ahead = std::mem::take(&mut self.ahead);
        let posted = std::mem::take(&mut self.posted);
        let client = &self.client;
        self.runtime.block_on(after(posted, client, &ahead, client.execute_raw(&prepared, args)))
    }

    /// Has the server parse a statement, once in the life of the connection.
    pub(crate) fn prepare(&mut self, statement: &'static Statement) -> Result<Prepared, DbError> {
        let key = std::ptr::from_ref(statement).addr();
        if let Some(prepared) = self.prepared.get(&key) {
            return Ok(prepared.clone());
        }
        self.settle()?;
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

/// A client whose connection is read by a task of the present runtime.
async fn connected(address: &Address) -> Result<Client, tokio_postgres::Error> {
    match &address.tls {
        None => address.config.connect(NoTls).await.map(attended),
        Some(tls) => address.config.connect(tls.clone()).await.map(attended),
    }
}

fn attended<S, T>((client, connection): (Client, Connection<S, T>)) -> Client
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection to the database ended");
        }
    });
    client
}

/// Sends `ahead` and the statement in one go and waits for all answers, also those to what was posted before. Of several
/// failures the first is told: it made the others fail.
///
/// Everything is waited for together, because the driver stops reading when one answer is not taken.
async fn after<T>(
    posted: Vec<Posted>,
    client: &Client,
    ahead: &str,
    statement: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, DbError> {
    let ahead = async { if ahead.is_empty() { Ok(()) } else { client.batch_execute(ahead).await } };
    let (settled, went_ahead, ran) = join3(settled(posted), ahead, statement).await;
    settled?;
    went_ahead?;
    Ok(ran?)
}

async fn settled(posted: Vec<Posted>) -> Result<(), DbError> {
    for Posted { answer, early, expect } in posted {
        let changed = match early {
            Some(early) => early,
            None => answer.await,
        };
        expect.judge(changed.map_err(DbError::from))?;
    }
    Ok(())
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

//! A payment gateway to try the product against: it signs, keeps its own list, reports as a bank would, and misbehaves when
//! told to. Never part of the product.
//!
//! It stands on plain sockets and threads, so that tests in any crate can take it in as a file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// Longest body that is read.
const BODY_BYTES_MAX: usize = 1024 * 1024;
/// How long anybody may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How the gateway reports a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// As it should.
    Honest,
    /// Paid long after the last moment.
    Late,
    /// Two transactions for one order.
    Double,
    /// A thousand đồng too little.
    WrongAmount,
    /// With a signature that does not hold.
    Forged,
    /// The same report this many times.
    Replay(usize),
    /// Not at all; whoever asks is told.
    Silent,
    /// Nothing was paid.
    Failed,
}

impl Manner {
    /// The manner of that name, as the pay page offers it.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "honest" => Self::Honest,
            "late" => Self::Late,
            "double" => Self::Double,
            "wrong-amount" => Self::WrongAmount,
            "forged" => Self::Forged,
            "replay" => Self::Replay(3),
            "silent" => Self::Silent,
            "failed" => Self::Failed,
            _ => return None,
        })
    }
}

/// One report on its way to the product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The body, byte for byte.
    pub body: Vec<u8>,
    /// What stands in the signature header.
    pub signature: String,
}

#[derive(Default)]
struct Books {
    /// What the product asked for, by order: amount, where it listens, where the payer goes back to.
    asked: BTreeMap<String, (i64, String, String)>,
    /// What was paid: transaction, order, amount, when.
    paid: Vec<(String, String, i64, String)>,
    /// What was given back: our number, amount, day.
    returned: BTreeMap<String, (i64, String)>,
    /// Whether refunds are refused.
    refuses: bool,
}

/// The gateway.
#[derive(Clone)]
pub struct Bank {
    address: SocketAddr,
    secret: Arc<Vec<u8>>,
    header: Arc<str>,
    books: Arc<Mutex<Books>>,
    /// The civil time of a payment made on the pay page.
    now: fn() -> String,
}

impl Bank {
    /// Starts a gateway on this machine; port 0 takes any that is free.
    pub fn start(port: u16, secret: &str, header: &str, now: fn() -> String) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port))?;
        let bank = Self {
            address: listener.local_addr()?,
            secret: Arc::new(secret.as_bytes().to_vec()),
            header: header.into(),
            books: Arc::default(),
            now,
        };
        let serving = bank.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let bank = serving.clone();
                std::thread::spawn(move || bank.serve(stream));
            }
        });
        Ok(bank)
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Refuses refunds from now on, or takes them again.
    pub fn refuse_refunds(&self, refuses: bool) {
        self.lock().refuses = refuses;
    }

    /// Somebody pays an order: what the gateway then reports.
    pub fn pay(&self, order: &str, manner: Manner, paid_at: &str) -> Vec<Report> {
        let amount = self.lock().asked.get(order).map_or(0, |asked| asked.0);
        let late = "2099-01-01T00:00:00".to_owned();
        let honest = |amount| self.take(order, amount, paid_at);
        match manner {
            Manner::Honest => vec![self.report(&honest(amount), "paid")],
            Manner::Late => vec![self.report(&self.take(order, amount, &late), "paid")],
            Manner::Double => vec![self.report(&honest(amount), "paid"), self.report(&honest(amount), "paid")],
            Manner::WrongAmount => vec![self.report(&honest(amount - 1_000), "paid")],
            Manner::Forged => {
                let report = self.report(&honest(amount), "paid");
                vec![Report { signature: "00".repeat(32), ..report }]
            }
            Manner::Replay(times) => vec![self.report(&honest(amount), "paid"); times],
            Manner::Silent => {
                drop(honest(amount));
                Vec::new()
            }
            Manner::Failed => {
                let nothing = ("F-1".to_owned(), order.to_owned(), amount.max(1), paid_at.to_owned());
                vec![self.report(&nothing, "failed")]
            }
        }
    }

    /// A report of any money, signed.
    pub fn report_of(&self, order: &str, transaction: &str, amount: i64, paid_at: &str) -> Report {
        self.report(&(transaction.to_owned(), order.to_owned(), amount, paid_at.to_owned()), "paid")
    }

    /// Drops a transaction from the gateway's list, or changes its amount there.
    pub fn forget(&self, transaction: &str) {
        self.lock().paid.retain(|paid| paid.0 != transaction);
    }

    /// The transactions on the gateway's list.
    pub fn transactions(&self) -> Vec<String> {
        self.lock().paid.iter().map(|paid| paid.0.clone()).collect()
    }

    fn take(&self, order: &str, amount: i64, paid_at: &str) -> (String, String, i64, String) {
        let mut books = self.lock();
        let paid = (format!("B{:06}", books.paid.len() + 1), order.to_owned(), amount, paid_at.to_owned());
        books.paid.push(paid.clone());
        paid
    }

    fn report(&self, paid: &(String, String, i64, String), status: &str) -> Report {
        let body = report_json(paid, status).to_string().into_bytes();
        Report { signature: self.sign(&body), body }
    }

    fn sign(&self, bytes: &[u8]) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret) else { return String::new() };
        mac.update(bytes);
        let mut hex = String::new();
        for byte in mac.finalize().into_bytes() {
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }

    fn lock(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self, mut stream: TcpStream) {
        drop(stream.set_read_timeout(Some(PATIENCE)));
        let answer = match Request::read(&stream) {
            Some(request) => self.answer(&request),
            None => Answer::json(400, &json!({})),
        };
        drop(stream.write_all(&answer.bytes()));
    }

    fn answer(&self, request: &Request) -> Answer {
        let path: Vec<&str> = request.path.trim_matches('/').split('/').collect();
        if let ["pay", rest] = path.as_slice() {
            return self.pay_page(request, rest);
        }
        let signed = if request.method == "POST" { request.body.as_slice() } else { request.path.as_bytes() };
        if request.header(&self.header) != Some(self.sign(signed).as_str()) {
            return Answer::json(401, &json!({"error": "signature"}));
        }
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let amount = body.get("amount").and_then(Value::as_i64).unwrap_or(0);
        match (request.method.as_str(), path.as_slice()) {
            ("POST", ["payments"]) => {
                let order = text("order");
                let asked = (amount, text("callback_url"), text("return_url"));
                self.lock().asked.insert(order.clone(), asked);
                Answer::json(200, &json!({"pay_url": format!("{}/pay/{order}", self.url())}))
            }
            ("GET", ["payments", order]) => {
                let books = self.lock();
                let reports: Vec<Value> =
                    books.paid.iter().filter(|paid| paid.1 == *order).map(|paid| report_json(paid, "paid")).collect();
                Answer::json(200, &json!({"payments": reports}))
            }
            ("POST", ["refunds"]) => {
                let (refund, day) = (text("refund"), (self.now)().chars().take(10).collect());
                let mut books = self.lock();
                if books.refuses {
                    return Answer::json(409, &json!({"error": "refused"}));
                }
                books.returned.entry(refund.clone()).or_insert((amount, day));
                Answer::json(200, &json!({"reference": format!("H-{refund}")}))
            }
            ("GET", ["days", day]) => Answer::json(200, &json!({"lines": self.lines(day)})),
            _ => Answer::json(404, &json!({})),
        }
    }

    fn lines(&self, day: &str) -> Vec<Value> {
        let books = self.lock();
        let paid = books.paid.iter().filter(|paid| paid.3.starts_with(day));
        let paid = paid.map(|(name, order, amount, _)| json!({"transaction": name, "order": order, "amount": amount}));
        let returned = books.returned.iter().filter(|(_, (_, on))| on == day);
        let returned = returned.map(
            |(name, (amount, _))| json!({"transaction": name, "order": name.split('-').next(), "amount": -amount}),
        );
        paid.chain(returned).collect()
    }

    /// What a payer sees: one button for each manner.
    fn pay_page(&self, request: &Request, rest: &str) -> Answer {
        let (order, manner) = rest.split_once('?').unwrap_or((rest, ""));
        let Some((amount, callback, back)) = self.lock().asked.get(order).cloned() else {
            return Answer::json(404, &json!({}));
        };
        if request.method != "POST" {
            let names = ["honest", "late", "double", "wrong-amount", "forged", "replay", "silent", "failed"];
            let mut buttons = String::new();
            for name in names {
                let form =
                    format_args!("<form method=post action='/pay/{order}?{name}'><button>{name}</button></form>");
                let _ = write!(buttons, "{form}");
            }
            let page =
                format!("<!doctype html><html lang=en><title>Test bank</title><h1>{order}: {amount}</h1>{buttons}");
            return Answer { status: 200, kind: "text/html", location: None, body: page };
        }
        let manner = Manner::from_name(manner).unwrap_or(Manner::Honest);
        for report in self.pay(order, manner, &(self.now)()) {
            if let Err(error) = send(&callback, &self.header, &report) {
                eprintln!("the report of {order} could not be sent: {error}");
            }
        }
        Answer { status: 303, kind: "text/plain", location: Some(back), body: String::new() }
    }
}

fn report_json((transaction, order, amount, paid_at): &(String, String, i64, String), status: &str) -> Value {
    json!({"order": order, "transaction": transaction, "amount": amount, "status": status, "paid_at": paid_at})
}

/// Sends a report to an address on this machine; answers the status.
pub fn send(url: &str, header: &str, report: &Report) -> std::io::Result<u16> {
    let rest = url.strip_prefix("http://").unwrap_or(url);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let head = format!(
        "POST /{path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n{header}: {}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        report.signature,
        report.body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(&report.body)?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    Ok(line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0))
}

struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    fn read(stream: &TcpStream) -> Option<Self> {
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let mut words = line.split_whitespace().map(str::to_owned);
        let (method, path) = (words.next()?, words.next()?);
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim().split_once(':') else { break };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let request = Self { method, path, headers, body: Vec::new() };
        let length = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let mut body = vec![0; Some(length).filter(|length| *length <= BODY_BYTES_MAX)?];
        reader.read_exact(&mut body).ok()?;
        Some(Self { body, ..request })
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

struct Answer {
    status: u16,
    kind: &'static str,
    location: Option<String>,
    body: String,
}

impl Answer {
    fn json(status: u16, body: &Value) -> Self {
        Self { status, kind: "application/json", location: None, body: body.to_string() }
    }

    fn bytes(&self) -> Vec<u8> {
        let location = self.location.as_ref().map(|url| format!("location: {url}\r\n")).unwrap_or_default();
        let (status, kind, length) = (self.status, self.kind, self.body.len());
        format!(
            "HTTP/1.1 {status} -\r\ncontent-type: {kind}; charset=utf-8\r\n{location}content-length: {length}\r\nconnection: close\r\n\r\n{}",
            self.body
        )
        .into_bytes()
    }
}

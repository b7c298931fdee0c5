//! A small HTTP/1.1 client on one kept connection: it costs little, because the server shares the machine with it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::de::DeserializeOwned;

/// No answer may take longer.
const PATIENCE: Duration = Duration::from_mins(1);

/// One connection of one client.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    /// The header lines that all requests of this client share.
    headers: String,
    request: Vec<u8>,
    line: String,
}

/// What the server said.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Where it leads.
    pub(crate) location: Option<String>,
    /// Cookies that it sets: `name=value`.
    pub(crate) cookies: Vec<String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body as JSON, or what the server said instead of `wanted`.
    pub(crate) fn read<T: DeserializeOwned>(self, wanted: u16) -> Result<T> {
        if self.status != wanted {
            bail!("{} instead of {wanted}: {}", self.status, String::from_utf8_lossy(&self.body));
        }
        Ok(serde_json::from_slice(&self.body)?)
    }
}

impl Client {
    /// Connects; `token` is the bearer token of all requests.
    pub(crate) fn connect(address: SocketAddr, token: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).context("the server does not take connections")?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let headers = format!("Host: {address}\r\nAuthorization: Bearer {token}\r\nAccept: application/json\r\n");
        Ok(Self {
            stream: BufReader::with_capacity(1 << 14, stream),
            headers,
            request: Vec::new(),
            line: String::new(),
        })
    }

    /// Asks for a resource.
    pub(crate) fn get(&mut self, path: &str) -> Result<Answer> {
        self.request.clear();
        write!(self.request, "GET {path} HTTP/1.1\r\n{}\r\n", self.headers)?;
        self.exchange()
    }

    /// Sends JSON.
    pub(crate) fn post(&mut self, path: &str, json: &str) -> Result<Answer> {
        self.request.clear();
        let (headers, length) = (&self.headers, json.len());
        write!(
            self.request,
            "POST {path} HTTP/1.1\r\n{headers}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{json}"
        )?;
        self.exchange()
    }

    /// Sends a form as a browser would.
    pub(crate) fn post_form(&mut self, path: &str, form: &str) -> Result<Answer> {
        self.request.clear();
        let (headers, length) = (&self.headers, form.len());
        write!(
            self.request,
            "POST {path} HTTP/1.1\r\n{headers}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
        )?;
        self.exchange()
    }

    /// Sends these cookies with every request from now on.
    pub(crate) fn keep_cookies(&mut self, cookies: &[String]) {
        self.headers = format!("{}Cookie: {}\r\n", self.headers, cookies.join("; "));
    }

    fn exchange(&mut self) -> Result<Answer> {
        self.stream.get_mut().write_all(&self.request)?;
        self.read_line()?;
        let status = self.line.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status: u16 = status.with_context(|| format!("not an HTTP answer: {:?}", self.line))?;
        let (mut length, mut location, mut cookies) = (None, None, Vec::new());
        loop {
            self.read_line()?;
            if self.line.is_empty() {
                break;
            }
            let Some((name, value)) = self.line.split_once(':') else { continue };
            let value = value.trim();
            if name.eq_ignore_ascii_case("content-length") {
                length = Some(value.parse::<usize>().context("the length of an answer")?);
            } else if name.eq_ignore_ascii_case("location") {
                location = Some(value.to_owned());
            } else if name.eq_ignore_ascii_case("set-cookie") {
                cookies.extend(value.split(';').next().map(str::to_owned));
            }
        }
        let body = match length {
            Some(length) => self.read_exactly(length)?,
            None => self.read_parts()?,
        };
        Ok(Answer { status, location, cookies, body })
    }

    /// A body sent in parts (`Transfer-Encoding: chunked`).
    fn read_parts(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            self.read_line()?;
            let length = usize::from_str_radix(self.line.trim(), 16).context("an answer without a length")?;
            body.append(&mut self.read_exactly(length)?);
            self.read_line()?;
            if length == 0 {
                return Ok(body);
            }
        }
    }

    fn read_exactly(&mut self, length: usize) -> Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn read_line(&mut self) -> Result<()> {
        self.line.clear();
        if self.stream.read_line(&mut self.line)? == 0 {
            bail!("the server closed the connection");
        }
        self.line.truncate(self.line.trim_end().len());
        Ok(())
    }
}

//! The driver's process, and its words on the wire.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use ureq::Agent;

/// The driver must answer within this many tenths of a second.
const START_PATIENCE: u32 = 300;
/// A page that takes longer has failed.
const COMMAND_PATIENCE: Duration = Duration::from_mins(1);
/// A screenshot of a long page, as text.
const ANSWER_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// chromedriver, running; ended when dropped.
pub(crate) struct Driver {
    child: Child,
    wire: Wire,
}

impl Driver {
    /// Starts chromedriver on a free port.
    pub(crate) fn start() -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .arg("--log-level=SEVERE")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("cannot run chromedriver")?;
        let driver = Self { child, wire: Wire::new(format!("http://127.0.0.1:{port}")) };
        for _ in 0..START_PATIENCE {
            if driver.wire.get("/status").is_ok() {
                return Ok(driver);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("chromedriver does not answer")
    }

    pub(super) const fn wire(&self) -> &Wire {
        &self.wire
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Commands as JSON over HTTP.
#[derive(Clone)]
pub(super) struct Wire {
    agent: Agent,
    base: String,
}

impl Wire {
    fn new(base: String) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(COMMAND_PATIENCE));
        Self { agent: config.build().into(), base }
    }

    /// The same wire, with every path below another.
    pub(super) fn below(&self, path: &str) -> Self {
        Self { agent: self.agent.clone(), base: format!("{}{path}", self.base) }
    }

    pub(super) fn get(&self, path: &str) -> Result<Value> {
        value_of(self.agent.get(format!("{}{path}", self.base)).call()?)
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Result<Value> {
        value_of(self.agent.post(format!("{}{path}", self.base)).send_json(body)?)
    }

    pub(super) fn delete(&self, path: &str) -> Result<Value> {
        value_of(self.agent.delete(format!("{}{path}", self.base)).call()?)
    }
}

/// The `value` of an answer, or the driver's complaint as an error.
fn value_of(mut response: ureq::http::Response<ureq::Body>) -> Result<Value> {
    let succeeded = response.status().is_success();
    let mut answer: Value = response.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_json()?;
    let value = answer.get_mut("value").map(Value::take).unwrap_or_default();
    if !succeeded {
        let kind = value.get("error").and_then(Value::as_str).unwrap_or("error");
        let message = value.get("message").and_then(Value::as_str).unwrap_or_default();
        bail!("{kind}: {}", message.lines().next().unwrap_or_default());
    }
    Ok(value)
}

//! A private server that speaks S3: in memory, on a free port of this machine, gone at the end.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// The server must take connections within this many tenths of a second.
const START_PATIENCE: u32 = 300;

/// The server that runs now, where the signal handler finds it too.
static RUNNING: Mutex<Option<Child>> = Mutex::new(None);

/// A running server; dropping it ends it.
pub(crate) struct Objects {
    /// `http://127.0.0.1:port`; it takes any key.
    pub(crate) url: String,
}

impl Drop for Objects {
    fn drop(&mut self) {
        stop();
    }
}

/// Starts the server.
pub(crate) fn start(program: &Path) -> Result<Objects> {
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let mut server = Command::new(program);
    server.args(["-H", "127.0.0.1", "-p", &address.port().to_string()]);
    server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let child = server.spawn().with_context(|| format!("cannot start {}", program.display()))?;
    *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = Some(child);
    let objects = Objects { url: format!("http://{address}") };
    await_ready(address)?;
    println!("S3 is spoken on {address}");
    Ok(objects)
}

fn await_ready(address: SocketAddr) -> Result<()> {
    for _ in 0..START_PATIENCE {
        if TcpStream::connect(address).is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(100));
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(status) = running.as_mut().and_then(|server| server.try_wait().transpose()) {
            bail!("the server that speaks S3 ended: {}", status?);
        }
    }
    bail!("the server that speaks S3 takes no connections")
}

/// Ends whatever runs. Called from the ordinary end and from the signal handler; the second call finds nothing.
pub(crate) fn stop() {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(mut server) = running else { return };
    let _ = server.kill();
    let _ = server.wait();
}

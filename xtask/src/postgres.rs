//! A private PostgreSQL: made in a temporary folder, on a free port of this machine, gone at the end.
//!
//! The tests never touch a cluster that the machine may already run. The server is a direct child and stays in
//! our process group, so that whatever ends the group ends it too; on Ctrl-C, SIGTERM, failure and the ordinary
//! end we stop it ourselves and remove its folder.

use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::command;

/// Name of the superuser of the private cluster.
const USER: &str = "motcua";
/// The server must take connections within this many tenths of a second.
const START_PATIENCE: u32 = 600;

/// The cluster that runs now, where the signal handler finds it too.
static RUNNING: Mutex<Option<Running>> = Mutex::new(None);

struct Running {
    server: Child,
    folder: PathBuf,
    programs: PathBuf,
}

/// Whether commits wait for the disk.
#[derive(Clone, Copy)]
pub(crate) enum Durability {
    /// As in production: measurements and work by hand.
    Full,
    /// Without `fsync`: tests end the product's processes, never the machine's power.
    Light,
}

/// A running private cluster; dropping it stops the server and removes its folder.
pub(crate) struct Cluster {
    /// `postgres://…`, for a superuser who may create databases.
    pub(crate) url: String,
}

impl Drop for Cluster {
    fn drop(&mut self) {
        stop();
    }
}

/// Folder of the newest installed server's programs.
pub(crate) fn programs() -> Result<PathBuf> {
    let debian = Path::new("/usr/lib/postgresql");
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir(debian)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort();
    let configured = command::output(Command::new("pg_config").arg("--bindir"));
    versions
        .into_iter()
        .rev()
        .map(|(_, folder)| folder)
        .chain(configured.ok().map(|folder| PathBuf::from(folder.trim())))
        .find(|folder| ["initdb", "postgres", "pg_ctl", "pg_isready"].iter().all(|name| folder.join(name).is_file()))
        .context("no PostgreSQL server is installed")
}

/// Stops all servers and ends the program with 130 when a signal asks to.
pub(crate) fn stop_on_signals() -> Result<()> {
    ctrlc::set_handler(|| {
        stop();
        crate::objects::stop();
        std::process::exit(130);
    })
    .context("cannot listen for Ctrl-C")
}

/// Makes and starts a cluster with the encoding and collation that the product asks for.
pub(crate) fn start(durability: Durability) -> Result<Cluster> {
    let programs = programs()?;
    let folder = std::env::temp_dir().join(format!("motcua-postgres-{}", std::process::id()));
    let password = random_password()?;
    make_folder(&folder)?;
    let made = initialise(&programs, &folder, &password).and_then(|()| launch(&programs, &folder, durability));
    let (server, port) = match made {
        Ok(started) => started,
        Err(error) => {
            let _ = std::fs::remove_dir_all(&folder);
            return Err(error);
        }
    };
    *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) =
        Some(Running { server, folder: folder.clone(), programs: programs.clone() });
    let cluster = Cluster { url: format!("postgres://{USER}:{password}@127.0.0.1:{port}/postgres") };
    await_ready(&programs, &folder, port)?;
    println!("PostgreSQL takes connections on 127.0.0.1:{port}");
    Ok(cluster)
}

/// `cargo xtask postgres`: prints the address and waits for Ctrl-C.
pub(crate) fn serve_until_interrupted() -> Result<()> {
    let cluster = start(Durability::Full)?;
    println!("\n    export MOTCUA_TEST_POSTGRES={0}\n    motcua serve --database {0}\n\nCtrl-C ends it.", cluster.url);
    loop {
        std::thread::sleep(Duration::from_secs(1));
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(status) = running.as_mut().and_then(|running| running.server.try_wait().transpose()) {
            bail!("PostgreSQL ended: {}", status?);
        }
    }
}

/// A command that runs as a user whom PostgreSQL accepts: never root.
fn as_server_user(program: PathBuf) -> Command {
    if !command::is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command
}

fn make_folder(folder: &Path) -> Result<()> {
    let mut install = Command::new("install");
    install.args(["-d", "-m", "700"]);
    if command::is_root() {
        install.args(["-o", "postgres"]);
    }
    command::output(install.arg(folder)).map(drop)
}

fn initialise(programs: &Path, folder: &Path, password: &str) -> Result<()> {
    let secret = folder.join("password");
    std::fs::write(&secret, password)?;
    if command::is_root() {
        command::output(Command::new("chown").arg("postgres").arg(&secret))?;
    }
    let mut initdb = as_server_user(programs.join("initdb"));
    initdb.current_dir("/").arg("--pgdata").arg(folder.join("data")).arg("--pwfile").arg(&secret);
    initdb.args(["--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", "--no-sync", "--username", USER]);
    command::output(&mut initdb).map(drop)
}

fn launch(programs: &Path, folder: &Path, durability: Durability) -> Result<(Child, u16)> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut server = as_server_user(programs.join("postgres"));
    server.current_dir("/").arg("-D").arg(folder.join("data")).arg("-k").arg(folder).args(["-p", &port.to_string()]);
    server.args(["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=300", "-c", "timezone=UTC"]);
    server.args(["-c", "logging_collector=off", "-c", "shared_buffers=256MB"]);
    if matches!(durability, Durability::Light) {
        server.args(["-c", "fsync=off", "-c", "full_page_writes=off"]);
    }
    let log = std::fs::File::create(folder.join("log"))?;
    let child = server.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn();
    Ok((child.context("cannot start PostgreSQL")?, port))
}

fn await_ready(programs: &Path, folder: &Path, port: u16) -> Result<()> {
    for _ in 0..START_PATIENCE {
        let ready = programs.join("pg_isready");
        if command::succeeds(&ready.to_string_lossy(), &["-q", "-h", "127.0.0.1", "-p", &port.to_string()]) {
            return Ok(());
        }
        if let Some(running) = RUNNING.lock().unwrap_or_else(PoisonError::into_inner).as_mut()
            && running.server.try_wait()?.is_some()
        {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    bail!("PostgreSQL did not start:\n{log}")
}

/// Stops whatever runs. Called from the ordinary end and from the signal handler; the second call finds nothing.
fn stop() {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(mut running) = running else { return };
    let mut stop = as_server_user(running.programs.join("pg_ctl"));
    stop.current_dir("/").args(["stop", "--silent", "--mode=fast", "--timeout=30", "--pgdata"]);
    stop.arg(running.folder.join("data"));
    if command::output(&mut stop).is_err() {
        let _ = running.server.kill();
    }
    let _ = running.server.wait();
    let _ = std::fs::remove_dir_all(&running.folder);
}

/// Other users of the machine can reach the port, so the superuser has a password that nobody can guess.
fn random_password() -> Result<String> {
    let mut bytes = [0_u8; 16];
    std::fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}

//! `motcua serve` from its first start to the signal, with other commands beside it.

use super::program::{Server, run, run_with};
use std::net::TcpListener;
use tempfile::TempDir;

#[test]
fn the_first_start_loads_the_province_and_others_work_beside_it() {
    let folder = TempDir::new().unwrap();
    let server = Server::start(folder.path(), &[]);
    let table = server.before_ready.join("\n");
    for account in ["congdan", "motcua.phuong", "chuyenvien.phuong", "lanhdao.phuong", "quantri", "motcua-demo"] {
        assert!(table.contains(account), "{table}");
    }
    assert!(server.get("/healthz", "").starts_with("HTTP/1.1 200"));
    assert!(server.get("/readyz", "").starts_with("HTTP/1.1 200"));
    assert!(server.get("/", "").contains("<html"), "the home page");
    assert!(server.get("/api/openapi.json", "").contains("\"openapi\":\"3.1.0\""));

    let bearer = run(folder.path(), &["token", "create", "--user", "motcua.phuong", "--ttl", "1h", "--json"]);
    assert_eq!(bearer.code, Some(0), "{bearer:?}");
    let bearer = format!("Authorization: Bearer {}\r\n", bearer.json()["token"].as_str().unwrap());
    assert!(server.get("/api/v1/dossiers", &bearer).starts_with("HTTP/1.1 200"));
    let verified = run(folder.path(), &["verify", "--json"]);
    assert_eq!(verified.code, Some(0), "{verified:?}");
    assert!(verified.json()["difference"].is_null());

    let arguments = ["user", "add", "can.bo.moi", "--role", "officer", "--unit", "05443", "--password-stdin"];
    let added = run_with(folder.path(), &arguments, "mật khẩu đủ dài\n");
    assert_eq!(added.code, Some(0), "{added:?}");
    let repeated = run_with(folder.path(), &arguments, "mật khẩu đủ dài\n");
    assert_eq!(repeated.code, Some(1), "{repeated:?}");
    let short = run_with(folder.path(), &["user", "add", "b", "--password-stdin"], "ngắn\n");
    assert!(short.code == Some(1) && short.err.contains("password") && short.is_civil(), "{short:?}");
    let nowhere =
        run_with(folder.path(), &["user", "add", "b", "--role", "clerk", "--unit", "x", "--password-stdin"], "");
    assert_eq!(nowhere.code, Some(1), "{nowhere:?}");
    let unasked = run(folder.path(), &["user", "add", "b"]);
    assert_eq!(unasked.code, Some(2), "{unasked:?}");
    let plain = run(folder.path(), &["token", "create", "--user", "can.bo.moi"]);
    assert_eq!(plain.out.lines().count(), 1, "only the token is on standard output");
    assert_eq!(run(folder.path(), &["token", "create", "--user", "nobody"]).code, Some(1));

    assert_eq!(server.stop("TERM"), Some(0));
    let again = Server::start(folder.path(), &[]);
    assert!(again.before_ready.is_empty(), "loaded once: {:?}", again.before_ready);
    assert_eq!(again.stop("INT"), Some(0));
    assert_eq!(run(folder.path(), &["verify"]).code, Some(0));
}

#[test]
fn an_empty_start_makes_no_accounts_and_survives_being_killed() {
    let folder = TempDir::new().unwrap();
    let server = Server::start(folder.path(), &["--empty", "--data", "empty"]);
    assert!(server.before_ready.is_empty(), "{:?}", server.before_ready);
    let token = run(folder.path(), &["token", "create", "--user", "congdan", "--data", "empty"]);
    assert_eq!(token.code, Some(1), "{token:?}");
    assert_eq!(server.stop("KILL"), None);
    assert_eq!(run(folder.path(), &["verify", "--data", "empty"]).code, Some(0));
    let again = Server::start(folder.path(), &["--data", "empty"]);
    assert!(again.before_ready.is_empty(), "an empty folder stays without demo accounts: {:?}", again.before_ready);
    assert_eq!(again.stop("TERM"), Some(0));
}

#[test]
fn a_first_start_that_was_killed_is_taken_up_again() {
    let folder = TempDir::new().unwrap();
    let mut first = super::program::program(&["serve", "--listen", "127.0.0.1:0"]);
    let mut child = first
        .current_dir(folder.path())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let lines = std::io::BufRead::lines(std::io::BufReader::new(child.stderr.take().unwrap()));
    let reached = lines.map_while(Result::ok).find(|line| line.contains("5 of"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(reached.is_some(), "progress is told in plain lines");
    let server = Server::start(folder.path(), &[]);
    assert!(server.before_ready.join("\n").contains("congdan"), "{:?}", server.before_ready);
    assert!(server.get("/api/v1/procedures/1.001193", "").starts_with("HTTP/1.1 200"));
    assert_eq!(server.stop("TERM"), Some(0));
    assert_eq!(run(folder.path(), &["verify"]).code, Some(0));
}

#[test]
fn a_port_that_is_taken_is_said_plainly() {
    let folder = TempDir::new().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ended = run(folder.path(), &["serve", "--listen", &address]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains(&address) && ended.err.contains("--listen") && ended.is_civil(), "{ended:?}");
    let json = run(folder.path(), &["serve", "--listen", &address, "--json"]);
    assert!(serde_json::from_str::<serde_json::Value>(&json.err).unwrap()["error"].is_string());
    let nonsense = run(folder.path(), &["serve", "--listen", "nonsense"]);
    assert!(nonsense.code == Some(1) && nonsense.is_civil(), "{nonsense:?}");
    assert!(!folder.path().join("motcua-data").exists(), "nothing is made before the port is had");
}

//! TLS to `PostgreSQL`: what the address asks for is what the line is, and a stranger's certificate is refused.

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use store::scratch::ScratchDatabase;
use store::{Config, Database, OpenError, Store};
use tempfile::TempDir;

/// An authority in a file, and a certificate with its key that it gave to `localhost`.
struct Issued {
    authority: String,
    certificate: String,
    key: String,
}

fn issue(folder: &TempDir, name: &str) -> Issued {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    let authority = params.self_signed(&key).unwrap();
    let issuer = Issuer::new(params, key);
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, authority.pem()).unwrap();
    Issued { authority: file.display().to_string(), certificate: certificate.pem(), key: key.serialize_pem() }
}

/// TLS of the whole server, switched off when the test ends. Plain connections of other tests go on beside it.
struct Encryption<'d>(&'d ScratchDatabase);

impl<'d> Encryption<'d> {
    fn switch_on(database: &'d ScratchDatabase, issued: &Issued) -> Self {
        let on = Self(database);
        // Only the server's own user may own the key, so the server writes it.
        for (file, content) in [("test.crt", &issued.certificate), ("test.key", &issued.key)] {
            let lines = content.trim().replace('\n', "','");
            let write = format!("umask 077 && cat > {file}");
            on.ask(&format!("COPY (SELECT unnest(ARRAY['{lines}'])) TO PROGRAM '{write}'"));
        }
        on.ask("ALTER SYSTEM SET ssl_cert_file = 'test.crt'");
        on.ask("ALTER SYSTEM SET ssl_key_file = 'test.key'");
        on.ask("ALTER SYSTEM SET ssl = on");
        on.reload("on");
        on
    }

    fn ask(&self, sql: &str) -> String {
        self.0.on_server(sql).unwrap().into_iter().flatten().next().unwrap_or_default()
    }

    fn reload(&self, wanted: &str) {
        self.ask("SELECT pg_reload_conf()");
        for _ in 0..100 {
            if self.ask("SHOW ssl") == wanted {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("the server did not take its settings");
    }
}

impl Drop for Encryption<'_> {
    fn drop(&mut self) {
        for name in ["ssl", "ssl_cert_file", "ssl_key_file"] {
            self.ask(&format!("ALTER SYSTEM RESET {name}"));
        }
        self.reload("off");
    }
}

fn open(url: &str) -> Result<Store, OpenError> {
    Store::open(Config { readers: 1, writers: 1, ..Config::new(Database::Postgres { url: url.to_owned() }) })
}

/// How many connections of the product to this database are encrypted, and how many are plain.
fn lines(database: &ScratchDatabase) -> (String, String) {
    let count = |is: &str| {
        let rows = database.on_server(&format!(
            "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
             WHERE datname = '{}' AND application_name = 'motcua' AND {is} ssl",
            database.name()
        ));
        rows.unwrap().remove(0).remove(0)
    };
    (count(""), count("NOT"))
}

fn refusal(url: &str) -> String {
    let error = open(url).err().unwrap();
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}

#[test]
fn the_line_is_as_the_address_asks() {
    let folder = TempDir::new().unwrap();
    let database = ScratchDatabase::create().unwrap();
    let url = database.url().replacen("@127.0.0.1:", "@localhost:", 1);
    assert!(url.contains("@localhost:"), "the test needs the server at 127.0.0.1");
    let (ours, strangers) = (issue(&folder, "ours.pem"), issue(&folder, "strangers.pem"));
    let require = format!("{url}?sslmode=require");
    let verify = |authority: &str| format!("{url}?sslmode=verify-full&sslrootcert={authority}");

    let refused = refusal(&require);
    assert!(refused.contains("TLS"), "a plain server was taken: {refused}");

    let encryption = Encryption::switch_on(&database, &ours);
    for url in [require, verify(&ours.authority), verify(&ours.authority).replace("verify-full", "require")] {
        let store = open(&url).unwrap_or_else(|error| panic!("{url}: {error:?}"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(store.ping_write()).unwrap();
        let (encrypted, plain) = lines(&database);
        assert!(encrypted != "0" && plain == "0", "{url}: {encrypted} encrypted, {plain} plain");
        store.close_blocking();
    }
    let another_name = verify(&ours.authority).replacen("@localhost:", "@127.0.0.1:", 1);
    for (url, why) in [
        (verify(&strangers.authority), "UnknownIssuer"),
        (format!("{url}?sslmode=verify-full"), "UnknownIssuer"),
        (another_name, "not valid for name"),
    ] {
        let refused = refusal(&url);
        assert!(refused.contains(why), "{url}: {refused}");
    }
    drop(encryption);
}

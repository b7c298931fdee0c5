//! A whole product with the shipped province, on one engine, and callers that send it requests in-process.

use super::schema::Description;
use app::scratch::ScratchDatabase;
use app::{App, Clock, Config, Database};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header, request::Builder};
use domain::time::Instant;
use serde_json::{Value, json};
use server::state::{AppState, Settings};
use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::Mutex;
use tempfile::TempDir;
use tower::ServiceExt;

/// Thursday 26 November 2026, 10:00 in Thái Nguyên.
pub(crate) const NOW: Instant = Instant(1_795_662_000_000_000);
/// A procedure whose papers are all optional: registering a death.
pub(crate) const PROCEDURE: &str = "1.000656";
/// A ward and its desk.
pub(crate) const WARD: &str = "05443";

/// Makes each named test into one for each engine: `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                $crate::api::bed::run($crate::api::bed::Engine::Sqlite, |bed| Box::pin(super::$name(bed)));
            }

            #[test]
            fn postgres() {
                $crate::api::bed::run($crate::api::bed::Engine::Postgres, |bed| Box::pin(super::$name(bed)));
            }
        }
    )*};
}
pub(crate) use on_both;

/// Where the data is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// A test as the [`on_both!`] macro hands it over.
pub(crate) type Test<'b> = Pin<Box<dyn Future<Output = ()> + 'b>>;

/// A running product.
pub(crate) struct Bed {
    pub(crate) app: App,
    router: Router,
    description: Description,
    exercised: Mutex<BTreeSet<String>>,
    _folder: TempDir,
}

/// Runs a test on a product of its own.
pub(crate) fn run(engine: Engine, test: impl for<'b> FnOnce(&'b Bed) -> Test<'b>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(ScratchDatabase::create().unwrap()),
        };
        let bed = Bed::open(database.as_ref()).await;
        test(&bed).await;
        bed.app.close().await;
    });
}

impl Bed {
    async fn open(database: Option<&ScratchDatabase>) -> Self {
        let folder = TempDir::new().unwrap();
        let mut config = Config { clock: Clock::fixed(NOW), ..Config::in_folder(folder.path().to_owned()) };
        if let Some(database) = database {
            config.database = Database::Server(database.url());
        }
        let app = App::open(config).await.unwrap();
        app.load_shipped(|_, _| ()).await.unwrap();
        app.load_demo_accounts().await.unwrap();
        let router = server::router(AppState { app: app.clone(), settings: Settings::default().into() });
        let description = Description::of(&server::api::described());
        Self { app, router, description, exercised: Mutex::default(), _folder: folder }
    }

    /// Somebody with a token.
    pub(crate) async fn caller(&self, login: &str) -> Caller<'_> {
        let signed_in = self.app.create_token(login, 3600).await.unwrap();
        Caller { bed: self, token: Some(signed_in.token), id: signed_in.person.id }
    }

    /// Somebody without a token.
    pub(crate) const fn stranger(&self) -> Caller<'_> {
        Caller { bed: self, token: None, id: String::new() }
    }

    /// Follows the journal to its end. On a server, events wait until older transactions of all databases are over.
    pub(crate) async fn follow(&self) {
        while !self.app.is_caught_up().await.unwrap() {
            if !self.app.follow_once().await.unwrap() {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        }
    }

    /// Operations of the description that no request reached.
    pub(crate) fn never_asked(&self) -> Vec<String> {
        let exercised = self.exercised.lock().unwrap();
        self.description.operations().into_iter().filter(|operation| !exercised.contains(operation)).collect()
    }

    /// Sends a request and checks the answer against the description.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let (method, path) = (request.method().as_str().to_lowercase(), request.uri().path().to_owned());
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let answer = Answer { status: parts.status, headers: parts.headers, bytes: bytes.to_vec() };
        if let Some(operation) = self.description.check(&method, &path, &answer) {
            self.exercised.lock().unwrap().insert(operation);
        }
        answer
    }
}

/// Somebody who asks.
pub(crate) struct Caller<'b> {
    bed: &'b Bed,
    token: Option<String>,
    pub(crate) id: String,
}

impl Caller<'_> {
    pub(crate) fn request(&self, method: &str, path: &str) -> Builder {
        let request = Request::builder().method(method).uri(path).header(header::ACCEPT_LANGUAGE, "en");
        match &self.token {
            Some(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
            None => request,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.bed.send(self.request("GET", path).body(Body::empty()).unwrap()).await
    }

    /// Sends bytes by any method.
    pub(crate) async fn send(&self, method: &str, path: &str, body: Body) -> Answer {
        self.bed.send(self.request(method, path).body(body).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_with(path, body, &[]).await
    }

    pub(crate) async fn post_with(&self, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.request("POST", path).header(header::CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.bed.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Does something with a dossier and expects it to be done.
    pub(crate) async fn act(&self, code: &str, action: &str, body: Value) -> Value {
        let answer = self.post(&format!("/api/v1/dossiers/{code}/actions/{action}"), &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{action}: {}", answer.text());
        answer.json()
    }

    pub(crate) async fn put_blob(&self, bytes: &[u8]) -> Answer {
        let path = format!("/api/v1/blobs/{}", app::sha256_hex(bytes));
        self.bed.send(self.request("PUT", &path).body(Body::from(bytes.to_vec())).unwrap()).await
    }

    /// Hands a dossier in and expects it to be taken.
    pub(crate) async fn submit(&self) -> String {
        let answer = self.post("/api/v1/dossiers", &new_dossier()).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        answer.json()["code"].as_str().unwrap().to_owned()
    }
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The fields that a problem names.
    pub(crate) fn fields(&self) -> Vec<String> {
        let problem = self.json();
        let errors = problem["errors"].as_array().unwrap_or_else(|| panic!("no errors in {problem}"));
        errors.iter().map(|one| one["field"].as_str().unwrap().to_owned()).collect()
    }
}

/// What a resident hands in.
pub(crate) fn new_dossier() -> Value {
    json!({
        "procedure": PROCEDURE, "unit": WARD, "channel": "online",
        "applicant": {
            "kind": "person", "name": "Nguyễn Thị Hồng Nhung",
            "identity_number": "019193004217", "phone": "0912000001",
        },
        "form": {"noi_dung": "Đăng ký khai tử cho cha"},
    })
}

/// A small PDF.
pub(crate) fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.7\n% {text}\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n")
        .into_bytes()
}

//! A whole product in a temporary folder, and browsers that visit it in-process.

use crate::bank::Bank;
use app::payment::{BankAccount, GatewayAddress, PaymentConfig};
use app::{App, Clock, Config, ScanFolder};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use domain::time::Instant;
use server::state::{AppState, Settings};
use server::web;
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// Thursday 26 November 2026, 10:00 in Thái Nguyên.
const NOW: Instant = Instant(1_795_662_000_000_000);
const BANK_SECRET: &str = "a secret that both sides know";
/// Password of all demo accounts.
pub(crate) const PASSWORD: &str = "motcua-demo";
/// A procedure whose papers are all optional: registering a death.
pub(crate) const PROCEDURE: &str = "1.000656";
/// A ward and its desk.
pub(crate) const WARD: &str = "05443";

/// The product with the shipped province, loaded once for all tests.
pub(crate) struct Product {
    runtime: Runtime,
    app: App,
    router: Router,
    bank: Bank,
    folder: TempDir,
}

pub(crate) static PRODUCT: LazyLock<Product> = LazyLock::new(|| {
    let runtime = Runtime::new().unwrap();
    let folder = TempDir::new().unwrap();
    let bank = Bank::start(0, BANK_SECRET, "x-signature", || "2026-11-26T10:00:00".to_owned()).unwrap();
    let gateway = GatewayAddress {
        name: "thu".to_owned(),
        title: "Ngân hàng thử".to_owned(),
        url: bank.url(),
        secret: BANK_SECRET.to_owned(),
        signature_header: None,
    };
    let account =
        BankAccount { bank: "970415".to_owned(), account: "0011001932418".to_owned(), holder: "UBND".to_owned() };
    let payment = PaymentConfig { gateways: vec![gateway], account: Some(account), days: None };
    let scans = vec![ScanFolder { unit: WARD.to_owned(), folder: folder.path().join("scans") }];
    std::fs::create_dir(folder.path().join("scans")).unwrap();
    let config = Config { clock: Clock::fixed(NOW), payment, scans, ..Config::in_folder(folder.path().to_owned()) };
    let app = runtime.block_on(async {
        let app = App::open(config).await.unwrap();
        app.load_shipped(|_, _| ()).await.unwrap();
        app.load_demo_accounts().await.unwrap();
        app.follow();
        app
    });
    let state = AppState { app: app.clone(), settings: Arc::new(Settings::default()) };
    Product { app, bank, router: server::router(state), runtime, folder }
});

impl Product {
    /// The product behind the pages.
    pub(crate) const fn app(&self) -> &App {
        &self.app
    }

    /// The bank that the product knows.
    pub(crate) const fn bank(&self) -> &Bank {
        &self.bank
    }

    /// Where the scanner of the ward's desk writes.
    pub(crate) fn scans(&self) -> std::path::PathBuf {
        self.folder.path().join("scans")
    }

    /// Runs a visit to its end.
    pub(crate) fn run<T>(&self, visit: impl Future<Output = T>) -> T {
        self.runtime.block_on(visit)
    }
}

/// An answer, read whole.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn location(&self) -> String {
        self.header("location")
    }

    pub(crate) fn header(&self, name: &str) -> String {
        self.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    /// The form token that the page carries.
    pub(crate) fn token(&self) -> String {
        after(&self.text(), "name=\"ma_bieu_mau\" value=\"").unwrap_or_default()
    }
}

/// The text between `start` and the next quotation mark.
pub(crate) fn after(text: &str, start: &str) -> Option<String> {
    text.split_once(start).and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| value.to_owned())
}

/// A browser without JavaScript: cookies, forms, files.
#[derive(Clone, Default)]
pub(crate) struct Browser {
    cookies: BTreeMap<String, String>,
    token: String,
}

impl Browser {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A browser in which this demo account has signed in.
    pub(crate) async fn signed_in(name: &str) -> Self {
        let mut browser = Self::new();
        browser.get("/dang-nhap").await;
        let answer = browser.post("/dang-nhap", &[("ten", name), ("mat_khau", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name} cannot sign in");
        browser.get("/tai-khoan").await;
        browser
    }

    /// Puts a cookie into the browser by hand.
    pub(crate) fn take_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    pub(crate) async fn get(&mut self, address: &str) -> Answer {
        self.send(Request::get(encoded(address)), Body::empty()).await
    }

    /// Sends a form with the token of the last page.
    pub(crate) async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token.clone();
        let pairs = [("ma_bieu_mau", token.as_str())].into_iter().chain(fields.iter().copied());
        let body: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let request = Request::post(encoded(address)).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body.join("&"))).await
    }

    /// Sends a form with files, each with input name, file name and bytes.
    pub(crate) async fn upload(
        &mut self,
        address: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        let token = self.token.clone();
        for (name, value) in [("ma_bieu_mau", token.as_str())].iter().chain(fields) {
            body.extend(
                format!("--grenze\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes(),
            );
        }
        for (name, file, bytes) in files {
            let head =
                format!("--grenze\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n");
            body.extend(head.into_bytes());
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--grenze--\r\n");
        let request =
            Request::post(encoded(address)).header(header::CONTENT_TYPE, "multipart/form-data; boundary=grenze");
        self.send(request, Body::from(body)).await
    }

    /// Sends any request with this browser's cookies and keeps those that come back.
    pub(crate) async fn send(&mut self, mut request: axum::http::request::Builder, body: Body) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let request = request.header(header::HOST, "motcua.example").body(body).unwrap();
        let response = PRODUCT.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let (name, rest) = line.to_str().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap().to_owned());
        }
        let body = to_bytes(body, 64 * 1024 * 1024).await.unwrap().to_vec();
        let answer = Answer { status: parts.status, headers: parts.headers, body };
        let token = answer.token();
        if !token.is_empty() {
            self.token = token;
        }
        answer
    }

    /// Follows a redirect.
    pub(crate) async fn follow(&mut self, answer: Answer) -> Answer {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        self.get(&answer.location()).await
    }
}

/// A small real PDF, different for each mark.
pub(crate) fn pdf(mark: &str) -> Vec<u8> {
    format!("%PDF-1.4\n%{mark}\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n{}", " ".repeat(64))
        .into_bytes()
}

fn escaped(text: &str) -> String {
    web::format::query_escaped(text)
}

/// An address whose query may hold any letters.
fn encoded(address: &str) -> String {
    address
        .bytes()
        .map(|byte| if byte.is_ascii_graphic() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

//! Notices: one for one act, sent by real servers, tried again, and nothing once a person's key is erased.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use app::dossier::ActionBody;
use app::notice::{
    Choice, Config, GatewayAddress, Letter, MailAddress, MailSecurity, NoticeTexts, OutState, StaffReminder, Told,
    remind,
};
use app::{App, Catalogue};
use domain::access::{Grant, Person, Role};
use domain::dossier::ActionKind;
use domain::notice::{Channel, Kind, Language, Preferences, Reminder, StaffKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::office::{Office, on_both};

on_both! {
    each_act_makes_one_notice_for_whom_it_concerns,
    a_mail_arrives_once_though_it_was_put_off,
    a_short_message_is_signed_and_tried_again,
    nothing_goes_out_once_the_key_is_erased,
    staff_are_reminded_once_an_occasion,
}

/// Words for the tests: what a mail is about, where it leads, and the office's own words.
struct Words;

impl NoticeTexts for Words {
    fn public_url(&self) -> &'static str {
        "https://motcua.example"
    }

    fn letter(&self, told: &Told<'_>, _: &Catalogue) -> Letter {
        let subject = format!("Hồ sơ {}: {}", told.code, told.kind.name());
        let body = format!("{}\n{}\n{}\n{}\n", told.name, told.url, told.note, told.language.name());
        Letter { short: subject.clone(), subject, body }
    }
}

/// A mail server of the test's own.
struct MailServer {
    child: Child,
    folder: tempfile::TempDir,
    port: u16,
}

impl MailServer {
    #[expect(clippy::zombie_processes, reason = "ended and waited for when the server is dropped")]
    async fn start() -> Self {
        let program =
            std::env::var("MOTCUA_TEST_SMTP").unwrap_or_else(|_| panic!("MOTCUA_TEST_SMTP names the program aiosmtpd"));
        let folder = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new(program)
            .args(["-n", "-u", "-l", &format!("127.0.0.1:{port}"), "-c", "mail_server.Keeper"])
            .arg(folder.path())
            .env("PYTHONPATH", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/acts"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        for _ in 0..300 {
            if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return Self { child, folder, port };
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("the mail server takes no connections");
    }

    fn config(&self, security: MailSecurity) -> Config {
        let mail = MailAddress {
            host: "127.0.0.1".to_owned(),
            port: self.port,
            security,
            login: None,
            from: "Một Cửa <motcua@motcua.example>".to_owned(),
        };
        Config { mail: Some(mail), ..Config::default() }
    }

    fn mails(&self) -> Vec<String> {
        let is_mail = |path: &Path| path.extension().is_some_and(|end| end == "eml");
        let files = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| is_mail(path)).map(|path| std::fs::read_to_string(path).unwrap()).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Another process on the same data, with ways out.
async fn with(office: &Office, notices: Config) -> App {
    App::open(app::Config { notices, ..office.config() }).await.unwrap()
}

async fn told(app: &App) {
    for _ in 0..400 {
        while app.follow_notices_once().await.unwrap() {}
        if app.is_everybody_told().await.unwrap() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the follower that makes notices does not catch up");
}

async fn submit(office: &Office, app: &App, email: &str) -> String {
    let mut request = office.request().await;
    request.applicant.email = Some(email.to_owned());
    app.submit(Some(&office.citizen), request, None).await.unwrap().dossier.code.as_str().to_owned()
}

fn later(app: &App, seconds: i64) {
    app.clock().set(app.clock().now().plus_seconds(seconds));
}

fn administrator(office: &Office) -> Person {
    let mut person = Person::clone(&office.leader);
    let first = person.grants[0].clone();
    person.grants.push(Grant { role: Role::Administrator, ..first });
    person
}

async fn states(office: &Office, app: &App, state: OutState) -> Vec<(Kind, i64, Option<String>)> {
    let page = app.outgoing(&administrator(office), state, None, 100).await.unwrap();
    page.rows.into_iter().map(|row| (row.kind, row.attempts, row.reason)).collect()
}

async fn each_act_makes_one_notice_for_whom_it_concerns(office: Office) {
    let app = &office.app;
    let code = submit(&office, app, "dan@motcua.example").await;
    later(app, 60);
    office.act(&office.clerk, &code, ActionKind::Accept, ActionBody::default()).await.unwrap();
    told(app).await;
    let inbox = app.inbox(&office.citizen, None, 10).await.unwrap();
    let kinds: Vec<Kind> = inbox.rows.iter().map(|notice| notice.kind).collect();
    assert_eq!((kinds, inbox.unread), (vec![Kind::Received, Kind::HandedIn], 2));
    assert_eq!(app.inbox(&office.clerk, None, 10).await.unwrap().rows, [], "the desk is not told of its own acts");
    app.notices_read(&office.citizen, inbox.rows[1].at).await.unwrap();
    assert_eq!(app.unread_notices(&office.citizen).await.unwrap(), 1);
    assert!(states(&office, app, OutState::Waiting).await.is_empty(), "nothing goes out without a way");
    let choice = Choice { preferences: Preferences { email: false, sms: false, chat: true }, language: Language::En };
    app.choose_notices(&office.citizen, choice).await.unwrap();
    app.choose_notices(&office.citizen, choice).await.unwrap();
    assert_eq!(app.notice_choice(&office.citizen).await.unwrap(), choice);
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn a_mail_arrives_once_though_it_was_put_off(office: Office) {
    let server = MailServer::start().await;
    let app = with(&office, server.config(MailSecurity::Plain)).await;
    let code = submit(&office, &app, "ban-2@motcua.example").await;
    let refused = submit(&office, &app, "khong@motcua.example").await;
    told(&app).await;
    for _ in 0..40 {
        while app.send_next(Channel::Email, &Words).await.unwrap() {}
        later(&app, 60);
    }
    let mails = server.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    let (head, _) = mails[0].split_once("\r\n\r\n").unwrap();
    for line in [
        "To: ban-2@motcua.example",
        "List-Unsubscribe: <https://motcua.example/tai-khoan/kenh-thong-bao>",
        "Auto-Submitted: auto-generated",
        "Content-Type: text/plain; charset=utf-8",
        "Message-ID: <",
    ] {
        assert!(head.contains(line), "{line} is missing in:\n{head}");
    }
    assert_eq!(subject(&mails[0]), format!("Hồ sơ {code}: handed_in"));
    assert_eq!(states(&office, &app, OutState::Sent).await, [(Kind::HandedIn, 3, None)]);
    assert_eq!(states(&office, &app, OutState::Failed).await, [(Kind::HandedIn, 1, Some("refused".to_owned()))]);
    let again = app.send_again(&administrator(&office), &format!("{refused}/1"), Channel::Email).await;
    again.unwrap();
    assert!(app.send_again(&office.leader, &format!("{refused}/1"), Channel::Email).await.is_err());

    let guarded = with(&office, server.config(MailSecurity::StartTls)).await;
    assert!(guarded.send_next(Channel::Email, &Words).await.unwrap());
    assert_eq!(server.mails().len(), 1, "nothing is said over a line that cannot be protected");
}

/// The subject as the recipient's program decodes it, by Python's own library of mail.
fn subject(mail: &str) -> String {
    let script = "import sys, email, email.policy; sys.stdout.buffer.write(email.message_from_binary_file(sys.stdin.buffer, \
        policy=email.policy.default)['subject'].encode())";
    let mut child =
        Command::new("python3").args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), mail.as_bytes()).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

async fn a_short_message_is_signed_and_tried_again(office: Office) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/sms", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&heard);
    tokio::spawn(async move {
        for answer in ["500 Fault", "429 Busy\r\nretry-after: 900", "200 OK"] {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            let mut part = [0; 4096];
            while !request.ends_with(b"}") {
                let count = stream.read(&mut part).await.unwrap();
                request.extend_from_slice(&part[..count]);
            }
            kept.lock().unwrap().push(String::from_utf8(request).unwrap());
            let answer = format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    let sms = GatewayAddress { url, secret: "whsec_c2VjcmV0".to_owned() };
    let app = with(&office, Config { sms: Some(sms), ..Config::default() }).await;
    let code = submit(&office, &app, "dan@motcua.example").await;
    let catalogue = app.catalogue();
    let component = catalogue.procedure(crate::office::PROCEDURE, app.today()).unwrap().components[0].id.clone();
    let ask = crate::office::asks(&component, "Thiếu trang 2");
    office.act(&office.clerk, &code, ActionKind::RequestSupplement, ask).await.unwrap();
    told(&app).await;
    for (wait, sent) in [(0, true), (59, false), (1, true), (899, false), (1, true), (3_600, false)] {
        later(&app, wait);
        assert_eq!(app.send_next(Channel::Sms, &Words).await.unwrap(), sent, "after {wait} s more");
    }
    let requests = heard.lock().unwrap().clone();
    assert_eq!(requests.len(), 3, "received only what is pressing");
    for request in requests {
        let header = |name: &str| {
            let line = request.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            line.unwrap().to_owned()
        };
        let body = request.split_once("\r\n\r\n").unwrap().1;
        assert!(body.contains("\"to\":\"0912345678\"") && body.contains("papers_missing"), "{body}");
        let signed = format!("{}.{}.{body}", header("webhook-id"), header("webhook-timestamp"));
        assert_eq!(header("webhook-signature"), format!("v1,{}", signature(&signed)));
    }
}

/// HMAC-SHA256 by another hand: Python's.
fn signature(text: &str) -> String {
    let script = "import sys, hmac, base64; sys.stdout.write(base64.b64encode(hmac.digest(b'secret', sys.argv[1].encode(), \
        'sha256')).decode())";
    let output = Command::new("python3").args(["-c", script, text]).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

async fn nothing_goes_out_once_the_key_is_erased(office: Office) {
    let server = MailServer::start().await;
    let app = with(&office, server.config(MailSecurity::Plain)).await;
    let code = submit(&office, &app, "dan@motcua.example").await;
    told(&app).await;
    let subject = app.dossier(&office.clerk, &code).await.unwrap().dossier.subject;
    let forget = office.beside().write(move |tx: &mut store::Tx<'_>| store::vault::forget(tx, &subject)).await;
    assert!(forget.map_err(|error: store::DbError| error).unwrap());
    assert!(app.send_next(Channel::Email, &Words).await.unwrap());
    assert!(server.mails().is_empty());
    assert_eq!(states(&office, &app, OutState::Dropped).await, [(Kind::HandedIn, 1, Some("erased".to_owned()))]);
}

async fn staff_are_reminded_once_an_occasion(office: Office) {
    let code = submit(&office, &office.app, "dan@motcua.example").await;
    let reminder =
        Reminder { kind: StaffKind::Overdue, due: Some(office.app.now_civil()), step: "Thẩm định".to_owned() };
    let staff = StaffReminder { account: office.officer.id.clone(), code, occasion: "2026-11-26".to_owned(), reminder };
    let (outlets, now) = (office.app.outlets(), office.app.clock().now());
    for _ in 0..2 {
        let staff = staff.clone();
        office.beside().write(move |tx: &mut store::Tx<'_>| remind(tx, outlets, &staff, now)).await.unwrap();
    }
    let inbox = office.app.inbox(&office.officer, None, 10).await.unwrap();
    assert_eq!((inbox.rows.len(), inbox.unread), (1, 1));
    assert_eq!(inbox.rows[0].contents, [domain::notice::Content::Staff(staff.reminder)]);
}

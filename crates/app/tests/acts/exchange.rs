//! Documents between two installations: there and back, lost and doubled on the way, asked back, forged and refused.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use app::document::{DueBy, IncomingAsk, IncomingList, IncomingRequest, NewDraft, Outcome, OutgoingAsk, Titles};
use app::exchange::{
    ExchangeAnswer, ExchangeConfig, ExchangeKey, PartnerAgency, PartnerConfig, ReceiveFault, RequestFacts,
    SignatureFault, Way,
};
use app::{ActError, App};
use bytes::Bytes;
use domain::access::Person;
use domain::document::{IncomingStage, OutgoingStage};
use domain::exchange::{AskKind, Stage};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::office::{Engine, Office};
use crate::outgoing::{act, draft, issued, signed_in, typed};

macro_rules! between {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                super::$name(super::Two::open(crate::office::Engine::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                super::$name(super::Two::open(crate::office::Engine::Postgres).await).await;
            }
        }
    )*};
}

between!(
    a_letter_goes_there_and_its_answer_comes_back,
    what_is_lost_is_sent_again_and_what_is_doubled_is_kept_once,
    what_is_asked_back_is_answered,
    what_is_replaced_is_given_up,
    what_is_not_believed_changes_nothing,
    what_cannot_be_taken_is_refused_with_its_reason,
);

const WARD: &str = "H55.05443";
const DEPARTMENT: &str = "H55.09";

/// What the wire does with what it carries.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    Carries,
    /// Nobody is at the other end.
    Away,
    /// The envelope arrives, the answer does not.
    LosesAnswers,
}

/// A request as it was carried.
type Carried = (RequestFacts, Vec<u8>);

/// A wire from one installation to the other, that remembers the last request.
#[derive(Clone)]
struct Wire {
    url: String,
    mood: Arc<Mutex<Mood>>,
    last: Arc<Mutex<Option<Carried>>>,
    to: Arc<Mutex<Option<App>>>,
}

impl Wire {
    async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let wire = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            mood: Arc::new(Mutex::new(Mood::Carries)),
            last: Arc::default(),
            to: Arc::default(),
        };
        let carried = wire.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                carried.carry(stream).await;
            }
        });
        wire
    }

    async fn carry(&self, mut stream: tokio::net::TcpStream) {
        let (mut read, mut part) = (Vec::new(), [0; 4096]);
        let head = loop {
            let count = stream.read(&mut part).await.unwrap();
            read.extend_from_slice(&part[..count]);
            if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
                break end;
            }
        };
        let text = String::from_utf8(read[..head].to_vec()).unwrap();
        let header = |name: &str| {
            let line = text.lines().find(|line| line.to_ascii_lowercase().starts_with(&format!("{name}:")));
            line.map(|line| line.split_once(':').unwrap().1.trim().to_owned()).unwrap_or_default()
        };
        let length: usize = header("content-length").parse().unwrap();
        while read.len() < head + 4 + length {
            let count = stream.read(&mut part).await.unwrap();
            read.extend_from_slice(&part[..count]);
        }
        let facts = RequestFacts {
            digest: header("content-digest"),
            input: header("signature-input"),
            signature: header("signature"),
            receiver: header("motcua-receiver"),
        };
        let (mood, to) = (*self.mood.lock().unwrap(), self.to.lock().unwrap().clone());
        let body = read[head + 4..].to_vec();
        let status = match (mood, to) {
            (Mood::Away, _) | (_, None) => 503,
            (Mood::Carries | Mood::LosesAnswers, Some(app)) => {
                *self.last.lock().unwrap() = Some((facts.clone(), body.clone()));
                match (receive(&app, &facts, body).await, mood) {
                    (_, Mood::LosesAnswers) => 502,
                    (Ok(()), _) => 200,
                    (Err(ReceiveFault::Refused { .. }), _) => 422,
                    (Err(ReceiveFault::Signature(_)), _) => 401,
                    (Err(_), _) => 500,
                }
            }
        };
        let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        stream.write_all(answer.as_bytes()).await.unwrap();
    }

    fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn last(&self) -> Carried {
        self.last.lock().unwrap().clone().unwrap()
    }
}

async fn receive(app: &App, facts: &RequestFacts, body: Vec<u8>) -> Result<(), ReceiveFault> {
    let parts: Vec<_> = body.chunks(1000).map(|part| Ok::<_, std::io::Error>(Bytes::copy_from_slice(part))).collect();
    app.exchange_receive(facts, futures_util::stream::iter(parts)).await.map(drop)
}

/// A ward with its installation, and a department with another.
struct Two {
    ward: Office,
    department: Office,
    there: Wire,
    clerk: Arc<Person>,
    leader: Arc<Person>,
    _keys: tempfile::TempDir,
}

fn key(folder: &Path, name: &str) -> ExchangeKey {
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
    let certificate = rcgen::CertificateParams::new(Vec::new()).unwrap().self_signed(&pair).unwrap();
    let (key, file): (PathBuf, PathBuf) = (folder.join(format!("{name}.key")), folder.join(format!("{name}.pem")));
    std::fs::write(&key, pair.serialize_pem()).unwrap();
    std::fs::write(&file, certificate.pem()).unwrap();
    ExchangeKey { key, certificate: file }
}

fn config(
    own: &ExchangeKey,
    other: &ExchangeKey,
    (name, organ, title): (&str, &str, &str),
    way: Way,
) -> ExchangeConfig {
    let agency = |id: &str, name: &str| PartnerAgency { id: id.to_owned(), name: name.to_owned() };
    let agencies = vec![agency(organ, title), agency(&format!("{organ}.9"), "Chi cục đã giải thể")];
    let partner = PartnerConfig {
        name: name.to_owned(),
        title: title.to_owned(),
        certificate: other.certificate.clone(),
        agencies,
        way,
    };
    ExchangeConfig { key: Some(own.clone()), partners: vec![partner], texts: None }
}

impl Two {
    async fn open(engine: Engine) -> Self {
        let (there, back) = (Wire::open().await, Wire::open().await);
        let way = |wire: &Wire| Way::Http { url: wire.url.clone() };
        let two = Self::by(engine, there.clone(), [way(&there), way(&back)]).await;
        *there.to.lock().unwrap() = Some(two.department.app.clone());
        *back.to.lock().unwrap() = Some(two.ward.app.clone());
        two
    }

    /// Two that lay envelopes into each other's folders.
    async fn in_folders(engine: Engine, folder: &Path) -> Self {
        let (one, other) = (folder.join("a"), folder.join("b"));
        for folder in [&one, &other] {
            std::fs::create_dir_all(folder).unwrap();
        }
        let ways =
            [Way::Folder { outbox: one.clone(), inbox: other.clone() }, Way::Folder { outbox: other, inbox: one }];
        Self::by(engine, Wire::open().await, ways).await
    }

    async fn by(engine: Engine, there: Wire, [way, back]: [Way; 2]) -> Self {
        let keys = tempfile::tempdir().unwrap();
        let (own, other) = (key(keys.path(), "a"), key(keys.path(), "b"));
        let ward = config(&own, &other, ("so-xay-dung", DEPARTMENT, "Sở Xây dựng"), way);
        let department = config(&other, &own, ("phuong", WARD, "UBND phường Phan Đình Phùng"), back);
        let ward = Office::open_with(engine, ward).await;
        let department = Office::open_with(engine, department).await;
        let clerk = signed_in(&department, "vanthu.soxaydung").await;
        let leader = signed_in(&department, "lanhdao.soxaydung").await;
        Self { ward, department, there, clerk, leader, _keys: keys }
    }

    /// Everything that waits goes both ways.
    async fn pump(&self) {
        loop {
            let there = self.ward.app.exchange_send_next("so-xay-dung").await.unwrap();
            let back = self.department.app.exchange_send_next("phuong").await.unwrap();
            let came = self.department.app.exchange_fetch_next("phuong").await.unwrap();
            let answered = self.ward.app.exchange_fetch_next("so-xay-dung").await.unwrap();
            if ![there, back, came, answered].contains(&true) {
                return;
            }
        }
    }

    /// Everything that came to the department.
    async fn came(&self) -> Vec<String> {
        let list = IncomingList { unit: Some("so-xay-dung".to_owned()), limit: 50, ..IncomingList::default() };
        let lines = self.department.app.incoming_documents(&self.clerk, list).await.unwrap().lines;
        lines.into_iter().map(|line| line.row.id).collect()
    }

    async fn act(&self, who: &Person, id: &str, ask: IncomingAsk) {
        let request = IncomingRequest { id: id.to_owned(), seen: None, ask };
        self.department.app.act_on_incoming(who, request).await.unwrap();
    }

    async fn register(&self, id: &str) {
        self.act(&self.clerk, id, IncomingAsk::Enter(Outcome::Register { despite: true })).await;
    }

    async fn instruct(&self, id: &str) {
        let ask = IncomingAsk::Instruct {
            lead: "so-xay-dung".to_owned(),
            coordinating: Vec::new(),
            person: None,
            due: Some(DueBy::Working(3)),
            content: "Trả lời".to_owned(),
        };
        self.act(&self.leader, id, ask).await;
    }

    /// How far a document of the ward is at the department.
    async fn stage(&self, id: &str) -> Stage {
        self.ward.app.outgoing_document(&self.ward.officer, id).await.unwrap().sent[0].stage
    }

    /// The department answers a document that came, and finishes it.
    async fn answer(&self, came: &str) {
        let (office, app) = (&self.department, &self.department.app);
        let answer = NewDraft {
            agency: "so-xay-dung".to_owned(),
            unit: "so-xay-dung".to_owned(),
            answers: Some(came.to_owned()),
            ..draft(office, "cong_van")
        };
        let answer = app.begin_outgoing(&self.clerk, answer).await.unwrap().id;
        act(office, &self.clerk, &answer, typed("Kính gửi: UBND phường")).await.unwrap();
        act(office, &self.clerk, &answer, OutgoingAsk::Submit).await.unwrap();
        act(office, &self.leader, &answer, OutgoingAsk::ApproveContent(1)).await.unwrap();
        act(office, &self.clerk, &answer, OutgoingAsk::ApproveForm(1)).await.unwrap();
        let titles =
            Titles { collective: None, head: "Giám đốc".to_owned(), deputy: "Phó Giám đốc".to_owned() };
        act(office, &self.leader, &answer, OutgoingAsk::Sign { version: 1, titles }).await.unwrap();
        let number = OutgoingAsk::Number { agency: "SXD".to_owned(), unit: "VP".to_owned() };
        act(office, &self.clerk, &answer, number).await.unwrap();
        act(office, &self.clerk, &answer, OutgoingAsk::Seal).await.unwrap();
        let back = OutgoingAsk::Dispatch { receivers: vec![WARD.to_owned()], author: "Sở Xây dựng".to_owned() };
        act(office, &self.clerk, &answer, back).await.unwrap();
        self.act(&self.leader, came, IncomingAsk::Finish { result: "Đã trả lời".to_owned() }).await;
    }

    async fn is_sound(&self) {
        for app in [&self.ward.app, &self.department.app] {
            assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
        }
    }
}

async fn a_letter_goes_there_and_its_answer_comes_back(two: Two) {
    let (ward, app) = (&two.ward, &two.department.app);
    let id = issued(ward, "cong_van", &["so-xay-dung", "Công an tỉnh"]).await;
    let view = ward.app.outgoing_document(&ward.officer, &id).await.unwrap();
    assert_eq!(view.received, [], "what a partner serves is not here, though the catalogue knows it");
    assert_eq!((view.sent.len(), view.sent[0].stage), (1, Stage::Sent));
    assert_eq!(two.came().await.len(), 0);
    two.pump().await;
    assert_eq!(two.stage(&id).await, Stage::Arrived);
    let came = two.came().await.remove(0);
    let view = app.incoming_document(&two.clerk, &came).await.unwrap();
    let arrival = &view.document.arrival;
    assert_eq!((arrival.symbol.as_str(), arrival.source.name()), ("01/UBND-VP", "exchange"));
    assert_eq!(arrival.kind.as_deref(), Some("cong_van"));
    assert_eq!(arrival.author, "Ủy ban nhân dân phường Phan Đình Phùng");
    assert_eq!(arrival.document_id, format!("{WARD},2026/11/26,01/UBND-VP"));
    let (file, bytes) = app.file_of_incoming(&two.clerk, &came, &arrival.files[0].sha256).await.unwrap();
    let text: Vec<Bytes> = futures_util::TryStreamExt::try_collect(bytes).await.unwrap();
    assert_eq!(file.name, "van-ban.txt");
    assert_eq!(text.concat(), "Kính gửi: Sở Xây dựng".as_bytes());

    for (done, stage) in [(0, Stage::Registered), (1, Stage::Assigned), (2, Stage::InWork)] {
        match done {
            0 => two.register(&came).await,
            1 => two.instruct(&came).await,
            _ => two.act(&two.leader, &came, IncomingAsk::Take).await,
        }
        two.pump().await;
        assert_eq!(two.stage(&id).await, stage);
    }

    two.answer(&came).await;
    two.pump().await;
    let view = ward.app.outgoing_document(&ward.officer, &id).await.unwrap();
    assert_eq!(view.sent[0].stage, Stage::Finished);
    assert_eq!(view.answered.len(), 1);
    let (back, author, symbol) = &view.answered[0];
    assert_eq!((author.as_str(), symbol.as_str()), ("Sở Xây dựng", "01/SXD-VP"));
    let back = ward.app.incoming_document(&ward.records, back).await.unwrap();
    assert_eq!(back.came.unwrap().responds.as_deref(), Some(id.as_str()));
    let parity = ward.app.exchange_parity(&ward.records).await.unwrap().remove(0);
    assert_eq!((parity.documents_out, parity.documents_in, parity.waiting, parity.refused), (1, 1, 0, 0));
    assert!(matches!(ward.app.exchange_parity(&ward.officer).await, Err(ActError::NotFound)));
    two.is_sound().await;
}

async fn what_is_lost_is_sent_again_and_what_is_doubled_is_kept_once(two: Two) {
    let ward = &two.ward;
    two.there.set(Mood::Away);
    let first = issued(ward, "cong_van", &[DEPARTMENT]).await;
    let second = issued(ward, "cong_van", &[DEPARTMENT]).await;
    two.pump().await;
    let parity = ward.app.exchange_parity(&ward.records).await.unwrap().remove(0);
    assert_eq!((parity.waiting, parity.sent), (2, 0));
    assert_eq!(parity.failed.unwrap().1, "busy_503");
    assert!(parity.oldest.is_some());
    assert_eq!(two.came().await.len(), 0);

    // It is back; the first answer is lost, so that the envelope comes twice.
    two.there.set(Mood::LosesAnswers);
    two.later(60).await;
    two.pump().await;
    assert_eq!(two.came().await.len(), 1);
    two.there.set(Mood::Carries);
    for _ in 0..4 {
        two.later(60).await;
        two.pump().await;
    }
    assert_eq!(two.came().await.len(), 2, "neither lost nor doubled");
    assert_eq!((two.stage(&first).await, two.stage(&second).await), (Stage::Arrived, Stage::Arrived));
    let parity = ward.app.exchange_parity(&ward.records).await.unwrap().remove(0);
    assert_eq!((parity.waiting, parity.sent, parity.failed), (0, 2, None));
    two.is_sound().await;
}

async fn what_is_asked_back_is_answered(two: Two) {
    let (ward, app) = (&two.ward, &two.department.app);
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(issued(ward, "cong_van", &[DEPARTMENT]).await);
        two.pump().await;
    }
    let mut came = two.came().await;
    came.sort();
    let [agreed, denied, finished, returned] = came.try_into().unwrap();
    two.register(&agreed).await;
    two.register(&denied).await;
    two.register(&finished).await;
    two.instruct(&finished).await;
    two.act(&two.leader, &finished, IncomingAsk::Finish { result: "Xong".to_owned() }).await;
    let back = Outcome::Return { is_authentic: true, reason: "Gửi nhầm nơi nhận".to_owned() };
    two.act(&two.clerk, &returned, IncomingAsk::Enter(back)).await;
    // What the department did is not yet known at the ward when it asks all of them back.
    let reason = "Phát hành nhầm".to_owned();
    for id in &ids {
        act(ward, &ward.leader, id, OutgoingAsk::Recall { reason: reason.clone() }).await.unwrap();
    }
    two.pump().await;

    let view = app.incoming_document(&two.clerk, &agreed).await.unwrap();
    let ask = view.came.unwrap().ask.unwrap();
    assert_eq!((ask.kind, ask.reason.as_str()), (AskKind::Recall, "Phát hành nhầm"));
    let officer = signed_in(&two.department, "chuyenvien.soxaydung").await;
    let stranger = app.answer_exchange(&officer, &agreed, None, ExchangeAnswer::Agree).await;
    assert!(matches!(stranger, Err(ActError::NotFound | ActError::NotYours)), "{stranger:?}");
    app.answer_exchange(&two.leader, &agreed, None, ExchangeAnswer::Agree).await.unwrap();
    let mute = ExchangeAnswer::Deny { reason: " ".to_owned() };
    let mute = app.answer_exchange(&two.clerk, &denied, None, mute).await;
    assert!(matches!(mute, Err(ActError::Exchange(domain::exchange::Refusal::ReasonMissing))), "{mute:?}");
    let no = ExchangeAnswer::Deny { reason: "Đã chuyển đơn vị giải quyết".to_owned() };
    app.answer_exchange(&two.clerk, &denied, None, no).await.unwrap();
    let again = app.answer_exchange(&two.clerk, &denied, None, ExchangeAnswer::Agree).await;
    assert!(matches!(again, Err(ActError::Exchange(domain::exchange::Refusal::NothingAsked))), "{again:?}");
    two.pump().await;

    let mut told = Vec::new();
    for id in &ids {
        let view = ward.app.outgoing_document(&ward.officer, id).await.unwrap();
        assert_eq!(view.document.stage, OutgoingStage::Recalled);
        let one = view.sent.into_iter().next().unwrap();
        told.push((one.stage, one.answer, one.reason));
    }
    let line = |stage, answer: &str, reason: &str| (stage, answer.to_owned(), reason.to_owned());
    assert_eq!(told[0], line(Stage::Withdrawn, "agreed", ""));
    assert_eq!(told[1], line(Stage::Registered, "denied", "Đã chuyển đơn vị giải quyết"));
    // What is finished is refused at once, with the reason.
    assert_eq!(told[2], line(Stage::Finished, "denied", "finished"));
    assert_eq!((told[3].0, told[3].1.as_str()), (Stage::Refused, "denied"));
    let view = app.incoming_document(&two.clerk, &agreed).await.unwrap();
    assert_eq!(view.document.stage, IncomingStage::Withdrawn);
    two.is_sound().await;
}

async fn what_is_replaced_is_given_up(two: Two) {
    let (ward, app) = (&two.ward, &two.department.app);
    let first = issued(ward, "quyet_dinh", &[DEPARTMENT]).await;
    let second = issued(ward, "quyet_dinh", &[DEPARTMENT]).await;
    two.pump().await;
    act(ward, &ward.leader, &first, OutgoingAsk::Replace { by: second.clone() }).await.unwrap();
    two.pump().await;
    let mut came = two.came().await;
    came.sort();
    let view = app.incoming_document(&two.clerk, &came[0]).await.unwrap();
    let ask = view.came.unwrap().ask.unwrap();
    assert_eq!((ask.kind, ask.reason.as_str()), (AskKind::Replace, "02/QĐ-UBND"));
    app.answer_exchange(&two.clerk, &came[0], Some(view.document.version), ExchangeAnswer::Agree).await.unwrap();
    two.pump().await;
    assert_eq!((two.stage(&first).await, two.stage(&second).await), (Stage::Replaced, Stage::Arrived));
    let view = app.incoming_document(&two.clerk, &came[0]).await.unwrap();
    assert_eq!(view.document.stage, IncomingStage::Withdrawn);
    assert_eq!(view.history[0].words.as_deref(), Some("02/QĐ-UBND"));
    two.is_sound().await;
}

async fn what_is_not_believed_changes_nothing(two: Two) {
    let (ward, app) = (&two.ward, &two.department.app);
    let id = issued(ward, "cong_van", &[DEPARTMENT]).await;
    two.pump().await;
    let (facts, body) = two.there.last();
    let fault = |answer: Result<(), ReceiveFault>| match answer {
        Err(ReceiveFault::Signature(fault)) => fault,
        other => panic!("{other:?}"),
    };
    assert_eq!(fault(receive(app, &facts, body.clone()).await), SignatureFault::Replayed);
    let mut other = body.clone();
    other[40] ^= 1;
    assert_eq!(fault(receive(app, &facts, other).await), SignatureFault::OtherBody);
    let changed = |change: &dyn Fn(&mut RequestFacts)| {
        let mut facts = facts.clone();
        change(&mut facts);
        facts
    };
    let later = changed(&|facts| facts.input = facts.input.replace(";created=1", ";created=2"));
    assert_eq!(fault(receive(app, &later, body.clone()).await), SignatureFault::Forged);
    let none = changed(&|facts| facts.signature.clear());
    assert_eq!(fault(receive(app, &none, body.clone()).await), SignatureFault::Malformed);
    // The ward itself knows no partner with its own key.
    assert_eq!(fault(receive(&ward.app, &facts, body.clone()).await), SignatureFault::UnknownPartner);
    two.later(3600).await;
    assert_eq!(fault(receive(app, &facts, body).await), SignatureFault::Time);
    assert_eq!(two.came().await.len(), 1);
    assert_eq!(two.stage(&id).await, Stage::Arrived);
    two.is_sound().await;
}

async fn what_cannot_be_taken_is_refused_with_its_reason(two: Two) {
    let ward = &two.ward;
    // The ward's settings know an agency that the department's catalogue does not have.
    let id = issued(ward, "cong_van", &["H55.09.9", DEPARTMENT]).await;
    two.pump().await;
    let view = ward.app.outgoing_document(&ward.officer, &id).await.unwrap();
    let told: Vec<_> = view.sent.iter().map(|one| (one.name.as_str(), one.stage, one.reason.as_str())).collect();
    let expected = [("Sở Xây dựng", Stage::Arrived, ""), ("Chi cục đã giải thể", Stage::Refused, "no_such_agency")];
    assert_eq!(told, expected);
    assert_eq!(two.came().await.len(), 1);
    let parity = two.department.app.exchange_parity(&two.clerk).await.unwrap().remove(0);
    assert_eq!((parity.documents_in, parity.refused_here), (2, 1));
    // A recall reaches who has it, and leaves out who refused it.
    act(ward, &ward.leader, &id, OutgoingAsk::Recall { reason: "Nhầm".to_owned() }).await.unwrap();
    two.pump().await;
    let asks: Vec<_> = ward.app.outgoing_document(&ward.officer, &id).await.unwrap().sent;
    assert_eq!(asks.iter().map(|one| one.ask).collect::<Vec<_>>(), [Some(AskKind::Recall), None]);
    two.is_sound().await;
}

impl Two {
    /// Both clocks go on.
    async fn later(&self, seconds: i64) {
        for office in [&self.ward, &self.department] {
            let clock = office.app.clock();
            clock.set(clock.now().plus_seconds(seconds));
        }
        tokio::task::yield_now().await;
    }
}

async fn folders_carry_it_as_well(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let two = Two::in_folders(engine, folder.path()).await;
    let inbox = folder.path().join("a");
    std::fs::write(inbox.join("000-dang-ghi.part"), "half").unwrap();
    std::fs::write(inbox.join("000-hong.edxml"), "<edXML>").unwrap();
    let id = issued(&two.ward, "cong_van", &[DEPARTMENT]).await;
    two.pump().await;
    assert_eq!(two.stage(&id).await, Stage::Arrived);
    assert_eq!(two.came().await.len(), 1);
    assert!(inbox.join("tu-choi/000-hong.edxml").exists(), "what cannot be read is laid aside");
    assert!(inbox.join("000-dang-ghi.part").exists(), "what is not whole is not looked at");
    let taken: Vec<_> = std::fs::read_dir(inbox.join("da-nhan")).unwrap().map(|one| one.unwrap().path()).collect();
    // Somebody lays the same envelope down once more.
    std::fs::copy(&taken[0], inbox.join("lan-nua.edxml")).unwrap();
    two.pump().await;
    assert_eq!(two.came().await.len(), 1);
    two.is_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn by_folders_on_sqlite() {
    folders_carry_it_as_well(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn by_folders_on_postgres() {
    folders_carry_it_as_well(Engine::Postgres).await;
}

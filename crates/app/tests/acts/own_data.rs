//! The applicant's own store: consent, what is kept and deleted, registers, papers that count again.

use app::dossier::{ActionBody, FileClaim, SubmitRequest};
use app::draft::{DraftContent, DraftView, Owner};
use app::own_data::{OwnItem, Query, Register, RemoteRegister, UseOf};
use app::{ActError, App, Clock, Config, RegisterAddress};
use domain::access::Person;
use domain::dataset::RegisterKind;
use domain::dossier::{ActionKind, Outcome, PaperOrigin};
use domain::eform::Concept;
use domain::own_data::{Answer, Source, What, Why};
use domain::time::Zone;
use serde_json::json;
use store::vault;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::office::{Office, PROCEDURE, on_both};

on_both! {
    nothing_is_kept_without_consent_or_for_somebody_else,
    what_is_deleted_cannot_be_read_again,
    a_granted_application_leaves_its_result_for_the_next,
    a_register_is_asked_with_consent_and_noted,
    a_row_that_was_written_past_the_acts_is_found,
}

/// The number of the citizen's own account, as shipped.
const NUMBER: &str = "019193004217";

/// An application in the citizen's own name.
async fn own_request(office: &Office) -> SubmitRequest {
    let mut request = office.request().await;
    NUMBER.clone_into(&mut request.applicant.identity_number);
    request.form.insert("chu_ho_so_dinh_danh".to_owned(), json!(NUMBER));
    request
}

async fn submit(office: &Office, request: SubmitRequest) -> String {
    office.app.submit(Some(&office.citizen), request, None).await.unwrap().dossier.code.as_str().to_owned()
}

async fn items(office: &Office) -> Vec<OwnItem> {
    office.app.own_store(&office.citizen).await.unwrap().items
}

async fn draft(office: &Office, procedure: &str) -> DraftView {
    let content = DraftContent { unit: office.unit.clone(), ..DraftContent::default() };
    office.app.draft_begin(Owner::Person(&office.citizen), procedure, content).await.unwrap()
}

async fn verified(office: &Office) {
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

async fn grant(office: &Office, code: &str) {
    let body = ActionBody::default;
    office.act(&office.clerk, code, ActionKind::Accept, body()).await.unwrap();
    let assign = ActionBody { officer: office.officer.id.clone(), ..body() };
    office.act(&office.leader, code, ActionKind::Assign, assign).await.unwrap();
    while office.app.dossier(&office.officer, code).await.unwrap().dossier.current_step().is_some() {
        let note = ActionBody { reason: "Đủ điều kiện".to_owned(), ..body() };
        office.act(&office.officer, code, ActionKind::CompleteStep, note).await.unwrap();
    }
    let granted = ActionBody { outcome: Some(Outcome::Granted), ..body() };
    office.act(&office.leader, code, ActionKind::Decide, granted).await.unwrap();
    office.act(&office.leader, code, ActionKind::Sign, body()).await.unwrap();
    let sha256 = office.take_pdf(Owner::Person(&office.officer)).await;
    let result = FileClaim { component: "result".to_owned(), sha256, name: "giay-chung-nhan.pdf".to_owned() };
    let issue = ActionBody { files: vec![result], ..body() };
    office.act(&office.officer, code, ActionKind::IssueResult, issue).await.unwrap();
}

async fn nothing_is_kept_without_consent_or_for_somebody_else(office: Office) {
    submit(&office, own_request(&office).await).await;
    assert_eq!(items(&office).await, []);
    let help = office.app.own_form_help(&office.citizen, &draft(&office, PROCEDURE).await).await.unwrap();
    assert!(!help.keeps && help.prefill.offers.is_empty());

    office.app.own_consent(&office.citizen, true).await.unwrap();
    office.app.own_consent(&office.citizen, true).await.unwrap();
    // Handed in for somebody else from the same account: their answers are not the citizen's.
    submit(&office, office.request().await).await;
    assert_eq!(items(&office).await, []);
    // A stranger who types the citizen's number fills nobody's store.
    let stranger = office.take_pdf(Owner::Person(&office.leader)).await;
    let mut request = own_request(&office).await;
    request.files.iter_mut().for_each(|file| file.sha256.clone_from(&stranger));
    office.app.submit(Some(&office.leader), request, None).await.unwrap();
    assert_eq!(items(&office).await, []);

    let code = submit(&office, own_request(&office).await).await;
    let kept = items(&office).await;
    let name = kept.iter().find(|item| item.head.what == What::Value { concept: Concept::FullName }).unwrap();
    assert_eq!((name.text.as_str(), &name.head.source), ("Nguyễn Thị Hồng Nhung", &Source::Answer { dossier: code }));
    assert_eq!(kept.len(), 5, "name, birthday, sex, number, telephone: {kept:?}");
    let store = office.app.own_store(&office.citizen).await.unwrap();
    assert_eq!(store.uses.iter().filter(|one| one.what == UseOf::Agreed).count(), 1, "agreed once");

    for other in [&office.clerk, &office.officer, &office.leader] {
        assert_eq!(office.app.own_store(other).await.unwrap().items, [], "nobody else's store holds it");
    }
    let unverified = Person { subject: None, ..Person::clone(&office.citizen) };
    assert!(matches!(office.app.own_store(&unverified).await, Err(ActError::NotFound)));
    assert!(matches!(office.app.own_consent(&unverified, true).await, Err(ActError::NotFound)));

    office.app.own_consent(&office.citizen, false).await.unwrap();
    let before = items(&office).await;
    submit(&office, own_request(&office).await).await;
    assert_eq!(items(&office).await, before, "after the withdrawal nothing more is kept");
    verified(&office).await;
}

async fn what_is_deleted_cannot_be_read_again(office: Office) {
    office.app.own_consent(&office.citizen, true).await.unwrap();
    submit(&office, own_request(&office).await).await;
    let subject = office.citizen.subject.clone().unwrap();
    let key = |id: &str| {
        let name = store::own_data::key_name(&subject, id);
        let beside = office.beside();
        async move { beside.read(move |tx| vault::key_of(tx, &name)).await.map_err(|error: store::DbError| error).unwrap() }
    };
    assert!(key("person.phone/answer").await.is_some());
    let missing = office.app.own_remove(&office.citizen, "person.email/answer").await;
    assert!(matches!(missing, Err(ActError::NotFound)));
    let others = office.app.own_remove(&office.clerk, "person.phone/answer").await;
    assert!(matches!(others, Err(ActError::NotFound)), "nobody deletes for another");
    office.app.own_remove(&office.citizen, "person.phone/answer").await.unwrap();
    assert_eq!(items(&office).await.len(), 4);
    assert!(key("person.phone/answer").await.is_none(), "its key is gone");
    verified(&office).await;

    office.app.own_empty(&office.citizen).await.unwrap();
    assert_eq!(items(&office).await, []);
    assert!(key("person.full_name/answer").await.is_none());
    office.app.own_empty(&office.citizen).await.unwrap();
    // What is stated again is kept again, under a fresh key.
    submit(&office, own_request(&office).await).await;
    assert_eq!(items(&office).await.len(), 5);
    verified(&office).await;
}

async fn a_granted_application_leaves_its_result_for_the_next(office: Office) {
    const NEXT: &str = "2.001610";
    office.app.own_consent(&office.citizen, true).await.unwrap();
    let code = submit(&office, own_request(&office).await).await;
    let catalogue = office.app.catalogue();
    let next = catalogue.procedure(NEXT, office.app.today()).unwrap();
    assert_eq!(office.app.own_papers(&office.citizen, next).await.unwrap(), []);
    grant(&office, &code).await;

    let name = items(&office).await.into_iter().find(|item| item.id == "person.full_name/result").unwrap();
    assert_eq!(name.head.source, Source::Result { dossier: code.clone() });
    let known = office.app.own_papers(&office.citizen, next).await.unwrap();
    assert_eq!(known.len(), 1, "{known:?}");
    assert_eq!((known[0].component.as_str(), known[0].name.as_str()), ("c6", "giay-chung-nhan.pdf"));
    assert_eq!(office.app.own_papers(&office.clerk, next).await.unwrap(), []);

    let desks = catalogue.desks(next, office.app.today());
    let mut draft = draft(&office, NEXT).await;
    draft.content.unit.clone_from(&desks[0].id);
    let wrong = office.app.own_take_paper(&office.citizen, draft.clone(), "c1", &known[0].id).await;
    assert!(matches!(wrong, Err(ActError::NotFound)), "it counts for its component only");
    let foreign = office.app.own_take_paper(&office.clerk, draft.clone(), "c6", &known[0].id).await;
    assert!(matches!(foreign, Err(ActError::NotFound)), "nobody takes another's papers");
    let draft = office.app.own_take_paper(&office.citizen, draft, "c6", &known[0].id).await.unwrap();
    let origin = PaperOrigin { dossier: code.clone(), as_of: office.app.today() };
    assert_eq!(draft.content.files[0].origin, Some(origin.clone()));

    let mut request = own_request(&office).await;
    let upload = request.files[0].sha256.clone();
    let required = next.components.iter().filter(|component| component.required);
    let claim = |component: &str, sha256: &str| FileClaim {
        component: component.to_owned(),
        sha256: sha256.to_owned(),
        name: "giay.pdf".to_owned(),
    };
    request.files = required.map(|component| claim(&component.id, &upload)).collect();
    request.files.retain(|file| file.component != "c6");
    request.files.push(claim("c6", &known[0].sha256));
    request.form = serde_json::from_value(json!({"noi_dung": "Đăng ký doanh nghiệp tư nhân"})).unwrap();
    (request.procedure, request.unit) = (NEXT.to_owned(), desks[0].id.clone());
    let owner = Owner::Person(&office.citizen);
    let submitted = office.app.draft_submit(owner, &draft.code, request).await.unwrap().dossier;
    let files: Vec<_> = submitted.files.iter().filter(|file| file.origin.is_some()).collect();
    assert_eq!(files.len(), 1, "only what came from the store says so");
    assert_eq!((files[0].component.as_str(), &files[0].origin), ("c6", &Some(origin)));
    verified(&office).await;
}

async fn a_register_is_asked_with_consent_and_noted(office: Office) {
    let draft = draft(&office, PROCEDURE).await;
    let refused = office.app.own_ask_registers(&office.citizen, &draft).await;
    assert!(matches!(refused, Err(ActError::NotFound)), "not without consent");
    office.app.own_consent(&office.citizen, true).await.unwrap();
    submit(&office, own_request(&office).await).await;
    let answers = office.app.own_ask_registers(&office.citizen, &draft).await.unwrap();
    assert_eq!(answers, [(RegisterKind::Population, Answer::Found { entries: 1 })], "the form asks nothing of land");

    let help = office.app.own_form_help(&office.citizen, &draft).await.unwrap();
    let birthday = help.prefill.offers.iter().find(|offer| offer.field == "chu_ho_ngay_sinh").unwrap();
    assert_eq!(birthday.answer, "1993-03-05", "the register over what was stated");
    assert!(matches!(&birthday.held.source, Source::Register { register: RegisterKind::Population, .. }));
    assert!(help.prefill.again.iter().all(|again| again.why != Why::Unfit), "{:?}", help.prefill.again);

    let nothing = office.app.own_fill(&office.citizen, draft.clone(), &["ten_vi".to_owned()]).await.unwrap();
    assert_eq!(nothing.version, draft.version, "what is not offered is not filled in");
    let chosen = ["chu_ho_ngay_sinh".to_owned(), "chu_ho_ten".to_owned()];
    let filled = office.app.own_fill(&office.citizen, draft, &chosen).await.unwrap();
    assert_eq!(filled.content.form["chu_ho_ngay_sinh"], json!("1993-03-05"));
    assert_eq!(filled.content.filled.len(), 2);
    let again = office.app.draft(Owner::Person(&office.citizen), &filled.code).await.unwrap();
    assert_eq!(again.content, filled.content, "the sources are kept with the draft");

    let uses = office.app.own_store(&office.citizen).await.unwrap().uses;
    let told: Vec<&UseOf> = uses.iter().map(|one| &one.what).collect();
    assert_eq!(told[0], &UseOf::Items(2));
    assert!(told.contains(&&UseOf::Asked(RegisterKind::Population)));
    assert_eq!(uses[0].procedure.as_deref(), Some(PROCEDURE));
    assert!(uses.iter().all(|one| one.by_person));
    verified(&office).await;
}

async fn a_row_that_was_written_past_the_acts_is_found(office: Office) {
    office.app.own_consent(&office.citizen, true).await.unwrap();
    let subject = office.citizen.subject.clone().unwrap();
    let row = store::own_data::OwnItemRow {
        subject,
        id: "person.email/answer".to_owned(),
        version: 1,
        head: "{}".to_owned(),
        sealed: vec![1],
    };
    let put = office.beside().write(move |tx| store::own_data::put_item(tx, &row)).await;
    put.map_err(|error: store::DbError| error).unwrap();
    let difference = office.app.verify(|_| ()).await.unwrap().difference.unwrap();
    assert!(difference.stream.starts_with("own/"), "{difference:?}");
}

/// A register that gives these answers one after the other, then no more; its address.
async fn answering(answers: Vec<(&'static str, String)>) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hoi", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for (status, body) in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut question = vec![0; 4096];
            let read = stream.read(&mut question).await.unwrap();
            let question = String::from_utf8_lossy(&question[..read]).into_owned();
            assert!(question.starts_with("POST /hoi ") && question.contains("Bearer t"), "{question}");
            let length = body.len();
            let answer = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
            drop(stream.write_all(answer.as_bytes()).await);
        }
    });
    url
}

fn one_entry() -> String {
    let entry = json!({"number": NUMBER, "as_of": "2026-11-01", "values": {
        "person.full_name": "Nguyễn Thị Hồng Nhung", "person.phone": "0900000000", "person.unknown": "x",
    }});
    json!({"entries": [entry]}).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_read_whole_or_not_at_all() {
    let many: Vec<_> =
        (0..30).map(|number| json!({"number": number.to_string(), "as_of": "2026-11-01", "values": {}})).collect();
    let odd = json!({"entries": [{"number": "a/b", "as_of": "2026-11-01", "values": {}}]}).to_string();
    let undated = json!({"entries": [{"number": "1", "as_of": "hôm qua", "values": {}}]}).to_string();
    let table: Vec<(&str, String, Option<usize>)> = vec![
        ("200 OK", one_entry(), Some(1)),
        ("200 OK", json!({"entries": []}).to_string(), Some(0)),
        ("200 OK", json!({"entries": many}).to_string(), Some(20)),
        ("200 OK", odd, None),
        ("200 OK", undated, None),
        ("200 OK", "not json".to_owned(), None),
        ("200 OK", format!("{}{}", one_entry(), " ".repeat(300 * 1024)), None),
        ("302 Found", one_entry(), None),
        ("503 Service Unavailable", String::new(), None),
    ];
    let query = Query { identity_number: NUMBER.to_owned(), purpose: PROCEDURE.to_owned(), reference: "BN".to_owned() };
    for (status, body, expected) in table {
        let url = answering(vec![(status, body.clone())]).await;
        let register = RemoteRegister::new(RegisterKind::Population, &url, Some("t".to_owned())).unwrap();
        let found = register.look_up(&query).await.ok().map(|found| found.len());
        assert_eq!(found, expected, "{status} {}", body.chars().take(80).collect::<String>());
    }
    // Nobody listens on the port of discarding.
    let gone = RemoteRegister::new(RegisterKind::Population, "http://127.0.0.1:9/hoi", None).unwrap();
    assert!(gone.look_up(&query).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_at_an_address_never_stands_in_the_way() {
    let url = answering(vec![("503 Service Unavailable", String::new()), ("200 OK", one_entry())]).await;
    let folder = tempfile::tempdir().unwrap();
    let address = RegisterAddress { kind: RegisterKind::Population, url, token: Some("t".to_owned()) };
    let config = Config {
        clock: Clock::fixed(Zone::HO_CHI_MINH.instant("2026-11-26T09:00:00".parse().unwrap())),
        registers: vec![address],
        ..Config::in_folder(folder.path().to_owned())
    };
    let app = App::open(config).await.unwrap();
    app.load_shipped(|_, _| ()).await.unwrap();
    let account = app.load_demo_accounts().await.unwrap().remove(0);
    let signed_in = app.sign_in(&account.username, &account.password).await.unwrap();
    let purpose = app::identity::TokenPurpose::Browser;
    let citizen = app.person_of_token(&signed_in.token, purpose).await.unwrap().unwrap();
    app.own_consent(&citizen, true).await.unwrap();
    let draft = app.draft_begin(Owner::Person(&citizen), PROCEDURE, DraftContent::default()).await.unwrap();
    for (expected, kept) in [(Answer::Unavailable, 0), (Answer::Found { entries: 1 }, 1)] {
        let answers = app.own_ask_registers(&citizen, &draft).await.unwrap();
        assert_eq!(answers, [(RegisterKind::Population, expected)]);
        let store = app.own_store(&citizen).await.unwrap();
        assert_eq!(store.items.len(), kept, "a telephone number is nothing that this register is asked for");
        assert!(store.uses.iter().any(|one| one.what == UseOf::Answered(RegisterKind::Population, expected)));
    }
    assert!(app.draft_save(Owner::Person(&citizen), draft).await.is_ok(), "the application goes on");
}

#[test]
fn personal_data_never_crosses_the_network_in_the_clear() {
    for url in ["http://example.vn/", "ftp://example.vn/", "example.vn", "http://127.0.0.1.example.vn/"] {
        let register = RemoteRegister::new(RegisterKind::Land, url, None);
        assert!(register.is_err(), "{url}");
    }
    for url in ["https://example.vn/hoi", "http://127.0.0.1:1/", "http://localhost/"] {
        let register = RemoteRegister::new(RegisterKind::Land, url, Some("bí mật".to_owned())).unwrap();
        assert!(!format!("{register:?}").contains("bí mật"));
    }
}

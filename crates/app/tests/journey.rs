//! A dossier's way through the office, on the shipped province, with the machine's own database.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use std::sync::Arc;

use app::dossier::{ActionBody, ActionRequest, FileClaim, SubmitRequest, WorklistFilter};
use app::identity::TokenPurpose;
use app::{ActError, App, Clock, Config};
use domain::access::Person;
use domain::dossier::{ActionKind, Applicant, ApplicantKind, Channel, Outcome, Stage};
use domain::time::Zone;
use serde_json::json;

const PROCEDURE: &str = "1.001612";

struct Office {
    app: App,
    _folder: tempfile::TempDir,
    citizen: Arc<Person>,
    clerk: Arc<Person>,
    officer: Arc<Person>,
    leader: Arc<Person>,
    unit: String,
}

async fn office() -> Office {
    let folder = tempfile::tempdir().unwrap();
    let at = "2026-11-26T09:00:00".parse().unwrap();
    let mut config = Config::in_folder(folder.path().to_owned());
    config.clock = Clock::fixed(Zone::HO_CHI_MINH.instant(at));
    if let Ok(server) = std::env::var("MOTCUA_TEST_JOURNEY_DATABASE") {
        config.database = app::Database::Server(server);
    }
    let app = App::open(config).await.unwrap();
    assert!(app.is_new());
    app.load_shipped(|_, _| ()).await.unwrap();
    let accounts = app.load_demo_accounts().await.unwrap();
    let with_role = |role: &str, unit: Option<&str>| {
        accounts
            .iter()
            .find(|account| {
                account.grants.iter().any(|grant| {
                    grant.role.name() == role && unit.is_none_or(|unit| unit == grant.unit)
                })
            })
            .unwrap_or_else(|| panic!("no demo account with the role {role}"))
            .clone()
    };
    let clerk_account = accounts
        .iter()
        .find(|account| account.grants.iter().any(|grant| grant.role.name() == "clerk" && grant.unit.len() == 5))
        .expect("a commune's clerk")
        .clone();
    let unit = clerk_account.grants[0].unit.clone();
    let citizen_account = accounts.iter().find(|account| account.grants.is_empty()).unwrap().clone();
    let mut people = Vec::new();
    for account in [
        &citizen_account,
        &clerk_account,
        &with_role("officer", Some(&unit)),
        &with_role("leader", Some(&unit)),
    ] {
        let signed_in = app.sign_in(&account.username, &account.password).await.unwrap();
        people.push(app.person_of_token(&signed_in.token, TokenPurpose::Browser).await.unwrap().unwrap());
    }
    let [citizen, clerk, officer, leader] = people.try_into().unwrap();
    Office { app, _folder: folder, citizen, clerk, officer, leader, unit }
}

fn applicant() -> Applicant {
    Applicant {
        kind: ApplicantKind::Person,
        name: "Nguyễn Thị Hồng Nhung".to_owned(),
        identity_number: "019187000123".to_owned(),
        phone: "0912345678".to_owned(),
        email: None,
        address: None,
    }
}

fn pdf() -> bytes::Bytes {
    bytes::Bytes::from_static(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n")
}

impl Office {
    async fn request(&self) -> SubmitRequest {
        let bytes = pdf();
        let stream = futures_util::stream::iter([Ok::<_, std::io::Error>(bytes)]);
        let kinds = domain::procedure::FileKind::DEFAULT;
        let stored = self.app.take_file(&kinds, 1_000_000, stream).await.unwrap();
        let catalogue = self.app.catalogue();
        let procedure = catalogue.procedure(PROCEDURE, self.app.today()).unwrap();
        let files = procedure
            .components
            .iter()
            .filter(|component| component.required)
            .map(|component| FileClaim {
                component: component.id.clone(),
                sha256: stored.sha256.clone(),
                name: "giay-to.pdf".to_owned(),
            })
            .collect();
        let form = answers(&catalogue.form(PROCEDURE));
        SubmitRequest {
            procedure: PROCEDURE.to_owned(),
            unit: self.unit.clone(),
            for_unit: None,
            channel: Channel::Online,
            applicant: applicant(),
            form,
            files,
        }
    }

    async fn act(&self, person: &Person, code: &str, action: ActionKind, body: ActionBody) -> Result<Stage, ActError> {
        let done = self.app.act(person, code, None, ActionRequest { action, body }, None).await?;
        Ok(done.dossier.stage)
    }
}

/// Answers that satisfy the required fields of a form, by their kinds.
fn answers(form: &domain::eform::Form) -> serde_json::Map<String, serde_json::Value> {
    let sample = include_str!("answers_1.001612.json");
    let sample: serde_json::Value = serde_json::from_str(sample).unwrap();
    let sample = sample.as_object().unwrap().clone();
    assert!(form.fields().count() > 0);
    sample
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_goes_from_the_citizen_to_the_result() {
    let office = office().await;
    let request = office.request().await;
    let submitted = match office.app.submit(Some(&office.citizen), request, None).await {
        Ok(submitted) => submitted.dossier,
        Err(error) => panic!("{error:?}"),
    };
    let code = submitted.code.as_str().to_owned();
    assert_eq!(submitted.stage, Stage::Submitted);
    assert!(code.ends_with("-261126-0001"), "{code}");

    assert!(matches!(office.app.dossier(&office.officer, "H55.99-261126-0001").await, Err(ActError::NotFound)));
    let inbox = office.app.worklist(&office.clerk, WorklistFilter { limit: 10, ..Default::default() }).await.unwrap();
    assert_eq!(inbox.rows.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), [code.as_str()]);

    let body = ActionBody::default;
    let reason = |text: &str| ActionBody { reason: text.to_owned(), ..ActionBody::default() };
    assert!(matches!(office.act(&office.citizen, &code, ActionKind::Accept, body()).await, Err(ActError::NotYours)));
    assert_eq!(office.act(&office.clerk, &code, ActionKind::Accept, body()).await.unwrap(), Stage::Accepted);
    let assign = ActionBody { officer: office.officer.id.clone(), ..body() };
    assert_eq!(office.act(&office.leader, &code, ActionKind::Assign, assign).await.unwrap(), Stage::InProcess);
    while office.app.dossier(&office.officer, &code).await.unwrap().dossier.current_step().is_some() {
        office.act(&office.officer, &code, ActionKind::CompleteStep, reason("Đủ điều kiện")).await.unwrap();
    }
    let granted = ActionBody { outcome: Some(Outcome::Granted), ..body() };
    assert_eq!(office.act(&office.leader, &code, ActionKind::Decide, granted).await.unwrap(), Stage::Decided);
    assert_eq!(office.act(&office.leader, &code, ActionKind::Sign, body()).await.unwrap(), Stage::Signed);
    assert_eq!(office.act(&office.officer, &code, ActionKind::IssueResult, body()).await.unwrap(), Stage::ResultIssued);
    let deliver = ActionBody { receiver: "Nguyễn Thị Hồng Nhung".to_owned(), ..body() };
    assert_eq!(office.act(&office.clerk, &code, ActionKind::DeliverResult, deliver).await.unwrap(), Stage::Delivered);
    let rate = ActionBody { score: Some(5), ..body() };
    assert_eq!(office.act(&office.citizen, &code, ActionKind::Rate, rate).await.unwrap(), Stage::Delivered);

    let view = office.app.dossier(&office.citizen, &code).await.unwrap();
    assert_eq!(view.dossier.on_time, Some(true));
    assert_eq!(view.particulars.unwrap().applicant, applicant());
    assert!(office.app.track(&code, "5678").await.is_ok());
    assert!(matches!(office.app.track(&code, "0000").await, Err(ActError::NotFound)));

    while office.app.follow_once().await.unwrap() {}
    let found = office.app.search_dossiers(&office.clerk, None, "hong nhung", 10).await.unwrap();
    assert_eq!(found.len(), 1);
    let day = office.app.today();
    let overview = office.app.overview(day, day).await.unwrap();
    assert_eq!((overview.total.received, overview.total.finished_on_time, overview.total.in_process), (1, 1, 0));
    let verified = office.app.verify(|_| ()).await.unwrap();
    assert_eq!(verified.difference, None);
    assert_eq!(verified.dossiers, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_submits_once_and_faults_name_their_fields() {
    let office = office().await;
    let request = office.request().await;
    let key = app::dossier::Idempotency { key: "k1".to_owned(), request_hash: "h".to_owned() };
    let first = office.app.submit(Some(&office.citizen), request.clone(), Some(key.clone())).await.unwrap();
    let again = office.app.submit(Some(&office.citizen), request.clone(), Some(key.clone())).await.unwrap();
    assert_eq!(first.dossier, again.dossier);
    assert!(again.repeated && !first.repeated);
    let other = app::dossier::Idempotency { request_hash: "other".to_owned(), ..key };
    let reused = office.app.submit(Some(&office.citizen), request.clone(), Some(other)).await;
    assert!(matches!(reused, Err(ActError::KeyReused)));

    let mut wrong = request;
    wrong.applicant.phone = "abc".to_owned();
    wrong.files.clear();
    wrong.form.insert("khong_co".to_owned(), json!("x"));
    match office.app.submit(Some(&office.citizen), wrong, None).await {
        Err(ActError::Invalid(problems)) => {
            let fields: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
            assert!(fields.contains(&"applicant.phone"), "{fields:?}");
            assert!(fields.iter().any(|field| field.starts_with("files.")), "{fields:?}");
            assert!(fields.contains(&"form.khong_co"), "{fields:?}");
        }
        other => panic!("{other:?}"),
    }
}

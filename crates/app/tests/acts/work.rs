//! A land transfer through the offices of three authorities: who sees it, who may do what, and what inboxes show.

use std::sync::Arc;

use app::ActError;
use app::dossier::{ActionBody, SubmitRequest, TaskList, TaskQuery};
use app::identity::TokenPurpose;
use domain::access::Person;
use domain::dossier::{ActionKind, Channel, Outcome, Refusal, Stage};
use serde_json::json;

use crate::office::{Office, applicant, on_both};

on_both! {
    a_land_transfer_is_worked_by_three_offices,
    a_step_is_finished_once_and_by_who_holds_it,
}

async fn person(office: &Office, login: &str) -> Arc<Person> {
    let signed_in = office.app.sign_in(login, "motcua-demo").await.unwrap();
    office.app.person_of_token(&signed_in.token, TokenPurpose::Browser).await.unwrap().unwrap()
}

async fn handed_in(office: &Office) -> String {
    let request = SubmitRequest {
        procedure: "1.013831".to_owned(),
        unit: office.unit.clone(),
        for_unit: None,
        channel: Channel::Counter,
        applicant: applicant(),
        form: serde_json::from_value(json!({"noi_dung": "Chuyển nhượng thửa đất số 12"})).unwrap(),
        files: Vec::new(),
        papers: Vec::new(),
    };
    office.app.submit(Some(&office.clerk), request, None).await.unwrap().dossier.code.as_str().to_owned()
}

#[expect(clippy::needless_pass_by_value, reason = "written in place")]
fn step(step: &str, found: serde_json::Value) -> ActionBody {
    let findings = found.as_object().unwrap().clone();
    ActionBody { step: step.to_owned(), findings, ..ActionBody::default() }
}

async fn inbox(office: &Office, person: &Person, list: TaskList) -> Vec<String> {
    let query = TaskQuery { list, limit: 50, ..TaskQuery::default() };
    let page = office.app.tasks(person, query).await.unwrap();
    page.rows.into_iter().map(|row| format!("{}:{}", row.dossier, row.step)).collect()
}

async fn a_land_transfer_is_worked_by_three_offices(office: Office) {
    let code = handed_in(&office).await;
    let registry = person(&office, "chuyenvien.datdai").await;
    let registrar = person(&office, "lanhdao.datdai").await;
    let tax = person(&office, "chuyenvien.thue").await;
    let tax_head = person(&office, "lanhdao.thue").await;

    // The desk's own receiving is done with the acceptance; the registry sees its step, the tax office nothing yet.
    assert_eq!(inbox(&office, &registry, TaskList::Free).await, [format!("{code}:kiem_tra")]);
    assert!(matches!(office.app.dossier(&tax, &code).await, Err(ActError::NotFound)));
    assert!(inbox(&office, &tax, TaskList::Unit).await.is_empty());

    let take = ActionBody { officer: registry.id.clone(), ..step("kiem_tra", json!({})) };
    office.act(&registry, &code, ActionKind::Assign, take).await.unwrap();
    assert_eq!(inbox(&office, &registry, TaskList::Taken).await, [format!("{code}:kiem_tra")]);
    let view = office.app.dossier(&registry, &code).await.unwrap();
    let open = &view.steps[0];
    assert_eq!(open.asked.iter().map(|fact| fact.name.as_str()).collect::<Vec<_>>(), ["du_dieu_kien"]);
    assert!(!open.decides && open.actions.contains(&ActionKind::CompleteStep));
    // The applicant is told of no step.
    let own = office.app.dossier(&office.clerk, &code).await.unwrap();
    assert_eq!(own.steps.len(), 1);

    let ask = ActionBody {
        unit: "so-xay-dung".to_owned(),
        limit: Some("2wd".parse().unwrap()),
        reason: "Thửa đất có nằm trong quy hoạch đường không?".to_owned(),
        ..ActionBody::default()
    };
    office.act(&registry, &code, ActionKind::AskOpinion, ask).await.unwrap();
    let builder = person(&office, "chuyenvien.soxaydung").await;
    assert_eq!(inbox(&office, &builder, TaskList::Mine).await, [format!("{code}:opinion:1")]);
    let answer = ActionBody { reason: "Không thuộc quy hoạch.".to_owned(), ..step("opinion:1", json!({})) };
    office.act(&builder, &code, ActionKind::GiveOpinion, answer).await.unwrap();

    let found = step("kiem_tra", json!({"du_dieu_kien": true}));
    office.act(&registry, &code, ActionKind::CompleteStep, found).await.unwrap();
    assert_eq!(inbox(&office, &tax, TaskList::Free).await, [format!("{code}:thue/tiep_nhan_phieu")]);
    for (who, at) in [(&tax, "thue/tiep_nhan_phieu"), (&tax, "thue/xac_dinh"), (&tax_head, "thue/ky")] {
        office.act(who, &code, ActionKind::CompleteStep, step(at, json!({}))).await.unwrap();
    }
    let sent = step("thue/gui", json!({"phai_nop_tien": false}));
    office.act(&tax, &code, ActionKind::CompleteStep, sent).await.unwrap();
    let drawn = step("chinh_ly", json!({}));
    office.act(&registry, &code, ActionKind::CompleteStep, drawn).await.unwrap();
    let not_yours = office.act(&registry, &code, ActionKind::CompleteStep, step("ky", json!({}))).await;
    assert!(matches!(not_yours, Err(ActError::NotYours)));
    let signed = ActionBody { outcome: Some(Outcome::Granted), ..step("ky", json!({})) };
    assert_eq!(office.act(&registrar, &code, ActionKind::CompleteStep, signed).await.unwrap(), Stage::ResultIssued);
    let deliver = ActionBody { receiver: "Nguyễn Thị Hồng Nhung".to_owned(), ..ActionBody::default() };
    assert_eq!(office.act(&office.clerk, &code, ActionKind::DeliverResult, deliver).await.unwrap(), Stage::Delivered);
    assert!(inbox(&office, &office.clerk, TaskList::Unit).await.is_empty());

    office.follow().await;
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

async fn a_step_is_finished_once_and_by_who_holds_it(office: Office) {
    let code = handed_in(&office).await;
    let registry = person(&office, "chuyenvien.datdai").await;
    let colleague = person(&office, "pholanhdao.datdai").await;
    let registrar = person(&office, "lanhdao.datdai").await;
    let to = |officer: &Person| ActionBody { officer: officer.id.clone(), ..step("kiem_tra", json!({})) };
    // Giving it to somebody else is for the head, and only to people of the office.
    let given = office.act(&registry, &code, ActionKind::Assign, to(&colleague)).await;
    assert!(matches!(given, Err(ActError::NotYours)));
    let stranger = office.act(&registrar, &code, ActionKind::Assign, to(&office.officer)).await;
    assert!(matches!(stranger, Err(ActError::Invalid(_))));
    office.act(&registrar, &code, ActionKind::Assign, to(&colleague)).await.unwrap();
    let found = || step("kiem_tra", json!({"du_dieu_kien": true}));
    let taken = office.act(&registry, &code, ActionKind::CompleteStep, found()).await;
    assert!(matches!(taken, Err(ActError::NotYours)));
    let back = ActionBody { reason: "Nghỉ ốm".to_owned(), ..step("kiem_tra", json!({})) };
    office.act(&colleague, &code, ActionKind::HandBack, back).await.unwrap();
    let (one, other) = tokio::join!(
        office.act(&registry, &code, ActionKind::CompleteStep, found()),
        office.act(&colleague, &code, ActionKind::CompleteStep, found()),
    );
    let lost = if one.is_ok() { other } else { one };
    assert!(
        matches!(
            lost,
            Err(ActError::Refused(Refusal::StepNotOpen { .. }) | ActError::Stale { .. } | ActError::NotYours)
        ),
        "{lost:?}"
    );
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

//! A dossier's way through the office, and what bad requests get.

use app::ActError;
use app::dossier::{ActionBody, Idempotency, WorklistFilter};
use domain::dossier::{ActionKind, Outcome, Stage};
use serde_json::json;

use crate::office::{Office, applicant, on_both};

on_both! {
    a_dossier_goes_from_the_citizen_to_the_result,
    the_same_key_submits_once_and_faults_name_their_fields,
    a_stale_version_is_told_the_present_one,
    a_file_is_named_only_by_who_brought_it,
    a_draft_is_taken_over_by_code_and_phone_and_handed_in_once,
}

async fn a_dossier_goes_from_the_citizen_to_the_result(office: Office) {
    let request = office.request().await;
    let submitted = office.app.submit(Some(&office.citizen), request, None).await.unwrap().dossier;
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

    office.follow().await;
    let found = office.app.search_dossiers(&office.clerk, None, "hong nhung", 10).await.unwrap();
    assert_eq!(found.len(), 1);
    let day = office.app.today();
    let overview = office.app.overview(day, day).await.unwrap();
    assert_eq!((overview.total.received, overview.total.finished_on_time, overview.total.in_process), (1, 1, 0));
    let verified = office.app.verify(|_| ()).await.unwrap();
    assert_eq!(verified.difference, None);
    assert_eq!(verified.dossiers, 1);
}

async fn the_same_key_submits_once_and_faults_name_their_fields(office: Office) {
    let request = office.request().await;
    let key = Idempotency { key: "k1".to_owned(), request_hash: "h".to_owned() };
    let first = office.app.submit(Some(&office.citizen), request.clone(), Some(key.clone())).await.unwrap();
    let again = office.app.submit(Some(&office.citizen), request.clone(), Some(key.clone())).await.unwrap();
    assert_eq!(first.dossier, again.dossier);
    assert!(again.repeated && !first.repeated);
    let other = Idempotency { request_hash: "other".to_owned(), ..key };
    let reused = office.app.submit(Some(&office.citizen), request.clone(), Some(other)).await;
    assert!(matches!(reused, Err(ActError::KeyReused)));

    let mut wrong = request;
    "abc".clone_into(&mut wrong.applicant.phone);
    wrong.files.clear();
    wrong.papers.push("c1".to_owned());
    wrong.form.insert("khong_co".to_owned(), json!("x"));
    match office.app.submit(Some(&office.citizen), wrong, None).await {
        Err(ActError::Invalid(problems)) => {
            let fields: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
            assert!(fields.contains(&"applicant.phone"), "{fields:?}");
            assert!(fields.iter().any(|field| field.starts_with("files.")), "{fields:?}");
            assert!(fields.contains(&"form.khong_co"), "{fields:?}");
            assert!(fields.contains(&"papers.c1"), "nothing comes on paper online: {fields:?}");
        }
        other => panic!("{other:?}"),
    }
}

async fn a_stale_version_is_told_the_present_one(office: Office) {
    let request = office.request().await;
    let dossier = office.app.submit(Some(&office.citizen), request, None).await.unwrap().dossier;
    let accept = |version| {
        let request = app::dossier::ActionRequest { action: ActionKind::Accept, body: ActionBody::default() };
        office.app.act(&office.clerk, dossier.code.as_str(), Some(version), request, None)
    };
    assert!(matches!(accept(7).await, Err(ActError::Stale { current: 1 })));
    assert_eq!(accept(1).await.unwrap().dossier.version, 2);
    assert!(matches!(accept(1).await, Err(ActError::Stale { current: 2 })));
}

async fn a_file_is_named_only_by_who_brought_it(office: Office) {
    let request = office.request().await;
    let other = office.app.submit(Some(&office.leader), request.clone(), None).await;
    let Err(ActError::Invalid(problems)) = other else { panic!("{other:?}") };
    assert!(problems.iter().all(|problem| problem.field.starts_with("files.")), "{problems:?}");
    assert!(office.app.submit(Some(&office.citizen), request, None).await.is_ok());
}

async fn a_draft_is_taken_over_by_code_and_phone_and_handed_in_once(office: Office) {
    use app::draft::{DraftContent, Owner};
    let mut content = DraftContent { unit: office.unit.clone(), ..DraftContent::default() };
    content.applicant.insert("phone".to_owned(), json!("0912 345 678"));
    let draft = office.app.draft_begin(Owner::Guest("browser-1"), crate::office::PROCEDURE, content).await.unwrap();
    let other = office.app.draft(Owner::Guest("browser-2"), &draft.code).await;
    assert!(matches!(other, Err(ActError::NotFound)));
    let wrong = office.app.draft_resume(Owner::Guest("browser-2"), &draft.code, "0999999999").await;
    assert!(matches!(wrong, Err(ActError::NotFound)));
    let resumed = office.app.draft_resume(Owner::Guest("browser-2"), &draft.code, "+84912345678").await.unwrap();
    assert_eq!(resumed.content, draft.content);
    let late = office.app.draft_save(Owner::Guest("browser-1"), draft.clone()).await;
    assert!(matches!(late, Err(ActError::Stale { .. })), "{late:?}");

    let mut request = office.request().await;
    let owner = Owner::Guest("browser-2");
    let foreign = office.app.draft_submit(owner.clone(), &draft.code, request.clone()).await;
    assert!(matches!(foreign, Err(ActError::Invalid(_))), "another's files");
    let stored = office.take_pdf(owner.clone()).await;
    request.files.iter_mut().for_each(|file| file.sha256.clone_from(&stored));
    office.app.draft_submit(owner.clone(), &draft.code, request.clone()).await.unwrap();
    let again = office.app.draft_submit(owner, &draft.code, request).await;
    assert!(matches!(again, Err(ActError::Stale { .. })));
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

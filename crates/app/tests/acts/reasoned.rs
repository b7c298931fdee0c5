//! Refusals, returns and supplement requests: what is kept where, who reads what, and which requests are flagged.

use app::ActError;
use app::dossier::ActionBody;
use domain::dossier::{ActionKind, Outcome, Refusal, Stage};
use domain::reasoned_notice::{ItemFault, NoticeAction, ReasonFault};

use crate::office::{Office, applicant, asks, because, on_both};

on_both! {
    a_refusal_is_read_by_the_applicant_and_sealed_in_the_journal,
    a_refused_decision_tells_its_reason,
    a_request_on_the_due_date_is_listed_for_the_head_and_the_reform_office,
}

const BROWSER: &str = "0123456789abcdef";
const FACTS: &str = "Bản sao văn bản ủy quyền của bà Nhung chưa được chứng thực.";

async fn submitted(office: &Office) -> String {
    let request = office.request().await;
    office.app.submit(Some(&office.citizen), request, None).await.unwrap().dossier.code.as_str().to_owned()
}

async fn a_refusal_is_read_by_the_applicant_and_sealed_in_the_journal(office: Office) {
    let code = submitted(&office).await;
    let app = &office.app;
    let free_text = ActionBody { reason: "Không nhận".to_owned(), ..ActionBody::default() };
    let refused = office.act(&office.clerk, &code, ActionKind::Reject, free_text).await;
    let Err(ActError::Refused(Refusal::Reason(faults))) = refused else { panic!("{refused:?}") };
    assert!(faults.contains(&ReasonFault::GroundMissing) && faults.contains(&ReasonFault::FactsMissing), "{faults:?}");
    let body = ActionBody { notice: Some(because("receipt_condition", FACTS)), ..ActionBody::default() };
    assert_eq!(office.act(&office.clerk, &code, ActionKind::Reject, body).await.unwrap(), Stage::Refused);

    let notice = app.dossier(&office.citizen, &code).await.unwrap().notice.unwrap();
    assert_eq!((notice.cited.action, notice.cited.ground.as_str()), (NoticeAction::RefuseReceipt, "receipt_condition"));
    assert_eq!(notice.told.unwrap().facts_vi, FACTS);
    let tracked = app.track(&code, "5678").await.unwrap().notice.unwrap();
    assert_eq!(tracked.told, None, "four digits show no words about anybody");
    let pass = app.guest_pass(BROWSER, &code, &applicant().phone).await.unwrap().token;
    let shown = app.guest_view(BROWSER, &pass).await.unwrap().notice.unwrap();
    assert_eq!(shown.told.unwrap().facts_vi, FACTS);

    let stream = code.clone();
    let stored = office.beside().read(move |tx| store::journal::of_stream(tx, &stream, 0, 10)).await.unwrap();
    assert!(stored.iter().any(|event| event.payload.contains("receipt_condition")));
    assert!(stored.iter().all(|event| !event.payload.contains("chứng thực")), "the facts are sealed");
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn a_refused_decision_tells_its_reason(office: Office) {
    let code = submitted(&office).await;
    let body = ActionBody::default;
    office.act(&office.clerk, &code, ActionKind::Accept, body()).await.unwrap();
    let assign = ActionBody { officer: office.officer.id.clone(), ..body() };
    office.act(&office.leader, &code, ActionKind::Assign, assign).await.unwrap();
    while office.app.dossier(&office.officer, &code).await.unwrap().dossier.current_step().is_some() {
        office.act(&office.officer, &code, ActionKind::CompleteStep, body()).await.unwrap();
    }
    let refuse =
        |notice| ActionBody { outcome: Some(Outcome::Refused), reason: "Không đủ".to_owned(), notice, ..body() };
    let bare = office.act(&office.leader, &code, ActionKind::Decide, refuse(None)).await;
    assert!(matches!(bare, Err(ActError::Refused(Refusal::Reason(_)))), "{bare:?}");
    let mut general = because("handling_not_eligible", FACTS);
    "Điều 22 Nghị định 118/2025/NĐ-CP".clone_into(&mut general.clause);
    let refused = office.act(&office.leader, &code, ActionKind::Decide, refuse(Some(general))).await;
    let Err(ActError::Refused(Refusal::Reason(faults))) = refused else { panic!("{refused:?}") };
    assert_eq!(faults, [ReasonFault::ClauseTooGeneral]);
    let whole = refuse(Some(because("handling_not_eligible", FACTS)));
    office.act(&office.leader, &code, ActionKind::Decide, whole).await.unwrap();
    let notice = office.app.dossier(&office.citizen, &code).await.unwrap().notice.unwrap();
    assert_eq!(notice.cited.action, NoticeAction::RefuseHandling);
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

async fn a_request_on_the_due_date_is_listed_for_the_head_and_the_reform_office(office: Office) {
    let app = &office.app;
    let mut codes = Vec::new();
    for _ in 0..3 {
        let code = submitted(&office).await;
        office.act(&office.clerk, &code, ActionKind::Accept, ActionBody::default()).await.unwrap();
        let assign = ActionBody { officer: office.officer.id.clone(), ..ActionBody::default() };
        office.act(&office.leader, &code, ActionKind::Assign, assign).await.unwrap();
        codes.push(code);
    }
    // The first in time, the others on the due date, three working days after Thursday.
    office.act(&office.officer, &codes[0], ActionKind::RequestSupplement, asks("c2", FACTS)).await.unwrap();
    let due = app.dossier(&office.officer, &codes[1]).await.unwrap().dossier.due.at().unwrap();
    app.clock().set(app.zone().instant(due.date().at(9, 0, 0, 0)));
    for code in &codes[1..] {
        office.act(&office.officer, code, ActionKind::RequestSupplement, asks("c2", FACTS)).await.unwrap();
    }
    let page = app.late_requests(&office.leader, None, None, 1).await.unwrap();
    assert_eq!(page.rows.iter().map(|row| row.dossier.as_str()).collect::<Vec<_>>(), [codes[2].as_str()]);
    let rest = app.late_requests(&office.leader, Some(&office.unit), page.next, 10).await.unwrap();
    assert_eq!(rest.rows.iter().map(|row| row.dossier.as_str()).collect::<Vec<_>>(), [codes[1].as_str()]);
    for stranger in [&office.citizen, &office.clerk, &office.officer] {
        assert!(
            matches!(app.late_requests(stranger, None, None, 10).await, Err(ActError::NotFound)),
            "{}",
            stranger.name
        );
    }
    let elsewhere = app.late_requests(&office.leader, Some("so-xay-dung"), None, 10).await;
    assert!(matches!(elsewhere, Err(ActError::NotFound)));
    let papers = app.dossier(&office.citizen, &codes[1]).await.unwrap().notice.unwrap().papers;
    assert_eq!((papers[0].component.as_str(), papers[0].fault), ("c2", ItemFault::Illegible));
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

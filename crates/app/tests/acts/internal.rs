//! A procedure whose internal workflow is in force: worked step by step by those whose steps they are, up to the result.

use app::ActError;
use app::dossier::{ActionBody, SubmitRequest, TaskList, TaskQuery};
use domain::access::Person;
use domain::dossier::{ActionKind, Channel, Outcome, Stage};
use serde_json::json;

use crate::office::{Office, applicant, on_both};

on_both! {
    an_internal_workflow_in_force_works_its_dossiers,
}

const PROCEDURE: &str = "1.013967";

async fn handed_in(office: &Office) -> String {
    let catalogue = office.app.catalogue();
    let procedure = catalogue.procedure(PROCEDURE, office.app.today()).unwrap();
    let required = procedure.components.iter().filter(|component| component.required);
    let request = SubmitRequest {
        procedure: PROCEDURE.to_owned(),
        unit: office.unit.clone(),
        for_unit: None,
        channel: Channel::Counter,
        applicant: applicant(),
        form: serde_json::from_value(json!({"noi_dung": "Thửa đất số 12"})).unwrap(),
        files: Vec::new(),
        papers: required.map(|component| component.id.clone()).collect(),
    };
    office.app.submit(Some(&office.clerk), request, None).await.unwrap().dossier.code.as_str().to_owned()
}

async fn inbox(office: &Office, person: &Person) -> Vec<String> {
    let query = TaskQuery { list: TaskList::Mine, limit: 50, ..TaskQuery::default() };
    office.app.tasks(person, query).await.unwrap().rows.into_iter().map(|row| row.step).collect()
}

async fn an_internal_workflow_in_force_works_its_dossiers(office: Office) {
    let code = handed_in(&office).await;
    let at = |step: &str| ActionBody { step: step.to_owned(), ..ActionBody::default() };
    // The desk's receiving is done with the acceptance; the next step is the head's, and not the officer's.
    assert_eq!(inbox(&office, &office.leader).await, ["buoc_2"]);
    assert!(inbox(&office, &office.officer).await.is_empty());
    let officers = office.act(&office.officer, &code, ActionKind::CompleteStep, at("buoc_2")).await;
    assert!(matches!(officers, Err(ActError::NotYours)));
    office.act(&office.leader, &code, ActionKind::CompleteStep, at("buoc_2")).await.unwrap();
    office.act(&office.officer, &code, ActionKind::CompleteStep, at("buoc_3")).await.unwrap();
    let view = office.app.dossier(&office.leader, &code).await.unwrap();
    assert!(view.steps[0].decides, "the last word is the head's");
    let granted = ActionBody { outcome: Some(Outcome::Granted), ..at("buoc_4") };
    let stage = office.act(&office.leader, &code, ActionKind::CompleteStep, granted).await.unwrap();
    assert_eq!(stage, Stage::ResultIssued);
    let taken = ActionBody { receiver: "Nguyễn Thị Hồng Nhung".to_owned(), ..ActionBody::default() };
    assert_eq!(office.act(&office.clerk, &code, ActionKind::DeliverResult, taken).await.unwrap(), Stage::Delivered);
    office.follow().await;
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

//! A new version of a workflow, and the dossiers that run by the old one: listed, previewed, moved one by one.

use std::sync::Arc;

use app::ActError;
use app::dossier::{ActionBody, ActionRequest, Previewed, RunCursor, RunPage, RunQuery, SubmitRequest};
use app::identity::TokenPurpose;
use app::import::DataFile;
use domain::access::Person;
use domain::dossier::{ActionKind, Channel, Refusal};
use domain::workflow::{self, BlockedReason};
use serde_json::{Value, json};

use crate::office::{Office, applicant, on_both};

on_both! {
    dossiers_are_moved_to_a_new_version_as_previewed_or_not_at_all,
    a_part_at_another_office_is_moved_by_itself,
}

const WORKFLOW: &str = "chuyen_nhuong_dat";

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

fn step(step: &str, found: &Value) -> ActionBody {
    ActionBody { step: step.to_owned(), findings: found.as_object().unwrap().clone(), ..ActionBody::default() }
}

/// The shipped workflow as its second version, changed, in force from tomorrow.
async fn second_version(office: &Office, id: &str, change: impl Fn(&mut Value)) {
    let file = include_str!("../../../../data/workflows/interlinked.json");
    let file: Value = serde_json::from_str(file).unwrap();
    let mut workflow = file["workflows"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone();
    workflow["version"] = 2.into();
    workflow["valid_from"] = "2026-11-27".into();
    change(&mut workflow);
    let bytes = json!({"workflows": [workflow]}).to_string().into_bytes();
    office.app.import(DataFile { name: format!("{id}-2.json"), bytes }, "system").await.unwrap();
}

fn node<'w>(workflow: &'w mut Value, id: &str) -> &'w mut Value {
    workflow["nodes"].as_array_mut().unwrap().iter_mut().find(|node| node["id"] == id).unwrap()
}

async fn older(office: &Office, person: &Person, after: RunCursor, limit: i64) -> Result<RunPage, ActError> {
    let query = RunQuery { workflow: WORKFLOW.to_owned(), version: 2, unit: None, after, limit };
    office.app.older_runs(person, query).await
}

async fn preview(office: &Office, person: &Person, code: &str) -> Previewed {
    let found = office.app.preview_moves(person, (WORKFLOW, 2), vec![code.to_owned()]).await.unwrap();
    found.into_iter().next().unwrap()
}

async fn moved(office: &Office, person: &Person, (code, seen): (&str, i64), body: ActionBody) -> Result<i64, ActError> {
    let request = ActionRequest { action: ActionKind::MoveWork, body };
    Ok(office.app.act(person, code, Some(seen), request, None).await?.dossier.version)
}

fn to_second(workflow: &str, reason: &str) -> ActionBody {
    ActionBody { workflow: workflow.to_owned(), version: Some(2), reason: reason.to_owned(), ..ActionBody::default() }
}

async fn dossiers_are_moved_to_a_new_version_as_previewed_or_not_at_all(office: Office) {
    let (at_first, further) = (handed_in(&office).await, handed_in(&office).await);
    let registry = person(&office, "chuyenvien.datdai").await;
    let head = person(&office, "lanhdao.datdai").await;
    let take = ActionBody { officer: registry.id.clone(), ..step("kiem_tra", &json!({})) };
    office.act(&registry, &at_first, ActionKind::Assign, take).await.unwrap();
    let found = step("kiem_tra", &json!({"du_dieu_kien": true}));
    office.act(&registry, &further, ActionKind::CompleteStep, found).await.unwrap();

    // The examination becomes shorter, and the tax office's part is another node.
    second_version(&office, WORKFLOW, |workflow| {
        node(workflow, "kiem_tra")["limit"] = "2wd".into();
        node(workflow, "kiem_tra")["name_vi"] = "Kiểm tra điều kiện".into();
        node(workflow, "thue")["id"] = "thue_moi".into();
        for flow in workflow["flows"].as_array_mut().unwrap() {
            for end in ["from", "to"] {
                if flow[end] == "thue" {
                    flow[end] = "thue_moi".into();
                }
            }
        }
    })
    .await;

    // The head sees what runs by the old version, page by page; for an officer there is no such list.
    let first = older(&office, &head, RunCursor::default(), 1).await.unwrap();
    let rest = older(&office, &head, first.next.clone().unwrap(), 10).await.unwrap();
    let listed: Vec<&str> = first.rows.iter().chain(&rest.rows).map(|row| row.dossier.as_str()).collect();
    assert_eq!((listed, rest.next), (vec![at_first.as_str(), further.as_str()], None));
    assert!(matches!(older(&office, &registry, RunCursor::default(), 10).await, Err(ActError::NotFound)));

    let Previewed { seen, outcome, .. } = preview(&office, &head, &at_first).await;
    let outcome = outcome.unwrap();
    assert!(outcome.is_clear() && outcome.due.0 == outcome.due.1, "{outcome:?}");
    let [seat] = outcome.instances[0].seats.as_slice() else { panic!("{outcome:?}") };
    let (before, after) = (seat.before.clone().unwrap(), seat.after.clone().unwrap());
    assert_eq!((before.since, before.assignee.clone()), (after.since, after.assignee.clone()));
    assert_eq!((after.name.as_str(), after.limit), ("Kiểm tra điều kiện", "2wd".parse().ok()));
    assert!(after.due < before.due);
    let blocked = preview(&office, &head, &further).await;
    let plan = &blocked.outcome.as_ref().unwrap().instances[0].plan;
    assert_eq!(plan.blocked.iter().map(|one| one.reason).collect::<Vec<_>>(), [BlockedReason::Gone]);
    assert!(matches!(preview(&office, &registry, &at_first).await.outcome, Err(ActError::NotYours)));

    let why = || to_second(WORKFLOW, "Quyết định 12/QĐ-UBND");
    nothing_moves((&office, &registry, &head), (&at_first, seen), (&further, blocked.seen)).await;
    assert_eq!(moved(&office, &head, (&at_first, seen), why()).await.unwrap(), seen + 1);
    let again = moved(&office, &head, (&at_first, seen + 1), why()).await;
    assert!(matches!(again, Err(ActError::Refused(Refusal::NothingToMove))));
    let left = older(&office, &head, RunCursor::default(), 10).await.unwrap();
    assert_eq!(left.rows.iter().map(|row| row.dossier.as_str()).collect::<Vec<_>>(), [further.as_str()]);
    let view = office.app.dossier(&head, &at_first).await.unwrap();
    assert_eq!(view.steps[0].task.assignee.as_deref(), Some(registry.id.as_str()));
    assert_eq!(view.steps[0].task.due, after.due);
    assert_eq!(view.timeline.last().unwrap().note.as_deref(), Some("Quyết định 12/QĐ-UBND"));
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);

    // Both go on, each by its own version.
    let found = step("kiem_tra", &json!({"du_dieu_kien": true}));
    office.act(&registry, &at_first, ActionKind::CompleteStep, found).await.unwrap();
    let tax = person(&office, "chuyenvien.thue").await;
    for (code, at) in [(&at_first, "thue_moi/tiep_nhan_phieu"), (&further, "thue/tiep_nhan_phieu")] {
        office.act(&tax, code, ActionKind::CompleteStep, step(at, &json!({}))).await.unwrap();
    }
    office.follow().await;
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

/// Whoever may not, without a reason, on what was not seen, or where something has no place: nothing moves.
async fn nothing_moves(
    (office, officer, head): (&Office, &Person, &Person),
    (at_first, seen): (&str, i64),
    further: (&str, i64),
) {
    let why = || to_second(WORKFLOW, "Quyết định 12/QĐ-UBND");
    let not_yours = moved(office, officer, (at_first, seen), why()).await;
    assert!(matches!(not_yours, Err(ActError::NotYours)));
    let no_reason = moved(office, head, (at_first, seen), to_second(WORKFLOW, " ")).await;
    assert!(matches!(no_reason, Err(ActError::Refused(Refusal::ReasonMissing))));
    let stale = moved(office, head, (at_first, seen - 1), why()).await;
    assert!(matches!(stale, Err(ActError::Stale { current }) if current == seen));
    let refused = moved(office, head, further, why()).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::Workflow(workflow::Refusal::Blocked)))));
    let unknown = moved(office, head, (at_first, seen), ActionBody { version: Some(7), ..why() }).await;
    assert!(matches!(unknown, Err(ActError::Refused(Refusal::WorkflowMissing { .. }))));
}

async fn a_part_at_another_office_is_moved_by_itself(office: Office) {
    const TAX: &str = "lt_nghia_vu_tai_chinh";
    let code = handed_in(&office).await;
    let registry = person(&office, "chuyenvien.datdai").await;
    let head = person(&office, "lanhdao.datdai").await;
    let found = step("kiem_tra", &json!({"du_dieu_kien": true}));
    office.act(&registry, &code, ActionKind::CompleteStep, found).await.unwrap();
    second_version(&office, TAX, |workflow| node(workflow, "tiep_nhan_phieu")["role"] = "leader".into()).await;
    let seen = office.app.dossier(&head, &code).await.unwrap().dossier.version;
    moved(&office, &head, (&code, seen), to_second(TAX, "Chi cục thuế phân công lại")).await.unwrap();
    let dossier = office.app.dossier(&head, &code).await.unwrap().dossier;
    let versions: Vec<u32> = dossier.work.as_ref().unwrap().instances.values().map(|state| state.version).collect();
    assert_eq!(versions, [1, 2]);
    // The step is the head's now.
    let (tax, tax_head) = (person(&office, "chuyenvien.thue").await, person(&office, "lanhdao.thue").await);
    let received = || step("thue/tiep_nhan_phieu", &json!({}));
    let officers = office.act(&tax, &code, ActionKind::CompleteStep, received()).await;
    assert!(matches!(officers, Err(ActError::NotYours)));
    office.act(&tax_head, &code, ActionKind::CompleteStep, received()).await.unwrap();
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

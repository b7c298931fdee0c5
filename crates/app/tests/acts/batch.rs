//! A catalogue that comes in as a file: its differences, the drafts made of it, and the second person who goes through them.

use std::sync::Arc;

use app::burden::{BurdenFilter, BurdenReport};
use app::identity::TokenPurpose;
use app::registry::RegistryRequest;
use app::registry::batch::{BatchChoice, BatchError, BatchFault, BatchPreview, BatchStep};
use app::{ActError, App};
use domain::access::Person;
use domain::burden::Finding;
use domain::procedure::RecordKind;
use domain::registry::{Command, Decision, Refusal, RevisionState};
use serde_json::Value;

use crate::office::{Office, PROCEDURE, on_both};

on_both! {
    a_file_becomes_drafts_that_another_person_publishes,
    nothing_is_kept_of_a_faulty_or_outdated_file,
}

const FILE: &str = "procedures.json";
/// A procedure that is nowhere published.
const NEW: &str = "9.000009";

async fn signed_in(app: &App, login: &str) -> Arc<Person> {
    let signed_in = app.sign_in(login, "motcua-demo").await.unwrap();
    app.person_of_token(&signed_in.token, TokenPurpose::Browser).await.unwrap().unwrap()
}

fn shipped() -> Value {
    serde_json::from_slice(include_bytes!("../../../../data/procedures.json")).unwrap()
}

fn record<'a>(file: &'a mut Value, id: &str) -> &'a mut Value {
    file["procedures"].as_array_mut().unwrap().iter_mut().find(|record| record["id"] == id).unwrap()
}

/// A full record in which nothing stops a publication.
fn sound(report: &BurdenReport) -> String {
    let stops = |findings: &[Finding]| findings.iter().any(Finding::is_open_stop);
    let mut all = report.found.procedures.iter();
    let found = all.find(|one| one.procedure.record == RecordKind::Full && !stops(&one.findings));
    found.unwrap().procedure.id.clone()
}

async fn bring(app: &App, person: &Person, file: &Value) -> (String, Result<BatchPreview, BatchError>) {
    let sha256 = app.batch_upload(person, serde_json::to_vec(file).unwrap().into()).await.unwrap();
    let preview = app.batch_preview(person, &sha256, FILE).await;
    (sha256, preview)
}

fn choice(sha256: &str, preview: &BatchPreview) -> BatchChoice {
    BatchChoice { sha256: sha256.to_owned(), name: FILE.to_owned(), base: preview.base.clone() }
}

fn publish() -> BatchStep {
    let decision = Decision { number: "2816/QĐ-UBND".to_owned(), date: "2026-11-26".parse().unwrap() };
    BatchStep::Publish { valid_from: "2026-12-15".parse().unwrap(), decision, short_notice: None }
}

async fn a_file_becomes_drafts_that_another_person_publishes(office: Office) {
    let app = &office.app;
    let (editor, head) = (signed_in(app, "caicach").await, signed_in(app, "lanhdao.tinh").await);
    let (sha256, unchanged) = bring(app, &editor, &shipped()).await;
    let unchanged = unchanged.unwrap();
    assert_eq!((unchanged.drafts(), unchanged.missing.len()), (0, 0), "what went out comes back without a difference");
    let nothing = app.batch_draft(&editor, &choice(&sha256, &unchanged)).await;
    assert!(matches!(nothing, Err(BatchError::Nothing)), "{nothing:?}");

    let report = app.burden_report(&editor).await.unwrap();
    let sound = sound(&report);
    let mut file = shipped();
    for id in [PROCEDURE, sound.as_str()] {
        record(&mut file, id)["name_vi"] = format!("Tên mới của {id}").into();
    }
    let mut added = record(&mut file, &sound).clone();
    (added["id"], added["code"]) = (NEW.into(), NEW.into());
    let records = file["procedures"].as_array_mut().unwrap();
    records.push(added);
    let gone = records.iter().position(|record| record["id"] != PROCEDURE && record["id"] != sound.as_str()).unwrap();
    let gone = records.remove(gone)["id"].as_str().unwrap().to_owned();

    let (sha256, preview) = bring(app, &editor, &file).await;
    let preview = preview.unwrap();
    let mut codes: Vec<&str> = preview.codes().collect();
    codes.sort_unstable();
    let mut expected = [PROCEDURE, sound.as_str(), NEW];
    expected.sort_unstable();
    assert_eq!(codes, expected);
    assert_eq!(preview.missing.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), [gone.as_str()]);
    assert!(preview.changed.iter().all(|change| change.changes.len() == 1), "only the names differ");
    // Whoever did not bring the file does not find it; whoever only publishes makes no drafts.
    assert!(matches!(app.batch_preview(&head, &sha256, FILE).await, Err(BatchError::Act(ActError::NotYours))));
    let stranger = app.batch_upload(&office.clerk, vec![1].into()).await;
    assert!(matches!(stranger, Err(ActError::NotFound)), "{stranger:?}");

    let batch = app.batch_draft(&editor, &choice(&sha256, &preview)).await.unwrap();
    let page = app.batch_page(&head, &batch, None, 2).await.unwrap();
    assert_eq!((page.rows.len(), page.next.is_some()), (2, true));
    let rest = app.batch_page(&head, &batch, page.next.as_deref(), 2).await.unwrap();
    let drafts: Vec<_> = page.rows.iter().chain(&rest.rows).collect();
    assert_eq!(drafts.iter().map(|draft| draft.procedure.as_str()).collect::<Vec<_>>(), expected);
    let stopped: Vec<&str> =
        drafts.iter().filter(|draft| !draft.open_stops.is_empty()).map(|draft| draft.procedure.as_str()).collect();
    assert_eq!(stopped, [PROCEDURE], "the burden check is told beside each draft");
    assert!(app.catalogue().versions(NEW).is_empty(), "an import publishes nothing");

    go_through(app, &editor, &head, &batch).await;
    assert_eq!(app.catalogue().newest_version(NEW).as_deref(), Some("2026-12-15-r1"));
    assert_eq!(app.catalogue().newest_version(&sound).as_deref(), Some("2026-12-15-r1"));
    assert!(app.catalogue().procedure(&gone, app.today()).is_some(), "what the file lacks stays");

    let batches = app.batches(&head, None, 10).await.unwrap();
    assert_eq!((batches.rows.len(), batches.rows[0].revisions, batches.rows[0].in_work), (1, 3, 1));
    assert_eq!(app.batches(&head, Some(&batch), 10).await.unwrap().rows, []);
    assert!(matches!(app.batch_act(&head, "none", BatchStep::Check).await, Err(ActError::NotFound)));
    assert!(matches!(app.batch_page(&office.clerk, &batch, None, 2).await, Err(ActError::NotFound)));
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
    assert!(!report.page(&BurdenFilter::default(), None, 1).rows.is_empty());
}

/// Whoever wrote the drafts cannot lead them on; somebody else can, but for the one that a finding stops.
async fn go_through(app: &App, editor: &Person, head: &Person, batch: &str) {
    let own = app.batch_act(editor, batch, BatchStep::Check).await.unwrap();
    assert_eq!((own.done, own.refused.len()), (0, 3));
    assert!(own.refused.iter().all(|one| one.refusal == Refusal::OwnWork), "four eyes");
    let checked = app.batch_act(head, batch, BatchStep::Check).await.unwrap();
    assert_eq!((checked.done, checked.refused.len()), (2, 1));
    assert_eq!(checked.refused[0].procedure, PROCEDURE);
    assert!(matches!(checked.refused[0].refusal, Refusal::FindingsOpen(_)), "{checked:?}");
    assert_eq!(app.batch_act(head, batch, BatchStep::Approve).await.unwrap().done, 2);
    let published = app.batch_act(head, batch, publish()).await.unwrap();
    assert_eq!((published.done, published.refused), (2, Vec::new()));
}

async fn nothing_is_kept_of_a_faulty_or_outdated_file(office: Office) {
    let app = &office.app;
    let (editor, head) = (signed_in(app, "caicach").await, signed_in(app, "lanhdao.tinh").await);
    let mut faulty = shipped();
    for index in [3, 5, 8] {
        faulty["procedures"][index]["time_limits"] = "soon".into();
    }
    match bring(app, &editor, &faulty).await.1 {
        Err(BatchError::Faults(found)) => {
            assert_eq!(found.len(), 3, "{found:?}");
            assert!(found.iter().all(|fault| matches!(fault, BatchFault::Data(_))));
        }
        other => panic!("{other:?}"),
    }
    for bytes in [&b"PK\x03\x04nothing"[..], b"[]", b"\xFF\xFE"] {
        let sha256 = app.batch_upload(&editor, bytes.to_vec().into()).await.unwrap();
        let read = app.batch_preview(&editor, &sha256, "x").await;
        assert!(matches!(read, Err(BatchError::Faults(_))), "{read:?}");
    }

    let mut file = shipped();
    record(&mut file, PROCEDURE)["name_vi"] = "Tên mới".into();
    let other = file["procedures"][0]["id"].as_str().unwrap().to_owned();
    record(&mut file, &other)["name_vi"] = "Tên khác".into();
    let (sha256, preview) = bring(app, &editor, &file).await;
    let preview = preview.unwrap();
    let outdated = BatchChoice { base: "0".repeat(64), ..choice(&sha256, &preview) };
    assert!(matches!(app.batch_draft(&editor, &outdated).await, Err(BatchError::Changed)));

    // One of the two has a draft already: none is made.
    let content = app.catalogue().content(app.catalogue().procedure(PROCEDURE, app.today()).unwrap());
    let based_on = app.catalogue().newest_version(PROCEDURE);
    let open = Command::Open { based_on, content: content.to_value(), batch: None };
    let request = RegistryRequest { procedure: PROCEDURE.to_owned(), seen: None, command: open };
    app.registry_act(&editor, request).await.unwrap();
    match app.batch_draft(&editor, &choice(&sha256, &preview)).await {
        Err(BatchError::InWork(found)) => assert_eq!(found, [(PROCEDURE.to_owned(), 1)]),
        answered => panic!("{answered:?}"),
    }
    assert_eq!(app.registry_list(&head, RevisionState::Draft, None, 10).await.unwrap().rows.len(), 1);
    assert_eq!(app.batches(&head, None, 10).await.unwrap().rows, []);
    let unknown = app.batch_preview(&editor, &"0".repeat(64), FILE).await;
    assert!(matches!(unknown, Err(BatchError::Act(ActError::NotFound))), "{unknown:?}");
}

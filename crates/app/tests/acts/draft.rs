//! Drafts of results: kept by who works on the dossier, read by its offices alone, replaced by the newer, replayed.

use app::ActError;
use app::dossier::{ActionBody, ResultDraft};
use domain::dossier::{ActionKind, DraftText, Event, Refusal, ResultTemplate, Stage};

use crate::office::{Office, on_both};

on_both! {
    a_draft_is_kept_replaced_and_read_by_offices_alone,
}

fn draft(content: &str) -> ResultDraft {
    let text = DraftText { title: "QUYẾT ĐỊNH".to_owned(), content: content.to_owned(), ..DraftText::default() };
    ResultDraft { template: ResultTemplate::Decision, text }
}

fn paper(mark: &str) -> (String, Vec<u8>) {
    ("du-thao.pdf".to_owned(), format!("%PDF-1.7\n% {mark}\n%%EOF\n").into_bytes())
}

async fn a_draft_is_kept_replaced_and_read_by_offices_alone(office: Office) {
    let app = &office.app;
    let submitted = app.submit(Some(&office.citizen), office.request().await, None).await.unwrap();
    let code = submitted.dossier.code.as_str().to_owned();
    let keep = |person: &domain::access::Person, content: &str| {
        let (app, person, code, content) = (app.clone(), person.clone(), code.clone(), content.to_owned());
        async move { app.keep_draft(&person, (&code, None), draft(&content), paper(&content), None).await }
    };
    let early = keep(&office.officer, "Điều 1.").await;
    let in_stage = Refusal::NotInStage { action: ActionKind::DraftResult, stage: Stage::Submitted };
    assert!(matches!(&early, Err(ActError::Refused(refusal)) if *refusal == in_stage), "{early:?}");
    office.act(&office.clerk, &code, ActionKind::Accept, ActionBody::default()).await.unwrap();
    let give = ActionBody { officer: office.officer.id.clone(), ..ActionBody::default() };
    office.act(&office.leader, &code, ActionKind::Assign, give).await.unwrap();

    for other in [&office.citizen, &office.clerk, &office.records] {
        assert!(matches!(keep(other, "Điều 1.").await, Err(ActError::NotYours)));
    }
    assert!(matches!(
        keep(&office.officer, " ").await,
        Err(ActError::Refused(Refusal::FieldMissing { field: "content" }))
    ));
    keep(&office.officer, "Điều 1. Bà Hồng Nhung.").await.unwrap();
    keep(&office.leader, "Điều 1. Bà Hồng Nhung được cấp.").await.unwrap();
    let view = app.dossier(&office.officer, &code).await.unwrap();
    assert_eq!(view.draft(), Some(draft("Điều 1. Bà Hồng Nhung được cấp.")));
    let last = view.timeline.last().unwrap();
    assert!(matches!(last.event, Event::ResultDrafted { .. }) && last.note.is_none());
    assert!(!serde_json::to_string(&last.event).unwrap().contains("Nhung"), "what names people is sealed");
    let file = view.dossier.draft.unwrap().file.sha256;
    assert!(app.file_of_dossier(&office.leader, &code, &file).await.is_ok());

    let own = app.dossier(&office.citizen, &code).await.unwrap();
    assert_eq!(own.draft(), None);
    assert!(!own.timeline.iter().any(|entry| matches!(entry.event, Event::ResultDrafted { .. })));
    assert!(matches!(app.file_of_dossier(&office.citizen, &code, &file).await, Err(ActError::NotFound)));
    office.follow().await;
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

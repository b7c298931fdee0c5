//! What the records teach about a procedure, and everyday words that are imported anew.

use app::dossier::ActionBody;
use app::find::Why;
use app::import::DataFile;
use domain::dossier::{ActionKind, Outcome, Stage};

use crate::office::{Office, PROCEDURE, on_both};

on_both! {
    real_times_and_forgotten_papers_come_from_the_records,
    imported_words_hold_at_once,
}

/// Ten dossiers, accepted at nine on Thursday; one has its result a working day later, the others at once.
async fn real_times_and_forgotten_papers_come_from_the_records(office: Office) {
    let app = &office.app;
    let morning = app.clock().now();
    let body = ActionBody::default;
    for number in 0..10 {
        app.clock().set(morning);
        let request = office.request().await;
        let code = app.submit(Some(&office.citizen), request, None).await.unwrap().dossier.code.as_str().to_owned();
        let asked = crate::office::asks("c2", "Thiếu giấy tờ");
        office.act(&office.clerk, &code, ActionKind::RequestSupplement, asked).await.unwrap();
        let back = ActionBody { reason: "Đã bổ sung".to_owned(), ..body() };
        office.act(&office.citizen, &code, ActionKind::Supplement, back).await.unwrap();
        office.act(&office.clerk, &code, ActionKind::Accept, body()).await.unwrap();
        let assign = ActionBody { officer: office.officer.id.clone(), ..body() };
        office.act(&office.leader, &code, ActionKind::Assign, assign).await.unwrap();
        if number == 9 {
            app.clock().set(morning.plus_seconds(24 * 3600));
        }
        while app.dossier(&office.officer, &code).await.unwrap().dossier.current_step().is_some() {
            let done = ActionBody { reason: "Đủ điều kiện".to_owned(), ..body() };
            office.act(&office.officer, &code, ActionKind::CompleteStep, done).await.unwrap();
        }
        let granted = ActionBody { outcome: Some(Outcome::Granted), ..body() };
        office.act(&office.leader, &code, ActionKind::Decide, granted).await.unwrap();
        office.act(&office.leader, &code, ActionKind::Sign, body()).await.unwrap();
        let stage = office.act(&office.officer, &code, ActionKind::IssueResult, body()).await.unwrap();
        assert_eq!(stage, Stage::ResultIssued);
        if number == 8 {
            office.follow().await;
            let early = app.experience(PROCEDURE).await.unwrap();
            assert_eq!((early.results, early.average_day_tenths(), early.forgotten(3)), (9, None, Vec::new()));
        }
    }
    office.follow().await;
    let experience = app.experience(PROCEDURE).await.unwrap();
    // Eight hours of work in ten dossiers: a tenth of a day each. All ten were asked for the same paper.
    assert_eq!((experience.results, experience.average_day_tenths()), (10, Some(1)));
    assert_eq!(experience.forgotten(3), [("c2", 100)]);
    assert_eq!(app.experience("1.001193").await.unwrap().results, 0);
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn imported_words_hold_at_once(office: Office) {
    let app = &office.app;
    let before = app.find_procedures("giấy ra đời", 10).await.unwrap();
    assert!(before.hits.iter().all(|hit| !matches!(hit.why, Why::Synonym { .. })));
    let text = r#"{"schema_version": 1, "title_vi": "Từ", "filler_words_vi": [], "synonyms": [{"everyday_vi": ["giấy ra đời"],
        "official_vi": ["đăng ký khai sinh"], "procedure_ids": ["1.001193"], "source": "thử"}]}"#;
    let file = DataFile { name: "synonyms.json".to_owned(), bytes: text.as_bytes().to_vec() };
    let done = app.import(file, "system").await.unwrap();
    assert_eq!((done.kind, done.records, done.unchanged), ("synonyms", 1, false));
    let after = app.find_procedures("giấy ra đời", 10).await.unwrap();
    let first = &after.hits[0];
    assert_eq!(first.procedure.id, "1.001193");
    assert!(matches!(&first.why, Why::Synonym { everyday, .. } if everyday == "giấy ra đời"));
    assert!(
        app.import(DataFile { name: "x.json".to_owned(), bytes: b"{\"synonyms\": [{}]}".to_vec() }, "system")
            .await
            .is_err()
    );
}

//! An incoming document from the clerk's desk to its end, who sees it, and what is refused.

use app::document::{DueBy, IncomingAsk, IncomingDone, IncomingList, IncomingRequest, NewArrival, Outcome};
use app::dossier::FileClaim;
use app::draft::Owner;
use app::{ActError, FieldProblemKind};
use domain::document::{Circulation, IncomingStage, Refusal, SecretLevel, Source, Urgency};
use domain::time::Date;

use crate::office::{Office, on_both};

on_both!(
    from_the_desk_to_the_end,
    numbers_have_no_gaps_and_doubles_are_warned_of,
    what_may_not_be_kept_is_not_kept,
    internal_documents_stay_with_whom_they_concern,
);

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn arrival(office: &Office, symbol: &str) -> NewArrival {
    NewArrival {
        agency: office.unit.clone(),
        source: Source::Paper,
        author: "Sở Nội vụ".to_owned(),
        symbol: symbol.to_owned(),
        day: Some(day("2026-11-25")),
        kind: Some("cong_van".to_owned()),
        subject: "V/v báo cáo cải cách hành chính quý IV".to_owned(),
        urgency: Urgency::Normal,
        circulation: None,
        secrecy: String::new(),
        due: Some(day("2026-12-10")),
        note: "Kèm phụ lục".to_owned(),
        files: Vec::new(),
        outcome: Outcome::Register { despite: false },
    }
}

async fn act(
    office: &Office,
    who: &domain::access::Person,
    id: &str,
    ask: IncomingAsk,
) -> Result<IncomingDone, ActError> {
    office.app.act_on_incoming(who, IncomingRequest { id: id.to_owned(), seen: None, ask }).await
}

fn instruct(office: &Office, person: Option<String>, due: DueBy) -> IncomingAsk {
    IncomingAsk::Instruct {
        lead: office.unit.clone(),
        coordinating: Vec::new(),
        person,
        due: Some(due),
        content: "Tham mưu báo cáo gửi Sở Nội vụ".to_owned(),
    }
}

async fn from_the_desk_to_the_end(office: Office) {
    let app = &office.app;
    let sha256 = office.take_pdf(Owner::Person(&office.records)).await;
    let file = FileClaim { component: "file".to_owned(), sha256: sha256.clone(), name: "15-SNV.pdf".to_owned() };
    let new = NewArrival { files: vec![file], ..arrival(&office, "15/SNV-CCHC") };
    let stranger = app.take_in_document(&office.officer, new.clone()).await;
    assert!(matches!(stranger, Err(ActError::NotFound | ActError::NotYours)), "{stranger:?}");
    let done = app.take_in_document(&office.records, new).await.unwrap();
    assert_eq!(done.number.map(|number| number.number), Some(1));
    let id = done.id;

    // Only the office sees it now, and it waits for the clerk.
    let unseen = app.incoming_document(&office.officer, &id).await;
    assert!(matches!(unseen, Err(ActError::NotFound)));
    assert_eq!(app.count_waiting_documents(&office.records).await.unwrap().count, 1);
    let wrong = act(&office, &office.records, &id, IncomingAsk::Submit { to: office.officer.id.clone() }).await;
    assert!(matches!(wrong, Err(ActError::Invalid(_))), "nobody but a leader is asked to instruct");
    act(&office, &office.records, &id, IncomingAsk::Submit { to: office.leader.id.clone() }).await.unwrap();
    assert_eq!(app.count_waiting_documents(&office.records).await.unwrap().count, 0);
    assert_eq!(app.count_waiting_documents(&office.leader).await.unwrap().count, 1);

    // A Sunday is no day for an end; five working days from Thursday end on the Thursday after.
    let closed = act(&office, &office.leader, &id, instruct(&office, None, DueBy::Day(day("2026-11-29")))).await;
    assert!(matches!(closed, Err(ActError::Document(Refusal::NotAWorkingDay))), "{closed:?}");
    act(&office, &office.leader, &id, instruct(&office, None, DueBy::Working(5))).await.unwrap();
    let view = app.incoming_document(&office.officer, &id).await.unwrap();
    assert_eq!(view.document.due(), Some(day("2026-12-03")));
    assert_eq!(
        view.history.first().and_then(|line| line.words.clone()).as_deref(),
        Some("Tham mưu báo cáo gửi Sở Nội vụ")
    );

    // Somebody of the unit takes it over and finishes it.
    let early = act(&office, &office.officer, &id, IncomingAsk::Finish { result: "xong".to_owned() }).await;
    assert!(matches!(early, Err(ActError::NotYours)), "{early:?}");
    act(&office, &office.officer, &id, IncomingAsk::Take).await.unwrap();
    let dossier =
        act(&office, &office.officer, &id, IncomingAsk::LinkDossier { code: "H55.05443-200101-0001".to_owned() }).await;
    assert!(matches!(dossier, Err(ActError::Invalid(_))), "what is not seen is not tied");
    act(&office, &office.officer, &id, IncomingAsk::Follow { progress: "Đã dự thảo".to_owned() }).await.unwrap();
    let stale = IncomingRequest { id: id.clone(), seen: Some(2), ask: IncomingAsk::Take };
    assert!(matches!(app.act_on_incoming(&office.officer, stale).await, Err(ActError::Stale { .. })));
    act(&office, &office.officer, &id, IncomingAsk::Finish { result: "Đã gửi báo cáo".to_owned() }).await.unwrap();
    let view = app.incoming_document(&office.officer, &id).await.unwrap();
    assert_eq!(view.document.stage, IncomingStage::Finished);
    assert!(!view.document.is_late(app.today()));
    let (file, _) = app.file_of_incoming(&office.officer, &id, &sha256).await.unwrap();
    assert_eq!(file.name, "15-SNV.pdf");

    let book = app.register_of_arrivals(&office.records, &office.unit, (app.today(), app.today())).await.unwrap();
    assert_eq!(book.lines.len(), 1);
    let unseen = app.register_of_arrivals(&office.officer, &office.unit, (app.today(), app.today())).await;
    assert!(matches!(unseen, Err(ActError::NotFound | ActError::NotYours)));
    let verified = app.verify(|_| ()).await.unwrap();
    assert_eq!(verified.difference, None);
}

async fn numbers_have_no_gaps_and_doubles_are_warned_of(office: Office) {
    let app = &office.app;
    let first = app.take_in_document(&office.records, arrival(&office, "15/SNV-CCHC")).await.unwrap();
    let again = app.take_in_document(&office.records, arrival(&office, "15 / snv-cchc")).await;
    let Err(ActError::Document(Refusal::Duplicate { like })) = again else { panic!("{again:?}") };
    assert_eq!(like, first.id);
    let despite = NewArrival { outcome: Outcome::Register { despite: true }, ..arrival(&office, "15/SNV-CCHC") };
    let second = app.take_in_document(&office.records, despite).await.unwrap();
    assert_eq!(second.number.map(|number| number.number), Some(2), "the refusal took no number");
    let view = app.incoming_document(&office.records, &second.id).await.unwrap();
    assert_eq!(view.alike, [(first.id, 1)]);

    let reason = "Không gửi cho phường".to_owned();
    let back = Outcome::Return { is_authentic: true, reason };
    let returned = NewArrival { outcome: back, ..arrival(&office, "16/SNV") };
    let returned = app.take_in_document(&office.records, returned).await.unwrap();
    assert_eq!(returned.number, None);
    let silent = Outcome::Return { is_authentic: false, reason: " ".to_owned() };
    let silent =
        app.take_in_document(&office.records, NewArrival { outcome: silent, ..arrival(&office, "17/SNV") }).await;
    assert!(matches!(silent, Err(ActError::Document(Refusal::TextMissing("reason")))), "{silent:?}");

    let requests =
        (20..28).map(|number| app.take_in_document(&office.records, arrival(&office, &format!("{number}/SNV"))));
    let done = futures_util::future::join_all(requests).await;
    let mut numbers: Vec<u32> = done.into_iter().map(|done| done.unwrap().number.unwrap().number).collect();
    numbers.sort_unstable();
    assert!(numbers.into_iter().eq(3..=10));

    let found = |words: &str| IncomingList {
        unit: Some(office.unit.clone()),
        words: words.to_owned(),
        limit: 50,
        ..IncomingList::default()
    };
    assert_eq!(app.incoming_documents(&office.records, found("cai cach hanh chinh")).await.unwrap().lines.len(), 11);
    assert_eq!(app.incoming_documents(&office.records, found("khong co")).await.unwrap().lines.len(), 0);
    assert_eq!(app.incoming_documents(&office.officer, found("cai cach")).await.unwrap().lines.len(), 0);
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let list = IncomingList { unit: Some(office.unit.clone()), after, limit: 4, ..IncomingList::default() };
        let page = app.incoming_documents(&office.records, list).await.unwrap();
        seen.extend(page.lines.into_iter().map(|line| line.row.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 11);
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
    let tamper = office.beside();
    let write = tamper.write(|tx| {
        let mut row = store::incoming::register(tx, "05443", ("2026-11-26", "2026-11-26"), 1)?.remove(0);
        row.subject.push_str(" khác");
        store::incoming::put(tx, &row)
    });
    write.await.map_err(|error: store::DbError| error).unwrap();
    let difference = app.verify(|_| ()).await.unwrap().difference.unwrap();
    assert!(difference.what.contains("row differs"), "{difference:?}");
}

async fn what_may_not_be_kept_is_not_kept(office: Office) {
    let app = &office.app;
    let secret = NewArrival { secrecy: "Tối mật".to_owned(), ..arrival(&office, "1/BCA") };
    let refused = app.take_in_document(&office.records, secret).await;
    let level = SecretLevel::HighlySecret;
    assert!(matches!(refused, Err(ActError::Document(Refusal::StateSecret { level: found })) if found == level));
    let list = IncomingList { unit: Some(office.unit.clone()), limit: 9, ..IncomingList::default() };
    assert!(app.incoming_documents(&office.records, list).await.unwrap().lines.is_empty());
    for (new, field) in [
        (NewArrival { agency: "so-xay-dung".to_owned(), ..arrival(&office, "1") }, None),
        (NewArrival { kind: Some("thơ".to_owned()), ..arrival(&office, "1") }, Some("kind")),
    ] {
        match (app.take_in_document(&office.records, new).await, field) {
            (Err(ActError::NotFound), None) => (),
            (Err(ActError::Invalid(problems)), Some(field)) => {
                assert_eq!((problems[0].field.as_str(), &problems[0].kind), (field, &FieldProblemKind::Unknown));
            }
            (other, _) => panic!("{other:?}"),
        }
    }
    let no_subject = NewArrival { subject: " ".to_owned(), ..arrival(&office, "1") };
    let refused = app.take_in_document(&office.records, no_subject).await;
    assert!(matches!(refused, Err(ActError::Document(Refusal::TextMissing("subject")))));
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn internal_documents_stay_with_whom_they_concern(office: Office) {
    let app = &office.app;
    let new = NewArrival { circulation: Some(Circulation::Internal), ..arrival(&office, "3/UBND") };
    let id = app.take_in_document(&office.records, new).await.unwrap().id;
    act(&office, &office.records, &id, IncomingAsk::Submit { to: office.leader.id.clone() }).await.unwrap();
    let person = Some(office.officer.id.clone());
    act(&office, &office.leader, &id, instruct(&office, person, DueBy::Working(2))).await.unwrap();
    assert!(app.incoming_document(&office.officer, &id).await.is_ok());
    let other = app.incoming_document(&office.clerk, &id).await;
    assert!(matches!(other, Err(ActError::NotFound)), "a colleague of the same unit does not see it");
    let found = IncomingList {
        unit: Some(office.unit.clone()),
        words: "bao cao".to_owned(),
        limit: 9,
        ..IncomingList::default()
    };
    assert!(app.incoming_documents(&office.clerk, found).await.unwrap().lines.is_empty());
    let mine = IncomingList { limit: 9, ..IncomingList::default() };
    assert_eq!(app.incoming_documents(&office.officer, mine).await.unwrap().lines.len(), 1);
    assert!(matches!(app.file_of_incoming(&office.clerk, &id, &"0".repeat(64)).await, Err(ActError::NotFound)));
}

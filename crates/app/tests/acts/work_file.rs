//! Work files from the list of the year to the archive and the end, who sees them, and what is refused.

use app::document::{NewArrival, Outcome};
use app::work_file::{NewWorkFile, WorkFileDone, WorkFileList, WorkFileRequest};
use app::{ActError, FieldProblemKind};
use domain::access::Person;
use domain::document::{Source, Urgency};
use domain::time::{Date, Zone};
use domain::work_file::{
    Entry, FileListCommand, Piece, PieceKind, Retention, WorkFileCommand, WorkFileRefusal, WorkFileStage,
};

use crate::office::{Office, on_both};

on_both!(
    from_the_list_to_the_archive,
    a_file_is_destroyed_by_decision_after_its_time,
    who_does_not_see_a_document_does_not_see_it_in_a_file,
);

fn entry(office: &Office, symbol: &str) -> Entry {
    Entry {
        symbol: symbol.to_owned(),
        heading: "I. Cải cách hành chính".to_owned(),
        title: "Kế hoạch và báo cáo cải cách hành chính năm".to_owned(),
        retention: Retention::Permanent,
        unit: office.unit.clone(),
        note: String::new(),
    }
}

fn unlisted(office: &Office, symbol: &str) -> NewWorkFile {
    NewWorkFile::Unlisted {
        agency: office.unit.clone(),
        symbol: symbol.to_owned(),
        title: "Xử lý kiến nghị của tổ dân phố số 7".to_owned(),
        retention: Retention::Years(2),
        started: office.app.today(),
        is_construction: false,
    }
}

async fn act(office: &Office, who: &Person, id: &str, command: WorkFileCommand) -> Result<WorkFileDone, ActError> {
    office.app.act_on_work_file(who, WorkFileRequest { id: id.to_owned(), seen: None, command }).await
}

async fn arrived(office: &Office) -> String {
    let new = NewArrival {
        agency: office.unit.clone(),
        source: Source::Paper,
        author: "Sở Nội vụ".to_owned(),
        symbol: "20/SNV".to_owned(),
        day: None,
        kind: Some("cong_van".to_owned()),
        subject: "V/v lập hồ sơ công việc".to_owned(),
        urgency: Urgency::Normal,
        circulation: None,
        secrecy: String::new(),
        due: None,
        note: String::new(),
        files: Vec::new(),
        outcome: Outcome::Register { despite: false },
    };
    office.app.take_in_document(&office.records, new).await.unwrap().id
}

fn incoming(id: &str) -> Piece {
    Piece { kind: PieceKind::Incoming, id: id.to_owned() }
}

fn later(office: &Office, day: &str) {
    let day: Date = day.parse().unwrap();
    office.app.clock().set(Zone::HO_CHI_MINH.instant(day.at(9, 0, 0, 0)));
}

async fn from_the_list_to_the_archive(office: Office) {
    let app = &office.app;
    let (unit, year, today) = (office.unit.clone(), app.today().year(), app.today());
    let add = |symbol| FileListCommand::Add(entry(&office, symbol));
    let by_officer = app.act_on_file_list(&office.officer, (&unit, year), add("01.CCHC")).await;
    assert!(matches!(by_officer, Err(ActError::NotYours)), "{by_officer:?}");
    app.act_on_file_list(&office.records, (&unit, year), add("01.CCHC")).await.unwrap();
    let listed = |symbol: &str| NewWorkFile::Listed {
        agency: unit.clone(),
        year,
        symbol: symbol.to_owned(),
        started: today,
        is_construction: false,
    };
    let early = app.open_work_file(&office.records, listed("01.CCHC")).await;
    assert!(matches!(early, Err(ActError::WorkFile(WorkFileRefusal::ListNotApproved))), "{early:?}");
    let by_clerk = app.act_on_file_list(&office.records, (&unit, year), FileListCommand::Approve).await;
    assert!(matches!(by_clerk, Err(ActError::NotYours)), "{by_clerk:?}");
    app.act_on_file_list(&office.leader, (&unit, year), FileListCommand::Approve).await.unwrap();
    let unknown = app.open_work_file(&office.records, listed("09.CCHC")).await;
    assert!(matches!(unknown, Err(ActError::WorkFile(WorkFileRefusal::NoEntry))), "{unknown:?}");
    let id = app.open_work_file(&office.records, listed("01.CCHC")).await.unwrap().id;
    let again = app.open_work_file(&office.officer, listed("01.CCHC")).await;
    assert!(matches!(again, Err(ActError::WorkFile(WorkFileRefusal::SymbolTaken))), "{again:?}");

    // One document lies in two files without a copy.
    let letter = arrived(&office).await;
    let other = app.open_work_file(&office.records, unlisted(&office, "02.CCHC")).await.unwrap().id;
    for file in [&id, &other] {
        act(&office, &office.records, file, WorkFileCommand::Put(incoming(&letter))).await.unwrap();
    }
    let twice = act(&office, &office.records, &id, WorkFileCommand::Put(incoming(&letter))).await;
    assert!(matches!(twice, Err(ActError::WorkFile(WorkFileRefusal::AlreadyIn))), "{twice:?}");
    let nothing = act(&office, &office.records, &id, WorkFileCommand::Put(incoming("khong-co"))).await;
    let Err(ActError::Invalid(problems)) = nothing else { panic!("{nothing:?}") };
    assert_eq!(problems[0].kind, FieldProblemKind::Unknown);
    let (holding, mine) = app.filing_of(&office.records, &incoming(&letter)).await.unwrap();
    assert_eq!((holding.len(), mine.len()), (2, 0));

    act(&office, &office.records, &id, WorkFileCommand::Close { ended: today, sheets: 3 }).await.unwrap();
    assert_eq!(app.count_waiting_work_files(&office.records).await.unwrap().count, 0, "a year is left");
    later(&office, &today.checked_add(jiff::Span::new().days(340)).unwrap().to_string());
    let waiting = app.count_waiting_work_files(&office.records).await.unwrap();
    assert_eq!((waiting.count, waiting.late), (1, 0), "thirty days before");
    later(&office, &today.checked_add(jiff::Span::new().days(380)).unwrap().to_string());
    assert_eq!(app.count_waiting_work_files(&office.records).await.unwrap().late, 1);
    let command = || WorkFileCommand::HandOver { by: office.records.id.clone(), minutes: "01/BB-LT".to_owned() };
    let by_officer = act(&office, &office.officer, &id, command()).await;
    assert!(matches!(by_officer, Err(ActError::NotYours)), "{by_officer:?}");
    act(&office, &office.records, &id, command()).await.unwrap();
    assert_eq!(app.count_waiting_work_files(&office.records).await.unwrap().count, 0);
    assert_eq!(app.work_file(&office.leader, &id).await.unwrap().file.stage, WorkFileStage::Archived);
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn a_file_is_destroyed_by_decision_after_its_time(office: Office) {
    let app = &office.app;
    let today = app.today();
    let id = app.open_work_file(&office.officer, unlisted(&office, "03.VP")).await.unwrap().id;
    act(&office, &office.officer, &id, WorkFileCommand::Close { ended: today, sheets: 8 }).await.unwrap();
    let propose = || WorkFileCommand::Propose { reason: "Hết thời hạn bảo quản".to_owned() };
    let early = act(&office, &office.records, &id, propose()).await;
    assert!(matches!(early, Err(ActError::WorkFile(WorkFileRefusal::StillKept { .. }))), "{early:?}");
    later(&office, &format!("{}-01-05", today.year().checked_add(3).unwrap()));
    act(&office, &office.records, &id, propose()).await.unwrap();
    assert_eq!(app.count_waiting_work_files(&office.leader).await.unwrap().count, 1);
    let approve = || WorkFileCommand::Approve { decision: "09/QĐ-UBND".to_owned() };
    let by_clerk = act(&office, &office.records, &id, approve()).await;
    assert!(matches!(by_clerk, Err(ActError::NotYours)), "{by_clerk:?}");
    act(&office, &office.leader, &id, approve()).await.unwrap();
    act(&office, &office.records, &id, WorkFileCommand::Destroy { minutes: "02/BB".to_owned() }).await.unwrap();
    let view = app.work_file(&office.records, &id).await.unwrap();
    assert_eq!(view.file.minutes.as_deref(), Some("02/BB"));
    let words: Vec<&str> = view.history.iter().filter_map(|line| line.words.as_deref()).collect();
    assert_eq!(words, ["Hết thời hạn bảo quản"]);
    let gone = WorkFileList { unit: Some(office.unit.clone()), is_over: true, limit: 9, ..WorkFileList::default() };
    assert!(app.work_files(&office.records, gone).await.unwrap().rows.is_empty());
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn who_does_not_see_a_document_does_not_see_it_in_a_file(office: Office) {
    let app = &office.app;
    let letter = arrived(&office).await;
    let id = app.open_work_file(&office.records, unlisted(&office, "04.VP")).await.unwrap().id;
    // The officer sees the file and not what was not given to them.
    let refused = act(&office, &office.officer, &id, WorkFileCommand::Put(incoming(&letter))).await;
    assert!(matches!(refused, Err(ActError::Invalid(_) | ActError::NotYours)), "{refused:?}");
    act(&office, &office.records, &id, WorkFileCommand::Put(incoming(&letter))).await.unwrap();
    let seen = |view: app::work_file::WorkFileView| view.content[0].subject.clone();
    let by_clerk = seen(app.work_file(&office.records, &id).await.unwrap());
    assert_eq!(by_clerk.as_deref(), Some("V/v lập hồ sơ công việc"));
    assert_eq!(seen(app.work_file(&office.officer, &id).await.unwrap()), None);
    let all = WorkFileList { unit: Some(office.unit.clone()), limit: 9, ..WorkFileList::default() };
    assert_eq!(app.work_files(&office.officer, all.clone()).await.unwrap().rows.len(), 1);
    let mine = WorkFileList { unit: None, ..all };
    assert!(app.work_files(&office.officer, mine).await.unwrap().rows.is_empty(), "made by somebody else");
    let stale = WorkFileRequest { id: id.clone(), seen: Some(1), command: WorkFileCommand::Keep(Retention::Permanent) };
    assert!(matches!(app.act_on_work_file(&office.records, stale).await, Err(ActError::Stale { current: 2 })));
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

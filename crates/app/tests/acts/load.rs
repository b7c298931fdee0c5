//! Random load: many people at once, on the same dossiers; afterwards the journal and every table agree.

use std::collections::BTreeSet;
use std::sync::Arc;

use app::ActError;
use app::dossier::{ActionBody, ResultDraft, WorklistFilter, WorklistKind};
use domain::access::Person;
use domain::dossier::{ActionKind, DraftText, Outcome, ResultTemplate};

use crate::office::{Office, asks, because, on_both};

on_both! { random_load_leaves_tables_that_agree_with_the_journal }

const WORKERS: u64 = 16;
const ROUNDS: u64 = 40;

/// A small generator with a fixed seed, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }
}

async fn random_load_leaves_tables_that_agree_with_the_journal(office: Office) {
    let office = Arc::new(office);
    let request = office.request().await;
    let mut workers = Vec::new();
    for seed in 1..=WORKERS {
        let (office, request) = (Arc::clone(&office), request.clone());
        workers.push(tokio::spawn(async move {
            let mut dice = Dice(seed * 7_919);
            let mut mine: Vec<String> = Vec::new();
            for _ in 0..ROUNDS {
                if mine.len() < 3 || dice.below(8) == 0 {
                    let done = office.app.submit(Some(&office.citizen), request.clone(), None).await.unwrap();
                    mine.push(done.dossier.code.as_str().to_owned());
                    continue;
                }
                let code = &mine[dice.below(mine.len())];
                act_at_random(&office, code, &mut dice).await;
            }
            mine
        }));
    }
    let mut codes = Vec::new();
    for worker in workers {
        codes.extend(worker.await.unwrap());
    }
    let ordinals: BTreeSet<usize> =
        codes.iter().map(|code| code.rsplit('-').next().unwrap().parse().unwrap()).collect();
    assert_eq!(ordinals, (1..=codes.len()).collect(), "codes have neither gaps nor doubles");

    office.follow().await;
    let verified = office.app.verify(|_| ()).await.unwrap();
    assert_eq!(verified.difference, None);
    assert_eq!(verified.dossiers, u64::try_from(codes.len()).unwrap());
    let day = office.app.today();
    let overview = office.app.overview(day, day).await.unwrap();
    assert_eq!(overview.total.received, i64::try_from(codes.len()).unwrap());
    assert_eq!(paged(&office).await, codes.into_iter().collect(), "pages hold every dossier once");
    nothing_listed_is_closed_to_its_reader(&office).await;
}

/// One of the actions that the dossier offers to somebody, or any action at all.
async fn act_at_random(office: &Office, code: &str, dice: &mut Dice) {
    let people: [&Arc<Person>; 5] = [&office.citizen, &office.clerk, &office.officer, &office.leader, &office.records];
    let person = people[dice.below(people.len())];
    let offered = office.app.dossier(person, code).await.unwrap().actions;
    let action = match offered.len() {
        0 => ActionKind::ALL[dice.below(ActionKind::ALL.len())],
        count => offered[dice.below(count)],
    };
    let ground = match action {
        ActionKind::RequestSupplement => "supplement_faulty",
        ActionKind::Decide => "handling_not_eligible",
        _ => ["receipt_condition", "return_not_supplemented"][dice.below(2)],
    };
    let body = ActionBody {
        reason: "Lý do của lần thử này".to_owned(),
        legal_basis: "61/2018/NĐ-CP, Điều 19".to_owned(),
        notice: Some(because(ground, "Sự việc của lần thử này")),
        items: asks("c1", "").items,
        again: "Giấy mới có".to_owned(),
        amount: Some(30_000),
        reference: "BL-01".to_owned(),
        officer: office.officer.id.clone(),
        limit: "2wd".parse().ok(),
        unit: "so-xay-dung".to_owned(),
        ground: office.app.catalogue().pause_grounds(office.app.today()).next().unwrap().code.clone(),
        outcome: Some(if dice.below(4) == 0 { Outcome::Refused } else { Outcome::Granted }),
        receiver: "Người nhận".to_owned(),
        score: Some(4),
        promised: "2026-12-31T10:00:00".parse().ok(),
        workflow: "chuyen_nhuong_dat".to_owned(),
        version: Some(2),
        ..ActionBody::default()
    };
    let done = if action == ActionKind::DraftResult {
        let paper = ("du-thao.pdf".to_owned(), b"%PDF-1.7\n%%EOF\n".to_vec());
        office.app.keep_draft(person, (code, None), draft(), paper, None).await.map(drop)
    } else {
        office.act(person, code, action, body).await.map(drop)
    };
    match done {
        Ok(()) | Err(ActError::Refused(_) | ActError::NotYours | ActError::NotFound | ActError::Stale { .. }) => (),
        Err(error) => panic!("{}: {error:?}", action.name()),
    }
}

fn draft() -> ResultDraft {
    let (title, content) = ("QUYẾT ĐỊNH".to_owned(), "Điều 1.".to_owned());
    ResultDraft { template: ResultTemplate::Decision, text: DraftText { title, content, ..DraftText::default() } }
}

/// Whatever a list or a search shows somebody, that person may open.
async fn nothing_listed_is_closed_to_its_reader(office: &Office) {
    let app = &office.app;
    for person in [&office.clerk, &office.officer, &office.leader, &office.records] {
        for kind in [WorklistKind::Held, WorklistKind::Received, WorklistKind::Handled] {
            let filter = WorklistFilter { kind, limit: 100, ..WorklistFilter::default() };
            for row in app.worklist(person, filter).await.unwrap().rows {
                assert!(app.dossier(person, &row.code).await.is_ok(), "{kind:?} shows {} {}", person.name, row.code);
            }
        }
        for row in app.search_dossiers(person, None, "nhung", 50).await.unwrap() {
            assert!(app.dossier(person, &row.code).await.is_ok(), "the search shows {} {}", person.name, row.code);
        }
        let elsewhere = WorklistFilter { unit: Some("so-xay-dung".to_owned()), limit: 1, ..WorklistFilter::default() };
        assert!(matches!(app.worklist(person, elsewhere).await, Err(ActError::NotFound)));
    }
}

/// All dossiers that the desk received, page by page.
async fn paged(office: &Office) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut after = None;
    loop {
        let filter = WorklistFilter { kind: WorklistKind::Received, limit: 7, after, ..WorklistFilter::default() };
        let page = office.app.worklist(&office.clerk, filter).await.unwrap();
        for row in page.rows {
            assert!(found.insert(row.code), "a page repeats a dossier");
        }
        match page.next {
            Some(next) => after = Some(next),
            None => return found,
        }
    }
}

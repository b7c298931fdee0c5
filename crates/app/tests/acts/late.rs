//! Reminders that are sent once, whoever looks; an apology with the cause of its ledger; outages; all of it replayed.

use std::sync::Arc;

use app::ActError;
use app::dossier::{ActionBody, TaskList, TaskQuery, WorklistFilter};
use app::identity::TokenPurpose;
use app::import::DataFile;
use app::late::NewOutage;
use domain::access::Person;
use domain::dossier::ActionKind;
use domain::lateness::{ApologyState, OutageRefusal};
use domain::ledger::Holder;
use domain::notice::{Kind, StaffKind};
use domain::time::{date_from_epoch_day, epoch_day};

use crate::office::{Office, on_both};

on_both! {
    a_reminder_is_sent_once_by_whichever_process_looks,
    a_rule_that_fails_stops_no_other_and_is_shown,
    an_apology_keeps_the_cause_that_the_ledger_had,
    an_outage_takes_its_minutes_from_everybody,
    the_level_above_reads_what_is_late_or_was_told_and_nothing_else,
}

async fn person(office: &Office, login: &str) -> Arc<Person> {
    let signed_in = office.app.sign_in(login, "motcua-demo").await.unwrap();
    office.app.person_of_token(&signed_in.token, TokenPurpose::Browser).await.unwrap().unwrap()
}

/// A dossier that the officer has, received now.
async fn worked(office: &Office) -> String {
    let request = office.request().await;
    let done = office.app.submit(Some(&office.citizen), request, None).await.unwrap();
    let code = done.dossier.code.as_str().to_owned();
    office.act(&office.clerk, &code, ActionKind::Accept, ActionBody::default()).await.unwrap();
    let give = ActionBody { officer: office.officer.id.clone(), ..ActionBody::default() };
    office.act(&office.leader, &code, ActionKind::Assign, give).await.unwrap();
    code
}

fn later(office: &Office, days: i64) {
    let clock = office.app.clock();
    clock.set(clock.now().plus_seconds(days * 24 * 3600));
}

async fn told(office: &Office, person: &Person) -> Vec<StaffKind> {
    let page = office.app.inbox(person, None, 100).await.unwrap();
    let kinds = page.rows.into_iter().filter_map(|notice| match notice.kind {
        Kind::Staff(kind) => Some(kind),
        _ => None,
    });
    kinds.collect()
}

async fn a_reminder_is_sent_once_by_whichever_process_looks(office: Office) {
    let code = worked(&office).await;
    assert_eq!(office.app.remind_once().await.unwrap(), 0, "nothing is due yet");
    later(&office, 14);
    // Another process on the same data, at the same time.
    let other = app::App::open(office.config()).await.unwrap();
    let (one, two) = tokio::join!(office.app.remind_once(), other.remind_once());
    let sent = one.unwrap() + two.unwrap();
    assert!(sent >= 4, "person, head, unit above, apology: {sent}");
    assert_eq!(told(&office, &office.officer).await, [StaffKind::Overdue]);
    let head = told(&office, &office.leader).await;
    assert!(head.contains(&StaffKind::Escalated) && head.contains(&StaffKind::ApologyUnsigned), "{head:?}");
    let above = told(&office, &*person(&office, "lanhdao.tinh").await).await;
    assert!(above.contains(&StaffKind::ApologyUnsigned), "{above:?}");
    assert!(!told(&office, &*person(&office, "caicach").await).await.is_empty());

    let query = TaskQuery { list: TaskList::Unit, limit: 50, ..TaskQuery::default() };
    let page = office.app.tasks(&office.officer, query).await.unwrap();
    let nudged = office.app.nudged(&page).await.unwrap();
    let mine = nudged.get(&(code.clone(), String::new())).unwrap();
    assert!(mine.is_escalated && usize::try_from(mine.count).unwrap() == sent);
    // Neither a second look nor a restart sends anything again.
    assert_eq!(office.app.remind_once().await.unwrap() + other.remind_once().await.unwrap(), 0);
    let again = app::App::open(office.config()).await.unwrap();
    assert_eq!(again.remind_once().await.unwrap(), 0);
    // Whatever is said again is a repetition, a day later.
    later(&office, 1);
    again.remind_once().await.unwrap();
    assert_eq!(told(&office, &office.officer).await, [StaffKind::Overdue; 2]);
    office.follow().await;
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

/// Codes that a person finds at the office's unit: in its list, and by searching.
async fn found(office: &Office, person: &Person) -> [Result<Vec<String>, ActError>; 2] {
    let unit = Some(office.unit.clone());
    let list =
        office.app.worklist(person, WorklistFilter { unit: unit.clone(), limit: 50, ..Default::default() }).await;
    let search = office.app.search_dossiers(person, unit.as_deref(), "hong nhung", 50).await;
    let codes = |rows: Vec<app::dossier::Summary>| rows.into_iter().map(|row| row.code).collect();
    [list.map(|page| codes(page.rows)), search.map(codes)]
}

async fn the_level_above_reads_what_is_late_or_was_told_and_nothing_else(office: Office) {
    let code = worked(&office).await;
    office.follow().await;
    let above = person(&office, "lanhdao.tinh").await;
    assert!(office.app.units_below(&above).iter().any(|(id, _)| *id == office.unit));
    let strangers = [person(&office, "lanhdao.soxaydung").await, person(&office, "quantri").await];
    assert!(matches!(office.app.dossier(&above, &code).await, Err(ActError::NotFound)), "it is not late");
    assert_eq!(found(&office, &above).await.map(Result::unwrap), [Vec::<String>::new(), Vec::new()]);

    later(&office, 14);
    let view = office.app.dossier(&above, &code).await.unwrap();
    assert!(view.is_office && view.actions.is_empty() && view.particulars.is_some(), "to read, not to act");
    assert!(office.app.time_ledger(&above, &code).await.unwrap().is_office);
    let file = view.dossier.files[0].sha256.clone();
    assert!(office.app.file_of_dossier(&above, &code, &file).await.is_ok());
    assert_eq!(found(&office, &above).await.map(Result::unwrap), [vec![code.clone()], vec![code.clone()]]);
    let note = ActionBody { reason: "Đề nghị giải quyết ngay.".to_owned(), ..ActionBody::default() };
    let acted = office.act(&above, &code, ActionKind::Note, note).await;
    assert!(matches!(acted, Err(ActError::NotFound)), "{acted:?}");
    for stranger in &strangers {
        assert!(matches!(office.app.dossier(stranger, &code).await, Err(ActError::NotFound)));
        assert!(matches!(office.app.time_ledger(stranger, &code).await, Err(ActError::NotFound)));
        for answer in found(&office, stranger).await {
            assert!(matches!(answer, Err(ActError::NotFound)), "{answer:?}");
        }
    }
    // Prolonged, it is late no more; but the level above was told of it.
    office.app.remind_once().await.unwrap();
    let extend = ActionBody {
        reason: "Phải xác minh thêm.".to_owned(),
        legal_basis: "61/2018/NĐ-CP, Điều 19".to_owned(),
        limit: Some("60d".parse().unwrap()),
        ..ActionBody::default()
    };
    office.act(&office.leader, &code, ActionKind::Extend, extend).await.unwrap();
    assert!(office.app.dossier(&above, &code).await.is_ok());
    assert_eq!(found(&office, &above).await.map(Result::unwrap)[0], vec![code.clone()]);
    office.act(&office.citizen, &code, ActionKind::Withdraw, ActionBody::default()).await.unwrap();
    assert!(matches!(office.app.dossier(&above, &code).await, Err(ActError::NotFound)), "nothing is owed any more");
}

async fn a_rule_that_fails_stops_no_other_and_is_shown(office: Office) {
    // Two hundred and fifty working days after a due day of next year lie beyond the published calendar.
    later(&office, 90);
    worked(&office).await;
    let rule = |id: &str, hours: u32| {
        serde_json::json!({
            "id": id, "name_vi": id, "name_en": id, "when": {"kind": "before_due", "working_hours": hours},
            "notify": ["person"], "valid_from": null, "valid_to": null, "legal_basis_vi": "Giả định",
            "assumption": true, "source": "thử",
        })
    };
    let mut beyond = rule("beyond", 1);
    beyond["when"] = serde_json::json!({"kind": "after_due", "working_hours": 2000});
    let rules = serde_json::json!({"escalation_rules": [beyond, rule("soon", 200)]});
    let file = DataFile { name: "escalation.json".to_owned(), bytes: rules.to_string().into_bytes() };
    office.app.import(file, "system").await.unwrap();
    assert_eq!(office.app.remind_once().await.unwrap(), 1, "the other rule reminds all the same");
    let operator = person(&office, "caicach").await;
    let view = office.app.reminder_rules(&operator).await.unwrap();
    assert_eq!(view.rules.len(), 2);
    assert!(matches!(office.app.reminder_rules(&office.leader).await, Err(ActError::NotFound)));
    assert_eq!(view.faults.iter().map(|fault| fault.rule.as_str()).collect::<Vec<_>>(), ["beyond"]);
    office.follow().await;
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

async fn an_apology_keeps_the_cause_that_the_ledger_had(office: Office) {
    let code = worked(&office).await;
    later(&office, 14);
    let letter = office.app.apology_letter(&office.leader, &code).await.unwrap().unwrap();
    assert!(matches!(office.app.apology_letter(&office.officer, &code).await, Err(ActError::NotYours)));
    assert!(matches!(office.app.apology_letter(&office.citizen, &code).await, Err(ActError::NotYours)));
    let promised = Some(letter.letter.draft.new_due);
    let without = ActionBody { promised, ..ActionBody::default() };
    assert!(matches!(
        office.act(&office.leader, &code, ActionKind::Apologise, without.clone()).await,
        Err(ActError::Refused(domain::dossier::Refusal::ReasonMissing))
    ));
    let signed = ActionBody { reason: "Thiếu người".to_owned(), ..without };
    office.act(&office.leader, &code, ActionKind::Apologise, signed).await.unwrap();
    let view = office.app.dossier(&office.leader, &code).await.unwrap();
    let kept = view.dossier.reappointment.unwrap();
    assert_eq!(kept.grounds, Some(letter.letter.grounds()));
    assert!(kept.late_notice);

    let today = office.app.today();
    let begin = date_from_epoch_day(epoch_day(today) - 30).unwrap();
    let record = office.app.apology_record(&office.leader, &office.unit, (begin, today)).await.unwrap();
    assert_eq!(record.count(ApologyState::Late), 1);
    assert_eq!(record.rows[0].code, code);
    let elsewhere = office.app.apology_record(&office.leader, "so-xay-dung", (begin, today)).await;
    assert!(matches!(elsewhere, Err(ActError::NotFound)));
    let officer = office.app.apology_record(&office.officer, &office.unit, (begin, today)).await;
    assert!(matches!(officer, Err(ActError::NotFound)));
    office.follow().await;
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

async fn an_outage_takes_its_minutes_from_everybody(office: Office) {
    let code = worked(&office).await;
    let operator = person(&office, "quantri").await;
    let began = office.app.now_civil();
    later(&office, 1);
    let new = |to| NewOutage { from: began, to, what: "Mất điện".to_owned() };
    assert!(matches!(office.app.note_outage(&office.leader, new(None)).await, Err(ActError::NotFound)));
    assert!(matches!(office.app.outages(&office.officer, None, 10).await, Err(ActError::NotFound)));
    let seconds = |from: domain::time::Instant, count| office.app.zone().civil(from.plus_seconds(count));
    let future = seconds(office.app.clock().now(), 24 * 3600);
    assert!(matches!(
        office.app.note_outage(&operator, new(Some(future))).await,
        Err(ActError::Outage(OutageRefusal::Future))
    ));
    let noted = office.app.note_outage(&operator, new(None)).await.unwrap();
    assert_eq!(noted.id, "1", "a refused one takes no number");
    let minutes = async |person: &Person| {
        let view = office.app.time_ledger(person, &code).await.unwrap();
        let ledger = view.account.unwrap().ledger;
        let ours =
            ledger.shares.iter().filter(|share| share.holder == Holder::Us).map(|share| share.minutes).sum::<i64>();
        let names = ledger.shares.iter().any(|share| matches!(share.holder, Holder::Person { .. }));
        (ours, ledger.whole_minutes, names)
    };
    let (ours, whole, _) = minutes(&office.officer).await;
    assert!(whole > 0 && ours == whole, "all of it so far: {ours} of {whole}");
    let middle = seconds(office.app.zone().instant(began), 3600);
    office.app.end_outage(&operator, &noted.id, middle).await.unwrap();
    let (ours, whole, names) = minutes(&office.officer).await;
    assert!(ours == 60 && ours < whole && names);
    let (_, again, names) = minutes(&office.citizen).await;
    assert!(again == whole && !names, "the applicant is told units");
    office.app.withdraw_outage(&operator, &noted.id, "Nhầm").await.unwrap();
    assert_eq!(minutes(&office.officer).await.0, 0);
    let page = office.app.outages(&operator, None, 10).await.unwrap();
    assert!(page.rows.len() == 1 && page.rows[0].withdrawn);
    office.follow().await;
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

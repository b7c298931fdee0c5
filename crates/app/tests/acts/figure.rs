//! Figures: sums, lists and published values agree, as of any day, on both engines; a changed life shows as a difference.

use std::sync::Arc;

use app::ActError;
use app::dossier::ActionBody;
use app::figure::{FigureQuery, ListQuery, NewPublication};
use app::identity::TokenPurpose;
use domain::access::Person;
use domain::dossier::{ActionKind, Outcome};
use domain::figure::{Counter, Period, Span};

use crate::office::{Office, on_both};

on_both! {
    a_figure_opens_to_its_records_and_to_nobody_elses,
    a_published_value_is_reckoned_again_to_the_last_record,
    the_online_share_is_that_of_its_page,
    a_table_that_was_touched_is_found,
}

fn period(from: &str, to: &str) -> Period {
    Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
}

async fn person(office: &Office, login: &str) -> Arc<Person> {
    let signed_in = office.app.sign_in(login, "motcua-demo").await.unwrap();
    office.app.person_of_token(&signed_in.token, TokenPurpose::Browser).await.unwrap().unwrap()
}

async fn received(office: &Office) -> String {
    let request = office.request().await;
    let code = office.app.submit(Some(&office.citizen), request, None).await.unwrap().dossier.code.as_str().to_owned();
    office.act(&office.clerk, &code, ActionKind::Accept, ActionBody::default()).await.unwrap();
    code
}

async fn finish(office: &Office, code: &str) {
    let body = ActionBody::default;
    let assign = ActionBody { officer: office.officer.id.clone(), ..body() };
    office.act(&office.leader, code, ActionKind::Assign, assign).await.unwrap();
    while office.app.dossier(&office.officer, code).await.unwrap().dossier.current_step().is_some() {
        let done = ActionBody { reason: "Đủ điều kiện".to_owned(), ..body() };
        office.act(&office.officer, code, ActionKind::CompleteStep, done).await.unwrap();
    }
    let granted = ActionBody { outcome: Some(Outcome::Granted), ..body() };
    office.act(&office.leader, code, ActionKind::Decide, granted).await.unwrap();
    office.act(&office.leader, code, ActionKind::Sign, body()).await.unwrap();
    office.act(&office.officer, code, ActionKind::IssueResult, body()).await.unwrap();
}

fn later(office: &Office, days: i64) {
    let clock = office.app.clock();
    clock.set(clock.now().plus_seconds(days * 24 * 3600));
}

async fn value(office: &Office, figure: &str, unit: &str, period: Period) -> String {
    let query = FigureQuery { figure: figure.to_owned(), unit: unit.to_owned(), period };
    let value = office.app.figure_value(query).await.unwrap();
    value.value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

/// Every record that a person sees behind a counter, page by page.
async fn listed(
    office: &Office,
    person: &Person,
    figure: &str,
    counter: Counter,
    period: Period,
) -> Vec<(String, i64)> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let query = ListQuery { figure: figure.to_owned(), counter, unit: String::new(), period, after, limit: 2 };
        let page = office.app.figure_records(Some(person), query).await.unwrap();
        all.extend(page.rows.iter().map(|row| (row.code.clone(), row.amount())));
        match page.next {
            Some(next) => after = Some(next),
            None => return all,
        }
    }
}

async fn a_figure_opens_to_its_records_and_to_nobody_elses(office: Office) {
    let codes = [received(&office).await, received(&office).await, received(&office).await];
    finish(&office, &codes[0]).await;
    office.follow().await;
    let reform = person(&office, "caicach").await;
    let month = period("2026-11-01", "2026-11-30");
    assert_eq!(value(&office, "dossiers_received", "", month).await, "3");
    assert_eq!(value(&office, "on_time_rate", &office.unit, month).await, "100.00");
    assert_eq!(value(&office, "online_dossier_rate", &office.unit, month).await, "100.00");
    assert_eq!(value(&office, "dossiers_waiting", "", month).await, "2");
    assert_eq!(value(&office, "results_given", "so-xay-dung", month).await, "0");
    assert_eq!(value(&office, "on_time_rate", "so-xay-dung", month).await, "-", "nothing of nothing");
    // Two are never finished: by the end of December they are late, and of the cohort of November.
    let december = period("2026-11-01", "2026-12-31");
    assert_eq!(value(&office, "on_time_rate", "", december).await, "33.33");
    assert_eq!(value(&office, "dossiers_late", "", december).await, "2");
    assert_eq!(value(&office, "dossiers_late", "", period("2026-12-01", "2026-12-31")).await, "0");
    // Every list adds up to its number, for every figure and counter.
    for line in office.app.figures("", december).await.unwrap() {
        for part in &line.value.parts {
            let list = listed(&office, &reform, &line.definition.id, part.counter, december).await;
            let sum: i64 = list.iter().map(|(_, amount)| amount).sum();
            assert_eq!(sum, part.amount, "{} {:?}", line.definition.id, part.counter);
        }
    }
    // The unit's people see theirs, people of another unit and citizens nothing.
    let seen = listed(&office, &office.officer, "dossiers_received", Counter::Received, month).await;
    assert_eq!(seen.len(), 3);
    let other = person(&office, "lanhdao.soxaydung").await;
    assert_eq!(listed(&office, &other, "dossiers_received", Counter::Received, month).await, []);
    let query = ListQuery {
        figure: "dossiers_received".to_owned(),
        counter: Counter::Received,
        unit: String::new(),
        period: month,
        after: None,
        limit: 10,
    };
    let citizen = office.app.figure_records(Some(&office.citizen), query.clone()).await;
    assert!(matches!(citizen, Err(ActError::NotFound)), "{citizen:?}");
    assert!(matches!(office.app.figure_records(None, query).await, Err(ActError::NotSignedIn)));
    let board =
        office.app.figure(FigureQuery { figure: "on_time_rate".to_owned(), unit: String::new(), period: december });
    let board = board.await.unwrap();
    assert_eq!((board.months.len(), board.definition.span), (12, Span::Period));
    let of_unit = board.by_unit.iter().find(|part| part.unit == office.unit).unwrap();
    assert_eq!(of_unit.value.parts, board.value.parts, "all of it was handled there");
    assert_eq!(board.by_field.len(), 1);
    assert_eq!(board.by_field[0].1.parts, board.value.parts);
}

async fn a_published_value_is_reckoned_again_to_the_last_record(office: Office) {
    let first = received(&office).await;
    let second = received(&office).await;
    let reform = person(&office, "caicach").await;
    let month = period("2026-11-01", "2026-11-26");
    let new = |figure: &str| NewPublication { figure: figure.to_owned(), unit: String::new(), period: month };
    office.follow().await;
    for stranger in [&office.citizen, &office.leader, &office.officer] {
        let refused = office.app.publish_figure(stranger, new("dossiers_received")).await;
        assert!(matches!(refused, Err(ActError::NotFound)), "{refused:?}");
    }
    let future = NewPublication { period: period("2026-11-01", "2026-11-30"), ..new("dossiers_received") };
    assert!(matches!(office.app.publish_figure(&reform, future).await, Err(ActError::Invalid(_))));

    let published = office.app.publish_figure(&reform, new("dossiers_received")).await.unwrap();
    assert_eq!((published.value.unwrap().to_string().as_str(), published.lines), ("2", 2));
    let mut list = [first.as_str(), second.as_str()];
    list.sort_unstable();
    let lines = list.map(|code| format!("received\t{code}\t1\n")).concat();
    assert_eq!(published.sha256, app::sha256_hex(lines.as_bytes()), "anybody can make the hash again");
    office.follow().await;
    let waiting = office.app.publish_figure(&reform, new("dossiers_waiting")).await.unwrap();
    office.follow().await;
    for id in office.app.published_ids().await.unwrap() {
        assert!(office.app.recheck_figure(&id).await.unwrap().is_same(), "{id}");
    }
    // One is transferred to another unit: what its old unit counted has gone, what the province counted has not.
    office.follow().await;
    let of_unit = NewPublication { unit: office.unit.clone(), ..new("dossiers_received") };
    let of_unit = office.app.publish_figure(&reform, of_unit).await.unwrap();
    let transfer = ActionBody {
        unit: "so-xay-dung".to_owned(),
        reason: "Không thuộc thẩm quyền".to_owned(),
        ..ActionBody::default()
    };
    office.act(&office.leader, &first, ActionKind::Transfer, transfer).await.unwrap();
    // And it is known on the same day that the other was finished.
    finish(&office, &second).await;
    office.follow().await;
    assert!(office.app.recheck_figure(&published.id).await.unwrap().is_same());
    let gone = office.app.recheck_figure(&of_unit.id).await.unwrap();
    assert!(!gone.is_same() && gone.is_list_sound);
    assert_eq!((gone.changes_count, gone.changes[0].record.as_str(), gone.changes[0].now), (1, first.as_str(), None));
    let ended = office.app.recheck_figure(&waiting.id).await.unwrap();
    assert_eq!((ended.value.unwrap().to_string().as_str(), ended.changes_count), ("1", 1));
    assert_eq!(ended.changes[0].record, second);
    assert_eq!(ended.publication.value.unwrap().to_string(), "2", "what was published stays");
    later(&office, 1);
    assert_eq!(office.app.published_figures(Some("dossiers_received"), None, 1).await.unwrap().rows[0].id, of_unit.id);
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

async fn the_online_share_is_that_of_its_page(office: Office) {
    let day = office.app.today();
    let share = office.app.shelf(day).await.unwrap().online_share();
    let query =
        FigureQuery { figure: "online_procedure_rate".to_owned(), unit: String::new(), period: Period::year_to(day) };
    let board = office.app.figure(query).await.unwrap();
    let amounts: Vec<i64> = board.value.parts.iter().map(|part| part.amount).collect();
    assert_eq!(amounts, [share.all.level3, share.all.level4, share.all.total]);
    let hundredths = share.all.share().unwrap();
    assert_eq!(board.value.value.unwrap().to_string(), format!("{}.{:02}", hundredths / 100, hundredths % 100));
    assert_eq!(board.by_field.len(), share.by_field.len());
    let reform = person(&office, "caicach").await;
    let new = NewPublication {
        figure: "online_procedure_rate".to_owned(),
        unit: String::new(),
        period: Period::year_to(day),
    };
    let published = office.app.publish_figure(&reform, new).await.unwrap();
    assert_eq!(published.lines, amounts.iter().sum::<i64>());
    assert!(office.app.recheck_figure(&published.id).await.unwrap().is_same());
    office.follow().await;
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

async fn a_table_that_was_touched_is_found(office: Office) {
    let code = received(&office).await;
    office.follow().await;
    let reform = person(&office, "caicach").await;
    let new = NewPublication {
        figure: "dossiers_received".to_owned(),
        unit: String::new(),
        period: period("2026-11-01", "2026-11-26"),
    };
    let published = office.app.publish_figure(&reform, new).await.unwrap();
    office.follow().await;
    let beside = office.beside();
    let id = published.id.clone();
    let line = move |tx: &mut store::Tx<'_>| {
        store::figure_published::freeze_line(tx, &id, ("received", "H55.05443-261126-9999", 1))
    };
    beside.write(line).await.unwrap();
    let recheck = office.app.recheck_figure(&published.id).await.unwrap();
    assert!(!recheck.is_same() && !recheck.is_list_sound, "the frozen list was touched");
    let difference = office.app.verify(|_| ()).await.unwrap().difference.unwrap();
    assert_eq!(difference.stream, format!("figure/{}", published.id));
    let gone = code.clone();
    beside.write(move |tx| store::figure_mark::delete(tx, &gone, Counter::Received)).await.unwrap();
    let difference = office.app.verify(|_| ()).await.unwrap().difference.unwrap();
    assert_eq!(difference.stream, code, "a dossier that counts no more");
}

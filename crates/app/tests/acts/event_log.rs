//! The event log, read by a program for process mining that knows nothing of this one: the same cases and variants.

use std::process::Command;

use app::ActError;
use app::dossier::ActionBody;
use app::event_log::{LogExported, LogWanted};
use domain::dossier::ActionKind;
use domain::event_log::LogFormat;

use crate::office::{Office, on_both};

on_both! { another_program_reads_the_log_and_finds_nobody_in_it }

const READER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/acts/event_log_reader.py");

async fn exported(office: &Office, format: LogFormat, at_least: u64) -> (LogExported, String) {
    let (sender, mut receiver) = tokio::sync::mpsc::channel::<String>(4);
    let read = async {
        let mut text = String::new();
        while let Some(piece) = receiver.recv().await {
            text.push_str(&piece);
        }
        text
    };
    let (done, text) = tokio::join!(office.app.export_events(LogWanted { format, at_least }, sender), read);
    (done.unwrap(), text)
}

/// Cases, variants and events as the other program counts them.
fn read(format: LogFormat, text: &str) -> String {
    let python = std::env::var("MOTCUA_TEST_PM4PY")
        .unwrap_or_else(|_| panic!("MOTCUA_TEST_PM4PY names a Python with pm4py; `cargo xtask test` has one"));
    let folder = tempfile::tempdir().unwrap();
    let ending = if format == LogFormat::Xes { "xes" } else { "json" };
    let path = folder.path().join(format!("log.{ending}"));
    std::fs::write(&path, text).unwrap();
    let output = Command::new(python).arg(READER).arg(format.name()).arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Other programs put events in the order of their times.
fn minute_later(office: &Office) {
    let clock = office.app.clock();
    clock.set(clock.now().plus_seconds(60));
}

async fn another_program_reads_the_log_and_finds_nobody_in_it(office: Office) {
    let request = office.request().await;
    let mut codes = Vec::new();
    for number in 0..7 {
        let done = office.app.submit(Some(&office.citizen), request.clone(), None).await.unwrap();
        let code = done.dossier.code.as_str().to_owned();
        minute_later(&office);
        if number % 2 == 0 {
            office.act(&office.clerk, &code, ActionKind::Accept, ActionBody::default()).await.unwrap();
        }
        if number == 0 {
            minute_later(&office);
            let give = ActionBody { officer: office.officer.id.clone(), ..ActionBody::default() };
            office.act(&office.leader, &code, ActionKind::Assign, give).await.unwrap();
        }
        codes.push(code);
    }
    // Three only handed in, three received, one given to an officer besides.
    let expected = LogExported { cases: 7, variants: 3, events: 7 + 4 + 1, left_out: 0 };
    for format in LogFormat::ALL {
        let (done, text) = exported(&office, format, 1).await;
        assert_eq!(done, expected, "{format:?}");
        assert_eq!(read(format, &text), "7 3 12", "{format:?}");
        let people = [&office.citizen, &office.clerk, &office.leader, &office.officer];
        let names = people.iter().flat_map(|person| [person.id.as_str(), person.name.as_str()]);
        for secret in codes.iter().map(String::as_str).chain(names).chain([request.applicant.name.as_str()]) {
            assert!(!text.contains(secret), "{format:?} says {secret}");
        }
        let (few, text) = exported(&office, format, 3).await;
        assert_eq!((few.cases, few.variants, few.left_out), (6, 2, 1), "one life is like no other");
        assert_eq!(read(format, &text), "6 2 9", "{format:?}");
        assert_eq!(exported(&office, format, 1).await.1, exported(&office, format, 1).await.1, "pseudonyms stay");
    }
    assert!(matches!(office.app.may_export_events(&office.leader), Err(ActError::NotFound)));
}

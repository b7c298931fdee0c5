//! The applicant without an account, and the account's own password and knowledge of its person.

use app::ActError;
use app::FieldProblemKind;
use app::dossier::{ActionBody, ActionRequest};
use app::identity::TokenPurpose;
use domain::access::Role;
use domain::deadline::Due;
use domain::dossier::{ActionKind, PlannedStep, Stage};

use crate::office::{Office, applicant, on_both};

on_both! {
    a_guest_supplements_and_withdraws_by_code_and_number,
    a_changed_password_leaves_one_session_and_the_journal_whole,
    an_account_knows_its_person,
    every_step_has_its_time_once_the_clock_runs,
}

const BROWSER: &str = "0123456789abcdef";

fn note(action: ActionKind, text: &str) -> ActionRequest {
    ActionRequest { action, body: ActionBody { reason: text.to_owned(), ..ActionBody::default() } }
}

async fn submitted(office: &Office) -> String {
    let request = office.request().await;
    office.app.submit(Some(&office.citizen), request, None).await.unwrap().dossier.code.as_str().to_owned()
}

async fn a_guest_supplements_and_withdraws_by_code_and_number(office: Office) {
    let code = submitted(&office).await;
    let asked = crate::office::asks("c2", "Thiếu");
    office.act(&office.clerk, &code, ActionKind::RequestSupplement, asked).await.unwrap();

    let app = &office.app;
    for number in ["", "000", "0999999999"] {
        let refused = app.guest_pass(BROWSER, &code, number).await;
        assert!(matches!(refused, Err(ActError::NotFound)), "{number}");
    }
    let pass = app.guest_pass(BROWSER, &code, &applicant().phone).await.unwrap().token;
    let other = app.guest_pass("another browser", &code, &applicant().identity_number).await.unwrap().token;
    for (browser, pass) in [(BROWSER, &other), ("another browser", &pass), ("", &pass), (BROWSER, &String::new())] {
        assert!(matches!(app.guest_view(browser, pass).await, Err(ActError::NotFound)), "{browser}: {pass}");
    }

    let view = app.guest_view(BROWSER, &pass).await.unwrap();
    let notice = view.notice.unwrap();
    assert_eq!((notice.told.unwrap().facts_vi.as_str(), notice.papers.len()), ("Thiếu", 1));
    assert_eq!(view.actions, [ActionKind::Supplement, ActionKind::Withdraw]);
    let old = view.dossier.version;
    let done = app.guest_act(BROWSER, &pass, Some(old), note(ActionKind::Supplement, "Đã bổ sung")).await.unwrap();
    assert_eq!(done.dossier.stage, Stage::Submitted);
    let stale = app.guest_act(BROWSER, &pass, Some(old), note(ActionKind::Withdraw, "")).await;
    assert!(matches!(stale, Err(ActError::Stale { .. })), "{stale:?}");
    let accept = app.guest_act(BROWSER, &pass, None, note(ActionKind::Accept, "")).await;
    assert!(matches!(accept, Err(ActError::NotYours)), "{accept:?}");
    let done = app.guest_act(BROWSER, &pass, None, note(ActionKind::Withdraw, "Thôi")).await.unwrap();
    assert_eq!(done.dossier.stage, Stage::Withdrawn);
    app.clock().set(app.clock().now().plus_seconds(30 * 60));
    assert!(matches!(app.guest_view(BROWSER, &pass).await, Err(ActError::NotFound)), "a pass ends");
    let timeline = app.dossier(&office.clerk, &code).await.unwrap().timeline;
    assert_eq!(timeline.last().unwrap().actor, "guest");
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn a_changed_password_leaves_one_session_and_the_journal_whole(office: Office) {
    let (app, old, new) = (&office.app, "motcua-demo", "con đò bên bến sông");
    let here = app.sign_in("congdan", old).await.unwrap();
    let there = app.sign_in("congdan", old).await.unwrap();
    let living = async |token: &str| app.person_of_token(token, TokenPurpose::Browser).await.unwrap().is_some();
    assert!(living(&here.token).await && living(&there.token).await);

    let wrong = app.change_password(&here.person, &here.token, "sai", new).await;
    assert!(matches!(&wrong, Err(ActError::Invalid(problems)) if problems[0].kind == FieldProblemKind::WrongPassword));
    let short = app.change_password(&here.person, &here.token, old, "ngắn").await;
    assert!(matches!(&short, Err(ActError::Invalid(problems)) if problems[0].field == "new"));
    assert!(living(&there.token).await, "a refusal ends no session");

    app.change_password(&here.person, &here.token, old, new).await.unwrap();
    assert!(living(&here.token).await && !living(&there.token).await);
    assert!(matches!(app.sign_in("congdan", old).await, Err(ActError::SignInFailed)));
    let again = app.sign_in("congdan", new).await.unwrap();
    app.change_password(&again.person, &again.token, new, "ba con voi xanh 7").await.unwrap();
    assert!(!living(&here.token).await);
    let other = app.sign_in("congdan2", old).await.unwrap();
    assert!(living(&other.token).await, "nobody else's session ended");
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn an_account_knows_its_person(office: Office) {
    let known = office.app.known_of(&office.citizen).await.unwrap();
    assert_eq!((known.identity_number.as_str(), known.phone.as_str()), ("019193004217", "0912000001"));
    assert!(known.address.starts_with("Tổ 5") && known.email.ends_with("@example.vn") && !known.name.is_empty());
}

async fn every_step_has_its_time_once_the_clock_runs(office: Office) {
    let code = submitted(&office).await;
    let before = office.app.dossier(&office.clerk, &code).await.unwrap().dossier;
    assert!(office.app.step_limits(&before).is_empty(), "nothing is due before acceptance");
    office.act(&office.clerk, &code, ActionKind::Accept, ActionBody::default()).await.unwrap();
    let mut dossier = office.app.dossier(&office.clerk, &code).await.unwrap().dossier;
    let whole = dossier.due.at().unwrap();
    let step = |limit: Option<&str>| PlannedStep {
        name: "Thẩm định".to_owned(),
        role: Role::Officer,
        limit: limit.map(|limit| limit.parse().unwrap()),
    };
    // Thursday 26 November, 9:00; the whole takes three working days.
    dossier.steps = vec![step(Some("1wd")), step(Some("1wd")), step(Some("9wd")), step(None), step(Some("1wd"))];
    let limits = office.app.step_limits(&dossier);
    let dues: Vec<String> = limits
        .iter()
        .map(|step| match step.due {
            Due::At(at) => format!("{at} {}", step.capped),
            Due::Standing { .. } => String::new(),
        })
        .collect();
    let expected =
        ["2026-11-27T17:00:00 false".to_owned(), "2026-11-30T17:00:00 false".to_owned(), format!("{whole} true")];
    assert_eq!(
        dues, expected,
        "shares add up, none is later than the whole, and after a step without one nothing is said"
    );
}

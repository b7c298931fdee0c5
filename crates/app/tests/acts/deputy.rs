//! On whose behalf: what a deputy or whoever was given a role does says so, and such people can be given work.

use std::collections::BTreeSet;
use std::sync::Arc;

use app::ActError;
use app::absence::NewDelegation;
use app::dossier::ActionBody;
use app::identity::{NewAccount, TokenPurpose};
use domain::access::{Grant, Person, Role, WorkKind};
use domain::dossier::{ActionKind, Stage};

use crate::office::{Office, on_both};

on_both! {
    what_a_deputy_does_says_in_whose_place,
    whoever_was_given_a_role_can_be_given_its_work,
}

async fn accepted(office: &Office) -> String {
    let request = office.request().await;
    let code = office.app.submit(Some(&office.citizen), request, None).await.unwrap().dossier.code.as_str().to_owned();
    office.act(&office.clerk, &code, ActionKind::Accept, ActionBody::default()).await.unwrap();
    code
}

fn given(office: &Office, receiver: &str, role: Role, works: Option<BTreeSet<WorkKind>>) -> NewDelegation {
    let today = office.app.today();
    NewDelegation {
        receiver: receiver.to_owned(),
        role,
        unit: office.unit.clone(),
        from: today,
        to: today,
        procedures: None,
        works,
        reason: "Quyết định 12/QĐ-UBND".to_owned(),
    }
}

async fn again(office: &Office, login: &str) -> Arc<Person> {
    let signed_in = office.app.sign_in(login, "mật khẩu của phó 12").await.unwrap();
    office.app.person_of_token(&signed_in.token, TokenPurpose::Browser).await.unwrap().unwrap()
}

async fn what_a_deputy_does_says_in_whose_place(office: Office) {
    let code = accepted(&office).await;
    let own = Grant::own(Role::Officer, office.unit.clone(), "2025-07-01".parse().unwrap(), None);
    let account = NewAccount {
        login: "pho.phuong".to_owned(),
        name: "Hoàng Thị Phó".to_owned(),
        password: "mật khẩu của phó 12".to_owned(),
        identity_number: None,
        phone: String::new(),
        email: String::new(),
        address: String::new(),
        grants: vec![Grant { deputy: true, ..own }],
    };
    let made = office.app.add_account(account, "system").await.unwrap();
    let extend = || ActionBody {
        limit: "1wd".parse().ok(),
        reason: "Cần xác minh thêm".to_owned(),
        legal_basis: "Điều 19".to_owned(),
        ..ActionBody::default()
    };
    let before = again(&office, "pho.phuong").await;
    assert!(matches!(office.act(&before, &code, ActionKind::Extend, extend()).await, Err(ActError::NotYours)));
    let works = Some([WorkKind::Approve].into());
    office.app.delegate(&office.leader, given(&office, &made.id, Role::Leader, works)).await.unwrap();
    let acting = again(&office, "pho.phuong").await;
    office.act(&acting, &code, ActionKind::Extend, extend()).await.unwrap();
    let view = office.app.dossier(&office.leader, &code).await.unwrap();
    let last = view.timeline.last().unwrap();
    assert_eq!(last.actor, made.id);
    assert_eq!(last.on_behalf_of, Some((office.leader.id.clone(), office.leader.name.clone())));
    assert!(view.timeline.iter().rev().skip(1).all(|entry| entry.on_behalf_of.is_none()));
    let apologise = office.act(&acting, &code, ActionKind::Sign, ActionBody::default()).await;
    assert!(matches!(apologise, Err(ActError::NotYours)), "approving was given, signing was not: {apologise:?}");
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

async fn whoever_was_given_a_role_can_be_given_its_work(office: Office) {
    let code = accepted(&office).await;
    let app = &office.app;
    let assign = || ActionBody { officer: office.clerk.id.clone(), ..ActionBody::default() };
    let refused = office.act(&office.leader, &code, ActionKind::Assign, assign()).await;
    assert!(matches!(refused, Err(ActError::Invalid(_))), "{refused:?}");
    app.delegate(&office.officer, given(&office, &office.clerk.id, Role::Officer, None)).await.unwrap();
    let people = app.assignable(&office.unit, Role::Officer, &[crate::office::PROCEDURE]).await.unwrap();
    assert!(people.iter().any(|(id, _)| *id == office.clerk.id), "{people:?}");
    assert_eq!(office.act(&office.leader, &code, ActionKind::Assign, assign()).await.unwrap(), Stage::InProcess);

    // Limited to procedures, they are offered for work of these and of no other.
    let (one, other) = (crate::office::PROCEDURE, "1.000656");
    let procedures = Some([one, other].map(str::to_owned).into());
    let limited = NewDelegation { procedures, ..given(&office, &office.records.id, Role::Officer, None) };
    app.delegate(&office.officer, limited).await.unwrap();
    let cases: [(&[&str], bool); 4] =
        [(&[one], true), (&[one, other], true), (&[one, "1.013831"], false), (&[], false)];
    for (work, offered) in cases {
        let people = app.assignable(&office.unit, Role::Officer, work).await.unwrap();
        assert_eq!(people.iter().any(|(id, _)| *id == office.records.id), offered, "{work:?}");
    }
}

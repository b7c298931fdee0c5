//! Payments joined to dossiers: orders come and go with the acts, guests pay, money without an order is dealt with once.

use app::ActError;
use app::dossier::ActionBody;
use app::payment::Ways;
use domain::dossier::{ActionKind, Refusal, Stage};
use domain::payment::{Kept, OrderState, Verdict};

use crate::bank::{Manner, Report};
use crate::office::{BANK_HEADER, Office, applicant, on_both};

on_both! {
    a_request_makes_its_order_and_a_withdrawal_takes_it_back,
    money_is_recorded_by_its_order_only,
    a_guest_pays_online,
    money_without_an_order_is_matched_or_given_back_once,
}

const AMOUNT: i64 = 150_000;
const PAID_AT: &str = "2026-11-26T09:05:00";
const BROWSER: &str = "0123456789abcdef";

/// A dossier that waits for its payment, and the number of the order that the request made.
async fn asked(office: &Office) -> (String, String) {
    let request = office.request().await;
    let submitted = office.app.submit(Some(&office.citizen), request, None).await.unwrap().dossier;
    let code = submitted.code.as_str().to_owned();
    let body = ActionBody { amount: Some(AMOUNT), reason: "Lệ phí đăng ký".to_owned(), ..ActionBody::default() };
    office.act(&office.clerk, &code, ActionKind::RequestPayment, body).await.unwrap();
    let orders = office.app.payments_of(&office.citizen, &code).await.unwrap().orders;
    assert_eq!((orders.len(), orders[0].order.state()), (1, OrderState::Open));
    assert_eq!(orders[0].purpose(), Some("Lệ phí đăng ký"));
    (code, orders[0].order.id.to_string())
}

async fn clean(office: &Office) {
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

async fn reported(office: &Office, report: &Report) -> Verdict {
    let header = |name: &str| (name == BANK_HEADER).then(|| report.signature.clone());
    office.app.payment_callback("thu", &header, &report.body).await.unwrap()
}

async fn a_request_makes_its_order_and_a_withdrawal_takes_it_back(office: Office) {
    let (code, id) = asked(&office).await;
    office.act(&office.citizen, &code, ActionKind::Withdraw, ActionBody::default()).await.unwrap();
    let order = office.app.payments_of(&office.citizen, &code).await.unwrap().orders.remove(0).order;
    assert_eq!((order.id.as_str(), order.state()), (id.as_str(), OrderState::Cancelled));
    let late = office.bank.report_of(&id, "B1", AMOUNT, PAID_AT);
    assert_eq!(reported(&office, &late).await, Verdict::Keep(Kept::NotOwed), "kept to be given back");
    let loose = office.app.payment_loose(&office.clerk, &office.unit, None, 10).await.unwrap();
    assert_eq!(loose.to_give_back, [(id, code, AMOUNT)]);
    clean(&office).await;
}

async fn money_is_recorded_by_its_order_only(office: Office) {
    let (code, id) = asked(&office).await;
    for person in [&office.clerk, &office.citizen] {
        assert!(!office.app.dossier(person, &code).await.unwrap().actions.contains(&ActionKind::Pay));
        let body = ActionBody { reference: "BL-1".to_owned(), ..ActionBody::default() };
        let refused = office.act(person, &code, ActionKind::Pay, body).await;
        assert!(matches!(refused, Err(ActError::Refused(Refusal::PaidByOrder))), "{refused:?}");
    }
    office.app.payment_cash(&office.clerk, &id).await.unwrap();
    assert_eq!(office.app.dossier(&office.clerk, &code).await.unwrap().dossier.stage, Stage::Submitted);
    clean(&office).await;
}

async fn a_guest_pays_online(office: Office) {
    let (code, id) = asked(&office).await;
    let (other, other_id) = asked(&office).await;
    let app = &office.app;
    assert_ne!(code, other);
    let pass = app.guest_pass(BROWSER, &code, &applicant().phone).await.unwrap().token;
    let found = app.guest_payments(BROWSER, &pass).await.unwrap();
    assert_eq!((found.owed, found.may_pay, found.is_desk), (Some(AMOUNT), true, false));
    assert!(matches!(app.guest_payments("another browser", &pass).await, Err(ActError::NotFound)));
    let ways = || Ways { return_url: "http://127.0.0.1/b".to_owned(), callback_url: "http://127.0.0.1:9/r".to_owned() };
    let foreign = app.guest_payment_start((BROWSER, &pass), &other_id, "thu", ways()).await;
    assert!(matches!(foreign, Err(ActError::NotFound)), "only the dossier that was shown");
    app.guest_payment_start((BROWSER, &pass), &id, "thu", ways()).await.unwrap();
    for report in office.bank.pay(&id, Manner::Honest, PAID_AT) {
        assert_eq!(reported(&office, &report).await, Verdict::Exact);
    }
    assert_eq!(app.guest_payments(BROWSER, &pass).await.unwrap().owed, None);
    assert!(app.guest_payment_receipt(BROWSER, &pass, &id).await.is_ok());
    assert!(matches!(app.guest_payment_receipt(BROWSER, &pass, &other_id).await, Err(ActError::NotFound)));
    clean(&office).await;
}

async fn money_without_an_order_is_matched_or_given_back_once(office: Office) {
    let (code, id) = asked(&office).await;
    let app = &office.app;
    for (name, amount) in [("S1", AMOUNT), ("S2", 7_000)] {
        let report = office.bank.report_of("TT999", name, amount, PAID_AT);
        assert_eq!(reported(&office, &report).await, Verdict::Unknown);
    }
    let loose = app.payment_loose(&office.clerk, &office.unit, None, 1).await.unwrap();
    assert_eq!((loose.strays.len(), loose.more, loose.may_keep), (1, true, true));
    assert!(!app.payment_loose(&office.leader, &office.unit, None, 1).await.unwrap().may_keep);
    for stranger in [&office.citizen, &office.officer] {
        assert!(matches!(app.payment_loose(stranger, &office.unit, None, 1).await, Err(ActError::NotFound)));
    }
    let by_citizen = app.payment_match(&office.citizen, ("thu", "S1"), &id).await;
    assert!(matches!(by_citizen, Err(ActError::NotYours)), "{by_citizen:?}");
    assert_eq!(app.payment_match(&office.clerk, ("thu", "S1"), &id).await.unwrap(), Verdict::Exact);
    assert_eq!(app.dossier(&office.clerk, &code).await.unwrap().dossier.stage, Stage::Submitted);
    assert!(app.payment_match(&office.clerk, ("thu", "S1"), &id).await.is_err(), "once");
    app.payment_return_stray(&office.clerk, ("thu", "S2"), "FT26330").await.unwrap();
    let again = app.payment_return_stray(&office.clerk, ("thu", "S2"), "FT26331").await;
    assert!(matches!(again, Err(ActError::NotFound)), "{again:?}");
    let report = office.bank.report_of("TT999", "S1", AMOUNT, PAID_AT);
    assert_eq!(reported(&office, &report).await, Verdict::Elsewhere, "the report again changes nothing");
    assert!(app.payment_loose(&office.clerk, &office.unit, None, 10).await.unwrap().strays.is_empty());
    clean(&office).await;
}

//! Payments against a bank that misbehaves, on both engines.

use app::ActError;
use app::dossier::ActionBody;
use app::payment::{CallbackError, CallbackFault, Ways};
use domain::dossier::{ActionKind, Stage};
use domain::payment::{Kept, OrderState, RefundState, Refusal, Verdict};
use domain::time::{Date, Zone};

use crate::bank::{Manner, Report};
use crate::office::{BANK_HEADER, Office, on_both};

on_both! {
    a_thousand_reports_are_one_payment,
    eight_reports_at_once_are_one_payment,
    a_bank_that_misbehaves_never_pays_twice,
    a_silent_bank_is_asked,
    cash_is_counted_at_the_end_of_the_day,
    money_goes_back_the_way_it_came,
    an_exemption_lets_the_dossier_go_on,
    every_difference_with_the_bank_is_shown,
    receipts_of_a_unit_have_no_gaps,
    an_order_expires_and_another_is_asked,
}

const AMOUNT: i64 = 150_000;
const PAID_AT: &str = "2026-11-26T09:05:00";
const TODAY: Date = Date::constant(2026, 11, 26);

/// A dossier that waits for its payment; its code and the number of the order.
async fn asked(office: &Office) -> (String, String) {
    let request = office.request().await;
    let submitted = office.app.submit(Some(&office.citizen), request, None).await.unwrap().dossier;
    let code = submitted.code.as_str().to_owned();
    let body = ActionBody { amount: Some(AMOUNT), reason: "Lệ phí đăng ký".to_owned(), ..ActionBody::default() };
    let stage = office.act(&office.clerk, &code, ActionKind::RequestPayment, body).await.unwrap();
    assert_eq!(stage, Stage::AwaitingPayment);
    let id = office.app.payment_ask(&office.citizen, &code).await.unwrap();
    assert_eq!(office.app.payment_ask(&office.clerk, &code).await.unwrap(), id, "asked once");
    (code, id.to_string())
}

/// The payer goes to the bank.
async fn started(office: &Office, id: &str) {
    let ways =
        Ways { return_url: "http://127.0.0.1/back".to_owned(), callback_url: "http://127.0.0.1:9/report".to_owned() };
    let begun = office.app.payment_start(&office.citizen, id, "thu", ways.clone()).await.unwrap();
    assert_eq!(begun.pay_url, format!("{}/pay/{id}", office.bank.url()));
    office.app.payment_start(&office.citizen, id, "thu", ways).await.unwrap();
}

async fn reported(office: &Office, report: &Report) -> Result<Verdict, CallbackError> {
    let header = |name: &str| (name == BANK_HEADER).then(|| report.signature.clone());
    office.app.payment_callback("thu", &header, &report.body).await
}

async fn state(office: &Office, code: &str) -> (Stage, OrderState, i64) {
    let stage = office.app.dossier(&office.citizen, code).await.unwrap().dossier.stage;
    let payments = office.app.payments_of(&office.citizen, code).await.unwrap();
    let order = &payments.orders[0].order;
    (stage, order.state(), order.net())
}

async fn clean(office: &Office) {
    assert_eq!(office.app.verify(|_| ()).await.unwrap().difference, None);
}

async fn a_thousand_reports_are_one_payment(office: Office) {
    let (code, id) = asked(&office).await;
    started(&office, &id).await;
    let reports = office.bank.pay(&id, Manner::Replay(1_000), PAID_AT);
    assert_eq!(reports.len(), 1_000);
    for (number, report) in reports.iter().enumerate() {
        let expected = if number == 0 { Verdict::Exact } else { Verdict::Repeated };
        assert_eq!(reported(&office, report).await.unwrap(), expected);
    }
    assert_eq!(state(&office, &code).await, (Stage::Submitted, OrderState::Paid, AMOUNT));
    let receipt = office.app.payment_receipt(&office.citizen, &id).await.unwrap();
    assert_eq!(receipt.receipt.to_string(), format!("{}/2026/0000001", office.unit));
    assert_eq!(receipt.purpose.as_deref(), Some("Lệ phí đăng ký"));
    let payment = office.app.dossier(&office.citizen, &code).await.unwrap().dossier.payments.remove(0);
    assert_eq!(payment.reference, Some(receipt.receipt.to_string()));
    clean(&office).await;
}

async fn eight_reports_at_once_are_one_payment(office: Office) {
    let (code, id) = asked(&office).await;
    started(&office, &id).await;
    let reports = office.bank.pay(&id, Manner::Replay(8), PAID_AT);
    let verdicts = futures_util::future::join_all(reports.iter().map(|report| reported(&office, report))).await;
    let exact = verdicts.iter().filter(|verdict| matches!(verdict, Ok(Verdict::Exact))).count();
    let repeated = verdicts.iter().filter(|verdict| matches!(verdict, Ok(Verdict::Repeated))).count();
    assert_eq!((exact, repeated), (1, 7), "{verdicts:?}");
    office.app.payment_chase().await.unwrap();
    assert_eq!(state(&office, &code).await, (Stage::Submitted, OrderState::Paid, AMOUNT));
    clean(&office).await;
}

async fn a_bank_that_misbehaves_never_pays_twice(office: Office) {
    let (code, id) = asked(&office).await;
    started(&office, &id).await;
    let app = &office.app;
    for report in office.bank.pay(&id, Manner::Forged, PAID_AT) {
        let fault = reported(&office, &report).await;
        assert!(matches!(fault, Err(CallbackError::Fault(CallbackFault::Forged))), "{fault:?}");
    }
    for (manner, expected) in [
        (Manner::Failed, vec![Verdict::NotPaid]),
        (Manner::WrongAmount, vec![Verdict::Keep(Kept::WrongAmount)]),
        (Manner::Late, vec![Verdict::Exact]),
        (Manner::Double, vec![Verdict::Keep(Kept::Second), Verdict::Keep(Kept::Second)]),
    ] {
        let mut found = Vec::new();
        for report in office.bank.pay(&id, manner, PAID_AT) {
            found.push(reported(&office, &report).await.unwrap());
        }
        // A bank that says "paid in the year 2099" is heard now: nobody pays in the future.
        assert_eq!(found, expected, "{manner:?}");
    }
    let unknown = office.bank.report_of("TT999", "Z1", 5_000, PAID_AT);
    assert_eq!(reported(&office, &unknown).await.unwrap(), Verdict::Unknown);
    assert_eq!(reported(&office, &unknown).await.unwrap(), Verdict::Unknown);
    let elsewhere = office.bank.report_of(&id, "Z1", AMOUNT, PAID_AT);
    assert_eq!(reported(&office, &elsewhere).await.unwrap(), Verdict::Elsewhere);
    let broken = office.bank.report_of(&id, "Z 2", AMOUNT, PAID_AT);
    let fault = reported(&office, &broken).await;
    assert!(matches!(fault, Err(CallbackError::Fault(CallbackFault::Unreadable))), "{fault:?}");
    let nobody = app.payment_callback("khac", &|_: &str| None, b"{}").await;
    assert!(matches!(nobody, Err(CallbackError::NoSuchGateway)));
    let (reached, state, net) = state(&office, &code).await;
    assert_eq!((reached, state, net), (Stage::Submitted, OrderState::Paid, 4 * AMOUNT - 1_000));
    let order = app.payments_of(&office.citizen, &code).await.unwrap().orders.remove(0).order;
    assert_eq!(order.to_give_back(), 3 * AMOUNT - 1_000);
    clean(&office).await;
}

async fn a_silent_bank_is_asked(office: Office) {
    let (code, id) = asked(&office).await;
    started(&office, &id).await;
    assert!(office.bank.pay(&id, Manner::Silent, PAID_AT).is_empty());
    assert_eq!(state(&office, &code).await, (Stage::AwaitingPayment, OrderState::Open, 0));
    office.app.payment_chase().await.unwrap();
    assert_eq!(state(&office, &code).await, (Stage::Submitted, OrderState::Paid, AMOUNT));
    clean(&office).await;
}

async fn cash_is_counted_at_the_end_of_the_day(office: Office) {
    let (code, id) = asked(&office).await;
    let app = &office.app;
    assert!(matches!(app.payment_cash(&office.citizen, &id).await, Err(ActError::NotYours)));
    assert!(matches!(app.payment_cash(&office.leader, &id).await, Err(ActError::NotYours)));
    app.payment_cash(&office.clerk, &id).await.unwrap();
    assert!(matches!(app.payment_cash(&office.clerk, &id).await, Err(ActError::Payment(Refusal::NotInState(_)))));
    assert_eq!(state(&office, &code).await, (Stage::Submitted, OrderState::Paid, AMOUNT));
    let unit = office.unit.as_str();
    app.cash_deposit(&office.clerk, unit, 100_000, "GNT-7").await.unwrap();
    let book = app.cash_book(&office.leader, unit, TODAY, 0, 10).await.unwrap();
    assert_eq!((book.day.came_in, book.day.went_out, book.lines.len(), book.may_keep), (AMOUNT, 100_000, 2, false));
    let closed = app.cash_close(&office.clerk, unit, TODAY, 49_000, "").await;
    assert!(matches!(closed, Err(ActError::Payment(Refusal::DifferenceUnexplained(-1_000)))), "{closed:?}");
    assert!(matches!(app.cash_close(&office.leader, unit, TODAY, 50_000, "").await, Err(ActError::NotYours)));
    app.cash_close(&office.clerk, unit, TODAY, 49_000, "Thối nhầm").await.unwrap();
    let book = app.cash_book(&office.clerk, unit, TODAY, 0, 10).await.unwrap();
    assert_eq!((book.day.counted, book.reason.as_deref()), (Some(49_000), Some("Thối nhầm")));
    let tomorrow = TODAY.tomorrow().unwrap();
    let next = app.cash_book(&office.clerk, unit, tomorrow, 0, 10).await.unwrap();
    assert_eq!(next.day.opening, 49_000, "what was counted is carried over");
    assert!(matches!(app.cash_book(&office.citizen, unit, TODAY, 0, 10).await, Err(ActError::NotFound)));
    clean(&office).await;
}

async fn money_goes_back_the_way_it_came(office: Office) {
    let (code, id) = asked(&office).await;
    started(&office, &id).await;
    for report in office.bank.pay(&id, Manner::Double, PAID_AT) {
        reported(&office, &report).await.unwrap();
    }
    let app = &office.app;
    let names = office.bank.transactions();
    let back = |name: &str, amount| {
        let name = name.to_owned();
        let (id, clerk) = (id.clone(), office.clerk.clone());
        async move { app.payment_refund(&clerk, &id, ("thu", &name), amount, ("Nộp hai lần", "")).await }
    };
    let of_citizen = app.payment_refund(&office.citizen, &id, ("thu", &names[1]), 1, ("x", "")).await;
    assert!(matches!(of_citizen, Err(ActError::NotYours)));
    office.bank.refuse_refunds(true);
    assert_eq!(back(&names[1], AMOUNT).await.unwrap(), RefundState::Failed);
    office.bank.refuse_refunds(false);
    assert_eq!(back(&names[1], AMOUNT).await.unwrap(), RefundState::Done);
    let more = back(&names[1], 1).await;
    assert!(matches!(more, Err(ActError::Payment(Refusal::MoreThanLeft(0)))), "{more:?}");
    assert_eq!(state(&office, &code).await, (Stage::Submitted, OrderState::Paid, AMOUNT));
    assert_eq!(back(&names[0], 50_000).await.unwrap(), RefundState::Done);
    assert_eq!(state(&office, &code).await, (Stage::Submitted, OrderState::PartlyRefunded, 100_000));
    clean(&office).await;
}

async fn an_exemption_lets_the_dossier_go_on(office: Office) {
    let (code, id) = asked(&office).await;
    let app = &office.app;
    let refused = app.payment_waive(&office.clerk, &id, "", "Hộ nghèo").await;
    assert!(matches!(refused, Err(ActError::Payment(Refusal::Missing("clause")))));
    app.payment_waive(&office.clerk, &id, "Điều 10 khoản 1", "Hộ nghèo").await.unwrap();
    assert_eq!(state(&office, &code).await, (Stage::Submitted, OrderState::Free, 0));
    let history = app.payments_of(&office.citizen, &code).await.unwrap().orders.remove(0).history;
    assert!(history.iter().any(|(_, note)| note.as_deref() == Some("Hộ nghèo")));
    let late = office.bank.report_of(&id, "B9", AMOUNT, PAID_AT);
    assert_eq!(reported(&office, &late).await.unwrap(), Verdict::Keep(Kept::NotOwed));
    clean(&office).await;
}

async fn every_difference_with_the_bank_is_shown(office: Office) {
    let (_, id) = asked(&office).await;
    started(&office, &id).await;
    for report in office.bank.pay(&id, Manner::Honest, PAID_AT) {
        reported(&office, &report).await.unwrap();
    }
    let app = &office.app;
    let view = |after: &'static str| app.payment_day(&office.leader, Some(&office.unit), ("thu", TODAY), after, 10);
    app.payment_compare(&office.clerk, "thu", TODAY).await.unwrap();
    let found = view("").await.unwrap();
    assert!(found.is_compared && found.differences.is_empty());
    office.bank.pay(&id, Manner::Silent, PAID_AT);
    let names = office.bank.transactions();
    office.bank.forget(&names[0]);
    app.payment_compare(&office.clerk, "thu", TODAY).await.unwrap();
    let differences = view("").await.unwrap().differences;
    let found: Vec<(&str, &str, i64, i64)> =
        differences.iter().map(|row| (row.name.as_str(), row.kind.as_str(), row.here, row.there)).collect();
    let expected = [(names[0].as_str(), "missing_there", AMOUNT, 0), (names[1].as_str(), "missing_here", 0, AMOUNT)];
    assert_eq!(found, expected);
    let refused = app.payment_explain(&office.leader, ("thu", TODAY), &names[1], "x").await;
    assert!(matches!(refused, Err(ActError::NotYours)), "{refused:?}");
    app.payment_explain(&office.clerk, ("thu", TODAY), &names[1], "Ngân hàng báo muộn").await.unwrap();
    app.payment_compare(&office.clerk, "thu", TODAY).await.unwrap();
    let explained: Vec<String> = view("").await.unwrap().differences.into_iter().map(|row| row.explained).collect();
    assert_eq!(explained, ["", "Ngân hàng báo muộn"], "an explanation stays with its difference");
    assert!(matches!(app.payment_compare(&office.citizen, "thu", TODAY).await, Err(ActError::NotFound)));
    clean(&office).await;
}

async fn receipts_of_a_unit_have_no_gaps(office: Office) {
    for number in 1..=3 {
        let (_, id) = asked(&office).await;
        office.app.payment_cash(&office.clerk, &id).await.unwrap();
        let again = office.app.payment_cash(&office.clerk, &id).await;
        assert!(again.is_err(), "a refused act gives its number back");
        let receipt = office.app.payment_receipt(&office.clerk, &id).await.unwrap().receipt;
        assert_eq!((receipt.number, receipt.year), (number, 2026));
    }
    let day = office.app.payments_of_unit(&office.leader, &office.unit, TODAY, None, 2).await.unwrap();
    assert_eq!((day.lines.len(), day.more), (2, true));
    assert_eq!(day.sums, [("cash".to_owned(), String::new(), 3, 3 * AMOUNT)]);
    clean(&office).await;
}

async fn an_order_expires_and_another_is_asked(office: Office) {
    let (code, id) = asked(&office).await;
    let app = &office.app;
    app.clock().set(Zone::HO_CHI_MINH.instant("2026-12-07T00:00:01".parse().unwrap()));
    assert!(matches!(app.payment_cash(&office.clerk, &id).await, Err(ActError::Payment(Refusal::Expired))));
    app.payment_chase().await.unwrap();
    assert_eq!(state(&office, &code).await, (Stage::AwaitingPayment, OrderState::Expired, 0));
    let next = app.payment_ask(&office.citizen, &code).await.unwrap().to_string();
    assert_ne!(next, id);
    let late = office.bank.report_of(&id, "B1", AMOUNT, "2026-12-07T00:00:00");
    assert_eq!(reported(&office, &late).await.unwrap(), Verdict::Keep(Kept::TooLate));
    app.payment_cash(&office.clerk, &next).await.unwrap();
    assert_eq!(state(&office, &code).await, (Stage::Submitted, OrderState::Paid, AMOUNT));
    clean(&office).await;
}

//! The rules of payment: every case of the judgement, random lives of orders and cash books, codes known from elsewhere.

use jiff::ToSpan as _;
use jiff::civil::{DateTime, date, datetime};
use proptest::prelude::*;

use super::*;

const UNIT: &str = "05443";
const CODE: &str = "H55.05443-261126-0001";
const AMOUNT: i64 = 150_000;

fn now() -> DateTime {
    datetime(2026, 11, 26, 9, 0, 0, 0)
}

fn expires() -> DateTime {
    datetime(2026, 12, 6, 23, 59, 59, 0)
}

fn order() -> Order {
    let asked = ask((CODE, 1), UNIT, AMOUNT, "Lệ phí", (now(), expires())).expect("asked");
    Order::begin(OrderId::compose(2026, 1).expect("a number"), &asked.event).expect("an order")
}

fn money(transaction: &str, amount: i64, paid_at: DateTime) -> Money {
    Money { method: Method::Online, channel: "thu".to_owned(), transaction: transaction.to_owned(), amount, paid_at }
}

fn context(number: i64, at: DateTime) -> Context {
    Context { now: at, receipt: Some(Receipt { unit: UNIT.to_owned(), year: 2026, number }) }
}

/// The order after commands that all must be possible.
fn after(commands: &[Command], at: DateTime) -> Order {
    let mut order = order();
    for command in commands {
        let decision = order.decide(command.clone(), &context(1, at)).expect("possible").expect("something");
        order.apply(&decision.event).expect("applies");
    }
    order
}

fn waive() -> Command {
    Command::Waive { clause: "Điều 10 khoản 1".to_owned(), reason: "Hộ nghèo".to_owned() }
}

fn refund(amount: i64) -> Vec<Command> {
    let asked = Command::AskRefund {
        channel: "thu".to_owned(),
        transaction: "A".to_owned(),
        amount,
        reason: "Rút hồ sơ".to_owned(),
    };
    vec![asked, Command::EndRefund { refund: 1, end: RefundEnd::Done { reference: "H1".to_owned() } }]
}

#[test]
fn every_report_is_judged() {
    let paid = Command::Receive(money("A", AMOUNT, now()));
    let late = expires() + 1.second();
    let with = |more: Vec<Command>| [vec![paid.clone()], more].concat();
    let orders = [
        (OrderState::Open, order()),
        (OrderState::Paid, after(&with(vec![]), now())),
        (OrderState::Free, after(&[waive()], now())),
        (OrderState::Cancelled, after(&[Command::Cancel { reason: String::new() }], now())),
        (OrderState::Expired, after(&[Command::Expire], late)),
        (OrderState::PartlyRefunded, after(&with(refund(50_000)), now())),
        (OrderState::Refunded, after(&with(refund(AMOUNT)), now())),
    ];
    for (state, order) in &orders {
        assert_eq!(order.state(), *state);
        for (transaction, known) in [("A", order.knows("A")), ("B", false)] {
            for (paid_at, in_time) in [(now(), true), (expires(), true), (late, false)] {
                for amount in [AMOUNT, AMOUNT - 1, AMOUNT + 1] {
                    let expected = match (state, known, in_time, amount == AMOUNT) {
                        (_, true, _, _) => Verdict::Repeated,
                        (OrderState::Paid | OrderState::PartlyRefunded | OrderState::Refunded, ..) => {
                            Verdict::Keep(Kept::Second)
                        }
                        (OrderState::Free | OrderState::Cancelled, ..) => Verdict::Keep(Kept::NotOwed),
                        (OrderState::Open | OrderState::Expired, _, false, _) => Verdict::Keep(Kept::TooLate),
                        (OrderState::Open | OrderState::Expired, _, true, false) => Verdict::Keep(Kept::WrongAmount),
                        (OrderState::Open | OrderState::Expired, _, true, true) => Verdict::Exact,
                    };
                    let report = |outcome| Callback {
                        order: order.id.to_string(),
                        outcome,
                        money: money(transaction, amount, paid_at),
                    };
                    let at = expires() + 1.hour();
                    let around = |genuine, known_elsewhere| Circumstances { genuine, known_elsewhere, now: at };
                    let good = report(CallbackOutcome::Paid);
                    let what = format!("{state:?} {transaction} {paid_at} {amount}");
                    assert_eq!(judge(&good, Some(order), around(true, false)), expected, "{what}");
                    for elsewhere in [false, true] {
                        assert_eq!(judge(&good, Some(order), around(false, elsewhere)), Verdict::Forged, "{what}");
                        let failed = report(CallbackOutcome::Failed);
                        assert_eq!(judge(&failed, Some(order), around(true, elsewhere)), Verdict::NotPaid, "{what}");
                    }
                    if !known {
                        assert_eq!(judge(&good, Some(order), around(true, true)), Verdict::Elsewhere, "{what}");
                    }
                    assert_eq!(judge(&good, None, around(true, false)), Verdict::Unknown, "{what}");
                }
            }
        }
    }
}

#[test]
fn a_report_that_is_late_itself_does_not_make_the_payer_late() {
    let order = after(&[Command::Expire], expires() + 1.minute());
    assert_eq!(order.verdict(&money("A", AMOUNT, expires()), expires() + 2.hours()), Verdict::Exact);
    let tomorrow = money("A", AMOUNT, expires() + 1.day());
    assert_eq!(order.verdict(&tomorrow, expires()), Verdict::Exact, "nobody pays in the future");
}

#[test]
fn what_an_order_allows_depends_on_its_state() {
    let late = expires() + 1.second();
    let paid = after(&[Command::Receive(money("A", AMOUNT, now()))], now());
    let free = after(&[waive()], now());
    let cash = |amount| Command::TakeCash(Money { method: Method::Cash, ..money("C", amount, now()) });
    let start = || Command::Start { gateway: "thu".to_owned() };
    let table = [
        (order(), start(), now(), Ok(true)),
        (order(), start(), late, Err(Refusal::Expired)),
        (paid.clone(), start(), now(), Err(Refusal::NotInState(OrderState::Paid))),
        (order(), cash(AMOUNT), now(), Ok(true)),
        (order(), cash(AMOUNT - 1), now(), Err(Refusal::AmountDiffers(AMOUNT))),
        (order(), cash(AMOUNT), late, Err(Refusal::Expired)),
        (paid.clone(), cash(AMOUNT), now(), Err(Refusal::NotInState(OrderState::Paid))),
        (free.clone(), cash(AMOUNT), now(), Err(Refusal::NotInState(OrderState::Free))),
        (order(), waive(), late, Ok(true)),
        (paid.clone(), waive(), now(), Err(Refusal::NotInState(OrderState::Paid))),
        (
            order(),
            Command::Waive { clause: String::new(), reason: "x".to_owned() },
            now(),
            Err(Refusal::Missing("clause")),
        ),
        (
            order(),
            Command::Waive { clause: "x".to_owned(), reason: " ".to_owned() },
            now(),
            Err(Refusal::Missing("reason")),
        ),
        (paid.clone(), Command::Cancel { reason: String::new() }, now(), Err(Refusal::NotInState(OrderState::Paid))),
        (order(), Command::Expire, expires(), Ok(false)),
        (order(), Command::Expire, late, Ok(true)),
        (paid.clone(), Command::Expire, late, Ok(false)),
        (order(), Command::Receive(money("A", 0, now())), now(), Err(Refusal::AmountOutOfRange)),
        (order(), Command::Receive(money("", AMOUNT, now())), now(), Err(Refusal::Missing("transaction"))),
        (order(), Command::Tell, now(), Ok(false)),
        (paid.clone(), Command::Tell, now(), Ok(true)),
        (free, Command::Tell, now(), Ok(true)),
        (paid.clone(), refund(AMOUNT + 1)[0].clone(), now(), Err(Refusal::MoreThanLeft(AMOUNT))),
        (paid.clone(), refund(0)[0].clone(), now(), Err(Refusal::AmountOutOfRange)),
        (order(), refund(1)[0].clone(), now(), Err(Refusal::NoSuchTransaction)),
        (paid, refund(1)[1].clone(), now(), Err(Refusal::NoSuchRefund)),
    ];
    for (order, command, at, expected) in table {
        let found = order.decide(command.clone(), &context(1, at)).map(|decision| decision.is_some());
        assert_eq!(found, expected, "{:?} {command:?}", order.state());
    }
    for (amount, until) in [(0, expires()), (AMOUNT_MAX + 1, expires()), (-1, expires()), (1, now())] {
        assert!(ask((CODE, 1), UNIT, amount, "", (now(), until)).is_err());
    }
}

#[test]
fn a_failed_refund_frees_the_money_again() {
    let mut order = after(&[Command::Receive(money("A", AMOUNT, now())), refund(AMOUNT)[0].clone()], now());
    let payment = order.payment().cloned().expect("paid");
    assert_eq!((order.left_of(&payment), order.net(), order.state()), (0, AMOUNT, OrderState::Paid));
    let failed = Command::EndRefund { refund: 1, end: RefundEnd::Failed };
    let decision = order.decide(failed, &context(1, now())).expect("possible").expect("something");
    order.apply(&decision.event).expect("applies");
    assert_eq!((order.left_of(&payment), order.net()), (AMOUNT, AMOUNT));
}

fn any_command() -> impl Strategy<Value = Command> {
    let transaction = prop::sample::select(vec!["A", "B", "C", "D"]);
    let amount = prop::sample::select(vec![AMOUNT, AMOUNT, AMOUNT, AMOUNT - 1, 1, 0, -5, i64::MAX]);
    let paid_at = (0_i64..20).prop_map(|days| now() + days.days());
    let received = (transaction.clone(), amount.clone(), paid_at);
    prop_oneof![
        4 => received.clone().prop_map(|(name, amount, at)| Command::Receive(money(name, amount, at))),
        1 => received.prop_map(|(name, amount, at)| Command::TakeCash(money(name, amount, at))),
        1 => Just(waive()),
        1 => Just(Command::Cancel { reason: String::new() }),
        1 => Just(Command::Expire),
        1 => Just(Command::Start { gateway: "thu".to_owned() }),
        3 => (transaction, amount).prop_map(|(name, amount)| Command::AskRefund {
            channel: "thu".to_owned(),
            transaction: name.to_owned(),
            amount,
            reason: "x".to_owned(),
        }),
        3 => (0_u32..5, any::<bool>()).prop_map(|(refund, done)| Command::EndRefund {
            refund,
            end: if done { RefundEnd::Done { reference: "r".to_owned() } } else { RefundEnd::Failed },
        }),
        1 => Just(Command::Tell),
    ]
}

proptest! {
    #[test]
    fn whatever_is_tried_money_adds_up(
        commands in prop::collection::vec((any_command(), 0_i64..20), 0..60),
        repeats in 1_usize..4,
    ) {
        let mut order = order();
        let mut events = Vec::new();
        let mut receipts = 0;
        for (command, day) in commands {
            for _ in 0..repeats {
                let context = context(receipts + 1, now() + day.days());
                let Ok(Some(decision)) = order.decide(command.clone(), &context) else { continue };
                receipts += i64::from(matches!(decision.event, Event::Paid { .. }));
                order.apply(&decision.event).expect("what was decided applies");
                events.push(decision.event);
                prop_assert!(order.net() >= 0);
                prop_assert_eq!(order.received() - order.given_back(), order.net());
                prop_assert!(order.to_give_back() >= 0);
                for incoming in &order.incoming {
                    prop_assert!(order.left_of(incoming) >= 0);
                }
            }
        }
        prop_assert!(receipts <= 1, "paid once, one receipt");
        let payments = order.incoming.iter().filter(|incoming| incoming.kept.is_none()).count();
        prop_assert_eq!(i64::try_from(payments).unwrap_or(9), receipts);
        let mut names: Vec<&str> = order.incoming.iter().map(|one| one.money.transaction.as_str()).collect();
        names.sort_unstable();
        let known = names.len();
        names.dedup();
        prop_assert_eq!(names.len(), known, "a transaction is on the books once");
        let text = serde_json::to_string(&events).expect("written");
        let read: Vec<Event> = serde_json::from_str(&text).expect("read");
        let asked = ask((CODE, 1), UNIT, AMOUNT, "", (now(), expires())).expect("asked").event;
        let again = Order::replay(order.id.clone(), std::iter::once(&asked).chain(&read)).expect("replayed");
        prop_assert_eq!(again, order);
    }

    #[test]
    fn numbers_of_orders_catch_slips(year in 2020_i16..2090, ordinal in 1_i64..999_999_999, at in 2_usize..11, other in 0_u8..10) {
        let id = OrderId::compose(year, ordinal).expect("a number");
        prop_assert_eq!(OrderId::parse(&format!("  {} ", id.as_str().to_lowercase())), Ok(id.clone()));
        prop_assert_eq!(OrderId::find(&format!("CT DEN:123 {id} Nguyen Van A")), Some(id.clone()));
        let mut slipped = id.as_str().as_bytes().to_vec();
        slipped[at] = b'0' + other;
        let slipped = String::from_utf8(slipped).expect("text");
        prop_assert_eq!(OrderId::parse(&slipped).is_ok(), slipped == id.as_str());
    }

    #[test]
    fn a_cash_day_balances(steps in prop::collection::vec((0_u8..4, -5_i64..1_000), 0..40), carried in 0_i64..500) {
        let context = CashContext { day: date(2026, 11, 26), now: now(), carried, earlier_open: None };
        let mut day = CashDay::default();
        for (kind, amount) in steps {
            let kind = match kind {
                0 | 1 => CashKind::Payment,
                2 => CashKind::Refund,
                _ => CashKind::Deposit,
            };
            let entry = CashEntry { kind, amount, reference: "x".to_owned() };
            let Ok(decided) = day.decide(CashCommand::Enter(entry), &context) else { continue };
            for decision in &decided {
                day.apply(&decision.event);
            }
            prop_assert!(day.balance() >= 0);
            prop_assert_eq!(day.opening, carried);
        }
        let should = if day.version == 0 { carried } else { day.balance() };
        let off = CashCommand::Close { counted: should + 7, reason: " ".to_owned() };
        prop_assert_eq!(day.decide(off, &context), Err(Refusal::DifferenceUnexplained(7)));
        let off = CashCommand::Close { counted: should + 7, reason: "Thừa tiền lẻ".to_owned() };
        for decision in day.decide(off, &context).expect("closed") {
            day.apply(&decision.event);
        }
        prop_assert_eq!(day.closed, Some(Closing { counted: should + 7, difference: 7 }));
        let entry = CashEntry { kind: CashKind::Payment, amount: 1, reference: "x".to_owned() };
        prop_assert_eq!(day.decide(CashCommand::Enter(entry), &context), Err(Refusal::DayClosed));
    }
}

#[test]
fn a_cash_day_waits_for_the_day_before() {
    let entry = || CashCommand::Enter(CashEntry { kind: CashKind::Payment, amount: 1, reference: "x".to_owned() });
    let context =
        CashContext { day: date(2026, 11, 26), now: now(), carried: 0, earlier_open: Some(date(2026, 11, 25)) };
    let refused = CashDay::default().decide(entry(), &context);
    assert_eq!(refused, Err(Refusal::EarlierDayOpen(date(2026, 11, 25))));
    let to_come = CashContext { day: date(2026, 11, 27), earlier_open: None, ..context };
    assert_eq!(CashDay::default().decide(entry(), &to_come), Err(Refusal::DayToCome));
    let out = CashCommand::Enter(CashEntry { kind: CashKind::Deposit, amount: 5, reference: "x".to_owned() });
    let today = CashContext { earlier_open: None, carried: 4, ..context };
    assert_eq!(CashDay::default().decide(out, &today), Err(Refusal::TooLittleCash(4)));
}

#[test]
fn every_difference_of_two_lists_is_shown() {
    let line =
        |transaction: &str, amount| Line { transaction: transaction.to_owned(), order: "TT1".to_owned(), amount };
    let here = [line("A", 5), line("B", 5), line("C", 5), line("R", -2)];
    let there = [line("A", 5), line("C", 6), line("D", 7), line("R", -2), line("A", 5)];
    let found: Vec<(DifferenceKind, String, i64, i64)> = compare(&here, &there)
        .into_iter()
        .map(|difference| (difference.kind, difference.transaction, difference.here, difference.there))
        .collect();
    let expected = [
        (DifferenceKind::OtherAmount, "A", 5, 10),
        (DifferenceKind::MissingThere, "B", 5, 0),
        (DifferenceKind::OtherAmount, "C", 5, 6),
        (DifferenceKind::MissingHere, "D", 0, 7),
    ];
    assert_eq!(found, expected.map(|(kind, name, here, there)| (kind, name.to_owned(), here, there)));
    assert!(compare(&here, &here).is_empty());
}

#[test]
fn codes_are_those_of_others() {
    // The check value of the algorithm's catalogue.
    assert_eq!(crc16(b"123456789"), 0x29B1);
    assert_eq!(crc16(b""), 0xFFFF);
    // Codes that other programs and the specification show.
    let table = [
        (
            Transfer {
                bank: "970403",
                account: "0011012345678",
                amount: Some(180_000),
                bill: "NPS6869",
                words: "thanh toan don hang",
            },
            "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E",
        ),
        (
            Transfer {
                bank: "970415",
                account: "0011001932418",
                amount: Some(120_000),
                bill: "",
                words: "ung ho lu lut",
            },
            "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA530370454061200005802VN62170813ung ho lu lut6304C15C",
        ),
    ];
    for (transfer, expected) in table {
        assert_eq!(transfer.payload().as_deref(), Ok(expected));
    }
    let good = Transfer { bank: "970415", account: "0011001932418", amount: None, bill: "", words: "TT26000000197" };
    assert!(good.payload().is_ok_and(|text| text.starts_with("000201010211") && !text.contains("5406")));
    let bad = [
        (Transfer { bank: "97041", ..good.clone() }, VietQrFault::Bank),
        (Transfer { account: "", ..good.clone() }, VietQrFault::Account),
        (Transfer { account: "1234567890123456789012", ..good.clone() }, VietQrFault::Account),
        (Transfer { amount: Some(0), ..good.clone() }, VietQrFault::Amount),
        (Transfer { words: "ủng hộ", ..good.clone() }, VietQrFault::Words),
        (Transfer { words: "12345678901234567890123456", ..good }, VietQrFault::Words),
    ];
    for (transfer, fault) in bad {
        assert_eq!(transfer.payload(), Err(fault));
    }
}

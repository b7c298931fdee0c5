//! What applies to one applicant: fees to the đồng, the limit, and the conditions that are not met.

use domain::dataset::{Content, write};
use domain::procedure::{Channel, Price, Procedure};
use domain::rule::{Facts, Value};
use jiff::civil::date;
use serde_json::json;

use crate::procedure;

/// A shipped procedure with other fees, limits and conditions.
fn changed(facts: &serde_json::Value) -> Procedure {
    let mut record = write::procedure(procedure("1.001193"));
    for (name, fact) in facts.as_object().into_iter().flatten() {
        record[name] = fact.clone();
    }
    Content::from_value(&json!({"procedure": record})).expect("the record is sound").procedure
}

fn facts(copies: i64) -> Facts {
    Facts::on(date(2026, 11, 26)).with("so_ban", Value::Number(copies.into()))
}

fn priced(fee: serde_json::Value, channel: Channel, facts: &Facts) -> Option<(Price, bool)> {
    let mut fee = fee;
    fee["name_vi"] = json!("Phí");
    let procedure = changed(&json!({"fees": [fee], "charges": []}));
    procedure.payable(channel, facts).first().map(|payable| (payable.price, payable.certain))
}

#[test]
fn an_amount_is_exact_or_not_known() {
    let table = [
        (json!({"amount_vnd": 8000}), Some((Price::Exact(8000), true))),
        (json!({"amount_vnd": 8000, "unit": "bản"}), Some((Price::Each(8000), true))),
        (json!({"amount_vnd": 0, "unit": "bản"}), Some((Price::Exact(0), true))),
        (json!({"amount_vnd": null}), Some((Price::Unknown, true))),
        (json!({"amount_vnd": 5000, "condition_vi": "Đăng ký quá hạn"}), Some((Price::Exact(5000), false))),
        (
            json!({"amount_vnd": 5000, "condition_vi": "Từ 3 bản", "when": "so_ban >= 3"}),
            Some((Price::Exact(5000), true)),
        ),
        (json!({"amount_vnd": 5000, "when": "so_ban > 3"}), None),
        (json!({"amount_vnd": 5000, "when": "khong_tra_loi"}), None),
        (json!({"amount_vnd": 5000, "when": "1 / (so_ban - 3) > 0"}), Some((Price::Exact(5000), false))),
        (json!({"amount_vnd": 1, "unit": "bản", "amount_rule": "so_ban * 8000"}), Some((Price::Exact(24_000), true))),
        (json!({"amount_vnd": 1, "amount_rule": "so_ban * 0.5"}), Some((Price::Unknown, true))),
        (json!({"amount_vnd": 1, "amount_rule": "round_up(so_ban * 0.5, 1)"}), Some((Price::Exact(2), true))),
        (json!({"amount_vnd": 1, "amount_rule": "so_ban - 10"}), Some((Price::Unknown, true))),
        (json!({"amount_vnd": 1, "amount_rule": "so_trang * 1000"}), Some((Price::Unknown, true))),
        (json!({"amount_vnd": 1, "channels": ["online", "postal"]}), None),
    ];
    for (fee, expected) in table {
        assert_eq!(priced(fee.clone(), Channel::Counter, &facts(3)), expected, "{fee}");
    }
}

#[test]
fn the_limit_is_the_one_whose_rule_holds() {
    let limit = |days: u32, when: serde_json::Value, channels: serde_json::Value| json!({"value": days, "unit": "working_day", "when": when, "channels": channels});
    let days = |procedure: &Procedure, channel, copies| {
        procedure
            .limit_under(channel, &facts(copies))
            .and_then(|limit| limit.amount)
            .map(|amount| amount.hundredths / 100)
    };
    let law = json!({"time_limit": null, "time_limits": [
        limit(20, json!("so_ban > 10"), json!(["direct"])),
        limit(5, json!(null), json!(null)),
        limit(3, json!(null), json!(["online"])),
    ]});
    let procedure = changed(&law);
    assert_eq!(days(&procedure, Channel::Counter, 11), Some(20));
    assert_eq!(days(&procedure, Channel::Counter, 10), Some(5));
    assert_eq!(days(&procedure, Channel::Online, 11), Some(3));
    let general = |channel| procedure.limit_for(channel).and_then(|limit| limit.amount).map(|amount| amount.hundredths);
    assert_eq!((general(Channel::Counter), general(Channel::Online)), (Some(500), Some(300)));

    let mut promised = law;
    promised["thai_nguyen"] = json!({
        "decision": "1/QĐ-UBND", "decision_date": null, "source": "x",
        "time_limits": [limit(4, json!(null), json!(null)), limit(8, json!("so_ban > 10"), json!(null))],
    });
    let procedure = changed(&promised);
    assert_eq!(days(&procedure, Channel::Counter, 11), Some(8));
    assert_eq!(days(&procedure, Channel::Counter, 10), Some(4));
}

#[test]
fn without_rules_the_limit_is_the_general_one() {
    for procedure in crate::procedures() {
        for channel in [Channel::Online, Channel::Counter, Channel::Post] {
            assert_eq!(procedure.limit_under(channel, &facts(1)), procedure.limit_for(channel), "{}", procedure.id);
        }
    }
}

#[test]
fn conditions_that_are_not_met_are_listed_and_faulty_ones_turn_nobody_away() {
    let procedure = changed(&json!({"eligibility": [
        {"rule": "so_ban < 3", "message_vi": "Dưới 3 bản."},
        {"rule": "so_ban > 0", "message_vi": "Ít nhất 1 bản."},
        {"rule": "1 / (so_ban - 3) > 0", "message_vi": "Không tính được."},
    ]}));
    let unmet: Vec<&str> = procedure.unmet(&facts(3)).into_iter().map(|unmet| unmet.message_vi.as_str()).collect();
    assert_eq!(unmet, ["Dưới 3 bản."]);
}

//! Rules as expressions: what they say of given facts, and which are refused.

use domain::rule::{Facts, Names, Row, Rule, RuleError, RuleFault, RuleFaultKind, Value, ValueType};
use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

fn names() -> Names {
    Names::new()
        .with("ho_ten", ValueType::Text)
        .with_choices("ban_sao", &["Có".to_owned(), "Không".to_owned()])
        .with("so_ban_sao", ValueType::Number)
        .with("dien_tich", ValueType::Number)
        .with("thuong_binh", ValueType::YesNo)
        .with("ngay_sinh", ValueType::Date)
        .with("ngay_nop", ValueType::Date)
        .with_rows("thua_dat", ["dien_tich", "gia"])
}

fn number(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

/// Everything is answered but `ngay_nop`.
fn facts() -> Facts {
    let row = |area: &str| Row::from([("dien_tich".to_owned(), Value::Number(number(area)))]);
    Facts::on(date(2026, 11, 26))
        .with("ho_ten", Value::text("Ma Thị Hoa"))
        .with("ban_sao", Value::text("Co\u{0301}"))
        .with("so_ban_sao", Value::Number(number("3")))
        .with("dien_tich", Value::Number(number("120.5")))
        .with("thuong_binh", Value::YesNo(false))
        .with("ngay_sinh", Value::Date(date(2006, 11, 27)))
        .with("thua_dat", Value::Rows(vec![row("60.25"), row("60.25"), Row::new()]))
}

fn condition(text: &str) -> Rule {
    Rule::parse(text, &names(), ValueType::YesNo).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

fn fee(text: &str) -> Rule {
    Rule::parse(text, &names(), ValueType::Number).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

#[test]
fn conditions_hold_or_not() {
    let table = [
        ("ban_sao == \"Có\"", true),
        ("ban_sao != \"Có\"", false),
        ("ban_sao in [\"Có\", \"Không\"]", true),
        ("ban_sao !in [\"Có\"]", false),
        ("so_ban_sao > 2 && so_ban_sao <= 3", true),
        ("so_ban_sao in [1, 2]", false),
        ("so_ban_sao in []", false),
        ("thuong_binh || dien_tich >= 120.50", true),
        ("!thuong_binh", true),
        ("thuong_binh == false", true),
        ("age(ngay_sinh) == 19", true),
        ("age_on(ngay_sinh, date(\"2026-11-27\")) >= 20", true),
        ("days_between(ngay_sinh, today) > 7000", true),
        ("days_between(today, ngay_sinh) < 0", true),
        ("today == date(\"2026-11-26\")", true),
        ("count(thua_dat) == 3", true),
        ("sum(thua_dat, \"dien_tich\") == dien_tich", true),
        ("sum(thua_dat, \"gia\") == 0", true),
        ("answered(ho_ten) && !answered(ngay_nop)", true),
        ("if thuong_binh { false } else { so_ban_sao == 3 }", true),
        ("if thuong_binh { false } else if so_ban_sao == 2 { false } else { true }", true),
        ("0.1 + 0.2 == 0.3", true),
        ("2 + 3 * 4 == 14", true),
        ("(2 + 3) * 4 == 20", true),
        ("-so_ban_sao == -3", true),
        ("10 - 4 - 3 == 3", true),
        ("true || 1 / 0 == 1", true),
        ("false && 1 / 0 == 1", false),
        ("so_ban_sao > 2 // two copies are free", true),
    ];
    for (text, expected) in table {
        assert_eq!(condition(text).holds(&facts()), Ok(expected), "{text}");
    }
}

#[test]
fn what_is_not_answered_fulfils_no_comparison() {
    let nothing = Facts::on(date(2026, 11, 26));
    let table = [
        ("ban_sao == \"Có\"", false),
        ("ban_sao != \"Có\"", false),
        ("!(ban_sao == \"Có\")", true),
        ("ban_sao in [\"Có\"]", false),
        ("so_ban_sao < 1", false),
        ("so_ban_sao + 1 < 100", false),
        ("min(so_ban_sao, 1) < 100", false),
        ("-so_ban_sao <= 0", false),
        ("thuong_binh", false),
        ("age(ngay_sinh) < 18", false),
        ("count(thua_dat) == 0", true),
        ("sum(thua_dat, \"gia\") == 0", true),
    ];
    for (text, expected) in table {
        assert_eq!(condition(text).holds(&nothing), Ok(expected), "{text}");
    }
    let unanswered = Err(RuleError::Unanswered { name: "so_ban_sao".to_owned() });
    assert_eq!(fee("so_ban_sao * 8000").amount(&nothing), unanswered);
    assert_eq!(fee("if answered(so_ban_sao) { so_ban_sao * 8000 } else { 0 }").amount(&nothing), Ok(Decimal::ZERO));
}

#[test]
fn amounts_are_exact_or_an_error() {
    let table = [
        ("so_ban_sao * 8000", Ok("24000")),
        ("max(so_ban_sao - 2, 0) * 8000", Ok("8000")),
        ("min(dien_tich, 100, 300)", Ok("100")),
        ("dien_tich * 0.005", Ok("0.6025")),
        ("round_up(dien_tich, 10)", Ok("130")),
        ("round_up(120, 10)", Ok("120")),
        ("round_down(dien_tich, 0.2)", Ok("120.4")),
        ("round_up(-dien_tich, 10)", Ok("-120")),
        ("round_down(-dien_tich, 10)", Ok("-130")),
        ("if thuong_binh { 0 } else { 70000 }", Ok("70000")),
        ("1 / 0", Err(RuleError::DivisionByZero)),
        ("1 / (so_ban_sao - 3)", Err(RuleError::DivisionByZero)),
        ("round_up(1, 0)", Err(RuleError::StepNotPositive)),
        ("round_up(1, -1)", Err(RuleError::StepNotPositive)),
        ("9999999999999999 * 9999999999999999 * 9999999999999999", Err(RuleError::Overflow)),
    ];
    for (text, expected) in table {
        assert_eq!(fee(text).amount(&facts()), expected.map(number), "{text}");
    }
}

#[test]
fn a_fact_of_another_type_is_an_error() {
    let facts = facts().with("so_ban_sao", Value::text("ba")).with("thua_dat", Value::YesNo(true));
    assert_eq!(fee("so_ban_sao * 2").amount(&facts), Err(RuleError::WrongType { expected: ValueType::Number }));
    assert!(condition("so_ban_sao == 3").holds(&facts).is_err());
    assert!(condition("count(thua_dat) > 0").holds(&facts).is_err());
}

fn fault(text: &str) -> (u16, u16, RuleFaultKind) {
    match Rule::parse(text, &names(), ValueType::YesNo) {
        Err(RuleFault { line, column, kind }) => (line, column, kind),
        Ok(rule) => panic!("accepted: {rule}"),
    }
}

#[test]
fn wrong_rules_are_refused_with_their_place() {
    use RuleFaultKind as Kind;
    let wrong = |expected, found| Kind::WrongType { expected, found };
    let (text, number, day, rows) = (ValueType::Text, ValueType::Number, ValueType::Date, ValueType::Rows);
    let table: Vec<(&str, u16, u16, RuleFaultKind)> = vec![
        ("  ", 1, 1, Kind::Empty),
        ("so_ban_sa > 2", 1, 1, Kind::UnknownName { name: "so_ban_sa".into() }),
        ("true &&\n  la", 2, 3, Kind::UnknownName { name: "la".into() }),
        ("answered(la)", 1, 1, Kind::UnknownName { name: "la".into() }),
        ("so_ban_sao > \"2\"", 1, 14, wrong(number, text)),
        ("so_ban_sao == ban_sao", 1, 15, wrong(number, text)),
        ("ngay_sinh < 2006", 1, 13, wrong(day, number)),
        ("age(so_ban_sao) > 2", 1, 5, wrong(day, number)),
        ("so_ban_sao && true", 1, 1, wrong(ValueType::YesNo, number)),
        ("ho_ten in [1]", 1, 12, wrong(text, number)),
        ("count(ho_ten) > 1", 1, 1, wrong(rows, text)),
        ("ho_ten < \"B\"", 1, 1, Kind::NoOrder { found: text }),
        ("thua_dat == thua_dat", 1, 1, Kind::NoOrder { found: rows }),
        ("ban_sao == \"có\"", 1, 12, Kind::NotAChoice { name: "ban_sao".into(), given: "có".into() }),
        ("\"co\" == ban_sao", 1, 1, Kind::NotAChoice { name: "ban_sao".into(), given: "co".into() }),
        ("ban_sao in [\"Có\", \"x\"]", 1, 19, Kind::NotAChoice { name: "ban_sao".into(), given: "x".into() }),
        ("so_ban_sao + 1", 1, 12, Kind::WrongResult { expected: ValueType::YesNo, found: number }),
        ("if true { 1 } else { false }", 1, 22, wrong(number, ValueType::YesNo)),
        ("if thuong_binh { true }", 1, 1, Kind::MissingElse),
        ("sum(thua_dat, \"la\") > 1", 1, 1, Kind::UnknownField { section: "thua_dat".into(), field: "la".into() }),
        ("sum(thua_dat, dien_tich) > 1", 1, 1, Kind::NotAName),
        ("count(1) > 1", 1, 7, Kind::NotAName),
        ("age() > 1", 1, 1, Kind::ArgumentCount { function: "age", expected: 1 }),
        ("xoa(ho_ten)", 1, 1, Kind::UnknownFunction { name: "xoa".into() }),
        ("eval(\"1\")", 1, 1, Kind::UnknownFunction { name: "eval".into() }),
        ("today > date(\"31/12/2026\")", 1, 14, Kind::NotADate { given: "31/12/2026".into() }),
        ("today > date(\"2026-02-30\")", 1, 14, Kind::NotADate { given: "2026-02-30".into() }),
        ("so_ban_sao % 2 == 1", 1, 12, Kind::NotAllowed),
        ("[true]", 1, 1, Kind::NotAllowed),
        ("()", 1, 1, Kind::NotAllowed),
        ("ho_ten == 'A'", 1, 11, Kind::NotAllowed),
        ("`${ho_ten}` == \"A\"", 1, 1, Kind::NotAllowed),
    ];
    for (text, line, column, kind) in table {
        assert_eq!(fault(text), (line, column, kind), "{text}");
    }
    for text in
        ["let x = 1", "ho_ten = \"x\"", "while true {}", "1 +", "a b", "fn f() {}", "import \"x\"", "this", "\""]
    {
        assert!(Rule::parse(text, &names(), ValueType::YesNo).is_err(), "{text}");
    }
}

#[test]
fn large_and_deep_rules_are_refused() {
    let nested = format!("{}true{}", "(".repeat(900), ")".repeat(900));
    assert_eq!(fault(&nested).2, RuleFaultKind::TooDeep);
    let denied = format!("{}true", "!".repeat(1_900));
    assert_eq!(fault(&denied).2, RuleFaultKind::TooDeep);
    let branches = format!("{}true{}", "if true {".repeat(80), "} else {false}".repeat(80));
    assert_eq!(fault(&branches).2, RuleFaultKind::TooDeep);
    let long = "true || ".repeat(300) + "true";
    assert_eq!(fault(&long).2, RuleFaultKind::TooLong { limit: 2_000 });
    let text = format!("ho_ten == \"{}\"", "x".repeat(600));
    assert!(Rule::parse(&text, &names(), ValueType::YesNo).is_err());
    let twenty = ["so_ban_sao > 1"; 20].join(" || ");
    assert_eq!(condition(&twenty).holds(&facts()), Ok(true));
}

#[test]
fn a_rule_is_stored_as_its_text() {
    let rule = condition(" ban_sao == \"Có\" && so_ban_sao > 2 ");
    let stored = serde_json::to_string(&rule).expect("text");
    assert_eq!(stored, r#""ban_sao == \"Có\" && so_ban_sao > 2""#);
    let again: Rule = serde_json::from_str(&stored).expect("a rule");
    assert_eq!(again, rule);
    assert_eq!(again.holds(&facts()), Ok(true));
    assert_eq!(again.names().into_iter().collect::<Vec<_>>(), ["ban_sao", "so_ban_sao"]);
    assert!(serde_json::from_str::<Rule>("\"1 +\"").is_err());
}

/// Texts that look like rules.
fn rule_like() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "ho_ten",
        "so_ban_sao",
        "thuong_binh",
        "ngay_sinh",
        "thua_dat",
        "today",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "&&",
        "||",
        "!",
        "==",
        "<",
        "+",
        "-",
        "*",
        "/",
        "in",
        "if",
        "else",
        ",",
        "\"Có\"",
        "1",
        "0.5",
        "99999999999999999999",
        "age",
        "sum",
        "count",
        "min",
        "round_up",
        "date",
        "\"2026-01-01\"",
        "\"",
        "//",
        "/*",
        "`",
        "'",
        "#",
        ";",
        "|x|",
        "switch",
        "..",
        "??",
        "0x",
        "1e5",
        "\\",
        "=>",
        "let",
        "fn",
        ".",
        "::",
        "$",
        "@",
    ]);
    prop::collection::vec(words, 0..40).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(2_000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_reading_fail(text in prop_oneof![rule_like(), "\\PC{0,200}", any::<String>()]) {
        for result in [ValueType::YesNo, ValueType::Number] {
            if let Ok(rule) = Rule::parse(&text, &names(), result) {
                let again = Rule::parse(rule.as_str(), &names(), result);
                prop_assert_eq!(again.as_ref(), Ok(&rule));
                // What was checked never meets a wrong type.
                for facts in [facts(), Facts::on(date(2026, 11, 26))] {
                    let errors = [rule.holds(&facts).err(), rule.amount(&facts).err()];
                    let wrong = errors.iter().flatten().filter(|error| matches!(error, RuleError::WrongType { .. }));
                    prop_assert!(wrong.count() <= 1, "{}", text);
                }
            }
        }
        let _ = Rule::read(&text);
    }

    #[test]
    fn reckoning_agrees_with_whole_numbers(a in -10_000_i64..10_000, b in -10_000_i64..10_000, step in 1_i64..500) {
        let facts = Facts::on(date(2026, 11, 26))
            .with("so_ban_sao", Value::Number(a.into()))
            .with("dien_tich", Value::Number(b.into()));
        let amount = |text: &str| fee(text).amount(&facts);
        prop_assert_eq!(amount("so_ban_sao * dien_tich - so_ban_sao"), Ok(Decimal::from(a * b - a)));
        prop_assert_eq!(amount(&format!("round_down(so_ban_sao, {step})")), Ok(Decimal::from(a.div_euclid(step) * step)));
        let up = a + (-a).rem_euclid(step);
        prop_assert_eq!(amount(&format!("round_up(so_ban_sao, {step})")), Ok(Decimal::from(up)));
        prop_assert_eq!(condition("so_ban_sao < dien_tich").holds(&facts), Ok(a < b));
        prop_assert_eq!(amount("max(so_ban_sao, dien_tich) + min(so_ban_sao, dien_tich)"), Ok(Decimal::from(a + b)));
    }
}

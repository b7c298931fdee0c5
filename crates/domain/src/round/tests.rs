//! Sheets and results: what is claimed, known, appraised, asked, explained and surveyed, and what it comes to.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::*;
use crate::dataset::parse_scorecard;
use crate::scorecard::{Decimal, Problem, Scorecard};

/// Ten points in one field, five by survey, a penalty of at most two.
pub(super) const CARD: &str = r#"{
  "scorecard": "thu", "version": "1", "name_vi": "Thẻ thử", "valid_from": null, "valid_to": null, "legal_basis": [],
  "completeness": "example", "notes_vi": [], "source": "written for the test", "max_points": "15",
  "rounding": {"mode": "each_item", "places": 2}, "ranking": {"ties": "published"},
  "units": {"code": ["ma"], "name": ["don_vi"], "block": []},
  "bands": [{"block": null, "in": "percent", "source": "the test",
    "bands": [{"code": "tot", "label_vi": "Tốt", "from": "80"}, {"code": "kha", "label_vi": "Khá"}],
    "vetoes": [{"variables": [{"name": "ky_luat", "column": "ky_luat"}], "when": "ky_luat > 0", "at_most": "kha",
      "text_vi": "Bị kỷ luật"}]}],
  "nodes": [
    {"code": "A", "name_vi": "Giải quyết", "max_points": "10", "nodes": [
      {"code": "A.1", "name_vi": "Đúng hạn", "max_points": "6", "no_data": "unknown",
       "rule": {"kind": "ratio", "numerator": "dung", "denominator": "tong"}},
      {"code": "A.2", "name_vi": "Kế hoạch", "max_points": "4", "rule": {"kind": "yes_no", "column": "ke_hoach"}}]},
    {"code": "S", "name_vi": "Khảo sát", "max_points": "5", "nodes": [
      {"code": "S.1", "name_vi": "Hài lòng", "max_points": "5", "no_data": "rescale",
       "rule": {"kind": "survey", "minimum_sample": 3, "options": [
         {"code": "A", "column": "phieu_a", "weight_percent": "100"},
         {"code": "B", "column": "phieu_b", "weight_percent": "0"}]}}]},
    {"code": "P", "name_vi": "Điểm trừ", "max_points": "2", "effect": "penalty", "nodes": [
      {"code": "P.1", "name_vi": "Vi phạm", "max_points": "2", "no_data": "zero",
       "rule": {"kind": "count", "column": "vi_pham", "points_each": "1"}}]}]
}"#;

pub(super) const TODAY: Date = date(2026, 11, 27);

pub(super) fn card() -> Scorecard {
    parse_scorecard("thu.json", CARD.as_bytes()).expect("the card of the test")
}

pub(super) fn setup(units: &[&str]) -> Setup {
    Setup {
        title_vi: "Kỳ thử".to_owned(),
        year: 2026,
        block: String::new(),
        units: units.iter().map(|unit| RoundUnit { unit: (*unit).to_owned(), is_ranked: true }).collect(),
        appraisers: Vec::new(),
        days: PhaseDays { self_assessment: 5, first_appraisal: 5, explanation: 3, second_appraisal: 3 },
        is_open: true,
    }
}

pub(super) fn context(card: &Scorecard, state: RoundState) -> SheetContext<'_> {
    let actor = match state {
        RoundState::SelfAssessment | RoundState::Explanation => "don-vi",
        _ => "tham-dinh",
    };
    SheetContext { actor, today: TODAY, state, due: Some(date(2026, 12, 4)), card }
}

pub(super) fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

pub(super) fn save(item: &str, pairs: &[(&str, &str)]) -> SheetCommand {
    SheetCommand::Save { item: item.to_owned(), claim: NewClaim { values: values(pairs), ..NewClaim::default() } }
}

pub(super) fn appraise(item: &str, points: &str, reason: &str) -> SheetCommand {
    SheetCommand::Appraise { item: item.to_owned(), points: points.to_owned(), reason: reason.to_owned() }
}

/// Does it and takes the events in.
pub(super) fn act(sheet: &mut UnitSheet, command: SheetCommand, context: &SheetContext<'_>) -> Result<(), Refusal> {
    for event in sheet.decide(command, context)? {
        sheet.apply(&event, context.actor).expect("what was decided can be taken in");
    }
    Ok(())
}

fn filled(card: &Scorecard) -> UnitSheet {
    let mut sheet = UnitSheet::default();
    let at = context(card, RoundState::SelfAssessment);
    act(&mut sheet, save("A.1", &[("dung", "3"), ("tong", "4")]), &at).expect("A.1");
    act(&mut sheet, save("A.2", &[("ke_hoach", "có")]), &at).expect("A.2");
    sheet
}

fn points(text: &str) -> Points {
    Points(text.parse::<Decimal>().expect("a number"))
}

fn known(dung: &str, tong: &str) -> Known {
    Known {
        values: values(&[("dung", dung), ("tong", tong)]),
        definition: "on_time/1".to_owned(),
        from: date(2026, 1, 1),
        to: TODAY,
        parts: Vec::new(),
        link: "/tong-quan".to_owned(),
    }
}

#[test]
fn claims_come_to_points_by_the_rule_or_are_refused_with_what_is_wrong() {
    let card = card();
    let at = context(&card, RoundState::SelfAssessment);
    let marks = [
        ("A.1", vec![("dung", "3"), ("tong", "4")], Some(Mark::Points(points("4.5")))),
        ("A.1", vec![("dung", "1"), ("tong", "3")], Some(Mark::Points(points("2")))),
        ("A.1", vec![], None),
        ("A.1", vec![("dung", "0"), ("tong", "0")], None),
        ("A.2", vec![("ke_hoach", "không")], Some(Mark::Points(points("0")))),
        ("P.1", vec![("vi_pham", "5")], Some(Mark::Points(points("2")))),
    ];
    for (item, pairs, expected) in marks {
        let mut sheet = UnitSheet::default();
        act(&mut sheet, save(item, &pairs), &at).expect("a claim");
        assert_eq!(sheet.items[item].claim.as_ref().expect("kept").mark, expected, "{item} {pairs:?}");
    }
    let sheet = UnitSheet::default();
    let refused = |item, pairs: &[(&str, &str)]| sheet.decide(save(item, pairs), &at).expect_err("refused");
    let problem = |item, pairs| match refused(item, pairs) {
        Refusal::Value { problem, .. } => problem,
        other => panic!("{other:?}"),
    };
    assert!(matches!(problem("A.1", &[("dung", "ba"), ("tong", "4")]), Problem::NotANumber { .. }));
    assert!(matches!(problem("A.1", &[("dung", "5"), ("tong", "4")]), Problem::AboveHundred { .. }));
    assert!(matches!(problem("A.1", &[("dung", "-1"), ("tong", "4")]), Problem::Negative { .. }));
    assert!(matches!(problem("A.2", &[("ke_hoach", "chưa biết")]), Problem::UnknownAnswer { .. }));
    assert_eq!(refused("Z.9", &[]), Refusal::NoSuchItem);
    assert_eq!(refused("A", &[]), Refusal::NoSuchItem);
    assert_eq!(refused("S.1", &[("phieu_a", "5")]), Refusal::FromSurvey);
}

#[test]
fn what_the_system_knows_is_typed_over_only_with_a_reason_that_stays() {
    let card = card();
    let at = context(&card, RoundState::SelfAssessment);
    let mut sheet = UnitSheet::default();
    let fill = |dung| SheetCommand::Fill { known: BTreeMap::from([("A.1".to_owned(), known(dung, "10"))]) };
    act(&mut sheet, fill("9"), &at).expect("filled");
    let claim = |sheet: &UnitSheet| sheet.items["A.1"].claim.clone().expect("a claim");
    assert_eq!(claim(&sheet).mark, Some(Mark::Points(points("5.4"))));
    assert!(sheet.decide(fill("9"), &at).expect("nothing new").is_empty());
    let other = save("A.1", &[("dung", "10"), ("tong", "10")]);
    assert_eq!(sheet.decide(other, &at), Err(Refusal::OverNeedsReason));
    act(&mut sheet, save("A.1", &[("dung", "9"), ("tong", "10")]), &at).expect("the same needs none");
    let claimed = NewClaim {
        values: values(&[("dung", "10"), ("tong", "10")]),
        over_reason: "Một hồ sơ ghi nhầm".to_owned(),
        ..NewClaim::default()
    };
    act(&mut sheet, SheetCommand::Save { item: "A.1".to_owned(), claim: claimed }, &at).expect("with a reason");
    assert_eq!(claim(&sheet).over_reason, "Một hồ sơ ghi nhầm");
    // New figures do not take away what was said with a reason; they stand beside it.
    act(&mut sheet, fill("8"), &at).expect("filled again");
    assert_eq!(claim(&sheet).values, values(&[("dung", "10"), ("tong", "10")]));
    assert_eq!(sheet.items["A.1"].known, Some(known("8", "10")));
}

#[test]
fn a_sheet_is_handed_in_whole_and_before_its_last_day_is_over() {
    let card = card();
    let at = context(&card, RoundState::SelfAssessment);
    let mut sheet = UnitSheet::default();
    let incomplete = Refusal::Incomplete(vec!["A.1".to_owned(), "A.2".to_owned()]);
    assert_eq!(sheet.decide(SheetCommand::Submit, &at), Err(incomplete));
    sheet = filled(&card);
    let late = SheetContext { today: date(2026, 12, 5), ..at };
    let over = Err(Refusal::PhaseOver { due: date(2026, 12, 4) });
    assert_eq!(sheet.decide(SheetCommand::Submit, &late), over);
    assert_eq!(sheet.decide(save("A.2", &[("ke_hoach", "không")]), &late), over);
    let last = SheetContext { today: date(2026, 12, 4), ..at };
    act(&mut sheet, SheetCommand::Submit, &last).expect("on the last day");
    assert_eq!(sheet.decide(save("A.2", &[]), &at), Err(Refusal::HandedIn));
    assert_eq!(sheet.decide(SheetCommand::Submit, &at), Err(Refusal::HandedIn));
    act(&mut sheet, SheetCommand::TakeBack, &at).expect("taken back");
    assert_eq!(sheet.decide(SheetCommand::TakeBack, &at), Err(Refusal::NotHandedIn));
}

#[test]
fn every_hand_is_kept_apart_and_a_difference_says_why() {
    let card = card();
    let mut sheet = filled(&card);
    let first = context(&card, RoundState::FirstAppraisal);
    assert_eq!(sheet.decide(appraise("A.1", "4", ""), &first), Err(Refusal::DifferenceNeedsReason));
    let maximum = points("6");
    assert_eq!(sheet.decide(appraise("A.1", "6,5", "vì"), &first), Err(Refusal::PointsOutOfRange { maximum }));
    assert_eq!(sheet.decide(appraise("A.1", "nhiều", "vì"), &first), Err(Refusal::NotPoints));
    act(&mut sheet, appraise("A.1", "4", "thiếu minh chứng"), &first).expect("lower, with a reason");
    let ask = SheetCommand::Ask { item: "A.1".to_owned(), text: "Vì sao?".to_owned() };
    act(&mut sheet, ask.clone(), &first).expect("asked");
    assert_eq!(sheet.decide(ask, &first), Err(Refusal::AskedAlready));
    let explain = |item: &str| SheetCommand::Explain {
        item: item.to_owned(),
        text: "Có quyết định kèm theo".to_owned(),
        evidence: Vec::new(),
    };
    assert_eq!(sheet.decide(explain("A.1"), &first), Err(Refusal::NotInState(RoundState::FirstAppraisal)));
    let explaining = context(&card, RoundState::Explanation);
    assert_eq!(sheet.decide(explain("A.2"), &explaining), Err(Refusal::NotAsked));
    assert_eq!(sheet.unanswered(), 1);
    act(&mut sheet, explain("A.1"), &explaining).expect("explained");
    assert_eq!(sheet.unanswered(), 0);
    let second = context(&card, RoundState::SecondAppraisal);
    assert_eq!(sheet.decide(appraise("A.1", "4.5", ""), &second), Err(Refusal::DifferenceNeedsReason));
    act(&mut sheet, appraise("A.1", "4,5", "giải trình hợp lý"), &second).expect("raised");
    let item = &sheet.items["A.1"];
    let mark = |appraisal: &Option<Appraisal>| appraisal.as_ref().map(|appraisal| appraisal.mark);
    assert_eq!(item.claim.as_ref().and_then(|claim| claim.mark), Some(Mark::Points(points("4.5"))));
    assert_eq!(mark(&item.first), Some(Mark::Points(points("4"))));
    assert_eq!(mark(&item.second), Some(Mark::Points(points("4.5"))));
    assert_eq!(item.counts(), Some(Mark::Points(points("4.5"))));
    let own = SheetContext { actor: "don-vi", ..second };
    assert_eq!(sheet.decide(appraise("A.2", "4", ""), &own), Err(Refusal::OwnWork));
}

#[test]
fn surveys_need_their_sample_and_none_is_no_data() {
    let card = card();
    let mut sheet = filled(&card);
    let at = context(&card, RoundState::SecondAppraisal);
    let survey =
        |item: &str, pairs: &[(&str, &str)]| SheetCommand::Survey { item: item.to_owned(), values: values(pairs) };
    let small = sheet.decide(survey("S.1", &[("phieu_a", "2"), ("phieu_b", "0")]), &at).expect_err("too small");
    assert!(matches!(small, Refusal::Value { problem: Problem::SampleTooSmall { least: 3, .. }, .. }), "{small:?}");
    assert_eq!(sheet.decide(survey("A.1", &[]), &at), Err(Refusal::NoSurvey));
    assert_eq!(sheet.decide(appraise("S.1", "5", "x"), &at), Err(Refusal::FromSurvey));
    act(&mut sheet, survey("S.1", &[("phieu_a", "3"), ("phieu_b", "1")]), &at).expect("entered");
    assert_eq!(sheet.items["S.1"].counts(), Some(Mark::Points(points("3.75"))));
    act(&mut sheet, survey("S.1", &[]), &at).expect("no survey");
    assert_eq!(sheet.items["S.1"].counts(), Some(Mark::NoData));
}

#[test]
fn the_rest_is_accepted_as_it_stands_and_silence_gets_nothing_only_with_a_reason() {
    let card = card();
    let mut sheet = UnitSheet::default();
    let own = context(&card, RoundState::SelfAssessment);
    act(&mut sheet, save("A.2", &[("ke_hoach", "có")]), &own).expect("A.2");
    let first = context(&card, RoundState::FirstAppraisal);
    let accept = |reason: &str| SheetCommand::Accept { missing_reason: reason.to_owned() };
    act(&mut sheet, accept(""), &first).expect("accepted");
    let counts = |sheet: &UnitSheet, code: &str| sheet.items.get(code).and_then(Item::counts);
    assert_eq!(counts(&sheet, "A.1"), None);
    assert_eq!(counts(&sheet, "A.2"), Some(Mark::Points(points("4"))));
    // A penalty of which nobody spoke is none.
    assert_eq!(counts(&sheet, "P.1"), Some(Mark::Points(points("0"))));
    act(&mut sheet, accept("không nộp"), &first).expect("accepted");
    assert_eq!(counts(&sheet, "A.1"), Some(Mark::Points(points("0"))));
}

/// A sheet that was appraised with these points for A.1.
fn appraised(card: &Scorecard, a1: &str) -> UnitSheet {
    let mut sheet = filled(card);
    let at = context(card, RoundState::SecondAppraisal);
    act(&mut sheet, appraise("A.1", a1, "theo hồ sơ"), &at).expect("A.1");
    act(&mut sheet, SheetCommand::Accept { missing_reason: String::new() }, &at).expect("the rest");
    let survey = values(&[("phieu_a", "4"), ("phieu_b", "0")]);
    act(&mut sheet, SheetCommand::Survey { item: "S.1".to_owned(), values: survey }, &at).expect("S.1");
    sheet
}

#[test]
fn ties_share_a_rank_and_the_next_is_skipped_and_a_veto_lowers_the_band() {
    let card = card();
    let mut setup = setup(&["b", "a", "c", "d", "e"]);
    setup.units[4].is_ranked = false;
    let mut sheets: BTreeMap<String, UnitSheet> = [("a", "5"), ("b", "4.5"), ("c", "5"), ("d", "1"), ("e", "6")]
        .into_iter()
        .map(|(unit, a1)| (unit.to_owned(), appraised(&card, a1)))
        .collect();
    let state = SheetCommand::State { name: "ky_luat".to_owned(), value: "1".to_owned() };
    let second = context(&card, RoundState::SecondAppraisal);
    act(sheets.get_mut("c").expect("c"), state, &second).expect("stated");
    let result = compute(&card, &setup, &sheets).expect("a result");
    let line = |unit: &UnitOutcome| {
        (unit.unit.clone(), unit.total.to_string(), unit.rank, unit.band.clone().map(|band| band.code))
    };
    let of =
        |unit: &str, total: &str, rank, band: &str| (unit.to_owned(), total.to_owned(), rank, Some(band.to_owned()));
    assert_eq!(
        result.units.iter().map(line).collect::<Vec<_>>(),
        [
            of("a", "14", Some(1), "tot"),
            of("c", "14", Some(1), "kha"),
            of("b", "13.5", Some(3), "tot"),
            of("d", "10", Some(4), "kha"),
            of("e", "15", None, "tot"),
        ]
    );
    assert_eq!(result.sharing(&result.units[0]), 2);
    assert_eq!(result.units[1].vetoes, ["Bị kỷ luật"]);
    assert_eq!(result.unit("b").and_then(|unit| unit.points("A")), Some(points("8.5")));
    // It is kept as it is and reads back the same.
    let text = serde_json::to_string(&result).expect("written");
    assert_eq!(serde_json::from_str::<RoundResult>(&text).expect("read"), result);
}

#[test]
fn nothing_is_scored_in_silence() {
    let card = card();
    let setup = setup(&["a", "b"]);
    let sheets = BTreeMap::from([("a".to_owned(), appraised(&card, "5"))]);
    let open = compute(&card, &setup, &sheets).expect_err("b has nothing");
    let codes: Vec<&str> = open.iter().filter_map(|one| one.item.as_deref()).collect();
    assert_eq!(codes, ["A.1", "A.2", "S.1", "P.1"]);
    assert!(open.iter().all(|one| one.unit == "b"));
    // "Not applicable" where the card gives no rule for it leaves the unit without a total, and says so.
    let mut strict = card.clone();
    strict.criteria[0].parts[0].not_applicable = crate::scorecard::Absence::Unknown;
    let mut sheet = appraised(&card, "5");
    act(&mut sheet, appraise("A.1", "", "không có hồ sơ"), &context(&card, RoundState::SecondAppraisal)).expect("n/a");
    let sheets = BTreeMap::from([("a".to_owned(), sheet)]);
    let open = compute(&strict, &super::tests::setup(&["a"]), &sheets).expect_err("no total");
    assert_eq!(open, [OpenItem { unit: "a".to_owned(), item: None }]);
}

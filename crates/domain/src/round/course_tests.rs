//! The table of the machine: in each state, which command does what.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::tests::{TODAY, act, appraise, card, context, save, setup};
use super::*;
use crate::scorecard::Scorecard;

fn hash(result: &RoundResult) -> String {
    format!("{} units", result.units.len())
}

fn card_text() -> CardText {
    let text = super::tests::CARD.to_owned();
    CardText { id: "thu".to_owned(), version: "1".to_owned(), sha256: "0".to_owned(), text }
}

fn configure(units: &[&str]) -> RoundCommand {
    RoundCommand::Configure { setup: Box::new(setup(units)), card: Box::new(card_text()) }
}

fn approve() -> RoundCommand {
    RoundCommand::Approve { decision: Decision { number: "12/QĐ-UBND".to_owned(), date: TODAY } }
}

fn reason() -> String {
    "lý do".to_owned()
}

/// Every command once, each as it could succeed.
fn commands() -> Vec<(&'static str, RoundCommand)> {
    vec![
        ("configure", configure(&["a"])),
        ("open", RoundCommand::Open),
        ("lock", RoundCommand::Lock { reason: reason() }),
        ("return", RoundCommand::Return),
        ("resume", RoundCommand::Resume),
        ("compute", RoundCommand::Compute),
        ("send_back", RoundCommand::SendBack { reason: reason() }),
        ("approve", approve()),
        ("publish", RoundCommand::Publish),
        ("correct", RoundCommand::Correct { reason: reason() }),
    ]
}

/// A sheet with every mark, of which one item may have been returned and explained.
fn sheet(card: &Scorecard, asked: bool) -> UnitSheet {
    let mut sheet = UnitSheet::default();
    let own = context(card, RoundState::SelfAssessment);
    act(&mut sheet, save("A.1", &[("dung", "1"), ("tong", "1")]), &own).expect("A.1");
    act(&mut sheet, save("A.2", &[("ke_hoach", "có")]), &own).expect("A.2");
    act(&mut sheet, SheetCommand::Submit, &own).expect("handed in");
    let first = context(card, RoundState::FirstAppraisal);
    act(&mut sheet, appraise("A.1", "6", ""), &first).expect("A.1");
    if asked {
        let ask = SheetCommand::Ask { item: "A.2".to_owned(), text: "Vì sao?".to_owned() };
        act(&mut sheet, ask, &first).expect("asked");
        let explain = SheetCommand::Explain { item: "A.2".to_owned(), text: reason(), evidence: Vec::new() };
        act(&mut sheet, explain, &context(card, RoundState::Explanation)).expect("explained");
    }
    let second = context(card, RoundState::SecondAppraisal);
    act(&mut sheet, appraise("A.2", "4", "đủ"), &second).expect("A.2");
    act(&mut sheet, SheetCommand::Accept { missing_reason: String::new() }, &second).expect("the rest");
    let survey = SheetCommand::Survey { item: "S.1".to_owned(), values: BTreeMap::new() };
    act(&mut sheet, survey, &second).expect("no survey");
    sheet
}

/// A round in a state, by the shortest way.
fn round_in(state: RoundState, card: &Scorecard, sheets: &BTreeMap<String, UnitSheet>) -> Round {
    let way: Vec<RoundCommand> = match state {
        RoundState::Draft => vec![],
        RoundState::SelfAssessment => vec![RoundCommand::Open],
        RoundState::FirstAppraisal => vec![RoundCommand::Open, RoundCommand::Lock { reason: reason() }],
        RoundState::Explanation => {
            vec![RoundCommand::Open, RoundCommand::Lock { reason: reason() }, RoundCommand::Return]
        }
        RoundState::SecondAppraisal
        | RoundState::Computed
        | RoundState::Approved
        | RoundState::Published
        | RoundState::Correction => vec![
            RoundCommand::Open,
            RoundCommand::Lock { reason: reason() },
            RoundCommand::Return,
            RoundCommand::Resume,
        ],
    };
    let rest = match state {
        RoundState::Computed => vec![RoundCommand::Compute],
        RoundState::Approved => vec![RoundCommand::Compute, approve()],
        RoundState::Published => vec![RoundCommand::Compute, approve(), RoundCommand::Publish],
        RoundState::Correction => {
            vec![RoundCommand::Compute, approve(), RoundCommand::Publish, RoundCommand::Correct { reason: reason() }]
        }
        _ => vec![],
    };
    let mut round = Round::default();
    for command in std::iter::once(configure(&["a"])).chain(way).chain(rest) {
        let actor = if matches!(command, RoundCommand::Approve { .. }) { "lanh-dao" } else { "cai-cach" };
        let event = decide(&round, command, (actor, card, sheets)).expect("the way is open");
        round.apply(&event, actor).expect("taken in");
    }
    assert_eq!(round.state, state);
    round
}

fn decide(
    round: &Round,
    command: RoundCommand,
    (actor, card, sheets): (&str, &Scorecard, &BTreeMap<String, UnitSheet>),
) -> Result<RoundEvent, Refusal> {
    let due = command.phase(round).map(|_| date(2026, 12, 31));
    round.decide(command, &RoundContext { actor, today: TODAY, card, due, sheets, hash })
}

#[test]
fn each_state_takes_its_own_commands_and_no_others() {
    let card = card();
    let sheets = BTreeMap::from([("a".to_owned(), sheet(&card, true))]);
    let table: [(RoundState, &[(&str, RoundState)]); 9] = [
        (RoundState::Draft, &[("configure", RoundState::Draft), ("open", RoundState::SelfAssessment)]),
        (RoundState::SelfAssessment, &[("lock", RoundState::FirstAppraisal)]),
        (RoundState::FirstAppraisal, &[("return", RoundState::Explanation)]),
        (RoundState::Explanation, &[("resume", RoundState::SecondAppraisal)]),
        (RoundState::SecondAppraisal, &[("compute", RoundState::Computed)]),
        (RoundState::Computed, &[("send_back", RoundState::SecondAppraisal), ("approve", RoundState::Approved)]),
        (RoundState::Approved, &[("publish", RoundState::Published)]),
        (RoundState::Published, &[("correct", RoundState::Correction)]),
        (RoundState::Correction, &[("compute", RoundState::Computed)]),
    ];
    for (state, allowed) in table {
        for (name, command) in commands() {
            let mut round = round_in(state, &card, &sheets);
            let found = decide(&round, command, ("lanh-dao", &card, &sheets));
            match allowed.iter().find(|(known, _)| *known == name) {
                Some((_, next)) => {
                    round.apply(&found.expect("allowed"), "lanh-dao").expect("taken in");
                    assert_eq!(round.state, *next, "{name} in {state:?}");
                }
                None => assert_eq!(found, Err(Refusal::NotInState(state)), "{name} in {state:?}"),
            }
        }
    }
}

#[test]
fn without_questions_the_second_appraisal_follows_at_once() {
    let card = card();
    let sheets = BTreeMap::from([("a".to_owned(), sheet(&card, false))]);
    let round = round_in(RoundState::FirstAppraisal, &card, &sheets);
    assert_eq!(decide(&round, RoundCommand::Return, ("x", &card, &sheets)), Err(Refusal::NothingAsked));
    let resumed = decide(&round, RoundCommand::Resume, ("x", &card, &sheets));
    assert!(matches!(resumed, Ok(RoundEvent::Resumed { .. })));
}

#[test]
fn a_lock_waits_for_its_day_for_everybody_or_for_a_reason() {
    let card = card();
    let none = BTreeMap::new();
    let round = round_in(RoundState::SelfAssessment, &card, &none);
    let lock = || RoundCommand::Lock { reason: String::new() };
    let due = date(2026, 12, 31);
    assert_eq!(decide(&round, lock(), ("x", &card, &none)), Err(Refusal::PhaseRuns { due, missing: 1 }));
    let context =
        RoundContext { actor: "x", today: date(2027, 1, 1), card: &card, due: Some(due), sheets: &none, hash };
    let locked = round.decide(lock(), &context);
    assert_eq!(locked, Ok(RoundEvent::Locked { missing: vec!["a".to_owned()], reason: String::new(), due }));
    let handed_in = BTreeMap::from([("a".to_owned(), sheet(&card, false))]);
    let locked = decide(&round, lock(), ("x", &card, &handed_in));
    assert_eq!(locked, Ok(RoundEvent::Locked { missing: Vec::new(), reason: String::new(), due }));
}

#[test]
fn a_faulty_set_up_is_refused_with_what_is_wrong() {
    let card = card();
    let none = BTreeMap::new();
    let refused = |change: &dyn Fn(&mut Setup)| {
        let mut setup = setup(&["a", "b"]);
        change(&mut setup);
        let command = RoundCommand::Configure { setup: Box::new(setup), card: Box::new(card_text()) };
        decide(&Round::default(), command, ("x", &card, &none)).expect_err("refused")
    };
    assert_eq!(refused(&|setup| setup.year = 2027), Refusal::YearOutOfRange);
    assert_eq!(refused(&|setup| setup.year = 2011), Refusal::YearOutOfRange);
    assert_eq!(refused(&|setup| setup.units.clear()), Refusal::NoUnits);
    assert_eq!(refused(&|setup| setup.units[1].unit = "a".to_owned()), Refusal::UnitTwice("a".to_owned()));
    assert_eq!(refused(&|setup| setup.days.explanation = 0), Refusal::DaysOutOfRange);
    assert_eq!(refused(&|setup| setup.title_vi.clear()), Refusal::TextMissing("title"));
    let block = Unfit::NoSuchBlock("so".to_owned());
    assert_eq!(refused(&|setup| setup.block = "so".to_owned()), Refusal::Unfit(block));
    let mut partial = card.clone();
    partial.completeness = crate::scorecard::Completeness::Partial;
    assert_eq!(fitness(&partial, ""), Err(Unfit::Partial));
    let mut unruled = card.clone();
    unruled.criteria[0].parts[0].rule = None;
    assert_eq!(fitness(&unruled, ""), Err(Unfit::NoRule("A.1".to_owned())));
}

#[test]
fn nobody_approves_what_they_reckoned_and_a_correction_leaves_what_was_published() {
    let card = card();
    let mut sheets = BTreeMap::from([("a".to_owned(), sheet(&card, true))]);
    let round = round_in(RoundState::Computed, &card, &sheets);
    assert_eq!(decide(&round, approve(), ("cai-cach", &card, &sheets)), Err(Refusal::OwnWork));
    let mut round = round_in(RoundState::Correction, &card, &sheets);
    let first = round.published.clone();
    let at = context(&card, RoundState::Correction);
    act(sheets.get_mut("a").expect("a"), appraise("A.1", "3", "tính nhầm"), &at).expect("corrected");
    for (actor, command) in
        [("cai-cach", RoundCommand::Compute), ("lanh-dao", approve()), ("cai-cach", RoundCommand::Publish)]
    {
        let event = decide(&round, command, (actor, &card, &sheets)).expect("goes on");
        round.apply(&event, actor).expect("taken in");
    }
    assert_eq!(round.published[..1], first);
    let [old, new] = round.published.as_slice() else { panic!("two versions") };
    assert_eq!((old.number, new.number, new.reason.as_str()), (1, 2, "lý do"));
    // No survey: ten points are rescaled to fifteen.
    let totals = [old, new].map(|one| one.result.units[0].total.to_string());
    assert_eq!(totals, ["15", "10.5"]);
    assert!(new.result.units[0].sheet_version > old.result.units[0].sheet_version);
}

//! Random lives of rounds: no state that the machine does not know, no word lost, nothing published ever changed.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;

use super::tests::{CARD, TODAY, appraise, card, save, setup};
use super::*;

const UNITS: [&str; 2] = ["a", "b"];

#[derive(Debug, Clone)]
enum Step {
    Round(&'static str, RoundCommand),
    Sheet(&'static str, usize, SheetCommand),
    Days(i64),
}

fn hash(result: &RoundResult) -> String {
    serde_json::to_string(result).expect("written")
}

fn round_step() -> impl Strategy<Value = Step> {
    let text = || prop_oneof![Just(String::new()), Just("lý do".to_owned())];
    let card = CardText { id: "thu".into(), version: "1".into(), sha256: "0".into(), text: CARD.to_owned() };
    let configure = RoundCommand::Configure { setup: Box::new(setup(&UNITS)), card: Box::new(card) };
    let decision = Decision { number: "1/QĐ".to_owned(), date: TODAY };
    let command = prop_oneof![
        Just(configure),
        Just(RoundCommand::Open),
        text().prop_map(|reason| RoundCommand::Lock { reason }),
        Just(RoundCommand::Return),
        Just(RoundCommand::Resume),
        Just(RoundCommand::Compute),
        text().prop_map(|reason| RoundCommand::SendBack { reason }),
        Just(RoundCommand::Approve { decision }),
        Just(RoundCommand::Publish),
        text().prop_map(|reason| RoundCommand::Correct { reason }),
    ];
    (prop_oneof![Just("cai-cach"), Just("lanh-dao")], command).prop_map(|(who, command)| Step::Round(who, command))
}

fn sheet_step() -> impl Strategy<Value = Step> {
    let item = || prop_oneof![Just("A.1"), Just("A.2"), Just("S.1"), Just("P.1"), Just("Z")];
    let number = || prop_oneof![Just("0"), Just("1"), Just("2"), Just("x"), Just("")];
    let text = || prop_oneof![Just(String::new()), Just("lời".to_owned())];
    let command = prop_oneof![
        (item(), number(), number()).prop_map(|(item, dung, tong)| {
            save(item, &[("dung", dung), ("tong", tong), ("ke_hoach", dung), ("vi_pham", dung)])
        }),
        Just(SheetCommand::Submit),
        Just(SheetCommand::TakeBack),
        (item(), number(), text()).prop_map(|(item, points, reason)| appraise(item, points, &reason)),
        text().prop_map(|missing_reason| SheetCommand::Accept { missing_reason }),
        (item(), text()).prop_map(|(item, text)| SheetCommand::Ask { item: item.to_owned(), text }),
        (item(), text()).prop_map(|(item, text)| SheetCommand::Explain {
            item: item.to_owned(),
            text,
            evidence: Vec::new()
        }),
        (item(), number()).prop_map(|(item, count)| {
            let values = super::tests::values(&[("phieu_a", count), ("phieu_b", "3")]);
            SheetCommand::Survey { item: item.to_owned(), values }
        }),
        Just(SheetCommand::Survey { item: "S.1".to_owned(), values: BTreeMap::new() }),
    ];
    (prop_oneof![Just("don-vi"), Just("tham-dinh")], 0_usize..2, command)
        .prop_map(|(who, unit, command)| Step::Sheet(who, unit, command))
}

/// The way on, so that lives do not all end early: what the next step needs, in its order.
fn guided() -> Vec<Step> {
    let mut steps = Vec::new();
    let card = CardText { id: "thu".into(), version: "1".into(), sha256: "0".into(), text: CARD.to_owned() };
    let configure = RoundCommand::Configure { setup: Box::new(setup(&UNITS)), card: Box::new(card) };
    let office = |command| Step::Round("cai-cach", command);
    steps.extend([office(configure), office(RoundCommand::Open)]);
    for unit in 0..UNITS.len() {
        steps.push(Step::Sheet("don-vi", unit, save("A.1", &[("dung", "1"), ("tong", "2")])));
        steps.push(Step::Sheet("don-vi", unit, save("A.2", &[("ke_hoach", "1")])));
        steps.push(Step::Sheet("don-vi", unit, SheetCommand::Submit));
    }
    steps.push(office(RoundCommand::Lock { reason: String::new() }));
    steps.push(office(RoundCommand::Resume));
    for unit in 0..UNITS.len() {
        steps.push(Step::Sheet("tham-dinh", unit, SheetCommand::Accept { missing_reason: "vắng".to_owned() }));
        steps.push(Step::Sheet(
            "tham-dinh",
            unit,
            SheetCommand::Survey { item: "S.1".into(), values: BTreeMap::new() },
        ));
    }
    let decision = Decision { number: "1/QĐ".to_owned(), date: TODAY };
    steps.push(office(RoundCommand::Compute));
    steps.push(Step::Round("lanh-dao", RoundCommand::Approve { decision }));
    steps.push(office(RoundCommand::Publish));
    steps
}

#[derive(Default)]
struct World {
    round: Round,
    sheets: BTreeMap<String, UnitSheet>,
    told: Vec<(RoundEvent, String)>,
    written: BTreeMap<String, Vec<(SheetEvent, String)>>,
    days: i64,
}

impl World {
    fn today(&self) -> Date {
        TODAY.saturating_add(self.days.days())
    }

    fn take(&mut self, step: Step, card: &crate::scorecard::Scorecard) {
        let today = self.today();
        match step {
            Step::Days(days) => self.days += days,
            Step::Round(actor, command) => {
                let due = self.round.days(&command).map(|days| today.saturating_add(i64::from(days).days()));
                let context = RoundContext { actor, today, card, due, sheets: &self.sheets, hash };
                if let Ok(event) = self.round.decide(command, &context) {
                    self.round.apply(&event, actor).expect("what was decided can be taken in");
                    self.told.push((event, actor.to_owned()));
                }
            }
            Step::Sheet(actor, unit, command) => {
                let unit = UNITS[unit].to_owned();
                let sheet = self.sheets.entry(unit.clone()).or_default();
                let (state, due) = (self.round.state, self.round.due);
                let context = SheetContext { actor, today, state, due, card };
                for event in sheet.decide(command, &context).unwrap_or_default() {
                    sheet.apply(&event, actor).expect("what was decided can be taken in");
                    self.written.entry(unit.clone()).or_default().push((event, actor.to_owned()));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lives_never_lose_a_word_and_what_is_published_never_changes(
        noise in prop::collection::vec(
            (0_usize..19, prop_oneof![4 => sheet_step(), 2 => round_step(), 1 => (0_i64..12).prop_map(Step::Days)]),
            0..60,
        ),
    ) {
        let card = card();
        let mut world = World::default();
        let mut published: Vec<Published> = Vec::new();
        for (at, step) in guided().into_iter().enumerate() {
            for (_, disturbance) in noise.iter().filter(|(place, _)| *place == at) {
                world.take(disturbance.clone(), &card);
            }
            world.take(step, &card);
            prop_assert!(world.round.published.starts_with(&published));
            published.clone_from(&world.round.published);
            for one in &published {
                prop_assert_eq!(&hash(&one.result), &one.sha256);
            }
            let has_due = world.round.setup.as_ref().is_some_and(|setup| setup.days.of(world.round.state).is_some());
            prop_assert_eq!(world.round.due.is_some(), has_due);
        }
        // Replayed, everything is the same: nothing lives outside the events.
        let mut again = Round::default();
        for (event, actor) in &world.told {
            let text = serde_json::to_string(event).expect("written");
            again.apply(&serde_json::from_str(&text).expect("read"), actor).expect("taken in");
        }
        prop_assert_eq!(&again, &world.round);
        for (unit, events) in &world.written {
            let mut again = UnitSheet::default();
            for (event, actor) in events {
                let text = serde_json::to_string(event).expect("written");
                again.apply(&serde_json::from_str(&text).expect("read"), actor).expect("taken in");
            }
            prop_assert_eq!(&again, &world.sheets[unit]);
            prop_assert_eq!(again.version, i64::try_from(events.len()).expect("few"));
        }
    }
}

#[test]
fn the_guided_way_ends_with_two_units_in_a_tie() {
    let card = card();
    let mut world = World::default();
    for step in guided() {
        world.take(step, &card);
    }
    assert_eq!(world.round.state, RoundState::Published);
    let ranks: Vec<Option<u32>> = world.round.published[0].result.units.iter().map(|unit| unit.rank).collect();
    assert_eq!(ranks, [Some(1), Some(1)]);
}

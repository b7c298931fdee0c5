//! The rules of plans and reviews: tables of refusals, and random sequences of commands.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

const TODAY: Date = date(2026, 11, 26);

fn plan_context(actor: &str) -> PlanContext<'_> {
    PlanContext { actor, today: TODAY, is_working_day: true, open_reviews: 0 }
}

fn context(actor: &str) -> ReviewContext<'_> {
    ReviewContext { actor, today: TODAY, plan: PlanState::InProgress, has_revision: true }
}

fn document() -> Document {
    Document { number: "12/QĐ-UBND".to_owned(), date: TODAY }
}

fn describe(year: i16) -> PlanCommand {
    let text = |text: &str| text.to_owned();
    PlanCommand::Describe { year, title_vi: text("Kế hoạch"), legal_basis_vi: text("Điều 30") }
}

fn item(procedures: &[&str], days: i64) -> PlanItem {
    PlanItem {
        name_vi: String::new(),
        procedures: procedures.iter().map(|id| (*id).to_owned()).collect(),
        unit: "05443".to_owned(),
        person: "lan".to_owned(),
        deadline: TODAY.checked_add(days.days()).unwrap(),
    }
}

fn put(procedures: &[&str]) -> PlanCommand {
    PlanCommand::PutItem { number: None, item: item(procedures, 30) }
}

fn issue() -> PlanCommand {
    PlanCommand::Issue { document: document() }
}

fn planned(commands: Vec<(&str, PlanCommand)>) -> Plan {
    let mut plan = Plan::default();
    for (actor, command) in commands {
        for event in plan.decide(command, &plan_context(actor)).unwrap() {
            plan.apply(&event, actor).unwrap();
        }
    }
    plan
}

#[test]
fn a_plan_is_written_issued_worked_and_finished() {
    let mut plan = planned(vec![
        ("an", describe(2027)),
        ("an", put(&["1", "2", "2"])),
        ("an", put(&["3"])),
        ("an", PlanCommand::RemoveItem { number: 1 }),
        ("an", put(&["1"])),
        ("ba", issue()),
    ]);
    assert_eq!(plan.items.keys().copied().collect::<Vec<_>>(), [2, 3]);
    assert_eq!(plan.procedures().map(|(_, _, id)| id).collect::<Vec<_>>(), ["3", "1"]);
    assert_eq!((plan.state, plan.document.clone()), (PlanState::Issued, Some(document())));
    assert_eq!(plan.decide(PlanCommand::Finish, &plan_context("an")), Err(Refusal::PlanNotInState(PlanState::Issued)));
    plan.apply(&PlanEvent::Started, "lan").unwrap();
    assert_eq!(plan.decide(PlanCommand::Start, &plan_context("lan")), Ok(Vec::new()), "it starts once");
    let open = PlanContext { open_reviews: 2, ..plan_context("an") };
    assert_eq!(plan.decide(PlanCommand::Finish, &open), Err(Refusal::ReviewsOpen(2)));
    assert_eq!(plan.decide(PlanCommand::Finish, &plan_context("an")), Ok(vec![PlanEvent::Finished]));
}

#[test]
fn what_a_plan_refuses() {
    let draft = || planned(vec![("an", describe(2027)), ("an", put(&["1"]))]);
    let issued = || planned(vec![("an", describe(2027)), ("an", put(&["1"])), ("ba", issue())]);
    let too_long = PlanCommand::Describe { year: 2027, title_vi: "a".repeat(2_001), legal_basis_vi: "a".to_owned() };
    let many: Vec<String> = (0..21).map(|number| number.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let past = PlanCommand::PutItem { number: None, item: item(&["2"], -1) };
    let hand = |reason: &str| PlanCommand::HandItem {
        number: 1,
        person: "hoa".to_owned(),
        deadline: TODAY,
        reason: reason.to_owned(),
    };
    let tomorrow = Document { date: TODAY.tomorrow().unwrap(), ..document() };
    let table = [
        ("a past year", Plan::default(), "an", describe(2025), Refusal::YearOutOfRange),
        ("a far year", Plan::default(), "an", describe(2028), Refusal::YearOutOfRange),
        ("another year", draft(), "an", describe(2026), Refusal::YearOutOfRange),
        ("a long title", draft(), "an", too_long, Refusal::TextTooLong(2_000)),
        ("planned twice", draft(), "an", put(&["1"]), Refusal::AlreadyPlanned("1".to_owned())),
        ("nothing to review", draft(), "an", put(&[]), Refusal::TextMissing("procedures")),
        ("too many", draft(), "an", put(&many), Refusal::TooMany(20)),
        ("a day that is over", draft(), "an", past, Refusal::DayOver { today: TODAY }),
        ("no such item", draft(), "an", PlanCommand::RemoveItem { number: 2 }, Refusal::NoSuchItem),
        ("own issue", draft(), "an", issue(), Refusal::OwnWork),
        (
            "a decision of tomorrow",
            draft(),
            "ba",
            PlanCommand::Issue { document: tomorrow },
            Refusal::DayToCome { today: TODAY },
        ),
        ("nothing in it", planned(vec![("an", describe(2027))]), "ba", issue(), Refusal::NoItems),
        ("started too early", draft(), "lan", PlanCommand::Start, Refusal::PlanNotInState(PlanState::Draft)),
        ("changed after issue", issued(), "an", put(&["2"]), Refusal::PlanNotInState(PlanState::Issued)),
        ("handed on in a draft", draft(), "an", hand("ốm"), Refusal::PlanNotInState(PlanState::Draft)),
        ("handed on without a reason", issued(), "an", hand(" "), Refusal::TextMissing("reason")),
    ];
    for (case, plan, actor, command, refusal) in table {
        assert_eq!(plan.decide(command, &plan_context(actor)), Err(refusal), "{case}");
    }
    let holiday = PlanContext { is_working_day: false, ..plan_context("an") };
    assert_eq!(draft().decide(put(&["2"]), &holiday), Err(Refusal::NotAWorkingDay));
}

fn answers(no: &[Question]) -> Answers {
    let answer = |question: Question| Answer { yes: !no.contains(&question), reason_vi: "đã xem".to_owned() };
    Question::ALL.into_iter().map(|question| (question, answer(question))).collect()
}

fn cost() -> CostSheet {
    let burden = Burden { fees_vnd: 50_000, office_days_hundredths: 500, ..Burden::default() };
    CostSheet {
        method: Method { hourly_income_vnd: 40_000, office_days: OfficeDays::NotCounted },
        income_source_vi: "Niên giám thống kê".to_owned(),
        before: Burden { times_per_year: 1, subjects_per_year: 10, ..burden.clone() },
        after: Burden { office_days_hundredths: 400, times_per_year: 1, subjects_per_year: 10, ..burden },
        counted: None,
    }
}

fn proposal(kind: ProposalKind) -> Proposal {
    let (reason_vi, legal_change_vi) = ("Chậm".to_owned(), "Điều 5".to_owned());
    Proposal { kind, saving: Saving::default(), reason_vi, legal_change_vi, planned_for: Some(2027) }
}

fn shorten() -> Proposal {
    proposal(ProposalKind::Shorten { days_hundredths: 100 })
}

fn propose(proposal: Proposal) -> ReviewCommand {
    ReviewCommand::Propose { number: None, proposal }
}

fn decide(number: u32, decision: Decision) -> ReviewCommand {
    ReviewCommand::Decide { number, decision, document: document(), reason_vi: "vì".to_owned() }
}

fn reckon() -> ReviewCommand {
    ReviewCommand::Reckon { cost: Box::new(cost()) }
}

fn reviewed(commands: Vec<(&str, ReviewCommand)>) -> Review {
    let mut review = Review::default();
    for (actor, command) in commands {
        for event in review.decide(command, &context(actor)).unwrap() {
            review.apply(&event, actor).unwrap();
        }
    }
    review
}

fn handed_in() -> Vec<(&'static str, ReviewCommand)> {
    vec![
        ("lan", ReviewCommand::Answer { answers: answers(&[Question::LimitShort]) }),
        ("lan", reckon()),
        ("lan", propose(shorten())),
        ("lan", ReviewCommand::HandIn),
    ]
}

fn confirmed() -> Vec<(&'static str, ReviewCommand)> {
    handed_in().into_iter().chain([("hoa", ReviewCommand::Confirm)]).collect()
}

#[test]
fn a_sheet_is_filled_in_confirmed_decided_and_carried_out() {
    let mut commands = confirmed();
    commands.push(("head", decide(1, Decision::Adopted)));
    commands.push(("an", ReviewCommand::Link { number: 1, revision: 3 }));
    let review = reviewed(commands);
    assert_eq!(review.state, ReviewState::Confirmed);
    assert_eq!(review.confirmed, Some(("hoa".to_owned(), TODAY)));
    let record = &review.proposals[&1];
    assert_eq!(record.revision, Some(3));
    assert_eq!(record.decided.as_ref().unwrap().document, document());
    let verdicts = Criterion::ALL.map(|criterion| verdict(&review.answers, criterion));
    assert_eq!(verdicts, [Verdict::Met, Verdict::Met, Verdict::MetInPart, Verdict::Met].map(Some));
}

#[test]
fn a_sheet_says_what_it_lacks() {
    let empty = Review::default();
    assert_eq!(empty.faults().len(), Question::ALL.len() + 1);
    let reasonless = |answers: &mut Answers| answers.get_mut(&Question::IsUsed).unwrap().reason_vi.clear();
    let mut given = answers(&[Question::LimitShort, Question::FeesFit]);
    reasonless(&mut given);
    given.remove(&Question::InTime);
    let mut review = Review { answers: given, ..Review::default() };
    let expected = [
        SheetFault::ReasonMissing(Question::IsUsed),
        SheetFault::NotAnswered(Question::InTime),
        SheetFault::NothingProposed(Criterion::Reasonableness),
        SheetFault::CostMissing,
    ];
    assert_eq!(review.faults(), expected);
    review = Review { answers: answers(&[]), cost: Some(cost()), ..Review::default() };
    assert_eq!(review.faults(), []);
    let table = [
        (vec![shorten()], Vec::new()),
        (vec![proposal(ProposalKind::Repeal)], Vec::new()),
        (vec![proposal(ProposalKind::Repeal), shorten()], vec![SheetFault::EndBesideOthers(1)]),
        (vec![proposal(ProposalKind::Shorten { days_hundredths: 501 })], vec![SheetFault::SavingOutOfRange(1)]),
        (vec![proposal(ProposalKind::LowerFee { by_vnd: 50_001 })], vec![SheetFault::SavingOutOfRange(1)]),
    ];
    for (proposals, expected) in table {
        let record = |proposal| ProposalRecord { proposal, decided: None, revision: None };
        review.proposals = (1..).zip(proposals.into_iter().map(record)).collect();
        assert_eq!(review.faults(), expected);
    }
}

#[test]
fn what_a_review_refuses() {
    let fresh = Review::default;
    let waiting = || reviewed(handed_in());
    let done = || reviewed(confirmed());
    let bare = || Proposal { reason_vi: " ".to_owned(), ..shorten() };
    let nameless = || proposal(ProposalKind::DropPaper { paper_vi: String::new() });
    let mut dear = cost();
    dear.before.fees_vnd = MONEY_MAX + 1;
    let dear = || ReviewCommand::Reckon { cost: Box::new(dear.clone()) };
    let send_back = |reason: &str| ReviewCommand::SendBack { reason: reason.to_owned() };
    let incomplete = Refusal::Incomplete(vec![SheetFault::CostMissing]);
    let half = || reviewed(vec![("lan", ReviewCommand::Answer { answers: answers(&[]) })]);
    let unexplained = ReviewCommand::Decide {
        number: 1,
        decision: Decision::Rejected,
        document: document(),
        reason_vi: " ".to_owned(),
    };
    let decided_twice = || reviewed(confirmed().into_iter().chain([("head", decide(1, Decision::Rejected))]).collect());
    let table = [
        ("handed in before it began", fresh(), "lan", ReviewCommand::HandIn, Refusal::NotInState(ReviewState::Waiting)),
        ("handed in half", half(), "lan", ReviewCommand::HandIn, incomplete),
        ("a proposal without a reason", half(), "lan", propose(bare()), Refusal::TextMissing("reason")),
        ("a paper without a name", half(), "lan", propose(nameless()), Refusal::TextMissing("what")),
        ("a fee beyond all", half(), "lan", dear(), Refusal::NumberTooLarge),
        ("no such proposal", half(), "lan", ReviewCommand::Drop { number: 1 }, Refusal::NoSuchProposal),
        ("changed while it is read", waiting(), "lan", reckon(), Refusal::NotInState(ReviewState::HandedIn)),
        ("own confirmation", waiting(), "lan", ReviewCommand::Confirm, Refusal::OwnWork),
        ("back without a reason", waiting(), "hoa", send_back(""), Refusal::TextMissing("reason")),
        (
            "decided too early",
            waiting(),
            "head",
            decide(1, Decision::Adopted),
            Refusal::NotInState(ReviewState::HandedIn),
        ),
        ("own decision", done(), "lan", decide(1, Decision::Adopted), Refusal::OwnWork),
        ("rejected without a reason", done(), "head", unexplained, Refusal::TextMissing("reason")),
        ("decided twice", decided_twice(), "head", decide(1, Decision::Adopted), Refusal::AlreadyDecided),
        (
            "a rejected one carried out",
            decided_twice(),
            "an",
            ReviewCommand::Link { number: 1, revision: 1 },
            Refusal::NotAdopted,
        ),
    ];
    for (case, review, actor, command, refusal) in table {
        assert_eq!(review.decide(command, &context(actor)), Err(refusal), "{case}");
    }
    let finished = ReviewContext { plan: PlanState::Finished, ..context("lan") };
    assert_eq!(fresh().decide(reckon(), &finished), Err(Refusal::PlanNotInState(PlanState::Finished)));
    assert!(done().decide(decide(1, Decision::Adopted), &ReviewContext { actor: "head", ..finished }).is_ok());
    let adopted = reviewed(confirmed().into_iter().chain([("head", decide(1, Decision::Adopted))]).collect());
    let unknown = ReviewContext { has_revision: false, ..context("an") };
    let link = ReviewCommand::Link { number: 1, revision: 9 };
    assert_eq!(adopted.decide(link, &unknown), Err(Refusal::NoSuchRevision));
}

fn plan_command() -> impl Strategy<Value = PlanCommand> {
    let number = 1_u32..4;
    let day = -2_i64..40;
    let code = || prop_oneof![Just("1"), Just("2"), Just("3")];
    let text = || prop_oneof![4 => Just("lý do".to_owned()), 1 => Just(String::new())];
    prop_oneof![
        2 => (2025_i16..2029).prop_map(describe),
        4 => (proptest::option::of(number.clone()), code(), day.clone())
            .prop_map(|(number, code, days)| PlanCommand::PutItem { number, item: item(&[code], days) }),
        1 => number.clone().prop_map(|number| PlanCommand::RemoveItem { number }),
        2 => Just(issue()),
        2 => Just(PlanCommand::Start),
        1 => (number, day, text()).prop_map(|(number, days, reason)| PlanCommand::HandItem {
            number, person: "hoa".to_owned(), deadline: TODAY.checked_add(days.days()).unwrap(), reason,
        }),
        1 => Just(PlanCommand::Finish),
    ]
}

fn review_command() -> impl Strategy<Value = ReviewCommand> {
    let number = 1_u32..4;
    let questions = proptest::sample::subsequence(Question::ALL.to_vec(), 0..3);
    let kind = prop_oneof![
        Just(ProposalKind::Repeal),
        Just(ProposalKind::GoOnline),
        (0_u32..700).prop_map(|days_hundredths| ProposalKind::Shorten { days_hundredths }),
        Just(ProposalKind::Merge { into: "1".to_owned() }),
    ];
    let decision = prop_oneof![Just(Decision::Adopted), Just(Decision::Rejected)];
    prop_oneof![
        3 => questions.prop_map(|no| ReviewCommand::Answer { answers: answers(&no) }),
        2 => Just(reckon()),
        3 => (proptest::option::of(number.clone()), kind)
            .prop_map(|(number, kind)| ReviewCommand::Propose { number, proposal: proposal(kind) }),
        1 => number.clone().prop_map(|number| ReviewCommand::Drop { number }),
        3 => Just(ReviewCommand::HandIn),
        1 => Just(ReviewCommand::SendBack { reason: "sai".to_owned() }),
        2 => Just(ReviewCommand::Confirm),
        2 => (number.clone(), decision).prop_map(|(number, decision)| decide(number, decision)),
        1 => (number, 1_u32..3).prop_map(|(number, revision)| ReviewCommand::Link { number, revision }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_leaves_a_sound_plan(
        commands in proptest::collection::vec((plan_command(), 0_usize..3), 1..40)
    ) {
        let mut plan = Plan::default();
        let mut again = Plan::default();
        for (command, who) in commands {
            let actor = ["an", "ba", "ca"][who];
            let before = plan.clone();
            for event in plan.decide(command, &plan_context(actor)).unwrap_or_default() {
                let stored: PlanEvent = serde_json::from_str(&serde_json::to_string(&event).unwrap()).unwrap();
                prop_assert_eq!(&stored, &event);
                plan.apply(&stored, actor).unwrap();
                again.apply(&stored, actor).unwrap();
            }
            prop_assert!(plan.state >= before.state, "a plan never goes back");
            if before.state > PlanState::Draft {
                let kept = |plan: &Plan| plan.procedures().map(|(number, _, id)| (number, id.to_owned())).collect::<Vec<_>>();
                prop_assert_eq!(kept(&plan), kept(&before), "what was issued stays");
            }
            let mut seen = BTreeMap::new();
            for (number, _, id) in plan.procedures() {
                prop_assert!(seen.insert(id.to_owned(), number).is_none(), "a procedure stands once");
            }
            prop_assert_eq!(plan.document.is_some(), plan.state > PlanState::Draft);
            prop_assert!(plan.state == PlanState::Draft || !plan.items.is_empty());
        }
        prop_assert_eq!(again, plan);
    }

    #[test]
    fn any_sequence_leaves_a_sound_review(
        commands in proptest::collection::vec((review_command(), 0_usize..3), 1..40)
    ) {
        let mut review = Review::default();
        let mut again = Review::default();
        for (command, who) in commands {
            let actor = ["lan", "hoa", "head"][who];
            let before = review.clone();
            for event in review.decide(command, &context(actor)).unwrap_or_default() {
                let stored: ReviewEvent = serde_json::from_str(&serde_json::to_string(&event).unwrap()).unwrap();
                prop_assert_eq!(&stored, &event);
                review.apply(&stored, actor).unwrap();
                again.apply(&stored, actor).unwrap();
            }
            if before.state == ReviewState::Confirmed {
                prop_assert_eq!(&review.answers, &before.answers, "a confirmed sheet stays");
                prop_assert_eq!(&review.cost, &before.cost);
                prop_assert_eq!(review.state, ReviewState::Confirmed);
            }
            if review.state >= ReviewState::HandedIn {
                prop_assert_eq!(review.faults(), Vec::new(), "only whole sheets are handed in");
            }
            for (number, record) in &review.proposals {
                let decided = before.proposals.get(number).and_then(|record| record.decided.clone());
                prop_assert!(decided.is_none() || decided == record.decided, "a decision stays");
                prop_assert!(record.decided.as_ref().is_none_or(|decided| !review.writers.contains(&decided.by)));
                let adopted = record.decided.as_ref().is_some_and(|decided| decided.decision == Decision::Adopted);
                prop_assert!(adopted || record.revision.is_none(), "only what was adopted is carried out");
            }
            if let Some((by, _)) = &review.confirmed {
                prop_assert!(!review.writers.contains(by));
            }
        }
        prop_assert_eq!(again, review);
    }
}

//! A scoring round from its set-up to a corrected result, who may do what, and what verification finds.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::ActError;
use app::dossier::FileClaim;
use app::draft::Owner;
use app::identity::TokenPurpose;
use app::round::{RoundDone, RoundRequest, SheetDone, SheetRequest, shipped_cards};
use domain::access::Person;
use domain::round::{
    Decision, NewClaim, PhaseDays, Refusal, RoundCommand, RoundState, RoundUnit, Setup, SheetCommand, asked,
};
use domain::scorecard::{ScoreRule, Scorecard, Table, score, value_headings};
use domain::time::Zone;
use store::{DbError, round as rows};

use crate::office::{Office, on_both};

on_both! {
    a_round_goes_from_the_set_up_to_a_tie_that_everybody_reads,
    a_sheet_is_for_its_unit_and_its_appraisers,
    the_clock_locks_what_nobody_locks,
    verification_finds_a_row_that_no_act_wrote,
}

const OTHER: &str = "so-xay-dung";
const CSV: &str = include_str!("../../../../data/par_index/example_units.csv");

struct Bed {
    office: Office,
    reform: Arc<Person>,
    head: Arc<Person>,
    officer: Arc<Person>,
    leader: Arc<Person>,
    stranger: Arc<Person>,
}

fn card() -> &'static Scorecard {
    &shipped_cards()[0].card
}

/// The values of the first unit of the example, by heading.
fn example() -> BTreeMap<String, String> {
    let table = Table::parse(CSV.as_bytes()).unwrap();
    table.headings().iter().cloned().zip(table.rows()[0].iter().cloned()).collect()
}

fn setup(units: &[&str]) -> Setup {
    Setup {
        title_vi: "Chỉ số CCHC năm 2025".to_owned(),
        year: 2025,
        block: "so".to_owned(),
        units: units.iter().map(|unit| RoundUnit { unit: (*unit).to_owned(), is_ranked: true }).collect(),
        appraisers: Vec::new(),
        days: PhaseDays { self_assessment: 5, first_appraisal: 5, explanation: 3, second_appraisal: 3 },
        is_open: true,
    }
}

fn decision() -> RoundCommand {
    let decision = Decision { number: "31/QĐ-UBND".to_owned(), date: "2026-11-26".parse().unwrap() };
    RoundCommand::Approve { decision }
}

fn lock() -> RoundCommand {
    RoundCommand::Lock { reason: String::new() }
}

impl Bed {
    async fn of(office: Office) -> Self {
        let mut people = Vec::new();
        for login in ["caicach", "lanhdao.tinh", "chuyenvien.soxaydung", "lanhdao.soxaydung", "chuyenvien.thue"] {
            let signed_in = office.app.sign_in(login, "motcua-demo").await.unwrap();
            people.push(office.app.person_of_token(&signed_in.token, TokenPurpose::Browser).await.unwrap().unwrap());
        }
        let [reform, head, officer, leader, stranger] = people.try_into().unwrap();
        Self { office, reform, head, officer, leader, stranger }
    }

    async fn round(&self, person: &Person, round: Option<&str>, command: RoundCommand) -> Result<RoundDone, ActError> {
        let request = RoundRequest { round: round.map(str::to_owned), seen: None, command };
        self.office.app.round_act(person, request).await
    }

    async fn sheet(&self, person: &Person, at: (&str, &str), command: SheetCommand) -> Result<SheetDone, ActError> {
        self.sheet_with(person, at, command, (Vec::new(), Vec::new())).await
    }

    async fn sheet_with(
        &self,
        person: &Person,
        (round, unit): (&str, &str),
        command: SheetCommand,
        (kept, files): (Vec<String>, Vec<FileClaim>),
    ) -> Result<SheetDone, ActError> {
        let (round, unit) = (round.to_owned(), unit.to_owned());
        let request = SheetRequest { round, unit, seen: None, command, kept, files };
        self.office.app.round_sheet_act(person, request).await
    }

    /// A round of the ward and the department, open.
    async fn opened(&self) -> String {
        let units = [self.office.unit.as_str(), OTHER];
        let card = Box::new(shipped_cards()[0].kept());
        let configure = RoundCommand::Configure { setup: Box::new(setup(&units)), card };
        let id = self.round(&self.reform, None, configure).await.unwrap().id;
        self.round(&self.reform, Some(&id), RoundCommand::Open).await.unwrap();
        id
    }

    /// Fills a whole sheet in with the example's values, and hands it in.
    async fn fill_in(&self, id: &str, unit: &str, (writer, head): (&Person, &Person)) {
        let values = example();
        for leaf in asked(card()) {
            if matches!(leaf.rule, Some(ScoreRule::Survey { .. })) {
                continue;
            }
            let of = value_headings(leaf).into_iter().map(|heading| (heading.clone(), values[&heading].clone()));
            let over_reason =
                if leaf.code == "3.1" { "Số liệu giấy chưa nhập hết".to_owned() } else { String::new() };
            let claim = NewClaim { values: of.collect(), over_reason, ..NewClaim::default() };
            let save = SheetCommand::Save { item: leaf.code.clone(), claim };
            self.sheet(writer, (id, unit), save).await.unwrap();
        }
        self.sheet(head, (id, unit), SheetCommand::Submit).await.unwrap();
    }

    async fn survey(&self, id: &str, unit: &str) {
        let values = example();
        let leaf = asked(card()).into_iter().find(|leaf| leaf.code == "8.1").unwrap();
        let of = value_headings(leaf).into_iter().map(|heading| (heading.clone(), values[&heading].clone()));
        let survey = SheetCommand::Survey { item: "8.1".to_owned(), values: of.collect() };
        self.sheet(&self.reform, (id, unit), survey).await.unwrap();
    }

    fn at(&self, moment: &str) {
        self.office.app.clock().set(Zone::HO_CHI_MINH.instant(moment.parse().unwrap()));
    }
}

fn refusal<T: std::fmt::Debug>(result: Result<T, ActError>) -> Refusal {
    match result {
        Err(ActError::Round(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn appraise(item: &str, points: &str, reason: &str) -> SheetCommand {
    SheetCommand::Appraise { item: item.to_owned(), points: points.to_owned(), reason: reason.to_owned() }
}

async fn a_round_goes_from_the_set_up_to_a_tie_that_everybody_reads(office: Office) {
    let bed = Bed::of(office).await;
    let app = &bed.office.app;
    let ward = bed.office.unit.clone();
    let id = bed.opened().await;
    assert_eq!(id, "2025-1");
    let view = app.round_sheet(&bed.office.officer, &id, &ward).await.unwrap();
    assert_eq!(view.round.due, Some("2026-12-03".parse().unwrap()), "five working days after 26/11/2026, a Thursday");
    let known = view.sheet.items["3.1"].known.clone().unwrap();
    assert_eq!((known.parts.len(), known.values["3.1_giai_quyet"].as_str()), (2, "0"));
    assert_eq!(app.count_waiting_rounds(&bed.office.officer).await.unwrap().count, 1);

    let sha256 = bed.office.take_pdf(Owner::Person(&bed.office.officer)).await;
    bed.fill_in(&id, OTHER, (&bed.officer, &bed.leader)).await;
    let officer = &bed.office.officer;
    let claim =
        NewClaim { values: BTreeMap::from([("1.1_tra_loi".into(), "Kịp thời".into())]), ..NewClaim::default() };
    let save = SheetCommand::Save { item: "1.1".to_owned(), claim };
    let file = FileClaim { component: "file".into(), sha256: sha256.clone(), name: "ke-hoach.pdf".into() };
    let stolen = bed.sheet_with(&bed.officer, (&id, OTHER), save.clone(), (Vec::new(), vec![file.clone()])).await;
    assert!(matches!(stolen, Err(ActError::Invalid(_))), "a file that somebody else brought");
    assert_eq!(refusal(bed.round(&bed.reform, Some(&id), lock()).await), {
        Refusal::PhaseRuns { due: "2026-12-03".parse().unwrap(), missing: 1 }
    });
    bed.fill_in(&id, &ward, (officer, &bed.office.leader)).await;
    assert_eq!(refusal(bed.sheet(officer, (&id, &ward), save.clone()).await), Refusal::HandedIn);
    bed.sheet(&bed.office.leader, (&id, &ward), SheetCommand::TakeBack).await.unwrap();
    let done = bed.sheet_with(officer, (&id, &ward), save, (Vec::new(), vec![file])).await.unwrap();
    assert_eq!(done.sheet.items["1.1"].claim.as_ref().unwrap().evidence[0].name, "ke-hoach.pdf");
    bed.sheet(&bed.office.leader, (&id, &ward), SheetCommand::Submit).await.unwrap();
    assert_eq!(app.count_waiting_rounds(officer).await.unwrap().count, 0);
    bed.round(&bed.reform, Some(&id), lock()).await.unwrap();

    let accept = || SheetCommand::Accept { missing_reason: String::new() };
    bed.sheet(&bed.reform, (&id, OTHER), accept()).await.unwrap();
    bed.sheet(&bed.reform, (&id, &ward), appraise("1.2", "2", "Chưa thấy báo cáo quý IV")).await.unwrap();
    let ask = SheetCommand::Ask { item: "1.2".to_owned(), text: "Báo cáo quý IV ở đâu?".to_owned() };
    bed.sheet(&bed.reform, (&id, &ward), ask).await.unwrap();
    bed.sheet(&bed.reform, (&id, &ward), accept()).await.unwrap();
    let early = app.round_sheet(officer, &id, &ward).await.unwrap();
    assert!(early.sheet.items["1.2"].first.is_none(), "an appraisal that is not handed on is not shown to the unit");
    bed.round(&bed.reform, Some(&id), RoundCommand::Return).await.unwrap();
    let explain = || SheetCommand::Explain { item: "1.2".into(), text: "Gửi kèm".into(), evidence: Vec::new() };
    let seen = app.round_sheet(officer, &id, &ward).await.unwrap();
    assert!(seen.sheet.items["1.2"].question.is_some());
    bed.survey(&id, &ward).await;
    let file = FileClaim { component: "file".into(), sha256: sha256.clone(), name: "bao-cao.pdf".into() };
    bed.sheet_with(officer, (&id, &ward), explain(), (Vec::new(), vec![file])).await.unwrap();
    bed.round(&bed.reform, Some(&id), RoundCommand::Resume).await.unwrap();
    bed.sheet(&bed.reform, (&id, &ward), appraise("1.2", "4", "Giải trình hợp lý")).await.unwrap();
    bed.survey(&id, OTHER).await;

    decided(&bed, &id).await;
    published(&bed, &id, &ward, &sha256).await;
    corrected(&bed, &id, &ward).await;
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

/// The result is worked out, approved by the head and published.
async fn decided(bed: &Bed, id: &str) {
    let app = &bed.office.app;
    bed.round(&bed.reform, Some(id), RoundCommand::Compute).await.unwrap();
    assert!(matches!(bed.round(&bed.reform, Some(id), decision()).await, Err(ActError::NotYours)));
    assert!(
        matches!(app.open_round(id, None).await, Err(ActError::NotFound)),
        "nothing is open before it is published"
    );
    assert_eq!(app.count_waiting_rounds(&bed.head).await.unwrap().count, 1);
    bed.round(&bed.head, Some(id), decision()).await.unwrap();
    bed.round(&bed.reform, Some(id), RoundCommand::Publish).await.unwrap();
}

/// The result is that of the card over the table, digit for digit; the two units share the first rank.
async fn published(bed: &Bed, id: &str, ward: &str, sha256: &str) {
    let app = &bed.office.app;
    let open = app.open_round(id, None).await.unwrap();
    let scored = score(card(), &Table::parse(CSV.as_bytes()).unwrap()).unwrap();
    let expected = scored.units[0].score.points.unwrap();
    let ranks: Vec<_> = open.shown.result.units.iter().map(|unit| (unit.rank, unit.total.0)).collect();
    assert_eq!(ranks, [(Some(1), expected), (Some(1), expected)]);
    for (part, of) in scored.units[0].score.parts.iter().zip(&card().criteria) {
        let found = open.shown.result.units[0].points(&of.code).map(|points| points.0);
        assert_eq!(found, part.points, "{}", of.code);
    }
    let sheet = app.open_sheet(id, ward, None).await.unwrap();
    assert!(sheet.history.iter().all(|line| line.actor.is_empty()), "nobody's name is published");
    assert!(sheet.history.len() > 20);
    drop(app.open_evidence((id, ward), sha256).await.unwrap());
    assert!(matches!(app.open_evidence((id, OTHER), sha256).await, Err(ActError::NotFound)));
    assert_eq!(app.open_rounds(None, 10).await.unwrap().rows.len(), 1);
}

/// A correction is a second version; the first one and its history stay as they were.
async fn corrected(bed: &Bed, id: &str, ward: &str) {
    let app = &bed.office.app;
    let before = (app.open_round(id, Some(1)).await.unwrap(), app.open_sheet(id, ward, Some(1)).await.unwrap());
    let correct = RoundCommand::Correct { reason: "Nhập nhầm mục 1.3".to_owned() };
    bed.round(&bed.reform, Some(id), correct).await.unwrap();
    bed.sheet(&bed.reform, (id, ward), appraise("1.3", "1", "Chỉ có hai sáng kiến")).await.unwrap();
    assert_eq!(app.open_round(id, None).await.unwrap(), before.0, "while it is corrected, the old one is shown");
    bed.round(&bed.reform, Some(id), RoundCommand::Compute).await.unwrap();
    bed.round(&bed.head, Some(id), decision()).await.unwrap();
    bed.round(&bed.reform, Some(id), RoundCommand::Publish).await.unwrap();
    let now = app.open_round(id, None).await.unwrap();
    assert_eq!((now.shown.number, now.shown.reason.as_str()), (2, "Nhập nhầm mục 1.3"));
    assert_eq!(now.shown.result.units.iter().map(|unit| unit.rank).collect::<Vec<_>>(), [Some(1), Some(2)]);
    let old = app.open_round(id, Some(1)).await.unwrap();
    assert_eq!(old.shown, before.0.shown);
    assert_eq!(app.open_sheet(id, ward, Some(1)).await.unwrap().history, before.1.history);
    assert!(matches!(app.open_round(id, Some(3)).await, Err(ActError::NotFound)));
}

async fn a_sheet_is_for_its_unit_and_its_appraisers(office: Office) {
    let bed = Bed::of(office).await;
    let app = &bed.office.app;
    let ward = bed.office.unit.clone();
    let card = || Box::new(shipped_cards()[0].kept());
    let configure = |setup| RoundCommand::Configure { setup: Box::new(setup), card: card() };
    for person in [&bed.officer, &bed.head, &bed.stranger, &bed.office.citizen] {
        let begun = bed.round(person, None, configure(setup(&[OTHER]))).await;
        assert!(matches!(begun, Err(ActError::NotFound | ActError::NotYours)), "{}", person.name);
    }
    let unknown = bed.round(&bed.reform, None, configure(setup(&["khong-co"]))).await;
    assert!(matches!(unknown, Err(ActError::Invalid(_))));
    let with_appraiser = Setup { appraisers: vec!["thue-tinh".to_owned()], ..setup(&[&ward, OTHER]) };
    let id = bed.round(&bed.reform, None, configure(with_appraiser)).await.unwrap().id;
    for person in [&bed.officer, &bed.stranger, &bed.office.citizen] {
        assert!(matches!(app.round(person, &id).await, Err(ActError::NotFound)), "a draft is not shown");
    }
    bed.round(&bed.reform, Some(&id), RoundCommand::Open).await.unwrap();

    let save = || SheetCommand::Save { item: "1.3".into(), claim: NewClaim::default() };
    for person in [&bed.officer, &bed.office.citizen] {
        assert!(matches!(app.round_sheet(person, &id, &ward).await, Err(ActError::NotFound)), "{}", person.name);
        assert!(matches!(bed.sheet(person, (&id, &ward), save()).await, Err(ActError::NotFound)), "{}", person.name);
    }
    for person in [&bed.reform, &bed.head, &bed.stranger] {
        assert!(matches!(bed.sheet(person, (&id, &ward), save()).await, Err(ActError::NotYours)), "{}", person.name);
    }
    bed.sheet(&bed.office.officer, (&id, &ward), save()).await.unwrap();
    let submit = bed.sheet(&bed.office.officer, (&id, &ward), SheetCommand::Submit).await;
    assert!(matches!(submit, Err(ActError::NotYours)), "the head of the unit hands in");
    let incomplete = refusal(bed.sheet(&bed.office.leader, (&id, &ward), SheetCommand::Submit).await);
    assert!(matches!(incomplete, Refusal::Incomplete(_)));
    assert_eq!(app.round(&bed.officer, &id).await.unwrap().sheets.len(), 1, "a unit sees its own sheet only");
    assert_eq!(app.round(&bed.stranger, &id).await.unwrap().sheets.len(), 2, "an appraising unit sees all");
    let early = RoundCommand::Lock { reason: "Thử khóa sớm".to_owned() };
    bed.round(&bed.reform, Some(&id), early).await.unwrap();
    bed.sheet(&bed.stranger, (&id, &ward), appraise("1.3", "1", "Có một sáng kiến")).await.unwrap();
    let own = bed.sheet(&bed.office.leader, (&id, &ward), appraise("1.3", "2", "x")).await;
    assert!(matches!(own, Err(ActError::NotYours)));
    let seen = app.rounds(&bed.stranger, None, 10).await.unwrap();
    assert_eq!((seen.rows.len(), seen.may_begin), (1, false));
    assert!(app.rounds(&bed.office.citizen, None, 10).await.is_err());
}

async fn the_clock_locks_what_nobody_locks(office: Office) {
    let bed = Bed::of(office).await;
    let app = &bed.office.app;
    let id = bed.opened().await;
    bed.at("2026-12-03T23:00:00");
    assert_eq!(app.lock_rounds_over().await.unwrap(), 0, "the last day is not over");
    bed.at("2026-12-04T00:30:00");
    let save = SheetCommand::Save { item: "1.3".into(), claim: NewClaim::default() };
    let late = bed.sheet(&bed.officer, (&id, OTHER), save).await;
    assert_eq!(refusal(late), Refusal::PhaseOver { due: "2026-12-03".parse().unwrap() });
    assert_eq!(app.lock_rounds_over().await.unwrap(), 1);
    assert_eq!(app.lock_rounds_over().await.unwrap(), 0);
    let view = app.round(&bed.reform, &id).await.unwrap();
    assert_eq!((view.round.state, view.round.missing.len()), (RoundState::FirstAppraisal, 2));
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn verification_finds_a_row_that_no_act_wrote(office: Office) {
    let bed = Bed::of(office).await;
    let app = &bed.office.app;
    let id = bed.opened().await;
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
    let (store, key) = (bed.office.beside(), id.clone());
    let write = store.write(move |tx| {
        let mut row = rows::sheets(tx, &key)?.remove(0);
        "2026-11-26".clone_into(&mut row.submitted_on);
        rows::put_sheet(tx, &row)
    });
    write.await.map_err(|error: DbError| error).unwrap();
    let found = app.verify(|_| ()).await.unwrap().difference.unwrap();
    assert_eq!(found.stream, format!("round-sheet/{id}/{}", bed.office.unit));
}

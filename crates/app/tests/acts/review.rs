//! A plan of reviews from its first line to what came of it, who may do what, and what verification finds.

use std::sync::Arc;

use app::dossier::ActionBody;
use app::identity::TokenPurpose;
use app::registry::{RegistryDone, RegistryRequest};
use app::review::{Period, PlanDone, PlanRequest, ReviewDone, ReviewRequest};
use app::{ActError, FieldProblemKind};
use domain::access::{Person, ReviewAction};
use domain::dossier::ActionKind;
use domain::registry::{Command, Decision as RegistryDecision, Refusal as RegistryRefusal};
use domain::review::{
    Answer, Answers, Burden, CostSheet, Decision, Document, Hours, Method, OfficeDays, PlanCommand, PlanItem,
    PlanState, Proposal, ProposalKind, Question, Refusal, ReviewCommand, ReviewState, Saving, Tally, Task,
};
use domain::time::Date;
use store::review as rows;
use store::{DbError, Tx};

use crate::office::{Office, PROCEDURE, on_both};

on_both! {
    a_review_goes_from_the_plan_to_what_came_of_it,
    nobody_judges_their_own_work_and_strangers_find_nothing,
    the_dossiers_counted_are_those_listed,
    verification_finds_what_was_written_past_the_acts,
}

const OTHER: &str = "1.000894";

struct Bed {
    office: Office,
    reform: Arc<Person>,
    head: Arc<Person>,
    elsewhere: Arc<Person>,
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn document() -> Document {
    Document { number: "31/QĐ-UBND".to_owned(), date: day("2026-11-26") }
}

fn answers() -> Answers {
    let answer = |question| Answer { yes: question != Question::LimitShort, reason_vi: "đã xem xét".to_owned() };
    Question::ALL.into_iter().map(|question| (question, answer(question))).collect()
}

fn cost() -> CostSheet {
    let hours = Hours::whole(2).unwrap();
    let task = Task { name_vi: "Điền tờ khai".to_owned(), hours, hourly_income_vnd: None, outsourced_vnd: 0 };
    let before = Burden {
        tasks: vec![task],
        fees_vnd: 100_000,
        office_days_hundredths: 300,
        times_per_year: 1,
        subjects_per_year: 10,
    };
    let after = Burden { office_days_hundredths: 200, ..before.clone() };
    let method = Method { hourly_income_vnd: 40_000, office_days: OfficeDays::NotCounted };
    CostSheet { method, income_source_vi: "Niên giám thống kê 2025".to_owned(), before, after, counted: None }
}

fn shorten() -> ReviewCommand {
    let proposal = Proposal {
        kind: ProposalKind::Shorten { days_hundredths: 100 },
        saving: Saving::default(),
        reason_vi: "Dữ liệu đã có".to_owned(),
        legal_change_vi: "Điều 5".to_owned(),
        planned_for: Some(2027),
    };
    ReviewCommand::Propose { number: None, proposal }
}

fn decide() -> ReviewCommand {
    ReviewCommand::Decide { number: 1, decision: Decision::Adopted, document: document(), reason_vi: String::new() }
}

impl Bed {
    async fn of(office: Office) -> Self {
        let mut people = Vec::new();
        for login in ["caicach", "lanhdao.tinh", "chuyenvien.soxaydung"] {
            let signed_in = office.app.sign_in(login, "motcua-demo").await.unwrap();
            let person = office.app.person_of_token(&signed_in.token, TokenPurpose::Browser).await.unwrap();
            people.push(person.unwrap());
        }
        let [reform, head, elsewhere] = people.try_into().unwrap();
        Self { office, reform, head, elsewhere }
    }

    async fn plan(&self, person: &Person, plan: Option<&str>, command: PlanCommand) -> Result<PlanDone, ActError> {
        let request = PlanRequest { plan: plan.map(str::to_owned), seen: None, command };
        self.office.app.review_plan_act(person, request).await
    }

    fn item(&self, procedure: &str) -> PlanItem {
        PlanItem {
            name_vi: String::new(),
            procedures: vec![procedure.to_owned()],
            unit: self.office.unit.clone(),
            person: self.office.officer.id.clone(),
            deadline: day("2026-12-15"),
        }
    }

    async fn begin(&self) -> String {
        let text = |text: &str| text.to_owned();
        let describe =
            PlanCommand::Describe { year: 2026, title_vi: text("Kế hoạch"), legal_basis_vi: text("Điều 30") };
        let id = self.plan(&self.reform, None, describe).await.unwrap().id;
        let put = PlanCommand::PutItem { number: None, item: self.item(PROCEDURE) };
        self.plan(&self.reform, Some(&id), put).await.unwrap();
        id
    }

    async fn issued(&self) -> String {
        let id = self.begin().await;
        self.plan(&self.head, Some(&id), PlanCommand::Issue { document: document() }).await.unwrap();
        id
    }

    async fn act(&self, person: &Person, plan: &str, command: ReviewCommand) -> Result<ReviewDone, ActError> {
        let request = ReviewRequest { plan: plan.to_owned(), procedure: PROCEDURE.to_owned(), seen: None, command };
        self.office.app.review_act(person, request).await
    }

    /// Fills the sheet in and hands it to a second person.
    async fn hand_in(&self, plan: &str) {
        let officer = &self.office.officer;
        let sheet = [
            ReviewCommand::Answer { answers: answers() },
            ReviewCommand::Reckon { cost: Box::new(cost()) },
            shorten(),
            ReviewCommand::HandIn,
        ];
        for command in sheet {
            self.act(officer, plan, command).await.unwrap();
        }
    }

    async fn publish_a_revision(&self) {
        let catalogue = self.office.app.catalogue();
        let procedure = catalogue.procedure(PROCEDURE, self.office.app.today()).unwrap();
        let based_on = Some(app::catalogue::version_name(procedure));
        let content = catalogue.content(procedure).to_value();
        let decision = RegistryDecision { number: "32/QĐ-UBND".to_owned(), date: day("2026-11-26") };
        let publish = Command::Publish {
            number: 1,
            valid_from: self.office.app.today(),
            decision,
            short_notice: Some("thủ tục rút gọn".to_owned()),
        };
        self.in_registry(&self.reform, Command::Open { based_on, content, batch: None }).await.unwrap();
        let checked = self.in_registry(&self.head, Command::Check { number: 1 }).await;
        // What the burden check finds in the shipped form is kept on a clause, by whoever writes it.
        if let Err(ActError::Registry(RegistryRefusal::FindingsOpen(findings))) = checked {
            let accept = Command::Accept { number: 1, findings, clause: "Điều 5".to_owned() };
            self.in_registry(&self.reform, accept).await.unwrap();
            self.in_registry(&self.head, Command::Check { number: 1 }).await.unwrap();
        }
        self.in_registry(&self.head, Command::Approve { number: 1 }).await.unwrap();
        self.in_registry(&self.head, publish).await.unwrap();
    }

    async fn in_registry(&self, person: &Person, command: Command) -> Result<RegistryDone, ActError> {
        let request = RegistryRequest { procedure: PROCEDURE.to_owned(), seen: None, command };
        self.office.app.registry_act(person, request).await
    }
}

fn refusal<T: std::fmt::Debug>(result: Result<T, ActError>) -> Refusal {
    match result {
        Err(ActError::Review(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn a_review_goes_from_the_plan_to_what_came_of_it(office: Office) {
    let bed = Bed::of(office).await;
    let app = &bed.office.app;
    let id = bed.issued().await;
    assert_eq!(id, "2026-1");
    assert_eq!(bed.begin().await, "2026-2", "each plan has a number of its own");
    bed.hand_in(&id).await;
    let view = app.review_plan(&bed.reform, &id).await.unwrap();
    assert_eq!(view.plan.state, PlanState::InProgress, "the first sheet starts the plan");
    assert_eq!(refusal(bed.plan(&bed.reform, Some(&id), PlanCommand::Finish).await), Refusal::ReviewsOpen(1));
    let results = app.review_results(2026, None).await.unwrap();
    let progress = results.by_unit[&bed.office.unit];
    assert_eq!((progress.planned, progress.in_work, progress.confirmed, progress.late), (1, 1, 0, 0));

    bed.act(&bed.office.leader, &id, ReviewCommand::Confirm).await.unwrap();
    bed.act(&bed.head, &id, decide()).await.unwrap();
    let link = ReviewCommand::Link { number: 1, revision: 1 };
    assert_eq!(refusal(bed.act(&bed.reform, &id, link.clone()).await), Refusal::NoSuchRevision);
    let before = app.review_results(2026, None).await.unwrap();
    let shortened = Tally { shortened: 1, days_hundredths: 100, ..Tally::default() };
    assert_eq!((before.decided, before.done), (shortened, Tally::default()));
    bed.publish_a_revision().await;
    bed.act(&bed.reform, &id, link).await.unwrap();
    let after = app.review_results(2026, Some(&bed.office.unit)).await.unwrap();
    assert_eq!((after.decided, after.done), (shortened, shortened), "a published version carries it out");
    assert_eq!(after.lines.len(), 1);
    assert_eq!(app.review_results(2026, Some("so-xay-dung")).await.unwrap().lines, []);
    assert_eq!(app.review_results(2027, None).await.unwrap().decided, Tally::default());
    bed.plan(&bed.reform, Some(&id), PlanCommand::Finish).await.unwrap();

    let view = app.review(&bed.office.officer, &id, PROCEDURE).await.unwrap();
    assert_eq!(view.review.state, ReviewState::Confirmed);
    assert_eq!(view.history.len(), 7);
    assert!(view.history.iter().all(|line| !line.actor.is_empty()));
    assert_eq!(view.revisions.get(&1).map(String::as_str), Some("published"));
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn nobody_judges_their_own_work_and_strangers_find_nothing(office: Office) {
    let bed = Bed::of(office).await;
    let app = &bed.office.app;
    let draft = bed.begin().await;
    let issue = || PlanCommand::Issue { document: document() };
    assert_eq!(refusal(bed.plan(&bed.reform, Some(&draft), issue()).await), Refusal::OwnWork);
    let officer = Arc::clone(&bed.office.officer);
    for person in [&officer, &bed.elsewhere, &bed.office.citizen] {
        assert!(matches!(bed.plan(person, Some(&draft), issue()).await, Err(ActError::NotFound)), "{}", person.name);
        assert!(matches!(app.review_plan(person, &draft).await, Err(ActError::NotFound)), "a draft is not shown");
        assert!(matches!(app.review(person, &draft, PROCEDURE).await, Err(ActError::NotFound)));
    }
    let foreign = PlanItem { person: bed.elsewhere.id.clone(), ..bed.item(OTHER) };
    let unknown = PlanItem { procedures: vec!["9.999999".to_owned()], ..bed.item(OTHER) };
    let on_holiday = PlanItem { deadline: day("2027-01-01"), ..bed.item(OTHER) };
    for (item, field) in [(foreign, "person"), (unknown, "procedures")] {
        let put = PlanCommand::PutItem { number: None, item };
        match bed.plan(&bed.reform, Some(&draft), put).await {
            Err(ActError::Invalid(fields)) => {
                assert_eq!((fields[0].field.as_str(), &fields[0].kind), (field, &FieldProblemKind::Unknown));
            }
            other => panic!("{other:?}"),
        }
    }
    let put = PlanCommand::PutItem { number: None, item: on_holiday };
    assert_eq!(refusal(bed.plan(&bed.reform, Some(&draft), put).await), Refusal::NotAWorkingDay);

    let id = bed.issued().await;
    let answer = || ReviewCommand::Answer { answers: answers() };
    for person in [&bed.elsewhere, &bed.office.citizen] {
        assert!(matches!(bed.act(person, &id, answer()).await, Err(ActError::NotFound)), "{}", person.name);
        assert!(matches!(app.review(person, &id, PROCEDURE).await, Err(ActError::NotFound)));
        assert!(matches!(app.review_plan(person, &id).await, Err(ActError::NotFound)));
    }
    for person in [&bed.office.leader, &bed.reform, &bed.head] {
        assert!(matches!(bed.act(person, &id, answer()).await, Err(ActError::NotYours)), "{}", person.name);
    }
    bed.hand_in(&id).await;
    assert_eq!(refusal(bed.act(&officer, &id, ReviewCommand::Confirm).await), Refusal::OwnWork);
    bed.act(&bed.office.leader, &id, ReviewCommand::Confirm).await.unwrap();
    for person in [&bed.reform, &bed.office.leader, &officer] {
        assert!(matches!(bed.act(person, &id, decide()).await, Err(ActError::NotYours)), "{}", person.name);
    }
    let stale = ReviewRequest { plan: id.clone(), procedure: PROCEDURE.to_owned(), seen: Some(1), command: decide() };
    assert!(matches!(app.review_act(&bed.head, stale).await, Err(ActError::Stale { current: 5 })));
    let seen = app.review(&officer, &id, PROCEDURE).await.unwrap();
    assert_eq!(seen.actions, [ReviewAction::FillIn, ReviewAction::Confirm]);
    let mine = app.unit_reviews(&officer, None, None, 10).await.unwrap();
    assert_eq!(mine.rows.len(), 1);
    assert_eq!(mine.rows[0].state, ReviewState::Confirmed);
    assert!(matches!(app.unit_reviews(&officer, Some("so-xay-dung"), None, 10).await, Err(ActError::NotFound)));
    assert!(matches!(app.review_plans(&officer, None, 10).await, Err(ActError::NotFound)));
    assert_eq!(app.unit_reviews(&bed.elsewhere, None, None, 10).await.unwrap().rows, []);
}

async fn the_dossiers_counted_are_those_listed(office: Office) {
    let bed = Bed::of(office).await;
    let app = &bed.office.app;
    let id = bed.issued().await;
    let mut codes = Vec::new();
    for _ in 0..3 {
        let request = bed.office.request().await;
        let submitted = app.submit(Some(&bed.office.citizen), request, None).await.unwrap();
        codes.push(submitted.dossier.code.as_str().to_owned());
    }
    bed.office.act(&bed.office.clerk, &codes[0], ActionKind::Accept, ActionBody::default()).await.unwrap();
    let key = (id.as_str(), PROCEDURE);
    let today = Period { from: app.today(), to: app.today() };
    for person in [&bed.reform, &bed.office.officer] {
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let page = app.review_dossiers(person, key, today, after, 2).await.unwrap();
            assert_eq!(page.total, 3);
            seen.extend(page.rows.into_iter().map(|row| row.code));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        seen.sort();
        codes.sort();
        assert_eq!(seen, codes);
        let yesterday = Period { from: day("2026-01-01"), to: day("2026-11-25") };
        assert_eq!(app.review_dossiers(person, key, yesterday, None, 0).await.unwrap().total, 0);
    }
    let sample = app.review_evidence(&bed.reform, key, today).await.unwrap();
    assert_eq!((sample.unit.clone(), sample.evidence.dossiers, sample.evidence.granted), (None, 3, 0));
    let attached: Vec<u64> = sample.evidence.papers.values().map(|paper| paper.attached).collect();
    assert!(attached.contains(&3), "the required papers came with every dossier: {attached:?}");
    let of_unit = app.review_evidence(&bed.office.officer, key, today).await.unwrap();
    assert_eq!((of_unit.unit.as_ref(), &of_unit.evidence), (Some(&bed.office.unit), &sample.evidence));
    assert!(matches!(app.review_evidence(&bed.elsewhere, key, today).await, Err(ActError::NotFound)));
    assert!(matches!(app.review_evidence(&bed.head, key, today).await, Err(ActError::NotYours)));
    assert!(matches!(app.review_dossiers(&bed.elsewhere, key, today, None, 5).await, Err(ActError::NotFound)));
    let no_right = app.review_dossiers(&bed.head, key, today, None, 5).await;
    assert!(matches!(no_right, Err(ActError::NotYours)), "who may see no dossier counts none: {no_right:?}");
}

/// Something written into the tables past the acts.
type Write = Box<dyn Fn(&mut Tx<'_>) -> Result<(), DbError> + Send + Sync>;

async fn verification_finds_what_was_written_past_the_acts(office: Office) {
    let bed = Bed::of(office).await;
    let app = &bed.office.app;
    let id = bed.issued().await;
    bed.hand_in(&id).await;
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
    let store = bed.office.beside();
    let plan_id = id.clone();
    let read = store.read(move |tx| {
        let proposals = rows::proposals_of(tx, &plan_id, PROCEDURE)?;
        Ok((rows::plan(tx, &plan_id)?.unwrap(), rows::of_plan(tx, &plan_id)?.remove(0), proposals[0].clone()))
    });
    let (plan, review, proposal): (rows::PlanRow, rows::ReviewRow, rows::ProposalRow) =
        read.await.map_err(|error: DbError| error).unwrap();
    let forged_plan = rows::PlanRow { state: "finished".to_owned(), ..plan.clone() };
    let forged_review = rows::ReviewRow { state: "confirmed".to_owned(), ..review.clone() };
    let forged_proposal = rows::ProposalRow { decision: "adopted".to_owned(), ..proposal.clone() };
    let stray = rows::ReviewRow { procedure_id: OTHER.to_owned(), version: 0, ..review.clone() };
    let stray_plan = rows::PlanRow { id: "2031-9".to_owned(), ..plan.clone() };
    let forgeries: Vec<(Write, Write)> = vec![
        (Box::new(move |tx| rows::put_plan(tx, &forged_plan)), Box::new(move |tx| rows::put_plan(tx, &plan))),
        (Box::new(move |tx| rows::put(tx, &forged_review)), Box::new(move |tx| rows::put(tx, &review))),
        (
            Box::new(move |tx| rows::put_proposal(tx, &forged_proposal)),
            Box::new(move |tx| rows::put_proposal(tx, &proposal)),
        ),
    ];
    for (number, (forge, mend)) in forgeries.into_iter().enumerate() {
        let forged: Result<(), DbError> = store.write(move |tx| forge(tx)).await;
        forged.unwrap();
        assert!(app.verify(|_| ()).await.unwrap().difference.is_some(), "forgery {number}");
        let mended: Result<(), DbError> = store.write(move |tx| mend(tx)).await;
        mended.unwrap();
        assert_eq!(app.verify(|_| ()).await.unwrap().difference, None, "mended {number}");
    }
    let put: Result<(), DbError> = store.write(move |tx| rows::put_plan(tx, &stray_plan)).await;
    put.unwrap();
    let found = app.verify(|_| ()).await.unwrap().difference.unwrap();
    assert_eq!(found.stream, "review/2031-9");
    let put: Result<(), DbError> = store.write(move |tx| rows::put(tx, &stray)).await;
    put.unwrap();
    let found = app.verify(|_| ()).await.unwrap().difference.unwrap();
    assert!(found.what.contains("2 reviews"), "{found:?}");
}

//! The ledger of real dossiers: small cases as tables, and a simulated year.

mod cases;
mod rules;
mod year;

use std::sync::Arc;

use jiff::civil::DateTime;
use serde_json::Map;

use super::*;
use crate::access::Role;
use crate::calendar::{Calendar, CalendarFile, OfficeHours};
use crate::dataset::{Dataset, read_workflows};
use crate::deadline::{CountingMode, Effect, Limit, LimitUnit, Terms};
use crate::dossier::work::WorkRules;
use crate::dossier::{
    Applicant, ApplicantKind, Channel, Code, Command, Context, Dossier, Event, Particulars, PlannedStep, Refusal,
    Rules, Submission, submit,
};
use crate::ledger::{Holder, Ledger, Outage};
use crate::procedure::Component;
use crate::reasoned_notice::{Ground, ItemFault, NoticeRules, Reason, SupplementItem};
use crate::workflow::{Process, UnitRule};

const COMPONENTS: [&str; 3] = ["c1", "c2", "c3"];

/// A province with its calendar, its hours and the workflows that ship.
struct Province {
    calendar: Calendar,
    hours: OfficeHours,
    processes: Vec<Arc<Process>>,
    grounds: Vec<Ground>,
    papers: Vec<Component>,
}

impl Province {
    fn new() -> Self {
        let file: CalendarFile =
            serde_json::from_str(include_str!("../../../../data/holidays.json")).expect("the shipped calendar");
        let calendar = Calendar::new(file.into_data("test").expect("a span")).expect("a sound calendar");
        let workflows = include_bytes!("../../../../data/workflows/interlinked.json");
        let processes = read_workflows("interlinked.json", workflows).expect("sound").into_iter().map(Arc::new);
        let read = Dataset::parse("refusal_grounds.json", include_bytes!("../../../../data/refusal_grounds.json"));
        let grounds = if let Ok(Dataset::RefusalGrounds(grounds)) = read { grounds } else { Vec::new() };
        let papers = COMPONENTS.map(paper).into();
        Self { calendar, hours: OfficeHours::province_default(), processes: processes.collect(), grounds, papers }
    }

    fn terms(&self) -> Terms<'_> {
        Terms { calendar: &self.calendar, hours: &self.hours, mode: CountingMode::CivilCode, cut_off: None }
    }

    fn rules(&self) -> Rules<'_> {
        Rules { terms: self.terms(), limit: Some(Limit::whole(5, LimitUnit::WorkingDay)), components: &COMPONENTS }
    }

    fn with<T>(&self, dossier: &Dossier, now: DateTime, then: impl FnOnce(&Context<'_>) -> T) -> T {
        let find = |id: &str| self.processes.iter().find(|process| process.definition().id == id);
        let works = |process: &&Arc<Process>| process.definition().procedure_ids.contains(&dossier.procedure);
        let process = |id: &str, _: Option<u32>| find(id).map(Arc::clone);
        let unit = |rule: &UnitRule| match rule {
            UnitRule::Handling | UnitRule::Receiving | UnitRule::Address => Some("05443".to_owned()),
            UnitRule::Outside { authority_vi } if authority_vi.contains("đất đai") => Some("registry".to_owned()),
            UnitRule::Outside { .. }
            | UnitRule::Fixed { .. }
            | UnitRule::Field { .. }
            | UnitRule::Above
            | UnitRule::Below => None,
        };
        let ground = |_: &str| Some((Effect::Continue, "Điều 19".to_owned()));
        let workflow = self.processes.iter().find(works);
        let answer = |_: &str| None;
        let work = WorkRules { workflow, process: &process, unit: &unit, answer: &answer, ground: &ground, by: "an" };
        let notices = NoticeRules { grounds: &self.grounds, papers: &self.papers };
        then(&Context { now, rules: self.rules(), as_leader: true, work: Some(&work), notices })
    }
}

/// A dossier on its way, with everything that happened to it.
struct Life<'p> {
    province: &'p Province,
    dossier: Dossier,
    events: Vec<Event>,
}

impl<'p> Life<'p> {
    fn begin(province: &'p Province, procedure: &str, now: DateTime) -> Self {
        let steps = if procedure == ROW { steps() } else { Vec::new() };
        let event = submit(submission(procedure, steps), &province.rules(), now).expect("submitted").event;
        let dossier = Dossier::begin(&code(), &event).expect("begun");
        Self { province, dossier, events: vec![event] }
    }

    fn act(&mut self, now: DateTime, command: Command) -> Result<(), Refusal> {
        let decided = self.province.with(&self.dossier, now, |context| self.dossier.decide_all(command, context))?;
        for decision in decided {
            self.dossier.apply(&decision.event).expect("applied");
            self.events.push(decision.event);
        }
        Ok(())
    }

    fn done(&mut self, now: &str, command: Command) {
        let told = format!("{now} {command:?}");
        self.act(at(now), command).unwrap_or_else(|refusal| panic!("{told}: {refusal}"));
    }

    fn story(&self) -> Story {
        Story::of(&code(), &self.events).expect("a story")
    }

    fn account(&self, outages: &[Outage], now: DateTime) -> Account {
        account(&self.story(), &self.province.terms(), outages, now).expect("received")
    }
}

/// A procedure whose steps stand in a row.
const ROW: &str = "1.001612";

fn steps() -> Vec<PlannedStep> {
    let step = |name: &str, role, limit: &str| PlannedStep { name: name.to_owned(), role, limit: limit.parse().ok() };
    vec![step("Thẩm định hồ sơ", Role::Officer, "2wd"), step("Duyệt dự thảo", Role::Leader, "1wd")]
}

fn at(text: &str) -> DateTime {
    let text = if text.starts_with("20") { text.to_owned() } else { format!("2026-{}", text.replace(' ', "T")) };
    text.parse().expect("a civil time")
}

fn code() -> Code {
    Code::parse("H55.05443-260302-0001").expect("a code")
}

fn words() -> String {
    "Lý do".to_owned()
}

fn submission(procedure: &str, steps: Vec<PlannedStep>) -> Submission {
    let applicant = Applicant {
        kind: ApplicantKind::Person,
        name: "Ma Văn Quyết".to_owned(),
        identity_number: "019085004321".to_owned(),
        phone: "0987654321".to_owned(),
        email: None,
        address: None,
    };
    Submission {
        procedure: procedure.to_owned(),
        procedure_version: "2025-07-01".to_owned(),
        channel: Channel::Online,
        receiving_unit: "05443".to_owned(),
        handling_unit: "05443".to_owned(),
        subject: "s-1".to_owned(),
        submitter: "a-1".to_owned(),
        steps,
        files: Vec::new(),
        papers: vec!["c1".to_owned()],
        particulars: Particulars { applicant, form: Map::new() },
    }
}

/// The ledger's parts make the whole, one after another, each with a holder.
fn adds_up(ledger: &Ledger) {
    let of_lines = |part: fn(&crate::ledger::Line) -> i64| ledger.lines.iter().map(part).sum::<i64>();
    let of_shares = |part: fn(&crate::ledger::Share) -> i64| ledger.shares.iter().map(part).sum::<i64>();
    assert_eq!(of_lines(|line| line.minutes), ledger.whole_minutes, "{ledger:#?}");
    assert_eq!(of_shares(|share| share.minutes), ledger.whole_minutes);
    assert_eq!(of_shares(|share| share.standing_minutes), ledger.standing_minutes);
    assert_eq!(of_shares(|share| share.counted_minutes), ledger.counted_minutes);
    assert!(ledger.standing_minutes + ledger.counted_minutes <= ledger.whole_minutes);
    let mut reached = ledger.from;
    for line in &ledger.lines {
        assert_eq!(line.from, reached, "no time between lines");
        assert!(line.from < line.to && line.step.is_some(), "somebody always has it: {line:?}");
        reached = line.to;
    }
    assert_eq!(reached, ledger.to);
}

fn holder(holder: &Holder) -> String {
    match holder {
        Holder::Person { unit, person } => format!("{unit}:{person}"),
        Holder::Pool { unit } => format!("pool:{unit}"),
        Holder::Applicant => "applicant".to_owned(),
        Holder::Authority { name } => format!("authority:{name}"),
        Holder::Partner { system } => format!("partner:{system}"),
        Holder::Us => "us".to_owned(),
    }
}

fn paper(id: &str) -> Component {
    serde_json::from_value(serde_json::json!({
        "id": id, "order": 1, "name_vi": "Giấy tờ", "required": true, "required_in_case": false, "submit_mode": "submit",
        "held_by": null, "file_kinds": ["pdf"], "max_bytes": 1,
    }))
    .expect("a paper")
}

/// Asks for one paper on a shipped ground.
fn asks(component: &str) -> Command {
    let clause = "Điều 82 Nghị định 01/2021/NĐ-CP".to_owned();
    let places = ["giay_to", "co_quan", "noi_nop", "ngay", "chi_tiet"];
    let reason = Reason {
        ground: "supplement_missing".to_owned(),
        clause: clause.clone(),
        facts_vi: "Giấy tờ trong hồ sơ chưa có chữ ký của chủ hộ.".to_owned(),
        next_step_vi: "Ký rồi nộp lại tại bộ phận một cửa của phường.".to_owned(),
        values: places.map(|place| (place.to_owned(), "phường Phan Đình Phùng".to_owned())).into(),
    };
    let (component, fault) = (component.to_owned(), ItemFault::Missing);
    let item = SupplementItem { component, fault, words_vi: None, clause, example_vi: None };
    Command::RequestSupplement { reason, items: vec![item], again: words() }
}

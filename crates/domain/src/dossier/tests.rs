//! The life of a dossier as tables, and as random sequences of commands.

mod journey;
mod random;
mod table;
mod work;

use jiff::civil::DateTime;
use serde_json::Map;

use super::{
    Applicant, ApplicantKind, Channel, Code, Command, Context, Dossier, Event, Outcome, Particulars, PlannedStep,
    Refusal, Rules, Submission, submit,
};
use crate::access::Role;
use crate::calendar::{Calendar, CalendarFile, OfficeHours};
use crate::deadline::{CountingMode, Limit, LimitUnit, Terms};

/// The rules of an office: the shipped calendar, the province's hours, a limit of five working days, three papers.
struct Office {
    calendar: Calendar,
    hours: OfficeHours,
    limit: Option<Limit>,
}

const COMPONENTS: [&str; 3] = ["c1", "c2", "c3"];

impl Office {
    fn new() -> Self {
        let file = include_str!("../../../../data/holidays.json");
        let file: CalendarFile = serde_json::from_str(file).expect("the shipped calendar");
        let calendar = Calendar::new(file.into_data("test").expect("a span")).expect("a sound calendar");
        let limit = Some(Limit::whole(5, LimitUnit::WorkingDay));
        Self { calendar, hours: OfficeHours::province_default(), limit }
    }

    fn rules(&self) -> Rules<'_> {
        let terms =
            Terms { calendar: &self.calendar, hours: &self.hours, mode: CountingMode::CivilCode, cut_off: None };
        Rules { terms, limit: self.limit, components: &COMPONENTS }
    }

    fn context(&self, now: &str, as_leader: bool) -> Context<'_> {
        Context { now: at(now), rules: self.rules(), as_leader, work: None }
    }

    fn submitted(&self, now: &str) -> Dossier {
        let decision = submit(submission(), &self.rules(), at(now)).expect("submitted");
        Dossier::begin(&code(), &decision.event).expect("begun")
    }

    /// Gives a command and applies what follows.
    fn act(&self, dossier: &mut Dossier, now: &str, command: Command) -> Result<Event, Refusal> {
        let decision = dossier.decide(command, &self.context(now, true))?;
        dossier.apply(&decision.event).expect("applied");
        Ok(decision.event)
    }
}

fn at(text: &str) -> DateTime {
    text.parse().expect("a civil time")
}

fn code() -> Code {
    Code::parse("H55.05443-260302-0001").expect("a code")
}

fn submission() -> Submission {
    let applicant = Applicant {
        kind: ApplicantKind::Person,
        name: "Ma Văn Quyết".to_owned(),
        identity_number: "019085004321".to_owned(),
        phone: "0987654321".to_owned(),
        email: None,
        address: None,
    };
    let step = |name: &str, role| PlannedStep { name: name.to_owned(), role, limit: None };
    Submission {
        procedure: "1.001612".to_owned(),
        procedure_version: "2025-07-01".to_owned(),
        channel: Channel::Online,
        receiving_unit: "05443".to_owned(),
        handling_unit: "05443".to_owned(),
        subject: "s-1".to_owned(),
        submitter: "a-1".to_owned(),
        steps: vec![step("Thẩm định hồ sơ", Role::Officer), step("Duyệt dự thảo", Role::Leader)],
        files: Vec::new(),
        papers: vec!["c1".to_owned()],
        particulars: Particulars { applicant, form: Map::new() },
    }
}

fn reason() -> String {
    "Lý do".to_owned()
}

fn assign() -> Command {
    Command::Assign { officer: "a-2".to_owned() }
}

fn grant() -> Command {
    Command::Decide { outcome: Outcome::Granted, reason: String::new() }
}

//! The life of a dossier as tables, and as random sequences of commands.

mod journey;
mod random;
mod reasoned;
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
use crate::dataset::Dataset;
use crate::deadline::{CountingMode, Limit, LimitUnit, Terms};
use crate::procedure::Component;
use crate::reasoned_notice::{Ground, ItemFault, NoticeRules, Reason, SupplementItem};

/// The rules of an office: the shipped calendar and grounds, the province's hours, a limit of five working days, three
/// papers, the third of which a register holds.
struct Office {
    grounds: Vec<Ground>,
    papers: Vec<Component>,
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
        let shipped = include_bytes!("../../../../data/refusal_grounds.json");
        let read = Dataset::parse("refusal_grounds.json", shipped);
        let grounds = if let Ok(Dataset::RefusalGrounds(grounds)) = read { grounds } else { Vec::new() };
        let papers = COMPONENTS.map(paper).into();
        Self { calendar, hours: OfficeHours::province_default(), limit, grounds, papers }
    }

    fn rules(&self) -> Rules<'_> {
        let terms =
            Terms { calendar: &self.calendar, hours: &self.hours, mode: CountingMode::CivilCode, cut_off: None };
        Rules { terms, limit: self.limit, components: &COMPONENTS }
    }

    fn context(&self, now: &str, as_leader: bool) -> Context<'_> {
        Context { now: at(now), rules: self.rules(), as_leader, work: None, notices: self.notices() }
    }

    fn notices(&self) -> NoticeRules<'_> {
        NoticeRules { grounds: &self.grounds, papers: &self.papers }
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

fn paper(id: &str) -> Component {
    let held_by = (id == "c3").then_some("population");
    serde_json::from_value(serde_json::json!({
        "id": id, "order": 1, "name_vi": "Giấy tờ", "required": true, "required_in_case": false, "submit_mode": "submit",
        "held_by": held_by, "file_kinds": ["pdf"], "max_bytes": 1,
    }))
    .expect("a paper")
}

fn reason() -> String {
    "Lý do".to_owned()
}

/// A whole reason on a shipped ground, with a clause of the field's own law.
fn because(ground: &str) -> Reason {
    let places = ["giay_to", "co_quan", "noi_nop", "ngay", "chi_tiet"];
    Reason {
        ground: ground.to_owned(),
        clause: "Điều 82 Nghị định 01/2021/NĐ-CP".to_owned(),
        facts_vi: "Giấy tờ trong hồ sơ chưa có chữ ký của chủ hộ.".to_owned(),
        next_step_vi: "Ký rồi nộp lại tại bộ phận một cửa của phường.".to_owned(),
        values: places.map(|place| (place.to_owned(), "phường Phan Đình Phùng".to_owned())).into(),
    }
}

fn item(component: &str) -> SupplementItem {
    SupplementItem {
        component: component.to_owned(),
        fault: ItemFault::Missing,
        words_vi: None,
        clause: "Điều 82 Nghị định 01/2021/NĐ-CP".to_owned(),
        example_vi: None,
    }
}

fn asks(components: &[&str], again: &str) -> Command {
    let items = components.iter().map(|component| item(component)).collect();
    Command::RequestSupplement { reason: because("supplement_missing"), items, again: again.to_owned() }
}

fn assign() -> Command {
    Command::Assign { officer: "a-2".to_owned() }
}

fn grant() -> Command {
    Command::Decide { outcome: Outcome::Granted, note: String::new(), refusal: None }
}

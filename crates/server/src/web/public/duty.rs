//! `/so-lieu/cong-khai`: which procedures are overdue for announcement or upload, as far as the records have the days.

use crate::messages::{Messages, OpennessDuty, fill};
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::{Page, Problem, format, problem};
use app::publication::{Duty, DutyLine};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;

/// Lines shown at most.
const LINES: usize = 200;

struct Mark {
    text: String,
    tone: &'static str,
}

struct Row {
    url: String,
    name: String,
    decision: String,
    signed: String,
    in_force: String,
    published: String,
    announce: Mark,
    upload: Mark,
}

#[derive(Template)]
#[template(path = "public/duty.html")]
struct View {
    page: Page,
    t: &'static OpennessDuty,
    crumbs: Crumbs,
    overdue: String,
    not_on_record: String,
    rows: Vec<Row>,
    more: Option<String>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(page: Page, State(state): State<AppState>) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.openness.duty);
    let mut report = state.app.publication_duties().await?;
    let is_late = |duty: &Duty| matches!(duty, Duty::Late(_) | Duty::Overdue(_));
    let late = |line: &DutyLine| is_late(&line.announce) || is_late(&line.upload);
    let overdue = report.judged.iter().filter(|line| late(line)).count();
    report.judged.sort_by_key(|line| !late(line));
    let count = |number: usize| format::grouped(i64::try_from(number).unwrap_or(i64::MAX));
    let view = View {
        crumbs: Crumbs::new(m, Vec::new(), t.title),
        overdue: match overdue {
            0 => t.none_overdue.to_owned(),
            number => fill(t.overdue, &[("count", &count(number))]),
        },
        not_on_record: fill(t.not_on_record, &[("count", &count(report.not_on_record))]),
        rows: report.judged.iter().take(LINES).map(|line| row(m, line)).collect(),
        more: (report.judged.len() > LINES).then(|| fill(t.more, &[("count", &LINES)])),
        t,
        page,
    };
    problem::show(&view)
}

fn row(m: &Messages, line: &DutyLine) -> Row {
    let t = &m.openness.duty;
    let day = |day: Option<Date>| day.map_or_else(|| t.unknown_day.to_owned(), format::day);
    Row {
        url: format!("/thu-tuc/{}", line.procedure.id),
        name: line.procedure.name_vi.clone(),
        decision: line.decision.clone().unwrap_or_else(|| t.unknown_day.to_owned()),
        signed: day(line.signed_on),
        in_force: day(line.in_force_from),
        published: day(line.published_on),
        announce: standing(t, line.announce),
        upload: standing(t, line.upload),
    }
}

fn standing(t: &OpennessDuty, duty: Duty) -> Mark {
    let (text, tone) = match duty {
        Duty::NotOnRecord => (t.state_unknown.to_owned(), "calm"),
        Duty::Met => (t.state_met.to_owned(), "good"),
        Duty::Late(days) => (fill(t.state_late, &[("days", &days)]), "late"),
        Duty::Due(day) => (fill(t.state_due, &[("day", &format::day(day))]), "warn"),
        Duty::Overdue(day) => (fill(t.state_overdue, &[("day", &format::day(day))]), "late"),
    };
    Mark { text, tone }
}

//! `/can-bo/nhac-viec`: the rules by which people are reminded, and those that failed. For the reform office.

use crate::messages::{LateRules, Messages};
use crate::sentences;
use crate::state::AppState;
use crate::web::{Page, Problem, format, problem};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::escalation::Rule;

struct RuleLine {
    name: String,
    when: String,
    whom: String,
    repeat: String,
    basis: String,
    assumption: bool,
}

struct FaultLine {
    rule: String,
    cause: String,
    failures: i64,
    last: String,
    dossier: String,
}

#[derive(Template)]
#[template(path = "late/rules.html")]
struct View {
    page: Page,
    t: &'static LateRules,
    rules: Vec<RuleLine>,
    faults: Vec<FaultLine>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(page: Page, State(state): State<AppState>) -> Result<Response, Problem> {
    let found = state.app.reminder_rules(page.caller()?).await?;
    let (m, zone) = (page.m, state.app.zone());
    let fault = |row: app::late::RuleFault| FaultLine {
        last: format::moment(m, zone.civil(row.last_at)),
        rule: row.rule,
        cause: row.cause,
        failures: row.failures,
        dossier: row.dossier,
    };
    let view = View {
        rules: found.rules.iter().map(|rule| line(m, rule)).collect(),
        faults: found.faults.into_iter().map(fault).collect(),
        t: &m.late.rules,
        page,
    };
    problem::show(&view)
}

fn line(m: &Messages, rule: &Rule) -> RuleLine {
    let whom: Vec<&str> = rule.notify.iter().map(|recipient| sentences::recipient(m, *recipient)).collect();
    RuleLine {
        name: if m.is_english() { rule.name_en.clone() } else { rule.name_vi.clone() },
        when: sentences::reminder_when(m, rule.when),
        whom: whom.join("; "),
        repeat: sentences::repeated(m, rule.repeat),
        basis: rule.legal_basis_vi.clone(),
        assumption: rule.assumption,
    }
}

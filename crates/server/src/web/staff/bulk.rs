//! `/can-bo/viec`: one thing done with many steps at once. Each is an act of its own: what one refuses does not keep the
//! others, and the page says what became of each.

use super::inbox::staff;
use crate::messages::{WorkInbox, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::{Page, Problem, SignedForm, problem};
use app::ActError;
use app::dossier::{ActionBody, ActionRequest};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::dossier::{ActionKind, Outcome};

/// Steps of one sending at most: a page of the inbox.
const STEPS_MAX: usize = 50;

/// One that could not be done.
struct Failed {
    code: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "staff/bulk.html")]
struct View {
    page: Page,
    t: &'static WorkInbox,
    done: Option<String>,
    failed_lead: Option<String>,
    failed: Vec<Failed>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.bulk_title
    }
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = staff(&page)?.clone();
    let (m, t) = (page.m, &page.m.work.inbox);
    let gives = fields.text("act") == "give";
    let officer = fields.text("officer");
    let (mut done, mut failed) = (0_usize, Vec::new());
    for chosen in fields.all("task").take(STEPS_MAX) {
        let (code, step) = chosen.split_once('|').unwrap_or((chosen, ""));
        let (action, body) = if gives {
            (ActionKind::Assign, ActionBody { officer: officer.clone(), ..ActionBody::default() })
        } else {
            (ActionKind::CompleteStep, ActionBody { outcome: Some(Outcome::Granted), ..ActionBody::default() })
        };
        let request = ActionRequest { action, body: ActionBody { step: step.to_owned(), ..body } };
        match state.app.act(&person, code, None, request, None).await {
            Ok(_) => done = done.saturating_add(1),
            Err(ActError::Unavailable) => return Err(ActError::Unavailable.into()),
            Err(error) => failed.push(Failed { code: code.to_owned(), reason: sentences::why_not(m, &error) }),
        }
    }
    let view = View {
        done: (done > 0).then(|| fill(t.bulk_done, &[("count", &done)])),
        failed_lead: (!failed.is_empty()).then(|| fill(t.bulk_failed, &[("count", &failed.len())])),
        failed,
        t,
        page,
    };
    problem::show(&view)
}

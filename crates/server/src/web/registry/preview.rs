//! `…/xem-thu`: the form as a citizen will see it, tried with answers; nothing is kept.

use super::finding::{self, FindingList};
use super::{crumbs, record_of, revision_crumb, revision_url};
use crate::messages::RegistryPreview;
use crate::sentences;
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::eform::{self, FormPage};
use crate::web::page::TokenInput;
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::registry::RecordView;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::dataset::Content;
use domain::eform::{FieldFault, Form, Severity};
use domain::procedure::{Channel, Price};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What comes out of the answers.
struct Outcome {
    faults: Vec<String>,
    unmet: Vec<String>,
    payable: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "registry/preview.html")]
struct View {
    page: Page,
    t: &'static RegistryPreview,
    crumbs: Crumbs,
    name: String,
    outcome: Option<Outcome>,
    token: TokenInput,
    action: String,
    sections: eform::Sections,
    version: i64,
    list: FindingList,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let number = super::number(&number)?;
    let (_, view) = record_of(&page, &state, &id).await?;
    let content = view.content(number)?;
    draw(page, &state, (&id, number), (&view, &content), &Map::new(), Shown::Blank).await
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((id, number)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let number = super::number(&number)?;
    let (_, view) = record_of(&page, &state, &id).await?;
    let content = view.content(number)?;
    let form = form_of(&content);
    if let Some(eform::Pressed { answers, .. }) = eform::pressed(&form, &fields) {
        return draw(page, &state, (&id, number), (&view, &content), &answers, Shown::Blank).await;
    }
    let answers = eform::answers(&form, &fields);
    draw(page, &state, (&id, number), (&view, &content), &answers, Shown::Tried).await
}

/// Whether the answers are judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Blank,
    Tried,
}

fn form_of(content: &Content) -> Form {
    content.form.clone().unwrap_or_else(|| Form::default_for(&content.procedure.id))
}

async fn draw(
    page: Page,
    state: &AppState,
    (id, number): (&str, u32),
    (view, content): (&RecordView, &Content),
    answers: &Map<String, Value>,
    shown: Shown,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.registry.preview);
    let catalogue = state.app.catalogue();
    let form = form_of(content);
    let found: Vec<FieldFault> = match shown {
        Shown::Blank => Vec::new(),
        Shown::Tried => form.check(answers, page.today, &catalogue.organisation),
    };
    let sentence = |fault: &FieldFault| sentences::answer_fault(m, &fault.fault, fault.message_vi.as_deref());
    let errors = found.iter().filter(|fault| fault.severity == Severity::Error);
    let faults: BTreeMap<String, String> = errors.map(|fault| (fault.field.clone(), sentence(fault))).collect();
    let sections = FormPage {
        m,
        form: &form,
        answers,
        faults: &faults,
        communes: &eform::communes(&catalogue.organisation, page.today),
        provinces: &eform::provinces(&catalogue.organisation, page.today),
        focus: None,
        today: page.today,
    }
    .sections(2);
    let outcome = (shown == Shown::Tried).then(|| {
        let facts = form.facts(answers, page.today);
        let payable = content.procedure.payable(Channel::Online, &facts);
        let unmet = content.procedure.unmet(&facts);
        Outcome {
            faults: faults.iter().map(|(field, text)| format!("{field}: {text}")).collect(),
            unmet: unmet.iter().map(|condition| condition.message_vi.clone()).collect(),
            payable: payable
                .iter()
                .map(|owed| {
                    let price = match owed.price {
                        Price::Exact(dong) | Price::Each(dong) => format::money(m, dong),
                        Price::Unknown => t.unknown_price.to_owned(),
                    };
                    (owed.money.name_vi.clone(), price)
                })
                .collect(),
        }
    });
    let url = revision_url(id, number);
    let list = finding::list(&page, state, (id, number), view, None).await?;
    let shown = View {
        crumbs: crumbs(m, &[revision_crumb(id, number)], t.title),
        name: content.procedure.name_vi.clone(),
        outcome,
        token: page.token(),
        action: format!("{url}/xem-thu"),
        sections,
        version: view.record.version,
        list,
        t,
        page,
    };
    problem::show(&shown)
}

//! The open steps of a dossier's work, each with what this person may do with it.

use crate::messages::{Messages, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Field, FormChoice, TimeLeft};
use crate::web::signed_form::Fields;
use crate::web::{Page, format, upload, view};
use app::dossier::{DossierView, StepView};
use domain::access::Role;
use domain::dossier::{ActionKind, TaskKind};
use domain::procedure::FileKind;
use domain::rule::ValueType;
use domain::workflow::Fact;
use serde_json::{Map, Value};

use super::action_form::{ActionView, Offered, Place, Tried};
use super::notice_form;
use super::sign_form;

/// What fields of findings begin with.
const FINDING: &str = "found.";

/// One open step on the page of its dossier.
pub(super) struct StepCard {
    pub(super) name: String,
    pub(super) at: String,
    pub(super) who: String,
    pub(super) since: String,
    pub(super) due: Option<String>,
    pub(super) time_left: TimeLeft,
    pub(super) actions: Vec<ActionView>,
}

/// Every open step, timers left out: they are nobody's work.
pub(super) async fn cards(
    state: &AppState,
    place: &Place<'_>,
    of: &DossierView,
    (offered, tried): (&Offered, &Tried),
) -> Result<Vec<StepCard>, app::ActError> {
    let (page, catalogue) = (place.page, state.app.catalogue());
    let (m, t) = (page.m, &page.m.work.step);
    let mut cards = Vec::new();
    for (number, step) in of.steps.iter().filter(|step| step.task.kind != TaskKind::Timer).enumerate() {
        let unit = catalogue.unit_name(&step.task.unit, page.today);
        let people = people(state, page, step, &of.dossier.procedure).await?;
        // What is signed on the way, such as the notice of a tax office, is not the result.
        let signs = step.signs && step.decides && state.app.has_signing_key(&step.task.unit).await?;
        let forms =
            step.actions.iter().flat_map(|action| forms(page, *action, step, &people, (signs, offered.drafted)));
        let forms = forms.enumerate().map(|(order, form)| form.view(place, step, (offered, tried), (number, order)));
        cards.push(StepCard {
            name: sentences::task_name(m, step.task.kind, &step.task.name),
            at: match &step.authority {
                Some(authority) => fill(t.at_for, &[("unit", &unit), ("authority", authority)]),
                None => fill(t.at, &[("role", &sentences::role(m, step.task.role)), ("unit", &unit)]),
            },
            who: match &step.assignee_name {
                Some(name) => fill(t.taken_by, &[("name", name)]),
                None => t.free.to_owned(),
            },
            since: format::moment(m, step.task.since),
            due: step.task.due.map(|due| format::moment(m, due)),
            time_left: view::step_time_left(state, m, &step.task.unit, step.task.due),
            actions: forms.collect(),
        });
    }
    Ok(cards)
}

/// Those to whom the head may give the step.
async fn people(
    state: &AppState,
    page: &Page,
    step: &StepView,
    procedure: &str,
) -> Result<Vec<FormChoice>, app::ActError> {
    if !step.may_give || !step.actions.contains(&ActionKind::Assign) || page.person.is_none() {
        return Ok(Vec::new());
    }
    let mut people = state.app.assignable(&step.task.unit, step.task.role, &[procedure]).await?;
    if step.task.role == Role::Officer {
        people.extend(state.app.assignable(&step.task.unit, Role::Leader, &[procedure]).await?);
    }
    people.sort_by_key(|(_, name)| domain::text::fold(name));
    people.dedup();
    Ok(people.into_iter().map(|(id, name)| FormChoice::new(id, name)).collect())
}

/// A form of one step, before it has its place on the page.
struct StepForm {
    action: ActionKind,
    title: &'static str,
    told: &'static str,
    fields: Vec<Field>,
    officer: Option<String>,
    multipart: bool,
}

fn forms(
    page: &Page,
    action: ActionKind,
    step: &StepView,
    people: &[FormChoice],
    signing: (bool, bool),
) -> Vec<StepForm> {
    let (m, t) = (page.m, &page.m.work.step);
    let (title, told) = sentences::action(m, action);
    let area = |label| Field::new(m, "reason", label).kind(Control::Area).max_length(4000);
    let form = |fields| StepForm { action, title, told, fields, officer: None, multipart: false };
    if action == ActionKind::CompleteStep {
        return vec![finishing(m, step, form(Vec::new()), signing)];
    }
    if action != ActionKind::Assign {
        let label = if action == ActionKind::GiveOpinion { t.opinion } else { m.staff.action.reason };
        return vec![form(vec![area(label)])];
    }
    let mut forms = Vec::new();
    let me = page.person.as_ref().map(|person| person.id.clone());
    if step.task.assignee.is_none() && !step.may_give {
        forms.push(StepForm { title: t.take, told: t.take_told, officer: me, ..form(Vec::new()) });
    }
    if !people.is_empty() {
        let choice = Field::new(m, "officer", m.staff.action.officer).kind(Control::Choice(people.to_vec()));
        forms.push(form(vec![choice.value(step.task.assignee.clone().unwrap_or_default())]));
    }
    forms
}

/// What is asked of whoever finishes a step: findings, the decision, files of the result, a note.
fn finishing(m: &'static Messages, step: &StepView, form: StepForm, (signs, drafted): (bool, bool)) -> StepForm {
    let t = &m.work.step;
    let mut fields: Vec<Field> = step.asked.iter().map(|fact| finding(m, fact)).collect();
    if step.decides {
        let d = &m.staff.dossier;
        let ways = vec![FormChoice::new("granted", d.outcome_granted), FormChoice::new("refused", d.outcome_refused)];
        fields.push(Field::new(m, "outcome", m.staff.action.outcome).kind(Control::Radio(ways)));
    }
    if signs {
        fields.extend(sign_form::fields(m, "", drafted));
    } else if step.decides {
        let accept = Control::Files(upload::accept(&FileKind::DEFAULT));
        fields.push(Field::new(m, "file", m.staff.action.files).kind(accept).optional());
    }
    fields.push(Field::new(m, "reason", m.staff.action.note).kind(Control::Area).optional().max_length(4000));
    let (title, told) = if step.decides { (t.decide, t.decide_told) } else { (form.title, t.finish_told) };
    StepForm { title, told, fields, multipart: step.decides || signs, ..form }
}

fn finding(m: &'static Messages, fact: &Fact) -> Field {
    let t = &m.work.step;
    let label = if m.is_english() { fact.label_en.as_ref().or(fact.label_vi.as_ref()) } else { fact.label_vi.as_ref() };
    let field = Field::new(m, format!("{FINDING}{}", fact.name), label.unwrap_or(&fact.name).clone());
    match fact.kind {
        ValueType::YesNo => {
            field.kind(Control::Radio(vec![FormChoice::new("yes", t.yes), FormChoice::new("no", t.no)]))
        }
        ValueType::Text if !fact.choices.is_empty() => {
            let choices = fact.choices.iter().map(|choice| FormChoice::new(choice.clone(), choice.clone()));
            field.kind(Control::Choice(choices.collect()))
        }
        ValueType::Number => field.digits().short(),
        ValueType::Text | ValueType::Date | ValueType::Rows => field.short().max_length(200),
    }
}

impl StepForm {
    /// The form on its page; ids are unique by the number of the step and of the form.
    fn view(
        self,
        place: &Place<'_>,
        step: &StepView,
        (offered, tried): (&Offered, &Tried),
        (number, order): (usize, usize),
    ) -> ActionView {
        let Self { action, title, told, fields, officer, multipart } = self;
        let posted = &tried.received.fields;
        let same_officer = officer.as_ref().is_none_or(|officer| *officer == posted.text("officer"));
        let mine = tried.action == Some(action) && posted.text("step") == step.task.step && same_officer;
        let id = format!("{}-{number}-{order}", action.name());
        let nothing = Tried::default();
        let noticed = if mine { tried } else { &nothing };
        let notice = notice_form::part(place.page.m, action, &id, &offered.notices, noticed).filter(|_| step.decides);
        let fill_in = |field: Field| {
            let (value, error) = (posted.text(&field.name), tried.faults.get(&field.name).cloned());
            let field_id = format!("f-{id}-{}", field.name);
            let field = field.id(field_id);
            if mine { field.value(value).error(error) } else { field }
        };
        ActionView {
            title,
            explanation: told.to_owned(),
            url: format!("{}/viec/{}", place.below, action.name()),
            token: place.page.token(),
            version: place.version,
            step: step.task.step.clone(),
            officer,
            open: mine,
            multipart,
            refusal: tried.refusal.clone().filter(|_| mine),
            fields: fields.into_iter().map(fill_in).collect(),
            notice,
            kept: if mine { tried.received.kept() } else { Vec::new() },
            kept_label: place.page.m.staff.counter.kept,
            name: id,
        }
    }
}

/// The field in which a fact is found.
pub(super) fn field_of(fact: &str) -> String {
    format!("{FINDING}{fact}")
}

/// What was found at a step, as posted: yes and no as such, everything else as text.
pub(super) fn findings(fields: &Fields) -> Map<String, Value> {
    let posted = fields.under(FINDING).filter_map(|(fact, text)| {
        let value = match text.trim() {
            "" => return None,
            "yes" => Value::Bool(true),
            "no" => Value::Bool(false),
            text => Value::from(format::read_day(text).map_or_else(|| text.to_owned(), |day| day.to_string())),
        };
        Some((fact.to_owned(), value))
    });
    posted.collect()
}

//! The two forms of the page, with what was typed when they were refused.

use super::URL;
use crate::messages::Messages;
use crate::sentences;
use crate::web::components::{Control, Field, FormChoice};
use crate::web::signed_form::Fields;
use app::absence::AwayView;
use domain::access::{AbsenceReason, WorkKind};

/// A form that was posted and refused; empty on a page that is only shown.
#[derive(Default)]
pub(super) struct Tried {
    pub(super) form: String,
    pub(super) fields: Fields,
    /// The field that is wrong; none when the form as a whole is.
    pub(super) field: Option<String>,
    pub(super) sentence: String,
}

/// One form.
pub(super) struct FormView {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) url: String,
    pub(super) open: bool,
    pub(super) refusal: Option<String>,
    pub(super) fields: Vec<Field>,
}

impl Tried {
    /// Whether anything was tried.
    pub(super) const fn is_any(&self) -> bool {
        !self.form.is_empty()
    }

    fn line(&self, m: &'static Messages, form: &str, (name, label): (&str, &'static str)) -> Field {
        let mine = self.form == form;
        let wrong = mine && self.field.as_deref() == Some(name);
        Field::new(m, name, label)
            .id(format!("f-{form}-{name}"))
            .value(if mine { self.fields.text(name) } else { String::new() })
            .error(wrong.then(|| self.sentence.clone()))
            .max_length(2_000)
    }

    fn form(&self, name: &'static str, title: &'static str, fields: Vec<Field>) -> FormView {
        let mine = self.form == name;
        let refusal = (mine && self.field.is_none()).then(|| self.sentence.clone());
        FormView { name, title, url: format!("{URL}/viec/{name}"), open: mine, refusal, fields }
    }
}

/// Noting an absence: one's own, and, for a head, that of the unit's people.
pub(super) fn note(m: &'static Messages, view: &AwayView, tried: &Tried) -> FormView {
    let t = &m.absence.page;
    let line = |name, label| tried.line(m, "bao", (name, label));
    let kinds = AbsenceReason::ALL.map(|kind| FormChoice::new(kind.name(), sentences::absence_reason(m, kind)));
    let mut fields = Vec::new();
    if view.month.as_ref().is_some_and(|month| month.is_head) {
        let people = view.colleagues.iter().map(|(id, name)| FormChoice::new(id.clone(), name.clone())).collect();
        fields.push(line("person", t.who).kind(Control::Choice(people)).optional_silently(t.myself));
    }
    fields.push(line("from", t.from).short().hint(m.common.field.bad_date));
    fields.push(line("to", t.to).short().hint(m.common.field.bad_date));
    fields.push(line("kind", t.kind).kind(Control::Choice(kinds.to_vec())));
    tried.form("bao", t.note, fields)
}

/// The kinds of work to which the role is limited; none ticked means all.
fn works(m: &'static Messages, field: Field, tried: &Tried) -> Field {
    let ticked =
        if tried.form == "uy-quyen" { tried.fields.all("works").map(str::to_owned).collect() } else { Vec::new() };
    let choices = WorkKind::ALL.map(|kind| FormChoice::new(kind.name(), sentences::work_kind(m, kind)));
    field.kind(Control::Boxes { choices: choices.into(), ticked }).hint(m.absence.page.works_hint).optional()
}

/// Giving a role; none for who has no role or nobody to give it to.
pub(super) fn delegate(m: &'static Messages, view: &AwayView, tried: &Tried) -> Option<FormView> {
    if view.roles.is_empty() || view.colleagues.is_empty() {
        return None;
    }
    let t = &m.absence.page;
    let line = |name, label| tried.line(m, "uy-quyen", (name, label));
    let people = view.colleagues.iter().map(|(id, name)| FormChoice::new(id.clone(), name.clone())).collect();
    let roles = view.roles.iter().map(|role| FormChoice::new(role.name(), sentences::role(m, *role))).collect();
    let fields = vec![
        line("receiver", t.receiver).kind(Control::Choice(people)),
        line("role", t.role).kind(Control::Choice(roles)),
        line("from", t.from).short().hint(m.common.field.bad_date),
        line("to", t.to).short().hint(m.common.field.bad_date),
        line("procedures", t.procedures).kind(Control::Area).hint(t.procedures_hint).optional(),
        works(m, line("works", t.works), tried),
        line("reason", t.reason),
    ];
    Some(tried.form("uy-quyen", t.delegate, fields))
}

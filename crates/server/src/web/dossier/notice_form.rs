//! The part of a form that refuses, returns or asks for papers: first the ground, then exactly what that ground needs.

use super::action_form::Tried;
use crate::messages::{Messages, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Field, FormChoice};
use crate::web::signed_form::Fields;
use crate::web::{Page, format};
use domain::dossier::{ActionKind, Dossier, Refusal};
use domain::procedure::{Component, Procedure};
use domain::reasoned_notice::{
    Ground, ItemFault, ItemProblem, NoticeAction, Reason, ReasonFault, SupplementItem, placeholders,
};
use std::collections::BTreeMap;

/// Posted when the fields of a ground stood on the page.
const SEEN: &str = "notice";
/// Posted when advice about words was shown.
const ADVISED: &str = "advised";
const PLACE: &str = "place.";
const FAULT: &str = "fault.";

/// What the forms of a dossier offer for notices.
#[derive(Default)]
pub(super) struct Notices {
    rejected_on: Option<NoticeAction>,
    grounds: Vec<Ground>,
    papers: Vec<Component>,
    asked_before: bool,
    defaults: BTreeMap<&'static str, String>,
}

impl Notices {
    pub(super) fn of(state: &AppState, page: &Page, dossier: &Dossier, procedure: Option<&Procedure>) -> Self {
        let catalogue = state.app.catalogue();
        let unit = |id: &str| catalogue.unit_name(id, page.today).to_owned();
        let defaults = [("noi_nop", unit(&dossier.receiving_unit)), ("ngay", format::day(page.today))];
        let grounds = NoticeAction::ALL.into_iter().flat_map(|action| catalogue.grounds_for(action, page.today));
        Self {
            rejected_on: Some(dossier.rejected_on()),
            grounds: grounds.cloned().collect(),
            papers: procedure.map(|procedure| procedure.components.clone()).unwrap_or_default(),
            asked_before: !dossier.supplements.is_empty(),
            defaults: defaults.into(),
        }
    }

    fn action(&self, action: ActionKind) -> Option<NoticeAction> {
        notice_action(action, self.rejected_on.unwrap_or(NoticeAction::RefuseReceipt))
    }
}

/// What is done on a ground by an action; `None` for actions that need none.
pub(super) const fn notice_action(action: ActionKind, rejected_on: NoticeAction) -> Option<NoticeAction> {
    if matches!(action, ActionKind::Reject) {
        Some(rejected_on)
    } else if matches!(action, ActionKind::RequestSupplement) {
        Some(NoticeAction::AskSupplement)
    } else if matches!(action, ActionKind::Decide | ActionKind::CompleteStep) {
        Some(NoticeAction::RefuseHandling)
    } else {
        None
    }
}

/// Whether what was posted is done on a ground: a decision only when it refuses.
pub(super) fn needs_ground(action: ActionKind, posted: &Fields) -> bool {
    match notice_action(action, NoticeAction::RefuseReceipt) {
        Some(NoticeAction::RefuseHandling) => posted.text("outcome") == "refused",
        Some(NoticeAction::RefuseReceipt | NoticeAction::Return | NoticeAction::AskSupplement) => true,
        None => false,
    }
}

/// Whether only the ground was chosen so far: its fields have not been on the page yet.
pub(super) fn is_first_look(action: ActionKind, posted: &Fields) -> bool {
    needs_ground(action, posted) && posted.has("ground") && !posted.has(SEEN)
}

/// Whether advice about words was shown with this form before.
pub(super) fn was_advised(posted: &Fields) -> bool {
    posted.has(ADVISED)
}

/// The reason as posted.
pub(super) fn reason(posted: &Fields) -> Reason {
    let values = posted.under(PLACE).map(|(name, value)| (name.to_owned(), domain::text::composed(value)));
    Reason {
        ground: posted.text("ground"),
        clause: posted.text("legal_basis"),
        facts_vi: posted.text("facts"),
        next_step_vi: posted.text("next_step"),
        values: values.collect(),
    }
}

/// The papers as posted, in the order of the form. A clause that is left out is that of the whole.
pub(super) fn items(posted: &Fields) -> Vec<SupplementItem> {
    let text = |kind: &str, id: &str| Some(posted.text(&format!("{kind}.{id}"))).filter(|text| !text.is_empty());
    let item = |(id, fault): (&str, &str)| {
        let fault = ItemFault::ALL.into_iter().find(|known| known.name() == fault)?;
        Some(SupplementItem {
            component: id.to_owned(),
            fault,
            words_vi: text("words", id),
            clause: text("clause", id).unwrap_or_else(|| posted.text("legal_basis")),
            example_vi: text("example", id),
        })
    };
    posted.under(FAULT).filter_map(item).collect()
}

/// The fields that mend a refusal, with what is said beside each.
pub(super) fn mends(m: &Messages, refusal: &Refusal, posted: &Fields) -> Vec<(String, String)> {
    if let Refusal::Reason(faults) = refusal {
        let one = |fault: &ReasonFault| (field_of(fault), sentences::reason_fault(m, fault));
        return faults.iter().map(one).collect();
    }
    let Refusal::Papers(problems) = refusal else { return Vec::new() };
    let items = items(posted);
    let id = |item: usize| items.get(item).map_or("", |item| item.component.as_str());
    let field = |problem: ItemProblem| match problem {
        ItemProblem::NoItem | ItemProblem::TooMany => String::new(),
        ItemProblem::NotPublished { item } | ItemProblem::Duplicate { item } | ItemProblem::HeldByRegister { item } => {
            format!("{FAULT}{}", id(item))
        }
        ItemProblem::NeedsWords { item } | ItemProblem::TooLong { item } => format!("words.{}", id(item)),
        ItemProblem::ClauseMissing { item } => format!("clause.{}", id(item)),
    };
    problems.iter().map(|problem| (field(*problem), sentences::item_problem(m, *problem))).collect()
}

fn field_of(fault: &ReasonFault) -> String {
    match fault {
        ReasonFault::GroundMissing
        | ReasonFault::GroundUnknown { .. }
        | ReasonFault::GroundNotInForce { .. }
        | ReasonFault::GroundOfOtherAction { .. } => "ground".to_owned(),
        ReasonFault::ClauseMissing | ReasonFault::ClauseTooGeneral => "legal_basis".to_owned(),
        ReasonFault::FactsMissing | ReasonFault::TooLong => "facts".to_owned(),
        ReasonFault::NextStepMissing => "next_step".to_owned(),
        ReasonFault::PlaceOpen { name } => format!("{PLACE}{name}"),
    }
}

/// One paper that may be asked for.
pub(super) struct PaperPart {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) open: bool,
    pub(super) fields: Vec<Field>,
}

/// The part of a form.
#[derive(Default)]
pub(super) struct NoticePart {
    pub(super) lead: Vec<String>,
    pub(super) ground: Option<Field>,
    pub(super) fields: Vec<Field>,
    pub(super) papers_title: &'static str,
    pub(super) papers_hint: &'static str,
    pub(super) papers: Vec<PaperPart>,
    pub(super) held: Option<String>,
    pub(super) hidden: Vec<&'static str>,
    pub(super) advice_title: &'static str,
    pub(super) advice: Vec<String>,
    /// Whether the button only leads to the fields of the ground.
    pub(super) goes_on: bool,
    pub(super) go_on: &'static str,
}

impl NoticePart {
    /// Every field, for the error summary.
    pub(super) fn all_fields(&self) -> impl Iterator<Item = &Field> {
        self.ground.iter().chain(&self.fields).chain(self.papers.iter().flat_map(|paper| &paper.fields))
    }
}

/// Fills in one form: `prefix` makes its ids unique on the page.
struct Filler<'a> {
    m: &'static Messages,
    prefix: &'a str,
    tried: &'a Tried,
    notices: &'a Notices,
    /// Whether the fields of the ground stood on the page before: then what was typed stays, also when it is nothing.
    seen: bool,
}

/// The part for an action; `None` for actions that need no ground.
pub(super) fn part(
    m: &'static Messages,
    action: ActionKind,
    prefix: &str,
    notices: &Notices,
    tried: &Tried,
) -> Option<NoticePart> {
    let of = notices.action(action)?;
    let posted = &tried.received.fields;
    let filler = Filler { m, prefix, tried, notices, seen: posted.has(SEEN) };
    let grounds: Vec<&Ground> = notices.grounds.iter().filter(|ground| ground.action == of).collect();
    let is_decision = of == NoticeAction::RefuseHandling;
    let chosen = grounds.iter().find(|ground| ground.code == posted.text("ground"));
    let chosen = chosen.filter(|_| !is_decision || posted.text("outcome") == "refused").copied();
    let (t, mut part) = (&m.reason.form, NoticePart::default());
    let choices = grounds.iter().map(|ground| {
        let name = if m.is_english() { &ground.name_en } else { &ground.name_vi };
        FormChoice::new(ground.code.clone(), format!("{name} ({})", ground.legal_basis_vi))
    });
    let label = if is_decision { t.ground_refuse } else { t.ground };
    let choice = filler.field("ground", label).kind(Control::Choice(choices.collect()));
    part.ground = Some(choice.value(posted.text("ground")).hint(t.ground_hint).required(!is_decision));
    part.go_on = t.go_on;
    part.goes_on = chosen.is_none() && !is_decision;
    if let Some(ground) = chosen {
        filler.fill_in(&mut part, ground);
        if of == NoticeAction::AskSupplement {
            filler.papers(&mut part);
        }
    }
    Some(part)
}

impl Filler<'_> {
    fn field(&self, name: &str, label: &'static str) -> Field {
        let field = Field::new(self.m, name, label).id(format!("f-{}-{name}", self.prefix));
        field.error(self.tried.faults.get(name).cloned())
    }

    /// A field with what was typed, or with what the ground proposes.
    fn proposed(&self, name: &str, label: &'static str, proposal: &str) -> Field {
        let typed = self.tried.received.fields.text(name);
        let value = if self.seen || !typed.is_empty() { typed } else { proposal.to_owned() };
        self.field(name, label).value(value)
    }

    fn fill_in(&self, part: &mut NoticePart, ground: &Ground) {
        let t = &self.m.reason.form;
        let label = |place: &str| self.m.reason.get(&format!("place.{place}")).unwrap_or_default();
        let named = |text: String, place: &&str| text.replace(&format!("{{{place}}}"), &format!("[{}]", label(place)));
        let sentence = placeholders(&ground.sentence_vi).iter().fold(ground.sentence_vi.clone(), named);
        part.lead.push(fill(t.reads, &[("sentence", &sentence)]));
        part.lead.extend(ground.gap_vi.as_ref().map(|gap| fill(t.unsure, &[("gap", gap)])));
        let mut places: Vec<&str> = placeholders(&ground.sentence_vi);
        for place in placeholders(&ground.next_step_vi) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let mut next_step = ground.next_step_vi.clone();
        // What belongs to another office is handed in there, and only the clerk knows where that is.
        let is_elsewhere = places.contains(&"co_quan");
        for place in places {
            let own = self.notices.defaults.get(place).filter(|_| place == "ngay" || !is_elsewhere);
            let proposal = own.map_or("", String::as_str);
            part.fields.push(self.proposed(&format!("{PLACE}{place}"), label(place), proposal).max_length(500));
            if !proposal.is_empty() {
                next_step = next_step.replace(&format!("{{{place}}}"), proposal);
            }
        }
        let own = if ground.sector_clause { "" } else { ground.legal_basis_vi.as_str() };
        let clause = self.proposed("legal_basis", t.clause, own).max_length(500);
        let general = fill(t.clause_sector, &[("general", &ground.legal_basis_vi)]);
        part.fields.push(if ground.sector_clause { clause.hint(general) } else { clause });
        let area = |field: Field| field.kind(Control::Area).max_length(4000);
        part.fields.push(area(self.proposed("facts", t.facts, "").hint(t.facts_hint)));
        let step = area(self.proposed("next_step", t.next_step, &next_step));
        part.fields.push(if next_step.contains('{') { step.hint(t.next_step_hint) } else { step });
        part.hidden.push(SEEN);
        part.advice_title = t.advice;
        part.advice.clone_from(&self.tried.advice);
        if !part.advice.is_empty() {
            part.hidden.push(ADVISED);
        }
    }

    fn papers(&self, part: &mut NoticePart) {
        let t = &self.m.reason.form;
        if self.notices.asked_before {
            let again = self.proposed("again", t.again, "").kind(Control::Area).max_length(4000);
            part.fields.push(again.hint(t.again_hint));
        }
        part.papers_title = t.papers;
        part.papers_hint = t.papers_hint;
        let held: Vec<&str> = self.notices.papers.iter().filter(|paper| paper.held_by.is_some()).map(name_of).collect();
        part.held = (!held.is_empty()).then(|| fill(t.held, &[("papers", &held.join("; "))]));
        let open = self.notices.papers.iter().filter(|paper| paper.held_by.is_none());
        part.papers = open.map(|paper| self.paper(paper)).collect();
    }

    fn paper(&self, paper: &Component) -> PaperPart {
        let (t, id) = (&self.m.reason.form, &paper.id);
        let faults = ItemFault::ALL.map(|fault| FormChoice::new(fault.name(), sentences::item_fault(self.m, fault)));
        let fault = self.proposed(&format!("{FAULT}{id}"), t.fault, "").kind(Control::Choice(faults.into()));
        let line = |kind: &str, label| self.proposed(&format!("{kind}.{id}"), label, "").optional().max_length(1000);
        let form = paper.form_no.clone().unwrap_or_default();
        let example = format!("example.{id}");
        let fields = vec![
            fault.optional_silently(t.not_asked),
            line("words", t.words).hint(t.words_hint),
            line("clause", t.clause).hint(t.item_clause_hint),
            self.proposed(&example, t.example, &form).optional().max_length(1000),
        ];
        let is_wrong = fields.iter().any(|field| field.fault().is_some());
        let open = is_wrong || self.tried.received.fields.has(&format!("{FAULT}{id}"));
        PaperPart { id: format!("{}-{id}", self.prefix), name: paper.name_vi.clone(), open, fields }
    }
}

fn name_of(paper: &Component) -> &str {
    &paper.name_vi
}

//! What the page of a dossier says about it: facts, answers, papers, timeline.

use super::notice::NoticeBlock;
use crate::messages::{Messages, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::eform::{self, AnswerPart, Answers};
use crate::web::view::{self, Fact};
use crate::web::{Page, format};
use app::Catalogue;
use app::dossier::{DossierView, TimelineEntry};
use domain::dossier::{Dossier, Event, FileRef, Holder, Outcome, Particulars, Stage};
use domain::procedure::Procedure;

/// A stored file with the paper that it is.
pub(super) struct PaperLine {
    pub(super) paper: String,
    pub(super) name: String,
    pub(super) url: String,
    pub(super) size: String,
    /// The earlier dossier from which it was taken over.
    pub(super) origin: Option<String>,
    /// Where its signatures are looked at, of a file of the result.
    pub(super) signatures: Option<String>,
}

/// One line of the timeline.
pub(super) struct TimeLine {
    pub(super) what: String,
    pub(super) when: String,
    pub(super) who: Option<String>,
    pub(super) note: Option<String>,
}

/// The facts beside the dossier.
pub(super) fn facts(state: &AppState, page: &Page, catalogue: &Catalogue, of: &DossierView, own: bool) -> Vec<Fact> {
    let (m, t, dossier) = (page.m, &page.m.staff.dossier, &of.dossier);
    let holder = match dossier.holder() {
        Holder::Applicant { waiting_unit } if !own => {
            fill(t.holder_applicant, &[("unit", &catalogue.unit_name(waiting_unit, page.today))])
        }
        Holder::Applicant { .. } | Holder::Desk(_) | Holder::Unit(..) | Holder::Nobody => {
            view::holder(m, catalogue, dossier, page.today)
        }
    };
    let mut facts = vec![Fact::new(t.holder, holder)];
    facts.extend(of.assignee_name.as_ref().map(|name| Fact::new(t.officer, name.clone())));
    if let (Some(step), true) = (dossier.current_step(), dossier.stage == Stage::InProcess) {
        let (number, count) = (dossier.step.saturating_add(1), dossier.steps.len());
        facts.push(Fact::new(t.step, fill(t.step_of, &[("name", &step.name), ("number", &number), ("count", &count)])));
    }
    if let (Stage::Submitted, Some(at)) = (dossier.stage, dossier.acceptance_due) {
        facts.push(Fact::new(t.examination_due, format::moment(m, at)));
    }
    facts.push(view::due_fact(m, dossier));
    facts.extend(
        dossier.reappointment.as_ref().map(|new| Fact::new(m.public.track.new_date, format::moment(m, new.promised))),
    );
    facts.extend(waiting(m, catalogue, dossier));
    facts.push(Fact::new(t.submitted, format::moment(m, dossier.submitted_at)));
    facts.extend(dossier.accepted_at.map(|at| Fact::new(t.accepted, format::moment(m, at))));
    facts.push(Fact::new(m.public.receipt.desk, catalogue.unit_name(&dossier.receiving_unit, page.today)));
    facts.push(Fact::new(m.public.receipt.handler, catalogue.unit_name(&dossier.handling_unit, page.today)));
    facts.extend(dossier.outcome.map(|outcome| Fact::new(t.outcome, outcome_name(m, outcome))));
    facts.extend(dossier.result_number.as_ref().map(|number| Fact::new(t.result_number, number.clone())));
    facts.extend(dossier.rating.map(|score| Fact::new(m.public.track.rating, format!("{score}/5"))));
    facts.extend(version(m, catalogue, dossier));
    let national = catalogue.national_state(dossier.stage.name(), state.app.today());
    facts.extend(national.map(|national| {
        let name = if m.is_english() { &national.name_en } else { &national.name_vi };
        Fact::new(t.national, format!("{} – {name}", national.code))
    }));
    facts
}

/// Under which version of the procedure the dossier stays, whatever is published later.
fn version(m: &Messages, catalogue: &Catalogue, dossier: &Dossier) -> Option<Fact> {
    let procedure = catalogue.procedure_version(&dossier.procedure, &dossier.procedure_version)?;
    let day = format::day(procedure.validity.from?);
    let t = &m.staff.dossier;
    Some(Fact::new(t.procedure_version, fill(t.procedure_version_from, &[("day", &day)])))
}

/// What the dossier waits for: papers or money.
pub(super) fn waiting(m: &Messages, catalogue: &Catalogue, dossier: &Dossier) -> Vec<Fact> {
    let mut facts = Vec::new();
    let procedure = catalogue.procedure_version(&dossier.procedure, &dossier.procedure_version);
    if let Some(request) = dossier.supplements.last().filter(|request| request.answered_at.is_none()) {
        let names = request.components.iter().map(|id| paper_name(m, procedure.map(AsRef::as_ref), id));
        facts.push(Fact::lines(m.staff.dossier.waiting_for, names.collect()));
    }
    if let Some(payment) = dossier.payments.last().filter(|payment| payment.reference.is_none()) {
        facts.push(Fact::new(m.staff.dossier.amount_due, format::money(m, payment.amount)));
    }
    facts
}

const fn outcome_name(m: &Messages, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Granted => m.staff.dossier.outcome_granted,
        Outcome::Refused => m.staff.dossier.outcome_refused,
    }
}

fn paper_name(m: &Messages, procedure: Option<&Procedure>, id: &str) -> String {
    if id == "result" {
        return m.staff.dossier.result_paper.to_owned();
    }
    let component = procedure.and_then(|procedure| procedure.component(id));
    component.map_or_else(|| id.to_owned(), |component| component.name_vi.clone())
}

/// The applicant and the answers; empty when they were erased.
pub(super) fn answers(
    m: &Messages,
    catalogue: &Catalogue,
    dossier: &Dossier,
    particulars: Option<&Particulars>,
) -> Answers {
    let Some(Particulars { applicant, form }) = particulars else { return Answers::new(Vec::new(), 3) };
    let t = &m.staff.dossier;
    let mut facts = vec![
        Fact::new(t.applicant, applicant.name.clone()),
        Fact::new(t.identity, applicant.identity_number.clone()),
        Fact::new(t.phone, applicant.phone.clone()),
    ];
    facts.extend(applicant.email.as_ref().map(|email| Fact::new(t.email, email.clone())));
    facts.extend(applicant.address.as_ref().map(|address| Fact::new(t.address, address.clone())));
    let mut parts = vec![AnswerPart::of(m.public.apply.applicant, facts)];
    let asked = catalogue.form_of_dossier(dossier);
    parts.extend(eform::read_out(m, &asked, form));
    Answers::new(parts, 3)
}

/// Files of the dossier and of its result.
pub(super) fn papers(m: &Messages, catalogue: &Catalogue, of: &DossierView) -> Vec<PaperLine> {
    let dossier = &of.dossier;
    let procedure = catalogue.procedure_version(&dossier.procedure, &dossier.procedure_version);
    let line = |file: &FileRef| PaperLine {
        paper: paper_name(m, procedure.map(AsRef::as_ref), &file.component),
        name: if file.name.is_empty() { file.sha256.chars().take(12).collect() } else { file.name.clone() },
        url: format!("/ho-so/{}/tep/{}", dossier.code, file.sha256),
        size: format::bytes(u64::try_from(file.size_bytes).unwrap_or(0)),
        origin: file.origin.as_ref().map(|origin| {
            fill(m.own_data.paper.from, &[("code", &origin.dossier), ("day", &format::day(origin.as_of))])
        }),
        signatures: (file.component == "result").then(|| format!("/ho-so/{}/tep/{}/chu-ky", dossier.code, file.sha256)),
    };
    let on_paper = |id: &String| PaperLine {
        paper: paper_name(m, procedure.map(AsRef::as_ref), id),
        name: m.public.receipt.on_paper.to_owned(),
        url: String::new(),
        size: String::new(),
        origin: None,
        signatures: None,
    };
    let unissued = dossier.unissued_files().filter(|_| of.is_office);
    let files = dossier.files.iter().chain(&dossier.result_files).chain(unissued).map(line);
    dossier.papers.iter().map(on_paper).chain(files).collect()
}

/// What happened, newest first.
pub(super) fn timeline(
    page: &Page,
    catalogue: &Catalogue,
    dossier: &Dossier,
    entries: &[TimelineEntry],
) -> Vec<TimeLine> {
    let m = page.m;
    let procedure = catalogue.procedure_version(&dossier.procedure, &dossier.procedure_version).map(AsRef::as_ref);
    let line = |entry: &TimelineEntry| TimeLine {
        what: sentences::event(m, catalogue, &entry.event, page.today),
        when: format::moment(m, entry.event.at()),
        who: who(m, entry),
        note: note(m, procedure, entry),
    };
    entries.iter().rev().map(line).collect()
}

/// Who did it; a deputy signs and decides in the head's place (ký thay, KT.), others act for whom they stand in (thay mặt).
fn who(m: &Messages, entry: &TimelineEntry) -> Option<String> {
    let name = Some(entry.actor_name.clone()).filter(|name| !name.is_empty())?;
    let Some((_, represented)) = &entry.on_behalf_of else { return Some(name) };
    let t = &m.staff.dossier;
    let signs = matches!(entry.event, Event::Signed { .. } | Event::Decided { .. } | Event::Apologised { .. });
    Some(fill(if signs { t.in_place_of } else { t.on_behalf_of }, &[("name", &name), ("other", represented)]))
}

/// The free text of an entry, or what a notice says, with the papers that were asked for.
fn note(m: &Messages, procedure: Option<&Procedure>, entry: &TimelineEntry) -> Option<String> {
    if let Some(notice) = &entry.notice {
        return Some(NoticeBlock::of(m, procedure, notice).in_a_line());
    }
    let Event::SupplementRequested { components, .. } = &entry.event else { return entry.note.clone() };
    let names: Vec<String> = components.iter().map(|id| paper_name(m, procedure, id)).collect();
    Some(format!("{} – {}", names.join("; "), entry.note.as_deref().unwrap_or_default()))
}

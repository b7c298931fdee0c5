//! The papers that the desk gives: receipt, request for supplements, refusal, apology.

use super::office::Offices;
use super::{Desk, Made, PaperFault, Source, Told, person};
use crate::messages::VI;
use crate::sentences;
use app::SignsAs;
use domain::dossier::{Channel, Dossier, Event};
use domain::procedure::{Component as Asked, Procedure};
use jiff::civil::Date;
use paper::{Apology, Component, Letterhead, Officer, Paper, Receipt, Refusal, SupplementRequest};
use std::collections::BTreeMap;

/// Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
pub(super) fn receipt(desk: &Desk<'_>, source: &Source<'_>) -> Made {
    let dossier = source.dossier;
    let at = dossier.accepted_at?;
    let by = source.last(|event| matches!(event, Event::Accepted { .. }));
    let paid: Vec<i64> = dossier.payments.iter().filter(|one| one.reference.is_some()).map(|one| one.amount).collect();
    let receipt = Receipt {
        letterhead: headed(desk, by, &dossier.receiving_unit, at.date()),
        dossier: desk.dossier(dossier),
        book: None,
        copy: None,
        desk: desk.catalogue.unit_name(&dossier.receiving_unit, desk.day).to_owned(),
        submitter: person(source.particulars),
        owner: None,
        components: handed_in(desk.procedure(dossier), dossier),
        sets: 1,
        limit: dossier.clock.as_ref().map(|clock| sentences::limit(&VI, clock.limit)).unwrap_or_default(),
        received_at: dossier.clock.as_ref().map_or(at, |clock| clock.received),
        due_at: dossier.due.at(),
        second_stage: None,
        result_at: (dossier.channel == Channel::Counter)
            .then(|| desk.catalogue.unit_name(&dossier.receiving_unit, desk.day).to_owned()),
        paid: (!paid.is_empty()).then(|| paid.iter().fold(0_i64, |sum, amount| sum.saturating_add(*amount))),
        receiver: officer(by),
    };
    Some((Paper::Receipt(receipt), at))
}

/// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: the newest one.
pub(super) fn supplement_request(desk: &Desk<'_>, source: &Source<'_>) -> Made {
    let told = source.last(|event| matches!(event, Event::SupplementRequested { .. }))?;
    let Event::SupplementRequested { at, components, .. } = told.event else { return None };
    let dossier = source.dossier;
    let request = SupplementRequest {
        letterhead: headed(desk, Some(told), dossier.holding_unit(), at.date()),
        dossier: desk.dossier(dossier),
        person: person(source.particulars),
        components: components.iter().map(|id| wanted(desk.procedure(dossier), id)).collect(),
        reason: reason(told),
        until: None,
        website: Some(desk.state.settings.public_url.clone()),
        officer: officer(Some(told)),
    };
    Some((Paper::SupplementRequest(request), *at))
}

/// Phiếu từ chối tiếp nhận giải quyết hồ sơ.
pub(super) fn refusal(desk: &Desk<'_>, source: &Source<'_>) -> Made {
    let told = source.last(|event| matches!(event, Event::Rejected { .. }))?;
    let dossier = source.dossier;
    let at = told.event.at();
    let refusal = Refusal {
        letterhead: headed(desk, Some(told), &dossier.receiving_unit, at.date()),
        dossier: desk.dossier(dossier),
        person: person(source.particulars),
        submitted_at: (dossier.channel == Channel::Online).then_some(dossier.submitted_at),
        reason: reason(told),
        legal_basis: told.notice.map(|notice| notice.cited.clause.clone()),
        website: Some(desk.state.settings.public_url.clone()),
        officer: officer(Some(told)),
    };
    Some((Paper::Refusal(refusal), at))
}

/// Phiếu xin lỗi và hẹn lại ngày trả kết quả.
pub(super) async fn apology(desk: &Desk<'_>, source: &Source<'_>) -> Result<Made, PaperFault> {
    let found = source.last(|event| matches!(event, Event::Apologised { .. }));
    let Some((told, Event::Apologised { at, promised, .. })) = found.map(|told| (told, told.event)) else {
        return Ok(None);
    };
    let (dossier, offices) = (source.dossier, desk.offices());
    let unit = dossier.handling_unit.as_str();
    // Without a due time there is nothing to apologise for.
    let (Some(due_before), Some(received_at)) = (dossier.due.at(), dossier.accepted_at) else { return Ok(None) };
    let post = desk.state.app.signs_as(told.actor, unit, at.date()).await?;
    let apology = Apology {
        letterhead: headed(desk, Some(told), unit, at.date()),
        dossier: desk.dossier(dossier),
        to: person(source.particulars),
        received_at,
        due_before,
        unit: offices.agency(unit),
        reason: reason(told),
        due_now: *promised,
        return_at: desk.catalogue.unit_name(&dossier.receiving_unit, desk.day).to_owned(),
        recipients: VI.paper.text.apology_recipients.split('\n').map(str::to_owned).collect(),
        signer: offices.signer(unit, post.unwrap_or(SignsAs::Head), told.actor_name),
    };
    Ok(Some((Paper::Apology(apology), *at)))
}

impl<'a> Desk<'a> {
    /// How agencies write themselves today.
    pub(super) fn offices(&self) -> Offices<'a> {
        Offices { catalogue: self.catalogue, day: self.day }
    }

    /// The procedure version of a dossier.
    pub(super) fn procedure(&self, dossier: &Dossier) -> Option<&'a Procedure> {
        self.catalogue.procedure_version(&dossier.procedure, &dossier.procedure_version).map(AsRef::as_ref)
    }
}

/// The head of a paper that an event gave: in the name of the unit that gave it its number, if it has one; otherwise of
/// the unit whose paper it would be now.
fn headed(desk: &Desk<'_>, told: Option<&Told<'_>>, unit: &str, day: Date) -> Letterhead {
    let offices = desk.offices();
    let given = told.and_then(|told| Some((told.paper?, told.event.gives()?)));
    match given {
        Some((paper, kind)) => {
            let head = offices.letterhead(&paper.unit, day);
            Letterhead { number: Some(offices.number(kind, paper)), ..head }
        }
        None => offices.letterhead(unit, day),
    }
}

/// Why, in the words of the office: of a notice its sentence, the facts and what can be done now.
fn reason(told: &Told<'_>) -> String {
    match told.notice.and_then(|notice| notice.told.as_ref()) {
        Some(words) => format!("{} {} {}", words.sentence_vi, words.facts_vi, words.next_step_vi),
        None => told.note.unwrap_or_default().to_owned(),
    }
}

fn officer(told: Option<&Told<'_>>) -> Officer {
    Officer { name: told.map(|told| told.actor_name.to_owned()).unwrap_or_default(), phone: None }
}

/// Everything that came with a dossier, each paper once.
fn handed_in(procedure: Option<&Procedure>, dossier: &Dossier) -> Vec<Component> {
    let mut counts: BTreeMap<&str, u16> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    let ids = dossier.papers.iter().chain(dossier.files.iter().map(|file| &file.component));
    for id in ids {
        if !counts.contains_key(id.as_str()) {
            order.push(id);
        }
        let count = counts.entry(id).or_default();
        *count = count.saturating_add(1);
    }
    let line = |id: &str| {
        let on_paper = dossier.papers.iter().any(|paper| paper == id);
        let files = counts.get(id).copied().unwrap_or_default();
        let asked = component(procedure, id);
        if on_paper {
            return Component { copies: files.saturating_sub(1), ..wanted(procedure, id) };
        }
        Component { name: name(asked, id), originals: 0, certified: 0, copies: files }
    };
    order.into_iter().map(line).collect()
}

/// A paper as the procedure asks for it; one original where it does not say.
fn wanted(procedure: Option<&Procedure>, id: &str) -> Component {
    let asked = component(procedure, id);
    let amount = |count: Option<u32>| count.and_then(|count| u16::try_from(count).ok()).unwrap_or_default();
    let (originals, copies) = asked.map_or((0, 0), |asked| (amount(asked.originals), amount(asked.copies)));
    let originals = if originals == 0 && copies == 0 { 1 } else { originals };
    Component { name: name(asked, id), originals, certified: 0, copies }
}

fn component<'a>(procedure: Option<&'a Procedure>, id: &str) -> Option<&'a Asked> {
    procedure.and_then(|procedure| procedure.component(id))
}

fn name(asked: Option<&Asked>, id: &str) -> String {
    asked.map_or_else(|| id.to_owned(), |asked| asked.name_vi.clone())
}

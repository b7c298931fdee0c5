//! Official papers (giấy tờ, mẫu phiếu) of dossiers as PDF/A: which there are, and what stands on each.
//!
//! `crates/paper` sets them and knows no dossier; here a dossier becomes the data of a paper, one small function for
//! each. Papers are in Vietnamese whatever the language of the page is.

mod cash;
mod control_sheet;
mod desk_forms;
mod document;
mod draft;
mod engine;
mod extract;
mod form;
mod office;
mod register;
mod sign;

use crate::messages::Messages;
use crate::state::AppState;
use app::dossier::{DossierView, NoticeView, TimelineEntry, TrackView};
use app::{ActError, Catalogue};
use domain::dossier::{Dossier, Event, GivenPaper, PaperNumber, Particulars};
use jiff::civil::{Date, DateTime};
use paper::{Circular, Kind, Options, Paper};

pub(crate) use cash::receipt_for_money;
pub(crate) use document::{draft_page, seal_document, sign_document, signs_digitally};
pub(crate) use draft::{Drafting, keep_draft, likely_template, propose, set_draft};
pub use engine::{PaperFault, Papers};
pub(crate) use extract::{Signing, extract};
pub(crate) use office::{agency_name, agency_short, own_names};
pub(crate) use register::{RegisterAsked, register};
pub(crate) use sign::{Signed, Unsigned, sign_result};

/// A paper that was set.
#[derive(Debug)]
pub(crate) struct Printed {
    /// The file's name, in ASCII.
    pub(crate) name: String,
    /// The PDF.
    pub(crate) bytes: Vec<u8>,
}

/// The papers that belong to one dossier, in the order in which they are offered, each with its word in addresses.
pub(crate) const OF_DOSSIERS: [(Kind, &str); 6] = [
    (Kind::Receipt, "bien-nhan"),
    (Kind::SupplementRequest, "bo-sung"),
    (Kind::Refusal, "tu-choi"),
    (Kind::Apology, "xin-loi"),
    (Kind::ControlSheet, "kiem-soat"),
    (Kind::FilledForm, "to-khai"),
];

/// The paper with that word in its address.
pub(crate) fn by_slug(slug: &str) -> Option<Kind> {
    OF_DOSSIERS.into_iter().find(|(_, known)| *known == slug).map(|(kind, _)| kind)
}

/// The paper of a dossier with that name in the interface.
pub(crate) fn by_name(name: &str) -> Option<Kind> {
    OF_DOSSIERS.into_iter().find(|(kind, _)| kind.name() == name).map(|(kind, _)| kind)
}

/// Something that happened, as far as whoever asks may know.
pub(crate) struct Told<'a> {
    event: &'a Event,
    note: Option<&'a str>,
    notice: Option<&'a NoticeView>,
    actor: &'a str,
    actor_name: &'a str,
    paper: Option<&'a PaperNumber>,
}

/// A dossier as whoever asks for its paper sees it.
pub(crate) struct Source<'a> {
    pub(crate) dossier: &'a Dossier,
    pub(crate) particulars: Option<&'a Particulars>,
    told: Vec<Told<'a>>,
    is_office: bool,
    assignee_name: Option<&'a str>,
}

impl<'a> Source<'a> {
    /// For a person who may see it.
    pub(crate) fn of(view: &'a DossierView) -> Self {
        let told = |entry: &'a TimelineEntry| Told {
            event: &entry.event,
            note: entry.note.as_deref(),
            notice: entry.notice.as_ref(),
            actor: &entry.actor,
            actor_name: &entry.actor_name,
            paper: entry.paper.as_ref(),
        };
        Self {
            dossier: &view.dossier,
            particulars: view.particulars.as_ref(),
            told: view.timeline.iter().map(told).collect(),
            is_office: view.is_office,
            assignee_name: view.assignee_name.as_deref(),
        }
    }

    /// For whoever knows the code and four digits: without names.
    pub(crate) fn tracked(view: &'a TrackView) -> Self {
        let told = |event: &'a Event| {
            let paper = view.receipt.as_ref().filter(|_| event.gives() == Some(GivenPaper::Receipt));
            Told { event, note: None, notice: None, actor: "", actor_name: "", paper }
        };
        Self {
            dossier: &view.dossier,
            particulars: None,
            told: view.events.iter().map(told).collect(),
            is_office: false,
            assignee_name: None,
        }
    }

    /// The newest event of a sort.
    fn last(&self, is: impl Fn(&Event) -> bool) -> Option<&Told<'a>> {
        self.told.iter().rev().find(|told| is(told.event))
    }

    /// Which papers there are now.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = (Kind, &'static str)> + '_ {
        OF_DOSSIERS.into_iter().filter(|(kind, _)| self.has(*kind))
    }

    fn has(&self, kind: Kind) -> bool {
        match kind {
            Kind::Receipt => self.dossier.accepted_at.is_some(),
            Kind::SupplementRequest => self.last(|event| matches!(event, Event::SupplementRequested { .. })).is_some(),
            Kind::Refusal => self.last(|event| matches!(event, Event::Rejected { .. })).is_some(),
            Kind::Apology => self.last(|event| matches!(event, Event::Apologised { .. })).is_some(),
            Kind::ControlSheet => self.is_office && self.dossier.accepted_at.is_some(),
            Kind::FilledForm => self.particulars.is_some(),
            Kind::Register | Kind::Decision | Kind::Extract | Kind::CashReceipt | Kind::Document => false,
        }
    }
}

/// What the mapping of a dossier may look at beside it.
struct Desk<'a> {
    state: &'a AppState,
    catalogue: &'a Catalogue,
    day: Date,
}

impl<'a> Desk<'a> {
    fn new(state: &'a AppState, catalogue: &'a Catalogue) -> Self {
        Self { state, catalogue, day: state.app.today() }
    }

    /// What every paper says of its dossier.
    fn dossier(&self, dossier: &Dossier) -> paper::Dossier {
        let procedure = self.catalogue.procedure_version(&dossier.procedure, &dossier.procedure_version);
        paper::Dossier {
            code: dossier.code.to_string(),
            request: procedure.map_or_else(|| dossier.procedure.clone(), |procedure| procedure.name_vi.clone()),
            procedure_code: procedure.and_then(|procedure| procedure.code.clone()),
            tracking_url: Some(format!("{}/tra-cuu?code={}", self.state.settings.public_url, dossier.code)),
        }
    }
}

/// The applicant; only dotted lines for whoever may not see who it is.
fn person(particulars: Option<&Particulars>) -> paper::Person {
    let nobody = paper::Person { name: String::new(), identity: None, address: None, phone: None, email: None };
    particulars.map_or(nobody, |Particulars { applicant, .. }| paper::Person {
        name: applicant.name.clone(),
        identity: Some(applicant.identity_number.clone()).filter(|number| !number.is_empty()),
        address: applicant.address.clone(),
        phone: Some(applicant.phone.clone()).filter(|phone| !phone.is_empty()),
        email: applicant.email.clone(),
    })
}

/// A paper of a dossier; `None` when there is no such paper of it, or not for whoever asks.
pub(crate) async fn of_dossier(
    state: &AppState,
    source: &Source<'_>,
    kind: Kind,
) -> Result<Option<Printed>, PaperFault> {
    if !source.has(kind) {
        return Ok(None);
    }
    let catalogue = state.app.catalogue();
    let desk = Desk::new(state, &catalogue);
    let made = match kind {
        Kind::Receipt => desk_forms::receipt(&desk, source),
        Kind::SupplementRequest => desk_forms::supplement_request(&desk, source),
        Kind::Refusal => desk_forms::refusal(&desk, source),
        Kind::Apology => desk_forms::apology(&desk, source).await?,
        Kind::ControlSheet => control_sheet::control_sheet(&desk, source),
        Kind::FilledForm => form::filled_form(&desk, source),
        Kind::Register | Kind::Decision | Kind::Extract | Kind::CashReceipt | Kind::Document => None,
    };
    let Some((paper, at)) = made else { return Ok(None) };
    let circular = Circular::on(source.dossier.submitted_at.date());
    let bytes = state.settings.papers.render(paper, Options::new(circular, at)).await?;
    let slug = OF_DOSSIERS.iter().find(|(known, _)| *known == kind).map_or("giay", |(_, slug)| slug);
    Ok(Some(Printed { name: format!("{slug}-{}.pdf", source.dossier.code), bytes }))
}

/// A paper and the time that it bears.
type Made = Option<(Paper, DateTime)>;

/// Its name on links.
pub(crate) const fn title(m: &Messages, kind: Kind) -> &'static str {
    let t = &m.paper.title;
    match kind {
        Kind::Receipt => t.receipt,
        Kind::SupplementRequest => t.supplement_request,
        Kind::Refusal => t.refusal,
        Kind::Apology => t.apology,
        Kind::ControlSheet => t.control_sheet,
        Kind::Register => t.register,
        Kind::FilledForm => t.filled_form,
        Kind::Decision => t.decision,
        Kind::Extract => t.extract,
        Kind::CashReceipt => t.cash_receipt,
        Kind::Document => t.document,
    }
}

/// What went wrong with an act, when only a paper was wanted.
impl From<ActError> for PaperFault {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Unavailable => Self::Busy,
            other => Self::Failed(other.to_string()),
        }
    }
}

//! `/ho-so/{code}/bien-nhan`: the receipt, on the screen and on paper: code, QR, due time and why.
//!
//! Giấy tiếp nhận hồ sơ và hẹn trả kết quả (form 01 of Circular 01/2018/TT-VPCP, 03/2025/TT-VPCP).

use crate::messages::{Messages, PublicReceipt, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::cookies::{self, Kind};
use crate::web::eform::{self, Answers};
use crate::web::view::{self, Fact, Why};
use crate::web::{Page, Problem, format, printed, problem};
use app::Catalogue;
use app::dossier::{DossierView, TrackView};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use domain::access::Role;
use domain::dossier::{Channel, Dossier, Particulars, Stage};
use fast_qr::QRBuilder;
use fast_qr::convert::Builder as _;
use fast_qr::convert::svg::SvgBuilder;
use serde::Deserialize;

/// What opens a receipt without an account: kept for an hour after submitting in a cookie.
pub(in crate::web) struct Held<'a> {
    /// The dossier's code.
    pub(in crate::web) code: &'a str,
    /// Last four characters of the identity number.
    pub(in crate::web) digits: &'a str,
}

impl Held<'_> {
    const SECONDS: u64 = 3_600;

    pub(in crate::web) fn keep(&self, state: &AppState, headers: &mut HeaderMap) {
        let value = format!("{}/{}", self.code, self.digits);
        cookies::set(headers, &state.settings, Kind::Receipt, &value, Some(Self::SECONDS));
    }
}

/// The query: the four digits may stand here instead of in the cookie.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(in crate::web) struct Asked {
    pub(in crate::web) digits: String,
}

struct PaperLine {
    paper: String,
    file: String,
    hash: String,
}

#[derive(Template)]
#[template(path = "public/receipt.html")]
struct View {
    page: Page,
    t: &'static PublicReceipt,
    crumbs: Crumbs,
    heading: &'static str,
    unit: String,
    sentence: String,
    code: String,
    facts: Vec<Fact>,
    qr: String,
    why: Why,
    papers: Vec<PaperLine>,
    answers: Answers,
    track_url: String,
    again_url: Option<String>,
    pdf: Option<(String, String)>,
}

impl View {
    const fn heading(&self) -> &str {
        self.heading
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
    jar: CookieJar,
) -> Result<Response, Problem> {
    let (dossier, particulars) = match open(&page, &state, &code, &asked, &jar).await? {
        Opened::Person(view) => (view.dossier, view.particulars),
        Opened::Digits(view) => (view.dossier, None),
    };
    let (m, t) = (page.m, &page.m.public.receipt);
    let catalogue = state.app.catalogue();
    let accepted = dossier.stage != Stage::Submitted && dossier.accepted_at.is_some();
    let heading = if accepted { t.title } else { t.title_submitted };
    let clerk =
        page.person.as_ref().is_some_and(|person| person.holds(Role::Clerk, &dossier.receiving_unit, page.today));
    let track_url = format!("/tra-cuu?code={}", dossier.code);
    let view = View {
        crumbs: Crumbs::new(m, Vec::new(), heading),
        heading,
        unit: catalogue.unit_name(&dossier.receiving_unit, page.today).to_owned(),
        sentence: sentence(m, &dossier),
        code: dossier.code.to_string(),
        facts: facts(&page, &catalogue, &dossier, particulars.as_ref()),
        qr: qr(&format!("{}{track_url}", state.settings.public_url)),
        why: Why::of(&state, m, &dossier, true),
        papers: papers(m, &catalogue, &dossier),
        answers: answers(m, &catalogue, &dossier, particulars.as_ref()),
        pdf: accepted.then(|| printed::receipt_link(m, &dossier, &asked)),
        track_url,
        again_url: clerk.then(|| "/can-bo/tiep-nhan".to_owned()),
        t,
        page,
    };
    problem::show(&view)
}

/// What the receipt shows, and how much of it whoever asks may see.
pub(in crate::web) enum Opened {
    /// One of its people, or of the office.
    Person(Box<DossierView>),
    /// Whoever knows the four digits.
    Digits(Box<TrackView>),
}

/// The dossier for its people, or for whoever knows the four digits.
pub(in crate::web) async fn open(
    page: &Page,
    state: &AppState,
    code: &str,
    asked: &Asked,
    jar: &CookieJar,
) -> Result<Opened, Problem> {
    if let Some(person) = page.person.as_deref()
        && let Ok(view) = state.app.dossier(person, code).await
    {
        return Ok(Opened::Person(Box::new(view)));
    }
    let held = cookies::read(jar, &state.settings, Kind::Receipt).unwrap_or_default();
    let digits = match held.split_once('/') {
        Some((held_code, digits)) if held_code == code => digits,
        _ => asked.digits.as_str(),
    };
    if digits.is_empty() {
        return page.caller().and(Err(Problem::NotFound));
    }
    Ok(Opened::Digits(Box::new(state.app.track(code, digits).await?)))
}

fn sentence(m: &Messages, dossier: &Dossier) -> String {
    let t = &m.public.receipt;
    match (dossier.stage, dossier.acceptance_due) {
        (Stage::Submitted, Some(at)) => fill(t.sentence_submitted, &[("at", &format::moment(m, at))]),
        (Stage::Submitted, None) => t.sentence_submitted_open.to_owned(),
        (Stage::Accepted, _) => t.sentence_accepted.to_owned(),
        (other, _) => sentences::stage_for_applicant(m, other, false).to_owned(),
    }
}

fn facts(page: &Page, catalogue: &Catalogue, dossier: &Dossier, particulars: Option<&Particulars>) -> Vec<Fact> {
    let (m, t) = (page.m, &page.m.public.receipt);
    let name = |unit| catalogue.unit_name(unit, page.today).to_owned();
    let mut facts =
        vec![Fact::new(t.procedure, view::procedure_name(catalogue, &dossier.procedure, &dossier.procedure_version))];
    facts.extend(particulars.map(|particulars| Fact::new(t.applicant, particulars.applicant.name.clone())));
    facts.extend([
        Fact::new(t.received, format::moment(m, dossier.submitted_at)),
        Fact::new(t.desk, name(&dossier.receiving_unit)),
        Fact::new(t.handler, name(&dossier.handling_unit)),
    ]);
    facts.extend(dossier.clock.as_ref().map(|clock| Fact::new(t.limit, sentences::limit(m, clock.limit))));
    facts.push(view::due_fact(m, dossier));
    facts.push(Fact::new(m.staff.dossier.channel, channel(m, dossier.channel)));
    facts
}

/// How a dossier came in, in words.
const fn channel(m: &Messages, channel: Channel) -> &'static str {
    let t = &m.public.procedure;
    match channel {
        Channel::Online => t.channel_online,
        Channel::Counter => t.channel_counter,
        Channel::Post => t.channel_post,
    }
}

fn papers(m: &Messages, catalogue: &Catalogue, dossier: &Dossier) -> Vec<PaperLine> {
    let procedure = catalogue.procedure_version(&dossier.procedure, &dossier.procedure_version);
    let paper_name = |id: &str| {
        let component = procedure.and_then(|procedure| procedure.component(id));
        component.map_or_else(|| id.to_owned(), |component| component.name_vi.clone())
    };
    let line = |file: &domain::dossier::FileRef| PaperLine {
        paper: paper_name(&file.component),
        file: file.name.clone(),
        hash: file.sha256.clone(),
    };
    let on_paper = |id: &String| PaperLine {
        paper: paper_name(id),
        file: m.public.receipt.on_paper.to_owned(),
        hash: String::new(),
    };
    dossier.papers.iter().map(on_paper).chain(dossier.files.iter().map(line)).collect()
}

/// What was declared; empty for whoever opened the receipt by four digits.
fn answers(m: &Messages, catalogue: &Catalogue, dossier: &Dossier, particulars: Option<&Particulars>) -> Answers {
    let form = catalogue.form_of_dossier(dossier);
    let read = particulars.map(|particulars| eform::read_out(m, &form, &particulars.form));
    Answers::new(read.unwrap_or_default(), 3)
}

/// A QR code as SVG; nothing when the address is too long for one.
pub(super) fn qr(address: &str) -> String {
    QRBuilder::new(address).build().map(|code| SvgBuilder::default().margin(0).to_str(&code)).unwrap_or_default()
}

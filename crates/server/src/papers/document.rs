//! Outgoing documents on their page (Decree 30/2020/NĐ-CP, Annex I): the draft as it will look, the paper that is signed, and
//! what is seen of the signatures.

use super::office::{Offices, own_names};
use super::{PaperFault, Printed, Unsigned};
use crate::messages::{VI, fill};
use crate::sentences;
use crate::state::AppState;
use app::document::{OutgoingDone, OutgoingView, PaperToSign, SealToMake, Titles};
use app::signature::Seen;
use app::{ActError, FieldProblemKind};
use domain::access::Person;
use domain::document::{DocumentText, Outgoing, Part, SignatureBlock, Spot, Spots};
use jiff::civil::DateTime;
use paper::{BoxedMark, Circular, Document, DocumentPart, OpenPlace, OpenPlaces, Options, Paper};

/// The type whose abstract stands below the number (box 5b).
const LETTER: &str = "cong_van";

/// What is set above and below the place of the signature.
struct Signed<'a> {
    block: &'a SignatureBlock,
    name: &'a str,
}

/// A draft on its page: without number and day, and said to be a draft.
pub(crate) async fn draft_page(state: &AppState, view: &OutgoingView, text: &str) -> Result<Printed, PaperFault> {
    let (bytes, _) = set(state, view, text, None).await?;
    Ok(Printed { name: format!("du-thao-{}.pdf", view.id), bytes })
}

/// Whether this person would sign the newest version digitally: there is a key, and the version was typed or is a PDF that
/// can be signed.
pub(crate) async fn signs_digitally(state: &AppState, person: &Person, view: &OutgoingView) -> Result<bool, ActError> {
    let app = &state.app;
    let Some(newest) = view.document.newest() else { return Ok(false) };
    if !app.has_own_key(person).await? {
        return Ok(false);
    }
    if view.text.is_some() {
        return Ok(true);
    }
    match app.pdf_of_version(person, &view.id, newest).await? {
        Some(pdf) => app.can_sign_pdf(pdf).await,
        None => Ok(false),
    }
}

/// Signs the newest version with the key of this person.
pub(crate) async fn sign_document(
    state: &AppState,
    person: &Person,
    view: &OutgoingView,
    seen: Option<i64>,
) -> Result<OutgoingDone, Unsigned> {
    let (app, document) = (&state.app, &view.document);
    let (collective, head, deputy) = own_names(state, &document.agency, app.today());
    let titles = Titles { collective, head, deputy };
    let block = app.block_of_signer(person, &view.id, titles.clone()).await?;
    let version = document.newest().unwrap_or(0);
    let (pdf, spots) = match &view.text {
        Some(text) => {
            let signed = Signed { block: &block, name: &person.name };
            let (pdf, places) = set(state, view, text, Some(&signed)).await?;
            (pdf, spots(&places))
        }
        None => match app.pdf_of_version(person, &view.id, version).await? {
            Some(pdf) => (pdf, None),
            None => return Err(ActError::field("how", FieldProblemKind::FileKind).into()),
        },
    };
    let t = &VI.outgoing.seen;
    let seen_of = Seen {
        file: fill(t.file, &[("id", &view.id)]),
        reason: fill(t.reason, &[("id", &view.id)]),
        location: place(state, document),
        lines: vec![fill(t.person, &[("name", &person.name)]), moment(app.now_civil())],
        font: paper::SIGNATURE_FONT,
    };
    let paper = PaperToSign { version, pdf, spots, block, seen: seen_of };
    Ok(app.sign_outgoing(person, (&view.id, seen), titles, paper).await?)
}

/// Writes number and day on the signed file and seals it with the key of the agency.
pub(crate) async fn seal_document(
    state: &AppState,
    person: &Person,
    view: &OutgoingView,
    seen: Option<i64>,
) -> Result<OutgoingDone, ActError> {
    let (app, document) = (&state.app, &view.document);
    let number = document.number.as_ref().ok_or(ActError::NotFound)?;
    let t = &VI.outgoing.seen;
    let agency = super::agency_name(state, &document.agency, app.today());
    let printed = number.printed();
    let day = number.day;
    let day = fill(
        t.day,
        &[("day", &format!("{:02}", day.day())), ("month", &format!("{:02}", day.month())), ("year", &day.year())],
    );
    let seal = SealToMake {
        brought: fill(t.brought, &[("symbol", &printed), ("day", &day)]),
        number: printed,
        day,
        day_font: paper::DAY_FONT,
        seen: Seen {
            file: String::new(),
            reason: fill(t.seal_reason, &[("id", &view.id)]),
            location: place(state, document),
            lines: vec![agency.clone(), moment(app.now_civil())],
            font: paper::SIGNATURE_FONT,
        },
        agency,
    };
    app.seal_outgoing(person, (&view.id, seen), seal).await
}

/// The time of a signature by ISO 8601, in the time of Việt Nam.
fn moment(at: DateTime) -> String {
    format!("{}+07:00", at.strftime("%Y-%m-%dT%H:%M:%S"))
}

fn place(state: &AppState, document: &Outgoing) -> String {
    Offices { catalogue: &state.app.catalogue(), day: state.app.today() }.place(&document.agency)
}

/// Sets a text on its page.
async fn set(
    state: &AppState,
    view: &OutgoingView,
    text: &str,
    signed: Option<&Signed<'_>>,
) -> Result<(Vec<u8>, OpenPlaces), PaperFault> {
    let at = state.app.now_civil();
    let document = &view.document;
    let catalogue = state.app.catalogue();
    let head = Offices { catalogue: &catalogue, day: at.date() }.letterhead(&document.agency, at.date());
    let DocumentText { to, parts, recipients } = DocumentText::read(text);
    let stamp = document.marks.urgency.stamp();
    let writer = document.versions.last().and_then(|version| view.names.get(&version.by));
    let paper = Document {
        parent: head.parent,
        agency: head.agency,
        number: None,
        place: head.place,
        date: None,
        title: title(state, document)?,
        subject: document.subject.clone(),
        to,
        parts: parts.into_iter().map(part).collect(),
        authority: signed.map(|signed| signed.block.lines.clone()).unwrap_or_default(),
        signer: signed.map(|signed| signed.name.to_owned()).unwrap_or_default(),
        recipients,
        urgency: stamp.map(|(text, width, height)| BoxedMark { text: text.to_owned(), width, height }),
        circulation: document.marks.circulation.map(|round| sentences::circulation(&VI, round).to_uppercase()),
        drafter: writer.map(|name| initials(name)),
        address: None,
        is_draft: signed.is_none(),
    };
    state.settings.papers.render_open(Paper::Document(paper), Options::new(Circular::on(at.date()), at)).await
}

/// Name of the type in capitals, without what is said of it in brackets; none for a letter.
fn title(state: &AppState, document: &Outgoing) -> Result<Option<String>, PaperFault> {
    if document.document_kind == LETTER {
        return Ok(None);
    }
    let types = state.app.document_types()?;
    let name = types.get(&document.document_kind, state.app.today()).map(|kind| kind.name_vi.as_str());
    Ok(name.map(|name| name.split('(').next().unwrap_or_default().trim().to_uppercase()))
}

/// The first letters of a name.
fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

fn part(part: Part) -> DocumentPart {
    match part {
        Part::Basis { text } => DocumentPart::Basis { text },
        Part::Heading { text } => DocumentPart::Heading { text },
        Part::Cry { text } => DocumentPart::Cry { text },
        Part::Article { number, text } => DocumentPart::Article { number, text },
        Part::Clause { number, text } => DocumentPart::Clause { number, text },
        Part::Point { number, text } => DocumentPart::Point { number, text },
        Part::Paragraph { text } => DocumentPart::Paragraph { text },
    }
}

/// What is left open, when a template leaves open everything that is needed.
fn spots(places: &OpenPlaces) -> Option<Spots> {
    let of = |name: &str| places.get(name).and_then(spot);
    Some(Spots { number: of("number")?, day: of("day")?, signature: of("signature")? })
}

fn spot(place: &OpenPlace) -> Option<Spot> {
    let rect = place.rect.map(tenths);
    let [left, bottom, right, top] = rect;
    Some(Spot { page: place.page, rect: [left?, bottom?, right?, top?] })
}

/// Points as tenths; none for what no page has.
fn tenths(points: f32) -> Option<i32> {
    let fits = points.is_finite() && points.abs() < 3_000.0;
    format!("{:.0}", points * 10.0).parse().ok().filter(|_| fits)
}

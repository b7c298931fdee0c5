//! Signing: an update with a field, a signature that covers every byte but its own, and what is seen of it.

use jiff::Timestamp;
use lopdf::{Dictionary, Object, ObjectId, dictionary};
use ring::digest;
use ring::rand::{SecureRandom, SystemRandom};

use crate::appearance::{self, AppearanceFault, VisibleBox};
use crate::container::Open;
use crate::note::{NOTES_MAX, Note};
use crate::pdf;
use crate::picture::Picture;
use crate::signer::{Signer, SignerFault};
use crate::stamp::{self, StampFault, TimeStamper};
use crate::update::{RANGE_WIDTH, Update, Written};

/// Most letters of a reason, a place or a name.
const MAX_TEXT: usize = 1000;
/// Room in the container for everything but certificates and a time stamp.
const ROOM: usize = 4096;
/// Room for a time stamp with the certificates of its service.
const ROOM_FOR_STAMP: usize = 16 * 1024;
/// A field that prints and whose place is fixed.
const PRINTED_AND_LOCKED: i64 = 4 + 128;
/// There are signatures, and what is added has to be appended.
const SIGNATURES_APPEND_ONLY: i64 = 3;
/// Most fields looked through for a free name.
const MAX_FIELDS: usize = 10_000;

/// What a signature says.
#[derive(Clone, Debug)]
pub struct SignatureRequest {
    /// Who signs, as people read it.
    pub name: String,
    /// Why, if that is said.
    pub reason: Option<String>,
    /// Where, if that is said.
    pub location: Option<String>,
    /// When, by the clock of who asks; a time stamp proves it, this does not.
    pub time: Timestamp,
    /// Where it is seen; without it, the signature is there and not seen.
    pub visible: Option<VisibleBox>,
    /// What is written on pages together with the signature.
    pub notes: Vec<Note>,
}

/// The last page of a PDF, wherever a page is named.
pub const LAST_PAGE: u32 = u32::MAX;

/// Why a PDF was not signed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SignFault {
    /// The PDF is larger than any that is signed.
    #[error("the PDF is too large")]
    TooLarge,
    /// It is no PDF, or a damaged one.
    #[error("the PDF cannot be read")]
    Unreadable,
    /// It is encrypted.
    #[error("the PDF is encrypted")]
    Encrypted,
    /// An earlier signature permits no change.
    #[error("the PDF is closed against changes")]
    Locked,
    /// It has no such page.
    #[error("the PDF has no such page")]
    NoPage,
    /// The name, the reason or the place is too long.
    #[error("a text of the signature is too long")]
    TextTooLong,
    /// It cannot be shown as wished.
    #[error("{0}")]
    Appearance(AppearanceFault),
    /// The signer did not sign.
    #[error("{0}")]
    Signer(SignerFault),
    /// There is no time stamp.
    #[error("{0}")]
    Stamp(StampFault),
    /// The signature needs more room than was kept.
    #[error("the signature needs more room than was kept for it")]
    NoRoom,
}

/// Signs a PDF. What comes back begins with the PDF as it was.
///
/// With a stamper the signature is `PAdES` B-T, without one B-B.
pub fn sign_pdf(
    pdf: &[u8],
    signer: &dyn Signer,
    request: &SignatureRequest,
    stamper: Option<&dyn TimeStamper>,
) -> Result<Vec<u8>, SignFault> {
    let texts = [Some(&request.name), request.reason.as_ref(), request.location.as_ref()];
    if texts.into_iter().flatten().any(|text| text.chars().count() > MAX_TEXT) {
        return Err(SignFault::TextTooLong);
    }
    let mut update = Update::open(pdf)?;
    let id = add_field(&mut update, request)?;
    let chain: usize = signer.certificate_chain().iter().map(Vec::len).sum();
    let stamp = if stamper.is_some() { ROOM_FOR_STAMP } else { 0 };
    let room = chain.saturating_add(ROOM).saturating_add(stamp);
    let mut written = update.write((id, &signature_dictionary(request)), room)?;
    let digest = cover(&mut written)?;
    let open = Open::sign(&digest, signer).map_err(SignFault::Signer)?;
    let token = stamper.map(|stamper| stamp_of(stamper, open.signature())).transpose()?;
    let container = open.close(token.as_deref()).map_err(|_| SignFault::NoRoom)?;
    fill(&mut written, &container)?;
    Ok(written.bytes)
}

/// Whether a PDF can be signed: it is read, has a page, and no earlier signature closes it.
pub fn can_be_signed(pdf: &[u8]) -> Result<(), SignFault> {
    let update = Update::open(pdf)?;
    let root = update.document.trailer.get(b"Root").and_then(Object::as_reference);
    let catalog = update.dictionary(root.map_err(|_| SignFault::Unreadable)?)?;
    refuse_locked(&update, &catalog)?;
    if update.document.get_pages().is_empty() { Err(SignFault::NoPage) } else { Ok(()) }
}

fn signature_dictionary(request: &SignatureRequest) -> Dictionary {
    let mut dictionary = dictionary! {
        "Type" => "Sig",
        "Filter" => "Adobe.PPKLite",
        "SubFilter" => "ETSI.CAdES.detached",
        "Name" => pdf::text(&request.name),
        "M" => Object::string_literal(request.time.strftime("D:%Y%m%d%H%M%SZ").to_string()),
    };
    if let Some(reason) = &request.reason {
        dictionary.set("Reason", pdf::text(reason));
    }
    if let Some(location) = &request.location {
        dictionary.set("Location", pdf::text(location));
    }
    dictionary
}

/// Adds the field of the signature to the page and to the form; gives the number of the signature itself.
fn add_field(update: &mut Update<'_>, request: &SignatureRequest) -> Result<ObjectId, SignFault> {
    let root = update.document.trailer.get(b"Root").and_then(Object::as_reference);
    let root = root.map_err(|_| SignFault::Unreadable)?;
    let mut catalog = update.dictionary(root)?;
    refuse_locked(update, &catalog)?;
    let number = request.visible.as_ref().map_or(1, |visible| visible.page);
    let pages = update.document.get_pages();
    let page_of = |number: u32| {
        let found = if number == LAST_PAGE { pages.values().next_back() } else { pages.get(&number) };
        found.copied().ok_or(SignFault::NoPage)
    };
    let page = page_of(number)?;
    if request.notes.len() > NOTES_MAX {
        return Err(SignFault::TextTooLong);
    }
    for note in &request.notes {
        note.add(update, page_of(note.page)?)?;
    }
    let (signature, widget, look) = (update.new_id()?, update.new_id()?, update.new_id()?);
    let picture = request.visible.as_ref().and_then(|visible| visible.picture.as_ref());
    let picture = picture.map(|picture| add_picture(update, picture)).transpose()?;
    let (edges, stream) = appearance::appearance(request.visible.as_ref(), picture).map_err(SignFault::Appearance)?;
    update.set(look, stream);

    let mut form = form(update, &catalog)?;
    let field = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "FT" => "Sig",
        "T" => Object::string_literal(free_name(update, &form)),
        "TU" => pdf::text(&request.name),
        "Contents" => pdf::text(&seen_text(request)),
        "F" => PRINTED_AND_LOCKED,
        "Rect" => edges,
        "P" => page,
        "V" => signature,
        "AP" => dictionary! { "N" => look },
    };
    update.set(widget, field);
    let mut page_dictionary = update.dictionary(page)?;
    update.append(&mut page_dictionary, "Annots", Object::Reference(widget))?;
    update.set(page, page_dictionary);
    update.append(&mut form, "Fields", Object::Reference(widget))?;
    form.set("SigFlags", SIGNATURES_APPEND_ONLY);
    if let Ok(id) = catalog.get(b"AcroForm").and_then(Object::as_reference) {
        update.set(id, form);
    } else {
        catalog.set("AcroForm", form);
        update.set(root, catalog);
    }
    Ok(signature)
}

/// Adds a picture with what of it is transparent.
fn add_picture(update: &mut Update<'_>, picture: &Picture) -> Result<ObjectId, SignFault> {
    let id = update.new_id()?;
    let mut stream = picture.stream();
    if let Some(mask) = picture.mask() {
        let mask_id = update.new_id()?;
        update.set(mask_id, mask);
        stream.dict.set("SMask", mask_id);
    }
    update.set(id, stream);
    Ok(id)
}

/// What a person who hears the page instead of seeing it is told.
fn seen_text(request: &SignatureRequest) -> String {
    let lines = request.visible.as_ref().map(|visible| visible.lines.join("\n"));
    lines.filter(|lines| !lines.is_empty()).unwrap_or_else(|| request.name.clone())
}

fn form(update: &Update<'_>, catalog: &Dictionary) -> Result<Dictionary, SignFault> {
    match catalog.get(b"AcroForm") {
        Ok(Object::Reference(id)) => update.dictionary(*id),
        Ok(object) => object.as_dict().cloned().map_err(|_| SignFault::Unreadable),
        Err(_) => Ok(Dictionary::new()),
    }
}

/// A name that no field of the form has.
fn free_name(update: &Update<'_>, form: &Dictionary) -> String {
    let fields = form.get(b"Fields").and_then(|fields| update.document.dereference(fields));
    let fields = fields.ok().and_then(|(_, fields)| fields.as_array().ok());
    let names: Vec<&[u8]> = fields
        .into_iter()
        .flatten()
        .take(MAX_FIELDS)
        .filter_map(|field| update.document.dereference(field).ok()?.1.as_dict().ok()?.get(b"T").ok()?.as_str().ok())
        .collect();
    let name = |number: usize| format!("Signature{number}");
    let mut numbers = 1..=names.len().saturating_add(1);
    name(numbers.find(|number| !names.contains(&name(*number).as_bytes())).unwrap_or(1))
}

/// A certification that permits no change at all stays unbroken.
fn refuse_locked(update: &Update<'_>, catalog: &Dictionary) -> Result<(), SignFault> {
    let inner = |holder: &Dictionary, key: &str| {
        let object = holder.get(key.as_bytes()).ok()?;
        update.document.dereference(object).ok()?.1.as_dict().ok().cloned()
    };
    let permission = || {
        let signature = inner(&inner(catalog, "Perms")?, "DocMDP")?;
        let (_, list) = update.document.dereference(signature.get(b"Reference").ok()?).ok()?;
        let (_, first) = update.document.dereference(list.as_array().ok()?.first()?).ok()?;
        inner(first.as_dict().ok()?, "TransformParams")?.get(b"P").ok()?.as_i64().ok()
    };
    if permission() == Some(1) { Err(SignFault::Locked) } else { Ok(()) }
}

/// Writes down which bytes are covered, all but the container, and gives their digest.
fn cover(written: &mut Written) -> Result<Vec<u8>, SignFault> {
    let (start, end) = written.contents;
    let rest = written.bytes.len().saturating_sub(end);
    let range = format!("[0 {start} {end} {rest}]");
    let place = written.bytes.get_mut(written.range..).and_then(|place| place.get_mut(..RANGE_WIDTH));
    let place = place.and_then(|place| place.get_mut(..range.len())).ok_or(SignFault::NoRoom)?;
    place.copy_from_slice(range.as_bytes());
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(written.bytes.get(..start).ok_or(SignFault::NoRoom)?);
    context.update(written.bytes.get(end..).ok_or(SignFault::NoRoom)?);
    Ok(context.finish().as_ref().to_vec())
}

fn stamp_of(stamper: &dyn TimeStamper, signature: &[u8]) -> Result<Vec<u8>, SignFault> {
    let mut number = [0; 8];
    SystemRandom::new().fill(&mut number).map_err(|_| SignFault::Stamp(StampFault::NoAnswer))?;
    let number = u64::from_be_bytes(number);
    let answer = stamper.ask(&stamp::stamp_request(signature, number)).map_err(SignFault::Stamp)?;
    let stamp = stamp::read_stamp_answer(&answer, signature, number).map_err(SignFault::Stamp)?;
    Ok(stamp.token)
}

fn fill(written: &mut Written, container: &[u8]) -> Result<(), SignFault> {
    let (start, end) = written.contents;
    let mut digits = Vec::new();
    pdf::write_hex(&mut digits, container);
    let digits = digits.get(1..digits.len().saturating_sub(1)).unwrap_or_default();
    let first = start.saturating_add(1);
    let place = written.bytes.get_mut(first..end.saturating_sub(1)).ok_or(SignFault::NoRoom)?;
    place.get_mut(..digits.len()).ok_or(SignFault::NoRoom)?.copy_from_slice(digits);
    Ok(())
}

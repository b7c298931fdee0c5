//! From the tree of an envelope to a message.

use super::document_id::{DocumentId, OrganId};
use super::fault::{DeviationKind, FaultKind, shown};
use super::grove::Element;
use super::header::{
    Code, DocumentType, Header, Organ, OtherInfo, Priority, Promulgation, Response, Signer, Staff, Steering, Trace,
};
use super::read_signature::signature;
use super::take::{Notes, Spot, date, document_id, number, organ_id, text, texts, time, yes};
use super::value::Read;
use super::{Attachment, Business, Change, Envelope, Message, ReceiverChange, Replacement, Status, StatusCode};

/// A fault with its place; bytes are counted by who knows them.
pub(super) type Refused = (String, FaultKind);

/// Reads the envelope.
pub(super) fn message(envelope: &Element, above: &str, notes: &mut Notes) -> Result<Message, Refused> {
    let spot = Spot::root(envelope, above);
    let [headers, bodies] = spot.parts(["edXMLHeader", "edXMLBody"], notes);
    let header = first(&spot, &headers, "edXMLHeader")?;
    let [messages, traces, signatures] =
        header.parts(["MessageHeader", "TraceHeaderList", "Signature|DigitalSignature"], notes);
    let message = first(header, &messages, "MessageHeader")?;
    let is_status = message.element.children.iter().any(|child| child.name() == "StatusCode");
    if is_status {
        return status(message, notes).map(|status| Message::Status(Box::new(status)));
    }
    let mut read = Envelope { header: document(message, notes)?, ..Envelope::default() };
    match traces.first() {
        Some(list) => traced(list, &mut read, notes)?,
        None => header.missing("TraceHeaderList", notes),
    }
    read.signature = signatures.first().and_then(|spot| signature(spot, notes));
    match bodies.first() {
        Some(body) => read.attachments = manifest(body, notes),
        None => spot.missing("edXMLBody", notes),
    }
    Ok(Message::Document(Box::new(read)))
}

fn first<'s, 'e>(within: &Spot<'e>, spots: &'s [Spot<'e>], name: &str) -> Result<&'s Spot<'e>, Refused> {
    spots.first().ok_or_else(|| (within.place.clone(), FaultKind::Missing { name: name.to_owned() }))
}

fn document(spot: &Spot<'_>, notes: &mut Notes) -> Result<Header, Refused> {
    let [from, to, code, promulgation, kind, subject, content, signer, due, places, other, responses, steering, id] =
        spot.parts(
            [
                "From",
                "To*",
                "Code",
                "PromulgationInfo",
                "DocumentType",
                "Subject",
                "Content",
                "SignerInfo",
                "DueDate",
                "ToPlaces",
                "OtherInfo",
                "ResponseFor*",
                "SteeringType",
                "DocumentId",
            ],
            notes,
        );
    let mut header = Header {
        from: organ(first(spot, &from, "From")?, notes)?,
        to: to.iter().map(|spot| organ(spot, notes)).collect::<Result<_, _>>()?,
        code: code.first().map(|spot| self::code(spot, notes)).unwrap_or_default(),
        promulgation: promulgation.first().map(|spot| promulgated(spot, notes)).unwrap_or_default(),
        document_type: kind.first().map(|spot| document_type(spot, notes)).unwrap_or_default(),
        subject: text(&subject, notes),
        content: text(&content, notes),
        signer: signer.first().and_then(|spot| said(spot, notes)).map(|spot| self::signer(&spot, notes)),
        due: date(&due, notes),
        to_places: to_places(&places, notes),
        other: other.first().and_then(|spot| said(spot, notes)).map(|spot| other_info(&spot, notes)),
        responses: said_all(&responses, notes).iter().map(|spot| response(spot, notes)).collect(),
        steering: steering.first().and_then(|spot| self::steering(spot, notes)),
        document_id: document_id(&id, notes),
    };
    first(spot, &to, "To")?;
    let compulsory =
        [("Code", &code), ("PromulgationInfo", &promulgation), ("DocumentType", &kind), ("DocumentId", &id)];
    compulsory.iter().filter(|(_, spots)| spots.is_empty()).for_each(|(name, _)| spot.missing(name, notes));
    if header.document_id.is_empty() {
        header.document_id = made_id(&header)
            .ok_or_else(|| (spot.place.clone(), FaultKind::Missing { name: "DocumentId".to_owned() }))?;
    }
    Ok(header)
}

/// The identifier that the standard gives the document, from what else is said of it.
fn made_id(header: &Header) -> Option<String> {
    let organ = OrganId::parse(&header.from.id)?;
    let (number, notation) = (header.code.number.clone(), header.code.notation.clone());
    let id = DocumentId { organ, date: header.promulgation.date?, number, notation }.to_string();
    DocumentId::parse(&id).map(|_| id)
}

/// The spot, unless it says nothing.
pub(super) fn said<'e>(spot: &Spot<'e>, notes: &mut Notes) -> Option<Spot<'e>> {
    if spot.element.is_empty() {
        notes.note(&spot.place, DeviationKind::Empty);
        return None;
    }
    Some(spot.clone())
}

/// Those that say something.
fn said_all<'e>(spots: &[Spot<'e>], notes: &mut Notes) -> Vec<Spot<'e>> {
    spots.iter().filter_map(|spot| said(spot, notes)).collect()
}

fn organ(spot: &Spot<'_>, notes: &mut Notes) -> Result<Organ, Refused> {
    let [id, in_charge, name, address, email, telephone, fax, website] = spot.parts(
        ["OrganId", "OrganizationInCharge", "OrganName", "OrganAdd", "Email", "Telephone", "Fax", "Website"],
        notes,
    );
    let organ = Organ {
        id: organ_id(&id, notes),
        in_charge: text(&in_charge, notes),
        name: text(&name, notes),
        address: text(&address, notes),
        email: text(&email, notes),
        telephone: text(&telephone, notes),
        fax: text(&fax, notes),
        website: text(&website, notes),
    };
    if organ.id.is_empty() {
        return Err((spot.place.clone(), FaultKind::Missing { name: "OrganId".to_owned() }));
    }
    Ok(organ)
}

fn code(spot: &Spot<'_>, notes: &mut Notes) -> Code {
    let [number, notation] = spot.parts(["CodeNumber", "CodeNotation"], notes);
    Code { number: text(&number, notes), notation: text(&notation, notes) }
}

fn promulgated(spot: &Spot<'_>, notes: &mut Notes) -> Promulgation {
    let [place, day] = spot.parts(["Place", "PromulgationDate"], notes);
    Promulgation { place: text(&place, notes), date: date(&day, notes) }
}

fn document_type(spot: &Spot<'_>, notes: &mut Notes) -> DocumentType {
    let [kind, detail, name] = spot.parts(["Type", "TypeDetail", "TypeName"], notes);
    DocumentType { kind: number(&kind, notes), detail: number(&detail, notes), name: text(&name, notes) }
}

fn signer(spot: &Spot<'_>, notes: &mut Notes) -> Signer {
    let [competence, position, name] = spot.parts(["Competence", "Position", "FullName"], notes);
    Signer { competence: text(&competence, notes), position: text(&position, notes), full_name: text(&name, notes) }
}

fn to_places(spots: &[Spot<'_>], notes: &mut Notes) -> Vec<String> {
    let Some(spot) = spots.first() else { return Vec::new() };
    let [places] = spot.parts(["Place*"], notes);
    texts(&places, notes)
}

fn other_info(spot: &Spot<'_>, notes: &mut Notes) -> OtherInfo {
    let [priority, sphere, typist, copies, pages, direction, appendixes] = spot.parts(
        [
            "Priority",
            "SphereOfPromulgation",
            "TyperNotation",
            "PromulgationAmount",
            "PageAmount",
            "Direction",
            "Appendixes",
        ],
        notes,
    );
    let read = |text: &str| {
        let code = text.parse::<u8>().ok();
        Priority::ALL.into_iter().find(|one| Some(one.code()) == code).map_or(Read::Not, Read::Plain)
    };
    let appendixes = appendixes.first().map(|spot| {
        let [each] = spot.parts(["Appendix*"], notes);
        texts(&each, notes)
    });
    OtherInfo {
        priority: priority.first().and_then(|spot| spot.value(read, notes)).unwrap_or_default(),
        sphere: text(&sphere, notes),
        typist: text(&typist, notes),
        copies: number(&copies, notes),
        pages: number(&pages, notes),
        direction: yes(&direction, ["false", "true"], notes),
        appendixes: appendixes.unwrap_or_default(),
    }
}

fn response(spot: &Spot<'_>, notes: &mut Notes) -> Response {
    let [organ, code, day, id] = spot.parts(["OrganId", "Code", "PromulgationDate", "DocumentId"], notes);
    Response {
        organ_id: organ_id(&organ, notes),
        code: text(&code, notes),
        date: date(&day, notes),
        document_id: document_id(&id, notes),
    }
}

/// Some systems send 0 for "none".
fn steering(spot: &Spot<'_>, notes: &mut Notes) -> Option<Steering> {
    let read = |text: &str| match text.parse::<u8>() {
        Ok(0) => Read::Other(Steering::None),
        Ok(code) => Steering::ALL.into_iter().find(|one| one.code() == code).map_or(Read::Not, Read::Plain),
        Err(_) => Read::Not,
    };
    spot.value(read, notes)
}

fn staff(spots: &[Spot<'_>], notes: &mut Notes) -> Option<Staff> {
    let spot = said(spots.first()?, notes)?;
    let [department, name, mobile, email] = spot.parts(["Department", "Staff", "Mobile", "Email"], notes);
    Some(Staff {
        department: text(&department, notes),
        name: text(&name, notes),
        mobile: text(&mobile, notes),
        email: text(&email, notes),
    })
}

fn traced(list: &Spot<'_>, into: &mut Envelope, notes: &mut Notes) -> Result<(), Refused> {
    let [traces, business] = list.parts(["TraceHeader*", "Bussiness|Business"], notes);
    for spot in said_all(&traces, notes) {
        let [organ, at] = spot.parts(["OrganId", "Timestamp"], notes);
        let trace = Trace { organ_id: organ_id(&organ, notes), at: time(&at, notes) };
        into.traces.push(trace);
    }
    if into.traces.is_empty() {
        list.missing("TraceHeader", notes);
    }
    match business.first() {
        Some(spot) => into.business = self::business(spot, notes)?,
        None => list.missing("Bussiness", notes),
    }
    Ok(())
}

fn business(spot: &Spot<'_>, notes: &mut Notes) -> Result<Business, Refused> {
    let [kind, reason, info, id, people, paper, replaced] = spot.parts(
        [
            "BussinessDocType|BusinessDocType",
            "BussinessDocReason|BusinessDocReason",
            "BussinessDocumentInfo|BusinessDocumentInfo",
            "DocumentId",
            "StaffInfo",
            "Paper",
            "ReplacementInfoList",
        ],
        notes,
    );
    let change = match text(&kind, notes).as_str() {
        "0" => Change::New,
        "1" => Change::Recall,
        "2" => updated(&info, notes),
        "3" => Change::Replace { replaced: replacements(&replaced, notes) },
        "" => {
            spot.missing("BussinessDocType", notes);
            Change::New
        }
        // To take one change for another would be worse than to refuse.
        other => {
            let kind = FaultKind::Wrong { name: "BussinessDocType".to_owned(), given: shown(other) };
            return Err((spot.place.clone(), kind));
        }
    };
    Ok(Business {
        change,
        reason: text(&reason, notes),
        document_id: document_id(&id, notes),
        staff: staff(&people, notes),
        paper: yes(&paper, ["0", "1"], notes),
    })
}

fn updated(spots: &[Spot<'_>], notes: &mut Notes) -> Change {
    let Some(spot) = spots.first() else {
        return Change::Update { document: true, receivers_changed: false, receivers: Vec::new() };
    };
    let [document, receiver, list] = spot.parts(["DocumentInfo", "DocumentReceiver", "ReceiverList"], notes);
    let mut receivers = Vec::new();
    if let Some(list) = list.first() {
        let [each] = list.parts(["Receiver*"], notes);
        for spot in said_all(&each, notes) {
            let [organ, kind] = spot.parts(["OrganId", "ReceiverType"], notes);
            let added = yes(&kind, ["0", "1"], notes);
            receivers.extend(added.map(|added| ReceiverChange { organ_id: organ_id(&organ, notes), added }));
        }
    }
    Change::Update {
        document: yes(&document, ["0", "1"], notes).unwrap_or(false),
        receivers_changed: yes(&receiver, ["0", "1"], notes).unwrap_or(false),
        receivers,
    }
}

fn replacements(spots: &[Spot<'_>], notes: &mut Notes) -> Vec<Replacement> {
    let Some(list) = spots.first() else { return Vec::new() };
    let [each] = list.parts(["ReplacementInfo*"], notes);
    let mut found = Vec::new();
    for spot in said_all(&each, notes) {
        let [id, organs] = spot.parts(["DocumentId", "OrganIdList"], notes);
        let organ_ids = organs.first().map(|spot| {
            let [each] = spot.parts(["OrganId*"], notes);
            texts(&each, notes)
        });
        found.push(Replacement { document_id: document_id(&id, notes), organ_ids: organ_ids.unwrap_or_default() });
    }
    found
}

fn manifest(body: &Spot<'_>, notes: &mut Notes) -> Vec<Attachment> {
    let [manifests] = body.parts(["edXMLManifest|Manifest"], notes);
    let Some(spot) = manifests.first() else {
        body.missing("edXMLManifest", notes);
        return Vec::new();
    };
    let [references] = spot.parts_beside(["Reference*"], &["version"], notes);
    let one = |spot: &Spot<'_>| {
        let [id, kind, description, name] =
            spot.parts(["ContentId", "ContentType", "Description", "AttachmentName"], notes);
        let given = text(&id, notes);
        let content_id = given.strip_prefix("cid:").unwrap_or(&given);
        if content_id == given {
            notes.note(&spot.place, DeviationKind::ContentIdForm);
        }
        Attachment {
            content_id: content_id.to_owned(),
            content_type: text(&kind, notes),
            name: text(&name, notes),
            description: text(&description, notes),
        }
    };
    references.iter().filter(|spot| !spot.element.is_empty()).map(one).collect()
}

fn status(spot: &Spot<'_>, notes: &mut Notes) -> Result<Status, Refused> {
    let [from, responses, people, code, description, at] =
        spot.parts(["From", "ResponseFor", "StaffInfo", "StatusCode", "Description", "Timestamp"], notes);
    let given = text(&code, notes);
    let known = StatusCode::from_digits(&given).or_else(|| StatusCode::from_digits(&format!("0{given}")));
    let wrong = || FaultKind::Wrong { name: "StatusCode".to_owned(), given: shown(&given) };
    let code = known.ok_or_else(|| (spot.place.clone(), wrong()))?;
    if code.digits() != given {
        notes.note(&spot.place, DeviationKind::OtherForm { given: shown(&given) });
    }
    let response = response(first(spot, &responses, "ResponseFor")?, notes);
    if response.document_id.is_empty() && response.code.is_empty() {
        return Err((spot.place.clone(), FaultKind::Missing { name: "DocumentId".to_owned() }));
    }
    Ok(Status {
        from: organ(first(spot, &from, "From")?, notes)?,
        response,
        staff: staff(&people, notes),
        code,
        description: text(&description, notes),
        at: time(&at, notes),
    })
}

//! The text of a message up to its attachments, as the standard has it.

use super::header::{Code, DocumentType, Header, Organ, OtherInfo, Promulgation, Response, Signer, Staff, Trace};
use super::value::{date_text, time_text};
use super::{Attachment, Business, Change, Envelope, Message, NAMESPACE, SIGNATURES, Signature, Status};
use crate::text::composed;

/// XML as it grows.
#[derive(Debug, Default)]
pub(super) struct Xml {
    pub(super) text: String,
}

impl Xml {
    /// An element of the standard with what is in it.
    fn within(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        self.tag(&["<edXML:", name, ">"]);
        write(self);
        self.tag(&["</edXML:", name, ">"]);
    }

    fn tag(&mut self, parts: &[&str]) {
        self.text.extend(parts.iter().copied());
    }

    /// An element with text.
    fn value(&mut self, name: &str, value: &str) {
        self.within(name, |xml| xml.escaped(value, false));
    }

    /// An element with text, where there is any.
    fn optional(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() {
            self.value(name, value);
        }
    }

    fn shown<T: ToString>(&mut self, name: &str, value: Option<T>) {
        if let Some(value) = value {
            self.value(name, &value.to_string());
        }
    }

    /// A plain element without prefix.
    pub(super) fn plain(&mut self, name: &str, value: &str) {
        self.tag(&["<", name, ">"]);
        self.escaped(value, false);
        self.tag(&["</", name, ">"]);
    }

    pub(super) fn escaped(&mut self, value: &str, in_attribute: bool) {
        for character in composed(value).chars() {
            match character {
                // In an attribute they would be read as blanks.
                '\n' if in_attribute => self.text.push_str("&#10;"),
                '\t' if in_attribute => self.text.push_str("&#9;"),
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                // A reader makes line feeds of bare ones.
                '\r' => self.text.push_str("&#13;"),
                other => self.text.push(other),
            }
        }
    }
}

/// Everything up to the attachments.
pub(super) fn head(message: &Message) -> Xml {
    let mut xml = Xml::default();
    xml.tag(&["<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<edXML xmlns=\"", NAMESPACE, "\">"]);
    xml.tag(&["<edXML:edXMLEnvelope xmlns:edXML=\"", NAMESPACE, "\">"]);
    match message {
        Message::Document(envelope) => document(&mut xml, envelope),
        Message::Status(status) => {
            xml.within("edXMLHeader", |xml| xml.within("MessageHeader", |xml| self::status(xml, status)));
        }
    }
    xml.tag(&["</edXML:edXMLEnvelope>"]);
    xml
}

fn document(xml: &mut Xml, envelope: &Envelope) {
    xml.within("edXMLHeader", |xml| {
        xml.within("MessageHeader", |xml| header(xml, &envelope.header));
        xml.within("TraceHeaderList", |xml| {
            envelope.traces.iter().for_each(|trace| self::trace(xml, trace));
            business(xml, &envelope.business);
        });
        envelope.signature.iter().for_each(|signature| self::signature(xml, signature));
    });
    xml.within("edXMLBody", |xml| {
        xml.tag(&["<edXML:edXMLManifest version=\"1.0\">"]);
        envelope.attachments.iter().for_each(|attachment| reference(xml, attachment));
        xml.tag(&["</edXML:edXMLManifest>"]);
    });
}

fn header(xml: &mut Xml, header: &Header) {
    xml.within("From", |xml| organ(xml, &header.from));
    header.to.iter().for_each(|to| xml.within("To", |xml| organ(xml, to)));
    let Code { number, notation } = &header.code;
    xml.within("Code", |xml| {
        xml.value("CodeNumber", number);
        xml.value("CodeNotation", notation);
    });
    let Promulgation { place, date } = &header.promulgation;
    xml.within("PromulgationInfo", |xml| {
        xml.value("Place", place);
        xml.shown("PromulgationDate", date.map(date_text));
    });
    let DocumentType { kind, detail, name } = &header.document_type;
    xml.within("DocumentType", |xml| {
        xml.shown("Type", *kind);
        xml.shown("TypeDetail", *detail);
        xml.value("TypeName", name);
    });
    xml.optional("Subject", &header.subject);
    xml.optional("Content", &header.content);
    if let Some(Signer { competence, position, full_name }) = &header.signer {
        xml.within("SignerInfo", |xml| {
            xml.optional("Competence", competence);
            xml.optional("Position", position);
            xml.optional("FullName", full_name);
        });
    }
    xml.shown("DueDate", header.due.map(date_text));
    if !header.to_places.is_empty() {
        xml.within("ToPlaces", |xml| header.to_places.iter().for_each(|place| xml.value("Place", place)));
    }
    header.other.iter().for_each(|other| other_info(xml, other));
    header.responses.iter().for_each(|response| self::response(xml, response));
    xml.shown("SteeringType", header.steering.map(super::Steering::code));
    xml.value("DocumentId", &header.document_id);
}

fn organ(xml: &mut Xml, organ: &Organ) {
    xml.value("OrganId", &organ.id);
    xml.optional("OrganizationInCharge", &organ.in_charge);
    xml.optional("OrganName", &organ.name);
    xml.optional("OrganAdd", &organ.address);
    xml.optional("Email", &organ.email);
    xml.optional("Telephone", &organ.telephone);
    xml.optional("Fax", &organ.fax);
    xml.optional("Website", &organ.website);
}

fn other_info(xml: &mut Xml, other: &OtherInfo) {
    xml.within("OtherInfo", |xml| {
        xml.shown("Priority", Some(other.priority.code()));
        xml.optional("SphereOfPromulgation", &other.sphere);
        xml.optional("TyperNotation", &other.typist);
        xml.shown("PromulgationAmount", other.copies);
        xml.shown("PageAmount", other.pages);
        xml.shown("Direction", other.direction);
        if !other.appendixes.is_empty() {
            xml.within("Appendixes", |xml| other.appendixes.iter().for_each(|text| xml.value("Appendix", text)));
        }
    });
}

fn response(xml: &mut Xml, response: &Response) {
    xml.within("ResponseFor", |xml| {
        xml.optional("OrganId", &response.organ_id);
        xml.optional("Code", &response.code);
        xml.shown("PromulgationDate", response.date.map(date_text));
        xml.optional("DocumentId", &response.document_id);
    });
}

fn staff(xml: &mut Xml, staff: Option<&Staff>) {
    if let Some(Staff { department, name, mobile, email }) = staff {
        xml.within("StaffInfo", |xml| {
            xml.optional("Department", department);
            xml.optional("Staff", name);
            xml.optional("Mobile", mobile);
            xml.optional("Email", email);
        });
    }
}

fn trace(xml: &mut Xml, trace: &Trace) {
    xml.within("TraceHeader", |xml| {
        xml.optional("OrganId", &trace.organ_id);
        xml.shown("Timestamp", trace.at.map(time_text));
    });
}

fn business(xml: &mut Xml, business: &Business) {
    xml.within("Bussiness", |xml| {
        xml.shown("BussinessDocType", Some(business.change.code()));
        xml.optional("BussinessDocReason", &business.reason);
        if let Change::Update { .. } = &business.change {
            changed(xml, &business.change);
        }
        xml.optional("DocumentId", &business.document_id);
        staff(xml, business.staff.as_ref());
        xml.shown("Paper", business.paper.map(u8::from));
        if let Change::Replace { .. } = &business.change {
            changed(xml, &business.change);
        }
    });
}

fn changed(xml: &mut Xml, change: &Change) {
    match change {
        Change::New | Change::Recall => (),
        Change::Update { document, receivers_changed, receivers } => xml.within("BussinessDocumentInfo", |xml| {
            xml.shown("DocumentInfo", Some(u8::from(*document)));
            xml.shown("DocumentReceiver", Some(u8::from(*receivers_changed)));
            if receivers.is_empty() {
                return;
            }
            xml.within("ReceiverList", |xml| {
                for receiver in receivers {
                    xml.within("Receiver", |xml| {
                        xml.value("OrganId", &receiver.organ_id);
                        xml.shown("ReceiverType", Some(u8::from(receiver.added)));
                    });
                }
            });
        }),
        Change::Replace { replaced } => xml.within("ReplacementInfoList", |xml| {
            for replacement in replaced {
                xml.within("ReplacementInfo", |xml| {
                    xml.value("DocumentId", &replacement.document_id);
                    xml.within("OrganIdList", |xml| {
                        replacement.organ_ids.iter().for_each(|id| xml.value("OrganId", id));
                    });
                });
            }
        }),
    }
}

fn reference(xml: &mut Xml, attachment: &Attachment) {
    xml.within("Reference", |xml| {
        xml.value("ContentId", &format!("cid:{}", attachment.content_id));
        xml.value("ContentType", &attachment.content_type);
        xml.optional("Description", &attachment.description);
        xml.value("AttachmentName", &attachment.name);
    });
}

fn status(xml: &mut Xml, status: &Status) {
    xml.within("From", |xml| organ(xml, &status.from));
    response(xml, &status.response);
    staff(xml, status.staff.as_ref());
    xml.value("StatusCode", status.code.digits());
    xml.optional("Description", &status.description);
    xml.shown("Timestamp", status.at.map(time_text));
}

fn signature(xml: &mut Xml, signature: &Signature) {
    let method = |xml: &mut Xml, name: &str, algorithm: &str| {
        xml.tag(&["<", name, " Algorithm=\""]);
        xml.escaped(algorithm, true);
        xml.tag(&["\"/>"]);
    };
    xml.tag(&["<Signature xmlns=\"", SIGNATURES, "\"><SignedInfo>"]);
    method(xml, "CanonicalizationMethod", &signature.canonicalization);
    method(xml, "SignatureMethod", &signature.method);
    xml.tag(&["<Reference URI=\"\"><Transforms>"]);
    signature.transforms.iter().for_each(|transform| method(xml, "Transform", transform));
    xml.tag(&["</Transforms>"]);
    method(xml, "DigestMethod", &signature.digest_method);
    xml.plain("DigestValue", &signature.digest);
    xml.tag(&["</Reference></SignedInfo>"]);
    xml.plain("SignatureValue", &signature.value);
    xml.tag(&["<KeyInfo><X509Data>"]);
    xml.plain("X509SubjectName", &signature.subject);
    xml.plain("X509Certificate", &signature.certificate);
    xml.tag(&["</X509Data></KeyInfo></Signature>"]);
}

//! What a message must have before it may leave: the writer is as strict as the reader is tolerant.

use std::collections::BTreeSet;

use super::{
    Attachment, Business, Change, DocumentId, Envelope, Header, Message, Organ, OrganId, Signer, Staff, Status,
};

/// Longest text of one element, in characters.
const TEXT_CHARS_MAX: usize = 10_000;
/// Most receivers of one message.
const RECEIVERS_MAX: usize = 5_000;

/// Why a message may not be sent, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the field is")]
pub enum Unfit {
    #[error("{place} is missing")]
    Missing { place: &'static str },
    #[error("{place} is not in the standard's form")]
    Form { place: &'static str },
    #[error("{place} is too long or has too many entries")]
    TooMuch { place: &'static str },
    #[error("{place} holds characters that XML does not have")]
    Characters { place: &'static str },
    #[error("{place} stands twice")]
    Twice { place: &'static str },
    #[error("{place} says something else than the rest")]
    Disagrees { place: &'static str },
}

impl Message {
    /// Why it may not be sent; empty when it may.
    #[must_use]
    pub fn unfit(&self) -> Vec<Unfit> {
        let mut check = Check(Vec::new());
        match self {
            Self::Document(envelope) => check.envelope(envelope),
            Self::Status(status) => check.status(status),
        }
        check.0
    }
}

struct Check(Vec<Unfit>);

impl Check {
    fn envelope(&mut self, envelope: &Envelope) {
        self.header(&envelope.header);
        if envelope.traces.is_empty() {
            self.0.push(Unfit::Missing { place: "TraceHeader" });
        }
        for trace in &envelope.traces {
            self.organ_id(&trace.organ_id, "TraceHeader/OrganId");
            self.there(trace.at.is_some(), "TraceHeader/Timestamp");
        }
        self.business(&envelope.business, &envelope.header);
        self.attachments(&envelope.attachments);
    }

    fn header(&mut self, header: &Header) {
        self.organ(&header.from, "From");
        self.there(!header.to.is_empty(), "To");
        self.at_most(header.to.len(), RECEIVERS_MAX, "To");
        header.to.iter().for_each(|organ| self.organ(organ, "To"));
        self.needed(&header.code.number, "Code/CodeNumber");
        self.needed(&header.code.notation, "Code/CodeNotation");
        self.needed(&header.promulgation.place, "PromulgationInfo/Place");
        self.there(header.promulgation.date.is_some(), "PromulgationInfo/PromulgationDate");
        self.there(header.document_type.kind.is_some(), "DocumentType/Type");
        self.needed(&header.document_type.name, "DocumentType/TypeName");
        self.needed(&header.subject, "Subject");
        self.text(&header.content, "Content");
        if let Some(Signer { competence, position, full_name }) = &header.signer {
            self.texts([competence, position, full_name], "SignerInfo");
        }
        header.to_places.iter().for_each(|place| self.needed(place, "ToPlaces/Place"));
        if let Some(other) = &header.other {
            self.text(&other.sphere, "OtherInfo/SphereOfPromulgation");
            self.text(&other.typist, "OtherInfo/TyperNotation");
            other.appendixes.iter().for_each(|text| self.needed(text, "OtherInfo/Appendixes/Appendix"));
        }
        for response in &header.responses {
            self.organ_id(&response.organ_id, "ResponseFor/OrganId");
            self.text(&response.code, "ResponseFor/Code");
            self.document_id(&response.document_id, "ResponseFor/DocumentId");
        }
        self.document_id(&header.document_id, "DocumentId");
    }

    fn business(&mut self, business: &Business, header: &Header) {
        self.text(&business.reason, "Bussiness/BussinessDocReason");
        if !business.document_id.is_empty() {
            self.document_id(&business.document_id, "Bussiness/DocumentId");
        }
        self.staff(business.staff.as_ref());
        match &business.change {
            Change::New => self.same(header),
            Change::Recall => {
                self.needed(&business.reason, "Bussiness/BussinessDocReason");
                self.there(!header.responses.is_empty(), "ResponseFor");
            }
            Change::Update { document, receivers_changed, receivers } => {
                self.needed(&business.reason, "Bussiness/BussinessDocReason");
                self.there(*document || *receivers_changed, "BussinessDocumentInfo");
                self.at_most(receivers.len(), RECEIVERS_MAX, "ReceiverList");
                if *receivers_changed == receivers.is_empty() {
                    self.0.push(Unfit::Disagrees { place: "DocumentReceiver" });
                }
                for receiver in receivers {
                    self.organ_id(&receiver.organ_id, "Receiver/OrganId");
                }
            }
            Change::Replace { replaced } => {
                self.needed(&business.reason, "Bussiness/BussinessDocReason");
                self.there(!replaced.is_empty(), "ReplacementInfo");
                for replacement in replaced {
                    self.document_id(&replacement.document_id, "ReplacementInfo/DocumentId");
                    self.there(!replacement.organ_ids.is_empty(), "ReplacementInfo/OrganIdList");
                    self.at_most(replacement.organ_ids.len(), RECEIVERS_MAX, "ReplacementInfo/OrganIdList");
                    replacement.organ_ids.iter().for_each(|id| self.organ_id(id, "OrganIdList/OrganId"));
                }
            }
        }
    }

    /// The identifier of a new document says what the header says.
    fn same(&mut self, header: &Header) {
        let Some(id) = DocumentId::parse(&header.document_id) else { return };
        let agrees = id.organ.as_str() == header.from.id
            && Some(id.date) == header.promulgation.date
            && id.number == header.code.number
            && id.notation == header.code.notation;
        if !agrees {
            self.0.push(Unfit::Disagrees { place: "DocumentId" });
        }
    }

    fn attachments(&mut self, attachments: &[Attachment]) {
        let mut seen = BTreeSet::new();
        for attachment in attachments {
            self.needed(&attachment.content_id, "Reference/ContentId");
            self.needed(&attachment.content_type, "Reference/ContentType");
            self.needed(&attachment.name, "Reference/AttachmentName");
            self.text(&attachment.description, "Reference/Description");
            if attachment.content_id.starts_with("cid:") || attachment.content_id.contains(char::is_whitespace) {
                self.0.push(Unfit::Form { place: "Reference/ContentId" });
            }
            // A receiver may be careless enough to take the name for a path.
            if attachment.name.contains(['/', '\\']) || attachment.name.starts_with('.') {
                self.0.push(Unfit::Form { place: "Reference/AttachmentName" });
            }
            if !seen.insert(&attachment.content_id) {
                self.0.push(Unfit::Twice { place: "Reference/ContentId" });
            }
        }
    }

    fn status(&mut self, status: &Status) {
        self.organ(&status.from, "From");
        self.organ_id(&status.response.organ_id, "ResponseFor/OrganId");
        self.text(&status.response.code, "ResponseFor/Code");
        self.document_id(&status.response.document_id, "ResponseFor/DocumentId");
        self.text(&status.description, "Description");
        if status.code.needs_reason() {
            self.needed(&status.description, "Description");
        }
        self.there(status.at.is_some(), "Timestamp");
        self.staff(status.staff.as_ref());
    }

    fn organ(&mut self, organ: &Organ, place: &'static str) {
        self.organ_id(&organ.id, place);
        self.needed(&organ.name, place);
        let others = [&organ.in_charge, &organ.address, &organ.email, &organ.telephone, &organ.fax, &organ.website];
        self.texts(others, place);
    }

    fn staff(&mut self, staff: Option<&Staff>) {
        if let Some(Staff { department, name, mobile, email }) = staff {
            self.texts([department, name, mobile, email], "StaffInfo");
        }
    }

    fn texts<const N: usize>(&mut self, texts: [&String; N], place: &'static str) {
        for text in texts {
            self.text(text, place);
        }
    }

    fn organ_id(&mut self, id: &str, place: &'static str) {
        if OrganId::parse(id).is_none() {
            self.0.push(if id.is_empty() { Unfit::Missing { place } } else { Unfit::Form { place } });
        }
    }

    fn document_id(&mut self, id: &str, place: &'static str) {
        self.text(id, place);
        if DocumentId::parse(id).is_none() {
            self.0.push(if id.is_empty() { Unfit::Missing { place } } else { Unfit::Form { place } });
        }
    }

    fn there(&mut self, is_there: bool, place: &'static str) {
        if !is_there {
            self.0.push(Unfit::Missing { place });
        }
    }

    fn at_most(&mut self, count: usize, most: usize, place: &'static str) {
        if count > most {
            self.0.push(Unfit::TooMuch { place });
        }
    }

    fn needed(&mut self, text: &str, place: &'static str) {
        self.there(!text.trim().is_empty(), place);
        self.text(text, place);
    }

    fn text(&mut self, text: &str, place: &'static str) {
        self.at_most(text.chars().take(TEXT_CHARS_MAX.saturating_add(1)).count(), TEXT_CHARS_MAX, place);
        if !text.chars().all(is_xml) {
            self.0.push(Unfit::Characters { place });
        }
    }
}

/// The characters of XML 1.0.
const fn is_xml(character: char) -> bool {
    !matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

//! What real systems send: every way in which they are known to differ is taken, and named.

use super::{message, read, written};
use crate::edxml::*;

/// The example with one difference, what is read of it, and what is named.
fn differs(difference: &str, change: impl Fn(String) -> String, expected: &[DeviationKind]) {
    let text = change(written());
    assert_ne!(text, written(), "{difference} changes nothing");
    let whole = read(&text).unwrap_or_else(|fault| panic!("{difference}: {fault}"));
    assert_eq!(whole.message, message(), "{difference}");
    for kind in expected {
        assert!(
            whole.deviations.iter().any(|one| one.what == *kind),
            "{difference}: {kind:?} in {:?}",
            whole.deviations
        );
    }
    let named: Vec<&DeviationKind> = whole.deviations.iter().map(|deviation| &deviation.what).collect();
    assert!(named.iter().all(|kind| expected.contains(kind)), "{difference}: {named:?}");
    // Read once, it is as the standard has it.
    let again = write_whole(&whole.message, &super::ZIPS).expect("written");
    assert_eq!(String::from_utf8(again).expect("text"), written(), "{difference}");
}

fn replaced(from: &'static str, to: &'static str) -> impl Fn(String) -> String {
    move |text| text.replace(from, to)
}

fn unknown(name: &str) -> DeviationKind {
    DeviationKind::UnknownElement { name: name.to_owned() }
}

fn spelling(expected: &str) -> DeviationKind {
    DeviationKind::Spelling { expected: expected.to_owned() }
}

fn other(given: &str) -> DeviationKind {
    DeviationKind::OtherForm { given: given.to_owned() }
}

fn attribute(name: &str) -> DeviationKind {
    DeviationKind::UnknownAttribute { name: name.to_owned() }
}

#[test]
fn differences_before_and_around_change_nothing_that_matters() {
    differs("stray characters first", |text| format!("1212{text}"), &[DeviationKind::StrayBytes { count: 4 }]);
    differs("a byte order mark", |text| format!("\u{feff}{text}"), &[]);
    differs(
        "a declared encoding",
        replaced("encoding=\"UTF-8\"", "encoding=\"utf-16\""),
        &[DeviationKind::DeclaredEncoding { given: "utf-16".to_owned() }],
    );
    differs(
        "children without prefix",
        |text| text.replace("<edXML:Subject", "<Subject").replace("</edXML:Subject", "</Subject"),
        &[DeviationKind::Prefix],
    );
    differs(
        "attachments with prefix",
        |text| {
            text.replace(
                "<AttachmentEncoded>",
                "<edXML:AttachmentEncoded xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">",
            )
            .replace("</AttachmentEncoded>", "</edXML:AttachmentEncoded>")
        },
        &[DeviationKind::Prefix],
    );
}

#[test]
fn differences_of_attachments_change_nothing_that_matters() {
    differs(
        "attachments inside the envelope",
        |text| {
            let start = text.find("<AttachmentEncoded>").expect("a list");
            let (head, rest) = text.split_at(start);
            let head = head.strip_suffix("</edXML:edXMLEnvelope>").expect("an envelope");
            format!("{head}{}", rest.replace("</edXML>", "</edXML:edXMLEnvelope></edXML>"))
        },
        &[DeviationKind::AttachmentsInside],
    );
    differs(
        "the name behind the content",
        |text| {
            let name = "<AttachmentName>15.signed.pdf</AttachmentName>";
            let text = text.replacen(name, "", 1);
            text.replacen("</Attachment>", &format!("{name}</Attachment>"), 1)
        },
        &[],
    );
    differs("no cid: at the content", replaced("<ContentId>cid:", "<ContentId>"), &[DeviationKind::ContentIdForm]);
    differs(
        "xlink",
        |text| text.replacen("<edXML:Reference>", "<edXML:Reference xlink:href=\"cid:a1\" xlink:type=\"simple\">", 1),
        &[attribute("xlink:href"), attribute("xlink:type")],
    );
}

#[test]
fn differences_of_elements_change_nothing_that_matters() {
    differs(
        "attributes of SOAP",
        replaced("<edXML:TraceHeaderList>", "<edXML:TraceHeaderList id=\"1\" mustUnderstand=\"1\">"),
        &[attribute("id"), attribute("mustUnderstand")],
    );
    differs(
        "an empty signature",
        replaced("</edXML:TraceHeaderList>", "</edXML:TraceHeaderList><edXML:DigitalSignature/>"),
        &[spelling("Signature"), DeviationKind::Empty],
    );
    differs(
        "an empty answer",
        replaced(
            "<edXML:DocumentId>",
            "<edXML:ResponseFor><edXML:OrganId></edXML:OrganId></edXML:ResponseFor><edXML:DocumentId>",
        ),
        &[DeviationKind::Empty],
    );
    differs(
        "extras of a kit",
        replaced(
            "<edXML:DocumentId>",
            "<edXML:ResponseForTask><edXML:TaskCode>1</edXML:TaskCode></edXML:ResponseForTask><edXML:DocumentId>",
        ),
        &[unknown("ResponseForTask")],
    );
    differs(
        "business in the trace",
        |text| {
            let business = "<edXML:Bussiness><edXML:BussinessDocType>0</edXML:BussinessDocType></edXML:Bussiness>";
            assert!(text.contains(business));
            text.replace(business, "").replace("</edXML:TraceHeader>", "<edXML:Business><edXML:BusinessCode>sendEdoc</edXML:BusinessCode></edXML:Business></edXML:TraceHeader>")
        },
        &[unknown("Business"), DeviationKind::Missing { name: "Bussiness".to_owned() }],
    );
    differs(
        "business with one s",
        |text| text.replace("Bussiness>", "Business>").replace("BussinessDocType", "BusinessDocType"),
        &[spelling("Bussiness"), spelling("BussinessDocType")],
    );
}

#[test]
fn differences_of_values_change_nothing_that_matters() {
    differs("a date with dashes", replaced("Date>2026/11/26<", "Date>2026-11-26<"), &[other("2026-11-26")]);
    differs("a date as people write it", replaced("Date>2026/11/26<", "Date>26/11/2026<"), &[other("26/11/2026")]);
    differs(
        "a time as ISO has it",
        replaced("2026/11/26 16:30:00", "2026-11-26T16:30:00.000+07:00"),
        &[other("2026-11-26T16:30:00.000+07:00")],
    );
    differs(
        "no identifier",
        replaced("<edXML:DocumentId>H55.05,2026/11/26,15/UBND-KSTT</edXML:DocumentId>", ""),
        &[DeviationKind::Missing { name: "DocumentId".to_owned() }],
    );
    differs("text between elements", replaced("<edXML:From>", "x<edXML:From>"), &[DeviationKind::StrayText]);
    differs(
        "lines in base64",
        |text| {
            let content = "UEsDBCBmaXJzdA==";
            assert!(text.contains(content));
            text.replace(content, "UEsD&#13;\n BCBm\r\naXJzdA==\n")
        },
        &[],
    );
    differs("no filling in base64", replaced("UEsDBCBmaXJzdA==", "UEsDBCBmaXJzdA"), &[DeviationKind::Unpadded]);
    differs("comments and instructions", replaced("<edXML:From>", "<!-- XML 102 --><?x y?><edXML:From>"), &[]);
    differs(
        "another order",
        |text| {
            let id = "<edXML:DocumentId>H55.05,2026/11/26,15/UBND-KSTT</edXML:DocumentId>";
            text.replace(id, "").replace("<edXML:From>", &format!("{id}<edXML:From>"))
        },
        &[],
    );
}

#[test]
fn values_without_meaning_are_left_out_and_named() {
    let text = written().replace(
        "<edXML:DocumentId>H55",
        "<edXML:SteeringType>0</edXML:SteeringType><edXML:DueDate>2026/02/30</edXML:DueDate><edXML:OtherInfo>\
         <edXML:Priority>9</edXML:Priority><edXML:PageAmount>hai</edXML:PageAmount></edXML:OtherInfo><edXML:DocumentId>H55",
    );
    let whole = read(&text).expect("read");
    let Message::Document(envelope) = whole.message else { panic!("a document") };
    assert_eq!(envelope.header.steering, Some(Steering::None));
    assert_eq!(envelope.header.due, None);
    assert_eq!(envelope.header.other, Some(OtherInfo::default()));
    let header = "edXML/edXMLEnvelope/edXMLHeader/MessageHeader";
    let at = |place: &str, what: DeviationKind| Deviation { place: format!("{header}/{place}"), what };
    let wrong = |given: &str| DeviationKind::WrongValue { given: given.to_owned() };
    for expected in [
        at("SteeringType", DeviationKind::OtherForm { given: "0".to_owned() }),
        at("DueDate", wrong("2026/02/30")),
        at("OtherInfo/Priority", wrong("9")),
        at("OtherInfo/PageAmount", wrong("hai")),
    ] {
        assert!(whole.deviations.contains(&expected), "{expected:?}");
    }
}

#[test]
fn an_attachment_beside_the_envelope_in_words_of_its_own() {
    let namespace = NAMESPACE;
    let head = written();
    let head = &head[..head.find("<AttachmentEncoded>").expect("a list")];
    let file = |id: &str| {
        format!(
            "<edXML:Attachment xmlns:edXML=\"{namespace}\"><edXML:ContentId>{id}</edXML:ContentId>\
             <edXML:FileName>a.pdf</edXML:FileName><edXML:FileType>application/pdf</edXML:FileType>\
             <edXML:Content>JVBERg==</edXML:Content></edXML:Attachment>"
        )
    };
    let whole = read(&format!("{head}{}{}{}</edXML>", file("a1"), file("a2"), file("a3"))).expect("read");
    assert_eq!(whole.contents[0].1, b"%PDF");
    assert_eq!(whole.contents[0].0.name, "a.pdf");
    let named = |kind: &DeviationKind| whole.deviations.iter().any(|one| one.what == *kind);
    assert!(named(&DeviationKind::NotZipped));
    assert!(named(&DeviationKind::Spelling { expected: "AttachmentName".to_owned() }));
    assert!(named(&DeviationKind::Unlisted { content_id: "a3".to_owned() }));
}

#[test]
fn foreign_identifiers_are_taken_as_they_are() {
    let text = written()
        .replace("<edXML:DocumentId>H55.05,2026/11/26,15/UBND-KSTT<", "<edXML:DocumentId>9fbfbad2-f1f8<")
        .replace("<edXML:OrganId>000.00.05.H55<", "<edXML:OrganId>vxp saas<");
    let whole = read(&text).expect("read");
    let Message::Document(envelope) = &whole.message else { panic!("a document") };
    assert_eq!(envelope.header.document_id, "9fbfbad2-f1f8");
    assert_eq!(envelope.header.to[1].id, "vxp saas");
    let named: Vec<&DeviationKind> = whole.deviations.iter().map(|deviation| &deviation.what).collect();
    assert_eq!(
        named,
        [
            &DeviationKind::ForeignOrgan { given: "vxp saas".to_owned() },
            &DeviationKind::ForeignIdentifier { given: "9fbfbad2-f1f8".to_owned() },
        ]
    );
}

#[test]
fn identifiers_of_agencies() {
    assert!(OrganId::parse("000.00.05.H55").expect("one").is_old_form());
    assert!(!OrganId::parse("H37.DN.001").expect("one").is_old_form());
    for wrong in ["", ".", "H55.", "H55..1", "H55 05", "Đ55", &"A".repeat(36)] {
        assert!(OrganId::parse(wrong).is_none(), "{wrong:?}");
    }
    let id = DocumentId::parse("000.00.00.G22,2015/09/30,7816/VPCP-TTĐT").expect("one");
    assert_eq!((id.number.as_str(), id.notation.as_str()), ("7816", "VPCP-TTĐT"));
    assert_eq!(id.to_string(), "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT");
    assert!(DocumentId::parse("000.00.00.G22,2014/02/30,7806/VPCP-TTĐT").is_none());
}

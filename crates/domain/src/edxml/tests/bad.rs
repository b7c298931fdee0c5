//! What must be refused, each with its reason and its place.

use super::{read, written};
use crate::edxml::*;

fn refused(what: &str, text: &str, expected: &FaultKind) {
    match read(text) {
        Ok(_) => panic!("{what} is taken"),
        Err(fault) => assert_eq!(&fault.kind, expected, "{what}: {fault}"),
    }
}

#[test]
fn what_is_refused() {
    let good = written();
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replace(from, to)
    };
    let missing = |name: &str| FaultKind::Missing { name: name.to_owned() };
    let wrong = |name: &str, given: &str| FaultKind::Wrong { name: name.to_owned(), given: given.to_owned() };
    let namespace = |given: &str| FaultKind::WrongNamespace { given: given.to_owned() };
    let bomb = "<!DOCTYPE edXML [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><edXML>";
    refused("an XML bomb", &with("<edXML xmlns", &format!("{bomb}<edXML xmlns")), &FaultKind::DocumentType);
    refused("an entity", &with("Công văn", "&bomb;"), &FaultKind::DocumentType);
    let external = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">";
    refused("an external entity", &with("<edXML xmlns", &format!("{external}<edXML xmlns")), &FaultKind::DocumentType);
    refused(
        "a wrong namespace",
        &good.replace(NAMESPACE, "http://www.go.vn/eDoc"),
        &namespace("http://www.go.vn/eDoc"),
    );
    refused("no namespace", "<edXML/>", &namespace(""));
    let other = format!("<x xmlns=\"{NAMESPACE}\"/>");
    refused("something else", &other, &FaultKind::NotEdxml { given: "x".to_owned() });
    refused("nothing", "", &FaultKind::CutOff);
    let body = good.find("<edXML:edXMLBody>").expect("a body");
    refused("half of it", &good[..body], &FaultKind::CutOff);
    let content = good.find("aXJzdA==").expect("a content");
    refused("half of a file", &good[..content], &FaultKind::CutOff);
    refused(
        "no sender",
        &with("<edXML:OrganId>H55.05</edXML:OrganId><edXML:OrganName>", "<edXML:OrganName>"),
        &missing("OrganId"),
    );
    refused("no receiver", &good.replace("edXML:To>", "edXML:Tu>"), &missing("To"));
    refused("an unknown change", &with("DocType>0<", "DocType>7<"), &wrong("BussinessDocType", "7"));
    refused("no base64", &with("UEsDBCBmaXJzdA==", "UEsD*BCBm"), &FaultKind::NotBase64);
    refused("base64 that goes on", &with("UEsDBCBmaXJzdA==", "UEsDBCBmaXJzdA==UEsD"), &FaultKind::NotBase64);
    refused("an element in it", &with("UEsDBCBmaXJzdA==", "UEsD<b/>BCBm"), &FaultKind::NotBase64);
    let gone = FaultKind::AttachmentMissing { content_id: "a2".to_owned() };
    let second = good.rfind("<Attachment>").expect("a second attachment");
    refused("a missing attachment", &format!("{}</AttachmentEncoded></edXML>", &good[..second]), &gone);
    let twice = FaultKind::AttachmentTwice { content_id: "a1".to_owned() };
    refused("an attachment twice", &with("<ContentId>cid:a2", "<ContentId>cid:a1"), &twice);
    refused("a reference twice", &with("ContentId>cid:a2</edXML", "ContentId>cid:a1</edXML"), &twice);
    refused("an attachment without a name", &with("<ContentId>cid:a2</ContentId>", ""), &missing("ContentId"));
    let envelope = good.find("<edXML:edXMLEnvelope").expect("an envelope");
    let first = format!("{}<AttachmentEncoded/>{}", &good[..envelope], &good[envelope..]);
    refused("attachments first", &first, &FaultKind::AttachmentFirst);
}

#[test]
fn a_status_must_say_which_and_of_what() {
    let status = |code: &str, id: &str| {
        format!(
            "<edXML xmlns=\"{NAMESPACE}\"><e:edXMLEnvelope xmlns:e=\"{NAMESPACE}\"><e:edXMLHeader><e:MessageHeader>\
             <e:From><e:OrganId>H55</e:OrganId></e:From><e:ResponseFor><e:OrganId>H01</e:OrganId>\
             <e:DocumentId>{id}</e:DocumentId></e:ResponseFor><e:StatusCode>{code}</e:StatusCode>\
             </e:MessageHeader></e:edXMLHeader></e:edXMLEnvelope></edXML>"
        )
    };
    let Message::Status(read_back) = read(&status("3", "H01,2026/01/02,5/UBND-VX")).expect("read").message else {
        panic!("a status")
    };
    assert_eq!(read_back.code, StatusCode::Registered);
    let wrong = FaultKind::Wrong { name: "StatusCode".to_owned(), given: "99".to_owned() };
    refused("an unknown status", &status("99", "x"), &wrong);
    refused("a status of nothing", &status("01", ""), &FaultKind::Missing { name: "DocumentId".to_owned() });
}

#[test]
fn bounds_hold() {
    let good = written();
    let tight = |limits: Limits| read_whole(good.as_bytes(), limits).map(|_| ()).map_err(|fault| fault.kind);
    let usual = Limits::USUAL;
    assert_eq!(tight(Limits { markup_bytes: 500, ..usual }), Err(FaultKind::TooLarge { limit: 500 }));
    assert_eq!(tight(Limits { depth: 3, ..usual }), Err(FaultKind::TooDeep { limit: 3 }));
    assert_eq!(tight(Limits { parts: 10, ..usual }), Err(FaultKind::TooMany { limit: 10 }));
    assert_eq!(tight(Limits { attachments: 1, ..usual }), Err(FaultKind::TooManyAttachments { limit: 1 }));
    assert_eq!(tight(Limits { attachment_bytes: 12, ..usual }), Err(FaultKind::AttachmentTooLarge { limit: 12 }));
    assert_eq!(tight(Limits { total_bytes: 20, ..usual }), Err(FaultKind::AttachmentsTooLarge { limit: 20 }));
    assert_eq!(tight(usual), Ok(()));
}

#[test]
fn a_fault_says_where() {
    let text = written().replace("<edXML:To>", "<edXML:To><edXML:Email>a &b; c</edXML:Email>");
    let fault = read(&text).expect_err("refused");
    assert_eq!(fault.place, "edXML/edXMLEnvelope/edXMLHeader/MessageHeader/To/Email");
    let at = usize::try_from(fault.offset).expect("small");
    assert!(text[..at].ends_with("a &b;"), "{}", &text[..at]);
}

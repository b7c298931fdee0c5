//! Whatever may be sent is read back equal and without a deviation; reading and writing again changes nothing.

use jiff::civil::{Date, DateTime, date};
use proptest::option;
use proptest::prelude::*;

use super::{ZIPS, envelope, message, read, written};
use crate::edxml::*;
use crate::text::composed;

fn text() -> BoxedStrategy<String> {
    let free = "\\PC{0,12}".prop_map(|text| composed(&text));
    prop_oneof![
        Just("Ủy ban nhân dân".to_owned()),
        Just("a < b & \"c\" > 'd'".to_owned()),
        Just("dòng một\ndòng hai\r\nba".to_owned()),
        Just("]]> &amp; <!-- -->".to_owned()),
        free
    ]
    .boxed()
}

fn needed() -> BoxedStrategy<String> {
    text().prop_map(|text| if text.is_empty() { "không".to_owned() } else { text }).boxed()
}

fn id() -> BoxedStrategy<String> {
    prop_oneof!["[A-Z][0-9]{2}(\\.[A-Z0-9]{1,5}){0,4}", "[0-9]{3}\\.[0-9]{2}\\.[0-9]{2}\\.[A-Z][0-9]{2}"].boxed()
}

fn day() -> impl Strategy<Value = Date> {
    (1990_i16..2100, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

fn moment() -> impl Strategy<Value = DateTime> {
    (day(), 0_i8..24, 0_i8..60, 0_i8..60).prop_map(|(day, hour, minute, second)| day.at(hour, minute, second, 0))
}

fn document_id() -> BoxedStrategy<String> {
    (id(), day(), 1_u32..9_999)
        .prop_map(|(organ, day, number)| {
            format!("{organ},{:04}/{:02}/{:02},{number}/QĐ-UBND", day.year(), day.month(), day.day())
        })
        .boxed()
}

fn organ() -> BoxedStrategy<Organ> {
    (id(), needed(), text(), text(), text(), text(), text(), text())
        .prop_map(|(id, name, in_charge, address, email, telephone, fax, website)| Organ {
            id,
            in_charge,
            name,
            address,
            email,
            telephone,
            fax,
            website,
        })
        .boxed()
}

fn staff() -> BoxedStrategy<Staff> {
    (needed(), text(), text(), text())
        .prop_map(|(department, name, mobile, email)| Staff { department, name, mobile, email })
        .boxed()
}

fn change() -> BoxedStrategy<Change> {
    let receiver = (id(), any::<bool>()).prop_map(|(organ_id, added)| ReceiverChange { organ_id, added });
    let receivers = proptest::collection::vec(receiver, 0..4);
    let replacement = (document_id(), proptest::collection::vec(id(), 1..4))
        .prop_map(|(document_id, organ_ids)| Replacement { document_id, organ_ids });
    prop_oneof![
        Just(Change::New),
        Just(Change::Recall),
        receivers.prop_map(|receivers| Change::Update {
            document: receivers.is_empty(),
            receivers_changed: !receivers.is_empty(),
            receivers
        }),
        proptest::collection::vec(replacement, 1..3).prop_map(|replaced| Change::Replace { replaced }),
    ]
    .boxed()
}

fn other() -> BoxedStrategy<OtherInfo> {
    let priority = proptest::sample::select(Priority::ALL.to_vec());
    let appendixes = proptest::collection::vec(needed(), 0..3);
    (
        priority,
        text(),
        text(),
        option::of(any::<u32>()),
        option::of(any::<u32>()),
        option::of(any::<bool>()),
        appendixes,
    )
        .prop_map(|(priority, sphere, typist, copies, pages, direction, appendixes)| OtherInfo {
            priority,
            sphere,
            typist,
            copies,
            pages,
            direction,
            appendixes,
        })
        .boxed()
}

fn response() -> BoxedStrategy<Response> {
    (id(), text(), option::of(day()), document_id())
        .prop_map(|(organ_id, code, date, document_id)| Response { organ_id, code, date, document_id })
        .boxed()
}

prop_compose! {
    fn header()(
        from in organ(),
        to in proptest::collection::vec(organ(), 1..4),
        number in 1_u32..9_999,
        place in needed(),
        day in day(),
        kind in (any::<u16>(), option::of(any::<u16>()), needed()),
        subject in needed(),
        content in text(),
        signer in option::of((needed(), text(), text())),
        due in option::of(self::day()),
        rest in (
            proptest::collection::vec(needed(), 0..3),
            option::of(other()),
            proptest::collection::vec(response(), 1..3),
            option::of(proptest::sample::select(Steering::ALL.to_vec())),
        ),
    ) -> Header {
        let (to_places, other, responses, steering) = rest;
        let signer = signer.map(|(full_name, competence, position)| Signer { competence, position, full_name });
        let document_id = format!(
            "{},{:04}/{:02}/{:02},{number}/QĐ-UBND", from.id, day.year(), day.month(), day.day()
        );
        Header {
            from, to, code: Code { number: number.to_string(), notation: "QĐ-UBND".to_owned() },
            promulgation: Promulgation { place, date: Some(day) },
            document_type: DocumentType { kind: Some(kind.0), detail: kind.1, name: kind.2 },
            subject, content, signer, due, to_places, other, responses, steering, document_id,
        }
    }
}

fn signature() -> BoxedStrategy<Signature> {
    (needed(), "[A-Za-z0-9+/]{8}", needed())
        .prop_map(|(method, value, subject)| Signature {
            canonicalization: "c14n".to_owned(),
            method,
            transforms: vec!["enveloped".to_owned(), "exclusive".to_owned()],
            digest_method: "sha256".to_owned(),
            digest: value.clone(),
            value,
            subject,
            certificate: "MIIF".to_owned(),
        })
        .boxed()
}

prop_compose! {
    fn any_envelope()(
        header in header().boxed(),
        traces in proptest::collection::vec((id(), moment()), 1..3),
        change in change(),
        reason in needed(),
        named in option::of(document_id()),
        staff in option::of(staff()),
        paper in option::of(any::<bool>()),
        signature in option::of(signature()),
        files in proptest::collection::btree_map("[a-z0-9-]{1,8}", ("[a-zđế][a-zđế ]{0,8}\\.pdf", text()), 0..3),
    ) -> Envelope {
        let attachments = files.into_iter().map(|(content_id, (name, description))| Attachment {
            content_id, content_type: "application/zip".to_owned(), name: composed(&name), description,
        });
        Envelope {
            header,
            traces: traces.into_iter().map(|(organ_id, at)| Trace { organ_id, at: Some(at) }).collect(),
            business: Business { change, reason, document_id: named.unwrap_or_default(), staff, paper },
            signature,
            attachments: attachments.collect(),
        }
    }
}

fn any_status() -> impl Strategy<Value = Status> {
    let code = proptest::sample::select(StatusCode::ALL.to_vec());
    (organ(), response(), option::of(staff()), code, needed(), moment()).prop_map(
        |(from, response, staff, code, description, at)| Status {
            from,
            response,
            staff,
            code,
            description,
            at: Some(at),
        },
    )
}

fn any_message() -> impl Strategy<Value = Message> {
    prop_oneof![
        3 => any_envelope().prop_map(|envelope| Message::Document(Box::new(envelope))).boxed(),
        1 => any_status().prop_map(|status| Message::Status(Box::new(status))).boxed(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back_equal(message in any_message(), content in proptest::collection::vec(any::<u8>(), 1..300)) {
        prop_assert_eq!(message.unfit(), Vec::new());
        let contents: Vec<&[u8]> = message.attachments().iter().map(|_| content.as_slice()).collect();
        let bytes = write_whole(&message, &contents).expect("written");
        let whole = read_whole(&bytes, Limits::USUAL).expect("read");
        prop_assert_eq!(&whole.message, &message);
        let others: Vec<&Deviation> = whole.deviations.iter().filter(|one| one.what != DeviationKind::NotZipped).collect();
        prop_assert!(others.is_empty(), "{others:?}");
        for ((read, bytes), attachment) in whole.contents.iter().zip(message.attachments()) {
            prop_assert_eq!(read, attachment);
            prop_assert_eq!(bytes, &content);
        }
        prop_assert_eq!(write_whole(&whole.message, &contents).expect("written again"), bytes);
    }

    #[test]
    fn no_cut_and_no_flipped_byte_makes_it_panic(cut in 0_usize..4_000, at in 0_usize..4_000, byte in any::<u8>()) {
        let mut bytes = written().into_bytes();
        bytes.truncate(cut.min(bytes.len()));
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        // Only that it answers; a whole message is cut somewhere in nearly every case.
        let answer = read_whole(&bytes, Limits::USUAL);
        prop_assert!(answer.is_err() || bytes.len() > 1_000);
    }
}

#[test]
fn the_whole_of_an_example() {
    let whole = read(&written()).expect("read");
    assert_eq!(whole.message, message());
    assert_eq!(whole.deviations, []);
    let contents: Vec<&[u8]> = whole.contents.iter().map(|(_, content)| content.as_slice()).collect();
    assert_eq!(contents, ZIPS);
}

#[test]
fn what_may_not_be_sent() {
    let mut faulty = envelope();
    faulty.header.to.clear();
    faulty.header.code.number.clear();
    faulty.header.subject = "dấu \u{1}".to_owned();
    faulty.traces.clear();
    faulty.attachments[1].content_id = "a1".to_owned();
    faulty.attachments[1].name = "../passwd".to_owned();
    let unfit = Message::Document(Box::new(faulty.clone())).unfit();
    let expected = [
        Unfit::Missing { place: "To" },
        Unfit::Missing { place: "Code/CodeNumber" },
        Unfit::Characters { place: "Subject" },
        Unfit::Missing { place: "TraceHeader" },
        Unfit::Disagrees { place: "DocumentId" },
        Unfit::Form { place: "Reference/AttachmentName" },
        Unfit::Twice { place: "Reference/ContentId" },
    ];
    assert_eq!(unfit, expected);
    let refused = write_whole(&Message::Document(Box::new(faulty)), &ZIPS);
    assert!(matches!(refused, Err(WriteError::Unfit(_))));
}

#[test]
fn attachments_are_written_in_turn_and_all() {
    let begun = || Writer::begin(Vec::new(), &message()).expect("begun");
    assert!(matches!(begun().finish(), Err(WriteError::NotWritten { .. })));
    assert!(matches!(begun().attachment("a9"), Err(WriteError::NotAwaited { .. })));
    assert!(matches!(begun().content(b"x"), Err(WriteError::OutOfTurn)));
    let mut writer = begun();
    writer.attachment("a2").expect("the order is free");
    assert!(matches!(writer.attachment("a1"), Err(WriteError::OutOfTurn)));
    writer.end_attachment().expect("ended");
    assert!(matches!(writer.attachment("a2"), Err(WriteError::NotAwaited { .. })));
}

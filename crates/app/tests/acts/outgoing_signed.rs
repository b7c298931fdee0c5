//! An outgoing document that is signed by a person and sealed by an agency with keys, what its receivers get, and comments.

use std::fmt::Write as _;

use app::ActError;
use app::document::{NewDraft, NewText, OutgoingAsk, OutgoingDone, OutgoingRequest, PaperToSign, SealToMake, Titles};
use app::signature::{Covers, Holds, Seen, Trusted};
use domain::access::Person;
use domain::document::{Refusal, SignatureBlock, Spot, Spots, Urgency};
use futures_util::TryStreamExt;

use crate::office::{Office, on_both};

on_both!(
    two_signatures_hold_and_the_receiver_gets_the_signed_file,
    a_paper_that_says_another_post_is_not_signed,
    comments_are_sealed_and_end_with_the_signature,
);

const FONT: &[u8] = include_bytes!("../../../paper/assets/fonts/LiberationSerif-Regular.ttf");

/// A PDF of one empty page, with a table that says where its objects are.
fn empty_page() -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ];
    let mut pdf = String::from("%PDF-1.7\n");
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(pdf.len());
        writeln!(pdf, "{number} 0 obj{object}endobj").unwrap();
    }
    let table = pdf.len();
    pdf.push_str("xref\n0 4\n0000000000 65535 f \n");
    for place in places {
        writeln!(pdf, "{place:010} 00000 n ").unwrap();
    }
    writeln!(pdf, "trailer<</Size 4/Root 1 0 R>>\nstartxref\n{table}\n%%EOF").unwrap();
    pdf.into_bytes()
}

fn titles() -> Titles {
    Titles {
        collective: Some("Ủy ban nhân dân".to_owned()),
        head: "Chủ tịch".to_owned(),
        deputy: "Phó Chủ tịch".to_owned(),
    }
}

fn seen(line: &str) -> Seen {
    Seen {
        file: "van-ban.pdf".to_owned(),
        reason: "Văn bản đi".to_owned(),
        location: "Phan Đình Phùng".to_owned(),
        lines: vec![line.to_owned(), "2026-11-26T09:00:00+07:00".to_owned()],
        font: FONT,
    }
}

fn paper(block: SignatureBlock) -> PaperToSign {
    let spot = |rect| Spot { page: 1, rect };
    let spots = Spots {
        number: spot([1_200, 7_000, 2_300, 7_170]),
        day: spot([3_500, 7_000, 5_000, 7_170]),
        signature: spot([3_500, 2_000, 4_900, 2_700]),
    };
    PaperToSign { version: 1, pdf: empty_page(), spots: Some(spots), block, seen: seen("Ký bởi: Chủ tịch") }
}

fn seal() -> SealToMake {
    SealToMake {
        agency: "Ủy ban nhân dân phường Phan Đình Phùng".to_owned(),
        number: "01/UBND-VP".to_owned(),
        day: "ngày 26 tháng 11 năm 2026".to_owned(),
        brought: "Số: 01/UBND-VP, ngày 26 tháng 11 năm 2026".to_owned(),
        day_font: FONT,
        seen: seen("Ủy ban nhân dân phường Phan Đình Phùng"),
    }
}

async fn act(office: &Office, who: &Person, id: &str, ask: OutgoingAsk) -> Result<OutgoingDone, ActError> {
    office.app.act_on_outgoing(who, OutgoingRequest { id: id.to_owned(), seen: None, ask }).await
}

/// A letter that was typed and submitted.
async fn submitted(office: &Office) -> String {
    let new = NewDraft {
        agency: office.unit.clone(),
        unit: office.unit.clone(),
        kind: "cong_van".to_owned(),
        subject: "V/v phối hợp".to_owned(),
        urgency: Urgency::Normal,
        circulation: None,
        secrecy: String::new(),
        answers: None,
    };
    let id = office.app.begin_outgoing(&office.officer, new).await.unwrap().id;
    let text = NewText::Typed("Kính gửi: Sở Xây dựng\nMời họp.".to_owned());
    act(office, &office.officer, &id, OutgoingAsk::Save(text)).await.unwrap();
    act(office, &office.officer, &id, OutgoingAsk::Submit).await.unwrap();
    id
}

async fn checked(office: &Office) -> String {
    let id = submitted(office).await;
    act(office, &office.leader, &id, OutgoingAsk::ApproveContent(1)).await.unwrap();
    act(office, &office.records, &id, OutgoingAsk::ApproveForm(1)).await.unwrap();
    id
}

async fn two_signatures_hold_and_the_receiver_gets_the_signed_file(office: Office) {
    let (app, leader, clerk) = (&office.app, &office.leader, &office.records);
    let early = submitted(&office).await;
    let block = app.block_of_signer(leader, &early, titles()).await.unwrap();
    assert_eq!(block.lines, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]);
    let unchecked = app.sign_outgoing(leader, (&early, None), titles(), paper(block.clone())).await;
    assert!(matches!(unchecked, Err(ActError::Document(Refusal::Unchecked { .. }))));

    let id = checked(&office).await;
    assert!(app.has_own_key(leader).await.unwrap());
    let by_clerk = app.sign_outgoing(clerk, (&id, None), titles(), paper(block.clone())).await;
    assert!(matches!(by_clerk, Err(ActError::NotYours)));
    app.sign_outgoing(leader, (&id, None), titles(), paper(block)).await.unwrap();
    let unnumbered = app.seal_outgoing(clerk, (&id, None), seal()).await;
    assert!(matches!(unnumbered, Err(ActError::Document(Refusal::OutgoingStage(_)))));
    let one = app.outgoing_document(leader, &id).await.unwrap().document.signed_file.unwrap();
    let number = OutgoingAsk::Number { agency: "UBND".to_owned(), unit: "VP".to_owned() };
    act(&office, clerk, &id, number).await.unwrap();
    app.seal_outgoing(clerk, (&id, None), seal()).await.unwrap();

    let found = app.check_outgoing(leader, &id).await.unwrap().unwrap();
    let [person, agency] = found.signatures.as_slice() else { panic!("{found:?}") };
    assert_eq!((person.holds, agency.holds), (Holds::Yes, Holds::Yes));
    assert_eq!((person.trusted, agency.trusted), (Trusted::Demonstration, Trusted::Demonstration));
    assert!(person.signer.as_deref().unwrap().contains(&leader.name), "{person:?}");
    assert!(agency.signer.as_deref().unwrap().contains("Phan Đình Phùng"), "{agency:?}");
    assert!(matches!(person.covers, Covers::Earlier { .. }));
    assert_eq!(agency.covers, Covers::Whole);

    // What is issued is that very file, and its bytes begin with those that the person signed.
    let dispatch = OutgoingAsk::Dispatch { receivers: vec!["so-xay-dung".to_owned()], author: "UBND".to_owned() };
    act(&office, clerk, &id, dispatch).await.unwrap();
    let (file, bytes) = app.issued_file_of(clerk, &id).await.unwrap();
    let bytes: Vec<u8> = bytes.try_collect::<Vec<_>>().await.unwrap().concat();
    assert!(bytes.len() > usize::try_from(one.size_bytes).unwrap() && file.sha256 != one.sha256);
    let other = crate::outgoing::signed_in(&office, "vanthu.soxaydung").await;
    let list = app::document::IncomingList {
        unit: Some("so-xay-dung".to_owned()),
        limit: 9,
        ..app::document::IncomingList::default()
    };
    let came = app.incoming_documents(&other, list).await.unwrap().lines.remove(0).row.id;
    let view = app.incoming_document(&other, &came).await.unwrap();
    assert_eq!(view.document.arrival.files[0].sha256, file.sha256);
    let there = app.check_incoming(&other, &came, &file.sha256).await.unwrap().unwrap();
    assert!(there.signatures.iter().all(|signature| signature.holds == Holds::Yes) && there.signatures.len() == 2);

    // One other byte of the page, and neither holds; one after the first signature, and that one still does.
    let broken = |place: usize| {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        app.check_result(changed)
    };
    let of_page = bytes.windows(9).position(|window| window == b"/MediaBox").unwrap() + 12;
    let both = broken(of_page).await.unwrap().signatures;
    assert!(both.iter().all(|signature| signature.holds == Holds::Altered), "{both:?}");
    let of_number = usize::try_from(one.size_bytes).unwrap() + 20;
    let later = broken(of_number).await.unwrap().signatures;
    assert_eq!((later[0].holds, later[1].holds), (Holds::Yes, Holds::Altered));
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn a_paper_that_says_another_post_is_not_signed(office: Office) {
    let (app, leader) = (&office.app, &office.leader);
    let id = checked(&office).await;
    let mut block = app.block_of_signer(leader, &id, titles()).await.unwrap();
    block.lines = vec!["KT. CHỦ TỊCH".to_owned(), "PHÓ CHỦ TỊCH".to_owned()];
    let refused = app.sign_outgoing(leader, (&id, None), titles(), paper(block.clone())).await;
    assert!(matches!(refused, Err(ActError::Stale { .. })), "{refused:?}");
    block.lines = vec!["TM. ỦY BAN NHÂN DÂN".to_owned(), "CHỦ TỊCH".to_owned()];
    let no_pdf = PaperToSign { pdf: b"%PDF-1.7 nothing".to_vec(), ..paper(block) };
    let refused = app.sign_outgoing(leader, (&id, None), titles(), no_pdf).await;
    assert!(matches!(refused, Err(ActError::Invalid(_))), "{refused:?}");
    // On paper it is signed and sealed without a file.
    act(&office, leader, &id, OutgoingAsk::Sign { version: 1, titles: titles() }).await.unwrap();
    assert_eq!(app.check_outgoing(leader, &id).await.unwrap(), None);
    let document = app.outgoing_document(leader, &id).await.unwrap().document;
    assert_eq!(document.issued_file().unwrap().sha256, document.versions[0].sha256);
}

async fn comments_are_sealed_and_end_with_the_signature(office: Office) {
    let app = &office.app;
    let id = submitted(&office).await;
    let say = |text: &str| OutgoingAsk::Comment { version: 1, text: text.to_owned() };
    let words = "Bà Trần Thị Mẫu đề nghị sửa câu cuối";
    act(&office, &office.records, &id, say(words)).await.unwrap();
    let silent = act(&office, &office.records, &id, say(" ")).await;
    assert!(matches!(silent, Err(ActError::Document(Refusal::TextMissing("comment")))));
    let stranger = act(&office, &office.citizen, &id, say("?")).await;
    assert!(matches!(stranger, Err(ActError::NotFound)));
    let view = app.outgoing_document(&office.officer, &id).await.unwrap();
    assert_eq!(view.history[0].words.as_deref(), Some(words));
    assert_eq!(view.names.get(&office.records.id), Some(&office.records.name));
    assert!(!serde_json::to_string(&view.history[0].event).unwrap().contains("Mẫu"), "the words are not in the event");
    act(&office, &office.leader, &id, OutgoingAsk::ApproveContent(1)).await.unwrap();
    act(&office, &office.records, &id, OutgoingAsk::ApproveForm(1)).await.unwrap();
    act(&office, &office.leader, &id, OutgoingAsk::Sign { version: 1, titles: titles() }).await.unwrap();
    let late = act(&office, &office.officer, &id, say("muộn")).await;
    assert!(matches!(late, Err(ActError::Document(Refusal::OutgoingStage(_)))));
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

//! An outgoing document from its draft to its issue, its arrival at another agency, the answer, and what is refused.

use std::sync::Arc;

use app::ActError;
use app::document::{
    IncomingAsk, IncomingList, IncomingRequest, NewDraft, NewText, Outcome, OutgoingAsk, OutgoingDone, OutgoingRequest,
    Titles,
};
use app::identity::TokenPurpose;
use domain::access::Person;
use domain::document::{IncomingStage, LinkKind, OutgoingStage, Refusal, Urgency};

use crate::office::{Office, on_both};

on_both!(
    from_the_draft_to_the_answer,
    what_is_not_checked_is_not_signed_and_what_is_not_signed_has_no_number,
    after_issue_it_is_recalled_replaced_or_corrected,
);

pub(crate) fn draft(office: &Office, kind: &str) -> NewDraft {
    NewDraft {
        agency: office.unit.clone(),
        unit: office.unit.clone(),
        kind: kind.to_owned(),
        subject: "V/v phối hợp kiểm tra trật tự xây dựng".to_owned(),
        urgency: Urgency::Normal,
        circulation: None,
        secrecy: String::new(),
        answers: None,
    }
}

pub(crate) fn titles() -> Titles {
    Titles {
        collective: Some("Ủy ban nhân dân".to_owned()),
        head: "Chủ tịch".to_owned(),
        deputy: "Phó Chủ tịch".to_owned(),
    }
}

pub(crate) async fn act(office: &Office, who: &Person, id: &str, ask: OutgoingAsk) -> Result<OutgoingDone, ActError> {
    office.app.act_on_outgoing(who, OutgoingRequest { id: id.to_owned(), seen: None, ask }).await
}

pub(crate) async fn signed_in(office: &Office, login: &str) -> Arc<Person> {
    let signed_in = office.app.sign_in(login, "motcua-demo").await.unwrap();
    office.app.person_of_token(&signed_in.token, TokenPurpose::Browser).await.unwrap().unwrap()
}

pub(crate) fn typed(words: &str) -> OutgoingAsk {
    OutgoingAsk::Save(NewText::Typed(words.to_owned()))
}

fn number() -> OutgoingAsk {
    OutgoingAsk::Number { agency: "UBND".to_owned(), unit: "VP".to_owned() }
}

/// A document that is signed and has no number yet.
async fn signed(office: &Office, kind: &str) -> String {
    let id = office.app.begin_outgoing(&office.officer, draft(office, kind)).await.unwrap().id;
    act(office, &office.officer, &id, typed("Kính gửi: Sở Xây dựng")).await.unwrap();
    act(office, &office.officer, &id, OutgoingAsk::Submit).await.unwrap();
    act(office, &office.leader, &id, OutgoingAsk::ApproveContent(1)).await.unwrap();
    act(office, &office.records, &id, OutgoingAsk::ApproveForm(1)).await.unwrap();
    act(office, &office.leader, &id, OutgoingAsk::Sign { version: 1, titles: titles() }).await.unwrap();
    id
}

pub(crate) async fn issued(office: &Office, kind: &str, receivers: &[&str]) -> String {
    let id = signed(office, kind).await;
    act(office, &office.records, &id, number()).await.unwrap();
    act(office, &office.records, &id, OutgoingAsk::Seal).await.unwrap();
    let receivers = receivers.iter().map(|receiver| (*receiver).to_owned()).collect();
    let author = "Ủy ban nhân dân phường Phan Đình Phùng".to_owned();
    act(office, &office.records, &id, OutgoingAsk::Dispatch { receivers, author }).await.unwrap();
    id
}

async fn from_the_draft_to_the_answer(office: Office) {
    let app = &office.app;
    let id = issued(&office, "cong_van", &["so-xay-dung", "Công an tỉnh"]).await;
    let view = app.outgoing_document(&office.officer, &id).await.unwrap();
    assert_eq!(view.document.stage, OutgoingStage::Issued);
    assert_eq!(view.document.block.as_ref().unwrap().lines, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]);
    assert_eq!(view.document.number.as_ref().unwrap().printed(), "01/UBND-VP");
    assert_eq!(view.text.as_deref(), Some("Kính gửi: Sở Xây dựng"));
    assert_eq!(view.received, [("so-xay-dung".to_owned(), "received".to_owned(), String::new())]);

    // It waits for the clerk of the other agency, with its number, its author and its text.
    let clerk = signed_in(&office, "vanthu.soxaydung").await;
    assert_eq!(app.count_waiting_documents(&clerk).await.unwrap().count, 1);
    let list = IncomingList { unit: Some("so-xay-dung".to_owned()), limit: 9, ..IncomingList::default() };
    let came = app.incoming_documents(&clerk, list).await.unwrap().lines.remove(0).row;
    assert_eq!((came.symbol.as_str(), came.source.as_str()), ("01/UBND-VP", "internal"));
    let ask = IncomingAsk::Enter(Outcome::Register { despite: false });
    app.act_on_incoming(&clerk, IncomingRequest { id: came.id.clone(), seen: None, ask }).await.unwrap();
    assert!(
        matches!(app.outgoing_document(&clerk, &id).await, Err(ActError::NotFound)),
        "the draft stays with its agency"
    );

    // The answer is tied to it; its number is told to the sender once it is issued.
    let answer = NewDraft {
        agency: "so-xay-dung".to_owned(),
        unit: "so-xay-dung".to_owned(),
        answers: Some(came.id.clone()),
        ..draft(&office, "cong_van")
    };
    let answer = app.begin_outgoing(&clerk, answer).await.unwrap().id;
    let tied = app.incoming_document(&clerk, &came.id).await.unwrap().document;
    assert_eq!(tied.stage, IncomingStage::Registered);
    assert!(tied.links.iter().any(|link| link.kind == LinkKind::Outgoing && link.id == answer));
    let leader = signed_in(&office, "lanhdao.soxaydung").await;
    act(&office, &clerk, &answer, typed("Kính gửi: UBND phường")).await.unwrap();
    act(&office, &clerk, &answer, OutgoingAsk::Submit).await.unwrap();
    act(&office, &leader, &answer, OutgoingAsk::ApproveContent(1)).await.unwrap();
    act(&office, &clerk, &answer, OutgoingAsk::ApproveForm(1)).await.unwrap();
    let own = Titles { collective: None, head: "Giám đốc".to_owned(), deputy: "Phó Giám đốc".to_owned() };
    act(&office, &leader, &answer, OutgoingAsk::Sign { version: 1, titles: own }).await.unwrap();
    let short = OutgoingAsk::Number { agency: "SXD".to_owned(), unit: "VP".to_owned() };
    act(&office, &clerk, &answer, short).await.unwrap();
    act(&office, &clerk, &answer, OutgoingAsk::Seal).await.unwrap();
    let back = OutgoingAsk::Dispatch { receivers: vec![office.unit.clone()], author: "Sở Xây dựng".to_owned() };
    let before = app.outgoing_document(&office.officer, &id).await.unwrap().received;
    assert_eq!(before[0].2, "", "nothing is told of an answer that is not issued");
    act(&office, &clerk, &answer, back).await.unwrap();
    let after = app.outgoing_document(&office.officer, &id).await.unwrap().received;
    assert_eq!(after[0].2, "01/SXD-VP");
    assert_eq!(app.count_waiting_documents(&office.records).await.unwrap().count, 1);

    let today = app.today();
    let book = app.register_of_issued(&office.records, &office.unit, (today, today)).await.unwrap();
    assert_eq!(book.rows.len(), 1);
    assert_eq!(book.rows[0].receivers, "so-xay-dung\nCông an tỉnh");
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn what_is_not_checked_is_not_signed_and_what_is_not_signed_has_no_number(office: Office) {
    let app = &office.app;
    let secret = NewDraft { secrecy: "tối mật".to_owned(), ..draft(&office, "cong_van") };
    let refused = app.begin_outgoing(&office.officer, secret).await;
    assert!(matches!(refused, Err(ActError::Document(Refusal::StateSecret { .. }))));
    let elsewhere =
        NewDraft { agency: "so-xay-dung".to_owned(), unit: "so-xay-dung".to_owned(), ..draft(&office, "cong_van") };
    assert!(matches!(app.begin_outgoing(&office.officer, elsewhere).await, Err(ActError::NotFound)));

    let id = app.begin_outgoing(&office.officer, draft(&office, "quyet_dinh")).await.unwrap().id;
    let other = act(&office, &office.clerk, &id, typed("khác")).await;
    assert!(matches!(other, Err(ActError::Document(Refusal::PenTaken))), "{other:?}");
    let empty = act(&office, &office.officer, &id, typed(" ")).await;
    assert!(matches!(empty, Err(ActError::Invalid(_))), "{empty:?}");
    act(&office, &office.officer, &id, typed("Điều 1.")).await.unwrap();
    act(&office, &office.officer, &id, OutgoingAsk::Submit).await.unwrap();
    let early = act(&office, &office.leader, &id, OutgoingAsk::Sign { version: 1, titles: titles() }).await;
    assert!(matches!(early, Err(ActError::Document(Refusal::Unchecked { part: "content" }))), "{early:?}");
    let no_leader = act(&office, &office.officer, &id, OutgoingAsk::ApproveContent(1)).await;
    assert!(matches!(no_leader, Err(ActError::NotYours)));
    let unsigned = act(&office, &office.records, &id, number()).await;
    assert!(matches!(unsigned, Err(ActError::Document(Refusal::OutgoingStage(_)))), "{unsigned:?}");
    let back = OutgoingAsk::Return { reason: "Thiếu căn cứ".to_owned() };
    act(&office, &office.records, &id, back).await.unwrap();
    assert_eq!(app.count_waiting_outgoing(&office.officer).await.unwrap().count, 1);
    let view = app.outgoing_document(&office.officer, &id).await.unwrap();
    assert_eq!(view.history[0].words.as_deref(), Some("Thiếu căn cứ"));

    // Numbers that were refused are not lost, and none is given twice.
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(signed(&office, "quyet_dinh").await);
    }
    let bad = OutgoingAsk::Number { agency: "U B".to_owned(), unit: String::new() };
    let bad = act(&office, &office.records, &ids[0], bad).await;
    assert!(matches!(bad, Err(ActError::Document(Refusal::Abbreviation { .. }))), "{bad:?}");
    let numbered = ids.iter().map(|id| act(&office, &office.records, id, number()));
    let done = futures_util::future::join_all(numbered).await;
    let mut numbers: Vec<u32> = done.into_iter().map(|done| done.unwrap().number.unwrap().number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3, 4]);
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

async fn after_issue_it_is_recalled_replaced_or_corrected(office: Office) {
    let first = issued(&office, "quyet_dinh", &["so-xay-dung"]).await;
    let second = issued(&office, "quyet_dinh", &["so-xay-dung"]).await;
    let letter = issued(&office, "cong_van", &["so-xay-dung"]).await;
    let by = |id: &String| id.clone();
    let kind = act(&office, &office.leader, &first, OutgoingAsk::Replace { by: by(&letter) }).await;
    assert!(matches!(kind, Err(ActError::Document(Refusal::OtherKind))), "{kind:?}");
    let unknown = act(&office, &office.leader, &first, OutgoingAsk::Replace { by: "05443-2026-99".to_owned() }).await;
    assert!(matches!(unknown, Err(ActError::Invalid(_))));
    act(&office, &office.leader, &second, OutgoingAsk::Correct { by: by(&letter) }).await.unwrap();
    act(&office, &office.leader, &first, OutgoingAsk::Replace { by: by(&second) }).await.unwrap();
    let reason = "Phát hành nhầm".to_owned();
    let clerk = act(&office, &office.records, &letter, OutgoingAsk::Recall { reason: reason.clone() }).await;
    assert!(matches!(clerk, Err(ActError::NotYours)));
    act(&office, &office.leader, &letter, OutgoingAsk::Recall { reason }).await.unwrap();
    let stage = |view: app::document::OutgoingView| view.document.stage;
    let app = &office.app;
    assert_eq!(stage(app.outgoing_document(&office.officer, &first).await.unwrap()), OutgoingStage::Replaced);
    assert_eq!(stage(app.outgoing_document(&office.officer, &letter).await.unwrap()), OutgoingStage::Recalled);
    assert_eq!(app.verify(|_| ()).await.unwrap().difference, None);
}

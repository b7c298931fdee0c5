//! What a typed text is read as, and what differs between two of them.

use proptest::prelude::*;

use crate::document::{Change, DocumentText, Part, Piece, changes};

const LETTER: &str = "Kính gửi:\n- Sở Xây dựng;\n- Công an tỉnh.\n\nThực hiện kế hoạch năm 2026, UBND phường mời họp.\n\
    1. Thời gian: 8 giờ.\n2. Thành phần:\na) Lãnh đạo;\nđ) Chuyên viên.\nĐề nghị quý cơ quan quan tâm./.\n\
    Nơi nhận:\n- Như trên;\n- Lưu: VT, KT.";
const DECISION: &str = "Căn cứ Luật Tổ chức chính quyền địa phương;\nXét đề nghị của Văn phòng;\nQUYẾT ĐỊNH:\n\
    Chương I\n# QUY ĐỊNH CHUNG\nMục 2. Trình tự\nĐiều 1. Ban hành quy chế.\nĐiều 2a: Hiệu lực.\nĐiều động cán bộ.\n\
    12.5 ha đất.";

fn kinds(text: &str) -> String {
    let letter = |part: &Part| match part {
        Part::Basis { .. } => 'b',
        Part::Heading { .. } => 'h',
        Part::Cry { .. } => 'c',
        Part::Article { .. } => 'A',
        Part::Clause { .. } => '1',
        Part::Point { .. } => 'a',
        Part::Paragraph { .. } => 'p',
    };
    DocumentText::read(text).parts.iter().map(letter).collect()
}

#[test]
fn lines_are_what_their_first_words_say() {
    assert_eq!(kinds(LETTER), "p11aap");
    assert_eq!(kinds(DECISION), "bpchhhAApp");
    let letter = DocumentText::read(LETTER);
    assert_eq!(letter.to, ["Sở Xây dựng;", "Công an tỉnh."]);
    assert_eq!(letter.recipients, ["Như trên;", "Lưu: VT, KT."]);
    let one = DocumentText::read("Kính gửi: Sở Xây dựng\nMời họp.");
    assert_eq!((one.to.len(), one.parts.len()), (1, 1));
    assert!(
        DocumentText::read(DECISION)
            .parts
            .contains(&Part::Article { number: "Điều 2a.".to_owned(), text: "Hiệu lực.".to_owned() })
    );
}

#[test]
fn a_changed_word_is_found_in_its_line() {
    let found = changes("Điều 1. Mời họp.\nĐiều 2. Bỏ.\nHết.", "Điều 1. Mời họp.\nĐiều 2. Giữ nguyên.\nThêm.\nHết.");
    let same = |text: &str| Change::Same(text.to_owned());
    let changed = Change::Changed(vec![
        Piece::Same("Điều 2.".to_owned()),
        Piece::Gone("Bỏ.".to_owned()),
        Piece::New("Giữ nguyên.".to_owned()),
    ]);
    assert_eq!(found, [same("Điều 1. Mời họp."), changed, Change::New("Thêm.".to_owned()), same("Hết.")]);
    assert_eq!(changes("a\nb", "b"), [Change::Gone("a".to_owned()), same("b")]);
    assert!(changes("", "").is_empty());
}

proptest! {
    /// Both texts can be read out of the comparison again.
    #[test]
    fn nothing_is_lost_between_two_versions(
        older in proptest::collection::vec("[ab]( [ab]){0,3}", 0..12),
        newer in proptest::collection::vec("[ab]( [ab]){0,3}", 0..12),
    ) {
        let (older, newer) = (older.join("\n"), newer.join("\n"));
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for change in changes(&older, &newer) {
            match change {
                Change::Same(line) => { before.push(line.clone()); after.push(line); }
                Change::Gone(line) => before.push(line),
                Change::New(line) => after.push(line),
                Change::Changed(pieces) => {
                    let side = |of: fn(&Piece) -> Option<&String>| {
                        pieces.iter().filter_map(of).cloned().collect::<Vec<_>>().join(" ")
                    };
                    before.push(side(|piece| match piece {
                        Piece::Same(text) | Piece::Gone(text) => Some(text),
                        Piece::New(_) => None,
                    }));
                    after.push(side(|piece| match piece {
                        Piece::Same(text) | Piece::New(text) => Some(text),
                        Piece::Gone(_) => None,
                    }));
                }
            }
        }
        prop_assert_eq!(before.join("\n"), older);
        prop_assert_eq!(after.join("\n"), newer);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}(\n\\PC{0,80}){0,6}") {
        let read = DocumentText::read(&text);
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        prop_assert!(read.to.len() + read.parts.len() + read.recipients.len() <= lines);
    }
}

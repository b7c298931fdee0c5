//! The page of an administrative document, measured with poppler: Decree 30/2020/NĐ-CP, Annex I.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests fail as tests do")]

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use paper::{BoxedMark, Circular, Document, DocumentPart, Engine, Kind, OpenPlaces, Options, Paper, Templates, sample};

/// Points of a millimetre.
const MM: f64 = 72.0 / 25.4;

fn letter() -> Document {
    let Paper::Document(document) = sample(Kind::Document).unwrap() else { panic!("not a document") };
    document
}

fn set(document: Document) -> (Vec<u8>, OpenPlaces) {
    let engine = Engine::new(&Templates::shipped()).unwrap();
    let options = Options::new(Circular::Of2025, jiff::civil::date(2026, 11, 27).at(9, 30, 0, 0));
    engine.render_open(&Paper::Document(document), &options).unwrap()
}

/// What a program of poppler says of a PDF on its standard output.
fn ask(program: &str, arguments: &[&str], pdf: &[u8]) -> Vec<u8> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("document-{}-{}.pdf", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, pdf).unwrap();
    let path = path.to_str().unwrap();
    let arguments: Vec<&str> = arguments.iter().map(|one| if *one == "FILE" { path } else { one }).collect();
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn text(pdf: &[u8]) -> String {
    let said = ask("pdftotext", &["FILE", "-"], pdf);
    String::from_utf8_lossy(&said).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A word with its page and its edges in millimetres from the upper left corner.
struct Word {
    page: usize,
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    text: String,
}

fn words(pdf: &[u8]) -> Vec<Word> {
    let said = String::from_utf8(ask("pdftotext", &["-bbox", "FILE", "-"], pdf)).unwrap();
    let mut page = 0;
    let mut words = Vec::new();
    for line in said.lines().map(str::trim) {
        if line.starts_with("<page ") {
            page += 1;
        }
        let Some(rest) = line.strip_prefix("<word ") else { continue };
        let edge = |name: &str| {
            let value = rest.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap();
            value.parse::<f64>().unwrap() / MM
        };
        let text = rest.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
        let (left, top, right, bottom) = (edge("xMin"), edge("yMin"), edge("xMax"), edge("yMax"));
        words.push(Word { page, left, top, right, bottom, text });
    }
    words
}

/// Where words begin that follow one another.
fn find<'w>(words: &'w [Word], wanted: &str) -> &'w Word {
    let wanted: Vec<&str> = wanted.split(' ').collect();
    let at = words.windows(wanted.len()).position(|run| run.iter().zip(&wanted).all(|(word, text)| word.text == *text));
    &words[at.unwrap_or_else(|| panic!("no {wanted:?}"))]
}

#[test]
fn the_boxes_stand_where_the_annex_has_them() {
    let (pdf, places) = set(letter());
    let words = words(&pdf);
    let about = String::from_utf8(ask("pdfinfo", &["FILE"], &pdf)).unwrap();
    assert!(about.contains("595.276 x 841.89 pts (A4)") && about.contains("Pages:           1"), "{about}");
    // Margins: left 30–35 mm, right 15–20, top and bottom 20–25.
    let least = |of: fn(&Word) -> f64| words.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&Word) -> f64| words.iter().map(of).fold(0.0, f64::max);
    assert!((29.9..=35.0).contains(&least(|word| word.left)), "left {}", least(|word| word.left));
    assert!((190.0..=195.1).contains(&most(|word| word.right).ceil()), "right {}", most(|word| word.right));
    assert!((19.0..=25.0).contains(&least(|word| word.top)), "top {}", least(|word| word.top));
    assert!(most(|word| word.bottom) <= 277.0);

    let nation = find(&words, "CỘNG HÒA XÃ");
    let agency = find(&words, "ỦY BAN NHÂN DÂN PHƯỜNG");
    let number = find(&words, "Số: 05/UBND-VP");
    let about = find(&words, "V/v phối hợp");
    let day = find(&words, "ngày 27 tháng 11 năm 2026");
    let to = find(&words, "Kính gửi:");
    let signs = find(&words, "TM. ỦY BAN");
    let name = find(&words, "Vũ Đình Quý");
    let receivers = find(&words, "Nơi nhận:");
    assert!(nation.left > 90.0 && agency.left < 60.0, "1 right of 2");
    assert!((number.top - day.top).abs() < 2.0 && number.left < 90.0 && day.left > 90.0, "3 and 4 on one line");
    assert!(number.top > agency.bottom && about.top >= number.bottom - 1.0 && about.left < 90.0, "5b below 3");
    assert!(to.top > about.bottom, "9a above the text");
    assert!(signs.left > 105.0 && receivers.left < 35.0 && (signs.top - receivers.top).abs() < 3.0, "7a beside 9b");
    assert!(name.top - signs.top > 24.0, "room for the signature");
    assert!(find(&words, "Nơi nhận:").top > find(&words, "hiện./.").top, "at the end");
    assert!(places.is_empty(), "nothing is open on a paper with number and day");
}

#[test]
fn a_type_stands_in_the_middle_and_pages_have_numbers_from_the_second_on() {
    let long =
        DocumentPart::Article { number: "Điều 1.".to_owned(), text: "Thực hiện đúng quy chế. ".repeat(30) };
    let document = Document {
        title: Some("QUYẾT ĐỊNH".to_owned()),
        subject: "Ban hành Quy chế làm việc".to_owned(),
        number: Some("05/QĐ-UBND".to_owned()),
        to: Vec::new(),
        parts: vec![long; 12],
        recipients: Vec::new(),
        circulation: Some("LƯU HÀNH NỘI BỘ".to_owned()),
        address: Some("Số 1 đường Hoàng Văn Thụ".to_owned()),
        ..letter()
    };
    let (pdf, _) = set(document);
    let words = words(&pdf);
    let title = find(&words, "QUYẾT ĐỊNH");
    let end = &words[words.iter().position(|word| std::ptr::eq(word, title)).unwrap() + 1];
    assert!((f64::midpoint(title.left, end.right) - 110.0).abs() < 1.0, "5a in the middle of the text");
    assert_eq!(find(&words, "Số 1 đường").page, 1);
    assert!(find(&words, "Số 1 đường").top > 277.0, "13 at the foot of the first page");
    let top: Vec<(usize, &str)> =
        words.iter().filter(|word| word.bottom < 19.0).map(|word| (word.page, word.text.as_str())).collect();
    let pages = words.iter().map(|word| word.page).max().unwrap();
    let expected: Vec<String> = (2..=pages).map(|page| page.to_string()).collect();
    assert!(pages > 1 && top.iter().map(|(page, text)| (*page, (*text).to_owned())).eq((2..=pages).zip(expected)));
    let number = words.iter().find(|word| word.page == 2 && word.text == "2").unwrap();
    assert!((f64::midpoint(number.left, number.right) - 110.0).abs() < 1.0, "in the middle of the upper margin");
    assert!(text(&pdf).contains("LƯU HÀNH NỘI BỘ") && text(&pdf).contains("- Lưu: VT."));
}

/// Width and height of what is red on the first page, in millimetres.
fn red(pdf: &[u8]) -> (f64, f64) {
    // 254 dots an inch are ten a millimetre.
    let picture = ask("pdftoppm", &["-r", "254", "-f", "1", "-l", "1", "FILE"], pdf);
    let head: Vec<usize> = picture[3..]
        .split(u8::is_ascii_whitespace)
        .take(3)
        .map(|part| std::str::from_utf8(part).unwrap().parse().unwrap())
        .collect();
    let pixels = &picture[picture.len() - head[0] * head[1] * 3..];
    let is_red = |place: usize| matches!(pixels[place * 3..place * 3 + 3], [170..=255, 0..=60, 0..=60]);
    let found: Vec<usize> = (0..head[0] * head[1]).filter(|place| is_red(*place)).collect();
    let span = |of: &dyn Fn(usize) -> usize| {
        let (least, most) = (found.iter().map(|place| of(*place)).min(), found.iter().map(|place| of(*place)).max());
        f64::from(u32::try_from(most.unwrap() - least.unwrap() + 1).unwrap()) / 10.0
    };
    (span(&|place| place % head[0]), span(&|place| place / head[0]))
}

#[test]
fn marks_of_urgency_have_the_size_that_the_annex_says() {
    for (text, width, height) in [("HỎA TỐC", 30, 8), ("THƯỢNG KHẨN", 40, 8), ("KHẨN", 20, 8)] {
        let mark = BoxedMark { text: text.to_owned(), width, height };
        let (pdf, _) = set(Document { urgency: Some(mark), ..letter() });
        let (across, down) = red(&pdf);
        // The line around it lies half outside.
        assert!((across - f64::from(width)).abs() < 0.6 && (down - f64::from(height)).abs() < 0.6, "{across} × {down}");
    }
}

#[test]
fn what_is_to_be_signed_leaves_room_for_number_day_and_signature() {
    let (pdf, places) = set(Document { number: None, date: None, ..letter() });
    let words = words(&pdf);
    let place = |name: &str| {
        let found = places.get(name).unwrap_or_else(|| panic!("no place for {name}"));
        assert_eq!(found.page, 1);
        let [left, bottom, right, top] = found.rect.map(|edge| f64::from(edge) / MM);
        (left, 297.0 - top, right, 297.0 - bottom)
    };
    let inside = |(left, top, right, bottom): (f64, f64, f64, f64)| {
        words
            .iter()
            .filter(|word| word.left < right && word.right > left && word.top < bottom && word.bottom > top)
            .count()
    };
    let (number, day, signature) = (place("number"), place("day"), place("signature"));
    assert_eq!(inside(signature), 0, "nothing stands where somebody signs");
    let mark = find(&words, "Số:");
    assert!(number.0 - mark.right < 3.0 && (number.1..number.3).contains(&f64::midpoint(mark.top, mark.bottom)));
    let town = find(&words, "Phùng,");
    assert!(day.0 - town.right < 3.0 && (day.1..day.3).contains(&f64::midpoint(town.top, town.bottom)));
    assert!(signature.1 > find(&words, "PHÓ CHỦ").top && signature.3 < find(&words, "Vũ Đình Quý").bottom);
    assert!(!text(&pdf).contains("ngày 27"));
}

#[test]
fn a_draft_says_that_it_is_one() {
    let (pdf, places) = set(Document { number: None, date: None, is_draft: true, ..letter() });
    let said = text(&pdf);
    assert!(said.contains("DỰ THẢO") && said.contains("ngày ..... tháng"), "{said}");
    assert!(places.is_empty());
}

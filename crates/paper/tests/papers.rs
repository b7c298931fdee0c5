//! Every paper as other programs see it: poppler reads its text, its fonts and its size, qpdf its structure.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use paper::{Circular, Engine, Kind, Options, Paper, PaperError, Templates, sample};

fn engine() -> Engine {
    Engine::new(&Templates::new(None).unwrap()).unwrap()
}

fn options(circular: Circular) -> Options {
    Options::new(circular, jiff::civil::date(2026, 11, 26).at(9, 30, 0, 0))
}

/// A folder of its own; `tempfile` would change features of libraries below the typesetter and compile it twice.
fn folder() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("paper-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// What a program says of the file; `-` in its arguments would be standard input, so a real file is handed over.
fn ask(program: &str, before: &[&str], pdf: &[u8], after: &[&str]) -> String {
    let path = folder().join("paper.pdf");
    std::fs::write(&path, pdf).unwrap();
    let output = Command::new(program).args(before).arg(&path).args(after).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}; it is in poppler-utils or qpdf"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The text with every run of white space as one space.
fn text(pdf: &[u8]) -> String {
    ask("pdftotext", &[], pdf, &["-"]).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn title(kind: Kind, circular: Circular) -> &'static str {
    match kind {
        Kind::Receipt => "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        Kind::SupplementRequest => "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        Kind::Refusal => "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        Kind::Apology if circular == Circular::Of2018 => "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        Kind::Apology => "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
        Kind::ControlSheet => "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        Kind::Register => "SỔ THEO DÕI HỒ SƠ",
        Kind::FilledForm => "TỜ KHAI ĐĂNG KÝ KHAI SINH",
        Kind::Decision => "QUYẾT ĐỊNH Về việc cấp giấy chứng nhận đăng ký hộ kinh doanh",
        Kind::Extract => "TRÍCH LỤC KHAI SINH",
        Kind::CashReceipt => "BIÊN LAI THU PHÍ, LỆ PHÍ",
        Kind::Document => "phối hợp kiểm tra trật tự xây dựng",
    }
}

fn size(kind: Kind, circular: Circular) -> &'static str {
    match kind {
        Kind::Register => "841.89 x 595.276",
        Kind::FilledForm | Kind::Decision | Kind::Extract | Kind::Document => "595.276 x 841.89",
        Kind::CashReceipt => "595.276 x 419.528",
        Kind::Receipt | Kind::SupplementRequest | Kind::Refusal | Kind::Apology | Kind::ControlSheet => {
            match circular {
                Circular::Of2018 => "419.528 x 595.276",
                Circular::Of2025 => "595.276 x 841.89",
            }
        }
    }
}

#[test]
fn every_sample_reads_as_it_should_under_both_circulars() {
    let engine = engine();
    for circular in Circular::ALL {
        for kind in Kind::ALL {
            let pdf = engine.render(&sample(kind).unwrap(), &options(circular)).unwrap();
            let text = text(&pdf);
            let wanted = title(kind, circular);
            assert!(text.contains(wanted), "{kind:?}: no {wanted} in {text}");
            if let Some(form) = circular.form(kind) {
                assert!(text.contains(&format!("Mẫu số {form}")), "{kind:?}: {text}");
            }
            let about = ask("pdfinfo", &[], &pdf, &[]);
            assert!(about.contains(size(kind, circular)), "{kind:?} {circular:?}: {about}");
        }
    }
}

#[test]
fn every_font_is_in_the_file() {
    let engine = engine();
    for kind in Kind::ALL {
        let pdf = engine.render(&sample(kind).unwrap(), &options(Circular::Of2025)).unwrap();
        let list = ask("pdffonts", &[], &pdf, &[]);
        let fonts: Vec<&str> = list.lines().skip(2).collect();
        assert!(!fonts.is_empty());
        // The last columns: emb sub uni object generation.
        for font in fonts {
            let columns: Vec<&str> = font.split_whitespace().rev().collect();
            assert_eq!(columns.get(2..5), Some(["yes", "yes", "yes"].as_slice()), "{font}");
        }
    }
}

#[test]
fn every_file_is_whole_and_says_that_it_is_pdf_a() {
    let engine = engine();
    for kind in Kind::ALL {
        let pdf = engine.render(&sample(kind).unwrap(), &options(Circular::Of2025)).unwrap();
        ask("qpdf", &["--check"], &pdf, &[]);
        let plain = ask("qpdf", &["--qdf", "--object-streams=disable"], &pdf, &["-"]);
        assert!(plain.contains("/GTS_PDFA1"), "{kind:?}: no output intent");
        assert!(!plain.contains("/Encrypt"), "{kind:?}: encrypted");
        assert!(!plain.contains("/JavaScript"), "{kind:?}: script");
        let said = plain.replace(char::is_whitespace, "");
        assert!(said.contains("<pdfaid:part>2</pdfaid:part>"), "{kind:?}: no part");
        assert!(said.contains("<pdfaid:conformance>B</pdfaid:conformance>"), "{kind:?}: no conformance");
    }
}

#[test]
fn the_same_paper_is_the_same_file() {
    let paper = sample(Kind::Receipt).unwrap();
    let first = engine().render(&paper, &options(Circular::Of2018)).unwrap();
    let second = engine().render(&paper, &options(Circular::Of2018)).unwrap();
    assert!(first == second);
}

#[test]
fn text_that_looks_like_markup_is_text() {
    let Paper::Refusal(mut refusal) = sample(Kind::Refusal).unwrap() else { panic!("not a refusal") };
    let nasty = r#"#eval("1") *x* _y_ $z$ <a> @b #import "frame.typ" \ `raw` // c"#;
    refusal.reason = nasty.to_owned();
    refusal.person.name = "漢 Nguyễn \u{202E}Văn #panic()".to_owned();
    let pdf = engine().render(&Paper::Refusal(refusal), &options(Circular::Of2018)).unwrap();
    let text = text(&pdf);
    assert!(text.contains(nasty), "{text}");
    assert!(text.contains("[U+6F22] Nguyễn [U+202E]Văn #panic()"), "{text}");
}

#[test]
fn long_reasons_many_papers_and_words_without_end_are_set() {
    let Paper::SupplementRequest(mut request) = sample(Kind::SupplementRequest).unwrap() else {
        panic!("not a request")
    };
    request.reason = "Giấy tờ chưa hợp lệ. ".repeat(190) + &"x".repeat(300);
    let one = request.components.first().cloned().unwrap();
    request.components = vec![one; 60];
    let pdf = engine().render(&Paper::SupplementRequest(request), &options(Circular::Of2018)).unwrap();
    // A page may end within the sentence, but not within a word.
    assert_eq!(text(&pdf).matches("lệ.").count(), 190);
}

#[test]
fn too_much_is_refused() {
    let Paper::Refusal(mut refusal) = sample(Kind::Refusal).unwrap() else { panic!("not a refusal") };
    refusal.reason = "x".repeat(10_001);
    let answer = engine().render(&Paper::Refusal(refusal), &options(Circular::Of2018));
    assert!(matches!(answer, Err(PaperError::TooLarge { field, .. }) if field == "paper.reason"));
}

#[test]
fn a_folder_replaces_one_template_and_a_fault_in_it_has_a_place() {
    let folder = folder();
    let put = |text: &str| std::fs::write(folder.join("receipt.typ"), text).unwrap();
    let render = |folder: &Path| {
        let engine = Engine::new(&Templates::new(Some(folder))?)?;
        engine.render(&sample(Kind::Receipt)?, &options(Circular::Of2018))
    };
    put("#import \"frame.typ\": *\nTỉnh ta: #it.dossier.code");
    assert!(text(&render(&folder).unwrap()).contains("Tỉnh ta: 000.00.12.H55-261126-0001"));
    put("Dòng một\n#it-is-not-there");
    let fault = render(&folder).unwrap_err().to_string();
    assert!(fault.starts_with("receipt.typ:2:"), "{fault}");
}

#[test]
fn a_template_reaches_no_other_file_no_package_and_no_clock() {
    for code in [
        r#"#read("/etc/passwd")"#,
        r#"#read("../Cargo.toml")"#,
        r#"#import "@preview/cetz:0.4.0""#,
        "#datetime.today()",
    ] {
        let engine = Engine::new(&Templates::new(None).unwrap().with("receipt.typ", code)).unwrap();
        let answer = engine.render(&sample(Kind::Receipt).unwrap(), &options(Circular::Of2018));
        assert!(matches!(answer, Err(PaperError::Template { .. })), "{code}");
    }
}

/// `cargo test -p motcua-paper --release -- --ignored --nocapture`: the time of a receipt, each with other data.
#[test]
#[ignore = "a measurement"]
fn a_receipt_takes_this_long() {
    let engine = engine();
    let mut times: Vec<_> = (0..220)
        .map(|round| {
            let Paper::Receipt(mut receipt) = sample(Kind::Receipt).unwrap() else { panic!("not a receipt") };
            receipt.dossier.code = format!("000.00.12.H55-261126-{round:04}");
            receipt.submitter.name = format!("Nguyễn Thị Hường {round}");
            let begun = std::time::Instant::now();
            engine.render(&Paper::Receipt(receipt), &options(Circular::Of2025)).unwrap();
            begun.elapsed()
        })
        .skip(20)
        .collect();
    times.sort();
    println!("p50 {:?}, p95 {:?}, longest {:?}", times[100], times[190], times[199]);
}

//! Large, damaged and hostile workbooks.

use domain::dataset::Content;
use rust_xlsxwriter::{Formula, Workbook};
use sheet::{MAX_ROWS, SheetFaultKind, read_catalogue};

use crate::{shipped, written};

/// Many small procedures.
fn many(count: usize) -> Vec<Content> {
    let line = shipped().last().expect("the catalogue is shipped");
    let one = |number: usize| {
        let mut content = line.clone();
        content.procedure.id = format!("{}.{:06}", number / 1_000_000, number % 1_000_000);
        content.procedure.code = Some(content.procedure.id.clone());
        content.procedure.limits.clear();
        content
    };
    (0..count).map(one).collect()
}

#[test]
fn three_bad_rows_among_a_hundred_thousand_are_all_named() {
    let mut contents = many(100_000);
    for bad in [17, 50_000, 99_999] {
        contents[bad].procedure.field_vi.clear();
    }
    let faults = read_catalogue(&written(&contents)).expect_err("three are bad");
    let places: Vec<(u32, &str)> = faults.iter().map(|fault| (fault.row, fault.column.as_str())).collect();
    assert_eq!(places, [(19, "field_vi"), (50_002, "field_vi"), (100_001, "field_vi")]);
}

#[test]
fn one_cell_far_out_costs_nothing() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("procedures").expect("a name");
    sheet.write_string(1_048_575, 16_383, "far").expect("a cell");
    sheet.write_string(1_048_575, 1, "far").expect("a cell");
    let faults = read_catalogue(&workbook.save_to_buffer().expect("a workbook")).expect_err("it is faulty");
    let too_many = SheetFaultKind::TooManyRows { limit: MAX_ROWS };
    assert!(faults.iter().any(|fault| fault.row == 1_048_576 && fault.kind == too_many), "{faults:#?}");
    assert!(faults.iter().any(|fault| fault.sheet == "papers" && fault.kind == SheetFaultKind::MissingSheet));
}

#[test]
fn a_formula_is_never_taken_for_its_value() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("procedures").expect("a name");
    sheet.write_string(0, 0, "id").expect("a cell");
    sheet.write_formula(1, 0, Formula::new("=\"1.\"&\"000001\"").set_result("1.000001")).expect("a formula");
    let faults = read_catalogue(&workbook.save_to_buffer().expect("a workbook")).expect_err("it is faulty");
    let told =
        faults.iter().any(|fault| fault.row == 2 && fault.column == "id" && fault.kind == SheetFaultKind::Formula);
    assert!(told, "{faults:#?}");
}

#[test]
fn what_is_no_workbook_is_refused() {
    let whole = written(&shipped()[..3]);
    for bytes in [&b""[..], b"PK\x03\x04", b"{}", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]] {
        let faults = read_catalogue(bytes).expect_err("it is no workbook");
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].kind, SheetFaultKind::NotAWorkbook);
    }
    assert!(matches!(
        read_catalogue(&vec![0; sheet::MAX_BYTES + 1]).expect_err("it is too large")[0].kind,
        SheetFaultKind::TooLarge { .. }
    ));
    for end in (0..whole.len()).step_by(whole.len() / 60) {
        assert!(read_catalogue(&whole[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn no_wrong_byte_makes_the_reader_fail() {
    let whole = written(&shipped()[..2]);
    for place in (0..whole.len()).step_by(whole.len() / 150) {
        for wrong in [0x00, 0xFF, whole[place] ^ 0x01] {
            let mut bytes = whole.clone();
            bytes[place] = wrong;
            if let Ok(read) = read_catalogue(&bytes) {
                assert_eq!(read, shipped()[..2], "byte {place}");
            }
        }
    }
}

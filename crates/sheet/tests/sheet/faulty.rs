//! Faulty workbooks: each is refused whole, and every fault is named by sheet, row and column.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{Formula, Workbook};

use crate::{shipped, written};

/// A cell of a changed workbook.
#[derive(Clone)]
enum Put {
    Text(&'static str),
    Number(f64),
    Yes(bool),
    Formula(&'static str),
}

/// The first shipped procedures as a workbook in which cells were changed: sheet, row from 1, column, cell.
fn changed(changes: &[(&str, u32, &str, Put)]) -> Vec<u8> {
    let bytes = written(&shipped()[..12]);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes[..])).expect("it is a workbook");
    let mut copy = Workbook::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).expect("the sheet is there");
        let sheet = copy.add_worksheet();
        sheet.set_name(&name).expect("a name");
        for (row, column, cell) in range.used_cells() {
            let (row, column) = (u32::try_from(row).expect("small"), u16::try_from(column).expect("small"));
            if let Data::String(text) = cell {
                sheet.write_string(row, column, text).expect("a text");
            }
        }
        for (_, row, column, put) in changes.iter().filter(|(sheet, ..)| *sheet == name) {
            let at = range.rows().next().and_then(|head| head.iter().position(|cell| cell == *column));
            let (row, at) = (row - 1, u16::try_from(at.unwrap_or(60)).expect("small"));
            match put {
                Put::Text(text) => sheet.write_string(row, at, *text).map(|_| ()),
                Put::Number(number) => sheet.write_number(row, at, *number).map(|_| ()),
                Put::Yes(yes) => sheet.write_boolean(row, at, *yes).map(|_| ()),
                Put::Formula(formula) => sheet.write_formula(row, at, Formula::new(*formula)).map(|_| ()),
            }
            .expect("a cell");
        }
    }
    copy.save_to_buffer().expect("a workbook")
}

fn faults(changes: &[(&str, u32, &str, Put)]) -> Vec<String> {
    let faults = sheet::read_catalogue(&changed(changes)).expect_err("it is faulty");
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn a_wrong_cell_is_named_with_sheet_row_and_column() {
    let table: [(&str, u32, &str, Put, &str); 20] = [
        ("procedures", 3, "id", Put::Text("1.65"), "\"1.65\" is not a code of the right form"),
        ("procedures", 3, "code", Put::Text("x"), "\"x\" is not a code of the right form"),
        ("procedures", 3, "name_vi", Put::Text("  "), "missing"),
        ("procedures", 3, "level", Put::Text("commune, village"), "\"village\" is not one of the words known here"),
        ("procedures", 3, "channels", Put::Text("fax"), "\"fax\" is not one of the words known here"),
        ("procedures", 3, "valid_from", Put::Text("31/12/2026"), "\"31/12/2026\" is not a date like 2025-07-01"),
        ("procedures", 3, "completeness_score", Put::Text("viel"), "\"viel\" is not a number"),
        ("procedures", 3, "source", Put::Formula("=1+1"), "a formula or its error, where a value must stand"),
        ("papers", 5, "procedure", Put::Text("9.999999"), "the sheet of procedures has no \"9.999999\""),
        ("papers", 5, "order", Put::Text("1.000"), "\"1.000\" is not a number"),
        ("papers", 5, "order", Put::Number(1.5), "\"1.5\" is not a number"),
        ("papers", 5, "required", Put::Text("perhaps"), "\"perhaps\" is neither yes nor no"),
        ("papers", 5, "needed_when", Put::Text("a = 1"), "not a rule"),
        ("papers", 5, "file_kinds", Put::Text("exe"), "\"exe\" is not one of the words known here"),
        ("fees", 2, "list", Put::Text("gift"), "\"gift\" is not one of the lists of this sheet"),
        ("fees", 2, "amount_vnd", Put::Text("8.000"), "\"8.000\" is not a number"),
        ("limits", 4, "unit", Put::Text("week"), "\"week\" is not one of the words known here"),
        ("steps", 6, "action_vi", Put::Text(" "), "missing"),
        ("forms", 2, "json", Put::Text("{"), "the form is no JSON: line 1 column 1 of its text"),
        ("legal_basis", 7, "nummer", Put::Text("x"), ""),
    ];
    for (sheet, row, column, put, expected) in table {
        let outcome = sheet::read_catalogue(&changed(&[(sheet, row, column, put)]));
        if expected.is_empty() {
            // A column without a name is a remark.
            assert!(outcome.is_ok(), "{sheet} {row} {column}");
            continue;
        }
        let faults = outcome.expect_err(expected);
        let named = faults.iter().any(|fault| {
            (fault.sheet.as_str(), fault.row, fault.column.as_str()) == (sheet, row, column)
                && fault.kind.to_string().starts_with(expected)
        });
        assert!(named, "{sheet} {row} {column}: {faults:#?}");
    }
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_workbook() {
    let told = faults(&[
        ("limits", 2, "value", Put::Text("x")),
        ("procedures", 4, "name_vi", Put::Text(" ")),
        ("procedures", 2, "status", Put::Text("x")),
        ("papers", 9, "name_vi", Put::Text(" ")),
    ]);
    let places: Vec<&str> = told.iter().filter_map(|fault| fault.split(':').next()).collect();
    assert_eq!(
        places,
        [
            "sheet procedures, row 2, column status",
            "sheet procedures, row 4, column name_vi",
            "sheet papers, row 9, column name_vi",
            "sheet limits, row 2, column value",
        ]
    );
}

#[test]
fn numbers_and_ticks_that_a_program_made_of_texts_are_understood() {
    let same = changed(&[
        ("papers", 2, "order", Put::Number(1.0)),
        ("papers", 2, "required", Put::Yes(shipped()[0].procedure.components[0].required)),
    ]);
    assert_eq!(sheet::read_catalogue(&same).expect("nothing is wrong"), shipped()[..12]);
}

#[test]
fn columns_are_known_by_their_names() {
    let told = faults(&[("papers", 1, "copies", Put::Text("coppies")), ("steps", 1, "note_vi", Put::Text("order"))]);
    assert_eq!(
        told,
        [
            "sheet papers, row 1, column copies: the column is missing",
            "sheet papers, row 1, column coppies: \"coppies\" is no column of this sheet",
            "sheet steps, row 1, column note_vi: the column is missing",
            "sheet steps, row 1, column order: the column stands twice",
        ]
    );
}

#[test]
fn a_procedure_that_stands_twice_is_told() {
    let id = shipped()[0].procedure.id.as_str();
    let bytes = written(&[shipped()[0].clone(), shipped()[0].clone()]);
    let faults = sheet::read_catalogue(&bytes).expect_err("it is faulty");
    let expected = format!("sheet procedures, row 3, column id: {id:?} stands twice");
    assert_eq!(faults.iter().map(ToString::to_string).collect::<Vec<_>>()[..1], [expected]);
}

//! A form on paper: the printed form with the answers on its dotted lines, to be printed from a browser.
//!
//! The paper is in Vietnamese whatever the language of the page is. The heading with the name of the state and its motto,
//! and the margins of the sheet, are those of Decree 30/2020/NĐ-CP, Appendix I. Questions that were not asked keep their
//! empty lines, as on the printed form.

use super::read_out::said;
use super::{as_text, asked};
use crate::messages::{Messages, PublicPaper, VI, fill};
use crate::web::format;
use askama::Template;
use askama::filters::HtmlSafe;
use domain::eform::{Field as Question, FieldKind, Form, Section};
use jiff::civil::Date;
use serde_json::{Map, Value};

/// Values that a question may offer at most to have a box for each.
const BOXES_MAX: usize = 8;
/// Empty rows of a table in which nothing was filled in.
const EMPTY_ROWS: usize = 3;
/// Dots for what is not known.
const DOTS: &str = "……";

/// What is filled in on one question.
#[derive(Debug)]
pub(super) enum Filled {
    /// Text on a dotted line.
    Line(String),
    /// A box for each value, the chosen one ticked.
    Boxes(Vec<(&'static str, String)>),
    /// The question is a box itself.
    Box(&'static str),
}

#[derive(Debug)]
pub(super) struct Line {
    pub(super) label: String,
    pub(super) filled: Filled,
}

/// A repeated section: the questions above, a row for each filling in.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

#[derive(Debug)]
pub(super) struct Part {
    pub(super) title: Option<String>,
    pub(super) note: Option<String>,
    pub(super) lines: Vec<Line>,
    pub(super) table: Option<Table>,
}

/// The printed form with its answers.
#[derive(Debug, Template)]
#[template(path = "components/paper.html")]
pub(crate) struct Paper {
    t: &'static PublicPaper,
    pub(super) form_no: Option<String>,
    pub(super) basis: Option<String>,
    pub(super) title: String,
    pub(super) parts: Vec<Part>,
    place_and_day: String,
    /// What stands under each place for a signature.
    signatures: Vec<String>,
    /// Printed under the first signature.
    pub(super) signer: String,
    /// From what it was printed.
    origin: String,
}

impl HtmlSafe for Paper {}

/// What stands on the paper beside the answers.
#[derive(Debug)]
pub(crate) struct Signed {
    /// The applicant's name.
    pub(crate) name: String,
    /// The day on which the form was handed in.
    pub(crate) on: Option<Date>,
    /// From what the paper was printed.
    pub(crate) origin: String,
}

impl Paper {
    /// The paper with answers as they are kept, without those of hidden questions.
    pub(crate) fn of(form: &Form, answers: &Map<String, Value>, signed: Signed) -> Self {
        let t = &VI.public.paper;
        let mut numbers = Numbers::of(form);
        let parts = form.sections.iter().filter_map(|section| part(section, form, answers, &mut numbers)).collect();
        let signatures = form.fields().map(|(_, field)| field).filter(|field| field.kind == FieldKind::Signature);
        Self {
            t,
            form_no: form.form_no.as_ref().map(|number| form_no(t, number)),
            basis: form.basis_vi.as_ref().map(|basis| fill(t.attached_to, &[("basis", basis)])),
            title: form.title_vi.clone(),
            parts,
            place_and_day: place_and_day(t, signed.on),
            signatures: signatures.map(|field| field.label_vi.clone()).collect(),
            signer: signed.name,
            origin: signed.origin,
        }
    }

    pub(in crate::web) fn title(&self) -> &str {
        &self.title
    }
}

/// The number of the printed form; many of them begin with the word themselves.
fn form_no(t: &PublicPaper, number: &str) -> String {
    let word = fill(t.form_no, &[("number", &"")]);
    if number.starts_with(word.trim()) { number.to_owned() } else { fill(t.form_no, &[("number", &number)]) }
}

fn place_and_day(t: &PublicPaper, on: Option<Date>) -> String {
    let [day, month, year] = match on {
        Some(on) => [format!("{:02}", on.day()), format!("{:02}", on.month()), on.year().to_string()],
        None => [DOTS, DOTS, DOTS].map(str::to_owned),
    };
    fill(t.place_and_day, &[("day", &day), ("month", &month), ("year", &year)])
}

/// Numbers for questions, unless the form has its own.
struct Numbers(Option<usize>);

impl Numbers {
    fn of(form: &Form) -> Self {
        let is_numbered = |text: &str| text.starts_with(|letter: char| letter.is_ascii_digit());
        let has_own = form.sections.iter().any(|section| is_numbered(&section.title_vi))
            || form.fields().any(|(_, field)| is_numbered(&field.label_vi));
        Self((!has_own).then_some(0))
    }

    fn label(&mut self, label: &str) -> String {
        match &mut self.0 {
            Some(number) => {
                *number = number.saturating_add(1);
                format!("{number}. {label}")
            }
            None => label.to_owned(),
        }
    }
}

fn part(section: &Section, form: &Form, answers: &Map<String, Value>, numbers: &mut Numbers) -> Option<Part> {
    let (title, note) = (section.title_vi.clone(), section.note_vi.clone());
    if section.repeat.is_some() {
        let table = Some(table(section, answers));
        return Some(Part { title: Some(numbers.label(&title)), note, lines: Vec::new(), table });
    }
    // "Kính gửi: …": the heading is the question.
    if let [only] = section.fields.as_slice()
        && only.kind == FieldKind::Text
    {
        let line = Line { label: title, filled: filled(form, only, answers) };
        return Some(Part { title: None, note, lines: vec![line], table: None });
    }
    let on_paper = section.fields.iter().filter(|question| question.kind != FieldKind::Signature);
    let lines: Vec<Line> = on_paper
        .map(|question| Line { label: numbers.label(&question.label_vi), filled: filled(form, question, answers) })
        .collect();
    (!lines.is_empty()).then_some(Part { title: Some(title), note, lines, table: None })
}

fn filled(form: &Form, question: &Question, answers: &Map<String, Value>) -> Filled {
    let value = answers.get(&question.id);
    let offered = form.offered(question);
    match question.kind {
        FieldKind::Checkbox => Filled::Box(mark(is_ticked(value))),
        FieldKind::File => Filled::Line(VI.public.paper.handed_in_apart.to_owned()),
        _ if (1..=BOXES_MAX).contains(&offered.len()) => {
            let given = value.map(as_text).unwrap_or_default();
            Filled::Boxes(offered.iter().map(|offer| (mark(*offer == given), offer.clone())).collect())
        }
        kind => Filled::Line(value.map(|value| written(&VI, kind, value)).unwrap_or_default()),
    }
}

/// Whether a box is ticked, as a page or an interface answers it.
fn is_ticked(value: Option<&Value>) -> bool {
    value.map(as_text).is_some_and(|text| matches!(text.as_str(), "1" | "true" | "on"))
}

/// An answer as it stands on paper: days as they are written in Việt Nam.
fn written(m: &Messages, kind: FieldKind, value: &Value) -> String {
    let text = said(m, kind, value);
    let day = matches!(kind, FieldKind::Date | FieldKind::PartialDate).then(|| text.parse::<Date>().ok()).flatten();
    day.map_or(text, format::day)
}

fn table(section: &Section, answers: &Map<String, Value>) -> Table {
    let cell = |question: &Question, row: &Map<String, Value>| {
        let value = row.get(&question.id);
        if question.kind == FieldKind::Checkbox {
            return mark(is_ticked(value)).to_owned();
        }
        value.map(|value| written(&VI, question.kind, value)).unwrap_or_default()
    };
    let given = answers.get(&section.id).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let mut rows: Vec<Vec<String>> =
        given.map(|row| asked(section).map(|question| cell(question, row)).collect()).collect();
    if rows.is_empty() {
        let most = section.repeat.map_or(EMPTY_ROWS, |repeat| repeat.max.min(EMPTY_ROWS));
        rows = vec![asked(section).map(|_| String::new()).collect(); most];
    }
    Table { heads: asked(section).map(|question| question.label_vi.clone()).collect(), rows }
}

/// A box as a letter.
pub(super) const fn mark(is_ticked: bool) -> &'static str {
    if is_ticked { "☒" } else { "☐" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::json;

    fn on_paper(form: &Form, answers: &Value) -> String {
        let signed =
            Signed { name: "Lê An".to_owned(), on: Some(date(2026, 2, 3)), origin: "Mã hồ sơ X".to_owned() };
        Paper::of(form, answers.as_object().unwrap(), signed).to_string()
    }

    #[test]
    fn answers_stand_on_lines_in_boxes_and_in_tables() {
        let mut form = Form::default_for("x");
        let question = form.sections[0].fields[0].clone();
        let field = |id: &str, kind| Question { id: id.to_owned(), label_vi: id.to_owned(), kind, ..question.clone() };
        let choices = domain::eform::Choices::Listed { values: vec!["Nam".to_owned(), "Nữ".to_owned()] };
        form.form_no = Some("CT01".to_owned());
        form.sections[0].fields = vec![
            field("Ngày", FieldKind::Date),
            Question { choices, ..field("Giới tính", FieldKind::Select) },
            field("Cam đoan", FieldKind::Checkbox),
            field("Vốn", FieldKind::Money),
            field("Người khai ký", FieldKind::Signature),
        ];
        let mut rows = form.sections[0].clone();
        rows.id = "nguoi".to_owned();
        rows.repeat = Some(domain::eform::Repeat { min: 0, max: 2 });
        rows.fields = vec![field("Tên", FieldKind::Text)];
        form.sections.push(rows);
        let filled = on_paper(
            &form,
            &json!({"Ngày": "2026-11-26", "Giới tính": "Nữ", "Cam đoan": true, "Vốn": "50000000",
                "nguoi": [{"Tên": "Ma <b>"}]}),
        );
        for part in [
            "Mẫu CT01",
            "1. Ngày:</span> <span class=\"dots\">26/11/2026</span>",
            "☐ Nam",
            "☒ Nữ",
            "☒ 3. Cam đoan",
            "50.000.000 đ",
            "<td>Ma &#60;b&#62;</td>",
            "ngày 03 tháng 02 năm 2026",
            "Người khai ký",
            "Lê An",
            "Mã hồ sơ X",
        ] {
            assert!(filled.contains(part), "{part} is missing in {filled}");
        }
        let empty = on_paper(&form, &json!({}));
        assert!(!empty.contains('☒') && empty.matches("<tr>").count() == 3, "an empty form to be filled in by hand");
    }

    #[test]
    fn a_form_with_numbers_of_its_own_keeps_them() {
        let mut form = Form::default_for("x");
        form.sections[0].title_vi = "1. Chủ đầu tư".to_owned();
        form.form_no = Some("Mẫu số 01".to_owned());
        let paper = on_paper(&form, &json!({"noi_dung": "Xây nhà"}));
        assert!(paper.contains(">Nội dung đề nghị giải quyết:") && paper.contains(">Mẫu số 01<"), "{paper}");
    }
}

//! The printed form as data of a paper, and what was answered in it as lines of an extract.

use super::paper::{Filled, Line, Paper, Part, mark};
use jiff::civil::Date;
use paper::{Answers, Block, FilledForm, Section};

impl Paper {
    /// The form as it is set as PDF.
    pub(crate) fn into_filled_form(self, dossier: Option<paper::Dossier>, place: String, date: Date) -> FilledForm {
        let form = [self.form_no, self.basis].into_iter().flatten().collect::<Vec<_>>().join("\n");
        FilledForm {
            form: Some(form).filter(|form| !form.is_empty()),
            title: self.title,
            to: None,
            dossier,
            sections: self.parts.into_iter().map(section).collect(),
            declaration: None,
            place,
            date,
            signer: self.signer,
        }
    }

    /// Each question that was answered, with its answer.
    pub(crate) fn answered(&self) -> Vec<(String, String)> {
        self.parts.iter().flat_map(answers).collect()
    }
}

fn section(part: Part) -> Section {
    let note = part.note.map(|text| Block::Text { text });
    let table = part.table.map(|table| {
        let rows = table.rows;
        Block::Table(Answers { question: None, columns: table.heads, rows })
    });
    let lines = part.lines.into_iter().map(line);
    Section { heading: part.title, blocks: note.into_iter().chain(lines).chain(table).collect() }
}

fn line(Line { label, filled }: Line) -> Block {
    let is_ticked = |sign: &str| sign == mark(true);
    match filled {
        Filled::Line(answer) => Block::Answer { question: label, answer: Some(answer).filter(|text| !text.is_empty()) },
        Filled::Boxes(boxes) => {
            let options = boxes.into_iter().map(|(sign, offer)| (offer, is_ticked(sign)));
            Block::Choice { question: label, options: options.collect() }
        }
        Filled::Box(sign) => Block::Choice { question: label, options: vec![(String::new(), is_ticked(sign))] },
    }
}

fn answers(part: &Part) -> Vec<(String, String)> {
    let of_line = |line: &Line| {
        let answer = match &line.filled {
            Filled::Line(answer) => Some(answer.clone()).filter(|answer| !answer.is_empty()),
            Filled::Boxes(boxes) => boxes.iter().find(|(sign, _)| *sign == mark(true)).map(|(_, offer)| offer.clone()),
            Filled::Box(_) => None,
        };
        answer.map(|answer| (without_number(&line.label).to_owned(), answer))
    };
    let title = part.title.as_deref().map(without_number).unwrap_or_default();
    let tables = part.table.iter().flat_map(|table| table.rows.iter().map(|row| (&table.heads, row)));
    let of_row = |(heads, row): (&Vec<String>, &Vec<String>)| {
        let cells = heads.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
        let cells: Vec<String> = cells.map(|(head, cell)| format!("{head}: {cell}")).collect();
        (!cells.is_empty()).then(|| (title.to_owned(), cells.join("; ")))
    };
    part.lines.iter().filter_map(of_line).chain(tables.filter_map(of_row)).collect()
}

/// `Họ và tên` of `3. Họ và tên`.
fn without_number(label: &str) -> &str {
    label.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.').trim_start()
}

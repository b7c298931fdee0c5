//! The text of a document as it is typed, and the parts that it is made of: a small markup that reads like the paper.
//!
//! Each line is a paragraph. What a line is follows from its first words: `Kính gửi:`, `Căn cứ …`, `Chương II`, `Điều 3.`,
//! `2.`, `a)`, `QUYẾT ĐỊNH:`, `Nơi nhận:`; a line that begins with `# ` is a heading. Law: Decree 30/2020/NĐ-CP, Annex I.

use serde::{Deserialize, Serialize};

use crate::text::{composed, fold};

/// Most lines of a text.
pub const TEXT_LINES_MAX: usize = 1_500;
/// A heading in capitals has at most so many letters.
const CRY_CHARS_MAX: usize = 60;

/// One paragraph of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum Part {
    /// Căn cứ: what the document is based on.
    Basis {
        /// As it stands.
        text: String,
    },
    /// A heading: of a phần, chương, mục, or any other.
    Heading {
        /// As it stands.
        text: String,
    },
    /// A word that stands alone in capitals: `QUYẾT ĐỊNH:`.
    Cry {
        /// As it stands.
        text: String,
    },
    /// Điều.
    Article {
        /// `Điều 3.`
        number: String,
        /// What follows.
        text: String,
    },
    /// Khoản.
    Clause {
        /// `2.`
        number: String,
        /// What follows.
        text: String,
    },
    /// Điểm.
    Point {
        /// `a)`
        number: String,
        /// What follows.
        text: String,
    },
    /// Anything else.
    Paragraph {
        /// As it stands.
        text: String,
    },
}

/// A text with its addressees, its parts and its recipients.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentText {
    /// Kính gửi (box 9a).
    pub to: Vec<String>,
    /// What it says (box 6).
    pub parts: Vec<Part>,
    /// Nơi nhận (box 9b).
    pub recipients: Vec<String>,
}

/// Where the lines that are read belong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Addressees,
    Body,
    Recipients,
}

impl DocumentText {
    /// Reads a text. Every line of it is in what comes out; lines beyond [`TEXT_LINES_MAX`] are left out.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut read = Self::default();
        let mut place = Place::Body;
        for line in composed(text).lines().map(str::trim).filter(|line| !line.is_empty()).take(TEXT_LINES_MAX) {
            let folded = fold(line);
            if let Some(rest) = after_label(line, "kinh gui") {
                place = Place::Addressees;
                read.to.extend(dashless(rest));
            } else if let Some(rest) = after_label(line, "noi nhan") {
                place = Place::Recipients;
                read.recipients.extend(dashless(rest));
            } else if place == Place::Recipients {
                read.recipients.extend(dashless(line));
            } else if place == Place::Addressees && line.starts_with(['-', '–']) {
                read.to.extend(dashless(line));
            } else {
                place = Place::Body;
                read.parts.push(part(line, &folded));
            }
        }
        read
    }
}

/// What follows a label, however its accents are written.
fn after_label<'a>(line: &'a str, label: &str) -> Option<&'a str> {
    let (head, rest) = line.split_once(':')?;
    (fold(head) == label).then_some(rest.trim())
}

/// A line of a list without its dash; nothing when that is all there is.
fn dashless(line: &str) -> Option<String> {
    let line = line.trim_start_matches(['-', '–']).trim();
    (!line.is_empty()).then(|| line.to_owned())
}

fn part(line: &str, folded: &str) -> Part {
    let text = line.to_owned();
    if let Some(heading) = line.strip_prefix("# ") {
        return Part::Heading { text: heading.trim().to_owned() };
    }
    if let Some((number, text)) = numbered_article(line) {
        return Part::Article { number, text };
    }
    if is_heading(line, folded) {
        return Part::Heading { text };
    }
    if folded.starts_with("can cu ") {
        return Part::Basis { text };
    }
    if let Some((number, text)) =
        numbered(line, '.', |mark| mark.len() <= 3 && mark.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return Part::Clause { number, text };
    }
    if let Some((number, text)) = numbered(line, ')', is_point) {
        return Part::Point { number, text };
    }
    if is_cry(line) { Part::Cry { text } } else { Part::Paragraph { text } }
}

/// `Điều 3.` or `Điều 3a:` and what follows.
fn numbered_article(line: &str) -> Option<(String, String)> {
    let (number, text) = line.split_once(['.', ':'])?;
    let folded = fold(number);
    let mark = folded.strip_prefix("dieu ")?;
    let is_number = mark.len() <= 5
        && mark.starts_with(|letter: char| letter.is_ascii_digit())
        && mark.chars().all(char::is_alphanumeric);
    is_number.then(|| (format!("{number}."), text.trim().to_owned()))
}

fn numbered(line: &str, end: char, fits: impl Fn(&str) -> bool) -> Option<(String, String)> {
    let (mark, text) = line.split_once(end)?;
    let is_apart = text.starts_with(char::is_whitespace);
    (is_apart && !mark.is_empty() && fits(mark)).then(|| (format!("{mark}{end}"), text.trim().to_owned()))
}

/// One letter, or đ and its like.
fn is_point(mark: &str) -> bool {
    let mut letters = mark.chars();
    letters.next().is_some_and(char::is_lowercase) && letters.next().is_none()
}

/// Phần, chương, mục and tiểu mục with a number.
fn is_heading(line: &str, folded: &str) -> bool {
    let of = |word: &str| {
        folded.strip_prefix(word).and_then(|rest| rest.split([' ', '.', ':']).next()).is_some_and(|mark| {
            let is_roman = mark.chars().all(|letter| matches!(letter, 'i' | 'v' | 'x' | 'l' | 'c'));
            !mark.is_empty() && (is_roman || mark.bytes().all(|byte| byte.is_ascii_digit()))
        })
    };
    line.starts_with(char::is_uppercase) && ["phan ", "chuong ", "muc ", "tieu muc "].into_iter().any(of)
}

/// A short line in capitals.
fn is_cry(line: &str) -> bool {
    let letters = || line.chars().filter(|letter| letter.is_alphabetic());
    line.chars().count() <= CRY_CHARS_MAX && letters().count() > 2 && letters().all(char::is_uppercase)
}

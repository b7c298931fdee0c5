//! Finding legal texts: by type, issuer, status on a day, and words with or without accents.

use std::cmp::Reverse;

use domain::statute::{Status, Statute};
use domain::text::fold;
use domain::time::Date;

use crate::Catalogue;

/// Which texts are wanted; what is empty does not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WantedTexts {
    /// Words of symbol, title, issuer or field.
    pub words: String,
    /// The type.
    pub kind: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// How it stands on the day.
    pub status: Option<Status>,
}

/// A text in a list.
#[derive(Debug, Clone, Copy)]
pub struct TextRow<'c> {
    /// The text.
    pub text: &'c Statute,
    /// How it stands on the day.
    pub status: Status,
}

/// A page of texts.
#[derive(Debug, Default)]
pub struct FoundTexts<'c> {
    /// The texts, those of the latest year first.
    pub rows: Vec<TextRow<'c>>,
    /// How many there are on all pages.
    pub count: usize,
    /// The symbol after which the next page begins.
    pub next: Option<&'c str>,
}

impl Catalogue {
    /// The texts that are wanted, as of a day, after a symbol.
    #[must_use]
    pub fn find_texts(&self, wanted: &WantedTexts, day: Date, after: Option<&str>, limit: usize) -> FoundTexts<'_> {
        let words: Vec<String> = fold(&wanted.words).split(' ').map(str::to_owned).collect();
        let mut rows: Vec<TextRow<'_>> = self
            .statutes
            .texts()
            .filter(|text| wanted.kind.as_ref().is_none_or(|kind| text.kind_vi == *kind))
            .filter(|text| wanted.issuer.as_ref().is_none_or(|issuer| text.issuer_vi == *issuer))
            .filter(|text| speaks_of(text, &words))
            .filter_map(|text| Some(TextRow { text, status: self.statutes.status(&text.id, day)? }))
            .filter(|row| wanted.status.is_none_or(|status| status == row.status))
            .collect();
        rows.sort_by(|one, other| place(&one.text.id).cmp(&place(&other.text.id)));
        let count = rows.len();
        let mut rest = rows.into_iter().filter(|row| after.is_none_or(|after| place(&row.text.id) > place(after)));
        let rows: Vec<TextRow<'_>> = rest.by_ref().take(limit).collect();
        let next = rest.next().and(rows.last()).map(|row| row.text.id.as_str());
        FoundTexts { rows, count, next }
    }
}

/// Where a text stands in lists: the latest year first, then by its symbol.
fn place(id: &str) -> (Reverse<u16>, &str) {
    let year = id.split('/').nth(1).and_then(|year| year.parse().ok()).unwrap_or(0);
    (Reverse(year), id)
}

fn speaks_of(text: &Statute, words: &[String]) -> bool {
    let all = fold(&[&*text.id, &*text.kind_vi, &*text.title_vi, &*text.issuer_vi, &*text.field_vi].join(" "));
    words.iter().all(|word| all.contains(word.as_str()))
}

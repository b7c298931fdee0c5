//! What a search answers: procedures, each with the reason for which it was found.

use std::sync::Arc;

use domain::procedure::Procedure;

/// Why something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Its code is what was asked, or begins so.
    Code,
    /// Its name is what was asked.
    Exact,
    /// Its name begins with what was asked.
    Prefix,
    /// What was asked is an everyday word for it, or holds one.
    Synonym {
        /// The word that people say: `sổ đỏ`.
        everyday: String,
        /// The official words: `giấy chứng nhận quyền sử dụng đất`.
        official: String,
    },
    /// Its name holds what was asked in one piece.
    Phrase,
    /// Its name holds every word.
    Words,
    /// Name, field, agency and results hold every word together.
    Text,
    /// Its name holds nearly every word: something was mistyped.
    Typo,
}

/// Something found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The procedure.
    pub procedure: Arc<Procedure>,
    /// Why.
    pub why: Why,
}

/// What a search found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The best first.
    pub hits: Vec<Hit>,
    /// What was probably meant, where the words as typed found nothing in any name.
    pub did_you_mean: Option<String>,
}

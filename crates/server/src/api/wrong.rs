//! Wrong fields of a request, and the sentences that name what is wrong with them.

use crate::messages::{Messages, fill};
use crate::sentences;
use app::{FieldProblem, FieldProblemKind};
use serde::Serialize;
use utoipa::ToSchema;

/// One wrong field.
#[derive(Debug, Clone)]
pub(super) struct Wrong {
    field: String,
    kind: WrongKind,
}

/// What is wrong with it.
#[derive(Debug, Clone)]
pub(super) enum WrongKind {
    /// What the acts say.
    Act(FieldProblemKind),
    /// Not a whole number from 1 to 100.
    Limit,
    /// Not a cursor of this list.
    Cursor,
    /// Not a time.
    Moment,
    /// Not a day.
    Day,
    /// None of these words.
    Word(String),
    /// Not an entity tag of ours.
    IfMatch,
    /// Not a key.
    Key,
    /// No such field.
    Unknown,
    /// Holds U+0000.
    Control,
}

impl Wrong {
    /// A fault of a field.
    pub(super) fn new(field: impl Into<String>, kind: WrongKind) -> Self {
        Self { field: field.into(), kind }
    }

    /// What a message of serde says about a body or a query: the field, and whether it is missing, unknown or unreadable.
    pub(super) fn from_serde(message: &str) -> Self {
        let quoted = |text: &str| text.split('`').nth(1).map(str::to_owned);
        let (path, said) = match message.split_once(": ") {
            Some((path, said)) if !path.contains(' ') => (path, said),
            Some(_) | None => ("", message),
        };
        let (name, kind) = if said.starts_with("missing field") {
            (quoted(said), WrongKind::Act(FieldProblemKind::Missing))
        } else if said.starts_with("unknown field") {
            (quoted(said), WrongKind::Unknown)
        } else {
            (None, WrongKind::Act(FieldProblemKind::Malformed))
        };
        let path = path.trim_matches('.');
        let field = match name {
            Some(name) if path.is_empty() || path == name => name,
            Some(name) if path.ends_with(&format!(".{name}")) => path.to_owned(),
            Some(name) => format!("{path}.{name}"),
            None => path.to_owned(),
        };
        Self::new(field, kind)
    }

    /// The field with its sentence.
    pub(super) fn said(&self, m: &Messages) -> FieldMessage {
        let texts = &m.problem;
        let message = match &self.kind {
            WrongKind::Act(kind) => sentences::field_problem(m, &FieldProblem::new(self.field.clone(), kind.clone())),
            WrongKind::Limit => texts.limit.to_owned(),
            WrongKind::Cursor => texts.cursor.to_owned(),
            WrongKind::Moment => texts.moment.to_owned(),
            WrongKind::Day => texts.day.to_owned(),
            WrongKind::Word(words) => fill(texts.word, &[("words", words)]),
            WrongKind::IfMatch => texts.if_match.to_owned(),
            WrongKind::Key => texts.key_form.to_owned(),
            WrongKind::Unknown => texts.unknown.to_owned(),
            WrongKind::Control => texts.control.to_owned(),
        };
        FieldMessage { field: self.field.clone(), message }
    }
}

/// What is wrong with one field.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FieldMessage {
    /// The field as named in the request: `applicant.phone`, `form.noi_dung`, `files.c1`, `limit`.
    field: String,
    /// What is wrong with it, in the caller's language.
    message: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::EN;

    #[test]
    fn what_serde_says_becomes_a_field() {
        for (said, field) in [
            ("applicant: missing field `name` at line 1 column 9", "applicant.name"),
            ("missing field `unit` at line 1 column 2", "unit"),
            ("applicant.naem: unknown field `naem`, expected one of `kind`, `name`", "applicant.naem"),
            ("naem: unknown field `naem`, expected `name`", "naem"),
            ("files[0].sha256: invalid type: integer `1`, expected a string at line 1 column 30", "files[0].sha256"),
            ("limit: invalid digit found in string", "limit"),
        ] {
            let wrong = Wrong::from_serde(said);
            assert_eq!(wrong.field, field, "{said}");
            assert!(!wrong.said(&EN).message.is_empty());
        }
    }
}

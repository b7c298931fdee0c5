//! Why a command did not do what was asked, as a sentence with what to do next.

use crate::messages::{Messages, fill};
use app::{ActError, OpenError};
use domain::dataset::Fault;
use std::error::Error;
use std::io::Write;

/// A command that said no or did not understand.
#[derive(Debug)]
pub(super) enum Failure {
    /// Not understood: exit code 2.
    Usage(String),
    /// Said no: exit code 1, with the reasons below.
    No {
        /// What did not happen.
        what: String,
        /// Why, from the outside in.
        why: Vec<String>,
    },
    /// The command has printed why itself: exit code 1.
    Said,
}

impl Failure {
    /// A sentence.
    pub(super) fn no(what: impl Into<String>) -> Self {
        Self::No { what: what.into(), why: Vec::new() }
    }

    /// A sentence and the error behind it.
    pub(super) fn because(what: impl Into<String>, error: &(dyn Error + 'static)) -> Self {
        let mut why = Vec::new();
        let mut cause = Some(error);
        while let Some(error) = cause {
            let text = error.to_string();
            if why.last() != Some(&text) {
                why.push(text);
            }
            cause = error.source();
        }
        Self::No { what: what.into(), why }
    }

    /// The product could not be opened.
    pub(super) fn opening(m: &Messages, error: &OpenError) -> Self {
        let texts = &m.cli;
        let what = match error {
            OpenError::Folder { folder, .. } => fill(texts.folder, &[("folder", &folder.display())]),
            OpenError::Store(_) => texts.database.to_owned(),
            OpenError::Blobs(_) => texts.blobs.to_owned(),
            OpenError::Register(_) => texts.register_address.to_owned(),
            OpenError::Gateway(_) => texts.payment_gateway.to_owned(),
            OpenError::Exchange(_) => texts.exchange_settings.to_owned(),
            OpenError::Signing(_) => texts.signing_keys.to_owned(),
            OpenError::Notices(_) => texts.notices_address.to_owned(),
            OpenError::NoObjectStorage => return Self::no(texts.no_object_storage),
            OpenError::Data(ActError::Unavailable) => texts.unavailable.to_owned(),
            OpenError::Data(_) => texts.stored_data.to_owned(),
        };
        Self::because(what, error)
    }

    /// An act did not happen.
    pub(super) fn act(m: &Messages, error: &ActError) -> Self {
        match error {
            ActError::Invalid(problems) => {
                let line =
                    |one: &app::FieldProblem| format!("{}: {}", one.field, crate::sentences::field_problem(m, one));
                Self::no(problems.iter().map(line).collect::<Vec<_>>().join("\n"))
            }
            ActError::Unavailable => Self::no(m.cli.unavailable),
            _ => Self::because(m.cli.fault, error),
        }
    }

    /// The exit code.
    pub(super) const fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::No { .. } | Self::Said => 1,
        }
    }

    /// Prints it to standard error.
    pub(super) fn print(&self, m: &Messages, json: bool) {
        let (what, why): (&str, &[String]) = match self {
            Self::Usage(what) => (what, &[]),
            Self::No { what, why } => (what, why),
            Self::Said => return,
        };
        let mut lines = vec![fill(m.cli.error, &[("what", &what)])];
        lines.extend(why.iter().map(|why| format!("  {}", fill(m.cli.because, &[("why", why)]))));
        let text = if json { serde_json::json!({"error": what, "because": why}).to_string() } else { lines.join("\n") };
        drop(writeln!(std::io::stderr(), "{text}"));
    }
}

/// A fault of a data file for machines.
pub(super) fn fault_json(fault: &Fault) -> serde_json::Value {
    serde_json::json!({
        "file": fault.file, "record": fault.record, "field": fault.field, "message": fault.kind.to_string(),
    })
}

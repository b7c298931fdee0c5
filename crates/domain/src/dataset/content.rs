//! The content of one procedure version: the procedure and its form, in one document.

use serde_json::{Value, json};

use super::node::{Faults, Node};
use super::{Fault, FaultKind, form, json, procedure, write};
use crate::eform::Form;
use crate::procedure::Procedure;

/// What a version of a procedure says, with the form that goes with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// The procedure.
    pub procedure: Procedure,
    /// Its form; none where the applicant writes in their own words.
    pub form: Option<Form>,
}

impl Content {
    /// Reads `{"procedure": {…}, "form": {…} | null}`; every fault at once.
    pub fn parse(bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        let faults = Faults::of("-");
        match json::read(bytes) {
            Ok(value) => Self::read(faults, &value),
            Err(kind) => {
                faults.add("-", "-", kind);
                Err(faults.into_found())
            }
        }
    }

    /// Reads a document that was parsed already, as it comes out of storage.
    pub fn from_value(value: &Value) -> Result<Self, Vec<Fault>> {
        Self::read(Faults::of("-"), value)
    }

    /// The document, read back by [`Content::from_value`] to the same content.
    #[must_use]
    pub fn to_value(&self) -> Value {
        json!({"procedure": write::procedure(&self.procedure), "form": self.form.as_ref().map(write::form)})
    }

    /// The document as text.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.to_value().to_string()
    }

    fn read(faults: Faults, value: &Value) -> Result<Self, Vec<Fault>> {
        let root = Node::root(&faults, value);
        let content = root.is_object().then(|| {
            let mut procedures = procedure::read_single(&root.field("procedure"));
            let place = root.field("form");
            let form = (!place.is_null() && place.is_object()).then(|| form::read(&place));
            if procedures.is_empty() {
                root.field("procedure").fault(FaultKind::Missing);
            }
            procedures.pop().map(|procedure| Self { procedure, form })
        });
        match (content.flatten(), faults.into_found()) {
            (Some(content), found) if found.is_empty() => Ok(content),
            (_, found) => Err(found),
        }
    }
}

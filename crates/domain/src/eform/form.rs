//! The definition of a form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Concept, CrossRule, Example, FieldRule};
use crate::rule::Rule;

/// Kind of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines.
    Textarea,
    /// One of a list.
    Select,
    /// One of a few.
    Radio,
    /// Ticked or not.
    Checkbox,
    /// A day: `2026-11-26` or `26/11/2026`.
    Date,
    /// A year, a month or a day.
    PartialDate,
    /// A whole number.
    Integer,
    /// A number with at most four decimals.
    Decimal,
    /// An amount in đồng.
    Money,
    /// A phone number.
    Tel,
    /// A personal identity number of 12 digits, or one of an old identity card with 9.
    Identity,
    /// A tax code of 10 digits with its check digit, or 13 with that of a branch.
    TaxCode,
    /// An address of electronic mail.
    Email,
    /// A web address.
    Url,
    /// A postal address.
    Address,
    /// Stands for the signature on paper; online the signed-in account signs, so it is never asked for.
    Signature,
    /// A file; it is handed in as a paper of the dossier, not as an answer.
    File,
}

impl FieldKind {
    /// Reads the word that files use.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "text" => Self::Text,
            "textarea" => Self::Textarea,
            "select" => Self::Select,
            "radio" => Self::Radio,
            "checkbox" => Self::Checkbox,
            "date" => Self::Date,
            "partial_date" => Self::PartialDate,
            "integer" => Self::Integer,
            "decimal" => Self::Decimal,
            "money" => Self::Money,
            "tel" => Self::Tel,
            "identity" => Self::Identity,
            "tax_code" => Self::TaxCode,
            "email" => Self::Email,
            "url" => Self::Url,
            "address" => Self::Address,
            "signature" => Self::Signature,
            "file" => Self::File,
            _ => return None,
        })
    }

    /// Characters that an answer may have at most.
    #[must_use]
    pub const fn max_characters(self) -> usize {
        match self {
            Self::Textarea => 4000,
            Self::Text | Self::Address | Self::Url => 500,
            Self::Select | Self::Radio | Self::Email | Self::Signature | Self::File => 200,
            Self::Checkbox
            | Self::Date
            | Self::PartialDate
            | Self::Integer
            | Self::Decimal
            | Self::Money
            | Self::Tel
            | Self::Identity
            | Self::TaxCode => 40,
        }
    }

    /// Whether it is answered in the form itself.
    #[must_use]
    pub const fn is_asked(self) -> bool {
        !matches!(self, Self::Signature | Self::File)
    }
}

/// The values that a field offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Choices {
    /// Anything of the field's kind.
    Any,
    /// These.
    Listed {
        /// The values.
        values: Vec<String>,
    },
    /// Those of a list of the form.
    Named {
        /// Name of the list.
        list: String,
        /// Value chosen beforehand.
        default: Option<String>,
    },
    /// A nationality; no list of countries is published with the forms, so any text.
    Nationality {
        /// Value chosen beforehand.
        default: Option<String>,
    },
    /// Territories in force.
    Units,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Name of the answer.
    pub id: String,
    /// The question.
    pub label_vi: String,
    /// The question in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_en: Option<String>,
    /// Kind of the answer.
    pub kind: FieldKind,
    /// Whether it must be answered.
    pub required: bool,
    /// Values offered.
    pub choices: Choices,
    /// Rules on the answer.
    pub rules: Vec<FieldRule>,
    /// Help for whoever fills it in.
    pub hint_vi: Option<String>,
    /// The help in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint_en: Option<String>,
    /// Asked only when this holds; in a repeated section the answers of the same row may decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_when: Option<Rule>,
    /// What the answer is about, so that it need not be asked for again by another form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concept: Option<Concept>,
}

/// How often a section may be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// Rows needed.
    pub min: usize,
    /// Rows allowed.
    pub max: usize,
}

/// A part of the form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Its name; a repeated section's rows are answered under it.
    pub id: String,
    /// Its heading.
    pub title_vi: String,
    /// Its heading in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_en: Option<String>,
    /// Remark under the heading.
    pub note_vi: Option<String>,
    /// Page of the wizard on which it stands, with its neighbours of the same page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Asked only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_when: Option<Rule>,
    /// Set when it may be filled in several times.
    pub repeat: Option<Repeat>,
    /// Its questions.
    pub fields: Vec<Field>,
}

/// Whether the printed form is the one in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormStatus {
    /// In force when it was collected.
    InForceAtSnapshot,
    /// Superseded; the text of the new one was not readable.
    PreviousVersion,
}

/// An electronic form (biểu mẫu điện tử).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// Its id: `to-khai-dang-ky-khai-sinh`.
    pub id: String,
    /// Its title.
    pub title_vi: String,
    /// Its title in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_en: Option<String>,
    /// Number of the printed form.
    pub form_no: Option<String>,
    /// Legal basis.
    pub basis_vi: Option<String>,
    /// Procedures that use it.
    pub procedure_ids: Vec<String>,
    /// Whether it is in force.
    pub status: FormStatus,
    /// Its parts.
    pub sections: Vec<Section>,
    /// Rules across fields.
    pub cross_rules: Vec<CrossRule>,
    /// Named lists of values.
    pub value_lists: BTreeMap<String, Vec<String>>,
    /// Answers with what is wrong in them, tried whenever the form is read from a file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// How sure the collectors are of it.
    pub confidence_vi: Option<String>,
    /// Remarks.
    pub notes_vi: Vec<String>,
    /// Where it comes from.
    pub source: String,
    /// All sources.
    pub sources: Vec<String>,
}

impl Form {
    /// Name of the one question of the default form.
    pub const DEFAULT_FIELD: &'static str = "noi_dung";

    /// The form of a procedure that has none: what is asked for, in the applicant's own words.
    #[must_use]
    pub fn default_for(procedure_id: &str) -> Self {
        let question = Field {
            id: Self::DEFAULT_FIELD.to_owned(),
            label_vi: "Nội dung đề nghị giải quyết".to_owned(),
            label_en: None,
            kind: FieldKind::Textarea,
            required: true,
            choices: Choices::Any,
            rules: Vec::new(),
            hint_vi: None,
            hint_en: None,
            show_when: None,
            concept: None,
        };
        Self {
            id: "mac-dinh".to_owned(),
            title_vi: "Nội dung đề nghị".to_owned(),
            title_en: None,
            form_no: None,
            basis_vi: None,
            procedure_ids: vec![procedure_id.to_owned()],
            status: FormStatus::InForceAtSnapshot,
            sections: vec![Section {
                id: "de_nghi".to_owned(),
                title_vi: "Nội dung đề nghị".to_owned(),
                title_en: None,
                note_vi: None,
                page: None,
                show_when: None,
                repeat: None,
                fields: vec![question],
            }],
            cross_rules: Vec::new(),
            value_lists: BTreeMap::new(),
            examples: Vec::new(),
            confidence_vi: None,
            notes_vi: Vec::new(),
            source: String::new(),
            sources: Vec::new(),
        }
    }

    /// Every field with its section.
    pub fn fields(&self) -> impl Iterator<Item = (&Section, &Field)> {
        self.sections.iter().flat_map(|section| section.fields.iter().map(move |field| (section, field)))
    }

    /// The field of that name.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields().map(|(_, field)| field).find(|field| field.id == id)
    }

    /// The sections as pages of the wizard, in order; a section without a page stands alone on one.
    #[must_use]
    pub fn pages(&self) -> Vec<&[Section]> {
        self.sections.chunk_by(|one, next| one.page.is_some() && one.page == next.page).collect()
    }

    /// The values that a field offers; empty when it takes any text or a unit.
    #[must_use]
    pub fn offered<'a>(&'a self, field: &'a Field) -> &'a [String] {
        match &field.choices {
            Choices::Listed { values } => values,
            Choices::Named { list, .. } => self.value_lists.get(list).map_or(&[], Vec::as_slice),
            Choices::Any | Choices::Nationality { .. } | Choices::Units => &[],
        }
    }
}

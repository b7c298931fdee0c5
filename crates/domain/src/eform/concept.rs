//! What an answer is about, whichever form asks: the same concept in two forms is the same fact, and is asked for once.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::FieldKind;
use super::answers::{date, number, text, written};
use crate::text::composed;

/// Longest value that is kept, in characters: that of an address.
pub const VALUE_CHARS_MAX: usize = 500;

/// What a field of a form is about. Those of a person are about the applicant, never about a child, a parent or a
/// member of the household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Concept {
    /// Họ, chữ đệm, tên.
    #[serde(rename = "person.full_name")]
    FullName,
    /// Ngày, tháng, năm sinh.
    #[serde(rename = "person.birth_date")]
    BirthDate,
    /// Giới tính.
    #[serde(rename = "person.gender")]
    Gender,
    /// Số định danh cá nhân.
    #[serde(rename = "person.identity_number")]
    IdentityNumber,
    /// Dân tộc.
    #[serde(rename = "person.ethnicity")]
    Ethnicity,
    /// Quốc tịch.
    #[serde(rename = "person.nationality")]
    Nationality,
    /// Nơi sinh.
    #[serde(rename = "person.birth_place")]
    BirthPlace,
    /// Nơi cư trú.
    #[serde(rename = "person.residence")]
    Residence,
    /// Nơi thường trú.
    #[serde(rename = "person.permanent_residence")]
    PermanentResidence,
    /// Số điện thoại.
    #[serde(rename = "person.phone")]
    Phone,
    /// Thư điện tử.
    #[serde(rename = "person.email")]
    Email,
    /// Tên doanh nghiệp, hộ kinh doanh.
    #[serde(rename = "enterprise.name")]
    EnterpriseName,
    /// Mã số thuế, mã số doanh nghiệp.
    #[serde(rename = "enterprise.tax_code")]
    TaxCode,
    /// Địa chỉ trụ sở.
    #[serde(rename = "enterprise.address")]
    EnterpriseAddress,
    /// Số thửa đất.
    #[serde(rename = "land.parcel")]
    Parcel,
    /// Diện tích thửa đất, mét vuông.
    #[serde(rename = "land.area")]
    LandArea,
    /// Địa chỉ thửa đất.
    #[serde(rename = "land.address")]
    LandAddress,
}

impl Concept {
    /// Every concept, in the order in which they are shown.
    pub const ALL: [Self; 17] = [
        Self::FullName,
        Self::BirthDate,
        Self::Gender,
        Self::IdentityNumber,
        Self::Ethnicity,
        Self::Nationality,
        Self::BirthPlace,
        Self::Residence,
        Self::PermanentResidence,
        Self::Phone,
        Self::Email,
        Self::EnterpriseName,
        Self::TaxCode,
        Self::EnterpriseAddress,
        Self::Parcel,
        Self::LandArea,
        Self::LandAddress,
    ];

    /// The word that files and stored rows use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FullName => "person.full_name",
            Self::BirthDate => "person.birth_date",
            Self::Gender => "person.gender",
            Self::IdentityNumber => "person.identity_number",
            Self::Ethnicity => "person.ethnicity",
            Self::Nationality => "person.nationality",
            Self::BirthPlace => "person.birth_place",
            Self::Residence => "person.residence",
            Self::PermanentResidence => "person.permanent_residence",
            Self::Phone => "person.phone",
            Self::Email => "person.email",
            Self::EnterpriseName => "enterprise.name",
            Self::TaxCode => "enterprise.tax_code",
            Self::EnterpriseAddress => "enterprise.address",
            Self::Parcel => "land.parcel",
            Self::LandArea => "land.area",
            Self::LandAddress => "land.address",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|concept| concept.name() == name)
    }

    /// Whether a field of that kind can hold it.
    #[must_use]
    pub const fn fits(self, kind: FieldKind) -> bool {
        let is_text = matches!(kind, FieldKind::Text | FieldKind::Textarea);
        let is_chosen = matches!(kind, FieldKind::Select | FieldKind::Radio);
        match self {
            Self::FullName | Self::EnterpriseName | Self::Parcel => is_text,
            Self::BirthDate => matches!(kind, FieldKind::Date),
            Self::Gender | Self::Ethnicity | Self::Nationality => is_text || is_chosen,
            Self::IdentityNumber => is_text || matches!(kind, FieldKind::Identity),
            Self::BirthPlace
            | Self::Residence
            | Self::PermanentResidence
            | Self::EnterpriseAddress
            | Self::LandAddress => is_text || matches!(kind, FieldKind::Address),
            Self::Phone => is_text || matches!(kind, FieldKind::Tel),
            Self::Email => is_text || matches!(kind, FieldKind::Email),
            Self::TaxCode => is_text || matches!(kind, FieldKind::TaxCode),
            Self::LandArea => is_text || matches!(kind, FieldKind::Decimal | FieldKind::Integer),
        }
    }

    /// A value of this concept as it is kept: composed, days as `2026-11-26`, numbers of people and telephones without
    /// blanks. `None` when nothing was answered, or not in a way that can be read again.
    #[must_use]
    pub fn kept(self, value: &Value) -> Option<String> {
        let given = composed(&text(value)?);
        if given.is_empty() || given.chars().count() > VALUE_CHARS_MAX {
            return None;
        }
        match self {
            Self::BirthDate => date(&given).map(|day| day.to_string()),
            Self::LandArea => number(&given).map(written),
            Self::IdentityNumber | Self::TaxCode | Self::Phone => {
                Some(given.chars().filter(|letter| !letter.is_whitespace()).collect())
            }
            Self::FullName
            | Self::Gender
            | Self::Ethnicity
            | Self::Nationality
            | Self::BirthPlace
            | Self::Residence
            | Self::PermanentResidence
            | Self::Email
            | Self::EnterpriseName
            | Self::EnterpriseAddress
            | Self::Parcel
            | Self::LandAddress => Some(given),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_concept_is_read_back_by_its_name_and_stored_under_it() {
        for concept in Concept::ALL {
            assert_eq!(Concept::from_name(concept.name()), Some(concept));
            assert_eq!(serde_json::to_value(concept).unwrap(), json!(concept.name()));
        }
        assert_eq!(Concept::from_name("person.child_name"), None);
    }

    #[test]
    fn values_are_kept_in_one_way_of_writing() {
        let table = [
            (Concept::BirthDate, json!("5/3/1993"), Some("1993-03-05")),
            (Concept::BirthDate, json!("1993"), None),
            (Concept::Phone, json!("0912 000 001"), Some("0912000001")),
            (Concept::LandArea, json!("120,50"), Some("120.5")),
            (Concept::LandArea, json!("một trăm"), None),
            (Concept::FullName, json!("  tha\u{0301}i "), Some("th\u{e1}i")),
            (Concept::FullName, json!(""), None),
            (Concept::FullName, json!(["A"]), None),
            (Concept::Residence, json!("x".repeat(501)), None),
        ];
        for (concept, value, expected) in table {
            assert_eq!(concept.kept(&value).as_deref(), expected, "{concept:?} {value}");
        }
    }
}

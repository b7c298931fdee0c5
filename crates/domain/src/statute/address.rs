//! Addresses of parts: article (điều), clause (khoản), point (điểm).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::Part;

/// The number or letter of a part: `5`, `5a`, `đ`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Label(String);

impl Label {
    /// Reads one: at most eight letters and digits, in lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = crate::text::composed(text).to_lowercase();
        let fits = (1..=8).contains(&text.chars().count()) && text.chars().all(char::is_alphanumeric);
        fits.then_some(Self(text))
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Label {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("{text:?} is no label of a part"))
    }
}

impl From<Label> for String {
    fn from(label: Label) -> Self {
        label.0
    }
}

/// Where a part stands: `5`, `5.2`, `5.2.a`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(Vec<Label>);

impl Address {
    /// Reads `5.2.a`: one to three labels.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let labels: Option<Vec<Label>> = text.split('.').map(Label::parse).collect();
        labels.filter(|labels| (1..=3).contains(&labels.len())).map(Self)
    }

    /// Its labels, outermost first.
    #[must_use]
    pub fn labels(&self) -> &[Label] {
        &self.0
    }

    /// The address of a part of it.
    #[must_use]
    pub fn child(&self, label: &Label) -> Self {
        Self(self.0.iter().chain([label]).cloned().collect())
    }

    pub(super) fn of_article(label: &Label) -> Self {
        Self(vec![label.clone()])
    }

    /// Whether it is that part or lies in it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// As people cite it: `điểm a khoản 2 Điều 5`.
    #[must_use]
    pub fn cited(&self) -> String {
        let words = ["Điều", "khoản", "điểm"];
        let parts: Vec<String> =
            words.iter().zip(&self.0).map(|(word, label)| format!("{word} {}", label.as_str())).rev().collect();
        parts.join(" ")
    }

    /// The part that stands there.
    #[must_use]
    pub fn find<'p>(&self, articles: &'p [Part]) -> Option<&'p Part> {
        let mut level = articles;
        let mut found = None;
        for label in &self.0 {
            let part = level.iter().find(|part| part.label == *label)?;
            level = &part.parts;
            found = Some(part);
        }
        found
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let labels: Vec<&str> = self.0.iter().map(Label::as_str).collect();
        formatter.write_str(&labels.join("."))
    }
}

impl TryFrom<String> for Address {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("{text:?} is no address of a part"))
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.to_string()
    }
}

//! Identifiers of agencies and of documents.

use std::fmt;

use jiff::civil::Date;

/// Most characters of an agency's identifier (Decision 20/2020/QĐ-TTg).
const ORGAN_CHARS_MAX: usize = 35;

/// The identifier of an agency (mã định danh cơ quan, tổ chức): `H55.05.443`, or the older `000.00.05.H55`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganId(String);

impl OrganId {
    /// Reads one: groups of letters and digits joined by dots, at most 35 characters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (text.len() <= ORGAN_CHARS_MAX && text.split('.').all(fits)).then(|| Self(text.to_owned()))
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has the form before Decision 20/2020: `ddd.dd.dd.Xdd`, the province last.
    #[must_use]
    pub fn is_old_form(&self) -> bool {
        let groups: Vec<&str> = self.0.split('.').collect();
        let digits = |group: &str, length: usize| group.len() == length && group.bytes().all(|b| b.is_ascii_digit());
        match groups.as_slice() {
            [first, second, third, last] => {
                let letter = last.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase());
                digits(first, 3) && digits(second, 2) && digits(third, 2) && last.len() == 3 && letter
            }
            _other => false,
        }
    }
}

impl fmt::Display for OrganId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The identifier of a document in the standard's form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId {
    /// Who issued it.
    pub organ: OrganId,
    /// When.
    pub date: Date,
    /// Its number: what stands before the first stroke.
    pub number: String,
    /// Its symbol: what stands behind it.
    pub notation: String,
}

impl DocumentId {
    /// Reads `000.00.00.G22,2015/09/30,7816/VPCP-TTĐT`; none for another form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ',');
        let organ = OrganId::parse(parts.next()?)?;
        let date = super::value::date(parts.next()?)?;
        let (number, notation) = parts.next()?.split_once('/')?;
        let is_named = !number.is_empty() && !notation.is_empty();
        is_named.then(|| Self { organ, date, number: number.to_owned(), notation: notation.to_owned() })
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = super::value::date_text(self.date);
        write!(formatter, "{},{date},{}/{}", self.organ, self.number, self.notation)
    }
}

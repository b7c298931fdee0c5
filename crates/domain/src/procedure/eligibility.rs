//! Who is entitled, as a condition over the answers of the form.

use serde::{Deserialize, Serialize};

use crate::rule::Rule;

/// A condition that the answers must meet (điều kiện thực hiện), told to the applicant while filling in the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Eligibility {
    /// What must hold.
    pub rule: Rule,
    /// What to say when it does not, in Vietnamese.
    pub message_vi: String,
    /// The same in English.
    pub message_en: Option<String>,
}

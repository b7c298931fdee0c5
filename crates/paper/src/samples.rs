//! Sample data of every paper, for previews of templates and for tests.

use crate::error::PaperError;
use crate::kind::Kind;
use crate::model::Paper;

/// Data such as one might meet, of people who do not exist.
pub fn sample(kind: Kind) -> Result<Paper, PaperError> {
    let text = match kind {
        Kind::Receipt => include_str!("../samples/receipt.json"),
        Kind::SupplementRequest => include_str!("../samples/supplement_request.json"),
        Kind::Refusal => include_str!("../samples/refusal.json"),
        Kind::Apology => include_str!("../samples/apology.json"),
        Kind::ControlSheet => include_str!("../samples/control_sheet.json"),
        Kind::Register => include_str!("../samples/register.json"),
        Kind::FilledForm => include_str!("../samples/filled_form.json"),
        Kind::Decision => include_str!("../samples/decision.json"),
        Kind::Extract => include_str!("../samples/extract.json"),
        Kind::CashReceipt => include_str!("../samples/cash_receipt.json"),
        Kind::Document => include_str!("../samples/document.json"),
    };
    Ok(serde_json::from_str(text)?)
}

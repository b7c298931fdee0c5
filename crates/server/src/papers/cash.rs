//! The receipt for money (biên lai thu phí, lệ phí).

use super::{Desk, PaperFault, Printed};
use crate::messages::VI;
use crate::sentences;
use crate::state::AppState;
use app::payment::ReceiptView;
use paper::{CashReceipt, Circular, FeeLine, Options, Paper, Person};

/// The receipt of an order; `None` when no money came in for it.
pub(crate) async fn receipt_for_money(state: &AppState, of: &ReceiptView) -> Result<Option<Printed>, PaperFault> {
    let Some(payment) = of.order.payment() else { return Ok(None) };
    let catalogue = state.app.catalogue();
    let desk = Desk::new(state, &catalogue);
    let (id, version) = &of.procedure;
    let procedure = catalogue.procedure_version(id, version);
    let request = procedure.map_or_else(|| id.clone(), |procedure| procedure.name_vi.clone());
    let (receipt, paid_at) = (&of.receipt, payment.money.paid_at);
    let t = &VI.paper.text;
    let paper = CashReceipt {
        letterhead: desk.offices().letterhead(&receipt.unit, paid_at.date()),
        tax_code: None,
        pattern: t.receipt_pattern.to_owned(),
        series: format!("{}/{}", receipt.unit, receipt.year),
        number: format!("{:07}", receipt.number),
        copy: Some(t.receipt_copy.to_owned()),
        dossier: Some(paper::Dossier {
            code: of.order.dossier.clone(),
            request,
            procedure_code: procedure.and_then(|procedure| procedure.code.clone()),
            tracking_url: Some(format!("{}/tra-cuu?code={}", state.settings.public_url, of.order.dossier)),
        }),
        payer: Person { name: of.payer.clone(), identity: None, address: None, phone: None, email: None },
        lines: vec![FeeLine {
            name: of.purpose.clone().unwrap_or_else(|| t.receipt_purpose.to_owned()),
            amount: of.order.amount,
        }],
        method: sentences::payment_method(&VI, payment.money.method).to_owned(),
        paid_at,
        cashier: String::new(),
    };
    let options = Options::new(Circular::on(paid_at.date()), paid_at);
    let bytes = state.settings.papers.render(Paper::CashReceipt(paper), options).await?;
    let name = format!("bien-lai-{}-{}-{:07}.pdf", receipt.unit, receipt.year, receipt.number);
    Ok(Some(Printed { name, bytes }))
}

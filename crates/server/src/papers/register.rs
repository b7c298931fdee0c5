//! The register of dossiers (sổ theo dõi hồ sơ) of a desk over some days.

use super::{Desk, PaperFault, Printed};
use crate::state::AppState;
use app::dossier::RegisterPage;
use jiff::civil::Date;
use paper::{Circular, Options, Paper, Register, RegisterRow};

/// Whose register, and of which days, both included.
#[derive(Debug, Clone)]
pub(crate) struct RegisterAsked {
    /// The desk.
    pub(crate) unit: String,
    /// First day.
    pub(crate) from: Date,
    /// Last day.
    pub(crate) to: Date,
}

/// The register with these rows.
pub(crate) async fn register(
    state: &AppState,
    asked: &RegisterAsked,
    page: RegisterPage,
) -> Result<Printed, PaperFault> {
    let catalogue = state.app.catalogue();
    let desk = Desk::new(state, &catalogue);
    let request = |id: &str, version: &str| {
        catalogue.procedure_version(id, version).map_or_else(|| id.to_owned(), |known| known.name_vi.clone())
    };
    let rows = page.rows.into_iter().zip(1_u32..).map(|(row, ordinal)| RegisterRow {
        ordinal,
        code: row.code,
        request: request(&row.procedure, &row.procedure_version),
        sets: 1,
        owner: row.owner,
        address: row.address,
        phone: row.phone,
        received_at: row.received_at,
        due_at: row.due_at,
        returned_at: row.delivered_at,
        note: None,
    });
    let register = Register {
        letterhead: desk.offices().letterhead(&asked.unit, asked.to),
        year: u16::try_from(asked.from.year()).unwrap_or_default(),
        volume: 1,
        from: asked.from,
        to: asked.to,
        rows: rows.collect(),
    };
    let options = Options::new(Circular::on(asked.to), state.app.now_civil());
    let bytes = state.settings.papers.render(Paper::Register(register), options).await?;
    Ok(Printed { name: format!("so-theo-doi-{}-{}-{}.pdf", asked.unit, asked.from, asked.to), bytes })
}

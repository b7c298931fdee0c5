//! The form of the apology, filled in from the ledger.

use crate::sentences::LedgerTold;
use crate::state::AppState;
use crate::web::Page;
use crate::web::components::Field;
use crate::web::late::{Prefill, prefill};
use app::dossier::DossierView;
use domain::dossier::ActionKind;

/// The letter drafted from the ledger, for whoever may sign it.
pub(super) async fn letter(state: &AppState, page: &Page, of: &DossierView) -> Result<Option<Prefill>, app::ActError> {
    let Some(person) = page.person.as_deref().filter(|_| of.actions.contains(&ActionKind::Apologise)) else {
        return Ok(None);
    };
    let found = state.app.apology_letter(person, of.dossier.code.as_str()).await?;
    let catalogue = state.app.catalogue();
    Ok(found.map(|view| {
        let told = LedgerTold { m: page.m, catalogue: &catalogue, today: page.today, names: Some(&view.names) };
        prefill(&told, &view)
    }))
}

/// The fields of the apology, filled in from the ledger until somebody typed.
pub(super) fn drafted(fields: [Field; 3], letter: Option<Prefill>) -> Vec<Field> {
    let Some(Prefill { day, time, reason, .. }) = letter else { return fields.into() };
    fields.into_iter().zip([day, time, reason]).map(|(field, value)| field.value(value)).collect()
}

//! Requests for papers on the due date or later: for the head of the unit and the reform office.

use domain::access::{Person, Role};
use domain::dossier::Dossier;
use domain::time::Zone;
use store::dossier::Cursor;
use store::supplement::{self, FlagRow};

use crate::App;
use crate::error::ActError;

/// Rows of one page at most.
const PAGE_MAX: i64 = 100;

/// One page of such requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagPage {
    /// The rows, the newest first.
    pub rows: Vec<FlagRow>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
}

/// The rows of a dossier.
pub(crate) fn flag_rows(dossier: &Dossier, zone: Zone) -> Vec<FlagRow> {
    let flagged = dossier.supplements.iter().zip(1_i64..).filter(|(request, _)| request.on_due_date);
    let row = |(request, number): (&domain::dossier::SupplementRequest, i64)| FlagRow {
        dossier: dossier.code.as_str().to_owned(),
        number,
        unit: request.unit.clone(),
        procedure_id: dossier.procedure.clone(),
        at: zone.instant(request.at),
        exceptional: request.exceptional,
        late_notice: request.late_notice,
    };
    flagged.map(row).collect()
}

impl App {
    /// A page of requests for papers that were made on the due date or later: of a unit for its head and the reform office,
    /// without a unit of the whole province for the reform office, else of the first unit that the person leads. Everybody
    /// else gets [`ActError::NotFound`].
    pub async fn late_requests(
        &self,
        person: &Person,
        unit: Option<&str>,
        after: Option<Cursor>,
        limit: i64,
    ) -> Result<FlagPage, ActError> {
        let today = self.today();
        let sees_all = person.holds_anywhere(Role::ReformOffice, today);
        let leads = |unit: &&str| person.holds(Role::Leader, unit, today);
        let unit = match unit {
            Some(unit) if sees_all || leads(&unit) => Some(unit.to_owned()),
            Some(_) => return Err(ActError::NotFound),
            None if sees_all => None,
            None => Some(person.units(today).into_iter().find(leads).ok_or(ActError::NotFound)?.to_owned()),
        };
        let limit = limit.clamp(1, PAGE_MAX);
        let read = move |tx: &mut store::Tx<'_>| {
            let rows = supplement::page(tx, unit.as_deref(), after.as_ref(), limit.saturating_add(1))?;
            Ok::<_, ActError>(rows)
        };
        let mut rows = self.0.store.read(read).await?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|row| Cursor { at: row.at, code: row.dossier.clone() });
        Ok(FlagPage { rows, next })
    }
}

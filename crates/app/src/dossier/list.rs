//! Lists of dossiers, each filtered in its query by what the person may see.

use domain::access::{self, Person, Role};
use domain::text::fold;
use domain::time::Instant;
use store::dossier::{self as rows, Cursor, DossierRow, Filter, Relation};
use store::{Tx, search};

use crate::App;
use crate::error::ActError;

/// Rows of one page at most.
const PAGE_MAX: i64 = 100;
/// Dossiers found at a unit below among which those are that its head above may see.
const FOUND_MAX: usize = 100;

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The rows.
    pub rows: Vec<DossierRow>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
}

/// Which list of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WorklistKind {
    /// What the unit holds and must act on, the most urgent first.
    #[default]
    Held,
    /// What its desk received, the newest first.
    Received,
    /// What it works or worked, the newest first.
    Handled,
}

/// What a list is to show.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WorklistFilter {
    /// Which list.
    pub kind: WorklistKind,
    /// The unit; `None` for the person's first unit, or the whole province for the reform office.
    pub unit: Option<String>,
    /// Stable name of a stage.
    pub stage: Option<String>,
    /// Procedure id.
    pub procedure: Option<String>,
    /// Officer's account.
    pub assignee: Option<String>,
    /// Only what is due before.
    pub due_before: Option<Instant>,
    /// Where the page begins.
    pub after: Option<Cursor>,
    /// Rows wanted, 1 to 100.
    pub limit: i64,
}

/// Whose dossiers a list may show: decided once, before the query.
pub(super) enum Scope {
    Unit(String),
    /// A unit below one that the person heads: only what is late there, or was told of.
    Below(String),
    Province,
}

impl App {
    /// A page of a unit's dossiers. A unit at which the person does not work answers [`ActError::NotFound`].
    pub async fn worklist(&self, person: &Person, filter: WorklistFilter) -> Result<Page, ActError> {
        let (scope, below) = (self.scope_of(person, filter.unit.as_deref())?, self.below());
        let limit = filter.limit.clamp(1, PAGE_MAX);
        let kind = filter.kind;
        let WorklistFilter { stage, procedure, assignee, due_before, after, .. } = filter;
        let filter = Filter { stage, procedure_id: procedure, assignee, due_before };
        self.0
            .store
            .read(move |tx| {
                let after = after.as_ref();
                let ask = limit.saturating_add(1);
                let rows = match (&scope, kind) {
                    (Scope::Unit(unit), WorklistKind::Held) => rows::held_by(tx, unit, &filter, after, ask)?,
                    (Scope::Unit(unit), WorklistKind::Received) => {
                        rows::of_unit(tx, unit, Relation::Received, &filter, after, ask)?
                    }
                    (Scope::Unit(unit), WorklistKind::Handled) => {
                        rows::of_unit(tx, unit, Relation::Handled, &filter, after, ask)?
                    }
                    (Scope::Below(unit), _) => below.held_by(tx, unit, &filter, (after, ask))?,
                    (Scope::Province, _) => rows::open(tx, &filter, after, ask)?,
                };
                Ok::<_, ActError>(page(rows, limit, |row| match kind {
                    _ if matches!(scope, Scope::Below(_)) => row.next_due_at,
                    WorklistKind::Held => row.next_due_at,
                    WorklistKind::Received | WorklistKind::Handled => row.submitted_at,
                }))
            })
            .await
    }

    /// A page of the person's own applications, the newest first: those submitted from this account,
    /// or, once the identity is verified, all under the person's identity number.
    pub async fn my_dossiers(&self, person: &Person, after: Option<Cursor>, limit: i64) -> Result<Page, ActError> {
        let limit = limit.clamp(1, PAGE_MAX);
        let person = person.clone();
        self.0
            .store
            .read(move |tx| {
                let ask = limit.saturating_add(1);
                let mut rows = rows::of_submitter(tx, &person.id, after.as_ref(), ask)?;
                if let Some(subject) = &person.subject {
                    rows.extend(rows::of_subject(tx, subject, after.as_ref(), ask)?);
                }
                rows.sort_by(|one, other| (other.submitted_at, &other.code).cmp(&(one.submitted_at, &one.code)));
                rows.dedup_by(|one, other| one.code == other.code);
                rows.truncate(usize::try_from(ask).unwrap_or(usize::MAX));
                Ok::<_, ActError>(page(rows, limit, |row| row.submitted_at))
            })
            .await
    }

    /// Dossiers of a unit that match words of the applicant's name, the code or the procedure; the best first.
    pub async fn search_dossiers(
        &self,
        person: &Person,
        unit: Option<&str>,
        query: &str,
        limit: i64,
    ) -> Result<Vec<DossierRow>, ActError> {
        let (scope, below) = (self.scope_of(person, unit)?, self.below());
        let query = fold(query);
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let limit = usize::try_from(limit.clamp(1, PAGE_MAX)).unwrap_or(1);
        // What is not seen from above makes way for what is.
        let asked = if matches!(scope, Scope::Below(_)) { FOUND_MAX } else { limit };
        let (unit, is_below) = match scope {
            Scope::Unit(unit) => (Some(unit), false),
            Scope::Below(unit) => (Some(unit), true),
            Scope::Province => (None, false),
        };
        let is_province = unit.is_none();
        let find = move |tx: &mut Tx<'_>| {
            let found = search::find_on_shelf(tx, "dossier", unit.as_deref(), &query, asked)?;
            let codes: Vec<String> = found.into_iter().map(|hit| hit.key).collect();
            let mut found = rows::by_codes(tx, &codes)?;
            if let Some(unit) = unit.as_deref().filter(|_| is_below) {
                below.retain(tx, unit, &mut found)?;
                found.truncate(limit);
            }
            Ok::<_, ActError>(found)
        };
        // The beginning of a common word may take some time in a province; in a unit it does not.
        if is_province { self.0.store.read_at_length(find).await } else { self.0.store.read(find).await }
    }
}

impl App {
    /// Whose dossiers a list may show: of a unit where the person works, of the province, or the late ones of a unit below.
    fn scope_of(&self, person: &Person, unit: Option<&str>) -> Result<Scope, ActError> {
        let today = self.today();
        match (scope(person, unit, today), unit) {
            (Err(ActError::NotFound), Some(unit)) => {
                let catalogue = self.catalogue();
                let above = catalogue.organisation.unit(unit, today).and_then(|unit| unit.parent_id.as_deref());
                access::may_list_below(person, above, today)?;
                Ok(Scope::Below(unit.to_owned()))
            }
            (decided, _) => decided,
        }
    }
}

pub(super) fn scope(person: &Person, unit: Option<&str>, today: domain::time::Date) -> Result<Scope, ActError> {
    let whole_province = person.holds_anywhere(Role::ReformOffice, today);
    match unit {
        Some(unit) if person.works_at(unit, today) || whole_province => Ok(Scope::Unit(unit.to_owned())),
        Some(_) => Err(ActError::NotFound),
        None => match person.units(today).first() {
            Some(unit) => Ok(Scope::Unit((*unit).to_owned())),
            None if whole_province => Ok(Scope::Province),
            None => Err(ActError::NotYours),
        },
    }
}

fn page(mut rows: Vec<DossierRow>, limit: i64, at: impl Fn(&DossierRow) -> Instant) -> Page {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = if more { rows.last().map(|row| Cursor { at: at(row), code: row.code.clone() }) } else { None };
    Page { rows, next }
}

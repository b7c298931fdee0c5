//! The findings over the whole catalogue, by kind and by field, opened page by page.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::access::{Person, RegistryAction};
use domain::burden::{CheckSetting, Finding, FindingCode};
use domain::time::Date;

use super::{CatalogueFindings, Holders, ProcedureFindings, look};
use crate::error::ActError;
use crate::{App, Catalogue};

/// Most procedures of one page.
const PAGE_MAX: usize = 100;

/// The findings in one field (lĩnh vực).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldCount {
    /// The field.
    pub field_vi: String,
    /// Findings.
    pub findings: usize,
    /// Those of them that stop a publication and that nobody accepted.
    pub open_stops: usize,
    /// Procedures with at least one finding.
    pub procedures: usize,
}

/// Which findings are wanted; everything that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BurdenFilter {
    /// Of this kind.
    pub code: Option<FindingCode>,
    /// Of procedures in this field.
    pub field_vi: Option<String>,
}

impl BurdenFilter {
    /// The findings of a procedure that are wanted.
    fn of<'f>(&self, one: &'f ProcedureFindings) -> Vec<&'f Finding> {
        if self.field_vi.as_ref().is_some_and(|field| *field != one.procedure.field_vi) {
            return Vec::new();
        }
        let wanted = |finding: &&Finding| self.code.is_none_or(|code| finding.kind.code() == code);
        one.findings.iter().filter(wanted).collect()
    }
}

/// A page of procedures with the findings that were wanted.
#[derive(Debug, Clone, Default)]
pub struct BurdenPage<'r> {
    /// Procedures in the order of their codes.
    pub rows: Vec<(&'r ProcedureFindings, Vec<&'r Finding>)>,
    /// The code after which the next page begins.
    pub next: Option<String>,
}

/// The findings of the catalogue with the rules that made them.
#[derive(Debug)]
pub struct BurdenReport {
    /// What was found.
    pub found: CatalogueFindings,
    /// By field, the most findings first.
    pub fields: Vec<FieldCount>,
    catalogue: Arc<Catalogue>,
}

impl BurdenReport {
    fn new(catalogue: Arc<Catalogue>, day: Date, holders: &Holders) -> Self {
        let found = look(&catalogue, day, Some(holders), None);
        Self { fields: by_field(&found), found, catalogue }
    }

    /// The setting of a kind of finding on the day of the report, with its legal basis.
    #[must_use]
    pub fn setting(&self, code: FindingCode) -> Option<&CheckSetting> {
        let day = self.found.day;
        let of_code = |check: &&CheckSetting| check.code == code && check.validity.contains(day);
        self.catalogue.burden.checks.iter().filter(of_code).max_by_key(|check| check.validity.from)
    }

    /// The procedures after `after` that have wanted findings; `limit` is at most 100.
    #[must_use]
    pub fn page(&self, filter: &BurdenFilter, after: Option<&str>, limit: usize) -> BurdenPage<'_> {
        let limit = limit.clamp(1, PAGE_MAX);
        let all = &self.found.procedures;
        let from = after.map_or(0, |after| all.partition_point(|one| one.procedure.id.as_str() <= after));
        let wanted = all.get(from..).unwrap_or_default().iter().map(|one| (one, filter.of(one)));
        let mut rows: Vec<_> =
            wanted.filter(|(_, findings)| !findings.is_empty()).take(limit.saturating_add(1)).collect();
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|(one, _)| one.procedure.id.clone());
        BurdenPage { rows, next }
    }
}

fn by_field(found: &CatalogueFindings) -> Vec<FieldCount> {
    let mut fields: BTreeMap<&str, FieldCount> = BTreeMap::new();
    for ProcedureFindings { procedure, findings } in &found.procedures {
        if findings.is_empty() {
            continue;
        }
        let stops = findings.iter().filter(|finding| finding.is_open_stop()).count();
        let count = fields.entry(&procedure.field_vi).or_insert_with(|| FieldCount {
            field_vi: procedure.field_vi.clone(),
            findings: 0,
            open_stops: 0,
            procedures: 0,
        });
        count.findings = count.findings.saturating_add(findings.len());
        count.open_stops = count.open_stops.saturating_add(stops);
        count.procedures = count.procedures.saturating_add(1);
    }
    let mut fields: Vec<FieldCount> = fields.into_values().collect();
    fields.sort_by(|one, other| {
        let key = |count: &FieldCount| std::cmp::Reverse((count.open_stops, count.findings));
        key(one).cmp(&key(other)).then_with(|| one.field_vi.cmp(&other.field_vi))
    });
    fields
}

/// The last report, and of whom it knew that they work where.
#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<Option<(Holders, Arc<BurdenReport>)>>);

impl Cache {
    fn kept(&self, catalogue: &Arc<Catalogue>, day: Date, holders: &Holders) -> Option<Arc<BurdenReport>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |(known, report): &&(Holders, Arc<BurdenReport>)| {
            Arc::ptr_eq(&report.catalogue, catalogue) && report.found.day == day && known == holders
        };
        kept.as_ref().filter(same).map(|(_, report)| Arc::clone(report))
    }
}

impl App {
    /// The findings over the whole catalogue today, for those who work with the registry.
    pub async fn burden_report(&self, person: &Person) -> Result<Arc<BurdenReport>, ActError> {
        self.registry_permit(person, RegistryAction::See)?;
        let (catalogue, day, holders) = (self.catalogue(), self.today(), self.holders().await?);
        if let Some(report) = self.0.burden.kept(&catalogue, day, &holders) {
            return Ok(report);
        }
        // Looking at every text of every procedure takes longer than others should wait on this thread.
        let made = tokio::task::spawn_blocking(move || {
            let report = Arc::new(BurdenReport::new(catalogue, day, &holders));
            (holders, report)
        });
        let (holders, report) = made.await.map_err(|error| ActError::Fault(Box::new(error)))?;
        let kept = (holders, Arc::clone(&report));
        *self.0.burden.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        Ok(report)
    }
}

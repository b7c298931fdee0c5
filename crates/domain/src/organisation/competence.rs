//! Which unit handles a matter, and which desks may receive it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Unit, UnitLevel, Validity};
use crate::text::fold;

/// What competence is decided on: the facts of a procedure that the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Matter<'a> {
    /// Id of the procedure.
    pub procedure_id: &'a str,
    /// Levels at which it may be handled.
    pub levels: &'a [UnitLevel],
    /// Code of its area (`ho_tich`).
    pub area: Option<&'a str>,
    /// Field as the portal names it.
    pub field_vi: &'a str,
    /// Deciding agency as published.
    pub agency_vi: Option<&'a str>,
    /// Ministry in charge.
    pub ministry_vi: Option<&'a str>,
}

/// Who handles the matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Handler {
    /// The commune or district that the applicant turns to.
    Locality,
    /// One unit, whoever asks.
    Unit {
        /// Its id.
        unit_id: String,
    },
}

/// A desk that may receive the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receiver {
    /// The desk of any commune.
    CommuneDesk,
    /// Trung tâm Phục vụ hành chính công of the province.
    ProvinceCentre,
    /// The desk of the unit that handles it.
    HandlingUnit,
}

/// A dated rule (thẩm quyền giải quyết): which unit handles which procedures, and where they may be received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Competence {
    /// Name of the rule.
    pub id: String,
    /// Level at which the procedure must be listed.
    pub level: UnitLevel,
    /// Only this procedure.
    pub procedure_id: Option<String>,
    /// Only procedures whose agency contains this text; case and diacritics do not matter.
    pub agency_has: Option<String>,
    /// Only procedures of this ministry.
    pub ministry_vi: Option<String>,
    /// Only procedures of this area.
    pub area: Option<String>,
    /// Who handles them.
    pub handler: Handler,
    /// Desks that may receive them.
    pub receivers: Vec<Receiver>,
    /// Days on which the rule holds.
    #[serde(flatten)]
    pub validity: Validity,
    /// Whether the rule was worked out from other data, not read in a decision.
    pub inferred: bool,
    /// Why.
    pub reason_vi: String,
    /// Where it comes from.
    pub source: String,
}

impl Competence {
    /// How narrow the rule is; the narrowest that matches decides.
    const fn rank(&self) -> u8 {
        let procedure = if self.procedure_id.is_some() { 8 } else { 0 };
        let agency = if self.agency_has.is_some() { 4 } else { 0 };
        let area = if self.area.is_some() { 2 } else { 0 };
        let ministry = if self.ministry_vi.is_some() { 1 } else { 0 };
        procedure + agency + area + ministry
    }

    fn matches(&self, matter: &Matter<'_>, date: Date) -> bool {
        let is = |wanted: &Option<String>, actual: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| actual == Some(wanted))
        };
        self.validity.contains(date)
            && matter.levels.contains(&self.level)
            && is(&self.procedure_id, Some(matter.procedure_id))
            && is(&self.area, matter.area)
            && is(&self.ministry_vi, matter.ministry_vi)
            && self
                .agency_has
                .as_deref()
                .is_none_or(|part| matter.agency_vi.is_some_and(|agency| fold(agency).contains(&fold(part))))
    }
}

/// All rules of competence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Competences(pub Vec<Competence>);

impl Competences {
    /// The rule that decides for `matter` at `level` on `date`: the narrowest, the first of equals.
    #[must_use]
    pub fn rule(&self, matter: &Matter<'_>, level: UnitLevel, date: Date) -> Option<&Competence> {
        let matching = self.0.iter().filter(|rule| rule.level == level && rule.matches(matter, date));
        matching.rev().max_by_key(|rule| rule.rank())
    }

    /// The unit that handles `matter` on `date`.
    ///
    /// `locality` is the commune or district that the applicant turns to: it handles what its level may handle.
    /// Without one, or for what its level may not handle, the province's body does.
    #[must_use]
    pub fn handling_unit<'a>(&'a self, matter: &Matter<'_>, locality: Option<&'a Unit>, date: Date) -> Option<&'a str> {
        let local = locality.and_then(|unit| self.rule(matter, unit.level, date));
        let rule = local.or_else(|| self.rule(matter, UnitLevel::Province, date))?;
        match &rule.handler {
            Handler::Locality => locality.map(|unit| unit.id.as_str()),
            Handler::Unit { unit_id } => Some(unit_id),
        }
    }

    /// Whether the desk of `desk` may receive `matter` on `date` (non-territorial receipt: Decree 118/2025/NĐ-CP).
    #[must_use]
    pub fn may_receive(&self, matter: &Matter<'_>, desk: &Unit, date: Date) -> bool {
        let levels = [UnitLevel::Commune, UnitLevel::District, UnitLevel::Province];
        levels.into_iter().filter_map(|level| self.rule(matter, level, date)).any(|rule| {
            rule.receivers.iter().any(|receiver| match receiver {
                Receiver::CommuneDesk => desk.level == UnitLevel::Commune,
                Receiver::ProvinceCentre => desk.kind_vi == "trung tâm",
                Receiver::HandlingUnit => match &rule.handler {
                    Handler::Locality => desk.level == rule.level,
                    Handler::Unit { unit_id } => desk.id == *unit_id,
                },
            })
        })
    }
}

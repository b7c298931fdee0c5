//! The procedure itself.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::step::working_steps;
use super::{
    Audience, Channel, Component, Eligibility, Money, OnlineLevel, OnlineService, ProcedureLimit, PublishedStep,
    ServiceScope, StepsSource, Workflow, WorkingStep,
};
use crate::deadline::CutOff;
use crate::organisation::{Matter, UnitLevel, Validity};

/// How much of a procedure is on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// Papers, limits and steps as far as the sources have them: dossiers may be opened.
    Full,
    /// A line of the national catalogue: it can be found and read, not applied for.
    Catalogue,
    /// Only code and name are known.
    NameOnly,
}

/// The order of government under which a version was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// Province, district, commune: until 30 June 2025.
    ThreeTier2020,
    /// Province and commune: from 1 July 2025 (Resolution 202/2025/QH15).
    TwoTier2025,
}

impl Regime {
    /// The days of the regime.
    #[must_use]
    pub fn validity(self) -> Validity {
        match self {
            Self::ThreeTier2020 => Validity { from: None, to: Some(jiff::civil::date(2025, 6, 30)) },
            Self::TwoTier2025 => Validity { from: Some(jiff::civil::date(2025, 7, 1)), to: None },
        }
    }
}

/// A legal text on which a procedure rests (căn cứ pháp lý).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalBasis {
    /// Its number: `123/2015/NĐ-CP`.
    pub number: String,
    /// Its title, where the source has one.
    pub title_vi: Option<String>,
}

/// The shorter limits that the province promises (thời hạn cắt giảm), and the decision that does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The limits.
    pub limits: Vec<ProcedureLimit>,
    /// Number of the decision.
    pub decision: String,
    /// Its date.
    pub decision_date: Option<Date>,
    /// Where it comes from.
    pub source: String,
}

/// How complete a record is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Completeness {
    /// Weighted share of the checks passed, in per cent.
    pub percent: u8,
    /// Checks failed: `steps`, `time_limit`, …
    pub missing: Vec<String>,
}

/// One version of an administrative procedure (thủ tục hành chính).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Procedure {
    /// National code, or `local:…` where none is known.
    pub id: String,
    /// National code (mã TTHC): `1.001193`.
    pub code: Option<String>,
    /// The province's own code: `2.000815.000.00.00.H55`.
    pub local_code: Option<String>,
    /// Number of the revision that the registry published; none for an imported version.
    #[serde(default)]
    pub revision: Option<u32>,
    /// Name as published, its misprints included.
    pub name_vi: String,
    /// English name, where one was published.
    pub name_en: Option<String>,
    /// What it is for, in plain words.
    #[serde(default)]
    pub summary_vi: Option<String>,
    /// The same in English.
    #[serde(default)]
    pub summary_en: Option<String>,
    /// Code of the area: `ho_tich`, `dat_dai`, …
    pub area: Option<String>,
    /// Field (lĩnh vực) as the portal names it.
    pub field_vi: String,
    /// Levels at which it is handled.
    pub levels: Vec<UnitLevel>,
    /// Who may ask for it.
    pub subjects_vi: Vec<String>,
    /// Whom it is offered to.
    #[serde(default)]
    pub audiences: Vec<Audience>,
    /// Codes of the events in life or business under which people look for it: `sinh_con`, `thanh_lap`, …
    #[serde(default)]
    pub life_events: Vec<String>,
    /// Deciding agency as published.
    pub agency_vi: Option<String>,
    /// Ministry in charge.
    pub ministry_vi: Option<String>,
    /// How much is on record.
    pub record: RecordKind,
    /// Order of government; none for lines of the catalogue.
    pub regime: Option<Regime>,
    /// Ways in.
    pub channels: Vec<Channel>,
    /// Where it is received, as published.
    pub receiving_place_vi: Option<String>,
    /// Online service.
    pub online: OnlineService,
    /// The law's limits; the first is the general one.
    pub limits: Vec<ProcedureLimit>,
    /// The province's shorter limits.
    pub promise: Option<Promise>,
    /// The hour after which a receipt counts as the next working day's.
    pub cut_off: Option<CutOff>,
    /// Papers.
    pub components: Vec<Component>,
    /// Number of papers, also where the papers themselves are not on record.
    pub component_count: u32,
    /// Fees and charges.
    pub money: Vec<Money>,
    /// What must hold of the answers for the applicant to be entitled.
    #[serde(default)]
    pub eligibility: Vec<Eligibility>,
    /// Steps as published.
    pub steps: Vec<PublishedStep>,
    /// Kind of the published steps.
    pub steps_source: Option<StepsSource>,
    /// National sequence, where `steps` is an internal process.
    pub statutory_steps: Vec<PublishedStep>,
    /// Internal processes, by case.
    pub workflows: Vec<Workflow>,
    /// Legal basis.
    pub legal_basis: Vec<LegalBasis>,
    /// What the applicant gets.
    pub results_vi: Vec<String>,
    /// Conditions to be met.
    pub conditions_vi: Option<String>,
    /// Outside bodies in the flow.
    pub interlinked_with: Vec<String>,
    /// Procedures bundled with it.
    pub interlinked_procedures: Vec<String>,
    /// Decision that published it.
    pub promulgated_by: Option<String>,
    /// Remarks of whoever collected the record.
    pub notes_vi: Vec<String>,
    /// Day on which the source was read.
    pub snapshot_date: Option<Date>,
    /// Completeness of the record.
    pub completeness: Completeness,
    /// Days of this version.
    #[serde(flatten)]
    pub validity: Validity,
    /// Where it comes from.
    pub source: String,
    /// All sources.
    pub sources: Vec<String>,
}

impl Procedure {
    /// The general limit of the law (thời hạn theo luật).
    #[must_use]
    pub fn legal_limit(&self) -> Option<&ProcedureLimit> {
        self.limits.first()
    }

    /// The province's general promise (thời hạn cắt giảm).
    #[must_use]
    pub fn promised_limit(&self) -> Option<&ProcedureLimit> {
        self.promise.as_ref().and_then(|promise| promise.limits.first())
    }

    /// The limit to which the office is held for a dossier that came by `channel`: the promise, else the law's limit
    /// for that channel, else the law's general limit. Limits that hang on the answers are left out: see
    /// [`Procedure::limit_under`].
    #[must_use]
    pub fn limit_for(&self, channel: Channel) -> Option<&ProcedureLimit> {
        let mut general = self.limits.iter().filter(|limit| limit.when.is_none());
        let counts = |limit: &&ProcedureLimit| limit.limit().is_some();
        self.promised_without_rule()
            .or_else(|| general.clone().filter(counts).find(|limit| limit.channels.contains(&channel)))
            .or_else(|| general.next().filter(counts))
    }

    /// The general promise, where it is reckoned with.
    pub(super) fn promised_without_rule(&self) -> Option<&ProcedureLimit> {
        let mut limits = self.promise.iter().flat_map(|promise| &promise.limits);
        limits.find(|limit| limit.when.is_none()).filter(|limit| limit.limit().is_some())
    }

    /// The steps that the software runs between acceptance and decision.
    #[must_use]
    pub fn working_steps(&self) -> Vec<WorkingStep> {
        match self.steps_source {
            Some(StepsSource::InternalProcess) => working_steps(&self.steps),
            Some(StepsSource::Statutory | StepsSource::LegacyOneStop) | None => vec![WorkingStep::appraisal()],
        }
    }

    /// The paper with that id.
    #[must_use]
    pub fn component(&self, id: &str) -> Option<&Component> {
        self.components.iter().find(|component| component.id == id)
    }

    /// Scope of the online service since 2022.
    #[must_use]
    pub fn service_scope(&self) -> ServiceScope {
        self.online.scope(&self.channels)
    }

    /// Level 1–4 of the online service.
    #[must_use]
    pub fn online_level(&self) -> OnlineLevel {
        self.online.level(&self.channels)
    }

    /// Whether a dossier may be opened on `date`.
    #[must_use]
    pub fn is_open_for_dossiers(&self, date: Date) -> bool {
        match self.record {
            RecordKind::Full => self.validity.contains(date),
            RecordKind::Catalogue | RecordKind::NameOnly => false,
        }
    }

    /// What competence is decided on.
    #[must_use]
    pub fn matter(&self) -> Matter<'_> {
        Matter {
            procedure_id: &self.id,
            levels: &self.levels,
            area: self.area.as_deref(),
            field_vi: &self.field_vi,
            agency_vi: self.agency_vi.as_deref(),
            ministry_vi: self.ministry_vi.as_deref(),
        }
    }
}

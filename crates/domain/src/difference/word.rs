//! The stable names of the closed sets whose words are shown in differences: those of the data files.

use crate::deadline::CutOffMoves;
use crate::eform::FormStatus;
use crate::procedure::{FileKind, MoneyKind, RecordKind, Regime, ServiceScope, StepsSource, SubmitMode};

pub(super) const fn record(record: RecordKind) -> &'static str {
    match record {
        RecordKind::Full => "full",
        RecordKind::Catalogue => "catalogue",
        RecordKind::NameOnly => "name_only",
    }
}

pub(super) const fn regime(regime: Regime) -> &'static str {
    match regime {
        Regime::ThreeTier2020 => "three_tier_2020",
        Regime::TwoTier2025 => "two_tier_2025",
    }
}

pub(super) const fn scope(scope: ServiceScope) -> &'static str {
    match scope {
        ServiceScope::Full => "full",
        ServiceScope::Partial => "partial",
        ServiceScope::Information => "information",
    }
}

pub(super) const fn cut_off(moves: CutOffMoves) -> &'static str {
    match moves {
        CutOffMoves::StartOfClock => "start_of_clock",
        CutOffMoves::SameDayResult => "same_day_result",
        CutOffMoves::Forwarding => "forwarding",
    }
}

pub(super) const fn money(kind: MoneyKind) -> &'static str {
    match kind {
        MoneyKind::Fee => "fee",
        MoneyKind::Charge => "charge",
    }
}

pub(super) const fn submit_mode(mode: SubmitMode) -> &'static str {
    match mode {
        SubmitMode::Submit => "submit",
        SubmitMode::Present => "present",
    }
}

pub(super) const fn file_kind(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Pdf => "pdf",
        FileKind::Jpg => "jpg",
        FileKind::Png => "png",
    }
}

pub(super) const fn steps_source(source: StepsSource) -> &'static str {
    match source {
        StepsSource::InternalProcess => "internal_process",
        StepsSource::Statutory => "statutory",
        StepsSource::LegacyOneStop => "legacy_one_stop",
    }
}

pub(super) const fn form_status(status: FormStatus) -> &'static str {
    match status {
        FormStatus::InForceAtSnapshot => "in_force_at_snapshot",
        FormStatus::PreviousVersion => "previous_version",
    }
}

//! Reading lines of the national catalogue: procedures that can be found, not applied for.

use super::node::{LONG, Node, SHORT};
use super::procedure::{channels, is_national_code, levels, limit, scope};
use super::refuse_duplicates;
use crate::organisation::Validity;
use crate::procedure::{Completeness, OnlineService, Procedure, RecordKind};

const MAX_ROWS: usize = 50_000;

/// Reads `rows[]`.
pub(super) fn read_file(root: &Node<'_>) -> Vec<Procedure> {
    let places: Vec<Node<'_>> =
        root.field("rows").list(MAX_ROWS).into_iter().map(|place| place.named_by(&["code"])).collect();
    root.field("count").states(places.len());
    let rows: Vec<Procedure> = places.iter().filter(|place| place.is_object()).map(row).collect();
    refuse_duplicates(places.iter().map(|place| {
        let code = place.value().get("code").and_then(|code| code.as_str()).unwrap_or_default();
        (place.field("code"), code.to_owned())
    }));
    rows
}

/// Reads one line standing alone.
pub(super) fn read_single(root: &Node<'_>) -> Vec<Procedure> {
    vec![row(&root.clone().named_by(&["code"]))]
}

fn row(place: &Node<'_>) -> Procedure {
    let code = place.field("code").code(is_national_code);
    let mut procedure = Procedure {
        code: Some(code.clone()),
        id: code,
        local_code: None,
        revision: None,
        name_vi: place.field("name_vi").text(LONG),
        name_en: place.field("name_en").text_or_none(LONG),
        summary_vi: None,
        summary_en: None,
        area: None,
        field_vi: place.field("field_vi").text(SHORT),
        levels: levels(&place.field("level")),
        subjects_vi: Vec::new(),
        audiences: Vec::new(),
        life_events: Vec::new(),
        agency_vi: place.field("agency_vi").text_or_none(LONG),
        ministry_vi: place.field("ministry_vi").text_or_none(SHORT),
        record: RecordKind::Catalogue,
        regime: None,
        channels: channels(&place.field("channels")),
        receiving_place_vi: None,
        online: OnlineService { scope: place.field("online_level").word_or_none(scope), source: None },
        limits: place.field("time_limits").list_or_none(500).iter().map(limit).collect(),
        promise: None,
        cut_off: None,
        components: Vec::new(),
        component_count: place.field("n_components").count_or_none(10_000).unwrap_or(0),
        money: Vec::new(),
        eligibility: Vec::new(),
        steps: Vec::new(),
        steps_source: None,
        statutory_steps: Vec::new(),
        workflows: Vec::new(),
        legal_basis: Vec::new(),
        results_vi: Vec::new(),
        conditions_vi: None,
        interlinked_with: Vec::new(),
        interlinked_procedures: Vec::new(),
        promulgated_by: None,
        notes_vi: Vec::new(),
        snapshot_date: place.field("snapshot_date").day_or_none(),
        completeness: Completeness::default(),
        validity: Validity::ALWAYS,
        source: place.field("source").text(SHORT),
        sources: Vec::new(),
    };
    procedure.completeness = completeness(&procedure);
    procedure
}

/// The checks of a full record, with the weights that its makers gave them, as far as a line can pass them.
fn completeness(row: &Procedure) -> Completeness {
    const WHOLE: u32 = 20;
    let checks = [
        ("code", 1, row.code.is_some()),
        ("name", 1, true),
        ("field", 1, true),
        ("level", 1, true),
        ("source", 1, true),
        ("agency", 1, row.agency_vi.is_some()),
        ("channels", 1, !row.channels.is_empty()),
        ("online_level", 1, row.online.scope.is_some()),
        ("time_limit", 2, !row.limits.is_empty()),
        ("components", 2, false),
        ("steps", 2, false),
        ("step_durations", 2, false),
        ("internal_process", 2, false),
        ("fees_or_charges", 1, false),
        ("legal_basis", 1, false),
    ];
    let reached: u32 = checks.iter().filter(|(_, _, passed)| *passed).map(|(_, weight, _)| weight).sum();
    Completeness {
        percent: u8::try_from(reached * 100 / WHOLE).unwrap_or(100),
        missing: checks.iter().filter(|(_, _, passed)| !passed).map(|(name, _, _)| (*name).to_owned()).collect(),
    }
}

//! The sheets and their columns: one table that writing, reading and the dictionary follow.

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cell {
    /// What links rows: the id of the procedure, the name of the list, the number of the process, the part of a form.
    Key,
    /// A text, a day, a rule or a word.
    Text,
    /// Texts, one a line.
    Texts,
    /// Words, with commas between.
    Words,
    /// Words, or `all` for a list that names none.
    WordsOrAll,
    /// A whole number.
    Count,
    /// A number with decimals.
    Decimal,
    /// `yes` or `no`.
    YesNo,
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// Its name, in the first row of the sheet.
    pub(crate) name: &'static str,
    /// Where its value stands in the record, with dots between.
    pub(crate) path: &'static str,
    /// What its cells hold.
    pub(crate) cell: Cell,
}

const fn key(name: &'static str) -> Column {
    Column { name, path: "", cell: Cell::Key }
}

/// A column whose name is that of the member.
const fn same(name: &'static str, cell: Cell) -> Column {
    Column { name, path: name, cell }
}

const fn at(name: &'static str, path: &'static str, cell: Cell) -> Column {
    Column { name, path, cell }
}

/// A sheet of the workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sheet {
    Procedures,
    Papers,
    Fees,
    Limits,
    Eligibility,
    Steps,
    Workflows,
    LegalBasis,
    Forms,
}

impl Sheet {
    /// Every sheet, in the order of the workbook.
    pub(crate) const ALL: [Self; 9] = [
        Self::Procedures,
        Self::Papers,
        Self::Fees,
        Self::Limits,
        Self::Eligibility,
        Self::Steps,
        Self::Workflows,
        Self::LegalBasis,
        Self::Forms,
    ];

    /// Its name in the workbook.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Procedures => "procedures",
            Self::Papers => "papers",
            Self::Fees => "fees",
            Self::Limits => "limits",
            Self::Eligibility => "eligibility",
            Self::Steps => "steps",
            Self::Workflows => "workflows",
            Self::LegalBasis => "legal_basis",
            Self::Forms => "forms",
        }
    }

    /// Where a sheet of that name stands in the workbook.
    pub(crate) fn rank(name: &str) -> usize {
        Self::ALL.iter().position(|sheet| sheet.name() == name).unwrap_or(Self::ALL.len())
    }

    /// Its columns. Those of rows that belong to a procedure begin with `procedure`.
    pub(crate) const fn columns(self) -> &'static [Column] {
        match self {
            Self::Procedures => &PROCEDURES,
            Self::Papers => &PAPERS,
            Self::Fees => &FEES,
            Self::Limits => &LIMITS,
            Self::Eligibility => &ELIGIBILITY,
            Self::Steps => &STEPS,
            Self::Workflows => &WORKFLOWS,
            Self::LegalBasis => &LEGAL_BASIS,
            Self::Forms => &FORMS,
        }
    }

    /// The position of the column of that name.
    pub(crate) fn position(self, column: &str) -> Option<usize> {
        self.columns().iter().position(|known| known.name == column)
    }
}

/// The text that a list of channels has where it was said on purpose that none is named.
pub(crate) const ALL_CHANNELS: &str = "all";
/// The cut-off of a procedure of which it was said on purpose that it has none.
pub(crate) const NO_CUT_OFF: &str = "none";

const PROCEDURES: [Column; 42] = [
    same("id", Cell::Text),
    same("code", Cell::Text),
    same("code_h55", Cell::Text),
    same("revision", Cell::Count),
    same("name_vi", Cell::Text),
    same("name_en", Cell::Text),
    same("summary_vi", Cell::Text),
    same("summary_en", Cell::Text),
    same("area", Cell::Text),
    same("field_vi", Cell::Text),
    same("level", Cell::Words),
    same("subjects_vi", Cell::Texts),
    same("audiences", Cell::Words),
    same("life_events", Cell::Words),
    same("agency_vi", Cell::Text),
    same("ministry_vi", Cell::Text),
    same("status", Cell::Text),
    same("regime", Cell::Text),
    same("valid_from", Cell::Text),
    same("valid_to", Cell::Text),
    at("channels", "receiving.channels", Cell::Words),
    at("place_vi", "receiving.place_vi", Cell::Text),
    same("online_level", Cell::Text),
    same("online_level_source", Cell::Text),
    at("cut_off_at", "cut_off.at", Cell::Text),
    at("cut_off_moves", "cut_off.moves", Cell::Text),
    at("promise_decision", "thai_nguyen.decision", Cell::Text),
    at("promise_date", "thai_nguyen.decision_date", Cell::Text),
    at("promise_source", "thai_nguyen.source", Cell::Text),
    same("component_count", Cell::Count),
    same("steps_source", Cell::Text),
    same("results_vi", Cell::Texts),
    same("conditions_vi", Cell::Text),
    same("interlinked_with", Cell::Texts),
    same("interlinked_procedures", Cell::Texts),
    same("promulgated_by", Cell::Text),
    same("notes_vi", Cell::Texts),
    same("snapshot_date", Cell::Text),
    at("completeness_score", "completeness.score", Cell::Decimal),
    at("completeness_missing", "completeness.missing", Cell::Texts),
    same("source", Cell::Text),
    same("sources", Cell::Texts),
];

const PAPERS: [Column; 18] = [
    key("procedure"),
    same("id", Cell::Text),
    same("order", Cell::Count),
    same("name_vi", Cell::Text),
    same("form_no", Cell::Text),
    same("originals", Cell::Count),
    same("copies", Cell::Count),
    same("required", Cell::YesNo),
    same("required_in_case", Cell::YesNo),
    same("submit_mode", Cell::Text),
    same("case_vi", Cell::Text),
    same("held_by", Cell::Text),
    same("needed_when", Cell::Text),
    same("known_kind", Cell::Text),
    same("known_results", Cell::Words),
    same("known_months", Cell::Count),
    same("file_kinds", Cell::Words),
    same("max_bytes", Cell::Count),
];

const FEES: [Column; 10] = [
    key("procedure"),
    key("list"),
    same("name_vi", Cell::Text),
    same("amount_vnd", Cell::Count),
    same("unit", Cell::Text),
    same("condition_vi", Cell::Text),
    same("channels", Cell::WordsOrAll),
    same("legal_basis_vi", Cell::Text),
    same("when", Cell::Text),
    same("amount_rule", Cell::Text),
];

const LIMITS: [Column; 7] = [
    key("procedure"),
    key("list"),
    same("value", Cell::Decimal),
    same("unit", Cell::Text),
    same("conditions_vi", Cell::Text),
    same("channels", Cell::WordsOrAll),
    same("when", Cell::Text),
];

const ELIGIBILITY: [Column; 4] =
    [key("procedure"), same("rule", Cell::Text), same("message_vi", Cell::Text), same("message_en", Cell::Text)];

const STEPS: [Column; 10] = [
    key("procedure"),
    key("list"),
    key("workflow"),
    same("order", Cell::Count),
    same("actor_vi", Cell::Text),
    same("action_vi", Cell::Text),
    at("duration_value", "duration.value", Cell::Decimal),
    at("duration_unit", "duration.unit", Cell::Text),
    same("note_vi", Cell::Text),
    same("phase_vi", Cell::Text),
];

const WORKFLOWS: [Column; 10] = [
    key("procedure"),
    key("workflow"),
    same("case_vi", Cell::Text),
    same("province_vi", Cell::Text),
    same("decision", Cell::Text),
    same("decision_date", Cell::Text),
    at("total_value", "total.value", Cell::Decimal),
    at("total_unit", "total.unit", Cell::Text),
    same("sum_matches_total", Cell::YesNo),
    same("source", Cell::Text),
];

const LEGAL_BASIS: [Column; 3] = [key("procedure"), same("number", Cell::Text), same("title_vi", Cell::Text)];

const FORMS: [Column; 3] = [key("procedure"), key("part"), key("json")];

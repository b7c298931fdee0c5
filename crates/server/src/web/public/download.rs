//! The catalogue to download: JSON that `motcua import` reads, and CSV for spreadsheets; sent piece by piece.

use crate::state::AppState;
use crate::web::Problem;
use app::Catalogue;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::dataset::{Content, write};
use domain::procedure::{Amount, AmountUnit, Procedure, ProcedureLimit, RecordKind, ServiceScope};
use futures_util::stream;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

/// Records in one piece.
const PIECE: usize = 50;

/// The columns of the CSV file, in their order; the page that explains them has a sentence for each.
pub(super) const COLUMNS: [&str; 22] = [
    "id",
    "code",
    "name_vi",
    "name_en",
    "field_vi",
    "levels",
    "agency_vi",
    "record",
    "online_level",
    "channels",
    "limit_value",
    "limit_unit",
    "promised_value",
    "promised_unit",
    "components",
    "results_vi",
    "legal_basis",
    "valid_from",
    "valid_to",
    "snapshot_date",
    "source",
    "url",
];

/// `/thu-tuc/tai-ve.json`: procedures in full, in the shape of `data/procedures.json`.
pub(super) async fn full(State(state): State<AppState>) -> Response {
    let is_full = |procedure: &Procedure| procedure.record != RecordKind::Catalogue;
    records(&state, "procedures", "thu-tuc.json", is_full, write::procedure)
}

/// `/thu-tuc/tai-ve-danh-muc.json`: lines of the catalogue, in the shape of `data/procedures_catalogue.json`.
pub(super) async fn lines(State(state): State<AppState>) -> Response {
    let is_line = |procedure: &Procedure| procedure.record == RecordKind::Catalogue;
    records(&state, "rows", "danh-muc-thu-tuc.json", is_line, line)
}

/// `/thu-tuc/tai-ve.csv`: every procedure, one line each.
pub(super) async fn csv(State(state): State<AppState>) -> Response {
    let base = state.settings.public_url.clone();
    let head = format!("{}\r\n", COLUMNS.join(","));
    let row = move |procedure: &Procedure| csv_row(procedure, &base);
    let pieces = Pieces::new(&state, |_| true, row, head, "", String::new());
    pieces.answer("text/csv; charset=utf-8", "thu-tuc.csv")
}

/// The last workbook, of which catalogue and of which day. Putting one together takes time, and anybody may ask.
static WORKBOOK: Mutex<Option<(Arc<Catalogue>, Date, Bytes)>> = Mutex::new(None);

/// `/thu-tuc/tai-ve.xlsx`: procedures in full as a workbook, with a sheet that explains its columns.
pub(super) async fn workbook(State(state): State<AppState>) -> Result<Response, Problem> {
    let (catalogue, day) = (state.app.catalogue(), state.app.today());
    let made = tokio::task::spawn_blocking(move || kept_workbook(&catalogue, day)).await;
    let bytes = made.map_err(|error| Problem::fault(&error))?.map_err(|error| Problem::fault(&error))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let name = "attachment; filename=\"thu-tuc.xlsx\"";
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// One is made at a time; whoever asks meanwhile waits for it.
fn kept_workbook(catalogue: &Arc<Catalogue>, day: Date) -> Result<Bytes, sheet::WriteError> {
    let mut kept = WORKBOOK.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((of, on, bytes)) = &*kept
        && Arc::ptr_eq(of, catalogue)
        && *on == day
    {
        return Ok(bytes.clone());
    }
    let full = catalogue.procedures(day).filter(|procedure| procedure.record != RecordKind::Catalogue);
    let contents: Vec<Content> = full.map(|procedure| catalogue.content(procedure)).collect();
    let mut workbook = Vec::new();
    sheet::write_catalogue(&contents, &mut workbook)?;
    let bytes = Bytes::from(workbook);
    *kept = Some((Arc::clone(catalogue), day, bytes.clone()));
    Ok(bytes)
}

fn records(
    state: &AppState,
    list: &str,
    file: &str,
    is_wanted: fn(&Procedure) -> bool,
    record: fn(&Procedure) -> Value,
) -> Response {
    let today = state.app.today();
    let count = state.app.catalogue().procedures(today).filter(|procedure| is_wanted(procedure)).count();
    let title = json!(crate::messages::VI.openness.data.title);
    let head = format!(
        "{{\"schema_version\":1,\"title_vi\":{title},\"generated\":\"{today}\",\"count\":{count},\"{list}\":[\n"
    );
    let pieces =
        Pieces::new(state, is_wanted, move |procedure| record(procedure).to_string(), head, ",\n", "\n]}\n".to_owned());
    pieces.answer("application/json", file)
}

/// A file in the making: which records are left, and what stands before, between and after them.
struct Pieces<W> {
    catalogue: Arc<Catalogue>,
    ids: std::vec::IntoIter<String>,
    day: Date,
    write: W,
    head: Option<String>,
    between: &'static str,
    tail: Option<String>,
    is_first: bool,
}

impl<W: Fn(&Procedure) -> String + Send + 'static> Pieces<W> {
    /// The catalogue is held as it is now; an import meanwhile does not change a file that is being sent.
    fn new(
        state: &AppState,
        is_wanted: impl Fn(&Procedure) -> bool,
        write: W,
        head: String,
        between: &'static str,
        tail: String,
    ) -> Self {
        let (catalogue, day) = (state.app.catalogue(), state.app.today());
        let wanted = catalogue.procedures(day).filter(|procedure| is_wanted(procedure));
        let ids: Vec<String> = wanted.map(|procedure| procedure.id.clone()).collect();
        Self {
            catalogue,
            ids: ids.into_iter(),
            day,
            write,
            head: Some(head),
            between,
            tail: Some(tail),
            is_first: true,
        }
    }

    fn next_piece(&mut self) -> Option<String> {
        let mut piece = self.head.take().unwrap_or_default();
        let mut count = 0;
        while let Some(id) = (count < PIECE).then(|| self.ids.next()).flatten() {
            count += 1;
            let Some(procedure) = self.catalogue.procedure(&id, self.day) else { continue };
            if !self.is_first {
                piece.push_str(self.between);
            }
            self.is_first = false;
            piece.push_str(&(self.write)(procedure));
        }
        if count < PIECE {
            piece.push_str(&self.tail.take()?);
        }
        Some(piece)
    }

    fn answer(self, kind: &'static str, file: &str) -> Response {
        let pieces = stream::unfold(self, |mut pieces| async move {
            let piece = pieces.next_piece()?;
            Some((Ok::<_, Infallible>(Bytes::from(piece)), pieces))
        });
        let name = format!("attachment; filename=\"{file}\"");
        ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)], Body::from_stream(pieces))
            .into_response()
    }
}

/// A line of the catalogue as its file has it.
fn line(of: &Procedure) -> Value {
    let online = of.online.scope.map(|scope| match scope {
        ServiceScope::Full => "toàn trình",
        ServiceScope::Partial => "một phần",
        ServiceScope::Information => "cung cấp thông tin",
    });
    let full = write::procedure(of);
    let part = |pointer: &str| full.pointer(pointer).cloned().unwrap_or(Value::Null);
    json!({
        "code": of.id,
        "name_vi": of.name_vi,
        "name_en": of.name_en,
        "ministry_vi": of.ministry_vi,
        "field_vi": of.field_vi,
        "level": of.levels,
        "agency_vi": of.agency_vi,
        "channels": part("/receiving/channels"),
        "time_limits": part("/time_limits"),
        "online_level": online,
        "n_components": of.component_count,
        "snapshot_date": of.snapshot_date.map(|day| day.to_string()),
        "source": of.source,
    })
}

fn csv_row(of: &Procedure, base: &str) -> String {
    let record = match of.record {
        RecordKind::Full => "full",
        RecordKind::Catalogue => "catalogue",
        RecordKind::NameOnly => "name_only",
    };
    let full = write::procedure(of);
    let levels: Vec<&str> =
        full.get("level").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let channels: Vec<&str> = of.channels.iter().map(|channel| channel.name()).collect();
    let numbers: Vec<&str> = of.legal_basis.iter().map(|basis| basis.number.as_str()).collect();
    let (limit, promised) = (amount(of.legal_limit()), amount(of.promised_limit()));
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let cells: [String; COLUMNS.len()] = [
        of.id.clone(),
        of.code.clone().unwrap_or_default(),
        of.name_vi.clone(),
        of.name_en.clone().unwrap_or_default(),
        of.field_vi.clone(),
        levels.join("|"),
        of.agency_vi.clone().unwrap_or_default(),
        record.to_owned(),
        of.online_level().number().to_string(),
        channels.join("|"),
        limit.0,
        limit.1.to_owned(),
        promised.0,
        promised.1.to_owned(),
        of.component_count.to_string(),
        of.results_vi.join(" | "),
        numbers.join(" | "),
        day(of.validity.from),
        day(of.validity.to),
        day(of.snapshot_date),
        of.source.clone(),
        format!("{base}/thu-tuc/{}", of.id),
    ];
    let mut row = cells.map(|cell| csv_cell(&cell)).join(",");
    row.push_str("\r\n");
    row
}

fn amount(limit: Option<&ProcedureLimit>) -> (String, &'static str) {
    let Some(amount) = limit.and_then(|limit| limit.amount) else { return (String::new(), "") };
    (Amount::to_string(&amount), unit(amount.unit))
}

const fn unit(unit: AmountUnit) -> &'static str {
    match unit {
        AmountUnit::Hour => "hour",
        AmountUnit::WorkingHour => "working_hour",
        AmountUnit::Day => "day",
        AmountUnit::WorkingDay => "working_day",
        AmountUnit::Month => "month",
    }
}

/// A cell by RFC 4180. One that a spreadsheet would take for a formula gets an apostrophe before it.
pub(in crate::web) fn csv_cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn cells_stay_one_cell_and_no_formula() {
        for (text, cell) in [
            ("Hộ tịch", "Hộ tịch"),
            ("a, b", "\"a, b\""),
            ("nói \"có\"", "\"nói \"\"có\"\"\""),
            ("a\nb", "\"a\nb\""),
            ("=1+1", "'=1+1"),
            ("-Bản", "'-Bản"),
            ("", ""),
        ] {
            assert_eq!(csv_cell(text), cell);
        }
    }
}

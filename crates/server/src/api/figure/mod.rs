//! Figures: values for everybody, the records behind them for those who may see them, and what was published.

mod published;

pub(super) use published::{__path_checked, __path_published, checked, published};

use super::extract::{Caller, Path, Query};
use super::form::{day, limit, opaque, read_opaque};
use super::problem::Problem;
use super::wrong::WrongKind;
use super::{responses, schema};
use crate::state::AppState;
use app::figure::{FigureQuery, FigureValue, ListQuery, ListedRecord};
use axum::Json;
use axum::extract::State;
use domain::figure::{Counter, FigureDefinition, Part, Period};
use domain::time::Date;
use serde::{Deserialize, Serialize};
use utoipa::openapi::Object;
use utoipa::{IntoParams, ToSchema};

/// Of which unit and days.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct FigureParams {
    /// The unit, with everything below it; the whole province when left out.
    unit: Option<String>,
    /// First day: the first of a month; that of the year when left out.
    #[param(format = Date)]
    from: Option<String>,
    /// Last day, at whose end everything is counted; today when left out.
    #[param(format = Date)]
    to: Option<String>,
}

impl FigureParams {
    fn period(&self, today: Date) -> Result<Period, Problem> {
        let to = self.to.as_deref().map_or(Ok(today), |text| day("to", text))?;
        let from = self.from.as_deref().map_or_else(|| Ok(to.first_of_year()), |text| day("from", text))?;
        Period::new(from, to).ok_or_else(|| Problem::field("from", WrongKind::Day))
    }

    fn unit(&self) -> String {
        self.unit.clone().unwrap_or_default()
    }
}

fn counters() -> Object {
    schema::words(Counter::ALL.map(Counter::name))
}

/// A sum of what is counted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FigurePart)]
pub(super) struct PartBody {
    /// What is counted.
    #[schema(schema_with = counters)]
    counter: &'static str,
    /// How much.
    amount: i64,
}

fn parts(parts: &[Part]) -> Vec<PartBody> {
    parts.iter().map(|part| PartBody { counter: part.counter.name(), amount: part.amount }).collect()
}

/// The value of a figure.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FigureValue)]
pub(super) struct ValueBody {
    /// The version of the definition.
    version: u32,
    /// The unit, with everything below it.
    unit: String,
    /// First day.
    #[schema(format = Date)]
    from: String,
    /// Last day.
    #[schema(format = Date)]
    to: String,
    /// The value, an exact decimal; null of nothing.
    value: Option<String>,
    /// From what it was reckoned.
    parts: Vec<PartBody>,
}

impl ValueBody {
    fn of(value: &FigureValue) -> Self {
        Self {
            version: value.version,
            unit: value.unit.clone(),
            from: value.period.from.to_string(),
            to: value.period.to.to_string(),
            value: value.value.map(|value| value.to_string()),
            parts: parts(&value.parts),
        }
    }
}

/// A figure.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Figure {
    /// Its id.
    id: String,
    /// Name in Vietnamese.
    name_vi: String,
    /// Name in English.
    name_en: String,
    /// What is counted and how, in Vietnamese.
    text_vi: String,
    /// The same in English.
    text_en: String,
    /// What the value is measured in.
    measure: String,
    /// The law on which it rests.
    legal_basis: String,
    /// Its value.
    value: ValueBody,
}

impl Figure {
    fn of(definition: &FigureDefinition, value: &FigureValue) -> Self {
        let measure = serde_json::json!(definition.measure);
        Self {
            id: definition.id.clone(),
            name_vi: definition.name_vi.clone(),
            name_en: definition.name_en.clone(),
            text_vi: definition.text_vi.clone(),
            text_en: definition.text_en.clone(),
            measure: measure.as_str().unwrap_or_default().to_owned(),
            legal_basis: definition.legal_basis_vi.clone(),
            value: ValueBody::of(value),
        }
    }
}

/// All figures.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Figures {
    /// The figures, in the order of their data.
    items: Vec<Figure>,
}

/// Every figure with its value.
#[utoipa::path(
    get, path = "/figures", tag = "figures", operation_id = "listFigures", params(FigureParams),
    responses((status = 200, description = "Every figure", body = Figures), responses::Missing, responses::Invalid, responses::Always)
)]
pub(super) async fn list(
    State(state): State<AppState>,
    Query(query): Query<FigureParams>,
) -> Result<Json<Figures>, Problem> {
    let period = query.period(state.app.today())?;
    let lines = state.app.figures(&query.unit(), period).await?;
    Ok(Json(Figures { items: lines.iter().map(|line| Figure::of(&line.definition, &line.value)).collect() }))
}

/// A value under a name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FigureOfUnit)]
pub(super) struct NamedValue {
    /// Id of a unit, or name of a field.
    of: String,
    /// The value.
    value: ValueBody,
}

/// A figure with its months, units and fields.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FigureInFull {
    /// The figure.
    figure: Figure,
    /// The last twelve months, oldest first.
    months: Vec<ValueBody>,
    /// The units right below, each with everything below it.
    by_unit: Vec<NamedValue>,
    /// By field of procedures.
    by_field: Vec<NamedValue>,
}

/// A figure with its months, units and fields.
#[utoipa::path(
    get, path = "/figures/{figure}", tag = "figures", operation_id = "getFigure",
    params(("figure" = String, Path, description = "Its id"), FigureParams),
    responses((status = 200, description = "The figure", body = FigureInFull), responses::Missing, responses::Invalid, responses::Always)
)]
pub(super) async fn show(
    State(state): State<AppState>,
    Path(figure): Path<String>,
    Query(query): Query<FigureParams>,
) -> Result<Json<FigureInFull>, Problem> {
    let period = query.period(state.app.today())?;
    let board = state.app.figure(FigureQuery { figure, unit: query.unit(), period }).await?;
    let named = |of: &str, value: &FigureValue| NamedValue { of: of.to_owned(), value: ValueBody::of(value) };
    Ok(Json(FigureInFull {
        figure: Figure::of(&board.definition, &board.value),
        months: board.months.iter().map(ValueBody::of).collect(),
        by_unit: board.by_unit.iter().map(|part| named(&part.unit, &part.value)).collect(),
        by_field: board.by_field.iter().map(|(field, value)| named(field, value)).collect(),
    }))
}

/// Which records.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RecordParams {
    /// Under which counter of the figure.
    #[param(schema_with = counters)]
    counter: String,
    /// The unit, with everything below it; the whole province when left out.
    unit: Option<String>,
    /// First day: the first of a month; that of the year when left out.
    #[param(format = Date)]
    from: Option<String>,
    /// Last day; today when left out.
    #[param(format = Date)]
    to: Option<String>,
    /// Rows of a page, 1 to 100; 20 when left out.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A record that was counted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FigureRecord)]
pub(super) struct RecordBody {
    /// Code of the dossier, or id of the procedure with its version.
    code: String,
    /// The unit that handles it; null for a procedure.
    unit: Option<String>,
    /// The procedure.
    procedure: String,
    /// The day to whose period it belongs.
    #[schema(format = Date)]
    belongs: Option<String>,
    /// From which day it counts.
    #[schema(format = Date)]
    day: Option<String>,
    /// Until which day, which does not count any more; null for good.
    #[schema(format = Date)]
    until: Option<String>,
    /// How much it counts.
    amount: i64,
}

impl RecordBody {
    fn of(row: ListedRecord) -> Self {
        let amount = row.amount();
        Self {
            unit: Some(row.unit).filter(|unit| !unit.is_empty()),
            procedure: row.procedure_id,
            belongs: row.mark.map(|mark| mark.belongs.to_string()),
            day: row.mark.map(|mark| mark.day.to_string()),
            until: row.mark.and_then(|mark| mark.until).map(|until| until.to_string()),
            code: row.code,
            amount,
        }
    }
}

/// A page of records.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FigureRecords {
    /// The records, the oldest first.
    items: Vec<RecordBody>,
    /// Whether the caller sees all of them, so that they add up to the value.
    is_whole: bool,
    /// The `after` of the next page; null on the last.
    next: Option<String>,
}

/// The records behind a figure, as far as the caller may see them.
#[utoipa::path(
    get, path = "/figures/{figure}/records", tag = "figures", operation_id = "listFigureRecords",
    security(("token" = [])), params(("figure" = String, Path, description = "Its id"), RecordParams),
    responses((status = 200, description = "A page of records", body = FigureRecords), responses::Token, responses::Missing, responses::Invalid, responses::Always)
)]
pub(super) async fn records(
    Caller(person): Caller,
    State(state): State<AppState>,
    Path(figure): Path<String>,
    Query(query): Query<RecordParams>,
) -> Result<Json<FigureRecords>, Problem> {
    let counter = Counter::from_name(&query.counter)
        .ok_or_else(|| Problem::field("counter", WrongKind::Word(Counter::ALL.map(Counter::name).join(", "))))?;
    let span = FigureParams { unit: query.unit, from: query.from, to: query.to };
    let list = ListQuery {
        figure,
        counter,
        unit: span.unit(),
        period: span.period(state.app.today())?,
        after: query.after.as_deref().map(read_place).transpose()?,
        limit: limit(query.limit.as_deref())?,
    };
    let page = state.app.figure_records(Some(&person), list).await?;
    Ok(Json(FigureRecords {
        items: page.rows.into_iter().map(RecordBody::of).collect(),
        is_whole: page.is_whole,
        next: page.next.map(|(day, code)| opaque(&format!("{day}\t{code}"))),
    }))
}

/// Two parts of a cursor.
fn read_place(text: &str) -> Result<(String, String), Problem> {
    let plain = read_opaque(text)?;
    let (first, second) = plain.split_once('\t').ok_or_else(|| Problem::field("after", WrongKind::Cursor))?;
    Ok((first.to_owned(), second.to_owned()))
}

//! Where the time of a dossier went.

use crate::api::extract::{Caller, Path, Reader};
use crate::api::form::stamp;
use crate::api::problem::Problem;
use crate::api::responses;
use crate::sentences::{self, LedgerTold};
use crate::state::AppState;
use app::late::TimeView;
use axum::Json;
use axum::extract::State;
use domain::lateness::Account;
use domain::ledger::{Holder, Line, Measure, Share};
use domain::time::Zone;
use serde::Serialize;
use utoipa::ToSchema;

/// The kind of who has a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum HolderKind {
    /// A person of a unit.
    Person,
    /// A unit.
    Unit,
    /// The applicant.
    Applicant,
    /// An authority that does not work here.
    Authority,
    /// A system of somebody else.
    Partner,
    /// An outage of this system.
    Outage,
}

/// Who has a dossier.
#[derive(Debug, Serialize, ToSchema)]
struct HolderPart {
    /// Of what kind.
    kind: HolderKind,
    /// The unit, for persons and units.
    unit: Option<String>,
    /// In words of the language asked for. People are named to the offices of the dossier only.
    name: String,
}

/// A stretch of time with one holder.
#[derive(Debug, Serialize, ToSchema)]
struct LinePart {
    /// When it began.
    #[schema(format = DateTime)]
    from: String,
    /// When it ended; the next line begins there.
    #[schema(format = DateTime)]
    to: String,
    /// The step in words.
    step: String,
    /// Who had it.
    holder: HolderPart,
    /// Minutes of office hours.
    minutes: i64,
    /// Those of them in which the clock stood.
    standing_minutes: i64,
}

/// What belongs to one holder.
#[derive(Debug, Serialize, ToSchema)]
struct SharePart {
    /// Who had it.
    holder: HolderPart,
    /// Minutes of office hours.
    minutes: i64,
    /// Those of them in which the clock stood.
    standing_minutes: i64,
}

/// By what the main cause was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum CauseKind {
    /// Somebody passed the limit of their own step.
    OwnLimit,
    /// Nobody did: who held it longest.
    LongestHeld,
    /// No minute has counted yet.
    Nothing,
}

/// The main cause of a delay.
#[derive(Debug, Serialize, ToSchema)]
struct CausePart {
    /// By what it was found.
    measure: CauseKind,
    /// In words.
    text: String,
    /// Who answers for it, in words.
    responsible: String,
}

/// Where the time of a dossier went: the minutes of the lines, and those of the shares, add up to the whole.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct TimeLedger {
    /// Official code.
    code: String,
    /// Receipt; null before it.
    #[schema(format = DateTime)]
    from: Option<String>,
    /// The result, or now.
    #[schema(format = DateTime)]
    to: Option<String>,
    /// Whether the result is there.
    finished: bool,
    /// Minutes of office hours from receipt to the end.
    whole_minutes: i64,
    /// Those of them in which the clock stood.
    standing_minutes: i64,
    /// Minutes by which the due time was passed; 0 in time.
    late_minutes: i64,
    /// Whether the published calendar covers all of it.
    covered: bool,
    /// Each stretch in order.
    lines: Vec<LinePart>,
    /// Each holder, the largest share first.
    shares: Vec<SharePart>,
    /// Why it is late; null while it is not.
    cause: Option<CausePart>,
}

/// Where the time of a dossier went, minute by minute, by the office hours of its unit.
#[utoipa::path(
    get, path = "/dossiers/{code}/time-ledger", tag = "dossiers", operation_id = "getTimeLedger",
    security(("token" = [])), params(("code" = String, Path, description = "Official code")),
    responses(
        (status = 200, description = "The ledger", body = TimeLedger),
        responses::Missing, responses::Always, responses::Token
    )
)]
pub(in crate::api) async fn time_ledger(
    State(state): State<AppState>,
    Caller(person): Caller,
    reader: Reader,
    Path(code): Path<String>,
) -> Result<Json<TimeLedger>, Problem> {
    let view = state.app.time_ledger(&person, &code).await?;
    let catalogue = state.app.catalogue();
    let names = view.is_office.then_some(&view.names);
    let told = LedgerTold { m: reader.m(), catalogue: &catalogue, today: state.app.today(), names };
    Ok(Json(body(&told, state.app.zone(), &view)))
}

fn body(told: &LedgerTold<'_>, zone: Zone, view: &TimeView) -> TimeLedger {
    let code = view.dossier.code.as_str().to_owned();
    let account = view.account.as_ref();
    let ledger = account.map(|account| &account.ledger);
    TimeLedger {
        code,
        from: ledger.map(|ledger| stamp(zone, ledger.from)),
        to: ledger.map(|ledger| stamp(zone, ledger.to)),
        finished: ledger.is_some_and(|ledger| ledger.finished),
        whole_minutes: ledger.map_or(0, |ledger| ledger.whole_minutes),
        standing_minutes: ledger.map_or(0, |ledger| ledger.standing_minutes),
        late_minutes: ledger.map_or(0, |ledger| ledger.late_minutes),
        covered: ledger.is_none_or(|ledger| ledger.covered),
        lines: account.map(|account| lines(told, zone, account)).unwrap_or_default(),
        shares: ledger.map(|ledger| ledger.shares.iter().map(|one| share(told, one)).collect()).unwrap_or_default(),
        cause: account.filter(|account| account.is_late()).map(|account| cause(told, account)),
    }
}

fn lines(told: &LedgerTold<'_>, zone: Zone, account: &Account) -> Vec<LinePart> {
    let line = |line: &Line| LinePart {
        from: stamp(zone, line.from),
        to: stamp(zone, line.to),
        step: sentences::ledger_step(told.m, &account.steps, line.step.as_deref()),
        holder: holder(told, &line.holder),
        minutes: line.minutes,
        standing_minutes: line.standing_minutes,
    };
    account.ledger.lines.iter().map(line).collect()
}

fn share(told: &LedgerTold<'_>, share: &Share) -> SharePart {
    SharePart { holder: holder(told, &share.holder), minutes: share.minutes, standing_minutes: share.standing_minutes }
}

fn cause(told: &LedgerTold<'_>, account: &Account) -> CausePart {
    let label = account.cause.main.as_ref().and_then(|main| main.step.as_deref());
    let step = sentences::ledger_step(told.m, &account.steps, label);
    let measure = match account.cause.measure {
        Measure::OwnLimit => CauseKind::OwnLimit,
        Measure::LongestHeld => CauseKind::LongestHeld,
        Measure::Nothing => CauseKind::Nothing,
    };
    CausePart {
        measure,
        text: sentences::cause(told, &account.cause, &step),
        responsible: sentences::responsible(told, &account.cause.responsible),
    }
}

fn holder(told: &LedgerTold<'_>, holder: &Holder) -> HolderPart {
    let kind = match holder {
        Holder::Person { .. } => HolderKind::Person,
        Holder::Pool { .. } => HolderKind::Unit,
        Holder::Applicant => HolderKind::Applicant,
        Holder::Authority { .. } => HolderKind::Authority,
        Holder::Partner { .. } => HolderKind::Partner,
        Holder::Us => HolderKind::Outage,
    };
    HolderPart { kind, unit: holder.unit().map(str::to_owned), name: sentences::ledger_holder(told, holder) }
}

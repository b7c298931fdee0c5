//! Replaying the journal and comparing every table with it.

use domain::dossier::Code;
use store::dossier as rows;
use store::journal::{self, StoredEvent};
use store::{Tx, dataset, draft, identity, own_data, registry, vault};

use crate::App;
use crate::catalogue::Catalogue;
use crate::dossier::{PaperRuns, flag_rows, load_chain, row_of, run_rows, task_rows};
use crate::draft::DraftEvent;
use crate::error::ActError;
use crate::identity::AccountEvent;
use crate::import::DatasetImported;
use crate::seal::sha256_hex;

const STREAMS_AT_A_TIME: i64 = 200;
const EVENTS_OF_STREAM_MAX: i64 = 10_000;

/// What was compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Streams replayed.
    pub streams: u64,
    /// Events in them.
    pub events: u64,
    /// Dossiers compared with their rows.
    pub dossiers: u64,
    /// The first difference, in words for the log and the operator.
    pub difference: Option<Difference>,
}

/// A table says something else than the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The record.
    pub stream: String,
    /// What differs.
    pub what: String,
}

impl App {
    /// Replays every stream and compares; stops at the first difference. `progress` is told the number of streams.
    pub async fn verify(&self, mut progress: impl FnMut(u64) + Send) -> Result<Verified, ActError> {
        let mut verified = Verified::default();
        let (mut after, mut papers) = (String::new(), PaperRuns::default());
        let zone = self.0.zone;
        loop {
            let from = after.clone();
            let catalogue = self.catalogue();
            let known = std::mem::take(&mut papers);
            let part = self.0.store.read(move |tx| verify_part(tx, &from, known, (zone, &catalogue))).await?;
            papers = part.papers;
            verified.streams = verified.streams.saturating_add(part.verified.streams);
            verified.events = verified.events.saturating_add(part.verified.events);
            verified.dossiers = verified.dossiers.saturating_add(part.verified.dossiers);
            progress(verified.streams);
            if part.verified.difference.is_some() {
                verified.difference = part.verified.difference;
                return Ok(verified);
            }
            match part.last {
                Some(last) => after = last,
                None => break,
            }
        }
        let dossiers = verified.dossiers;
        verified.difference = if let Some(run) = papers.faulty() {
            Some(Difference::of(run, "the numbers of the papers have a gap, or one stands twice"))
        } else {
            self.0.store.read(move |tx| without_event(tx, dossiers)).await?
        };
        Ok(verified)
    }
}

impl Difference {
    fn of(stream: impl Into<String>, what: &str) -> Self {
        Self { stream: stream.into(), what: what.to_owned() }
    }
}

/// The first row that no event made, room by room; the journal holds that many dossiers.
fn without_event(tx: &mut Tx<'_>, dossiers: u64) -> Result<Option<Difference>, ActError> {
    const NO_EVENT: &str = "there is a row of it, and no event in the journal";
    let counted = rows::count(tx)?;
    if i64::try_from(dossiers).unwrap_or(i64::MAX) != counted {
        let what = format!("the journal holds {dossiers} dossiers, the table {counted}");
        return Ok(Some(Difference::of("dossier", &what)));
    }
    if let Some(procedure) = registry::orphan(tx)? {
        return Ok(Some(Difference::of(format!("procedure/{procedure}"), NO_EVENT)));
    }
    if let Some(subject) = own_data::orphan(tx)? {
        return Ok(Some(Difference::of(format!("own/{subject}"), NO_EVENT)));
    }
    if let Some(stream) = store::review::orphan(tx)? {
        return Ok(Some(Difference::of(stream, NO_EVENT)));
    }
    if let Some(stream) = store::round::orphan(tx)? {
        return Ok(Some(Difference::of(stream, NO_EVENT)));
    }
    if let Some(owner) = store::notice::orphan(tx)? {
        return Ok(Some(Difference::of(store::notice::stream_of(&owner), NO_EVENT)));
    }
    if let Some(stream) = away_or_late_orphan(tx)? {
        return Ok(Some(Difference::of(stream, NO_EVENT)));
    }
    if let Some(stream) = store::result_file::orphan(tx)? {
        return Ok(Some(Difference::of(stream, "there is a file of its result, and no such dossier")));
    }
    if let Some(code) = store::supplement::orphan(tx)? {
        return Ok(Some(Difference::of(code, "a flagged request for papers has a row, the dossier none")));
    }
    for stray in [
        crate::document::stray_incoming,
        crate::document::stray_outgoing,
        crate::desk::stray_rows,
        crate::work_file::stray,
        crate::exchange::stray,
    ] {
        if let Some((stream, what)) = stray(tx)? {
            return Ok(Some(Difference { stream, what }));
        }
    }
    if let Some(difference) = crate::figure::sums_difference(tx)? {
        return Ok(Some(difference));
    }
    payment_difference(tx)
}

/// A row of an absence, a delegation, an outage, a reminder or running work without an event.
fn away_or_late_orphan(tx: &mut Tx<'_>) -> Result<Option<String>, ActError> {
    for orphan in [store::absence::orphan, store::outage::orphan, store::workflow_run::orphan] {
        if let Some(found) = orphan(tx)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Rows of payments without an event, and receipts whose numbers have a gap.
fn payment_difference(tx: &mut Tx<'_>) -> Result<Option<Difference>, ActError> {
    if let Some(stream) = store::payment_books::orphan(tx)? {
        let what = "the payments have rows of it, the journal no event".to_owned();
        return Ok(Some(Difference { stream, what }));
    }
    Ok(store::payment::receipt_gap(tx)?.map(|(unit, year)| Difference {
        stream: format!("receipts/{unit}/{year}"),
        what: "the numbers of the receipts have a gap".to_owned(),
    }))
}

struct Part {
    verified: Verified,
    papers: PaperRuns,
    last: Option<String>,
}

fn verify_part(
    tx: &mut Tx<'_>,
    after: &str,
    mut papers: PaperRuns,
    (zone, catalogue): (domain::time::Zone, &Catalogue),
) -> Result<Part, ActError> {
    let streams = journal::streams_after(tx, after, STREAMS_AT_A_TIME)?;
    let mut verified = Verified::default();
    for stream in &streams {
        let events = journal::of_stream(tx, stream, 0, EVENTS_OF_STREAM_MAX)?;
        verified.streams = verified.streams.saturating_add(1);
        verified.events = verified.events.saturating_add(u64::try_from(events.len()).unwrap_or(0));
        let code = Code::parse(stream).ok();
        let difference = match gap(&events) {
            Some(gap) => Some(gap),
            None => match &code {
                Some(code) => {
                    verified.dossiers = verified.dossiers.saturating_add(1);
                    dossier_difference(tx, code, &mut papers, (zone, catalogue))?
                }
                None => other_difference(tx, stream, &events, zone)?,
            },
        };
        if let Some(what) = difference {
            verified.difference = Some(Difference { stream: stream.clone(), what });
            break;
        }
    }
    Ok(Part { verified, papers, last: streams.into_iter().last() })
}

/// Versions of a stream run 1, 2, 3, … without a gap.
fn gap(events: &[StoredEvent]) -> Option<String> {
    let wrong = events.iter().zip(1_i64..).find(|(event, expected)| event.version != *expected);
    wrong.map(|(event, expected)| format!("event {expected} is missing: the next is {}", event.version))
}

fn dossier_difference(
    tx: &mut Tx<'_>,
    code: &Code,
    papers: &mut PaperRuns,
    (zone, catalogue): (domain::time::Zone, &Catalogue),
) -> Result<Option<String>, ActError> {
    let Some(chain) = load_chain(tx, code)? else { return Ok(Some("no events".to_owned())) };
    papers.read(&chain.entries);
    let particulars = chain.particulars();
    let expected = row_of(&chain.dossier, particulars.as_ref(), zone);
    let Some(mut found) = rows::by_code(tx, code.as_str())? else { return Ok(Some("the row is missing".to_owned())) };
    if particulars.is_none() && vault::key_of(tx, &found.subject)?.is_none() {
        found.applicant_name.clear();
        found.identity_tail.clear();
        found.phone_tail.clear();
    }
    if found != expected {
        return Ok(Some(difference_of(&expected, &found)));
    }
    if let Some(what) = crate::signature::issued_difference(tx, &chain.dossier)? {
        return Ok(Some(what));
    }
    if store::supplement::of_dossier(tx, code.as_str())? != flag_rows(&chain.dossier, zone) {
        return Ok(Some("the flagged requests for papers differ from the journal".to_owned()));
    }
    if store::workflow_run::of_dossier(tx, code.as_str())? != run_rows(&chain.dossier) {
        return Ok(Some("the versions by which its work runs differ from the journal".to_owned()));
    }
    if let Some(what) = crate::figure::marks_difference(tx, &chain.dossier)? {
        return Ok(Some(what));
    }
    task_difference(tx, &chain.dossier, &found.applicant_name, zone, catalogue)
}

/// What is to be done, compared step by step. Due times of steps are reckoned from published days, which may have been
/// published anew since the row was written; they are left to the next act.
fn task_difference(
    tx: &mut Tx<'_>,
    dossier: &domain::dossier::Dossier,
    applicant: &str,
    zone: domain::time::Zone,
    catalogue: &Catalogue,
) -> Result<Option<String>, ActError> {
    let rules = catalogue.rules_of(dossier)?;
    let components = rules.components();
    let mut expected = task_rows(dossier, &rules.as_rules(&components), applicant, zone);
    expected.sort_by(|one, other| one.step.cmp(&other.step));
    let found = store::task::of_dossier(tx, dossier.code.as_str())?;
    let same = |(one, other): (&store::task::TaskRow, &store::task::TaskRow)| {
        (&one.step, &one.kind, &one.unit, &one.role, &one.assignee)
            == (&other.step, &other.kind, &other.unit, &other.role, &other.assignee)
    };
    let equal = expected.len() == found.len() && expected.iter().zip(&found).all(same);
    Ok(if equal { None } else { Some("what is to be done differs from the journal".to_owned()) })
}

/// Names the columns that differ, without their personal content.
fn difference_of(expected: &rows::DossierRow, found: &rows::DossierRow) -> String {
    let columns = [
        ("version", expected.version == found.version),
        ("stage", expected.stage == found.stage),
        ("due_at", expected.due_at == found.due_at),
        ("next_due_at", expected.next_due_at == found.next_due_at),
        ("holding_unit", expected.holding_unit == found.holding_unit),
        ("handling_unit", expected.handling_unit == found.handling_unit),
        ("assignee", expected.assignee == found.assignee),
        ("on_time", expected.on_time == found.on_time),
        ("applicant", expected.applicant_name == found.applicant_name),
    ];
    let names: Vec<&str> = columns.into_iter().filter(|(_, equal)| !equal).map(|(name, _)| name).collect();
    let names = if names.is_empty() { "another column".to_owned() } else { names.join(", ") };
    format!("the row differs from the journal in: {names}")
}

fn other_difference(
    tx: &mut Tx<'_>,
    stream: &str,
    events: &[StoredEvent],
    zone: domain::time::Zone,
) -> Result<Option<String>, ActError> {
    let Some((room, key)) = stream.split_once('/') else { return Ok(Some("an unknown kind of stream".to_owned())) };
    match room {
        "dataset" => dataset_difference(tx, events),
        "account" => account_difference(tx, key, events),
        "draft" => draft_difference(tx, key, events),
        "procedure" => crate::registry::difference(tx, key, events),
        "own" => crate::own_data::difference(tx, key, events),
        "notices" => crate::notice::difference(tx, key, events),
        "review" => crate::review::plan_difference(tx, key, events),
        "round" => crate::round::round_difference(tx, key, events),
        "round-sheet" => crate::round::sheet_difference(tx, key, events),
        "ticket" => crate::desk::ticket_difference(tx, key, events, zone),
        "appointment" => crate::desk::appointment_difference(tx, key, events, zone),
        "delivery" => crate::desk::delivery_difference(tx, key, events, zone),
        "outgoing" => crate::document::outgoing_difference(tx, key, events, zone),
        "incoming" => crate::document::incoming_difference(tx, key, events, zone),
        "work-file" => crate::work_file::difference(tx, key, events),
        "file-list" => crate::work_file::list_difference(events),
        "exchange" => crate::exchange::difference(tx, key, events),
        "review-sheet" => crate::review::sheet_difference(tx, key, events),
        "payment" => crate::payment::order_difference(tx, key, events, zone),
        "payment-stray" => crate::payment::stray_difference(tx, key, events),
        "cash-book" => crate::payment::cash_difference(tx, key, events),
        "payment-day" => crate::payment::day_difference(tx, key, events),
        "outage" => crate::late::outage_difference(tx, key, events),
        "reminder" => crate::late::reminder_difference(tx, key, events),
        "absence" => crate::absence::absence_difference(tx, key, events),
        "figure" => crate::figure::publication_difference(tx, key, events),
        "delegation" => crate::absence::delegation_difference(tx, key, events),
        _ => Ok(Some("an unknown kind of stream".to_owned())),
    }
}

fn dataset_difference(tx: &mut Tx<'_>, events: &[StoredEvent]) -> Result<Option<String>, ActError> {
    let Some(last) = events.last() else { return Ok(None) };
    let imported: DatasetImported = serde_json::from_str(&last.payload)?;
    let row = dataset::one(tx, &imported.kind, &imported.name)?;
    Ok(match row {
        None => Some("the imported file is missing".to_owned()),
        Some(row) if row.version != last.version => Some("the imported file has another version".to_owned()),
        Some(row) if sha256_hex(row.body.as_bytes()) != imported.sha256 => {
            Some("the imported file does not have the recorded hash".to_owned())
        }
        Some(_) => None,
    })
}

fn account_difference(tx: &mut Tx<'_>, id: &str, events: &[StoredEvent]) -> Result<Option<String>, ActError> {
    let mut subject = None;
    let mut grants = Vec::new();
    for event in events {
        match serde_json::from_str(&event.payload)? {
            AccountEvent::Created { subject: verified } => subject = verified,
            AccountEvent::Granted { grant } => grants.push(grant),
            AccountEvent::PasswordChanged => (),
        }
    }
    let Some(row) = identity::by_id(tx, id)? else { return Ok(Some("the account's row is missing".to_owned())) };
    let mut found = identity::grants_of(tx, id)?;
    let order = |grant: &domain::access::Grant| (grant.role, grant.unit.clone(), grant.valid_from);
    grants.sort_by_key(order);
    found.sort_by_key(order);
    let equal = row.subject == subject
        && found == grants
        && i64::try_from(events.len()).is_ok_and(|events| events == row.version);
    Ok(if equal { None } else { Some("the account's row or roles differ from the journal".to_owned()) })
}

fn draft_difference(tx: &mut Tx<'_>, code: &str, events: &[StoredEvent]) -> Result<Option<String>, ActError> {
    let Some(row) = draft::by_code(tx, code)? else { return Ok(Some("the draft's row is missing".to_owned())) };
    let mut submitted = None;
    let mut saved = None;
    for event in events {
        match serde_json::from_str(&event.payload)? {
            DraftEvent::Saved { procedure, owner, key_hash, step, procedure_version } => {
                saved = Some((procedure, owner, key_hash, step, procedure_version));
            }
            DraftEvent::Submitted { as_code } => submitted = Some(as_code),
        }
    }
    let same = saved.is_some_and(|(procedure, owner, key_hash, step, procedure_version)| {
        row.procedure_id == procedure
            && row.owner == owner
            && row.key_hash == key_hash
            && row.step == step
            && row.procedure_version == procedure_version
    });
    let version = i64::try_from(events.len()).is_ok_and(|events| events == row.version);
    Ok(if same && version && row.submitted_as == submitted { None } else { Some("the draft's row differs".to_owned()) })
}

//! `motcua workflow`: proofs with the way into a trap, drawings out and in, drafts from published steps.

use super::args::{WorkflowCheckArgs, WorkflowDraftArgs, WorkflowExportArgs, WorkflowImportArgs};
use super::context::{Context, say};
use super::failure::{Failure, fault_json};
use crate::messages::fill;
use crate::sentences;
use domain::access::Role;
use domain::dataset::{Dataset, Fault, read_workflows, workflows_file};
use domain::workflow::{
    Definition, LinkFault, Misfit, PathLimit, Process, Proof, Trace, UnitRule, Unsound, bpmn, check_links, drafts,
    fitting, misfits, prove, rivals,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// Which roles somebody holds today, by unit.
type Staff = BTreeMap<(String, Role), bool>;

pub(super) async fn check(context: &Context, args: WorkflowCheckArgs) -> Result<(), Failure> {
    let processes = processes(context, &args.file).await?;
    let definitions: Vec<Definition> = processes.iter().map(|process| process.definition().clone()).collect();
    let staff = match &args.unit {
        Some(unit) => Some((unit.as_str(), staff(context, unit, &definitions).await?)),
        None => None,
    };
    let proofs: Vec<(&Process, Proof)> = processes
        .iter()
        .map(|process| {
            let holds = |seat: &domain::workflow::Seat<'_>| {
                let Some((unit, staff)) = &staff else { return true };
                seat_unit(seat.unit, unit).is_none_or(|unit| staff.get(&(unit, seat.role)).is_some_and(|held| *held))
            };
            (process, prove(process, &holds, args.states))
        })
        .collect();
    // A drawing or a record alone names workflows that stand elsewhere.
    let links = if definitions.len() > 1 { check_links(&definitions) } else { Vec::new() };
    if context.json {
        say(in_json(context, &proofs, &links));
    } else {
        tell(context, &proofs, &links);
        if staff.is_none() {
            context.note(context.m.workflow.people_not_asked);
        }
    }
    let is_sound = links.is_empty() && proofs.iter().all(|(_, proof)| proof.is_sound());
    if is_sound { Ok(()) } else { Err(Failure::Said) }
}

pub(super) async fn export(context: &Context, args: WorkflowExportArgs) -> Result<(), Failure> {
    let processes = processes(context, &args.file).await?;
    let file = args.file.display();
    let named = |process: &&Process| args.id.as_ref().is_none_or(|id| process.definition().id == *id);
    let chosen: Vec<&Process> = processes.iter().filter(named).collect();
    match (chosen.as_slice(), &args.id) {
        ([process], _) => {
            say(bpmn::export(process.definition()).trim_end());
            Ok(())
        }
        ([], Some(id)) => Err(Failure::no(fill(context.m.workflow.no_such, &[("file", &file), ("id", id)]))),
        (_, _) => {
            let ids: Vec<&str> = processes.iter().map(|process| process.definition().id.as_str()).collect();
            Err(Failure::no(fill(context.m.workflow.which, &[("file", &file), ("ids", &ids.join(", "))])))
        }
    }
}

pub(super) async fn import(context: &Context, args: WorkflowImportArgs) -> Result<(), Failure> {
    let bytes = read(context, &args.file).await?;
    let definition = drawing(context, &args.file, &bytes)?;
    let faults = Process::of(definition.clone()).err().unwrap_or_default();
    if !faults.is_empty() {
        return Err(refused(context, &args.file, faults.iter().map(ToString::to_string).collect()));
    }
    say(pretty(&workflows_file(&[definition])));
    Ok(())
}

pub(super) async fn draft(context: &Context, args: WorkflowDraftArgs) -> Result<(), Failure> {
    let bytes = read(context, &args.file).await?;
    let dataset = Dataset::parse(&name(&args.file), &bytes).map_err(|faults| faulty(context, &args.file, &faults))?;
    let Dataset::Procedures(procedures) = dataset else {
        return Err(Failure::no(fill(context.m.workflow.no_procedures, &[("file", &args.file.display())])));
    };
    let chosen = procedures.iter().filter(|procedure| args.procedure.as_ref().is_none_or(|id| procedure.id == *id));
    let mut definitions: Vec<Definition> = chosen.flat_map(drafts).collect();
    if args.usable {
        definitions = fitting(&definitions);
    }
    if definitions.is_empty() {
        return Err(Failure::no(fill(context.m.workflow.no_procedures, &[("file", &args.file.display())])));
    }
    say(pretty(&workflows_file(&definitions)));
    Ok(())
}

async fn read(context: &Context, file: &Path) -> Result<Vec<u8>, Failure> {
    let texts = &context.m.cli;
    let unreadable = |why: std::io::Error| fill(texts.file_unreadable, &[("file", &file.display()), ("why", &why)]);
    tokio::fs::read(file).await.map_err(|error| Failure::no(unreadable(error)))
}

fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The workflows of a data file or of a drawing, sound in shape.
async fn processes(context: &Context, file: &Path) -> Result<Vec<Process>, Failure> {
    let bytes = read(context, file).await?;
    if file.extension().is_some_and(|ending| ending == "bpmn" || ending == "xml") {
        let process = Process::of(drawing(context, file, &bytes)?);
        let process =
            process.map_err(|faults| refused(context, file, faults.iter().map(ToString::to_string).collect()))?;
        return Ok(vec![process]);
    }
    read_workflows(&name(file), &bytes).map_err(|faults| faulty(context, file, &faults))
}

fn drawing(context: &Context, file: &Path, bytes: &[u8]) -> Result<Definition, Failure> {
    bpmn::import(bytes).map_err(|faults| {
        refused(context, file, faults.iter().map(|fault| sentences::bpmn_fault(context.m, fault)).collect())
    })
}

fn faulty(context: &Context, file: &Path, faults: &[Fault]) -> Failure {
    if context.json {
        return refused(context, file, faults.iter().map(|fault| fault_json(fault).to_string()).collect());
    }
    refused(context, file, faults.iter().map(ToString::to_string).collect())
}

fn refused(context: &Context, file: &Path, why: Vec<String>) -> Failure {
    let what = fill(context.m.workflow.refused, &[("file", &file.display()), ("count", &why.len())]);
    Failure::No { what, why }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// Asks once for each role of each unit that a step may lie at.
async fn staff(context: &Context, unit: &str, definitions: &[Definition]) -> Result<Staff, Failure> {
    let app = context.open_existing().await?;
    let mut wanted: Staff = BTreeMap::new();
    for definition in definitions {
        for node in definition.nodes() {
            if let domain::workflow::NodeKind::Step(step) = &node.kind {
                let undo = step.compensation.iter().map(|undo| (undo.role, &undo.unit));
                for (role, rule) in undo.chain([(step.role, &step.unit)]) {
                    wanted.extend(seat_unit(rule, unit).map(|unit| ((unit, role), false)));
                }
            }
        }
    }
    let mut failed = None;
    for ((unit, role), held) in &mut wanted {
        match app.staff_of(unit, *role).await {
            Ok(staff) => *held = !staff.is_empty(),
            Err(error) => failed = Some(error),
        }
    }
    app.close().await;
    failed.map_or(Ok(wanted), |error| Err(Failure::act(context.m, &error)))
}

/// The unit of a seat when this one handles the dossier; none where only a dossier tells.
fn seat_unit(rule: &UnitRule, handling: &str) -> Option<String> {
    match rule {
        UnitRule::Handling | UnitRule::Receiving => Some(handling.to_owned()),
        UnitRule::Fixed { unit_id } => Some(unit_id.clone()),
        UnitRule::Address | UnitRule::Field { .. } | UnitRule::Above | UnitRule::Below | UnitRule::Outside { .. } => {
            None
        }
    }
}

fn tell(context: &Context, proofs: &[(&Process, Proof)], links: &[LinkFault]) {
    let (m, t) = (context.m, &context.m.workflow);
    for (process, proof) in proofs {
        let Definition { id, version, limit, .. } = process.definition();
        let line = if proof.is_sound() { t.sound } else { t.not_sound };
        say(fill(line, &[("id", id), ("version", version), ("states", &proof.states)]));
        if let (PathLimit::Longest { path, sum }, Some(whole)) = (&proof.longest, limit) {
            let (sum, whole) = (sentences::limit(m, *sum), sentences::limit(m, *whole));
            say(fill(t.longest, &[("sum", &sum), ("whole", &whole), ("path", &path.join(" + "))]));
        }
        for misfit in against(process, proofs) {
            say(fill(t.misfit.head, &[("what", &sentences::misfit(m, &misfit))]));
        }
        for unsound in &proof.unsound {
            say(fill(t.reason, &[("what", &sentences::unsound(m, unsound))]));
            for (step, number) in trace(unsound).iter().flat_map(|trace| &trace.steps).zip(1_usize..) {
                say(sentences::trace_step(m, number, step));
            }
        }
    }
    if !links.is_empty() {
        say(t.links_faulty);
        for fault in links {
            say(fill(t.reason, &[("what", &sentences::link_fault(m, fault))]));
        }
    }
    let sound = proofs.iter().filter(|(_, proof)| proof.is_sound()).count();
    say(fill(t.summary, &[("count", &proofs.len()), ("sound", &sound)]));
    let usable = proofs.iter().filter(|(process, _)| against(process, proofs).is_empty()).count();
    say(fill(t.misfit.summary, &[("count", &usable), ("other", &proofs.len().saturating_sub(usable))]));
}

/// Everything against putting a workflow in force as it is.
fn against(process: &Process, all: &[(&Process, Proof)]) -> Vec<Misfit> {
    let definition = process.definition();
    let shares = |other: &&Definition| other.procedure_ids.iter().any(|id| definition.procedure_ids.contains(id));
    let near: Vec<Definition> = all.iter().map(|(process, _)| process.definition()).filter(shares).cloned().collect();
    let mut found = misfits(process);
    found.extend(rivals(definition, &near));
    found
}

/// The way into a trap.
fn trace(unsound: &Unsound) -> Option<&Trace> {
    match unsound {
        Unsound::Deadlock { trace } | Unsound::Twice { trace, .. } | Unsound::StillRunning { trace, .. } => Some(trace),
        Unsound::NeverReached { .. }
        | Unsound::TooLong { .. }
        | Unsound::Incomparable { .. }
        | Unsound::Nobody { .. }
        | Unsound::Unproved { .. } => None,
    }
}

fn in_json(context: &Context, proofs: &[(&Process, Proof)], links: &[LinkFault]) -> Value {
    let m = context.m;
    let reason = |unsound: &Unsound| {
        let steps = trace(unsound).into_iter().flat_map(|trace| &trace.steps).zip(1_usize..);
        let steps: Vec<String> =
            steps.map(|(step, number)| sentences::trace_step(m, number, step).trim().to_owned()).collect();
        json!({"message": sentences::unsound(m, unsound), "trace": steps})
    };
    let workflows = proofs.iter().map(|(process, proof)| {
        let definition = process.definition();
        let longest = match &proof.longest {
            PathLimit::Longest { path, sum } => json!({"path": path, "sum": sum}),
            PathLimit::Nothing | PathLimit::Incomparable { .. } | PathLimit::Unknown => Value::Null,
        };
        json!({
            "id": definition.id, "version": definition.version, "sound": proof.is_sound(), "states": proof.states,
            "misfits": against(process, proofs).iter().map(|misfit| sentences::misfit(m, misfit)).collect::<Vec<_>>(),
            "longest": longest, "unsound": proof.unsound.iter().map(reason).collect::<Vec<_>>(),
        })
    });
    let links: Vec<String> = links.iter().map(|fault| sentences::link_fault(m, fault)).collect();
    json!({"workflows": workflows.collect::<Vec<_>>(), "links": links})
}

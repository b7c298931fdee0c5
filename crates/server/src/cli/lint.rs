//! `motcua lint`: what the procedures of the catalogue demand of people that they need not.
//!
//! Without a data folder the province that ships with the program is looked at. Who holds which role is known only where
//! there are accounts.

use super::args::{LintArgs, LintFormat};
use super::context::{Context, say};
use super::failure::{Failure, fault_json};
use crate::messages::fill;
use crate::sentences;
use app::{App, Catalogue};
use domain::access::Role;
use domain::burden::{CodeCount, Context as LintContext, Finding, Linter};
use domain::organisation::{Handler, Unit, UnitLevel};
use domain::procedure::{Procedure, RecordKind};
use domain::time::Date;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Units that handle a procedure: one by name, or all of a level.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Handlers {
    Unit(String),
    Level(UnitLevel),
}

/// Which roles somebody holds today.
type Staff = BTreeMap<(Handlers, Role), bool>;

/// What is looked at.
struct Subject {
    catalogue: Arc<Catalogue>,
    staff: Option<Staff>,
    today: Date,
}

/// One procedure with its findings.
struct Linted {
    procedure: Arc<Procedure>,
    findings: Vec<Finding>,
}

pub(super) async fn run(context: &Context, args: LintArgs) -> Result<(), Failure> {
    let subject = subject(context, args.procedure.as_deref()).await?;
    let rules = &subject.catalogue.burden;
    if rules.is_empty() {
        return Err(Failure::no(context.m.burden.no_rules));
    }
    let chosen = chosen(&subject.catalogue, subject.today, args.procedure.as_deref());
    if let (Some(id), true) = (&args.procedure, chosen.is_empty()) {
        return Err(Failure::no(fill(context.m.burden.no_procedure, &[("id", id)])));
    }
    let linter = Linter::new(rules);
    let linted: Vec<Linted> = chosen.into_iter().map(|procedure| one(&subject, &linter, procedure)).collect();
    let counts = linter.count(linted.iter().map(|one| one.findings.as_slice()));
    let stops = linted.iter().flat_map(|one| &one.findings).filter(|finding| finding.is_open_stop()).count();
    if context.json || args.format == LintFormat::Json {
        say(in_json(context, &subject, &linted, &counts, stops));
    } else {
        tell(context, &subject, &linted, &counts, stops);
    }
    if args.strict && stops > 0 { Err(Failure::Said) } else { Ok(()) }
}

/// The imported catalogue where there is one, else the shipped one.
async fn subject(context: &Context, procedure: Option<&str>) -> Result<Subject, Failure> {
    if context.has_data() {
        let app = context.open().await?;
        let (catalogue, today) = (app.catalogue(), app.today());
        let staff = staff(&app, &catalogue, today, procedure).await;
        app.close().await;
        let staff = staff.map_err(|error| Failure::act(context.m, &error))?;
        return Ok(Subject { catalogue, staff: Some(staff), today });
    }
    if context.folder_named {
        return Err(Failure::no(fill(context.m.cli.no_data, &[("folder", &context.folder.display())])));
    }
    let catalogue = app::shipped_catalogue().map_err(|faults| Failure::No {
        what: context.m.cli.load_failed.to_owned(),
        why: faults.iter().map(|fault| fault_json(fault).to_string()).collect(),
    })?;
    let today = app::Clock::System.civil(context.zone).date();
    Ok(Subject { catalogue: Arc::new(catalogue), staff: None, today })
}

fn chosen(catalogue: &Catalogue, today: Date, procedure: Option<&str>) -> Vec<Arc<Procedure>> {
    match procedure {
        Some(id) => catalogue.procedure(id, today).into_iter().cloned().collect(),
        None => catalogue.procedures(today).cloned().collect(),
    }
}

/// Asks once for each role of each unit, and of a level until somebody holds it; never once for each procedure.
async fn staff(app: &App, catalogue: &Catalogue, today: Date, procedure: Option<&str>) -> Result<Staff, app::ActError> {
    let mut wanted: BTreeSet<(Handlers, Role)> = BTreeSet::new();
    for procedure in chosen(catalogue, today, procedure) {
        let roles: BTreeSet<Role> = procedure.working_steps().into_iter().map(|step| step.role).collect();
        let handlers = handlers(catalogue, &procedure, today);
        wanted.extend(handlers.iter().flat_map(|unit| roles.iter().map(move |role| (unit.clone(), *role))));
    }
    let mut staff = Staff::new();
    for (handlers, role) in wanted {
        let units: Vec<&str> = match &handlers {
            Handlers::Unit(id) => vec![id],
            Handlers::Level(level) => {
                let of_level = catalogue.organisation.units(today).filter(|unit: &&Unit| unit.level == *level);
                of_level.map(|unit| unit.id.as_str()).collect()
            }
        };
        let mut is_held = false;
        for unit in units {
            is_held = !app.staff_of(unit, role).await?.is_empty();
            if is_held {
                break;
            }
        }
        staff.insert((handlers, role), is_held);
    }
    Ok(staff)
}

/// The units that handle a full record; none for lines of the catalogue and where no rule of competence speaks of it.
fn handlers(catalogue: &Catalogue, procedure: &Procedure, today: Date) -> BTreeSet<Handlers> {
    if procedure.record != RecordKind::Full {
        return BTreeSet::new();
    }
    let matter = procedure.matter();
    let rules = [UnitLevel::Province, UnitLevel::Commune].into_iter();
    let rules = rules.filter_map(|level| catalogue.competences.rule(&matter, level, today));
    let handler = |rule: &domain::organisation::Competence| match &rule.handler {
        Handler::Locality => Handlers::Level(rule.level),
        Handler::Unit { unit_id } => Handlers::Unit(unit_id.clone()),
    };
    rules.map(handler).collect()
}

fn one(subject: &Subject, linter: &Linter<'_>, procedure: Arc<Procedure>) -> Linted {
    let form = subject.catalogue.published_form(&procedure);
    let handlers = handlers(&subject.catalogue, &procedure, subject.today);
    let staff = subject.staff.as_ref().filter(|_| !handlers.is_empty());
    let is_held = |role: Role| {
        handlers
            .iter()
            .any(|unit| staff.is_some_and(|staff| staff.get(&(unit.clone(), role)).is_some_and(|held| *held)))
    };
    let is_held: Option<&dyn Fn(Role) -> bool> = if staff.is_some() { Some(&is_held) } else { None };
    let findings = linter.lint(&procedure, form.map(AsRef::as_ref), &LintContext { is_held, accepted: &[] });
    Linted { procedure, findings }
}

fn tell(context: &Context, subject: &Subject, linted: &[Linted], counts: &[CodeCount], stops: usize) {
    let (m, t) = (context.m, &context.m.burden);
    let found: Vec<&Linted> = linted.iter().filter(|one| !one.findings.is_empty()).collect();
    for Linted { procedure, findings } in &found {
        say(fill(t.head, &[("id", &procedure.id), ("name", &procedure.name_vi)]));
        for finding in findings {
            let severity = sentences::burden_severity(m, Some(finding.severity));
            let (place, what) = (sentences::burden_place(m, &finding.place), sentences::burden_finding(m, finding));
            let key = finding.key();
            say(fill(t.line, &[("severity", &severity), ("place", &place), ("finding", &what), ("key", &key)]));
            if let Some(accepted) = &finding.accepted {
                say(fill(t.accepted, &[("clause", &accepted.clause_vi), ("name", &accepted.accepted_by)]));
            }
        }
    }
    say(fill(t.summary_head, &[("count", &linted.len()), ("with", &found.len())]));
    for count in counts {
        let severity = sentences::burden_severity(m, count.severity);
        say(fill(
            t.summary_line,
            &[
                ("code", &count.code.name()),
                ("severity", &severity),
                ("findings", &count.findings),
                ("procedures", &count.procedures),
                ("accepted", &count.accepted),
            ],
        ));
    }
    say(fill(t.summary_stops, &[("count", &stops)]));
    if subject.staff.is_none() {
        context.note(t.holders_unknown);
    }
}

fn in_json(context: &Context, subject: &Subject, linted: &[Linted], counts: &[CodeCount], stops: usize) -> Value {
    let finding = |finding: &Finding| {
        json!({
            "key": finding.key(), "path": finding.place.to_string(), "finding": finding,
            "message": sentences::burden_finding(context.m, finding),
        })
    };
    let found = linted.iter().filter(|one| !one.findings.is_empty()).map(|Linted { procedure, findings }| {
        json!({
            "procedure": procedure.id, "name": procedure.name_vi,
            "findings": findings.iter().map(finding).collect::<Vec<_>>(),
        })
    });
    json!({
        "on": subject.today.to_string(), "looked_at": linted.len(), "holders_known": subject.staff.is_some(),
        "procedures": found.collect::<Vec<_>>(), "summary": counts, "open_stops": stops,
    })
}

//! `motcua lint`: what the procedures of the catalogue demand of people that they need not.
//!
//! Without a data folder the province that ships with the program is looked at. Who holds which role is known only where
//! there are accounts.

use super::args::{LintArgs, LintFormat};
use super::context::{Context, say};
use super::failure::{Failure, fault_json};
use crate::messages::fill;
use crate::sentences;
use app::Catalogue;
use app::burden::{self, CatalogueFindings, Holders, ProcedureFindings};
use domain::burden::Finding;
use domain::time::Date;
use serde_json::{Value, json};
use std::sync::Arc;

/// What is looked at.
pub(super) struct Subject {
    pub(super) catalogue: Arc<Catalogue>,
    holders: Option<Holders>,
    pub(super) today: Date,
}

pub(super) async fn run(context: &Context, args: LintArgs) -> Result<(), Failure> {
    let subject = subject(context).await?;
    if subject.catalogue.burden.is_empty() {
        return Err(Failure::no(context.m.burden.no_rules));
    }
    let only = args.procedure.as_deref();
    let found = burden::look(&subject.catalogue, subject.today, subject.holders.as_ref(), only);
    if let (Some(id), true) = (only, found.procedures.is_empty()) {
        return Err(Failure::no(fill(context.m.burden.no_procedure, &[("id", &id)])));
    }
    if context.json || args.format == LintFormat::Json {
        say(in_json(context, &found));
    } else {
        tell(context, &found);
    }
    if args.strict && found.open_stops > 0 { Err(Failure::Said) } else { Ok(()) }
}

/// The imported catalogue where there is one, else the shipped one.
pub(super) async fn subject(context: &Context) -> Result<Subject, Failure> {
    if context.has_data() {
        let app = context.open().await?;
        let (catalogue, today) = (app.catalogue(), app.today());
        let holders = app.holders().await;
        app.close().await;
        let holders = holders.map_err(|error| Failure::act(context.m, &error))?;
        return Ok(Subject { catalogue, holders: Some(holders), today });
    }
    if context.folder_named {
        return Err(Failure::no(fill(context.m.cli.no_data, &[("folder", &context.folder.display())])));
    }
    let catalogue = app::shipped_catalogue().map_err(|faults| Failure::No {
        what: context.m.cli.load_failed.to_owned(),
        why: faults.iter().map(|fault| fault_json(fault).to_string()).collect(),
    })?;
    let today = app::Clock::System.civil(context.zone).date();
    Ok(Subject { catalogue: Arc::new(catalogue), holders: None, today })
}

fn tell(context: &Context, report: &CatalogueFindings) {
    let (m, t) = (context.m, &context.m.burden);
    let found: Vec<&ProcedureFindings> = report.procedures.iter().filter(|one| !one.findings.is_empty()).collect();
    for ProcedureFindings { procedure, findings } in &found {
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
    say(fill(t.summary_head, &[("count", &report.procedures.len()), ("with", &found.len())]));
    for count in &report.counts {
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
    say(fill(t.summary_stops, &[("count", &report.open_stops)]));
    if !report.holders_known {
        context.note(t.holders_unknown);
    }
}

fn in_json(context: &Context, report: &CatalogueFindings) -> Value {
    let finding = |finding: &Finding| {
        json!({
            "key": finding.key(), "path": finding.place.to_string(), "finding": finding,
            "message": sentences::burden_finding(context.m, finding),
        })
    };
    let with_findings = report.procedures.iter().filter(|one| !one.findings.is_empty());
    let found = with_findings.map(|ProcedureFindings { procedure, findings }| {
        json!({
            "procedure": procedure.id, "name": procedure.name_vi,
            "findings": findings.iter().map(finding).collect::<Vec<_>>(),
        })
    });
    json!({
        "on": report.day.to_string(), "looked_at": report.procedures.len(), "holders_known": report.holders_known,
        "procedures": found.collect::<Vec<_>>(), "summary": report.counts, "open_stops": report.open_stops,
    })
}

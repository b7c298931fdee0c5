//! `cargo xtask test`: everything that must hold before a change is taken, in the order in which it is cheapest
//! to learn that it does not.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::objects::{self, Objects};
use crate::packages::{self, Wanted};
use crate::postgres::{self, Cluster, Durability};
use crate::report::Report;
use crate::workspace::Workspace;
use crate::{command, lint, tools, watch};

/// A part of the tests that can be run alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The law and the rules of the house: no database, no network.
    Unit,
    /// Storage and acts, on both engines.
    Store,
    /// Pages, API and command line, in process.
    Server,
    /// Journeys in a real browser against the real program.
    E2e,
    /// Random requests made from the program's own OpenAPI description.
    Fuzz,
    /// The program killed in the middle of its work.
    Torture,
}

/// Which tests to run.
pub(crate) struct Selection(Option<Part>);

impl Selection {
    /// Reads `--only PART`, or nothing for everything.
    pub(crate) fn from_arguments(arguments: &[String]) -> Result<Self> {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let part = match words.as_slice() {
            [] => return Ok(Self(None)),
            ["--only", part] => part,
            _ => bail!("usage: cargo xtask test [--only unit|store|server|e2e|fuzz|torture]"),
        };
        match *part {
            "unit" => Ok(Self(Some(Part::Unit))),
            "store" => Ok(Self(Some(Part::Store))),
            "server" => Ok(Self(Some(Part::Server))),
            "e2e" => Ok(Self(Some(Part::E2e))),
            "fuzz" => Ok(Self(Some(Part::Fuzz))),
            "torture" => Ok(Self(Some(Part::Torture))),
            other => bail!("no part of the tests is called {other}: unit, store, server, e2e, fuzz, torture"),
        }
    }

    fn has(&self, part: Part) -> bool {
        self.0.is_none_or(|only| only == part)
    }

    fn is_everything(&self) -> bool {
        self.0.is_none()
    }

    fn needs_program(&self) -> bool {
        self.has(Part::E2e) || self.has(Part::Fuzz) || self.has(Part::Torture)
    }

    fn wanted(&self) -> Wanted {
        Wanted {
            postgres: self.0 != Some(Part::Unit),
            browser: self.has(Part::E2e),
            python: self.has(Part::Fuzz) || self.has(Part::Store) || self.has(Part::Server),
            papers: self.has(Part::Server),
        }
    }
}

/// What the preparation handed on; each is missing when not wanted or when it failed.
#[derive(Default)]
struct Prepared {
    cluster: Option<Cluster>,
    objects: Option<Objects>,
    axe: Option<PathBuf>,
    schemathesis: Option<PathBuf>,
    mail: Option<PathBuf>,
    bpmn: Option<PathBuf>,
    mining: Option<PathBuf>,
}

/// Runs the selected tests; an error when anything failed.
pub(crate) fn run(selection: &Selection) -> Result<()> {
    let workspace = Workspace::load()?;
    let mut report = Report::default();
    if !report.section("what the tests need", || packages::ensure(selection.wanted())) {
        return report.finish();
    }
    let Some(prepared) = prepare(&workspace, selection, &mut report) else {
        return report.finish();
    };
    if selection.is_everything() {
        lint::sections(&workspace, &mut report);
    }
    rust_tests(&workspace, selection, &prepared, &mut report);
    if selection.needs_program() {
        program_tests(&workspace, selection, &prepared, &mut report);
    }
    drop(prepared);
    report.finish()
}

fn prepare(workspace: &Workspace, selection: &Selection, report: &mut Report) -> Option<Prepared> {
    let wanted = selection.wanted();
    let mut prepared = Prepared::default();
    if wanted.postgres {
        prepared.cluster = Some(report.value("private PostgreSQL", || postgres::start(Durability::Light))?);
    }
    if selection.has(Part::Store) {
        prepared.objects =
            report.value("a private server that speaks S3", || objects::start(&tools::moto(&workspace.target)?));
    }
    if selection.has(Part::Store) {
        prepared.mail = Some(report.value("a mail server", || tools::aiosmtpd(&workspace.target))?);
        prepared.mining = Some(report.value("a reader of event logs", || tools::pm4py(&workspace.target))?);
    }
    if selection.has(Part::Server) {
        prepared.bpmn = Some(report.value("a reader of BPMN", || tools::bpmn(&workspace.target))?);
    }
    if wanted.browser {
        prepared.axe = report.value("axe-core", || tools::axe(&workspace.target));
    }
    if selection.has(Part::Fuzz) {
        prepared.schemathesis = report.value("schemathesis", || tools::schemathesis(&workspace.target));
    }
    Some(prepared)
}

/// The tests that cargo knows. The whole run selects the workspace, as clippy does, so that both share one build.
fn rust_tests(workspace: &Workspace, selection: &Selection, prepared: &Prepared, report: &mut Report) {
    let packages: &[&str] = match selection.0 {
        None => lint::WHOLE,
        Some(Part::Unit) => &["--package=motcua-domain", "--package=xtask"],
        Some(Part::Store) => &["--package=motcua-store", "--package=motcua-app", "--features=motcua-app/s3"],
        Some(Part::Server) => &["--package=motcua", "--package=motcua-paper", "--package=motcua-signing"],
        Some(Part::E2e | Part::Fuzz | Part::Torture) => return,
    };
    let runner: &[&str] =
        if has_nextest() { &["nextest", "run"] } else { &["test", "--no-fail-fast", "--lib", "--bins", "--tests"] };
    report.section("tests", || {
        let mut tests = watch::cargo(&workspace.root, runner.iter().chain(packages));
        command::run(with_servers(&mut tests, prepared))
    });
    if selection.is_everything() {
        report.section("examples in the documentation", || {
            let mut tests = watch::cargo(&workspace.root, ["test", "--doc"].iter().chain(packages));
            command::run(with_servers(&mut tests, prepared))
        });
    }
}

fn has_nextest() -> bool {
    command::succeeds("cargo-nextest", &["nextest", "--version"])
}

/// Tests of the program, started and looked at from outside. It is the tests' own build, whose numbers cannot overflow
/// in silence; a second build in release would take a third of the whole run.
fn program_tests(workspace: &Workspace, selection: &Selection, prepared: &Prepared, report: &mut Report) {
    let built = report.section("the program and the journeys' driver", || {
        // The tests' build once more: only what it left out is made.
        command::run(&mut watch::cargo(&workspace.root, ["build"].iter().chain(lint::WHOLE).chain(&["--all-targets"])))
    });
    let tools_there = (prepared.axe.is_some() || !selection.has(Part::E2e))
        && (prepared.schemathesis.is_some() || !selection.has(Part::Fuzz));
    for (part, argument, name) in [
        (Part::Torture, "torture", "killed in the middle of its work"),
        (Part::E2e, "journeys", "journeys in the browser"),
        (Part::Fuzz, "fuzz", "random API requests"),
    ] {
        if !selection.has(part) {
            continue;
        }
        if !(built && tools_there) {
            report.skip(name, "something it needs did not build or could not be fetched");
            continue;
        }
        report.section(name, || {
            let mut journeys = Command::new(workspace.target.join("debug/motcua-e2e"));
            journeys.arg(argument).current_dir(&workspace.root);
            journeys.env("MOTCUA_BIN", workspace.target.join("debug/motcua"));
            if let Some(axe) = &prepared.axe {
                journeys.env("MOTCUA_AXE", axe);
            }
            if let Some(schemathesis) = &prepared.schemathesis {
                journeys.env("MOTCUA_SCHEMATHESIS", schemathesis);
            }
            command::run(with_servers(&mut journeys, prepared))
        });
    }
}

/// Tells the tests where the private servers are.
fn with_servers<'a>(command: &'a mut Command, prepared: &Prepared) -> &'a mut Command {
    if let Some(cluster) = &prepared.cluster {
        command.env("MOTCUA_TEST_POSTGRES", &cluster.url);
    }
    if let Some(objects) = &prepared.objects {
        command.env("MOTCUA_TEST_S3", &objects.url);
    }
    if let Some(mail) = &prepared.mail {
        command.env("MOTCUA_TEST_SMTP", mail);
    }
    if let Some(mining) = &prepared.mining {
        command.env("MOTCUA_TEST_PM4PY", mining);
    }
    if let Some(bpmn) = &prepared.bpmn {
        command.env("MOTCUA_TEST_BPMN", bpmn);
    }
    command
}

#[cfg(test)]
mod tests {
    use super::{Part, Selection};

    fn selection(words: &[&str]) -> anyhow::Result<Selection> {
        Selection::from_arguments(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn without_arguments_everything_runs() -> anyhow::Result<()> {
        let all = selection(&[])?;
        assert!(all.has(Part::Unit) && all.has(Part::Fuzz) && all.is_everything());
        Ok(())
    }

    #[test]
    fn the_law_needs_no_database() -> anyhow::Result<()> {
        let unit = selection(&["--only", "unit"])?;
        assert!(!unit.wanted().postgres && !unit.wanted().browser && !unit.has(Part::Store));
        Ok(())
    }

    #[test]
    fn a_part_that_does_not_exist_is_refused() {
        assert!(selection(&["--only", "everything"]).is_err());
        assert!(selection(&["--all"]).is_err());
    }
}

//! The limit that PostgreSQL's own generator sets: `pgbench` with the statements of a submission and its very rows,
//! one transaction each.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use rusqlite::types::Value;

use crate::raw_sqlite::{Rows, submission_statements};

/// How the arguments of a statement are written in a script.
struct Script {
    text: String,
    /// `name=value` for `pgbench -D`.
    variables: Vec<String>,
}

/// A database with the product's schema, and the script.
pub(crate) struct RawPostgres {
    url: String,
    script: PathBuf,
    variables: Vec<String>,
}

/// Makes an empty database beside the one of `MOTCUA_TEST_POSTGRES`; its address.
pub(crate) fn make_database(name: &str) -> Result<String> {
    let server = std::env::var("MOTCUA_TEST_POSTGRES").context("MOTCUA_TEST_POSTGRES names no server")?;
    for words in [
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        format!("CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"),
    ] {
        psql(&server, &words)?;
    }
    let (rest, _) = server.rsplit_once('/').context("the address of the server names no database")?;
    Ok(format!("{rest}/{name}"))
}

/// Runs a command and answers its single value.
pub(crate) fn psql(url: &str, words: &str) -> Result<String> {
    let ran = Command::new(pgbench()?.with_file_name("psql")).args([url, "-XqAtc", words]).output()?;
    ensure!(ran.status.success(), "psql: {}", String::from_utf8_lossy(&ran.stderr));
    Ok(String::from_utf8_lossy(&ran.stdout).trim().to_owned())
}

fn pgbench() -> Result<PathBuf> {
    std::env::var_os("MOTCUA_PGBENCH").map(PathBuf::from).context("MOTCUA_PGBENCH names no program")
}

impl RawPostgres {
    /// Makes the database as the product would, and a script for `row`, one submission as it was kept.
    pub(crate) fn found(folder: &Path, row: &Rows, units: usize) -> Result<Self> {
        let url = make_database("motcua_raw")?;
        store::Store::open(store::Config::new(store::Database::Postgres { url: url.clone() }))?.close_blocking();
        let Script { text, variables } = script(row, units)?;
        let path = folder.join("submission.pgbench");
        std::fs::write(&path, text)?;
        Ok(Self { url, script: path, variables })
    }

    /// Commits with so many clients for so long; submissions a second.
    pub(crate) fn commit(&self, clients: usize, seconds: u64) -> Result<f64> {
        let mut command = Command::new(pgbench()?);
        command.args(["--no-vacuum", "--protocol=prepared", "--jobs=2"]);
        command.args(["--client", &clients.to_string(), "--time", &seconds.to_string()]);
        for variable in &self.variables {
            command.args(["-D", variable]);
        }
        let ran = command.arg("--file").arg(&self.script).arg(&self.url).output()?;
        let (said, faults) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
        ensure!(ran.status.success(), "pgbench: {faults}");
        ensure!(said.contains("number of failed transactions: 0 "), "pgbench: failed transactions\n{said}");
        let rate = said.lines().find_map(|line| line.strip_prefix("tps = "));
        let rate = rate.and_then(|rest| rest.split(' ').next()).and_then(|number| number.parse().ok());
        rate.with_context(|| format!("pgbench says no rate:\n{said}"))
    }
}

/// The script: as the product does, a number from the unit's counter, the subject's key, the event, the row.
fn script(row: &Rows, units: usize) -> Result<Script> {
    let [counter, key, event, dossier] = submission_statements()?;
    let mut script = Script { text: String::new(), variables: Vec::new() };
    let code = "('H55.' || CAST(:unit AS TEXT) || '-261126-' || CAST(:value AS TEXT))";
    let counter_name = "('dossier/H55.' || CAST(:unit AS TEXT) || '/2026-11-26')";
    let subject = "('s' || CAST(:subject AS TEXT))";
    let [_, key_row, event_row, dossier_row] = row;
    let text = |row: &[Value], at: usize| row.get(at).cloned().unwrap_or(Value::Null);
    let (code_of_row, subject_of_row) = (text(event_row, 0), text(key_row, 0));
    let varying = |value: &Value| {
        if *value == code_of_row {
            return Some(code.to_owned());
        }
        (*value == subject_of_row).then(|| subject.to_owned())
    };
    let number = one_line(&counter.replace("$1", counter_name));
    script.text = format!(
        "\\set unit random(1, {units})\n\\set subject random(1, 9000000000000000000)\nBEGIN;\n{number} \\gset\n"
    );
    for (number, (statement, row)) in
        [(key, key_row), (event, event_row), (dossier, dossier_row)].into_iter().enumerate()
    {
        let arguments: Vec<String> = row
            .iter()
            .enumerate()
            .map(|(at, value)| varying(value).unwrap_or_else(|| script.variable(&format!("v{number}_{at}"), value)))
            .collect();
        script.text.push_str(&one_line(&with_arguments(statement, &arguments)));
        script.text.push_str(";\n");
    }
    script.text.push_str("COMMIT;\n");
    Ok(script)
}

impl Script {
    /// A constant argument as a variable, which `pgbench` sends with each execution as a program would.
    fn variable(&mut self, name: &str, value: &Value) -> String {
        let text = match value {
            Value::Null => return "NULL".to_owned(),
            Value::Integer(number) => number.to_string(),
            Value::Real(number) => number.to_string(),
            Value::Text(text) => text.clone(),
            Value::Blob(bytes) => bytes.iter().fold("\\x".to_owned(), |hex, byte| format!("{hex}{byte:02x}")),
        };
        self.variables.push(format!("{name}={text}"));
        format!(":{name}")
    }
}

/// Puts the arguments where the statement has `$1`, `$2`, …, the later ones first: `$1` is the beginning of `$10`.
fn with_arguments(statement: &str, arguments: &[String]) -> String {
    let numbered = arguments.iter().enumerate().rev();
    numbered.fold(statement.to_owned(), |text, (at, argument)| {
        text.replace(&format!("${}", at.saturating_add(1)), argument)
    })
}

/// A statement that ends in `\gset` must stand on one line.
fn one_line(statement: &str) -> String {
    statement.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_stand_where_their_numbers_stood() {
        let arguments: Vec<String> = (1..=11).map(|number| format!(":v{number}")).collect();
        assert_eq!(with_arguments("VALUES ($1, $2, $10, $11)", &arguments), "VALUES (:v1, :v2, :v10, :v11)");
    }
}

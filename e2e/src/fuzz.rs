//! Random requests, right and wrong, made by schemathesis from the program's own OpenAPI description.
//!
//! First every operation with whatever comes to mind; then those of one dossier with a code that exists, so that they
//! get past "not found".

use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::api::{Api, PDF, submission};
use crate::place::{Engine, Place};
use crate::program::Program;
use crate::settings::{self, Settings};

/// What must hold for every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method,negative_data_rejection";
/// The run is the same every time.
const SEED: &str = "20261126";
/// Requests made up for each operation, at most.
const EXAMPLES: &str = "60";

/// Fails on the first kind of answer that breaks the description, telling the request that got it.
pub(crate) fn run(settings: &Settings) -> Result<()> {
    let schemathesis = settings::schemathesis()?;
    let place = Place::new(settings, Engine::Sqlite)?;
    let program = Program::start(&place)?;
    let clerk = place.token("motcua.phuong")?;
    let citizen = Api::new(&program.url, &place.token("congdan")?);
    let file = citizen.put_file(PDF)?;
    let submitted = citizen.submit("fuzz-seed", &submission("Nguyễn Thị Hồng Nhung", &file))?;
    ensure!(submitted.status == 201, "the first dossier was not taken: {submitted:?}");
    let code = submitted.text("code")?;

    let description = format!("{}/api/openapi.json", program.url);
    let configurations = [String::new(), format!("[parameters]\n\"path.code\" = \"{code}\"\n")];
    let mut failed = 0_usize;
    for (number, configuration) in configurations.iter().enumerate() {
        let path = place.folder().join(format!("schemathesis-{number}.toml"));
        std::fs::write(&path, configuration)?;
        let mut command = Command::new(&schemathesis);
        command.arg("--config-file").arg(&path).args(["run", &description, "--checks", CHECKS]);
        command.args(["--seed", SEED, "--max-examples", EXAMPLES, "--phases", "examples,coverage,fuzzing"]);
        command.args(["--workers", "1", "--request-timeout", "20", "--continue-on-failure", "--warnings", "off"]);
        command.args(["--header", &format!("Authorization: Bearer {clerk}")]);
        if number > 0 {
            command.args(["--include-path-regex", "dossiers/\\{code\\}"]);
        }
        let status = command.current_dir(place.folder()).status().context("cannot run schemathesis")?;
        failed = failed.saturating_add(usize::from(!status.success()));
    }
    program.stop()?;
    place.verify().context("after random requests")?;
    ensure!(failed == 0, "schemathesis found answers that break the description");
    Ok(())
}

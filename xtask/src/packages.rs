//! What the tests need from the operating system, and installing it where that is allowed.
//!
//! Building the product needs a Rust toolchain and a C compiler. Testing it needs more: the other database, a
//! real browser, fonts that can write Vietnamese. On Debian they are one `apt-get` away; on a machine where we
//! may not install, the run ends with the command that somebody else has to give.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{command, postgres};

/// One thing that must be there.
struct Need {
    what: &'static str,
    packages: &'static [&'static str],
    is_there: fn() -> bool,
}

const POSTGRES: Need =
    Need { what: "PostgreSQL server", packages: &["postgresql"], is_there: || postgres::programs().is_ok() };

const BROWSER: [Need; 3] = [
    Need {
        what: "Chromium with its driver",
        packages: &["chromium", "chromium-driver"],
        is_there: || command::exists("chromium") && command::exists("chromedriver"),
    },
    Need {
        what: "fonts with Vietnamese",
        packages: &["fontconfig", "fonts-dejavu-core", "fonts-liberation"],
        is_there: || {
            command::output(Command::new("fc-list").args([":lang=vi", "family"]))
                .is_ok_and(|fonts| !fonts.trim().is_empty())
        },
    },
    Need { what: "npm, to fetch axe-core", packages: &["nodejs", "npm"], is_there: || command::exists("npm") },
];

/// Programs that look at papers and signatures and know nothing of this product.
const PAPERS: [Need; 5] = [
    Need {
        what: "poppler, to read papers and signatures",
        packages: &["poppler-utils"],
        is_there: || ["pdftotext", "pdffonts", "pdfsig"].into_iter().all(command::exists),
    },
    Need { what: "qpdf, to look into papers", packages: &["qpdf"], is_there: || command::exists("qpdf") },
    Need {
        what: "OpenSSL and NSS, to check signatures and to stamp times",
        packages: &["openssl", "libnss3-tools"],
        is_there: || command::exists("openssl") && command::exists("certutil"),
    },
    Need {
        what: "xmlsec, to check signatures in XML",
        packages: &["xmlsec1"],
        is_there: || command::exists("xmlsec1"),
    },
    Need { what: "a token in software", packages: &["softhsm2"], is_there: || command::exists("softhsm2-util") },
];

const PYTHON: Need = Need {
    what: "Python with venv, to run programs that know nothing of this one",
    packages: &["python3", "python3-venv", "python3-pip"],
    is_there: || command::succeeds("python3", &["-c", "import ensurepip, venv"]),
};

/// What a run will use.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is wanted or not, whatever the others are")]
pub(crate) struct Wanted {
    /// The other database.
    pub(crate) postgres: bool,
    /// Chromium, fonts, axe-core.
    pub(crate) browser: bool,
    /// Python for the API fuzzer, the servers of tests and the reader of drawings.
    pub(crate) python: bool,
    /// Programs that look at papers and signatures.
    pub(crate) papers: bool,
}

/// Makes sure that everything wanted is there; installs what is missing when permitted.
pub(crate) fn ensure(wanted: Wanted) -> Result<()> {
    let missing = missing(wanted);
    if missing.is_empty() {
        println!("everything the tests need is installed");
        return Ok(());
    }
    for need in &missing {
        println!("missing: {}", need.what);
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
    let Some(mut apt) = permitted_apt() else {
        let names = packages.join(" ");
        bail!(
            "install what is missing, then run again:\n    sudo apt-get update && sudo apt-get install --no-install-recommends {names}"
        );
    };
    command::run(apt().args(["update", "--option=Acquire::Retries=3"]))?;
    command::run(
        apt().args(["--option=Acquire::Retries=3", "install", "--yes", "--no-install-recommends"]).args(&packages),
    )?;
    match self::missing(wanted).as_slice() {
        [] => Ok(()),
        [need, ..] => bail!("{} is still missing after installing {}", need.what, need.packages.join(" ")),
    }
}

/// Makes sure of rustfmt and clippy, which a minimal toolchain lacks.
pub(crate) fn ensure_components(root: &Path) -> Result<()> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if command::output(&mut command::cargo(root, [subcommand, "--version"])).is_ok() {
            continue;
        }
        if !command::exists("rustup") {
            bail!("the toolchain lacks {component}; install it, for example with: rustup component add {component}");
        }
        command::run(Command::new("rustup").args(["component", "add", component]).current_dir(root))?;
    }
    Ok(())
}

fn missing(wanted: Wanted) -> Vec<&'static Need> {
    let postgres = wanted.postgres.then_some(&POSTGRES);
    let browser = BROWSER.iter().filter(move |_| wanted.browser);
    let python = wanted.python.then_some(&PYTHON);
    let papers = PAPERS.iter().filter(move |_| wanted.papers);
    postgres.into_iter().chain(browser).chain(papers).chain(python).filter(|need| !(need.is_there)()).collect()
}

/// How to call apt without a question, or nothing where we may not.
fn permitted_apt() -> Option<impl FnMut() -> Command> {
    let root = command::is_root();
    let permitted = command::exists("apt-get") && (root || command::succeeds("sudo", &["-n", "true"]));
    permitted.then_some(move || {
        // `env` and not the process's own environment, because sudo drops that.
        let mut apt = if root { Command::new("env") } else { Command::new("sudo") };
        if !root {
            apt.args(["-n", "env"]);
        }
        apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]);
        apt
    })
}

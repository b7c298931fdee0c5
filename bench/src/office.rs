//! The product on a data folder as the measurements want it: the shipped province, accounts with tokens, one file.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use app::dossier::FileClaim;
use app::draft::Owner;
use app::identity::{NewAccount, TokenPurpose};
use app::{App, Clock, Config, Database};
use domain::access::{Grant, Person, Role};
use domain::procedure::FileKind;
use domain::time::{Instant, Zone};
use serde::{Deserialize, Serialize};

use crate::submission::{PROCEDURE, Submissions};

/// Longer than any run, and than the time between the oldest dossier and now.
const TOKEN_SECONDS: i64 = 400 * 24 * 3600;
const PASSWORD: &str = "mot-cua-do-tai";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

/// The product, opened in this process.
pub(crate) struct Office {
    pub(crate) app: App,
    pub(crate) clock: Clock,
    pub(crate) submissions: Arc<Submissions>,
    /// Who submits.
    pub(crate) citizen: Arc<Person>,
    pub(crate) tokens: Tokens,
}

/// Bearer tokens for the API.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Tokens {
    /// A citizen.
    pub(crate) citizen: String,
    /// A clerk at the desks of all communes.
    pub(crate) clerk: String,
    /// An ordinary officer: of one commune.
    pub(crate) officer: String,
}

impl Office {
    /// Opens the product on an empty folder or database, with a clock that stands at `now` until it is moved.
    pub(crate) async fn found(folder: &Path, database: Option<&str>, now: Instant) -> Result<Self> {
        let clock = Clock::fixed(now);
        let mut config = Config::in_folder(folder.to_owned());
        config.clock = clock.clone();
        if let Some(url) = database {
            config.database = Database::Server(url.to_owned());
        }
        let app = App::open(config).await?;
        ensure!(app.is_new(), "the data folder for measurements is not empty");
        app.load_shipped(|_, _| ()).await?;
        app.finish_first_load().await?;
        let today = Zone::HO_CHI_MINH.date(now);
        let catalogue = app.catalogue();
        let units: Vec<String> = catalogue.organisation.communes(today).map(|unit| unit.id.clone()).collect();
        let own = units.first().context("the province has no communes")?.clone();
        let grant = |unit: &str, role| Grant::own(role, unit.to_owned(), today, None);
        let all = units.iter().map(|unit| grant(unit, Role::Clerk)).collect();
        let (submitter, citizen) = account(&app, "do-tai.congdan", Vec::new()).await?;
        let submissions = Arc::new(Submissions::new(units.clone(), papers(&app, &submitter).await?));
        let (_, clerk) = account(&app, "do-tai.motcua", all).await?;
        let (_, officer) = account(&app, "do-tai.chuyenvien", vec![grant(&own, Role::Officer)]).await?;
        let person = app.person_of_token(&citizen, TokenPurpose::Api).await?.context("a fresh token is not known")?;
        Ok(Self { app, clock, submissions, citizen: person, tokens: Tokens { citizen, clerk, officer } })
    }
}

/// The machine's present time.
pub(crate) fn now() -> Instant {
    Clock::System.now()
}

async fn account(app: &App, login: &str, grants: Vec<Grant>) -> Result<(Person, String)> {
    let new = NewAccount {
        login: login.to_owned(),
        name: "Đo tải".to_owned(),
        password: PASSWORD.to_owned(),
        identity_number: None,
        phone: String::new(),
        email: String::new(),
        address: String::new(),
        grants,
    };
    app.add_account(new, "system").await?;
    let signed_in = app.create_token(login, TOKEN_SECONDS).await?;
    Ok((signed_in.person, signed_in.token))
}

/// Uploads one file and hands it in for every paper that the procedure wants.
async fn papers(app: &App, submitter: &Person) -> Result<Vec<FileClaim>> {
    let bytes = futures_util::stream::iter([Ok::<_, std::io::Error>(bytes::Bytes::from_static(PDF))]);
    let stored = app.take_file(Owner::Person(submitter), &FileKind::DEFAULT, 1_000_000, bytes).await?;
    let catalogue = app.catalogue();
    let procedure = catalogue.procedure(PROCEDURE, app.today()).context("the procedure is not shipped")?;
    let wanted = procedure.components.iter().filter(|component| component.required);
    let claim = |component: &domain::procedure::Component| FileClaim {
        component: component.id.clone(),
        sha256: stored.sha256.clone(),
        name: "giay-to.pdf".to_owned(),
    };
    Ok(wanted.map(claim).collect())
}

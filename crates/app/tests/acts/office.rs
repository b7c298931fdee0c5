//! An office to test in: the shipped province, its demo accounts, a clock that stands, a database of its own.

use std::sync::Arc;

use app::dossier::{ActionBody, ActionRequest, FileClaim, SubmitRequest};
use app::draft::Owner;
use app::identity::TokenPurpose;
use app::{ActError, App, Clock, Config};
use domain::access::{Person, Role};
use domain::dossier::{ActionKind, Applicant, ApplicantKind, Channel, Stage};
use domain::reasoned_notice::{ItemFault, Reason, SupplementItem};
use domain::time::Zone;
use store::scratch::ScratchDatabase;

use crate::bank::Bank;
use app::payment::{BankAccount, GatewayAddress, PaymentConfig};

pub(crate) const PROCEDURE: &str = "1.001612";
const BANK_SECRET: &str = "a secret that both sides know";
pub(crate) const BANK_HEADER: &str = "x-bank-signature";

/// Makes each named test into one for each engine: `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                super::$name($crate::office::Office::open($crate::office::Engine::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                super::$name($crate::office::Office::open($crate::office::Engine::Postgres).await).await;
            }
        }
    )*};
}
pub(crate) use on_both;

#[derive(Clone, Copy)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

pub(crate) struct Office {
    pub(crate) app: App,
    pub(crate) citizen: Arc<Person>,
    pub(crate) clerk: Arc<Person>,
    pub(crate) officer: Arc<Person>,
    pub(crate) leader: Arc<Person>,
    pub(crate) records: Arc<Person>,
    pub(crate) unit: String,
    pub(crate) bank: Bank,
    folder: tempfile::TempDir,
    database: Option<ScratchDatabase>,
}

impl Office {
    pub(crate) async fn open(engine: Engine) -> Self {
        Self::open_with(engine, app::exchange::ExchangeConfig::default()).await
    }

    /// One that exchanges documents.
    pub(crate) async fn open_with(engine: Engine, exchange: app::exchange::ExchangeConfig) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::in_folder(folder.path().to_owned());
        config.clock = Clock::fixed(Zone::HO_CHI_MINH.instant("2026-11-26T09:00:00".parse().unwrap()));
        let bank = Bank::start(0, BANK_SECRET, BANK_HEADER, || "2026-11-26T09:00:00".to_owned()).unwrap();
        config.payment = payment(&bank);
        config.exchange = exchange;
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(ScratchDatabase::create().unwrap()),
        };
        if let Some(database) = &database {
            config.database = app::Database::Server(database.url());
        }
        let app = App::open(config).await.unwrap();
        assert!(app.is_new());
        app.load_shipped(|_, _| ()).await.unwrap();
        let accounts = app.load_demo_accounts().await.unwrap();
        let clerk_at_commune = |account: &&app::DemoAccount| {
            account.grants.iter().any(|grant| grant.role == Role::Clerk && grant.unit.len() == 5)
        };
        let clerk = accounts.iter().find(clerk_at_commune).unwrap();
        let unit = clerk.grants[0].unit.clone();
        let holder = |role| {
            let holds = |account: &&app::DemoAccount| {
                account.grants.iter().any(|grant| grant.role == role && grant.unit == unit)
            };
            accounts.iter().find(holds).unwrap()
        };
        let citizen = accounts.iter().find(|account| account.grants.is_empty()).unwrap();
        let mut people = Vec::new();
        for account in [citizen, clerk, holder(Role::Officer), holder(Role::Leader), holder(Role::RecordsClerk)] {
            let signed_in = app.sign_in(&account.username, &account.password).await.unwrap();
            people.push(app.person_of_token(&signed_in.token, TokenPurpose::Browser).await.unwrap().unwrap());
        }
        let [citizen, clerk, officer, leader, records] = people.try_into().unwrap();
        Self { app, citizen, clerk, officer, leader, records, unit, bank, folder, database }
    }

    /// A complete application for setting up a household business.
    pub(crate) async fn request(&self) -> SubmitRequest {
        let sha256 = self.take_pdf(Owner::Person(&self.citizen)).await;
        let catalogue = self.app.catalogue();
        let procedure = catalogue.procedure(PROCEDURE, self.app.today()).unwrap();
        let required = procedure.components.iter().filter(|component| component.required);
        let claim =
            |id: &str| FileClaim { component: id.to_owned(), sha256: sha256.clone(), name: "giay-to.pdf".to_owned() };
        SubmitRequest {
            procedure: PROCEDURE.to_owned(),
            unit: self.unit.clone(),
            for_unit: None,
            channel: Channel::Online,
            applicant: applicant(),
            form: serde_json::from_str(include_str!("answers_1.001612.json")).unwrap(),
            files: required.map(|component| claim(&component.id)).collect(),
            papers: Vec::new(),
        }
    }

    /// Another store on the same database, as somebody has it who writes past the acts.
    pub(crate) fn beside(&self) -> store::Store {
        let database = match &self.database {
            Some(database) => store::Database::Postgres { url: database.url() },
            None => store::Database::Sqlite { path: self.folder.path().join("motcua.sqlite") },
        };
        store::Store::open(store::Config::new(database)).unwrap()
    }

    /// How another process opens the same data, with the same clock.
    pub(crate) fn config(&self) -> Config {
        let mut config = Config::in_folder(self.folder.path().to_owned());
        config.clock = self.app.clock().clone();
        if let Some(database) = &self.database {
            config.database = app::Database::Server(database.url());
        }
        config
    }

    /// Follows the journal to its end. On a server, events wait until older transactions of all databases are over.
    pub(crate) async fn follow(&self) {
        for _ in 0..400 {
            while self.app.follow_once().await.unwrap() {}
            if self.app.is_caught_up().await.unwrap() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the follower does not catch up");
    }

    /// Takes in a small PDF; its hash.
    pub(crate) async fn take_pdf(&self, owner: Owner<'_>) -> String {
        let bytes = bytes::Bytes::from_static(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n");
        let stream = futures_util::stream::iter([Ok::<_, std::io::Error>(bytes)]);
        let kinds = domain::procedure::FileKind::DEFAULT;
        self.app.take_file(owner, &kinds, 1_000_000, stream).await.unwrap().sha256
    }

    pub(crate) async fn act(
        &self,
        person: &Person,
        code: &str,
        action: ActionKind,
        body: ActionBody,
    ) -> Result<Stage, ActError> {
        let done = self.app.act(person, code, None, ActionRequest { action, body }, None).await?;
        Ok(done.dossier.stage)
    }
}

/// A whole reason on a shipped ground, with these facts.
pub(crate) fn because(ground: &str, facts: &str) -> Reason {
    let places = ["giay_to", "co_quan", "noi_nop", "ngay", "chi_tiet"];
    Reason {
        ground: ground.to_owned(),
        clause: "Điều 82 Nghị định 01/2021/NĐ-CP".to_owned(),
        facts_vi: facts.to_owned(),
        next_step_vi: "Nộp lại tại bộ phận một cửa của phường.".to_owned(),
        values: places.map(|place| (place.to_owned(), "phường Phan Đình Phùng".to_owned())).into(),
    }
}

/// The body that asks for one paper, with these facts.
pub(crate) fn asks(component: &str, facts: &str) -> ActionBody {
    let item = SupplementItem {
        component: component.to_owned(),
        fault: ItemFault::Illegible,
        words_vi: Some("Mờ ở trang hai".to_owned()),
        clause: "Điều 87 Nghị định 01/2021/NĐ-CP".to_owned(),
        example_vi: None,
    };
    ActionBody { notice: Some(because("supplement_faulty", facts)), items: vec![item], ..ActionBody::default() }
}

/// A gateway that stands at the test bank, and an account.
fn payment(bank: &Bank) -> PaymentConfig {
    let gateway = GatewayAddress {
        name: "thu".to_owned(),
        title: "Ngân hàng thử".to_owned(),
        url: bank.url(),
        secret: BANK_SECRET.to_owned(),
        signature_header: Some(BANK_HEADER.to_owned()),
    };
    let account =
        BankAccount { bank: "970415".to_owned(), account: "0011001932418".to_owned(), holder: "UBND".to_owned() };
    PaymentConfig { gateways: vec![gateway], account: Some(account), days: Some(10) }
}

pub(crate) fn applicant() -> Applicant {
    Applicant {
        kind: ApplicantKind::Person,
        name: "Nguyễn Thị Hồng Nhung".to_owned(),
        identity_number: "019187000123".to_owned(),
        phone: "0912345678".to_owned(),
        email: None,
        address: None,
    }
}

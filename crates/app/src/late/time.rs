//! Where the time of one dossier went, as each reader may see it, and the letter drafted from it.

use std::collections::BTreeMap;

use domain::access::{self, Person};
use domain::dossier::{ActionKind, Code, Command, Dossier, Event};
use domain::lateness::{self, Account, Letter, Story};
use domain::ledger::{Holder, Outage, Responsible};
use domain::time::DateTime;
use store::{Tx, outage, review};

use crate::App;
use crate::catalogue::Catalogue;
use crate::dossier::{Chain, Sight, is_office, load_chain};
use crate::error::ActError;

/// Where the time of a dossier went.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeView {
    /// The dossier.
    pub dossier: Dossier,
    /// The ledger and the cause; by units only for whoever does not work in an office of the dossier. None before receipt.
    pub account: Option<Account>,
    /// Whether people are named.
    pub is_office: bool,
    /// Names of the people in it, by account.
    pub names: BTreeMap<String, String>,
}

/// The letter of a late dossier before the head has looked at it.
#[derive(Debug, Clone, PartialEq)]
pub struct LetterView {
    /// What the ledger says.
    pub letter: Letter,
    /// Names of the people in it, by account.
    pub names: BTreeMap<String, String>,
}

impl App {
    /// Where the time of a dossier went, for whoever may see the dossier.
    pub async fn time_ledger(&self, person: &Person, code: &str) -> Result<TimeView, ActError> {
        let code = Code::parse(code).map_err(|_| ActError::NotFound)?;
        let (person, today, now, catalogue) = (person.clone(), self.today(), self.now_civil(), self.catalogue());
        let (below, zone) = (self.below(), self.zone());
        self.0
            .store
            .read(move |tx| {
                let chain = load_chain(tx, &code)?.ok_or(ActError::NotFound)?;
                let sight = below.may_see(tx, &person, &chain.dossier, (&catalogue, zone))?;
                let account = account_of(tx, &chain, &catalogue, now)?;
                if sight == Sight::FromAbove || is_office(&person, &chain.dossier, today) {
                    let names = names(tx, account.iter())?;
                    return Ok::<_, ActError>(TimeView { dossier: chain.dossier, account, is_office: true, names });
                }
                let account = account.map(Account::by_unit);
                Ok(TimeView { dossier: chain.dossier, account, is_office: false, names: BTreeMap::new() })
            })
            .await
    }

    /// The apology of a dossier as the ledger drafts it, for whoever may sign it; none while it owes none.
    pub async fn apology_letter(&self, person: &Person, code: &str) -> Result<Option<LetterView>, ActError> {
        let code = Code::parse(code).map_err(|_| ActError::NotFound)?;
        let (person, today, now, catalogue) = (person.clone(), self.today(), self.now_civil(), self.catalogue());
        self.0
            .store
            .read(move |tx| {
                let chain = load_chain(tx, &code)?.ok_or(ActError::NotFound)?;
                access::may(&person, ActionKind::Apologise, &chain.dossier.facts(), today)?;
                let Some((letter, account)) = letter_of(tx, &chain, &catalogue, now)? else {
                    return Ok::<_, ActError>(None);
                };
                Ok(Some(LetterView { letter, names: names(tx, std::iter::once(&account))? }))
            })
            .await
    }
}

/// The story of a dossier's chain.
fn story_of(chain: &Chain) -> Result<Story, ActError> {
    Ok(Story::of(&chain.dossier.code, chain.entries.iter().map(|entry| &entry.event))?)
}

/// The same from stored payloads; none where they cannot be read.
pub(super) fn story_of_payloads(code: &str, payloads: &[String]) -> Option<Story> {
    let code = Code::parse(code).ok()?;
    let events: Vec<Event> =
        payloads.iter().map(|payload| serde_json::from_str(payload)).collect::<Result<_, _>>().ok()?;
    Story::of(&code, &events).ok()
}

/// The account by units only, for tracking without an account.
pub(crate) fn by_unit_of(
    tx: &mut Tx<'_>,
    chain: &Chain,
    catalogue: &Catalogue,
    now: DateTime,
) -> Result<Option<Account>, ActError> {
    Ok(account_of(tx, chain, catalogue, now)?.map(Account::by_unit))
}

/// The command with the cause that the ledger has at this moment; only an apology has one.
pub(crate) fn with_grounds(
    tx: &mut Tx<'_>,
    command: &Command,
    chain: &Chain,
    catalogue: &Catalogue,
    now: DateTime,
) -> Result<Command, ActError> {
    let Command::Apologise { promised, reason, .. } = command else { return Ok(command.clone()) };
    let letter = letter_of(tx, chain, catalogue, now)?;
    let grounds = letter.map(|(letter, _)| Box::new(letter.grounds()));
    Ok(Command::Apologise { promised: *promised, reason: reason.clone(), grounds })
}

fn account_of(
    tx: &mut Tx<'_>,
    chain: &Chain,
    catalogue: &Catalogue,
    now: DateTime,
) -> Result<Option<Account>, ActError> {
    let story = story_of(chain)?;
    let outages = outages_of(tx, &[&story], now)?;
    Ok(reckoned(&story, catalogue, &outages, now))
}

fn letter_of(
    tx: &mut Tx<'_>,
    chain: &Chain,
    catalogue: &Catalogue,
    now: DateTime,
) -> Result<Option<(Letter, Account)>, ActError> {
    let story = story_of(chain)?;
    let outages = outages_of(tx, &[&story], now)?;
    let Some(account) = reckoned(&story, catalogue, &outages, now) else { return Ok(None) };
    Ok(drafted(&story, &account, catalogue, now).map(|letter| (letter, account)))
}

/// The account of a story by the rules of its dossier; none before receipt, or where no rules are published.
pub(super) fn reckoned(story: &Story, catalogue: &Catalogue, outages: &[Outage], now: DateTime) -> Option<Account> {
    let rules = catalogue.rules_of(&story.dossier).ok()?;
    let components = rules.components();
    lateness::account(story, &rules.as_rules(&components).terms, outages, now)
}

/// The letter of a story; none while nothing is owed, or beyond the published calendar.
pub(super) fn drafted(story: &Story, account: &Account, catalogue: &Catalogue, now: DateTime) -> Option<Letter> {
    let rules = catalogue.rules_of(&story.dossier).ok()?;
    let components = rules.components();
    lateness::letter(story, account, &rules.as_rules(&components).terms, now).ok().flatten()
}

/// The outages since the first of these dossiers was received, in one query.
pub(super) fn outages_of(tx: &mut Tx<'_>, stories: &[&Story], now: DateTime) -> Result<Vec<Outage>, ActError> {
    let Some(from) = stories.iter().filter_map(|story| story.dossier.accepted_at).min() else {
        return Ok(Vec::new());
    };
    Ok(lateness::outages_between(&outage::between(tx, from, now)?))
}

/// Names of the people in these accounts, in one query for every ten.
pub(super) fn names<'a>(
    tx: &mut Tx<'_>,
    accounts: impl Iterator<Item = &'a Account>,
) -> Result<BTreeMap<String, String>, ActError> {
    let mut people = std::collections::BTreeSet::new();
    for account in accounts {
        people.extend(account.ledger.shares.iter().filter_map(|share| person_of(&share.holder)));
        if let Responsible::Person { person, .. } = &account.cause.responsible {
            people.insert(person.clone());
        }
    }
    Ok(review::names(tx, &people.into_iter().collect::<Vec<_>>())?)
}

fn person_of(holder: &Holder) -> Option<String> {
    match holder {
        Holder::Person { person, .. } => Some(person.clone()),
        Holder::Pool { .. } | Holder::Applicant | Holder::Authority { .. } | Holder::Partner { .. } | Holder::Us => {
            None
        }
    }
}

//! Every shipped file loads, with the number of records that its makers counted.

use domain::dataset::{Dataset, DemoAccount};
use domain::organisation::{CodeStatus, UnitLevel};
use domain::procedure::{OnlineLevel, RecordKind, Regime, ServiceScope, StepsSource};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{competences, load, names, organisation, procedures};

#[test]
fn every_file_has_its_number_of_records() {
    let table = [
        ("units_2020.json", 321 + 25),
        ("units_2025.json", 93 + 19),
        ("holidays.json", 192),
        ("procedures.json", 214),
        ("procedures_catalogue.json", 1436),
        ("pause_grounds.json", 11),
        ("refusal_grounds.json", 30),
        ("national_states.json", 15),
        ("demo_accounts.json", 18),
        ("office_hours.json", 1),
        ("competences.json", 96),
        ("unit_codes.json", 257),
        ("synonyms.json", 98),
        ("life_events.json", 27),
        ("published_figures.json", 24),
        ("figures.json", 12),
        ("burden.json", 121),
        ("desks.json", 3),
        ("demo_registers.json", 4),
        ("authorities.json", 2),
        ("escalation.json", 7),
        ("workflows/interlinked.json", 10),
        ("workflows/internal.json", 179),
    ];
    for (name, expected) in table {
        assert_eq!(load(name).len(), expected, "{name}");
    }
    let forms = names().into_iter().filter(|name| name.starts_with("forms/"));
    assert_eq!(forms.map(|name| load(&name)).filter(|file| matches!(file, Dataset::Form(_))).count(), 6);
}

#[test]
fn nothing_that_is_shipped_fails_to_load() {
    let names = names();
    assert!(names.len() >= 17, "{names:?}");
    for name in names {
        assert!(!load(&name).is_empty(), "{name}");
    }
}

#[test]
fn fields_of_the_forms_are_all_there() {
    let forms = names().into_iter().filter(|name| name.starts_with("forms/")).map(|name| load(&name));
    let fields = forms.map(|file| match file {
        Dataset::Form(form) => form.fields().count(),
        _ => 0,
    });
    assert_eq!(fields.sum::<usize>(), 194);
}

#[test]
fn procedures_are_counted_as_their_readme_counts_them() {
    let procedures = procedures();
    let count = |is: &dyn Fn(&domain::procedure::Procedure) -> bool| procedures.iter().filter(|p| is(p)).count();
    assert_eq!(count(&|p| p.code.is_some()), 203);
    assert_eq!(count(&|p| p.regime == Some(Regime::TwoTier2025)), 211);
    assert_eq!(count(&|p| p.record == RecordKind::NameOnly), 1);
    assert_eq!(count(&|p| p.steps_source == Some(StepsSource::InternalProcess)), 123);
    assert_eq!(count(&|p| p.promise.is_some()), 3);
    assert_eq!(count(&|p| p.service_scope() == ServiceScope::Full), 39);
    assert_eq!(count(&|p| p.online_level() == OnlineLevel::Level4), 39);
    assert_eq!(procedures.iter().map(|p| p.components.len()).sum::<usize>(), 1131);
    assert_eq!(procedures.iter().map(|p| p.workflows.len()).sum::<usize>(), 179);
    assert_eq!(count(&|p| p.cut_off.is_some()), 11);
}

#[test]
fn every_record_names_its_source() {
    assert!(procedures().iter().all(|procedure| !procedure.source.is_empty()));
    assert!(organisation().all().all(|unit| !unit.source.is_empty()));
    assert!(competences().0.iter().all(|rule| rule.inferred && !rule.reason_vi.is_empty()));
}

#[test]
fn desks_name_units_and_fields_that_exist() {
    let Dataset::Desks(desks) = load("desks.json") else { panic!("desks") };
    let (organisation, procedures) = (organisation(), procedures());
    for desk in &desks.desks {
        let day = desk.validity.from.expect("a first day");
        assert!(organisation.unit(&desk.unit_id, day).is_some(), "{}", desk.unit_id);
        assert!(desk.example, "no source is known for {}", desk.unit_id);
        for service in &desk.services {
            assert!(desk.counters_of(&service.letter) > 0, "{} {}", desk.unit_id, service.letter);
            for field in &service.fields_vi {
                assert!(procedures.iter().any(|one| one.field_vi == *field), "{field}");
            }
        }
    }
    assert!(desks.grounds.iter().all(|ground| !ground.clause_vi.is_empty()));
}

#[test]
fn units_that_other_files_name_exist() {
    let organisation = organisation();
    let known = |id: &str| !organisation.versions(id).is_empty();
    for rule in &competences().0 {
        if let domain::organisation::Handler::Unit { unit_id } = &rule.handler {
            assert!(known(unit_id), "{unit_id}");
        }
    }
    let Dataset::UnitCodes(codes) = load("unit_codes.json") else { panic!("no codes") };
    assert!(codes.iter().all(|code| known(&code.unit_id) && code.code.starts_with("H55")));
    assert_eq!(codes.iter().filter(|code| code.status == CodeStatus::Official).count(), 2);
    let today = jiff::civil::date(2026, 11, 26);
    for unit in organisation.communes(today).chain(organisation.bodies(today)) {
        let code = codes.iter().find(|code| code.unit_id == unit.id && code.validity.contains(today));
        assert!(code.is_some(), "{} has no code", unit.id);
    }
}

#[test]
fn demo_accounts_cover_every_role_at_real_units() {
    let Dataset::DemoAccounts(accounts) = load("demo_accounts.json") else { panic!("no accounts") };
    let organisation = organisation();
    let today = jiff::civil::date(2026, 11, 26);
    for role in domain::access::Role::ALL {
        let holds =
            |account: &DemoAccount| account.grants.iter().any(|grant| grant.role == role && grant.holds_on(today));
        assert!(accounts.iter().any(holds), "{role:?}");
    }
    assert_eq!(accounts.iter().filter(|account| account.grants.is_empty()).count(), 2);
    for grant in accounts.iter().flat_map(|account| &account.grants) {
        assert!(organisation.unit(&grant.unit, today).is_some(), "{}", grant.unit);
    }
    let levels = accounts.iter().flat_map(|account| &account.grants);
    let levels: Vec<UnitLevel> =
        levels.filter_map(|grant| organisation.unit(&grant.unit, today)).map(|unit| unit.level).collect();
    assert!(levels.contains(&UnitLevel::Commune) && levels.contains(&UnitLevel::Body));
}

#[test]
fn every_state_has_a_national_code() {
    let Dataset::NationalStates(states) = load("national_states.json") else { panic!("no states") };
    let codes: std::collections::BTreeSet<u8> = states.iter().map(|state| state.code).collect();
    assert_eq!(codes, (1..=10).collect());
    for stage in domain::dossier::Stage::ALL {
        assert!(states.iter().any(|state| state.state == stage.name()), "{}", stage.name());
    }
}

#[test]
fn records_come_back_equal_from_their_json() {
    for name in names() {
        match load(&name) {
            Dataset::Units { units, bodies } => {
                units.iter().for_each(returns);
                bodies.iter().for_each(returns);
            }
            Dataset::Holidays(calendar) => returns(&calendar),
            Dataset::Procedures(records) | Dataset::ProcedureCatalogue(records) => records.iter().for_each(returns),
            Dataset::Form(form) => returns(form.as_ref()),
            Dataset::Competences(records) => records.iter().for_each(returns),
            Dataset::UnitCodes(records) => records.iter().for_each(returns),
            Dataset::OfficeHours(records) => records.iter().for_each(returns),
            Dataset::PauseGrounds(records) => records.iter().for_each(returns),
            Dataset::NationalStates(records) => records.iter().for_each(returns),
            Dataset::DemoAccounts(records) => records.iter().for_each(returns),
            Dataset::Synonyms(record) => returns(&record),
            Dataset::LifeEvents(record) => returns(&record),
            Dataset::PublishedFigures(records) => records.iter().for_each(returns),
            Dataset::Registers(records) => records.iter().for_each(returns),
            Dataset::BurdenRules(rules) => returns(rules.as_ref()),
            Dataset::Workflows(records) => records.iter().for_each(returns),
            Dataset::Authorities(records) => records.iter().for_each(returns),
            Dataset::Desks(record) => returns(&record),
            Dataset::EscalationRules(records) => records.iter().for_each(returns),
            Dataset::RefusalGrounds(records) => records.iter().for_each(returns),
            Dataset::Statutes(records) => records.iter().for_each(returns),
            Dataset::Figures(records) => records.iter().for_each(returns),
        }
    }
}

fn returns<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(record: &T) {
    let text = serde_json::to_string(record).expect("a record can be written");
    let back: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(&back, record);
}

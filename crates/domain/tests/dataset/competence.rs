//! Who handles what, and where it may be received.

use jiff::civil::date;

use super::{catalogue, competences, organisation, procedure, procedures};

#[test]
fn real_procedures_find_their_unit() {
    let (rules, organisation) = (competences(), organisation());
    let today = date(2026, 11, 26);
    let ward = organisation.unit("05443", today);
    let table = [
        ("1.001193", Some("05443"), "birth registration belongs to the commune"),
        ("1.009645", Some("so-tai-chinh"), "investment belongs to the department of finance"),
        ("1.013236", Some("so-xay-dung"), "building permits of the province belong to construction"),
        ("3.000333", Some("cong-an-tinh"), "criminal records belong to the police"),
    ];
    for (id, expected, why) in table {
        let procedure = procedure(id);
        assert_eq!(rules.handling_unit(&procedure.matter(), ward, today), expected, "{why}: {procedure:?}");
    }
}

#[test]
fn every_procedure_has_a_unit_in_force_and_a_desk() {
    let (rules, organisation) = (competences(), organisation());
    let today = date(2026, 11, 26);
    let ward = organisation.unit("05443", today);
    let centre = organisation.unit("trung-tam-pvhcc", today).expect("the centre of the province");
    for procedure in procedures().iter().filter(|procedure| procedure.validity.contains(today)).chain(catalogue()) {
        let handler = rules.handling_unit(&procedure.matter(), ward, today);
        let handler = handler.unwrap_or_else(|| panic!("nobody handles {}", procedure.id));
        assert!(organisation.unit(handler, today).is_some(), "{}: {handler}", procedure.id);
        assert!(rules.may_receive(&procedure.matter(), centre, today), "{}", procedure.id);
        assert!(rules.may_receive(&procedure.matter(), ward.expect("the ward"), today), "{}", procedure.id);
    }
}

#[test]
fn before_july_2025_a_desk_received_only_its_own() {
    let (rules, organisation) = (competences(), organisation());
    let then = date(2024, 5, 6);
    let ward = organisation.unit("05443", then);
    let old = procedure("1.007073");
    assert_eq!(rules.handling_unit(&old.matter(), ward, then), Some("05443"));
    let district = organisation.unit("164", then);
    assert_eq!(rules.handling_unit(&old.matter(), district, then), Some("164"));
    let centre = organisation.unit("trung-tam-pvhcc", then).expect("the centre of the province");
    assert!(!rules.may_receive(&old.matter(), centre, then));
    assert!(rules.may_receive(&old.matter(), ward.expect("the ward"), then));
}

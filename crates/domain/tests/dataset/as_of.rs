//! The organisation on dates before and after 1 July 2025.

use domain::organisation::{Relation, UnitLevel};
use jiff::civil::{Date, date};

use super::organisation;

const BEFORE: Date = Date::constant(2025, 6, 30);
const AFTER: Date = Date::constant(2025, 7, 1);

#[test]
fn communes_are_counted_as_the_resolutions_left_them() {
    let organisation = organisation();
    let table = [
        (date(2020, 3, 1), "19", 178),
        (date(2020, 3, 1), "06", 108),
        (date(2022, 1, 1), "19", 178),
        (date(2023, 3, 1), "19", 177),
        (date(2024, 12, 1), "19", 172),
        (BEFORE, "06", 108),
        (AFTER, "19", 92),
        (date(2026, 11, 26), "19", 92),
        (AFTER, "06", 0),
    ];
    for (on, province, expected) in table {
        let communes = organisation.communes(on).filter(|unit| organisation.is_within(&unit.id, province, on));
        assert_eq!(communes.count(), expected, "{on} {province}");
    }
}

#[test]
fn the_district_level_ended() {
    let organisation = organisation();
    let districts = |on| organisation.units(on).filter(|unit| unit.level == UnitLevel::District).count();
    assert_eq!((districts(BEFORE), districts(AFTER)), (17, 0));
    assert_eq!(organisation.children("164", BEFORE).count(), 32);
    assert!(organisation.unit("164", AFTER).is_none());
    assert!(organisation.successors_on("164", AFTER).is_empty());
}

#[test]
fn the_province_is_one_unit_through_both_versions() {
    let organisation = organisation();
    let before = organisation.unit("19", BEFORE).expect("Thái Nguyên before");
    let after = organisation.unit("19", AFTER).expect("Thái Nguyên after");
    assert!(before.predecessors.is_empty() && after.predecessors.len() == 2);
    assert_eq!(organisation.successor_of("19", AFTER), Some(after));
    assert_eq!(organisation.successor_of("06", AFTER).map(|unit| unit.id.as_str()), Some("19"));
    assert!(organisation.unit("06", AFTER).is_none());
}

#[test]
fn a_commune_finds_who_carries_it_on() {
    let organisation = organisation();
    let name = |id: &str, on| organisation.successor_of(id, on).map(|unit| unit.full_name_vi.clone());
    assert_eq!(name("01840", BEFORE).as_deref(), Some("Phường Đức Xuân"));
    assert_eq!(name("01846", AFTER).as_deref(), Some("Phường Đức Xuân"), "Huyền Tụng went into Đức Xuân");
    let chain = organisation.successors_on("05524", AFTER);
    assert_eq!(chain.len(), 1, "Vinh Sơn went into Châu Sơn in 2020, and that into a ward of 2025: {chain:?}");
    assert_eq!(chain[0].level, UnitLevel::Commune);
    assert_eq!(chain[0].valid_from, Some(AFTER));
}

#[test]
fn every_commune_of_june_2025_but_the_divided_has_one_successor() {
    let organisation = organisation();
    let divided: Vec<String> = organisation
        .communes(BEFORE)
        .filter(|unit| organisation.successors_on(&unit.id, AFTER).len() != 1)
        .map(|unit| unit.full_name_vi.clone())
        .collect();
    assert_eq!(divided, ["Phường Gia Sàng", "Phường Cam Giá", "Xã Thượng Đình"]);
    let none = organisation.communes(BEFORE).filter(|unit| organisation.successors_on(&unit.id, AFTER).is_empty());
    assert_eq!(none.count(), 0);
}

#[test]
fn units_that_went_on_unchanged_still_have_their_district_before() {
    let organisation = organisation();
    let unchanged: Vec<&str> = organisation
        .communes(AFTER)
        .filter(|unit| unit.predecessors.iter().any(|link| link.relation == Relation::Unchanged))
        .map(|unit| unit.id.as_str())
        .collect();
    assert_eq!(unchanged.len(), 2);
    for id in unchanged {
        let parent = |on| organisation.unit(id, on).and_then(|unit| unit.parent_id.clone());
        assert_eq!(parent(AFTER).as_deref(), Some("19"));
        assert_eq!(parent(BEFORE).map(|parent| parent.len()), Some(3), "{id} lay in a district");
    }
}

#[test]
fn bodies_follow_each_other_from_month_to_month() {
    let organisation = organisation();
    let is_there = |id: &str, on| organisation.unit(id, on).is_some();
    assert!(is_there("so-tnmt", date(2025, 2, 28)) && !is_there("so-tnmt", date(2025, 3, 1)));
    assert!(!is_there("so-nnmt", date(2025, 2, 28)) && is_there("so-nnmt", date(2025, 3, 1)));
    let successor = organisation.successor_of("so-tnmt", AFTER).map(|unit| unit.id.as_str());
    assert_eq!(successor, Some("so-nnmt"));
    assert!(is_there("so-noi-vu", date(2020, 5, 1)) && is_there("so-noi-vu", AFTER));
    assert!(organisation.is_within("so-xay-dung", "19", AFTER));
}

#[test]
fn names_change_with_their_date() {
    let organisation = organisation();
    let name = |on| organisation.unit("172", on).map(|unit| unit.full_name_on(on).to_owned());
    assert_eq!(name(date(2022, 4, 9)).as_deref(), Some("Thị xã Phổ Yên"));
    assert_eq!(name(date(2022, 4, 10)).as_deref(), Some("Thành phố Phổ Yên"));
}

//! The published tables, all rows: what the cards give is what was printed.

use std::collections::BTreeMap;

use domain::scorecard::{Agreement, Decimal, Subject, rounded};

use super::{folder, number, points, published, tally, total};

/// The six dimensions of 2011–2015 by the headings of the official workbook, and how many sub-dimensions follow each.
const DIMENSIONS: [(&str, usize); 6] = [
    ("Participation at Local Levels", 4),
    ("Transparency", 3),
    ("Vertical Accountability", 3),
    ("Control of Corruption", 4),
    ("Public Administrative Procedures", 4),
    ("Public Service Delivery", 4),
];

/// The cells of a shipped table, split without the reader under test: none of these files has a quoted cell.
fn plain(name: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let text = std::fs::read_to_string(folder().join(format!("{name}.csv"))).unwrap();
    assert!(!text.contains('"'), "{name} has quoted cells");
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<String>>());
    (lines.next().unwrap(), lines.collect())
}

#[test]
fn papi_2011_2012_2015_come_out_for_all_provinces() {
    for year in ["2011", "2012", "2015"] {
        let file = format!("papi_{year}_official");
        let scored = published("papi-2011-2015", &file);
        let (headings, rows) = plain(&file);
        assert_eq!((scored.units.len(), rows.len()), (63, 63));
        for (unit, row) in scored.units.iter().zip(&rows) {
            let (mut sum, mut column) = (Decimal::ZERO, 3);
            for (dimension, (heading, parts)) in DIMENSIONS.iter().enumerate() {
                assert_eq!(&headings[column], heading);
                let by_hand: Decimal = row[column + 1..=column + parts].iter().map(|cell| number(cell)).sum();
                let own = unit.score.parts[dimension].points.unwrap();
                assert_eq!(own, by_hand, "{year} {} {heading}", unit.name);
                let printed = number(&row[column]);
                assert_eq!(rounded(own, 3), rounded(printed, 3), "{year} {} {heading}", unit.name);
                (sum, column) = (sum + by_hand, column + 1 + parts);
            }
            assert_eq!(unit.score.points, Some(sum), "{year} {}", unit.name);
            assert_eq!(rounded(sum, 3), rounded(number(&row[column]), 3), "{year} {}", unit.name);
        }
        // 63 × (6 dimensions + the total + the total against the printed dimensions)
        let [exact, within, excerpt, differs] = tally(&scored);
        assert_eq!((exact + within, excerpt, differs), (504, 0, 0), "{year}");
    }
}

#[test]
fn papi_ranks_are_those_of_a_brute_force() {
    for (card, file) in [
        ("papi-2011-2015", "papi_2011_official"),
        ("papi-2011-2015", "papi_2012_official"),
        ("papi-2011-2015", "papi_2015_official"),
        ("papi-2016-2017", "papi_2017_subdimensions"),
        ("papi-2018", "papi_2018_subdimensions"),
        ("papi-2019-2020", "papi_2019_subdimensions"),
        ("papi-2021-2024", "papi_2021_subdimensions"),
        ("papi-2021-2024", "papi_2022_subdimensions"),
        ("papi-2021-2024", "papi_2024_subdimensions"),
    ] {
        let scored = published(card, file);
        for unit in &scored.units {
            let better = |total: Decimal| {
                let totals = scored.units.iter().filter_map(|other| other.score.points);
                totals.filter(|other| *other > total).count() + 1
            };
            assert_eq!(unit.rank, unit.score.points.map(better), "{file} {}", unit.name);
        }
    }
}

#[test]
fn papi_tables_of_sub_dimensions_add_up_where_they_are_whole() {
    let table = [
        ("papi-2016-2017", "2017", 63, "36.5618"),
        ("papi-2018", "2018", 61, "44.0777"),
        ("papi-2019-2020", "2019", 63, "43.6163"),
        ("papi-2021-2024", "2021", 60, "42.4078"),
        ("papi-2021-2024", "2022", 61, "42.3424"),
        ("papi-2021-2024", "2024", 61, "43.4337"),
    ];
    for (card, year, whole, mean) in table {
        let file = format!("papi_{year}_subdimensions");
        let scored = published(card, &file);
        let (headings, rows) = plain(&file);
        let is_part = |heading: &String| heading.starts_with("SC");
        let used: Vec<usize> = (0..headings.len())
            .filter(|column| is_part(&headings[*column]) && rows.iter().any(|row| !row[*column].is_empty()))
            .collect();
        for (unit, row) in scored.units.iter().zip(&rows) {
            let cells: Vec<&String> = used.iter().map(|column| &row[*column]).collect();
            let by_hand = cells.iter().all(|cell| !cell.is_empty());
            let by_hand = by_hand.then(|| cells.iter().map(|cell| number(cell)).sum::<Decimal>());
            assert_eq!(unit.score.points, by_hand, "{year} {}", unit.name);
        }
        assert_eq!(scored.blocks[0].ranked, whole, "{year}");
        assert_eq!(scored.blocks[0].mean, Some(number(mean)), "{year}");
    }
}

#[test]
fn papi_of_2021_contradicts_a_newspaper() {
    let scored = published("papi-2021-2024", "papi_2021_subdimensions");
    let unit = scored.units.iter().find(|unit| unit.name.starts_with("Ba Ria")).unwrap();
    let total = unit.score.points.unwrap();
    assert_eq!((rounded(total, 4), rounded(total, 2)), (number("40.6146"), number("40.61")), "40.62 was printed");
    assert_eq!(rounded(unit.score.index.unwrap(), 2), number("50.77"), "its own percentage fits");
}

#[test]
fn provinces_stand_in_four_groups() {
    let scored = published("papi-2019-2020", "papi_2019_subdimensions");
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    for unit in &scored.units {
        *groups.entry(unit.band.as_ref().unwrap().code.as_str()).or_default() += 1;
    }
    assert_eq!(groups, BTreeMap::from([("1", 16), ("2", 16), ("3", 15), ("4", 16)]), "as published for 2019");
}

#[test]
fn decision_766_comes_out_digit_for_digit() {
    // Printed numbers that agree, and headings of one part of the scorecard.
    let table = [
        ("progress", Some("2.1"), 5, ["15.68", "0", "16.53"]),
        ("payment", Some("TTTT"), 6, ["6.25", "0", "7.67"]),
        ("digitised", Some("MDSH"), 32, ["8.22", "2", "10.53"]),
        ("satisfaction", Some("MDHL"), 19, ["12.97", "12", "17.51"]),
    ];
    for (name, of, agreeing, totals) in table {
        let scored = published("service-766-portal", &format!("sample_dvc766_phu_tho_{name}"));
        assert_eq!(scored.of.as_deref(), of);
        assert_eq!(scored.units.iter().map(total).collect::<Vec<_>>(), totals, "{name}");
        assert_eq!(tally(&scored), [agreeing, 0, 0, 0], "{name}");
    }
}

#[test]
fn decision_766_without_data_is_zero_full_or_left_out_as_each_item_says() {
    let office =
        |name: &str| published("service-766-portal", &format!("sample_dvc766_phu_tho_{name}")).units[1].clone();
    assert_eq!(points(&office("progress"), "2.1"), "0");
    let satisfaction = office("satisfaction");
    assert_eq!(["5.4", "5.2", "5.3"].map(|code| points(&satisfaction, code)), ["0", "6", "6"]);
    let digitised = office("digitised");
    assert_eq!(["4.1", "4.3", "4.5b", "4.5a", "4.2x"].map(|code| points(&digitised, code)), ["-", "-", "-", "0", "2"]);
    assert_eq!(digitised.score.index, Some(number("9.09")), "the maximum of the group stays 22");
}

#[test]
fn decision_766_by_the_document_gives_more_for_digitising() {
    let by = |card: &str| published(card, "sample_dvc766_phu_tho_digitised").units[2].clone();
    assert_eq!(points(&by("service-766-portal"), "4.2"), "2.12");
    assert_eq!(points(&by("service-766-document"), "4.2"), "2.65", "53.06 % × 4 ÷ 80 %");
}

#[test]
fn provinces_of_decision_766_add_up_and_stand_in_order() {
    let scored = published("service-766-portal", "sample_dvc766_provinces");
    assert_eq!(scored.units.iter().map(total).collect::<Vec<_>>(), ["68.8", "63.97", "55.23"]);
    assert!(scored.blocks[0].is_excerpt, "ranks to 34 in three rows");
    // Three totals, and of 21 printed ranks those that an excerpt leaves as they are.
    assert_eq!(tally(&scored), [5, 0, 19, 0]);
}

#[test]
fn par_index_2012_adds_up() {
    let scored = published("par-index-2012", "sample_par_index_2012");
    assert_eq!(scored.units.iter().map(total).collect::<Vec<_>>(), ["87.12", "86.14"]);
    assert_eq!(tally(&scored), [4, 0, 0, 0]);
}

#[test]
fn single_published_results_stand_in_order() {
    let scored = published("published-points", "results_published_points");
    assert_eq!(tally(&scored), [25, 0, 16, 0]);
    let by_hidden_digits: Vec<(&str, &str)> = scored
        .units
        .iter()
        .flat_map(|unit| unit.comparisons.iter().map(move |one| (unit, one)))
        .filter(|(_, one)| one.agreement == Agreement::WithinTie)
        .map(|(unit, one)| (unit.name.as_str(), one.printed.as_str()))
        .collect();
    assert_eq!(by_hidden_digits, [("Lai Châu", "5")], "84.94 like Hà Tĩnh, which is 4th");
    let internal = published("internal-results", "results_internal_rankings");
    assert_eq!(tally(&internal), [8, 0, 4, 0]);
    let last = internal.units.iter().find(|unit| unit.name == "Đồng Hỷ").unwrap();
    assert_eq!(last.comparisons[0].subject, Subject::Rank);
    assert_eq!(last.comparisons[0].agreement, Agreement::Unreadable, "“last” is no rank");
}

#[test]
fn a_row_of_column_maxima_is_no_province_and_a_blank_province_has_no_rank() {
    let text = std::fs::read_to_string(folder().join("papi_2011_official.csv")).unwrap();
    let columns = text.lines().next().unwrap().split(',').count();
    let highest = format!(",Highest,{}", ",9".repeat(columns - 3));
    let blank = format!("999,Nowhere,{}", ",".repeat(columns - 3));
    let scored = super::scored(&super::card("papi-2011-2015"), &format!("{text}{highest}\n{blank}\n"));
    assert_eq!((scored.units.len(), scored.blocks[0].ranked), (64, 63));
    let nowhere = scored.units.last().unwrap();
    assert_eq!((nowhere.name.as_str(), total(nowhere).as_str(), nowhere.rank), ("Nowhere", "-", None));
    assert_eq!((nowhere.comparisons.len(), scored.differences()), (0, 0));
}

#[test]
fn a_table_without_one_sub_dimension_takes_the_printed_dimension() {
    let text = std::fs::read_to_string(folder().join("papi_2012_official.csv")).unwrap();
    let text = text.replace("Community Investment Boards", "Something Else");
    let scored = super::scored(&super::card("papi-2011-2015"), &text);
    assert!(scored.units.iter().all(|unit| unit.score.parts[2].as_printed && unit.rank.is_some()));
    assert_eq!(scored.differences(), 0);
    assert!(scored.unused.contains(&"Something Else".to_owned()), "and says which column it did not look at");
}

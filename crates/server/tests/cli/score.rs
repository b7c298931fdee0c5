//! `motcua score`: published tables, differences, explanations, and what is refused.

use super::program::run;
use std::path::Path;
use tempfile::TempDir;

fn shipped(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/par_index").join(name);
    path.to_str().unwrap().to_owned()
}

fn arguments<'a>(card: &'a str, table: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["score", "--card", card, "--data", table], more].concat()
}

#[test]
fn published_tables_come_out_and_strict_is_content() {
    let folder = TempDir::new().unwrap();
    for (card, table, units) in [
        ("papi-2011-2015", "papi_2011_official.csv", 63),
        ("papi-2011-2015", "papi_2015_official.csv", 63),
        ("papi-2018", "papi_2018_subdimensions.csv", 63),
        ("par-index-2012", "sample_par_index_2012.csv", 2),
        ("service-766-portal", "sample_dvc766_provinces.csv", 3),
        ("service-766-portal", "sample_dvc766_phu_tho_digitised.csv", 3),
    ] {
        let (card, table) = (shipped(&format!("cards/{card}.json")), shipped(table));
        let ended = run(folder.path(), &arguments(&card, &table, &["--json", "--strict"]));
        assert_eq!(ended.code, Some(0), "{table}: {}", ended.err);
        let answer = ended.json();
        assert_eq!(answer["result"]["units"].as_array().unwrap().len(), units, "{table}");
        assert_eq!(answer["differences"], 0, "{table}");
        let told = run(folder.path(), &arguments(&card, &table, &["--lang", "vi"]));
        assert!(told.code == Some(0) && !told.out.contains('{'), "a place stayed empty: {}", told.out);
    }
    assert!(!folder.path().join("motcua-data").exists(), "scoring makes nothing");
}

#[test]
fn a_difference_is_told_and_strict_says_no() {
    let folder = TempDir::new().unwrap();
    let card = shipped("cards/par-index-2012.json");
    let wrong = "geo_code,unit,par_index,rank,score_moha,score_survey\n48,Đà Nẵng,87.13,1,53.25,33.87\n";
    std::fs::write(folder.path().join("wrong.csv"), wrong).unwrap();
    let ended = run(folder.path(), &arguments(&card, "wrong.csv", &[]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.contains("printed 87.13, worked out 87.12 (difference -0.01)"), "{}", ended.out);
    assert_eq!(run(folder.path(), &arguments(&card, "wrong.csv", &["--strict"])).code, Some(1));
}

#[test]
fn a_score_is_explained_step_by_step() {
    let folder = TempDir::new().unwrap();
    let (card, table) = (shipped("cards/service-766-portal.json"), shipped("sample_dvc766_phu_tho_satisfaction.csv"));
    let told = run(folder.path(), &arguments(&card, &table, &["--explain", "H44"]));
    for words in ["dossierSat_num = 144574", "78.3543", "× 6 ÷ 90 % = 5.2236", "to 2 places: 5.22", "12.97 of 18"] {
        assert!(told.out.contains(words), "{words}: {}", told.out);
    }
    let by_name = run(folder.path(), &arguments(&card, &table, &["--explain", "ubnd tinh phu tho"]));
    assert_eq!(by_name.out, told.out);
    let nobody = run(folder.path(), &arguments(&card, &table, &["--explain", "H99"]));
    assert!(nobody.code == Some(1) && nobody.err.contains("H99"), "{nobody:?}");
    let (card, table) = (shipped("cards/example-internal.json"), shipped("example_units.csv"));
    let table_told = run(folder.path(), &arguments(&card, &table, &["--lang", "vi"]));
    assert!(table_told.out.contains("VÍ DỤ") && table_told.out.contains("cần ít nhất 30"), "{}", table_told.out);
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let folder = TempDir::new().unwrap();
    let sound = shipped("cards/par-index-2012.json");
    std::fs::write(folder.path().join("card.json"), "{\"scorecard\": \"x\", \"nodes\": []}").unwrap();
    std::fs::write(folder.path().join("table.csv"), "unit,score_moha\nA,1,2\n").unwrap();
    let cases = [
        (arguments("card.json", "table.csv", &[]), "field version: missing"),
        (arguments(&sound, "table.csv", &[]), "row 2: 3 cells under 2 headings"),
        (arguments(&sound, "absent.csv", &[]), "absent.csv"),
        (arguments("absent.json", "table.csv", &[]), "absent.json"),
    ];
    for (arguments, words) in cases {
        let ended = run(folder.path(), &arguments);
        assert_eq!(ended.code, Some(1), "{ended:?}");
        assert!(ended.is_civil() && ended.err.contains(words), "{words}: {}", ended.err);
    }
    assert_eq!(run(folder.path(), &["score", "--card", &sound]).code, Some(2), "the table is missing");
}

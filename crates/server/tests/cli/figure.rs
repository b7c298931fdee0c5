//! `motcua figure`: claims without a data folder, publications of one; `motcua export events`.

use super::program::run;
use tempfile::TempDir;

#[test]
fn the_printed_times_do_not_follow_and_what_would_is_said() {
    let folder = TempDir::new().unwrap();
    let told = run(folder.path(), &["figure", "claims", "--lang", "vi"]);
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert!(told.out.contains("growth_vs_2010: times (38.61; 0.033) = 1170.0; in là 11.7: không khớp"), "{}", told.out);
    assert!(told.out.contains("growth_vs_2010: times (38.61; 3.3) = 11.7; in là 11.7: khớp"), "{}", told.out);
    assert!(told.out.contains("hamlets_reduced: difference (1294; 598) = 696"), "{}", told.out);
    assert!(!told.out.contains('{'), "a place stayed empty: {}", told.out);
    let strict = run(folder.path(), &["figure", "claims", "--strict", "--json"]);
    assert_eq!(strict.code, Some(1));
    let found = strict.json();
    let wrong = found.as_array().unwrap().iter().filter(|one| one["agrees"] == false);
    assert!(wrong.count() >= 3, "{found}");
    assert!(!folder.path().join("motcua-data").exists(), "looking makes nothing");
    assert_eq!(run(folder.path(), &["figure", "check", "1"]).code, Some(1), "there is no data");
    assert_eq!(run(folder.path(), &["figure", "check"]).code, Some(2), "which one?");
}

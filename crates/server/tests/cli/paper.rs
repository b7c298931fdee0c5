//! `motcua paper preview`: a paper with sample data, with the province's own template in its place.

use super::program::run;
use tempfile::TempDir;

#[test]
fn a_template_of_the_province_is_looked_at_before_anybody_gets_it() {
    let folder = TempDir::new().unwrap();
    let ended = run(folder.path(), &["paper", "preview", "receipt", "--out", "a.pdf"]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(std::fs::read(folder.path().join("a.pdf")).unwrap().starts_with(b"%PDF-1.7"));
    std::fs::create_dir(folder.path().join("mau")).unwrap();
    std::fs::write(folder.path().join("mau/receipt.typ"), "#import \"frame.typ\": *\n#nothing-of-that-name").unwrap();
    let ended =
        run(folder.path(), &["paper", "preview", "receipt", "--papers", "mau", "--out", "b.pdf", "--lang", "en"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains("receipt.typ:2:"), "{}", ended.err);
    assert!(!folder.path().join("b.pdf").exists());
    let ended = run(folder.path(), &["paper", "preview", "menu", "--out", "c.pdf"]);
    assert_eq!(ended.code, Some(2));
}

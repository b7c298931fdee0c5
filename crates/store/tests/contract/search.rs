//! Search: the same hits in the same order on both engines.

use store::{DbError, search};

use crate::bed::{Bed, contract};

contract! {
    words_are_found_without_diacritics,
    the_better_fit_comes_first,
    a_record_is_found_by_its_newest_words_only,
    any_text_may_be_asked_for,
    a_title_is_not_pushed_out_by_newer_mentions,
    a_shelf_is_searched_alone,
}

async fn put(bed: &Bed, kind: &'static str, key: impl Into<String>, heavy: &str, light: &str) {
    let (key, heavy, light) = (key.into(), heavy.to_owned(), light.to_owned());
    let done: Result<(), DbError> = bed.store.write(move |tx| search::put(tx, kind, &key, &heavy, &light)).await;
    done.unwrap();
}

async fn find(bed: &Bed, kind: &'static str, query: &str) -> Vec<String> {
    let query = query.to_owned();
    let hits: Result<_, DbError> = bed.store.read(move |tx| search::find(tx, kind, &query, 10)).await;
    hits.unwrap().into_iter().map(|hit| hit.key).collect()
}

async fn words_are_found_without_diacritics(bed: &mut Bed) {
    put(bed, "procedure", "1.001193", "Thủ tục đăng ký khai sinh", "Giấy chứng sinh; Tờ khai").await;
    put(bed, "procedure", "1.000656", "Thủ tục đăng ký khai tử", "Giấy báo tử").await;
    put(bed, "dossier", "000.00.01", "Đăng ký khai sinh", "").await;
    for query in ["dang ky khai sinh", "Đăng ký khai sinh", "ĐĂNG KÝ KHAI SINH", "khai sin", "sinh khai", "chung sinh"]
    {
        assert_eq!(find(bed, "procedure", query).await, ["1.001193"], "{query}");
    }
    for query in ["khai sinh báo", "hộ tịch", "hai sinh"] {
        assert!(find(bed, "procedure", query).await.is_empty(), "{query}");
    }
    assert_eq!(find(bed, "dossier", "khai sinh").await, ["000.00.01"]);
}

async fn the_better_fit_comes_first(bed: &mut Bed) {
    put(bed, "p", "exact", "Đăng ký khai sinh", "").await;
    put(bed, "p", "begins", "Đăng ký khai sinh có yếu tố nước ngoài", "").await;
    put(bed, "p", "inside", "Thủ tục đăng ký khai sinh", "").await;
    put(bed, "p", "scattered", "Khai lại việc sinh, đăng báo, ký nhận", "").await;
    put(bed, "p", "mentions", "Cấp bản sao", "đăng ký khai sinh").await;
    assert_eq!(find(bed, "p", "dang ky khai sinh").await, ["exact", "begins", "inside", "scattered", "mentions"]);
}

async fn a_record_is_found_by_its_newest_words_only(bed: &mut Bed) {
    put(bed, "p", "1", "Chứng thực chữ ký", "").await;
    put(bed, "p", "1", "Chứng thực bản sao", "").await;
    assert!(find(bed, "p", "chữ ký").await.is_empty());
    assert_eq!(find(bed, "p", "bản sao").await, ["1"]);
    let removed: Result<(), DbError> = bed.store.write(|tx| search::remove(tx, "p", "1")).await;
    removed.unwrap();
    assert!(find(bed, "p", "bản sao").await.is_empty());
}

async fn any_text_may_be_asked_for(bed: &mut Bed) {
    let long = "dài".repeat(1000);
    put(bed, "p", "1", "O'Neill \\ & | ! :* <-> \" () {heavy} : AND OR NOT NEAR", &long).await;
    let asked = [
        "",
        " ",
        "'",
        "\"",
        "\\",
        "&",
        "|",
        "!",
        ":*",
        "<->",
        "(",
        ")",
        "{heavy} :",
        "AND",
        "NOT",
        "NEAR(a b)",
        "a*",
        "-a",
        "^a",
        "%",
        "_",
        "$1",
        "?1",
        "\0",
        "\u{202E}",
        "😀",
        "٣",
        "ª",
        "ß",
        "ﬁ",
        "한글",
        "a\u{0}b",
        "#p",
        "'#p'",
    ];
    for query in asked {
        find(bed, "p", query).await;
    }
    find(bed, "p", &"a ".repeat(5000)).await;
    assert_eq!(find(bed, "p", "o'neill near").await, ["1"]);
    assert_eq!(find(bed, "p", &long).await, ["1"]);
}

async fn a_title_is_not_pushed_out_by_newer_mentions(bed: &mut Bed) {
    put(bed, "p", "title", "Cấp giấy phép xây dựng", "").await;
    let many: Result<(), DbError> = bed
        .store
        .write(|tx| {
            (0..700).try_for_each(|number| search::put(tx, "p", &format!("m{number}"), "Khác", "giấy phép xây dựng"))
        })
        .await;
    many.unwrap();
    let found = find(bed, "p", "giay phep xay dung").await;
    assert_eq!(found.first().map(String::as_str), Some("title"));
    assert_eq!(found.len(), 10);
}

async fn a_shelf_is_searched_alone(bed: &mut Bed) {
    let put: Result<(), DbError> = bed
        .store
        .write(|tx| {
            search::put_on_shelves(tx, "dossier", "1", &["05440", "so-noi-vu"], "Đỗ Thị Hường", "")?;
            search::put_on_shelves(tx, "dossier", "2", &["05443"], "Đỗ Thị Hường", "so noi vu 05440")
        })
        .await;
    put.unwrap();
    for (shelf, expected) in [("05440", "1"), ("so-noi-vu", "1"), ("05443", "2")] {
        let found: Result<_, DbError> =
            bed.store.read(move |tx| search::find_on_shelf(tx, "dossier", Some(shelf), "do thi huong", 10)).await;
        let keys: Vec<String> = found.unwrap().into_iter().map(|hit| hit.key).collect();
        assert_eq!(keys, [expected], "{shelf}");
    }
    assert_eq!(find(bed, "dossier", "huong").await.len(), 2);
}

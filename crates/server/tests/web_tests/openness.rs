//! Finding, browsing, and everything that is open: downloads that load again, XML that is sound, figures that add up.

use crate::web::{Answer, Browser, PRODUCT, after};
use axum::http::StatusCode;
use domain::dataset::Dataset;
use domain::procedure::Procedure;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The pages of this room, looked at for soundness with all others.
pub(super) const PAGES: [&str; 18] = [
    "/thu-tuc?event=sinh_con",
    "/thu-tuc?audience=investor&online=3",
    "/thu-tuc?q=sổ đỏ",
    "/thu-tuc?q=dang ky kahi sinh",
    "/thu-tuc/1.001193/niem-yet",
    "/thu-tuc/1.000020/niem-yet",
    "/thu-tuc/du-lieu",
    "/so-lieu/truc-tuyen",
    "/so-lieu/truc-tuyen?day=2020-11-01",
    "/so-lieu/cong-khai",
    "/so-lieu",
    "/so-lieu?don_vi=05443&tu=2026-01-01&den=2026-11-26",
    "/so-lieu?tu=hôm qua",
    "/so-lieu/doi-chieu",
    "/so-lieu/da-cong-bo",
    "/so-lieu/chi-tieu/on_time_rate",
    "/so-lieu/chi-tieu/online_procedure_rate",
    "/so-lieu/chi-tieu/online_procedure_rate/ban-ghi/procedures_level4",
];

async fn open(address: &str) -> Answer {
    let answer = Browser::new().get(address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    answer
}

/// Addresses of the hits on a page of the list.
fn hits(page: &str) -> Vec<String> {
    let list = page.split_once("<ul class=\"list\">").unwrap().1.split_once("</ul>").unwrap().0;
    list.split("<h2><a href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// Every hit of a list, page by page.
async fn all_hits(address: &str) -> Vec<String> {
    let mut browser = Browser::new();
    let mut found = Vec::new();
    let mut next = Some(address.to_owned());
    while let Some(address) = next {
        let page = browser.get(&address).await.text();
        found.extend(hits(&page));
        next = after(&page, "rel=\"next\" href=\"").map(|next| next.replace("&#38;", "&").replace("&amp;", "&"));
        assert!(found.len() < 5_000, "the list ends");
    }
    found
}

#[test]
fn everyday_and_mistyped_words_are_explained() {
    PRODUCT.run(async {
        let page = open("/thu-tuc?q=sổ đỏ").await.text();
        assert!(page.contains("“sổ đỏ” → giấy chứng nhận quyền sử dụng đất"));
        assert_eq!(hits(&page)[0], "/thu-tuc/1.013978");
        let page = open("/thu-tuc?q=dang ky kahi sinh").await.text();
        assert!(page.contains("Có phải bạn tìm") && page.contains("<strong>đăng ký khai sinh</strong>"));
        let link = after(&page, "Có phải bạn tìm <a href=\"").unwrap();
        assert_eq!(hits(&open(&link).await.text())[0], "/thu-tuc/1.001193");
        let page = open("/thu-tuc?q=sổ đỏ&audience=investor").await.text();
        assert!(hits(&page).iter().all(|hit| hit != "/thu-tuc/1.013978"), "the filter holds for a search too");
    });
}

#[test]
fn browsing_pages_through_everything_once() {
    PRODUCT.run(async {
        let home = open("/").await.text();
        assert!(home.contains("/thu-tuc?event=sinh_con") && home.contains("/thu-tuc?event=dau_tu"));
        let birth = all_hits("/thu-tuc?event=sinh_con").await;
        assert_eq!(birth[..3], ["/thu-tuc/3.000722", "/thu-tuc/2.000986", "/thu-tuc/1.001193"]);
        for address in
            ["/thu-tuc", "/thu-tuc?event=sinh_con", "/thu-tuc?event=thue_hai_quan", "/thu-tuc?level=commune&online=4"]
        {
            let found = all_hits(address).await;
            let mut distinct = found.clone();
            distinct.sort();
            distinct.dedup();
            assert_eq!(distinct.len(), found.len(), "{address} repeats a procedure");
            assert!(!found.is_empty(), "{address}");
        }
        let nonsense = open("/thu-tuc?event=x&audience=y&level=z&online=9&day=32/13/2026&after=%00").await;
        assert!(!nonsense.text().is_empty());
    });
}

#[test]
fn the_page_of_a_procedure_tells_at_a_glance_and_to_machines() {
    PRODUCT.run(async {
        let page = open("/thu-tuc/1.001193").await.text();
        for part in ["Nói ngắn gọn", "Chi phí", "Ai giải quyết", "Thời gian thực tế", "Chưa đủ kết quả"]
        {
            assert!(page.contains(part), "{part}");
        }
        let script =
            page.split_once("<script type=\"application/ld+json\">").unwrap().1.split_once("</script>").unwrap().0;
        let data: serde_json::Value = serde_json::from_str(script).unwrap();
        assert_eq!(data["@type"], "GovernmentService");
        assert_eq!(data["identifier"], "1.001193");
        assert_eq!(data["name"], "Thủ tục đăng ký khai sinh");
        assert!(data["url"].as_str().unwrap().ends_with("/thu-tuc/1.001193"));
        let sheet = open("/thu-tuc/1.001193/niem-yet").await.text();
        assert!(sheet.contains("<svg") && sheet.contains("/thu-tuc/1.001193"));
        let missing = Browser::new().get("/thu-tuc/9.999999/niem-yet").await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
    });
}

fn shipped(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name)).unwrap()
}

fn by_id(file: Dataset) -> BTreeMap<String, Procedure> {
    let (Dataset::Procedures(records) | Dataset::ProcedureCatalogue(records)) = file else { panic!("no procedures") };
    records.into_iter().map(|record| (record.id.clone(), record)).collect()
}

#[test]
fn downloads_load_again_as_what_they_were() {
    PRODUCT.run(async {
        let full = open("/thu-tuc/tai-ve.json").await;
        let got = by_id(Dataset::parse("tai-ve.json", &full.body).unwrap());
        let expected = by_id(Dataset::parse("procedures.json", &shipped("procedures.json")).unwrap());
        let mut compared = 0;
        for (id, record) in &expected {
            // Another test may have published a version in the meantime.
            if got[id].revision.is_none() {
                assert_eq!(&got[id], record, "{id}");
                compared += 1;
            }
        }
        assert!(compared > 150, "{compared}");
        let lines = open("/thu-tuc/tai-ve-danh-muc.json").await;
        let got_lines = by_id(Dataset::parse("tai-ve-danh-muc.json", &lines.body).unwrap());
        let expected =
            by_id(Dataset::parse("procedures_catalogue.json", &shipped("procedures_catalogue.json")).unwrap());
        for (id, record) in &got_lines {
            assert_eq!(record, &expected[id], "{id}");
        }
        assert!(expected.keys().all(|id| got.contains_key(id) || got_lines.contains_key(id)));

        let workbook = open("/thu-tuc/tai-ve.xlsx").await;
        let read = sheet::read_catalogue(&workbook.body).unwrap();
        assert!(
            read.len() > 200 && read.iter().all(|content| got.contains_key(&content.procedure.id)),
            "{}",
            read.len()
        );

        let csv = open("/thu-tuc/tai-ve.csv").await;
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        let rows = csv_rows(&csv.text());
        assert_eq!(rows.len(), got.len() + got_lines.len() + 1);
        assert!(rows.iter().all(|row| row.len() == rows[0].len()), "every row has every column");
        let birth = rows.iter().find(|row| row[0] == "1.001193").unwrap();
        assert_eq!(birth[2], "Thủ tục đăng ký khai sinh");
        let page = open("/thu-tuc/du-lieu").await.text();
        for column in &rows[0] {
            assert!(page.contains(&format!("<span class=\"code\">{column}</span>")), "{column} is explained");
        }
        assert!(!page.contains("data-label=\"Ý nghĩa\"></td>"), "no column without its sentence");
    });
}

/// Rows of CSV by RFC 4180.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.push(letters.next().unwrap()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => (),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    assert!(!quoted && cell.is_empty() && row.is_empty(), "the file ends with a whole row");
    rows
}

/// Names of the elements of a document whose tags are balanced; panics otherwise.
fn elements(xml: &str) -> Vec<String> {
    let body = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").unwrap();
    let (mut found, mut opened) = (Vec::new(), Vec::new());
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        assert!(!text.contains('>'), "a bare > in {text}");
        let name = tag.split([' ', '/']).find(|name| !name.is_empty()).unwrap().to_owned();
        for entity in text.split('&').skip(1).chain(tag.split('&').skip(1)) {
            assert!(
                ["amp;", "lt;", "gt;", "quot;", "apos;"].iter().any(|known| entity.starts_with(known)),
                "&{entity}"
            );
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if tag.starts_with('/') {
            assert_eq!(opened.pop().as_deref(), Some(name.as_str()), "closed in order");
        } else {
            if !tag.ends_with('/') {
                opened.push(name.clone());
            }
            found.push(name);
        }
    }
    assert!(opened.is_empty(), "{opened:?} stay open");
    found
}

#[test]
fn xml_is_sound_and_holds_what_its_standard_asks() {
    PRODUCT.run(async {
        let sitemap = open("/sitemap.xml").await.text();
        let names = elements(&sitemap);
        assert_eq!(names[0], "urlset");
        let count = |name: &str| names.iter().filter(|one| *one == name).count();
        assert!(count("url") > 1_500 && count("url") == count("loc"), "{}", count("url"));
        assert!(names.iter().all(|name| ["urlset", "url", "loc", "lastmod"].contains(&name.as_str())));

        let mut next = Some("/thu-tuc/thay-doi.xml".to_owned());
        let (mut ids, mut days, mut pages) = (Vec::new(), Vec::new(), 0);
        while let Some(address) = next {
            let answer = open(&address).await;
            assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
            let feed = answer.text();
            let names = elements(&feed);
            let count = |name: &str| names.iter().filter(|one| *one == name).count();
            // RFC 4287: feed and entry each have exactly one id, title and updated; the feed has an author.
            assert_eq!(names[0], "feed");
            for name in ["id", "title", "updated"] {
                assert_eq!(count(name), count("entry") + 1, "{name}");
            }
            assert_eq!(count("author"), 1);
            let entries: Vec<&str> = feed.split("<entry><id>").skip(1).collect();
            ids.extend(entries.iter().map(|entry| entry.split('<').next().unwrap().to_owned()));
            days.extend(entries.iter().map(|entry| after_text(entry, "<updated>").unwrap()));
            next =
                after(&feed, "<link rel=\"next\" href=\"").map(|url| url.split_once("/thu-tuc/").unwrap().1.to_owned());
            next = next.map(|rest| format!("/thu-tuc/{rest}"));
            pages += 1;
        }
        assert!(pages > 3, "{pages}");
        let known = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), known, "no entry stands twice");
        assert!(days.windows(2).all(|two| two[0] >= two[1]), "the latest comes first");
        let unknown = Browser::new().get("/thu-tuc/thay-doi.xml?after=2026-01-01~x").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);

        let robots = open("/robots.txt").await.text();
        assert!(robots.contains("Disallow: /ho-so\n") && robots.contains("/sitemap.xml\n"));
    });
}

fn after_text(text: &str, start: &str) -> Option<String> {
    text.split_once(start).and_then(|(_, rest)| rest.split_once('<')).map(|(value, _)| value.to_owned())
}

#[test]
fn every_number_of_the_online_share_opens_as_many_procedures() {
    PRODUCT.run(async {
        for day in ["2026-11-26", "2020-11-01"] {
            let page = open(&format!("/so-lieu/truc-tuyen?day={day}")).await.text();
            let cells: Vec<(String, usize)> = page
                .split("<a href=\"/thu-tuc?")
                .skip(1)
                .filter_map(|rest| rest.split_once("\">"))
                .filter(|(query, _)| query.contains("in_force=1"))
                .map(|(query, rest)| {
                    let number = rest.split('<').next().unwrap().replace('.', "");
                    (format!("/thu-tuc?{}", query.replace("&#38;", "&").replace("&amp;", "&")), number.parse().unwrap())
                })
                .collect();
            assert!(cells.len() > 20, "{day}: {}", cells.len());
            // The first rows are all procedures and the levels; of the fields every ninth number is enough.
            let (first, fields) = cells.split_at(9);
            for (address, number) in first.iter().chain(fields.iter().step_by(9)) {
                assert_eq!(all_hits(address).await.len(), *number, "{address}");
            }
        }
    });
}

#[test]
fn the_articles_figures_stand_with_their_contradictions() {
    PRODUCT.run(async {
        let page = open("/so-lieu/truc-tuyen").await.text();
        for part in [
            "666 / 1.725 = 38,61 %: khớp với 38,61",
            "677 / 1.725 = 39,25 %: không khớp với 38,61",
            "38,61 / 0,033 = 1.170,0 lần: không khớp với 11,7",
            "38,61 / 3,3 = 11,7 lần: khớp với 11,7",
            "38,61 / 11,7 lần = 3,300: không khớp với 0,033",
            "Nếu 1.725 là 38,61 % thì tổng là 4.468: không khớp với 1.858",
            "1.072 + 115 + 44 = 1.231: khớp với 1.231",
            "1.294 − 598 = 696: khớp với 696",
        ] {
            assert!(page.contains(part), "{part}");
        }
        assert!(page.contains("chỉ tiêu 30 %"), "the share is compared with the target");
        let page = open("/so-lieu/truc-tuyen?lang=en").await.text();
        assert!(page.contains("666 / 1.725 = 38.61 %: agrees with 38.61"));
        let page = open("/so-lieu/truc-tuyen?day=hôm qua").await.text();
        assert!(page.contains("Ngày chưa đúng"));
    });
}

#[test]
fn what_is_not_on_record_is_said_plainly() {
    PRODUCT.run(async {
        let page = open("/so-lieu/cong-khai").await.text();
        assert!(page.contains("chưa ghi ngày ký, ngày công bố hoặc ngày cập nhật"));
        assert!(
            page.contains("19/11/2025") && page.contains("Chưa đủ ngày tháng"),
            "the province's one dated decision"
        );
    });
}

#[test]
fn english_addresses_lead_to_the_pages() {
    PRODUCT.run(async {
        for (from, to) in [
            ("/procedures", "/thu-tuc"),
            ("/procedures?q=a", "/thu-tuc?q=a"),
            ("/procedures/1.001193", "/thu-tuc/1.001193"),
            ("/procedures/1.001193/sheet", "/thu-tuc/1.001193/niem-yet"),
            ("/procedures/feed.xml", "/thu-tuc/thay-doi.xml"),
            ("/procedures/download.json", "/thu-tuc/tai-ve.json"),
            ("/procedures/download.csv", "/thu-tuc/tai-ve.csv"),
            ("/procedures/download.xlsx", "/thu-tuc/tai-ve.xlsx"),
            ("/figures/online-share?day=2026-01-01", "/so-lieu/truc-tuyen?day=2026-01-01"),
        ] {
            let answer = Browser::new().get(from).await;
            assert_eq!((answer.status, answer.location().as_str()), (StatusCode::PERMANENT_REDIRECT, to), "{from}");
        }
        for wrong in ["/procedures/a/b/c", "/procedures/%2F%2Fevil.example", "/procedures/x%0d%0ay"] {
            assert_eq!(Browser::new().get(wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
        }
    });
}

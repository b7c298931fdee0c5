//! A scoring round on pages: set up, filled in by two units, appraised, explained, approved, published; and who sees what.

use crate::web::{Answer, Browser, PRODUCT, WARD, after, pdf};
use axum::http::StatusCode;
use domain::scorecard::{Table, value_headings};
use std::collections::BTreeMap;

const LIST: &str = "/can-bo/cham-diem";
const OTHER: &str = "so-xay-dung";

/// Posts to an address with the version that the page at `seen` shows.
async fn post(browser: &mut Browser, seen: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
    let page = browser.get(seen).await;
    let version = after(&page.text(), "name=\"version\" value=\"").unwrap_or_default();
    let fields: Vec<(&str, &str)> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    browser.post(to, &fields).await
}

/// Posts a form of an item, with files.
async fn item(
    browser: &mut Browser,
    (sheet, code): (&str, &str),
    form: &str,
    fields: &[(&str, &str)],
    files: &[(&str, &str, &[u8])],
) -> Answer {
    let at = format!("{sheet}/muc/{code}");
    let page = browser.get(&at).await;
    super::markup::check(&at, &page);
    let version = after(&page.text(), "name=\"version\" value=\"").unwrap_or_default();
    let begin = [("version", version.as_str()), ("viec", form)];
    let fields: Vec<(&str, &str)> = begin.into_iter().chain(fields.iter().copied()).collect();
    browser.upload(&at, &fields, files).await
}

fn done(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.location()
}

fn refused(answer: &Answer, words: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    assert!(answer.text().contains(words), "{}", answer.text());
}

/// The values of the first unit of the example, by heading.
fn example() -> BTreeMap<String, String> {
    let table = Table::parse(include_bytes!("../../../../data/par_index/example_units.csv")).unwrap();
    table.headings().iter().cloned().zip(table.rows().first().unwrap().iter().cloned()).collect()
}

/// Names and values of the form of an item, and the code of each item.
fn forms() -> Vec<(String, Vec<(String, String)>)> {
    let values = example();
    let card = &app::round::shipped_cards().first().unwrap().card;
    let leaves = domain::round::asked(card).into_iter().filter(|leaf| leaf.code != "8.1");
    let of = |heading: String| {
        let value = values.get(&heading).unwrap();
        // The page offers "co" for yes.
        (format!("v.{heading}"), if value == "Có" { "co".to_owned() } else { value.clone() })
    };
    leaves.map(|leaf| (leaf.code.clone(), value_headings(leaf).into_iter().map(of).collect())).collect()
}

async fn configured(reform: &mut Browser) -> String {
    let form = format!("{LIST}/moi");
    super::markup::check(&form, &reform.get(&form).await);
    let typed = |card: &'static str| {
        [
            ("title", "Chỉ số CCHC nội bộ"),
            ("year", "2025"),
            ("card", card),
            ("block", "so"),
            ("days_self", "5"),
            ("days_first", "5"),
            ("days_explanation", "3"),
            ("days_second", "3"),
            ("is_open", "1"),
        ]
    };
    let units = [("units", OTHER), ("codes", WARD)];
    let partial = [typed("par-index-2948-2017.json").as_slice(), &units].concat();
    refused(&reform.post(&form, &partial).await, "Mới biết một phần của bộ chỉ số này");
    let without = typed("example-internal.json");
    refused(&reform.post(&form, &without).await, "Hãy chọn ít nhất một đơn vị");
    let fields = [without.as_slice(), &units].concat();
    let round = done(&reform.post(&form, &fields).await);
    let edit = format!("{round}/cau-hinh");
    super::markup::check(&edit, &reform.get(&edit).await);
    assert!(reform.get(&edit).await.text().contains(WARD), "what was typed is shown again");
    super::markup::check(&round, &reform.get(&round).await);
    done(&post(reform, &round, &format!("{round}/viec/mo"), &[]).await);
    round
}

async fn filled_in(officer: &mut Browser, leader: &mut Browser, sheet: &str) {
    super::markup::check(sheet, &officer.get(sheet).await);
    for (code, fields) in forms() {
        let mut fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if code == "3.1" {
            refused(&item(officer, (sheet, "3.1"), "khai", &fields, &[]).await, "Hệ thống đã đếm được số khác");
            fields.push(("over_reason", "Hồ sơ giấy chưa nhập hết"));
        }
        done(&item(officer, (sheet, &code), "khai", &fields, &[]).await);
    }
    let wrong = [("v.1.2_giao", "hai mươi"), ("v.1.2_xong", "19")];
    refused(&item(officer, (sheet, "1.2"), "khai", &wrong, &[]).await, "không phải là số");
    done(&post(leader, sheet, &format!("{sheet}/viec/nop"), &[]).await);
}

async fn surveyed(reform: &mut Browser, sheet: &str) {
    let values = example();
    let fields: Vec<(String, String)> = ["A", "B", "C", "D", "E"]
        .map(|option| (format!("v.phieu_{option}"), values.get(&format!("phieu_{option}")).unwrap().clone()))
        .into();
    let few = [("v.phieu_A", "1"), ("v.phieu_B", "0"), ("v.phieu_C", "0"), ("v.phieu_D", "0"), ("v.phieu_E", "0")];
    refused(&item(reform, (sheet, "8.1"), "khao-sat", &few, &[]).await, "cần ít nhất 30");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    done(&item(reform, (sheet, "8.1"), "khao-sat", &fields, &[]).await);
}

#[test]
fn two_units_are_scored_and_everybody_reads_the_tie() {
    PRODUCT.run(async {
        let mut reform = Browser::signed_in("caicach").await;
        let mut head = Browser::signed_in("lanhdao.tinh").await;
        let mut officer = Browser::signed_in("chuyenvien.phuong").await;
        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        let mut stranger = Browser::signed_in("chuyenvien.thue").await;
        let mut nobody = Browser::new();
        let round = configured(&mut reform).await;
        let (own, other) = (format!("{round}/{WARD}"), format!("{round}/{OTHER}"));
        assert!(officer.get(LIST).await.text().contains(&round), "the officer finds the round");
        assert!(officer.get("/can-bo").await.text().contains("Kỳ đánh giá: 1 việc"), "and in the inbox");
        for address in [&round, &own, &format!("{own}/muc/1.1")] {
            assert_eq!(stranger.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
        }
        assert_eq!(officer.get(&other).await.status, StatusCode::NOT_FOUND);
        filled_in(&mut officer, &mut leader, &own).await;
        let mut other_officer = Browser::signed_in("chuyenvien.soxaydung").await;
        let mut other_leader = Browser::signed_in("lanhdao.soxaydung").await;
        let evidence = pdf("ke-hoach");
        filled_in(&mut other_officer, &mut other_leader, &other).await;
        done(&post(&mut leader, &own, &format!("{own}/viec/rut"), &[]).await);
        let claim = [("v.1.1_tra_loi", "Kịp thời"), ("note", "Kế hoạch ban hành tháng 1")];
        let text: &[u8] = b"no picture, no paper";
        let kind = item(&mut officer, (&own, "1.1"), "khai", &claim, &[("file", "ke-hoach.txt", text)]).await;
        assert_eq!(kind.status, StatusCode::UNPROCESSABLE_ENTITY, "only the kinds of the house");
        done(&item(&mut officer, (&own, "1.1"), "khai", &claim, &[("file", "ke-hoach.pdf", &evidence)]).await);
        done(&post(&mut leader, &own, &format!("{own}/viec/nop"), &[]).await);
        let page = officer.get(&format!("{own}/muc/1.1")).await.text();
        let file = after(&page, &format!("href=\"{own}/tep/")).unwrap();
        assert_eq!(officer.get(&format!("{own}/tep/{file}")).await.body, evidence);
        assert_eq!(other_officer.get(&format!("{own}/tep/{file}")).await.status, StatusCode::NOT_FOUND);

        done(&post(&mut reform, &round, &format!("{round}/viec/khoa"), &[]).await);
        refused(&item(&mut reform, (&own, "1.2"), "cham", &[("points", "2")], &[]).await, "phải ghi lý do");
        done(&item(&mut reform, (&own, "1.2"), "cham", &[("points", "2"), ("reason", "Thiếu báo cáo")], &[]).await);
        done(&item(&mut reform, (&own, "1.2"), "hoi", &[("question", "Báo cáo quý IV?")], &[]).await);
        for sheet in [&own, &other] {
            done(&post(&mut reform, sheet, &format!("{sheet}/viec/chap-nhan"), &[]).await);
        }
        assert!(!officer.get(&own).await.text().contains("Yêu cầu giải trình</h2>"), "not before it is handed on");
        done(&post(&mut reform, &round, &format!("{round}/viec/tra-lai-muc"), &[]).await);
        assert!(officer.get(&own).await.text().contains("Yêu cầu giải trình</h2>"));
        let text = [("text", "Báo cáo gửi kèm")];
        done(&item(&mut officer, (&own, "1.2"), "giai-trinh", &text, &[("file", "bao-cao.pdf", &evidence)]).await);
        done(&post(&mut reform, &round, &format!("{round}/viec/lan-2"), &[]).await);
        let open = post(&mut reform, &round, &format!("{round}/viec/tinh"), &[]).await;
        refused(&open, "Chưa tính được kết quả");
        done(&item(&mut reform, (&own, "1.2"), "cham", &[("points", "4"), ("reason", "Đã giải trình")], &[]).await);
        for sheet in [&own, &other] {
            surveyed(&mut reform, sheet).await;
        }
        done(&post(&mut reform, &round, &format!("{round}/viec/tinh"), &[]).await);

        let public = round.replace("/can-bo", "");
        assert_eq!(nobody.get(&public).await.status, StatusCode::NOT_FOUND);
        let decided = [("document", "31/QĐ-UBND"), ("date", "25/11/2026")];
        let approve = format!("{round}/viec/phe-duyet");
        assert_eq!(post(&mut reform, &round, &approve, &decided).await.status, StatusCode::CONFLICT);
        done(&post(&mut head, &round, &approve, &decided).await);
        done(&post(&mut reform, &round, &format!("{round}/viec/cong-bo"), &[]).await);
        read_by_everybody(&mut nobody, &public, &file).await;
    });
}

async fn read_by_everybody(nobody: &mut Browser, public: &str, file: &str) {
    assert!(nobody.get("/cham-diem").await.text().contains(public));
    for lang in ["vi", "en"] {
        for address in
            [format!("{public}?lang={lang}"), format!("{public}/{WARD}?lang={lang}"), format!("/cham-diem?lang={lang}")]
        {
            super::markup::check(&address, &nobody.get(&address).await);
        }
    }
    let page = nobody.get(&format!("{public}?lang=vi")).await.text();
    assert_eq!(page.matches("đồng hạng với 1 đơn vị khác").count(), 2, "{page}");
    assert!(page.contains("VÍ DỤ"), "an example says that it is one");
    let sheet = nobody.get(&format!("{public}/{WARD}")).await.text();
    for words in ["Thiếu báo cáo", "Báo cáo quý IV?", "Báo cáo gửi kèm", "Đã giải trình", "Hồ sơ giấy chưa nhập hết"]
    {
        assert!(sheet.contains(words), "{words} is missing: {sheet}");
    }
    assert!(!sheet.contains("Lê Minh Tuấn"), "nobody's name is published");
    assert_eq!(nobody.get(&format!("{public}/{WARD}/tep/{file}")).await.status, StatusCode::OK);
    let csv = nobody.get(&format!("{public}/ket-qua.csv")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let table = Table::parse(csv.text().as_bytes()).unwrap();
    assert_eq!(table.rows().len(), 2);
    let card = &app::round::shipped_cards().first().unwrap().card;
    let scored = domain::scorecard::score(card, &table).unwrap();
    assert_eq!(scored.differences(), 0, "the table scores to what is printed in it: {:?}", scored.tallies);
    assert_eq!(nobody.get(&format!("{public}?ban=9")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(nobody.get(&format!("{public}?ban=x")).await.status, StatusCode::NOT_FOUND);
}

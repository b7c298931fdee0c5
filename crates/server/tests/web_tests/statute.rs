//! Legal texts on pages: found, explained, worded on each day of a chain of changes, compared, and what falls with them.

use super::markup::check;
use crate::web::{Answer, Browser, PRODUCT};
use app::import::DataFile;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// The pages of this room, looked at for soundness with all others.
pub(super) const PAGES: [&str; 5] = [
    "/van-ban-phap-luat",
    "/van-ban-phap-luat?q=mot cua&status=in_force&day=2025-07-01",
    "/van-ban-phap-luat/61-2018-nd-cp",
    "/van-ban-phap-luat/118-2025-nd-cp?day=2025-07-01",
    "/van-ban-phap-luat/61-2018-nd-cp/thay-doi?from=2018-06-21&to=2025-07-01",
];

const BASE: &str = "/van-ban-phap-luat/10-2020-qd-ubnd";

fn text(id: &str, from: &str, articles: &Value, relations: &Value) -> Value {
    json!({
        "id": id, "kind_vi": "Quyết định", "issuer_vi": "Ủy ban nhân dân tỉnh", "title_vi": format!("Về việc thử {id}"),
        "field_vi": "Nội vụ", "signed": null, "from": from, "to": null, "articles": articles, "relations": relations,
        "gap_vi": null, "source": "Dữ liệu thử",
    })
}

/// A decision of 2020, amended in 2021, a point repealed in 2022, a clause suspended for June 2023, replaced in 2025.
fn chain() -> Vec<u8> {
    let base = "10/2020/QĐ-UBND";
    let articles = json!([
        {"label": "1", "heading": "Phạm vi", "text": "Phạm vi áp dụng."},
        {"label": "2", "heading": "Nội dung", "parts": [
            {"label": "1", "text": "Khoản một:", "parts": [{"label": "a", "text": "Điểm a cũ."}, {"label": "b", "text": "Điểm b."}]},
            {"label": "2", "text": "Khoản hai cũ."},
        ]},
    ]);
    let stated = json!([{"label": "1", "text": "Sửa đổi."}]);
    let does = |action: Value| {
        let mut relation = json!({"target": base, "stated_in": "1"});
        relation.as_object_mut().unwrap().extend(action.as_object().unwrap().clone());
        json!([relation])
    };
    let amend = does(json!({"action": "amend", "part": "2.2", "wording": {"label": "2", "text": "Khoản hai mới."}}));
    let repeal = does(json!({"action": "repeal", "part": "2.1.a"}));
    let suspend = does(json!({"action": "suspend", "part": "2.1", "to": "2023-06-30"}));
    let texts = [
        text(base, "2020-03-01", &articles, &json!([])),
        text("20/2021/QĐ-UBND", "2021-01-01", &stated, &amend),
        text("30/2022/QĐ-UBND", "2022-01-01", &stated, &repeal),
        text("40/2023/QĐ-UBND", "2023-06-01", &stated, &suspend),
        text("50/2025/QĐ-UBND", "2025-01-01", &stated, &does(json!({"action": "replace"}))),
        text("60/2024/QĐ-UBND", "2024-01-01", &stated, &does(json!({"action": "based_on"}))),
    ];
    json!({"schema_version": 1, "title_vi": "Thử", "count": texts.len(), "statutes": texts}).to_string().into_bytes()
}

async fn import() {
    let file = DataFile { name: "statutes_thu.json".to_owned(), bytes: chain() };
    PRODUCT.app().import(file, "thu").await.unwrap();
}

async fn open(address: &str) -> Answer {
    let answer = Browser::new().get(address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    answer
}

#[test]
fn texts_are_found_without_accents_and_by_how_they_stand() {
    PRODUCT.run(async {
        let page = open("/van-ban-phap-luat?q=co che mot cua&day=2025-06-30&status=in_force").await.text();
        assert!(
            page.contains("61/2018/NĐ-CP") && !page.contains(">Nghị định <span class=\"code\">118/2025/NĐ-CP"),
            "{page}"
        );
        let page = open("/van-ban-phap-luat?q=61/2018&day=2025-07-01").await.text();
        assert!(page.contains("Hết hiệu lực toàn bộ"), "{page}");
        let first = open("/van-ban-phap-luat").await.text();
        assert!(first.contains("rel=\"next\""), "there is more than one page");
        let none = open("/van-ban-phap-luat?q=khong co gi nhu the").await.text();
        assert!(none.contains("Không có văn bản nào khớp"), "{none}");
        for address in PAGES {
            for lang in ["vi", "en"] {
                let joint = if address.contains('?') { '&' } else { '?' };
                let address = format!("{address}{joint}lang={lang}").replace(' ', "%20");
                check(&address, &open(&address).await);
            }
        }
        assert_eq!(Browser::new().get("/van-ban-phap-luat/1-1999-nd-cp").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_text_says_how_it_stands_why_and_what_cites_it() {
    PRODUCT.run(async {
        let page = open("/van-ban-phap-luat/61-2018-nd-cp?day=2025-07-01").await.text();
        for shown in [
            "Hết hiệu lực toàn bộ",
            "Được thay thế bằng 118/2025/NĐ-CP: hết hiệu lực từ ngày 01/07/2025",
            "href=\"/van-ban-phap-luat/118-2025-nd-cp\"",
            "Hệ thống chưa có lời văn",
        ] {
            assert!(page.contains(shown), "the page lacks {shown}: {page}");
        }
        let before = open("/van-ban-phap-luat/61-2018-nd-cp?day=2025-06-30").await.text();
        assert!(before.contains("Còn hiệu lực") && before.contains("viện dẫn khoản 4 Điều 19"), "{before}");
        // The legal basis of a procedure leads there, and says what does not simply hold.
        let procedure = open("/thu-tuc/1.000656").await.text();
        assert!(procedure.contains("href=\"/van-ban-phap-luat/123-2015-nd-cp\""), "{procedure}");
    });
}

#[test]
fn the_wording_of_a_chain_is_right_on_each_day() {
    PRODUCT.run(async {
        import().await;
        let on = async |day: &str| open(&format!("{BASE}?day={day}")).await.text();
        let first = on("2020-12-31").await;
        assert!(first.contains("Khoản hai cũ.") && !first.contains("Khoản hai mới."), "{first}");
        let amended = on("2021-01-01").await;
        assert!(amended.contains("Khoản hai mới.") && amended.contains("theo Điều 1 20/2021/QĐ-UBND"), "{amended}");
        assert!(amended.contains("Hết hiệu lực một phần") && !amended.contains("<s>"), "{amended}");
        let repealed = on("2022-01-01").await;
        assert!(repealed.contains("<s>Điểm a cũ.</s>"), "{repealed}");
        assert!(repealed.contains("bị bãi bỏ bởi 30/2022/QĐ-UBND từ ngày 01/01/2022"), "{repealed}");
        assert!(on("2023-06-15").await.contains("ngưng hiệu lực theo 40/2023/QĐ-UBND"), "suspended");
        assert!(!on("2023-07-01").await.contains("ngưng hiệu lực theo 40/2023/QĐ-UBND từ ngày"), "over");
        assert!(on("2025-01-01").await.contains("Hết hiệu lực toàn bộ"), "replaced");

        let changes = open(&format!("{BASE}/thay-doi?from=2020-12-31&to=2022-01-01")).await;
        check("changes", &changes);
        for shown in
            ["khoản 2 Điều 2", "<del>Khoản hai cũ.</del>", "<ins>Khoản hai mới.</ins>", "điểm a khoản 1 Điều 2"]
        {
            assert!(changes.text().contains(shown), "{shown}: {}", changes.text());
        }
        assert!(
            open(&format!("{BASE}/thay-doi?from=2022-01-01&to=2021-01-01")).await.text().contains("Hãy nhập hai ngày")
        );

        let akoma = open(&format!("{BASE}/akoma-ntoso.xml?day=2022-01-01")).await;
        assert_eq!(akoma.header("content-type"), "application/akn+xml");
        assert!(akoma.text().contains("<point eId=\"art_2__para_1__point_a\" status=\"removed\">"), "{}", akoma.text());
    });
}

#[test]
fn what_cites_a_fallen_text_is_listed_the_same_day() {
    PRODUCT.run(async {
        import().await;
        let mut office = Browser::signed_in("caicach").await;
        let mut on = async |day: &str| office.get(&format!("/can-bo/van-ban-phap-luat?ngay={day}")).await;
        let before = on("2024-12-31").await;
        check("what cites", &before);
        assert!(before.text().contains("sẽ hết hiệu lực từ 01/01/2025"), "{}", before.text());
        let after = on("2025-01-01").await.text();
        let row = after.split("<tr>").find(|row| row.contains("60/2024/QĐ-UBND")).expect("it is listed");
        assert!(row.contains("10/2020/QĐ-UBND") && row.contains("50/2025/QĐ-UBND") && !row.contains("sẽ"), "{row}");

        let year = office.get("/can-bo/van-ban-phap-luat/hang-nam?nam=2025").await;
        check("the list of the year", &year);
        for shown in ["61/2018/NĐ-CP", "10/2020/QĐ-UBND", "chậm nhất ngày 31/01/2026"] {
            assert!(year.text().contains(shown), "{shown}: {}", year.text());
        }
        let file = office.get("/can-bo/van-ban-phap-luat/hang-nam?nam=2025&dang=csv").await;
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        assert!(
            file.text().contains("10/2020/QĐ-UBND,Về việc thử 10/2020/QĐ-UBND,toàn bộ,01/01/2025"),
            "{}",
            file.text()
        );
        for (list, shown) in [
            ("expired", "10/2020/QĐ-UBND"),
            ("partly", "45/2020/NĐ-CP"),
            ("in_force", "118/2025/NĐ-CP"),
            ("to_handle", "60/2024/QĐ-UBND"),
        ] {
            let address = format!("/can-bo/van-ban-phap-luat/he-thong-hoa?nam=2025&danh_sach={list}");
            let page = office.get(&address).await;
            check(&address, &page);
            assert!(page.text().contains(shown), "{list}: {}", page.text());
            assert!(office.get(&format!("{address}&dang=csv")).await.text().contains(shown), "{list} as a file");
        }
    });
}

#[test]
fn a_file_that_speaks_of_what_is_not_there_is_refused() {
    PRODUCT.run(async {
        import().await;
        let amend = json!([{
            "target": "10/2020/QĐ-UBND", "action": "repeal", "part": "9", "stated_in": "1",
        }]);
        let wrong = text("70/2025/QĐ-UBND", "2025-02-01", &json!([{"label": "1", "text": "A"}]), &amend);
        let bytes = json!({"count": 1, "statutes": [wrong]}).to_string().into_bytes();
        let refused = PRODUCT.app().import(DataFile { name: "sai.json".to_owned(), bytes }, "thu").await;
        let Err(app::import::ImportError::Faults(faults)) = refused else { panic!("{refused:?}") };
        assert_eq!(faults.len(), 1);
        assert!(faults[0].to_string().contains("70/2025/QĐ-UBND speaks of 9 of 10/2020/QĐ-UBND"), "{}", faults[0]);
        assert_eq!(Browser::new().get("/van-ban-phap-luat/70-2025-qd-ubnd").await.status, StatusCode::NOT_FOUND);
    });
}

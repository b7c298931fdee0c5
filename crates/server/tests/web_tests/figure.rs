//! Figures in the browser: from a number to its records, published and reckoned again; strangers see counts only.

use crate::web::{Browser, PRODUCT, after};
use axum::http::StatusCode;

const RATE: &str = "/so-lieu/chi-tieu/on_time_rate";

#[test]
fn strangers_see_counts_and_no_record() {
    PRODUCT.run(async {
        let mut nobody = Browser::new();
        let page = nobody.get("/so-lieu").await.text();
        assert!(page.contains("Tỷ lệ hồ sơ đúng hạn") && page.contains(RATE), "{page}");
        let records = nobody.get(&format!("{RATE}/ban-ghi/received")).await.text();
        assert!(records.contains("chỉ mở cho cán bộ có quyền xem") && !records.contains("H55."), "{records}");
        let procedures = nobody.get("/so-lieu/chi-tieu/online_procedure_rate/ban-ghi/procedures_level4").await.text();
        assert!(procedures.contains("/thu-tuc/"), "procedures are public");
        for missing in
            ["/so-lieu/chi-tieu/king", "/so-lieu/chi-tieu/on_time_rate/ban-ghi/waiting", "/so-lieu/da-cong-bo/0"]
        {
            assert_eq!(nobody.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
        }
        let csv = nobody.get("/so-lieu/chi-tieu/online_procedure_rate/tai-ve.csv").await.text();
        assert!(
            csv.starts_with("figure,version,unit,from,to,value,procedures_level3,procedures_level4,procedures\r\n"),
            "{csv}"
        );
        assert_eq!(csv.lines().count(), 14, "twelve months and the year");
    });
}

#[test]
fn the_contradiction_stands_first() {
    PRODUCT.run(async {
        let page = Browser::new().get("/so-lieu/doi-chieu").await.text();
        let first = page.find("1.170,0").unwrap_or(usize::MAX);
        assert!(first < page.find("1.294 − 598 = 696").unwrap_or(0), "{page}");
        let english = Browser::new().get("/so-lieu/doi-chieu?lang=en").await.text();
        assert!(english.contains("does not") && english.contains("1.170"), "{english}");
    });
}

#[test]
fn a_value_is_published_and_reckoned_again() {
    PRODUCT.run(async {
        let mut reform = Browser::signed_in("caicach").await;
        let figure = "/so-lieu/chi-tieu/online_procedure_rate";
        let page = reform.get(figure).await.text();
        assert!(page.contains(&format!("action=\"{figure}/cong-bo\"")), "{page}");
        let day = after(&page, "name=\"den\" value=\"").unwrap();
        let from = format!("{}-01-01", &day[..4]);
        let done = reform.post(&format!("{figure}/cong-bo"), &[("tu", from.as_str()), ("den", day.as_str())]).await;
        let address = done.location();
        assert!(address.starts_with("/so-lieu/da-cong-bo/"), "{address}");
        let shown = Browser::new().get(&address).await.text();
        assert!(shown.contains("Tính lại hoàn toàn giống"), "{shown}");
        assert!(Browser::new().get("/so-lieu/da-cong-bo").await.text().contains(&address));
        assert_eq!(reform.post(&format!("{figure}/cong-bo"), &[("tu", "2026-01-02")]).await.status.as_u16() / 100, 4);
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        clerk.get(figure).await;
        let refused = clerk.post(&format!("{figure}/cong-bo"), &[("tu", from.as_str()), ("den", day.as_str())]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    });
}

//! Work files on pages: the list of the year, a file opened from it and outside it, what is put in, closing, strangers.

use crate::web::{Answer, Browser, PRODUCT, after};
use axum::http::StatusCode;

const LIST: &str = "/can-bo/ho-so-cong-viec";
const YEAR: &str = "/can-bo/ho-so-cong-viec/danh-muc";
const NEW: &str = "/can-bo/ho-so-cong-viec/moi";

/// Posts to an address with the version that the page at `seen` shows.
async fn post(browser: &mut Browser, seen: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
    let page = browser.get(seen).await;
    let version = after(&page.text(), "name=\"version\" value=\"").unwrap_or_default();
    let fields: Vec<(&str, &str)> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    browser.post(to, &fields).await
}

fn letter() -> Vec<(&'static str, &'static str)> {
    vec![
        ("agency", "05443"),
        ("source", "paper"),
        ("author", "Sở Nội vụ"),
        ("symbol", "77/SNV-VTLT"),
        ("day", "25/11/2026"),
        ("kind", "cong_van"),
        ("subject", "V/v nộp lưu hồ sơ"),
        ("urgency", "normal"),
        ("outcome", "register"),
    ]
}

#[test]
fn a_file_is_made_from_the_list_of_the_year() {
    PRODUCT.run(async {
        let mut clerk = Browser::signed_in("vanthu.phuong").await;
        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        let year = after(&clerk.get(YEAR).await.text(), "name=\"nam\" value=\"").unwrap();
        let to = |action: &str| format!("{YEAR}/{action}?unit=05443&nam={year}");
        let line = [("symbol", "11.VT"), ("heading", "II. Văn thư"), ("title", "Tập lưu văn bản đi"), ("period", "x")];
        let wrong = post(&mut clerk, YEAR, &to("them"), &line).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().contains("Hãy ghi một số") && wrong.text().contains("Tập lưu văn bản đi"));
        let line = [("symbol", "11.VT"), ("heading", "II. Văn thư"), ("title", "Tập lưu văn bản đi"), ("period", "50")];
        assert_eq!(post(&mut clerk, YEAR, &to("them"), &line).await.status, StatusCode::SEE_OTHER);
        let twice = post(&mut clerk, YEAR, &to("them"), &line).await;
        assert!(twice.text().contains("Số và ký hiệu này đã có trong năm"), "{}", twice.text());
        assert_eq!(post(&mut leader, YEAR, &to("duyet"), &[]).await.status, StatusCode::SEE_OTHER);
        let approved = clerk.get(YEAR).await;
        super::markup::check(YEAR, &approved);
        for column in ["Số, ký hiệu", "Đề mục", "Tiêu đề", "Thời hạn bảo quản", "Người lập", "Ghi chú", "50 năm"]
        {
            assert!(approved.text().contains(column), "the list lacks {column}");
        }
        let from_list = format!("{NEW}?unit=05443&nam={year}&so=11.VT");
        super::markup::check(&from_list, &clerk.get(&from_list).await);
        let fields = [("unit", "05443"), ("nam", year.as_str()), ("so", "11.VT"), ("day", "01/11/2026")];
        let opened = post(&mut clerk, &from_list, NEW, &fields).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
        fill_and_close(&mut clerk, &opened.location()).await;
    });
}

async fn fill_and_close(clerk: &mut Browser, file: &str) {
    let came = clerk.upload("/can-bo/van-ban-den/moi", &letter(), &[]).await.location();
    let page = clerk.get(&came).await;
    super::markup::check(&came, &page);
    assert!(page.text().contains("Chưa nằm trong hồ sơ công việc nào"), "{}", page.text());
    let (id, piece) = (file.rsplit('/').next().unwrap(), came.rsplit('/').next().unwrap());
    let put = [("kind", "incoming"), ("piece", piece), ("file", id)];
    assert_eq!(post(clerk, &came, &format!("{LIST}/dua-vao"), &put).await.status, StatusCode::SEE_OTHER);
    assert!(clerk.get(&came).await.text().contains(file), "the document says where it lies");
    let shown = clerk.get(file).await;
    super::markup::check(file, &shown);
    assert!(shown.text().contains("V/v nộp lưu hồ sơ") && shown.text().contains("77/SNV-VTLT"));
    assert!(shown.text().contains(".11.VT"), "the code of the file: {}", shown.text());
    let close = format!("{file}/viec/ket-thuc");
    let early = post(clerk, file, &close, &[("day", "01/10/2026"), ("sheets", "0")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text().contains("Ngày phải từ 01/11/2026"), "{}", early.text());
    let done = post(clerk, file, &close, &[("day", "02/11/2026"), ("sheets", "0")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let list = clerk.get(&format!("{LIST}?state=closed&lang=en")).await;
    super::markup::check(LIST, &list);
    assert!(list.text().contains("to the archive by 02/11/2027"), "{}", list.text());
    let page = clerk.get(&format!("{file}?lang=vi")).await;
    assert!(page.text().contains("Nhận vào lưu trữ") && !page.text().contains("Đề nghị hủy</summary>"));
    let mut elsewhere = Browser::signed_in("vanthu.soxaydung").await;
    assert_eq!(elsewhere.get(file).await.status, StatusCode::NOT_FOUND);
    assert_eq!(elsewhere.get(&format!("{LIST}?ds=05443")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(elsewhere.get(&format!("{YEAR}?unit=05443")).await.status, StatusCode::NOT_FOUND);
    let forbidden = post(&mut elsewhere, LIST, &close, &[("day", "02/11/2026"), ("sheets", "0")]).await;
    assert_eq!(forbidden.status, StatusCode::NOT_FOUND);
}

#[test]
fn a_file_outside_the_list_needs_its_title_and_period() {
    PRODUCT.run(async {
        let mut officer = Browser::signed_in("chuyenvien.phuong").await;
        super::markup::check(NEW, &officer.get(NEW).await);
        let bare = [("unit", "05443"), ("symbol", "21.VP"), ("title", ""), ("period", "5"), ("day", "01/11/2026")];
        let refused = post(&mut officer, NEW, NEW, &bare).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("Hãy điền mục này") && refused.text().contains("21.VP"));
        let fields = [
            ("unit", "05443"),
            ("symbol", "21.VP"),
            ("title", "Kế hoạch cải cách hành chính năm 2027"),
            ("group", "ke_hoach_bao_cao_nam"),
            ("period", ""),
            ("day", "01/11/2026"),
        ];
        let opened = post(&mut officer, NEW, NEW, &fields).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
        let page = officer.get(&opened.location()).await.text();
        assert!(page.contains("Vĩnh viễn") && page.contains("Ngoài danh mục"), "{page}");
        let empty = format!("{}/viec/ket-thuc", opened.location());
        let refused = post(&mut officer, &opened.location(), &empty, &[("day", "02/11/2026"), ("sheets", "0")]).await;
        assert!(refused.text().contains("Chưa có gì"), "{}", refused.text());
    });
}

//! Every address as somebody who has no business there: nobody signed in, a citizen, an officer of another unit.

use crate::web::{Browser, PROCEDURE, PRODUCT};
use axum::http::StatusCode;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Who may open an address.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    /// Everybody.
    All,
    /// Whoever is signed in; others are sent to sign in.
    SignedIn,
    /// Only people of the dossier, or staff; for the others there is nothing.
    Nobody,
    /// Takes forms only.
    Form,
    /// Leads everybody to another address.
    Moved,
}

/// Every route of the pages. A route that is missing here fails the test below.
const ROUTES: [(&str, Open); 193] = [
    ("/", Open::All),
    ("/healthz", Open::All),
    ("/readyz", Open::All),
    ("/metrics", Open::All),
    ("/tai-san/{name}", Open::Nobody),
    ("/thu-tuc", Open::All),
    ("/thu-tuc/{code}", Open::All),
    ("/thu-tuc/{code}/niem-yet", Open::All),
    ("/thu-tuc/du-lieu", Open::All),
    ("/thu-tuc/tai-ve.json", Open::All),
    ("/thu-tuc/tai-ve-danh-muc.json", Open::All),
    ("/thu-tuc/tai-ve.csv", Open::All),
    ("/thu-tuc/tai-ve.xlsx", Open::All),
    ("/thu-tuc/thay-doi.xml", Open::All),
    ("/so-lieu/truc-tuyen", Open::All),
    ("/so-lieu/cong-khai", Open::All),
    ("/robots.txt", Open::All),
    ("/sitemap.xml", Open::All),
    ("/procedures", Open::Moved),
    ("/procedures/{*rest}", Open::Moved),
    ("/figures/online-share", Open::Moved),
    ("/tra-cuu", Open::All),
    ("/tong-quan", Open::All),
    ("/dang-nhap", Open::All),
    ("/dang-ky", Open::All),
    ("/dang-xuat", Open::Form),
    ("/tai-khoan", Open::SignedIn),
    ("/tai-khoan/mat-khau", Open::SignedIn),
    ("/tai-khoan/thong-bao", Open::SignedIn),
    ("/tai-khoan/kenh-thong-bao", Open::SignedIn),
    ("/can-bo/thong-bao", Open::Nobody),
    ("/can-bo/lien-thong", Open::Nobody),
    ("/lien-thong/goi-tin", Open::Form),
    ("/tai-khoan/kho-du-lieu", Open::SignedIn),
    ("/tai-khoan/kho-du-lieu/xoa", Open::Form),
    ("/tai-khoan/kho-du-lieu/tai-ve.json", Open::SignedIn),
    ("/nop-ho-so/{procedure}/{draft}/kho-du-lieu", Open::Form),
    ("/tra-cuu/viec", Open::All),
    ("/tra-cuu/viec/{action}", Open::Form),
    ("/tra-cuu/dong", Open::Form),
    ("/ho-so", Open::SignedIn),
    ("/ho-so/{code}", Open::Nobody),
    ("/ho-so/{code}/bien-nhan", Open::Nobody),
    ("/ho-so/{code}/to-khai", Open::Nobody),
    ("/ho-so/{code}/danh-gia", Open::Nobody),
    ("/ho-so/{code}/du-thao", Open::Nobody),
    ("/ho-so/{code}/du-thao/xem-thu", Open::Form),
    ("/ho-so/{code}/tep/{sha256}", Open::Nobody),
    ("/ho-so/{code}/viec/{action}", Open::Form),
    ("/nop-ho-so", Open::All),
    ("/nop-ho-so/{procedure}", Open::All),
    ("/nop-ho-so/{procedure}/{draft}", Open::Nobody),
    ("/nop-ho-so/{procedure}/{draft}/bieu-mau", Open::Nobody),
    ("/nop-ho-so/{procedure}/{draft}/giay-to", Open::Nobody),
    ("/nop-ho-so/{procedure}/{draft}/giay-to/xoa", Open::Form),
    ("/nop-ho-so/{procedure}/{draft}/giay-to/tai-len", Open::Form),
    ("/nop-ho-so/{procedure}/{draft}/to-khai", Open::Nobody),
    ("/nop-ho-so/{procedure}/{draft}/xem-lai", Open::Nobody),
    ("/can-bo", Open::Nobody),
    ("/can-bo/viec", Open::Form),
    ("/can-bo/dieu-hanh", Open::Nobody),
    ("/can-bo/cap-duoi", Open::Nobody),
    ("/can-bo/tim", Open::Nobody),
    ("/can-bo/yeu-cau-sat-han", Open::Nobody),
    ("/can-bo/tiep-nhan", Open::Nobody),
    ("/can-bo/may-quet/{unit}/{file}", Open::Nobody),
    ("/nop-ho-so/{procedure}/{draft}/thay-doi", Open::Nobody),
    ("/can-bo/danh-muc", Open::Nobody),
    ("/can-bo/danh-muc/ra-soat", Open::Nobody),
    ("/can-bo/danh-muc/nhap", Open::Nobody),
    ("/can-bo/danh-muc/nhap/tao", Open::Form),
    ("/can-bo/danh-muc/dot/{batch}", Open::Nobody),
    ("/can-bo/danh-muc/dot/{batch}/viec/{action}", Open::Form),
    ("/can-bo/danh-muc/{id}", Open::Nobody),
    ("/can-bo/danh-muc/{id}/{number}/chap-nhan", Open::Form),
    ("/can-bo/danh-muc/{id}/{number}/thoi-chap-nhan", Open::Form),
    ("/can-bo/danh-muc/{id}/soan", Open::Form),
    ("/can-bo/danh-muc/{id}/viec/{action}", Open::Form),
    ("/can-bo/danh-muc/{id}/{number}", Open::Nobody),
    ("/can-bo/danh-muc/{id}/{number}/viec/{action}", Open::Form),
    ("/can-bo/danh-muc/{id}/{number}/chuyen-can-cu", Open::Form),
    ("/can-bo/danh-muc/{id}/{number}/bieu-mau", Open::Form),
    ("/can-bo/danh-muc/{id}/{number}/sua/{part}/{index}", Open::Nobody),
    ("/can-bo/danh-muc/{id}/{number}/xem-thu", Open::Nobody),
    ("/can-bo/danh-muc/{id}/{number}/tep", Open::Nobody),
    ("/can-bo/danh-muc/{id}/{number}/tep.json", Open::Nobody),
    ("/so-lieu", Open::All),
    ("/can-bo/nhat-ky-su-kien/{format}", Open::Nobody),
    ("/so-lieu/doi-chieu", Open::All),
    ("/so-lieu/da-cong-bo", Open::All),
    ("/so-lieu/da-cong-bo/{id}", Open::Nobody),
    ("/so-lieu/chi-tieu/{figure}", Open::All),
    ("/so-lieu/chi-tieu/{figure}/tai-ve.csv", Open::All),
    ("/so-lieu/chi-tieu/{figure}/ban-ghi/{counter}", Open::All),
    ("/so-lieu/chi-tieu/{figure}/cong-bo", Open::Form),
    ("/so-lieu/don-gian-hoa", Open::All),
    ("/so-lieu/don-gian-hoa.json", Open::All),
    ("/can-bo/ra-soat", Open::Nobody),
    ("/can-bo/ra-soat/{plan}", Open::Nobody),
    ("/can-bo/ra-soat/{plan}/viec/{action}", Open::Form),
    ("/can-bo/ra-soat/{plan}/muc/{number}", Open::Nobody),
    ("/can-bo/ra-soat/{plan}/{procedure}", Open::Nobody),
    ("/can-bo/ra-soat/{plan}/{procedure}/bieu-mau", Open::Nobody),
    ("/can-bo/ra-soat/{plan}/{procedure}/chi-phi", Open::Nobody),
    ("/can-bo/ra-soat/{plan}/{procedure}/phuong-an/{number}", Open::Nobody),
    ("/can-bo/ra-soat/{plan}/{procedure}/viec/{action}", Open::Form),
    ("/can-bo/ra-soat/{plan}/{procedure}/ho-so", Open::Nobody),
    ("/can-bo/ra-soat/{plan}/{procedure}/so-lieu", Open::Nobody),
    ("/cham-diem", Open::All),
    ("/cham-diem/{id}", Open::Nobody),
    ("/cham-diem/{id}/ket-qua.csv", Open::Nobody),
    ("/cham-diem/{id}/{unit}", Open::Nobody),
    ("/cham-diem/{id}/{unit}/tep/{sha256}", Open::Nobody),
    ("/can-bo/cham-diem", Open::Nobody),
    ("/can-bo/cham-diem/moi", Open::Nobody),
    ("/can-bo/cham-diem/{id}", Open::Nobody),
    ("/can-bo/cham-diem/{id}/cau-hinh", Open::Nobody),
    ("/can-bo/cham-diem/{id}/viec/{action}", Open::Form),
    ("/can-bo/cham-diem/{id}/{unit}", Open::Nobody),
    ("/can-bo/cham-diem/{id}/{unit}/viec/{action}", Open::Form),
    ("/can-bo/cham-diem/{id}/{unit}/muc/{item}", Open::Nobody),
    ("/can-bo/cham-diem/{id}/{unit}/tep/{sha256}", Open::Nobody),
    ("/dat-lich", Open::All),
    ("/dat-lich/{code}", Open::Nobody),
    ("/dat-lich/{code}/viec/{action}", Open::Form),
    ("/lay-so/{desk}", Open::All),
    ("/so-thu-tu/{code}", Open::Nobody),
    ("/so-thu-tu/{code}/huy", Open::Form),
    ("/man-hinh/{desk}", Open::All),
    ("/can-bo/quay", Open::Nobody),
    ("/can-bo/quay/viec/{action}", Open::Form),
    ("/can-bo/quay/so-lieu", Open::Nobody),
    ("/can-bo/tra-ket-qua/{code}", Open::Nobody),
    ("/ho-so/{code}/thanh-toan", Open::Nobody),
    ("/ho-so/{code}/thanh-toan/{order}/truc-tuyen", Open::Form),
    ("/ho-so/{code}/thanh-toan/{order}/viec/{action}", Open::Form),
    ("/ho-so/{code}/thanh-toan/{order}/bien-lai", Open::Nobody),
    ("/tra-cuu/thanh-toan", Open::Nobody),
    ("/tra-cuu/thanh-toan/{order}/truc-tuyen", Open::Form),
    ("/tra-cuu/thanh-toan/{order}/bien-lai", Open::Nobody),
    ("/can-bo/thu-phi", Open::Nobody),
    ("/can-bo/thu-phi/cho-xu-ly", Open::Nobody),
    ("/can-bo/thu-phi/so-quy", Open::Nobody),
    ("/can-bo/thu-phi/doi-soat", Open::Nobody),
    ("/thanh-toan/bao-co/{gateway}", Open::Form),
    ("/can-bo/su-co", Open::Nobody),
    ("/can-bo/su-co/viec/{action}", Open::Form),
    ("/can-bo/nhac-viec", Open::Nobody),
    ("/can-bo/quy-trinh", Open::Nobody),
    ("/can-bo/quy-trinh/{id}", Open::Nobody),
    ("/can-bo/quy-trinh/{id}/xem-truoc", Open::Form),
    ("/can-bo/quy-trinh/{id}/chuyen", Open::Form),
    ("/can-bo/vang-mat", Open::Nobody),
    ("/can-bo/vang-mat/viec/{action}", Open::Form),
    ("/ho-so/{code}/giay/{paper}", Open::Nobody),
    ("/ho-so/{code}/thanh-toan/{order}/bien-lai/pdf", Open::Nobody),
    ("/can-bo/so-theo-doi", Open::Nobody),
    ("/can-bo/so-theo-doi/pdf", Open::Nobody),
    ("/can-bo/van-ban-den", Open::Nobody),
    ("/can-bo/van-ban-den/so", Open::Nobody),
    ("/can-bo/van-ban-den/moi", Open::Nobody),
    ("/can-bo/van-ban-den/{id}", Open::Nobody),
    ("/can-bo/van-ban-den/{id}/viec/{action}", Open::Form),
    ("/can-bo/van-ban-den/{id}/tep/{sha256}", Open::Nobody),
    ("/can-bo/van-ban-den/{id}/tep/{sha256}/chu-ky", Open::Nobody),
    ("/can-bo/van-ban-di", Open::Nobody),
    ("/can-bo/van-ban-di/so", Open::Nobody),
    ("/can-bo/van-ban-di/moi", Open::Nobody),
    ("/can-bo/van-ban-di/{id}", Open::Nobody),
    ("/can-bo/van-ban-di/{id}/viec/{action}", Open::Form),
    ("/can-bo/van-ban-di/{id}/ban", Open::Form),
    ("/can-bo/van-ban-di/{id}/ban/{number}", Open::Nobody),
    ("/can-bo/ho-so-cong-viec", Open::Nobody),
    ("/can-bo/ho-so-cong-viec/danh-muc", Open::Nobody),
    ("/can-bo/ho-so-cong-viec/danh-muc/{action}", Open::Form),
    ("/can-bo/ho-so-cong-viec/moi", Open::Nobody),
    ("/can-bo/ho-so-cong-viec/dua-vao", Open::Form),
    ("/can-bo/ho-so-cong-viec/{id}", Open::Nobody),
    ("/can-bo/ho-so-cong-viec/{id}/viec/{action}", Open::Form),
    ("/can-bo/van-ban-di/{id}/ban/{number}/trang", Open::Nobody),
    ("/can-bo/van-ban-di/{id}/so-sanh", Open::Nobody),
    ("/can-bo/van-ban-di/{id}/chu-ky", Open::Nobody),
    ("/can-bo/van-ban-di/{id}/van-ban", Open::Nobody),
    ("/kiem-tra-ket-qua", Open::All),
    ("/van-ban-phap-luat", Open::All),
    ("/can-bo/van-ban-phap-luat", Open::Nobody),
    ("/can-bo/van-ban-phap-luat/hang-nam", Open::Nobody),
    ("/can-bo/van-ban-phap-luat/he-thong-hoa", Open::Nobody),
    ("/van-ban-phap-luat/{text}", Open::All),
    ("/van-ban-phap-luat/{text}/thay-doi", Open::All),
    ("/van-ban-phap-luat/{text}/akoma-ntoso.xml", Open::All),
    ("/ho-so/{code}/tep/{sha256}/chu-ky", Open::Nobody),
    // The one address that all assets share stands above; nothing else is served.
    ("/favicon.ico", Open::Nobody),
];

/// Pages of the staff that show everybody their own unit.
const OWN_UNIT: [&str; 13] = [
    "/can-bo",
    "/can-bo/tim",
    "/can-bo/van-ban-den",
    "/can-bo/van-ban-di",
    "/can-bo/van-ban-di/moi",
    "/can-bo/ho-so-cong-viec",
    "/can-bo/ho-so-cong-viec/danh-muc",
    "/can-bo/ho-so-cong-viec/moi",
    "/can-bo/ra-soat",
    "/can-bo/cham-diem",
    "/can-bo/vang-mat",
    "/can-bo/so-theo-doi",
    "/can-bo/so-theo-doi/pdf",
];

/// Routes as they stand in the source.
fn routes_of_the_source(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            routes_of_the_source(&path, found);
        } else {
            let text = fs::read_to_string(&path).unwrap();
            found.extend(
                text.split(".route(\"")
                    .skip(1)
                    .filter_map(|rest| rest.split_once('"'))
                    .map(|(route, _)| route.to_owned()),
            );
        }
    }
}

#[test]
fn every_route_is_visited_by_strangers() {
    let mut found = BTreeSet::new();
    routes_of_the_source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"), &mut found);
    let known: BTreeSet<String> = ROUTES.iter().map(|(route, _)| (*route).to_owned()).collect();
    let forgotten: Vec<&String> = found.difference(&known).collect();
    assert!(forgotten.is_empty(), "not in the stranger test: {forgotten:?}");
    assert!(found.len() > 25, "the source is read");
}

fn address(route: &str, code: &str, draft: &str) -> String {
    route
        .replace("{procedure}/{draft}", draft)
        .replace("/thu-tuc/{code}", &format!("/thu-tuc/{PROCEDURE}"))
        .replace("{code}", code)
        .replace("{procedure}", PROCEDURE)
        .replace("{action}", "accept")
        .replace("{paper}", "bien-nhan")
        .replace("{text}", "61-2018-nd-cp")
        .replace("{figure}", "on_time_rate")
        .replace("{counter}", "received")
        .replace("{format}", "ocel")
        .replace("{desk}", crate::web::WARD)
        .replace("{sha256}", &"0".repeat(64))
        .replace("{name}", "style.css")
        .replace("{*rest}", PROCEDURE)
}

#[test]
fn a_stranger_sees_what_everybody_may_see_and_nothing_else() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let code = super::journey::apply(&mut resident, "019193004288").await;
        resident.get(&format!("/nop-ho-so/{PROCEDURE}")).await;
        let fields = [
            ("unit", "05443"),
            ("kind", "person"),
            ("name", "A"),
            ("identity_number", "019193004211"),
            ("phone", "0912345600"),
        ];
        let form = resident.post(&format!("/nop-ho-so/{PROCEDURE}"), &fields).await.location();
        let draft = form.trim_start_matches("/nop-ho-so/").trim_end_matches("/bieu-mau").to_owned();

        let mut nobody = Browser::new();
        let mut citizen = Browser::signed_in("congdan2").await;
        let mut elsewhere = Browser::signed_in("chuyenvien.soxaydung").await;
        for (route, open) in ROUTES {
            let address = address(route, &code, &draft);
            let asked = nobody.get(&address).await.status;
            let by_citizen = citizen.get(&address).await.status;
            let by_officer = elsewhere.get(&address).await.status;
            match open {
                Open::All => assert_eq!([asked, by_citizen], [StatusCode::OK; 2], "{route}"),
                Open::Moved => assert_eq!([asked, by_citizen], [StatusCode::PERMANENT_REDIRECT; 2], "{route}"),
                Open::SignedIn => assert_eq!([asked, by_citizen], [StatusCode::SEE_OTHER, StatusCode::OK], "{route}"),
                Open::Nobody => {
                    assert!([StatusCode::SEE_OTHER, StatusCode::NOT_FOUND].contains(&asked), "{route}: {asked}");
                    assert_eq!(by_citizen, StatusCode::NOT_FOUND, "{route}");
                    if !OWN_UNIT.contains(&route) {
                        assert_eq!(by_officer, StatusCode::NOT_FOUND, "{route}");
                    }
                }
                Open::Form => assert_eq!(asked, StatusCode::METHOD_NOT_ALLOWED, "{route}"),
            }
        }
        for browser in [&mut citizen, &mut elsewhere] {
            browser.get("/tai-khoan").await;
            let answer = browser.post(&format!("/ho-so/{code}/viec/accept"), &[("version", "1")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "a stranger cannot act");
        }
        let track = nobody.get(&format!("/tra-cuu?code={code}&digits=0001")).await;
        assert_eq!(track.status, StatusCode::NOT_FOUND);
    });
}

/// Bodies that no page sends.
const GARBAGE: [&str; 6] = [
    "",
    "version=99999999999999999999&officer=%00&limit=-5wd&amount=9223372036854775808",
    "component=c1&component=c999999&reason=%F0%9F%92%A9&outcome=maybe&score=255&promised_day=31/02/2026",
    "unit=05443&for_unit=x&kind=robot&name=%20%20&identity_number=%00&phone=+&tk.noi_dung=%ff",
    "tk.thanh_vien.0.tv_ho_ten=a&tk.thanh_vien.999999.tv_ho_ten=b&them=thanh_vien&cam_doan=0",
    "code=JJHR4JVD7PCM&phone=0&sha256=zz&ten=%27%22%3C&mat_khau=%00&tiep=//evil.example",
];

#[test]
fn garbage_never_makes_a_fault() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let code = super::journey::apply(&mut resident, "019193004200").await;
        resident.get(&format!("/nop-ho-so/{PROCEDURE}")).await;
        let fields = [
            ("unit", "05443"),
            ("kind", "person"),
            ("name", "A"),
            ("identity_number", "019193004212"),
            ("phone", "0912345600"),
        ];
        let form = resident.post(&format!("/nop-ho-so/{PROCEDURE}"), &fields).await.location();
        let draft = form.trim_start_matches("/nop-ho-so/").trim_end_matches("/bieu-mau").to_owned();
        let mut leader = Browser::signed_in("lanhdao.phuong").await;
        let actions = domain::dossier::ActionKind::ALL.map(|action| format!("/ho-so/{code}/viec/{}", action.name()));
        let pages = ROUTES.iter().map(|(route, _)| address(route, &code, &draft)).chain(actions);
        for address in pages.filter(|address| address != "/dang-xuat") {
            for garbage in GARBAGE {
                for browser in [&mut resident, &mut leader] {
                    browser.get("/dang-ky").await;
                    let pairs: Vec<(&str, &str)> = garbage.split('&').filter_map(|pair| pair.split_once('=')).collect();
                    let status = browser.post(&address, &pairs).await.status;
                    assert!(!status.is_server_error(), "{address} with {garbage}: {status}");
                    let status = browser
                        .upload(&address, &pairs, &[("file", "", b""), ("file.c2", "../../etc/x", b"%PDF")])
                        .await
                        .status;
                    assert!(!status.is_server_error(), "{address} with files and {garbage}: {status}");
                }
            }
        }
    });
}

//! Forms with parts that are filled in several times: at the counter and in the wizard, added and taken out without a
//! script, and read out under their headings afterwards.

use crate::web::{Browser, PRODUCT, WARD, after, pdf};
use axum::http::StatusCode;

/// Registering a household business: trades and members are rows.
const BUSINESS: &str = "1.001612";

/// Its form as a clerk types it in, with two trades and two members.
pub(super) const ANSWERS: [(&str, &str); 24] = [
    ("tk.kinh_gui", "Ủy ban nhân dân Phường Phan Đình Phùng"),
    ("tk.chu_ho_ten", "MA VĂN ÍCH"),
    ("tk.chu_ho_ngay_sinh", "20/05/1988"),
    ("tk.chu_ho_gioi_tinh", "Nam"),
    ("tk.chu_ho_so_dinh_danh", "019088010999"),
    ("tk.chu_ho_dien_thoai", "0912000009"),
    ("tk.ten_vi", "HỘ KINH DOANH MA VĂN ÍCH"),
    ("tk.dia_chi", "Số 12, tổ 5"),
    ("tk.xa_phuong", "Phường Phan Đình Phùng"),
    ("tk.tinh", "Tỉnh Thái Nguyên"),
    ("tk.nganh_nghe.0.nganh_ten", "Bán lẻ chè"),
    ("tk.nganh_nghe.0.nganh_ma", "4722"),
    ("tk.nganh_nghe.0.nganh_chinh", "1"),
    ("tk.nganh_nghe.1.nganh_ten", "Bán lẻ đồ uống"),
    ("tk.nganh_nghe.1.nganh_ma", "4723"),
    ("tk.von_so", "50000000"),
    ("tk.von_chu", "Năm mươi triệu đồng"),
    ("tk.tong_so_lao_dong", "2"),
    ("tk.phuong_phap_gtgt", "Phương pháp kê khai"),
    ("tk.chu_the", "Các thành viên hộ gia đình"),
    ("tk.nhan_ket_qua", "Tại bộ phận một cửa"),
    ("tk.cam_doan", "1"),
    ("tk.thanh_vien.0.tv_ho_ten", "Ma Thị Lành"),
    ("tk.thanh_vien.1.tv_ho_ten", "Ma Văn Sáng"),
];

/// The answer after which members are asked for.
const MEMBERS: (&str, &str) = ("tk.chu_the", "Các thành viên hộ gia đình");

pub(super) fn at_the_counter(once: &str) -> Vec<(&str, &str)> {
    vec![
        ("procedure", BUSINESS),
        ("once", once),
        ("unit", WARD),
        ("channel", "counter"),
        ("kind", "person"),
        ("name", "Ma Văn Ích"),
        ("identity_number", "019088010999"),
        ("phone", "0912000009"),
    ]
}

#[test]
fn rows_come_and_go_at_the_counter_and_nothing_typed_is_lost() {
    PRODUCT.run(async {
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let page = clerk.get(&format!("/can-bo/tiep-nhan?procedure={BUSINESS}")).await.text();
        let once = after(&page, "name=\"once\" value=\"").unwrap();
        assert!(page.contains("name=\"them\" value=\"nganh_nghe\"") && !page.contains("tk.nganh_nghe.1."));

        let mut fields = at_the_counter(&once);
        fields.extend([MEMBERS, ("tk.nganh_nghe.0.nganh_ten", "Bán phở"), ("them", "thanh_vien")]);
        let files: [(&str, &str, &[u8]); 1] = [("file.c1", "don.pdf", &pdf("rows"))];
        let grown = clerk.upload("/can-bo/tiep-nhan", &fields, &files).await;
        assert_eq!(grown.status, StatusCode::OK, "{}", grown.text());
        let page = grown.text();
        for part in [
            "value=\"Bán phở\"",
            "value=\"Ma Văn Ích\"",
            "name=\"tk.thanh_vien.0.tv_ho_ten\"",
            "name=\"bot\" value=\"thanh_vien.0\"",
            &format!("name=\"once\" value=\"{once}\""),
            "Giữ tệp đã nhận: don.pdf",
        ] {
            assert!(page.contains(part), "{part} is missing after a row was added");
        }
        let kept = after(&page, "name=\"tep_da_nhan\" value=\"").unwrap();

        let mut fields = at_the_counter(&once);
        fields.extend([
            MEMBERS,
            ("tk.thanh_vien.0.tv_ho_ten", "Ma Thị Lành"),
            ("tk.thanh_vien.1.tv_ho_ten", "Ma Văn Sáng"),
            ("tep_da_nhan", &kept),
            ("bot", "thanh_vien.0"),
        ]);
        let page = clerk.upload("/can-bo/tiep-nhan", &fields, &[]).await.text();
        assert!(!page.contains("Ma Thị Lành") && page.contains("value=\"Ma Văn Sáng\""), "the right row went");
        assert!(!page.contains("tk.thanh_vien.1.") && page.contains("Giữ tệp đã nhận: don.pdf"));

        for nonsense in ["", ".", "thanh_vien.99999999999999999999", "khong_co.1", "thanh_vien.-1", "ten_vi.0"] {
            let mut fields = at_the_counter(&once);
            fields.extend([MEMBERS, ("tk.thanh_vien.0.tv_ho_ten", "Ma Thị Lành"), ("bot", nonsense)]);
            let answer = clerk.upload("/can-bo/tiep-nhan", &fields, &[]).await;
            assert_eq!(answer.status, StatusCode::OK, "{nonsense}");
            assert!(answer.text().contains("value=\"Ma Thị Lành\""), "{nonsense}");
        }
    });
}

#[test]
fn a_business_with_several_members_is_received_and_read_out_by_rows() {
    PRODUCT.run(async {
        let mut clerk = Browser::signed_in("motcua.phuong").await;
        let page = clerk.get(&format!("/can-bo/tiep-nhan?procedure={BUSINESS}")).await.text();
        let once = after(&page, "name=\"once\" value=\"").unwrap();
        let mut fields = at_the_counter(&once);
        fields.extend(ANSWERS);
        let wrong: Vec<_> = fields.iter().copied().chain([("tk.thanh_vien.1.tv_ngay_sinh", "31/31/1990")]).collect();
        let refused = clerk.upload("/can-bo/tiep-nhan", &wrong, &[("file.c1", "don.pdf", &pdf("members"))]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = refused.text();
        assert!(page.contains("href=\"#f-tk.thanh_vien.1.tv_ngay_sinh\""), "a fault in a row is linked");
        assert!(page.contains("– mục 2. "), "and named with its row");
        let kept = after(&page, "name=\"tep_da_nhan\" value=\"").unwrap();

        fields.extend([
            ("tk.thanh_vien.1.tv_ngay_sinh", "02/03/1990"),
            ("tep_da_nhan", kept.as_str()),
            ("component", "c1"),
        ]);
        let answer = clerk.upload("/can-bo/tiep-nhan", &fields, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let receipt = clerk.follow(answer).await.text();
        let code = after(&receipt, "/tra-cuu?code=").unwrap();
        let dossier = clerk.get(&format!("/ho-so/{code}")).await.text();
        for (name, page) in [("receipt", &receipt), ("dossier", &dossier)] {
            assert!(page.contains("don.pdf"), "{name}: the kept file");
            let second = page.split_once("– mục 2</h4>").unwrap_or_else(|| panic!("{name}: rows have headings")).1;
            assert!(second.contains("Bán lẻ đồ uống"), "{name}");
            assert!(page.contains("Ma Văn Sáng") && page.contains("50.000.000 đ"), "{name}");
        }
        let english = clerk.get(&format!("/ho-so/{code}?lang=en")).await.text();
        assert!(english.contains("What was declared") && english.contains("– entry 2</h4>"));
        clerk.get("/?lang=vi").await;
    });
}

#[test]
fn empty_rows_stay_while_the_form_is_filled_in_and_go_when_it_is_sent() {
    PRODUCT.run(async {
        let mut resident = Browser::new();
        let place = format!("/nop-ho-so/{BUSINESS}");
        resident.get(&place).await;
        let fields = [
            ("unit", WARD),
            ("kind", "person"),
            ("name", "Lê An"),
            ("identity_number", "019193004233"),
            ("phone", "0912345600"),
        ];
        let form = format!("{}?trang=chu_the", resident.post(&place, &fields).await.location());
        resident.get(&form).await;
        let empty =
            [MEMBERS, ("tk.thanh_vien.0.tv_ho_ten", ""), ("tk.thanh_vien.1.tv_ho_ten", ""), ("them", "thanh_vien")];
        let page = resident.post(&form, &empty).await.text();
        assert!(page.contains("name=\"tk.thanh_vien.2.tv_ho_ten\""), "a third row beside two empty ones");
        assert_eq!(page.matches(" autofocus").count(), 1, "the cursor goes to the new row");
        let rows = [MEMBERS, ("tk.thanh_vien.0.tv_ho_ten", ""), ("tk.thanh_vien.1.tv_ho_ten", "")];
        resident.post(&form, &rows).await;
        let page = resident.get(&form).await.text();
        assert!(page.contains("checked") && !page.contains("tk.thanh_vien.0."), "empty rows are no members");
    });
}

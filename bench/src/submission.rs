//! The submissions that are sent: a real procedure with its form and a file, another applicant each time, at the
//! desks of all communes in turn.

use app::dossier::{FileClaim, SubmitRequest};
use domain::dossier::{Applicant, ApplicantKind, Channel};
use serde_json::{Map, Value, json};

/// Registering a household business: an e-form of eighteen answers and a paper that must be uploaded.
pub(crate) const PROCEDURE: &str = "1.001612";

const SURNAMES: [&str; 12] =
    ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Ma", "Nông", "Lưu", "Dương", "Triệu", "Hà", "Đỗ"];
const MIDDLE_NAMES: [&str; 8] = ["Thị", "Văn", "Thu", "Đức", "Minh", "Ngọc", "Hữu", "Thanh"];
const GIVEN_NAMES: [&str; 16] = [
    "Nhung", "Hường", "Tuấn", "Quyết", "Hà", "Linh", "Sơn", "Thủy", "Dũng", "Hạnh", "Phúc", "Yến", "Khánh", "Trang",
    "Long", "Mai",
];

/// Makes the `n`-th submission, the same one every time.
#[derive(Debug, Clone)]
pub(crate) struct Submissions {
    /// Communes whose desks receive.
    pub(crate) units: Vec<String>,
    /// The uploaded file, once for each paper that the procedure wants.
    pub(crate) files: Vec<FileClaim>,
    form: Map<String, Value>,
    /// The body of a request around what differs.
    body_parts: [String; 5],
}

impl Submissions {
    pub(crate) fn new(units: Vec<String>, files: Vec<FileClaim>) -> Self {
        let form = form();
        let body = json!({
            "procedure": PROCEDURE,
            "unit": "\u{1}",
            "channel": "online",
            "applicant": {"kind": "person", "name": "\u{1}", "identity_number": "\u{1}", "phone": "\u{1}"},
            "form": form,
            "files": files.iter().map(|file| json!({"component": file.component, "sha256": file.sha256}))
                .collect::<Vec<_>>(),
        });
        // The keys of an object are written in the order of their names: identity_number, name, phone, then unit.
        let body = body.to_string();
        let mut parts = body.split("\\u0001").map(str::to_owned);
        let body_parts = std::array::from_fn(|_| parts.next().unwrap_or_default());
        Self { units, files, form, body_parts }
    }

    /// The desk of the `n`-th submission.
    pub(crate) fn unit(&self, n: usize) -> &str {
        n.checked_rem(self.units.len()).and_then(|at| self.units.get(at)).map_or("", String::as_str)
    }

    /// For the act itself.
    pub(crate) fn request(&self, n: usize) -> SubmitRequest {
        let (name, identity_number, phone) = applicant(n);
        SubmitRequest {
            procedure: PROCEDURE.to_owned(),
            unit: self.unit(n).to_owned(),
            for_unit: None,
            channel: Channel::Online,
            applicant: Applicant {
                kind: ApplicantKind::Person,
                name,
                identity_number,
                phone,
                email: None,
                address: None,
            },
            form: self.form.clone(),
            files: self.files.clone(),
            papers: Vec::new(),
        }
    }

    /// For `POST /api/v1/dossiers`.
    pub(crate) fn body(&self, n: usize) -> String {
        let (name, identity_number, phone) = applicant(n);
        let [start, after_identity, after_name, after_phone, end] = &self.body_parts;
        let unit = self.unit(n);
        format!("{start}{identity_number}{after_identity}{name}{after_name}{phone}{after_phone}{unit}{end}")
    }
}

/// Name, identity number and phone number of the `n`-th applicant.
fn applicant(n: usize) -> (String, String, String) {
    let pick = |names: &[&'static str], number: usize| {
        number.checked_rem(names.len()).and_then(|at| names.get(at)).copied().unwrap_or_default()
    };
    let surname = pick(&SURNAMES, n);
    let middle = pick(&MIDDLE_NAMES, n / SURNAMES.len());
    let given = pick(&GIVEN_NAMES, n / SURNAMES.len() / MIDDLE_NAMES.len());
    (format!("{surname} {middle} {given}"), format!("019{n:09}"), format!("09{:08}", n % 100_000_000))
}

fn form() -> Map<String, Value> {
    let answers = json!({
        "kinh_gui": "Trung tâm Phục vụ hành chính công phường",
        "chu_ho_ten": "Nguyễn Thị Hồng Nhung",
        "chu_ho_ngay_sinh": "1987-05-20",
        "chu_ho_gioi_tinh": "Nữ",
        "chu_ho_so_dinh_danh": "019187000123",
        "chu_ho_dien_thoai": "0912345678",
        "ten_vi": "Hộ kinh doanh Hồng Nhung",
        "dia_chi": "Số 12, tổ 5",
        "xa_phuong": "05443",
        "tinh": "19",
        "nganh_nghe": [{"nganh_ten": "Bán lẻ chè", "nganh_ma": "4722", "nganh_chinh": true}],
        "von_so": 50_000_000,
        "von_chu": "Năm mươi triệu đồng",
        "tong_so_lao_dong": 2,
        "phuong_phap_gtgt": "Phương pháp kê khai",
        "chu_the": "Cá nhân",
        "nhan_ket_qua": "Tại bộ phận một cửa",
        "cam_doan": true
    });
    answers.as_object().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn body_and_request_say_the_same() {
        let file = FileClaim { component: "giay-to".to_owned(), sha256: "00".to_owned(), name: String::new() };
        let submissions = Submissions::new(vec!["05443".to_owned(), "05440".to_owned()], vec![file]);
        let body: Value = serde_json::from_str(&submissions.body(12_345)).unwrap();
        let request = submissions.request(12_345);
        assert_eq!(body["unit"], request.unit);
        assert_eq!(body["applicant"]["name"], request.applicant.name);
        assert_eq!(body["applicant"]["identity_number"], request.applicant.identity_number);
        assert_eq!(body["applicant"]["phone"], request.applicant.phone);
        assert_eq!(body["form"], Value::Object(request.form));
        assert_eq!(body["files"][0]["component"], "giay-to");
    }
}

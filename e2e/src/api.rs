//! The product's API as another program uses it, and a submission to send to it.

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use ureq::Agent;

/// A small file that really is a PDF.
pub(crate) const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

/// No answer of the API takes longer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A caller with a token.
pub(crate) struct Api {
    agent: Agent,
    base: String,
    token: String,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    /// HTTP status.
    pub(crate) status: u16,
    /// The body; null when there is none.
    pub(crate) body: Value,
}

impl Answer {
    /// A text of the body.
    pub(crate) fn text(&self, name: &str) -> Result<&str> {
        self.body.get(name).and_then(Value::as_str).with_context(|| format!("no {name} in {self:?}"))
    }

    /// A whole number of the body.
    pub(crate) fn number(&self, name: &str) -> Result<i64> {
        self.body.get(name).and_then(Value::as_i64).with_context(|| format!("no {name} in {self:?}"))
    }
}

impl Api {
    /// A caller of the program at this address.
    pub(crate) fn new(url: &str, token: &str) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE));
        Self { agent: config.build().into(), base: format!("{url}/api/v1"), token: format!("Bearer {token}") }
    }

    /// `GET /dossiers/{code}`.
    pub(crate) fn dossier(&self, code: &str) -> Result<Answer> {
        let request = self.agent.get(format!("{}/dossiers/{code}", self.base));
        answer(request.header("authorization", &self.token).call()?)
    }

    /// `POST /dossiers` under an idempotency key.
    pub(crate) fn submit(&self, key: &str, body: &Value) -> Result<Answer> {
        let request = self.agent.post(format!("{}/dossiers", self.base)).header("idempotency-key", key);
        answer(request.header("authorization", &self.token).send_json(body)?)
    }

    /// `POST /dossiers/{code}/actions/{action}` for the version that the caller knows.
    pub(crate) fn act(&self, code: &str, action: &str, version: i64, key: &str, body: &Value) -> Result<Answer> {
        let request = self.agent.post(format!("{}/dossiers/{code}/actions/{action}", self.base));
        let request = request.header("idempotency-key", key).header("if-match", format!("\"{version}\""));
        answer(request.header("authorization", &self.token).send_json(body)?)
    }

    /// `PUT /blobs/{sha256}`; the hash of the file.
    pub(crate) fn put_file(&self, content: &[u8]) -> Result<String> {
        let hash = hex(&Sha256::digest(content));
        let request = self.agent.put(format!("{}/blobs/{hash}", self.base)).content_type("application/pdf");
        let answer = answer(request.header("authorization", &self.token).send(content)?)?;
        ensure!((200..300).contains(&answer.status), "the file was not taken: {answer:?}");
        Ok(hash)
    }
}

fn answer(mut response: ureq::http::Response<ureq::Body>) -> Result<Answer> {
    let status = response.status().as_u16();
    let text = response.body_mut().read_to_string()?;
    let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).with_context(|| text.clone())? };
    Ok(Answer { status, body })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A whole and right submission: a household business, with the one paper that must be there.
pub(crate) fn submission(applicant: &str, file: &str) -> Value {
    json!({
        "procedure": "1.001612",
        "unit": "05443",
        "channel": "online",
        "applicant": {
            "kind": "person",
            "name": applicant,
            "identity_number": "019193004217",
            "phone": "0912000001",
        },
        "form": {
            "kinh_gui": "Ủy ban nhân dân Phường Phan Đình Phùng",
            "chu_ho_ten": applicant,
            "chu_ho_ngay_sinh": "1993-05-20",
            "chu_ho_gioi_tinh": "Nữ",
            "chu_ho_so_dinh_danh": "019193004217",
            "chu_ho_dien_thoai": "0912000001",
            "ten_vi": "Hộ kinh doanh Hồng Nhung",
            "dia_chi": "Số 12, tổ 5",
            "xa_phuong": "05443",
            "tinh": "19",
            "nganh_nghe": [{ "nganh_ten": "Bán lẻ chè", "nganh_ma": "4722", "nganh_chinh": true }],
            "von_so": 50_000_000,
            "von_chu": "Năm mươi triệu đồng",
            "tong_so_lao_dong": 2,
            "phuong_phap_gtgt": "Phương pháp kê khai",
            "chu_the": "Cá nhân",
            "nhan_ket_qua": "Tại bộ phận một cửa",
            "cam_doan": true,
        },
        "files": [{ "component": "c1", "sha256": file, "name": "giay-de-nghi.pdf" }],
    })
}

//! A procedure as search engines read it: JSON-LD of schema.org's `GovernmentService`.

use crate::messages::Messages;
use domain::procedure::{Channel, Procedure};
use serde_json::{Map, Value, json};

/// The text for a `<script type="application/ld+json">`. What could end the element or begin another is written as a
/// code, so that no name of a procedure can.
pub(super) fn script(m: &Messages, procedure: &Procedure, public_url: &str) -> String {
    let text = document(m, procedure, public_url).to_string();
    text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

fn document(m: &Messages, procedure: &Procedure, public_url: &str) -> Value {
    let url = format!("{public_url}/thu-tuc/{}", procedure.id);
    let mut service = Map::new();
    let mut put = |name: &str, value: Value| drop(service.insert(name.to_owned(), value));
    put("@context", json!("https://schema.org"));
    put("@type", json!("GovernmentService"));
    put("@id", json!(url));
    put("name", json!(procedure.name_vi));
    put("identifier", json!(procedure.code.as_ref().unwrap_or(&procedure.id)));
    put("serviceType", json!(procedure.field_vi));
    put("url", json!(url));
    put("inLanguage", json!("vi"));
    put("areaServed", json!({"@type": "AdministrativeArea", "name": m.common.province}));
    if let Some(text) = &procedure.summary_vi {
        put("description", json!(text));
    }
    if let Some(agency) = &procedure.agency_vi {
        put("provider", json!({"@type": "GovernmentOrganization", "name": agency}));
    }
    if !procedure.subjects_vi.is_empty() {
        put("audience", json!({"@type": "Audience", "audienceType": procedure.subjects_vi.join(", ")}));
    }
    if let Some(result) = procedure.results_vi.first() {
        put("serviceOutput", json!({"@type": "Thing", "name": result}));
    }
    if procedure.channels.contains(&Channel::Online) {
        put("availableChannel", json!({"@type": "ServiceChannel", "serviceUrl": url}));
    }
    Value::Object(service)
}

//! The OpenAPI document as a judge of answers.

use super::bed::Answer;
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

/// The description that the program serves.
pub(crate) struct Description {
    pub(crate) document: Value,
}

impl Description {
    pub(crate) fn of(text: &str) -> Self {
        Self { document: serde_json::from_str(text).unwrap() }
    }

    fn paths(&self) -> &Map<String, Value> {
        self.document["paths"].as_object().unwrap()
    }

    /// Every operation's id.
    pub(crate) fn operations(&self) -> Vec<String> {
        let of_path = |item: &Value| {
            let methods = item.as_object().unwrap().values();
            methods.filter_map(|operation| operation["operationId"].as_str().map(str::to_owned)).collect::<Vec<_>>()
        };
        self.paths().values().flat_map(of_path).collect()
    }

    /// Checks that the answer is one that the description promises; the operation's id, if there is one.
    pub(crate) fn check(&self, method: &str, path: &str, answer: &Answer) -> Option<String> {
        let (_, item) = self.paths().iter().find(|(template, _)| matches(template, path))?;
        let operation = item.get(method)?;
        let id = operation["operationId"].as_str().unwrap();
        let status = answer.status.as_str();
        let response = operation["responses"].get(status);
        let response = response.unwrap_or_else(|| panic!("{id} does not promise {status}: {}", answer.text()));
        if answer.status == StatusCode::NOT_MODIFIED {
            assert!(answer.bytes.is_empty() && response.get("content").is_none(), "{id} {status} has no body");
            return Some(id.to_owned());
        }
        let media_type = answer.header("content-type").split(';').next().unwrap_or_default();
        let content = response["content"].get(media_type);
        let content = content.unwrap_or_else(|| panic!("{id} {status} does not promise {media_type:?}"));
        if media_type.ends_with("json") {
            self.validate(&content["schema"], &answer.json(), id);
        }
        Some(id.to_owned())
    }

    fn validate(&self, schema: &Value, body: &Value, id: &str) {
        let mut whole = schema.clone();
        whole["components"] = self.document["components"].clone();
        whole["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
        let validator = jsonschema::options().should_validate_formats(true).build(&whole).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(body).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{id}: {}\n{body:#}", faults.join("\n"));
    }
}

/// Whether a path is one of a template.
fn matches(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(&path).all(|(part, given)| part.starts_with('{') || part == given)
}

//! The OpenAPI document itself.

use super::schema::Description;
use serde_json::Value;

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(target)) = members.get("$ref") {
                found.push(target.clone());
            }
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (),
    }
}

#[test]
fn the_description_is_whole() {
    let description = Description::of(&server::api::described());
    let document = &description.document;
    assert_eq!(document["openapi"], "3.1.0");
    let mut targets = Vec::new();
    references(document, &mut targets);
    assert!(!targets.is_empty());
    for target in targets {
        let pointer = target.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{target} points nowhere");
    }
    let mut ids = description.operations();
    assert!(ids.len() >= 12);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), description.operations().len(), "two operations have one id");
}

#[test]
fn every_operation_says_what_it_needs_and_what_may_go_wrong() {
    let description = Description::of(&server::api::described());
    for (path, item) in description.document["paths"].as_object().unwrap() {
        assert!(path.starts_with("/api/v1/"), "{path}");
        for operation in item.as_object().unwrap().values() {
            let id = operation["operationId"].as_str().unwrap();
            let responses = operation["responses"].as_object().unwrap();
            for status in ["500", "503"] {
                assert!(responses.contains_key(status), "{id} does not promise {status}");
            }
            assert_eq!(responses.contains_key("401"), operation.get("security").is_some(), "{id}");
            assert!(responses.keys().any(|status| status.starts_with('2')), "{id} promises no success");
            assert!(!operation["summary"].as_str().unwrap_or_default().is_empty(), "{id} has no summary");
            let named = path.matches('{').count();
            let parameters = operation["parameters"]
                .as_array()
                .map_or(0, |all| all.iter().filter(|one| one["in"] == "path" && one["required"] == true).count());
            assert_eq!(parameters, named, "{id} does not describe its path");
        }
    }
}

//! The fields of an applicant, as the wizard and the counter ask for them.

use super::components::{Control, Field, FormChoice};
use super::signed_form::Fields;
use crate::messages::{Messages, fill};
use app::identity::KnownOfPerson;
use domain::dossier::{Applicant, ApplicantKind};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Names of the fields as posted and as kept in a draft.
const NAMES: [&str; 6] = ["kind", "name", "identity_number", "phone", "email", "address"];

/// The fields with what was typed; `faults` has sentences by name.
pub(super) fn fields(
    m: &'static Messages,
    typed: &Map<String, Value>,
    faults: &BTreeMap<String, String>,
) -> Vec<Field> {
    let t = &m.public.apply;
    let text = |name: &str| typed.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let field = |name: &'static str, label: &'static str| {
        Field::new(m, name, label).value(text(name)).error(faults.get(name).cloned())
    };
    let kinds = vec![FormChoice::new("person", t.kind_person), FormChoice::new("organisation", t.kind_organisation)];
    let kind = if text("kind").is_empty() { "person".to_owned() } else { text("kind") };
    vec![
        field("kind", t.kind).kind(Control::Radio(kinds)).value(kind),
        field("name", t.name).hint(t.name_hint).autocomplete("name").max_length(200),
        field("identity_number", t.identity).hint(t.identity_hint).short().max_length(14),
        field("phone", t.phone)
            .kind(Control::Line("tel"))
            .hint(t.phone_hint)
            .autocomplete("tel")
            .short()
            .max_length(16),
        field("email", t.email).kind(Control::Line("email")).autocomplete("email").optional().max_length(254),
        field("address", t.address).autocomplete("street-address").optional().max_length(500),
    ]
}

/// The same with the cursor in the name, for the counter.
pub(super) fn fields_focused(
    m: &'static Messages,
    typed: &Map<String, Value>,
    faults: &BTreeMap<String, String>,
) -> Vec<Field> {
    let focus = |field: Field| if field.name == "name" { field.focused() } else { field };
    fields(m, typed, faults).into_iter().map(focus).collect()
}

/// What an account knows, as a draft keeps it, and a sentence that names it; nothing when it knows nothing.
pub(super) fn prefilled(m: &Messages, known: KnownOfPerson) -> (Map<String, Value>, Option<String>) {
    let t = &m.public.apply;
    let KnownOfPerson { name, identity_number, phone, email, address } = known;
    let known: Vec<(&str, &str, String)> = [
        ("name", t.item_name, name),
        ("identity_number", t.item_identity, identity_number),
        ("phone", t.item_phone, phone),
        ("email", t.item_email, email),
        ("address", t.item_address, address),
    ]
    .into_iter()
    .filter(|(_, _, text)| !text.is_empty())
    .collect();
    let items: Vec<&str> = known.iter().map(|(_, item, _)| *item).collect();
    let whence = (!items.is_empty()).then(|| fill(t.from_account, &[("items", &items.join(", "))]));
    (known.into_iter().map(|(name, _, text)| (name.to_owned(), Value::String(text))).collect(), whence)
}

/// What was posted, as a draft keeps it.
pub(super) fn typed(fields: &Fields) -> Map<String, Value> {
    NAMES.iter().map(|name| ((*name).to_owned(), Value::String(fields.text(name)))).collect()
}

/// The applicant that was typed.
pub(super) fn applicant(typed: &Map<String, Value>) -> Applicant {
    let text = |name: &str| typed.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let some = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
    Applicant {
        kind: if text("kind") == "organisation" { ApplicantKind::Organisation } else { ApplicantKind::Person },
        name: text("name"),
        identity_number: text("identity_number"),
        phone: text("phone"),
        email: some("email"),
        address: some("address"),
    }
}

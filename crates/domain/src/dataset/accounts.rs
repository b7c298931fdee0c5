//! Reading demo accounts: people who do not exist, for trying the product out.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::node::{LONG, Node, SHORT};
use super::{FaultKind, refuse_duplicates};
use crate::access::{Grant, Role};

/// An account that exists only until real ones do. Never loaded with `--empty`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoAccount {
    /// Name to sign in with.
    pub username: String,
    /// Password, in clear: nothing is protected by it.
    pub password: String,
    /// Full name.
    pub name_vi: String,
    /// Made-up identity number of twelve digits (số định danh cá nhân).
    pub identity_number: String,
    /// Made-up phone number.
    pub phone: String,
    /// Made-up address of electronic mail.
    pub email: String,
    /// Made-up postal address.
    pub address_vi: String,
    /// Roles at units; none for a citizen.
    pub grants: Vec<Grant>,
}

/// Reads `accounts[]`; the password may stand once for all in `password`.
pub(super) fn read_file(root: &Node<'_>) -> Vec<DemoAccount> {
    let shared = root.field("password").text_or_none(SHORT);
    let places: Vec<Node<'_>> =
        root.field("accounts").list(1_000).into_iter().map(|place| place.named_by(&["username"])).collect();
    root.field("count").states(places.len());
    let accounts =
        places.iter().filter(|place| place.is_object()).map(|place| account(place, shared.as_deref())).collect();
    for field in ["username", "identity_number"] {
        refuse_duplicates(places.iter().map(|place| {
            (place.field(field), place.value().get(field).and_then(Value::as_str).unwrap_or_default().to_owned())
        }));
    }
    accounts
}

fn account(place: &Node<'_>, shared_password: Option<&str>) -> DemoAccount {
    let own = place.field("password");
    let password = match (own.is_null(), shared_password) {
        (true, Some(shared)) => shared.to_owned(),
        (true, None) | (false, _) => own.text(SHORT),
    };
    let is_identity = |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_username = |text: &str| {
        text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
    };
    DemoAccount {
        username: place.field("username").code(is_username),
        password,
        name_vi: place.field("name_vi").text(SHORT),
        identity_number: place.field("identity_number").code(is_identity),
        phone: place.field("phone").text(SHORT),
        email: place.field("email").text(SHORT),
        address_vi: place.field("address_vi").text(LONG),
        grants: place.field("grants").list_or_none(100).iter().filter_map(grant).collect(),
    }
}

fn grant(place: &Node<'_>) -> Option<Grant> {
    let (from, to) = (place.field("valid_from").day(), place.field("valid_to").day_or_none());
    let role = place.field("role").word(Role::from_name);
    let unit = place.field("unit").text(SHORT);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        place.field("valid_to").fault(FaultKind::EndsBeforeItBegins);
    }
    let deputy = place.field("deputy").flag_or_none().unwrap_or(false);
    Some(Grant { deputy, ..Grant::own(role?, unit, from?, to) })
}

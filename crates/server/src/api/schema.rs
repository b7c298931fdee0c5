//! Closed sets of words in the description, taken from the types that own them.

use domain::access::Role;
use domain::dossier::{ActionKind, Channel, Outcome, Stage};
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{Object, OneOf, Schema};

pub(super) fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Object {
    let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).enum_values(Some(words)).build()
}

/// Stages of a dossier.
pub(super) fn stage() -> Object {
    words(Stage::ALL.map(Stage::name))
}

/// Names of actions.
pub(super) fn action() -> Object {
    words(ActionKind::ALL.map(ActionKind::name))
}

/// Ways in.
pub(super) fn channel() -> Object {
    words([Channel::Online, Channel::Counter, Channel::Post].map(Channel::name))
}

/// Roles.
pub(super) fn role() -> Object {
    words(Role::ALL.map(Role::name))
}

/// How the head decides.
pub(super) fn outcome() -> Schema {
    or_null(words([Outcome::Granted, Outcome::Refused].map(outcome_name)).into())
}

/// This, or nothing.
pub(super) fn or_null(schema: Schema) -> Schema {
    let null = ObjectBuilder::new().schema_type(SchemaType::new(Type::Null)).build();
    let mut either = OneOf::new();
    either.items.push(schema.into());
    either.items.push(null.into());
    Schema::OneOf(either)
}

/// The stable name of an outcome.
pub(super) const fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Granted => "granted",
        Outcome::Refused => "refused",
    }
}

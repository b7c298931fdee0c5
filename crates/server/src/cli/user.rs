//! `motcua user add`: an account, usually with a role at a unit.

use super::args::UserArgs;
use super::context::{Context, say};
use super::failure::Failure;
use super::password;
use crate::messages::fill;
use app::App;
use app::identity::NewAccount;
use domain::access::{Grant, Role};
use serde_json::json;

pub(super) async fn add(context: &Context, args: UserArgs) -> Result<(), Failure> {
    let role = args.role.as_deref().map(|name| role(context, name)).transpose()?;
    if role.is_some() != args.unit.is_some() {
        return Err(Failure::Usage(context.m.cli.role_and_unit.to_owned()));
    }
    let app = context.open_existing().await?;
    let added = kept(context, &app, args, role).await;
    app.close().await;
    added
}

async fn kept(context: &Context, app: &App, args: UserArgs, role: Option<Role>) -> Result<(), Failure> {
    let texts = &context.m.cli;
    let today = app.today();
    let mut grants = Vec::new();
    if let (Some(role), Some(unit)) = (role, args.unit) {
        if app.catalogue().organisation.unit(&unit, today).is_none() {
            return Err(Failure::no(fill(texts.unit_unknown, &[("unit", &unit)])));
        }
        grants.push(Grant { deputy: args.deputy, ..Grant::own(role, unit, today, None) });
    }
    let password = password::read(context, args.password_stdin)?;
    let account = NewAccount {
        name: args.full_name.unwrap_or_else(|| args.name.clone()),
        login: args.name.clone(),
        password,
        identity_number: None,
        phone: String::new(),
        email: String::new(),
        address: String::new(),
        grants,
    };
    let person = app.add_account(account, "system").await.map_err(|error| Failure::act(context.m, &error))?;
    if context.json {
        say(json!({"id": person.id, "user": args.name}));
    } else {
        say(fill(texts.user_added, &[("login", &args.name), ("id", &person.id)]));
    }
    Ok(())
}

fn role(context: &Context, name: &str) -> Result<Role, Failure> {
    Role::from_name(&name.replace('-', "_")).ok_or_else(|| {
        let known = Role::ALL.map(Role::name).join(", ");
        Failure::Usage(fill(context.m.cli.role_unknown, &[("role", &name), ("known", &known)]))
    })
}

use backend::identity::{NewOrganization, console};
use serde_json::json;

use super::database::with_app;
use crate::{
    cli::{NewUser, Users},
    config::Settings,
    exit::{Exit, Stop},
    output::{Output, password, table},
};

/// Adds and lists users, gives a new password.
pub fn run(settings: &Settings, output: Output, what: Users) -> Result<Exit, Stop> {
    match what {
        Users::Add(new) => add(settings, output, new),
        Users::List { organization } => list(settings, output, organization.as_deref()),
        Users::ResetPassword { email, password_stdin } => {
            let password = password(password_stdin)?;
            let user =
                with_app(settings, async |app| Ok(console::reset_password(&app, &email, &password).await?))?;
            output.answer(&user, || {
                format!("{} has a new password and is signed out everywhere.", user.name)
            })?;
            Ok(Exit::Done)
        }
    }
}

fn add(settings: &Settings, output: Output, new: NewUser) -> Result<Exit, Stop> {
    let password = password(new.password_stdin)?;
    let organization = NewOrganization {
        name: new.organization,
        time_zone: new.time_zone,
        currency: new.currency.parse().map_err(|error| Stop::usage(format!("--currency {error}")))?,
        language: new.language,
    };
    let user = contract::identity::NewUser {
        id: None,
        email: new.email,
        name: new.name,
        aliases: Vec::new(),
        role: new.role,
        password: Some(password),
        team_ids: Vec::new(),
        site_ids: Vec::new(),
        language: None,
    };
    let (organization, user, is_new) =
        with_app(settings, async |app| Ok(console::add_user(&app, organization, user).await?))?;
    let value = json!({"organization": organization, "organization_created": is_new, "user": user});
    output.answer(&value, || {
        let made = if is_new { ", a new organisation" } else { "" };
        format!("{} is now {} of {}{made}.", user.name, user.role, organization.name)
    })?;
    Ok(Exit::Done)
}

fn list(settings: &Settings, output: Output, organization: Option<&str>) -> Result<Exit, Stop> {
    let users = with_app(settings, async |app| Ok(console::list_users(&app, organization).await?))?;
    let items: Vec<_> = users
        .iter()
        .map(|(organization, user)| json!({"organization": organization.name, "user": user}))
        .collect();
    output.answer(&json!({ "items": items }), || {
        let row = |(organization, user): &(contract::identity::Organization, contract::identity::User)| {
            let state = if user.active { "" } else { "switched off" };
            vec![
                organization.name.clone(),
                user.email.clone(),
                user.name.clone(),
                user.role.clone(),
                state.to_owned(),
            ]
        };
        table(&users.iter().map(row).collect::<Vec<_>>())
    })?;
    Ok(Exit::Done)
}

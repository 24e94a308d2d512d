use backend::settings::{LostSecret, Secret, forget_lost_secrets, lost_secrets, rotate};
use serde_json::json;

use super::database::with_app;
use crate::{
    cli::Keys,
    config::Settings,
    exit::{Exit, Stop},
    output::{Output, secret_line, table},
};

/// Changes the encryption key, or gives up what a lost one had encrypted.
pub fn run(settings: &Settings, output: Output, what: &Keys) -> Result<Exit, Stop> {
    match what {
        Keys::Rotate { new_key_stdin } => change(settings, output, *new_key_stdin),
        Keys::Forget { name: None, organization: None } => explain(settings, output),
        Keys::Forget { name, organization } => {
            forget(settings, output, name.as_deref(), organization.as_deref())
        }
    }
}

/// Seals every stored secret under a new encryption key. Cut off at any point, it can simply be run again.
fn change(settings: &Settings, output: Output, new_key_stdin: bool) -> Result<Exit, Stop> {
    let new = if new_key_stdin { Some(Secret::new(secret_line("key")?)) } else { None };
    let done = with_app(settings, async |app| Ok(rotate(&app, new).await?))?;
    output.answer(&done, || {
        let place = if done.in_file {
            "It is in the data folder; keep a copy apart from the backups. Restart the server."
        } else {
            "Set it as DATABASE_ENCRYPTION_KEY and restart the server."
        };
        format!("{} secrets are sealed under the key {}. {place}", done.resealed, done.key_id)
    })?;
    Ok(Exit::Done)
}

/// Says what is lost and what to do about it; removes nothing.
fn explain(settings: &Settings, output: Output) -> Result<Exit, Stop> {
    let lost = with_app(settings, async |app| Ok(lost_secrets(&app).await?))?;
    output.answer(&json!({ "lost": lost, "removed": [] }), || {
        if lost.is_empty() {
            return "Every stored secret can be opened. There is nothing to forget.".to_owned();
        }
        format!(
            "These secrets can't be opened: the key that encrypted them is not at hand.\n\n{}\n\n\
             If you still have that key, put it back into the data folder or DATABASE_ENCRYPTION_KEY: nothing is lost \
             then.\nIf it is gone, remove them with `chatterfix keys forget NAME` or `chatterfix keys forget \
             --organization NAME`,\nstart the server, and enter them again in the settings. Nothing was removed now.",
            shown(&lost)
        )
    })?;
    Ok(if lost.is_empty() { Exit::Done } else { Exit::Found })
}

/// Removes what is lost, as far as it is named.
fn forget(
    settings: &Settings,
    output: Output,
    name: Option<&str>,
    organization: Option<&str>,
) -> Result<Exit, Stop> {
    let removed = with_app(settings, async |app| {
        let removed = forget_lost_secrets(&app, name, organization).await?;
        if removed.is_empty() {
            return Err(Stop::refused(
                "nothing that is lost goes by that; secrets that can be opened are removed in the settings",
            ));
        }
        Ok(removed)
    })?;
    output.answer(&json!({ "removed": removed }), || {
        format!("Removed:\n\n{}\n\nStart the server and enter them again in the settings.", shown(&removed))
    })?;
    Ok(Exit::Done)
}

fn shown(secrets: &[LostSecret]) -> String {
    let row = |secret: &LostSecret| {
        vec![
            secret.organization.clone(),
            secret.name.clone(),
            format!("…{}", secret.last_four),
            format!("stored {}", secret.updated_at.strftime("%Y-%m-%d")),
            format!("key {}", secret.key_id),
        ]
    };
    table(&secrets.iter().map(row).collect::<Vec<_>>())
}

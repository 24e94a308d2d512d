use backend::settings::{Secret, forget, rotate};
use contract::events::{Actor, ActorKind};

use super::database::with_app;
use crate::{
    cli::Keys,
    config::Settings,
    exit::{Exit, Stop},
    output::{Output, secret_line},
};

/// Seals every stored secret under a new encryption key, or removes those whose key was lost.
pub fn run(settings: &Settings, output: Output, what: &Keys) -> Result<Exit, Stop> {
    match what {
        Keys::Rotate { new_key_stdin } => change(settings, output, *new_key_stdin),
        Keys::Forget => give_up(settings, output),
    }
}

/// Cut off at any point, it can simply be run again.
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

fn give_up(settings: &Settings, output: Output) -> Result<Exit, Stop> {
    let actor = Actor { kind: ActorKind::CommandLine, user_id: None, name: "Command line".to_owned() };
    let done = with_app(settings, async |app| Ok(forget(&app, actor).await?))?;
    output.answer(&done, || match done.removed {
        0 => "Every stored secret can be opened, so none was removed.".to_owned(),
        1 => "1 secret that could not be opened was removed. Enter it again in the settings.".to_owned(),
        count => {
            format!(
                "{count} secrets that could not be opened were removed. Enter them again in the settings."
            )
        }
    })?;
    Ok(Exit::Done)
}

use backend::settings::{Secret, rotate};

use super::database::with_app;
use crate::{
    cli::Keys,
    config::Settings,
    exit::{Exit, Stop},
    output::{Output, secret_line},
};

/// Seals every stored secret under a new encryption key. Cut off at any point, it can simply be run again.
pub fn run(settings: &Settings, output: Output, what: &Keys) -> Result<Exit, Stop> {
    let Keys::Rotate { new_key_stdin } = what;
    let new = if *new_key_stdin { Some(Secret::new(secret_line("key")?)) } else { None };
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

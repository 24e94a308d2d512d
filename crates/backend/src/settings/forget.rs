//! Secrets that can't be opened any more, because the key that sealed them is lost: which they are, and removing them, so
//! that the server starts again and they can be entered anew. What can still be opened is never removed here.

use contract::{
    events::{Actor, ActorKind},
    settings::AiProvider,
};
use jiff::Timestamp;
use kernel::{Code, OrganizationId, Problem};
use serde::Serialize;

use super::{
    key_file::KeyFiles,
    keyring::Key,
    keys::{identity, shown},
    store,
};
use crate::{App, check::key};

/// A stored secret that no key at hand opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LostSecret {
    /// The organisation that stored it.
    #[serde(skip)]
    pub organization_id: OrganizationId,
    /// That organisation's name.
    pub organization: String,
    /// What it is for: `anthropic`.
    pub name: String,
    /// Name of the key that sealed it.
    pub key_id: String,
    /// Its last four characters, by which people know it.
    pub last_four: String,
    /// When it was stored.
    pub updated_at: Timestamp,
}

/// The secrets that no key at hand opens. Unlike at start, a key that is missing is no failure.
pub async fn lost_secrets(app: &App) -> Result<Vec<LostSecret>, Problem> {
    let files = KeyFiles::new(&app.config().data_dir);
    let mut keys = files.read_old()?;
    keys.extend(files.read_next()?);
    keys.extend(files.read_current()?);
    if let Some(given) = &app.config().encryption_key {
        keys.push(Key::parse(given.reveal()).ok_or_else(|| {
            Problem::new(
                Code::Unavailable,
                "DATABASE_ENCRYPTION_KEY is not a key. Mend it first: with the right one nothing may be lost.",
            )
        })?);
    }
    let at_hand: Vec<String> = keys.iter().map(Key::id).collect();
    let mut all = app.db().read(store::all_secrets).await?;
    all.retain(|secret| !at_hand.contains(&secret.key_id));
    Ok(all)
}

/// Removes those of the lost secrets that have this name or belong to this organisation, each recorded in its
/// organisation's history. Answers what was removed.
pub async fn forget_lost_secrets(
    app: &App,
    name: Option<&str>,
    organization: Option<&str>,
) -> Result<Vec<LostSecret>, Problem> {
    let mut lost = lost_secrets(app).await?;
    lost.retain(|secret| {
        name.is_none_or(|name| secret.name == name)
            && organization.is_none_or(|owner| key(&secret.organization) == key(owner))
    });
    for secret in &lost {
        let (inner, name) = (app.clone(), secret.name.clone());
        let actor = Actor { kind: ActorKind::CommandLine, user_id: None, name: "Command line".to_owned() };
        let organization = secret.organization_id;
        app.change_as(organization, actor, move |change| {
            let stored = store::secrets(change)?.into_iter().find(|one| one.name == name);
            store::delete_secret(change, &name)?;
            let provider = AiProvider::REMOTE.into_iter().find(|provider| provider.name() == name);
            let (Some(stored), Some(provider)) = (stored, provider) else { return Ok(()) };
            let (before, after) = (shown(&inner, provider, Some(&stored)), shown(&inner, provider, None));
            let reason = Some("The key that it was encrypted with is lost.");
            change.happened(
                "provider_key",
                identity(organization, provider),
                1,
                "deleted",
                &before,
                &after,
                reason,
            )
        })
        .await?;
    }
    Ok(lost)
}

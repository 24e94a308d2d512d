use axum::{extract::State, http::Uri};
use contract::{
    permissions::{ManageSettings, ViewSettings},
    settings::{AiProvider, KeySource, ProviderKey, ProviderKeyInput},
};
use kernel::{Id, OrganizationId, Page, Problem};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use web::{Answer, Body, Can, Path, Reply};

use super::{
    keyring::Secret,
    store::{self, Hint, StoredSecret},
    unlock,
};
use crate::{App, check::Check};

/// What is sealed: the key and the address to use it at.
#[derive(Serialize, Deserialize)]
struct Kept {
    key: String,
    base_url: Option<String>,
}

/// What is needed to ask a provider.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The key.
    pub key: Secret,
    /// Address to ask instead of the provider's own.
    pub base_url: Option<Secret>,
    /// Where the key comes from.
    pub source: KeySource,
}

/// The key that counts for a provider now: the stored one, or else the environment's.
pub async fn credentials(
    app: &App,
    organization: OrganizationId,
    provider: AiProvider,
) -> Result<Option<Credentials>, Problem> {
    let stored = app.read_as(organization, store::secrets).await?;
    if let Some(found) = stored.into_iter().find(|secret| secret.name == provider.name()) {
        let mut opened = unlock::keyring(app).await?.open(organization, &found.name, &found.sealed)?;
        if opened.is_none() {
            // Another process has changed the key since it was read here.
            opened = unlock::unlock(app).await?.open(organization, &found.name, &found.sealed)?;
        }
        let opened = opened.ok_or_else(|| Problem::internal("the key of a stored secret is not at hand"))?;
        let kept: Kept = serde_json::from_str(opened.reveal()).map_err(Problem::internal)?;
        return Ok(Some(Credentials {
            key: Secret::new(kept.key),
            base_url: kept.base_url.map(Secret::new),
            source: KeySource::Settings,
        }));
    }
    let environment = app.config().provider_keys.iter().find(|(name, _)| *name == provider);
    Ok(environment.map(|(_, key)| Credentials {
        key: key.clone(),
        base_url: None,
        source: KeySource::Environment,
    }))
}

pub(super) fn shown(app: &App, provider: AiProvider, stored: Option<&StoredSecret>) -> ProviderKey {
    let environment = app.config().provider_keys.iter().find(|(name, _)| *name == provider);
    let nothing = ProviderKey {
        provider,
        source: KeySource::None,
        last_four: None,
        base_url_host: None,
        updated_at: None,
        updated_by_name: None,
    };
    match (stored, environment) {
        (Some(stored), _) => ProviderKey {
            source: KeySource::Settings,
            last_four: Some(stored.hint.last_four.clone()),
            base_url_host: stored.hint.base_url_host.clone(),
            updated_at: Some(stored.updated_at),
            updated_by_name: Some(stored.updated_by_name.clone()),
            ..nothing
        },
        (None, Some((_, key))) => {
            ProviderKey { source: KeySource::Environment, last_four: Some(key.last_four()), ..nothing }
        }
        (None, None) => nothing,
    }
}

/// List the providers and where their keys come from. The keys themselves are never sent.
#[utoipa::path(get, path = "/settings/keys", tag = "settings", operation_id = "list_provider_keys",
    responses((status = 200, body = Page<ProviderKey>)))]
pub(super) async fn list_provider_keys(can: Can<ViewSettings>, State(app): State<App>) -> Reply {
    let stored = app.read(&can, store::secrets).await?;
    let items = AiProvider::REMOTE
        .into_iter()
        .map(|provider| shown(&app, provider, stored.iter().find(|secret| secret.name == provider.name())))
        .collect();
    Ok(Answer::ok(&Page { items, next: None })?)
}

/// Store a provider's key in place of the one before. It is kept encrypted and counts at once.
#[utoipa::path(put, path = "/settings/keys/{provider}", tag = "settings", operation_id = "replace_provider_key",
    params(("provider" = AiProvider, Path)), request_body = ProviderKeyInput,
    responses((status = 200, body = ProviderKey)))]
pub(super) async fn replace_provider_key(
    can: Can<ManageSettings>,
    State(app): State<App>,
    Path(provider): Path<AiProvider>,
    Body(input): Body<ProviderKeyInput>,
) -> Reply {
    remote(provider)?;
    let host = checked(provider, &input)?;
    let key = Secret::new(input.key.trim());
    let hint = Hint { last_four: key.last_four(), base_url_host: host };
    let kept = Kept {
        key: key.reveal().to_owned(),
        base_url: input.base_url.map(|url| url.trim().to_owned()).filter(|url| !url.is_empty()),
    };
    let kept = Secret::new(serde_json::to_string(&kept).map_err(Problem::internal)?);
    let ring = unlock::unlock(&app).await?;
    let (organization, entropy, inner) = (can.organization, app.entropy().clone(), app.clone());
    app.change(&can, move |change| {
        let stored = StoredSecret {
            name: provider.name().to_owned(),
            sealed: ring.seal(organization, provider.name(), &kept, entropy.bytes())?,
            hint: hint.clone(),
            updated_at: change.now(),
            updated_by_name: change.actor().name.clone(),
        };
        let before = store::secrets(change)?.into_iter().find(|secret| secret.name == provider.name());
        let before = shown(&inner, provider, before.as_ref());
        let after = shown(&inner, provider, Some(&stored));
        store::save_secret(change, &stored, &ring.current().id())?;
        change.happened(
            "provider_key",
            identity(organization, provider),
            1,
            "stored",
            &before,
            &after,
            None,
        )?;
        Answer::ok(&after)
    })
    .await
}

/// Forget a provider's stored key; the environment's counts again, if there is one.
#[utoipa::path(delete, path = "/settings/keys/{provider}", tag = "settings", operation_id = "delete_provider_key",
    params(("provider" = AiProvider, Path)), responses((status = 204)))]
pub(super) async fn delete_provider_key(
    can: Can<ManageSettings>,
    State(app): State<App>,
    Path(provider): Path<AiProvider>,
) -> Reply {
    remote(provider)?;
    let (organization, inner) = (can.organization, app.clone());
    app.change(&can, move |change| {
        let stored = store::secrets(change)?.into_iter().find(|secret| secret.name == provider.name());
        let stored = stored.ok_or_else(|| Problem::not_found("A stored key of this provider"))?;
        let (before, after) = (shown(&inner, provider, Some(&stored)), shown(&inner, provider, None));
        store::delete_secret(change, provider.name())?;
        change.happened(
            "provider_key",
            identity(organization, provider),
            1,
            "deleted",
            &before,
            &after,
            None,
        )?;
        Ok(Answer::done())
    })
    .await
}

fn remote(provider: AiProvider) -> Result<(), Problem> {
    if provider == AiProvider::Local {
        return Err(Problem::not_found("A key of the local models"));
    }
    Ok(())
}

/// The history of a provider's key goes by an identity that follows from both names.
pub(super) fn identity(organization: OrganizationId, provider: AiProvider) -> Id<()> {
    let mut hash = Sha256::new();
    hash.update(organization.uuid().as_bytes());
    hash.update(provider.name());
    let digest: [u8; 32] = hash.finalize().into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Id::new(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// Checks the key and the address, and answers the address's host.
fn checked(provider: AiProvider, input: &ProviderKeyInput) -> Result<Option<String>, Problem> {
    let mut check = Check::default();
    let key = input.key.trim();
    if !(8..=512).contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        check.wrong("key", "must be 8 to 512 characters without blanks, as the provider gave it");
    }
    let mut host = None;
    match input.base_url.as_deref().map(str::trim).filter(|url| !url.is_empty()) {
        Some(url) => {
            let parsed: Option<Uri> = url.parse().ok();
            host = parsed
                .filter(|uri| matches!(uri.scheme_str(), Some("https" | "http")) && url.len() <= 500)
                .and_then(|uri| uri.host().map(ToOwned::to_owned));
            if host.is_none() {
                check.wrong("base_url", "must be an address like https://models.plant.example/v1");
            }
        }
        None if provider == AiProvider::Custom => {
            check.wrong("base_url", "is needed for a server of your own");
        }
        None => {}
    }
    check.finish()?;
    Ok(host)
}

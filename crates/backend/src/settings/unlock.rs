//! Which key opens the stored secrets: found at start, and changed by rotation.

use std::sync::Arc;

use kernel::{Code, Problem};
use serde::Serialize;

use super::{
    key_file::KeyFiles,
    keyring::{Key, Keyring, Secret},
    store,
};
use crate::App;

/// Finds the encryption key and checks that it opens what is stored. The program calls this at start and refuses to
/// go on when it fails: a lost key is explained, never replaced by another.
pub async fn unlock(app: &App) -> Result<Arc<Keyring>, Problem> {
    let needed = app.db().read(store::key_ids).await?;
    let files = KeyFiles::new(&app.config().data_dir);
    let mut others = files.read_old()?;
    others.extend(files.read_next()?);
    let current = if let Some(given) = &app.config().encryption_key {
        others.extend(files.read_current()?);
        Key::parse(given.reveal()).ok_or_else(|| {
            Problem::new(
                Code::Unavailable,
                "DATABASE_ENCRYPTION_KEY must be 32 bytes, as 64 hexadecimal digits or in base64. \
                 Make one with: openssl rand -hex 32",
            )
        })?
    } else if let Some(key) = files.read_current()? {
        key
    } else if needed.is_empty() {
        files.make_current(&Key::new(app.entropy().bytes()))?
    } else {
        return Err(Problem::new(
            Code::Unavailable,
            format!(
                "The database holds encrypted secrets, but the key that opens them is missing: {} is not there and \
                 DATABASE_ENCRYPTION_KEY is not set. Put the key file back from where the data directory was \
                 kept. If it is lost, the secrets are too: remove them with `chatterfix keys forget` and enter \
                 them again. No new key was made.",
                files.current().display()
            ),
        ));
    };
    let ring = Arc::new(Keyring::new(current, others));
    if let Some(missing) = needed.iter().find(|id| !ring.has(id)) {
        return Err(Problem::new(
            Code::Unavailable,
            format!(
                "The database holds secrets that were encrypted with the key {missing}, but the key at hand is {}. \
                 Start with the key that belongs to this database: in {} or in DATABASE_ENCRYPTION_KEY. If it is lost, \
                 `chatterfix keys forget` shows and removes what it had encrypted.",
                ring.current().id(),
                files.current().display()
            ),
        ));
    }
    app.keep_keyring(ring.clone());
    Ok(ring)
}

/// The keyring, found when it is first needed.
pub(super) async fn keyring(app: &App) -> Result<Arc<Keyring>, Problem> {
    match app.keyring() {
        Some(ring) => Ok(ring),
        None => unlock(app).await,
    }
}

/// What changing the key did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rotation {
    /// Name of the key that seals from now on.
    pub key_id: String,
    /// How many secrets were sealed anew.
    pub resealed: usize,
    /// Whether the key stands in a file, or must be given as `DATABASE_ENCRYPTION_KEY` from now on.
    pub in_file: bool,
}

/// Seals every secret under a new key, all in one transaction. Cut off at any point it can simply be run again:
/// the new key is written before anything is sealed with it, and the old one is kept. Without `new` a key is made;
/// where the key comes from the environment, `new` must be given, and set there afterwards.
pub async fn rotate(app: &App, new: Option<Secret>) -> Result<Rotation, Problem> {
    let ring = unlock(app).await?;
    let files = KeyFiles::new(&app.config().data_dir);
    let in_file = app.config().encryption_key.is_none();
    let given = new
        .map(|text| {
            Key::parse(text.reveal()).ok_or_else(|| {
                Problem::field("new_key", "must be 32 bytes, as 64 hexadecimal digits or in base64")
            })
        })
        .transpose()?;
    let next = match (in_file, given) {
        (true, given) => files.make_next(&given.unwrap_or_else(|| Key::new(app.entropy().bytes())))?,
        (false, Some(given)) => given,
        (false, None) => {
            return Err(Problem::field(
                "new_key",
                "is needed, because the key comes from DATABASE_ENCRYPTION_KEY; make one with: openssl rand -hex 32",
            ));
        }
    };
    let mut opening = vec![ring.current().clone()];
    opening.extend(files.read_old()?);
    let both = Arc::new(Keyring::new(next, opening));
    let (sealing, entropy) = (both.clone(), app.entropy().clone());
    let resealed = app
        .db()
        .write(move |conn| {
            let stale = store::sealed_otherwise(conn, &sealing.current().id())?;
            for (organization, name, sealed) in &stale {
                let secret = sealing.open(*organization, name, sealed)?.ok_or_else(|| {
                    Problem::internal(format!("the secret {name} was sealed with a key that is not at hand"))
                })?;
                let sealed = sealing.seal(*organization, name, &secret, entropy.bytes())?;
                store::reseal(conn, *organization, name, &sealed, &sealing.current().id())?;
            }
            Ok::<_, Problem>(stale.len())
        })
        .await?;
    if in_file && ring.current().id() != both.current().id() {
        files.promote_next(ring.current())?;
    }
    let key_id = both.current().id();
    app.keep_keyring(both);
    Ok(Rotation { key_id, resealed, in_file })
}

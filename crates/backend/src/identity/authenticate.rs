use contract::permissions::Scope;
use jiff::SignedDuration;
use kernel::{Code, Problem};
use sha2::{Digest, Sha256};
use web::{Authenticate, Authenticated, Caller, Credentials, Via};

use super::store;
use crate::App;

/// Signs requests in by the tables of this role.
pub(crate) struct SessionAuthenticator(pub App);

/// The hash under which a secret is kept.
pub(super) fn secret_hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

impl Authenticate for SessionAuthenticator {
    fn authenticate(&self, credentials: Credentials) -> Authenticated<'_> {
        Box::pin(async move {
            let now = self.0.clock().now();
            let (secret, by_session) = match credentials {
                Credentials::Session(secret) => (secret, true),
                Credentials::Token(secret) => (secret, false),
            };
            let hash = secret_hash(&secret);
            let key = hash.clone();
            let found = self.0.db().read(move |conn| {
                let found = if by_session {
                    store::session_by_hash(conn, &key, now)?
                } else {
                    store::token_by_hash(conn, &key, now)?
                };
                let Some(mut found) = found else { return Ok(None) };
                if let Some(only) = &found.only {
                    found.grants.retain(|permission, _| only.contains(permission));
                }
                let narrow = found.grants.values().any(|scope| matches!(scope, Scope::Team | Scope::Site));
                let (teams, sites) = if narrow {
                    store::memberships(conn, found.organization, found.user)?
                } else {
                    (Vec::new(), Vec::new())
                };
                Ok::<_, Problem>(Some((found, teams, sites)))
            });
            let (found, teams, sites) = found.await?.ok_or_else(|| {
                Problem::new(
                    Code::Unauthenticated,
                    if by_session {
                        "Your sign-in has ended. Please sign in again."
                    } else {
                        "This token does not work (any more)."
                    },
                )
            })?;
            if found.seen_at.is_none_or(|seen| now.duration_since(seen) > SignedDuration::from_mins(5)) {
                self.touch(hash, by_session, now);
            }
            let via = if by_session { Via::Session(found.id.into()) } else { Via::Token(found.id.into()) };
            Ok(Caller {
                organization: found.organization,
                user: found.user,
                name: found.name,
                grants: found.grants,
                teams,
                sites,
                via,
                now,
            })
        })
    }
}

impl SessionAuthenticator {
    /// Notes the visit without holding the request up.
    fn touch(&self, hash: Vec<u8>, by_session: bool, now: jiff::Timestamp) {
        let app = self.0.clone();
        tokio::spawn(async move {
            let touched: Result<(), Problem> = app
                .db()
                .write(move |conn| {
                    if by_session {
                        store::touch_session(conn, &hash, now)
                    } else {
                        store::touch_token(conn, &hash, now)
                    }
                })
                .await;
            if let Err(problem) = touched {
                tracing::debug!(%problem, "the visit was not noted");
            }
        });
    }
}

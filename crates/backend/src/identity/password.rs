use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash,
};
use kernel::{Entropy, Problem};
use tokio::sync::Semaphore;

/// Hashes passwords with Argon2id (19 MiB, two passes, one lane: OWASP's first recommendation), two at a time so
/// that a crowd at the door does not take all memory.
#[derive(Clone, Debug)]
pub(crate) struct Passwords {
    entropy: Entropy,
    places: Arc<Semaphore>,
}

impl Passwords {
    pub(crate) fn new(entropy: Entropy) -> Self {
        Self { entropy, places: Arc::new(Semaphore::new(2)) }
    }

    /// The PHC string to store.
    pub(crate) async fn hash(&self, password: String) -> Result<String, Problem> {
        let salt: [u8; 16] = self.entropy.bytes();
        self.work(move || {
            argon2()
                .hash_password_with_salt(password.as_bytes(), &salt)
                .map(|hash| hash.to_string())
                .map_err(|error| Problem::internal(error.to_string()))
        })
        .await?
    }

    /// Whether the password is the one hashed. Without a hash it takes as long and says no, so that the time
    /// does not tell whether an account exists.
    pub(crate) async fn matches(&self, password: String, hash: Option<String>) -> Result<bool, Problem> {
        const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        self.work(move || {
            let same = PasswordHash::new(&hash)
                .is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok());
            same && known
        })
        .await
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let _place = self.places.acquire().await.map_err(Problem::internal)?;
        tokio::task::spawn_blocking(work).await.map_err(Problem::internal)
    }
}

fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19_456, 2, 1, None).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_knows_its_password_and_no_other() {
        let passwords = Passwords::new(Entropy::seeded(1));
        let hash = passwords.hash("correct horse".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.matches("correct horse".into(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.matches("correct house".into(), Some(hash)).await.unwrap());
        assert!(!passwords.matches("anything".into(), None).await.unwrap());
    }
}

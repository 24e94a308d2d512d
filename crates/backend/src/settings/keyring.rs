//! The keys that seal stored secrets. A sealed secret names its key, so several keys can be at hand while they are
//! being changed. Sealing is XChaCha20-Poly1305; the organisation and the secret's name are bound in, so that a
//! value moved to another place does not open.

use std::fmt;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305,
    aead::{Aead, Payload},
};
use kernel::{OrganizationId, Problem};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// A text that is kept out of logs and cleared from memory.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Keeps a text secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Its last four characters, which may be shown.
    pub fn last_four(&self) -> String {
        let length = self.0.chars().count();
        self.0.chars().skip(length.saturating_sub(4)).collect()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

const KEY_BYTES: usize = 32;
const ID_BYTES: usize = 8;
const NONCE_BYTES: usize = 24;
/// First byte of a sealed secret: which layout follows.
const LAYOUT: u8 = 1;

/// One key of 256 bits.
#[derive(Clone)]
pub struct Key {
    bytes: Zeroizing<[u8; KEY_BYTES]>,
    id: [u8; ID_BYTES],
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.id())
    }
}

impl Key {
    /// A key from its bytes.
    pub fn new(bytes: [u8; KEY_BYTES]) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"chatterfix key id\0");
        hash.update(bytes);
        let digest: [u8; 32] = hash.finalize().into();
        let mut id = [0; ID_BYTES];
        id.copy_from_slice(&digest[..ID_BYTES]);
        Self { bytes: Zeroizing::new(bytes), id }
    }

    /// Reads 64 hexadecimal digits, or 32 bytes in base64 with either alphabet.
    pub fn parse(text: &str) -> Option<Self> {
        use base64::{
            Engine,
            engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
        };
        let text = text.trim();
        let bytes = if text.len() == 64 {
            text.as_bytes()
                .chunks(2)
                .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
                .collect::<Option<Vec<u8>>>()
        } else {
            let bare = text.trim_end_matches('=');
            STANDARD_NO_PAD.decode(bare).or_else(|_| URL_SAFE_NO_PAD.decode(bare)).ok()
        };
        bytes.and_then(|bytes| <[u8; KEY_BYTES]>::try_from(bytes).ok()).map(Self::new)
    }

    /// As [`Key::parse`] reads it: 64 hexadecimal digits.
    pub fn text(&self) -> Secret {
        Secret::new(hexadecimal(&self.bytes[..]))
    }

    /// Its public name, 16 hexadecimal digits.
    pub fn id(&self) -> String {
        hexadecimal(&self.id)
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The key that seals, and all that open.
#[derive(Clone, Debug)]
pub struct Keyring {
    current: Key,
    others: Vec<Key>,
}

impl Keyring {
    /// A ring that seals with `current` and also opens with `others`.
    pub const fn new(current: Key, others: Vec<Key>) -> Self {
        Self { current, others }
    }

    /// The key that seals.
    pub const fn current(&self) -> &Key {
        &self.current
    }

    /// Whether a secret sealed with this key can be opened.
    pub fn has(&self, id: &str) -> bool {
        self.keys().any(|key| key.id() == id)
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.current).chain(&self.others)
    }

    /// Seals a secret under its organisation and name; the nonce must be random.
    pub fn seal(
        &self,
        organization: OrganizationId,
        name: &str,
        secret: &Secret,
        nonce: [u8; NONCE_BYTES],
    ) -> Result<Vec<u8>, Problem> {
        let cipher = XChaCha20Poly1305::new(&(*self.current.bytes).into());
        let payload = Payload { msg: secret.reveal().as_bytes(), aad: &place(organization, name) };
        let sealed = cipher
            .encrypt(&nonce.into(), payload)
            .map_err(|_| Problem::internal("a secret could not be sealed"))?;
        Ok([&[LAYOUT][..], &self.current.id, &nonce, &sealed].concat())
    }

    /// Opens a sealed secret; nothing when it was sealed with a key that is not here.
    pub fn open(
        &self,
        organization: OrganizationId,
        name: &str,
        sealed: &[u8],
    ) -> Result<Option<Secret>, Problem> {
        let damaged = || Problem::internal(format!("the stored secret {name} is damaged"));
        let [LAYOUT, rest @ ..] = sealed else { return Err(damaged()) };
        let (id, rest) = rest.split_at_checked(ID_BYTES).ok_or_else(damaged)?;
        let (nonce, text) = rest.split_at_checked(NONCE_BYTES).ok_or_else(damaged)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| damaged())?;
        let Some(key) = self.keys().find(|key| key.id == id) else { return Ok(None) };
        let cipher = XChaCha20Poly1305::new(&(*key.bytes).into());
        let payload = Payload { msg: text, aad: &place(organization, name) };
        let opened = cipher.decrypt(&nonce.into(), payload).map_err(|_| damaged())?;
        let text = String::from_utf8(opened).map_err(|_| damaged())?;
        Ok(Some(Secret::new(text)))
    }
}

/// What a sealed secret is bound to.
fn place(organization: OrganizationId, name: &str) -> Vec<u8> {
    [b"chatterfix secret\0", &organization.uuid().as_bytes()[..], name.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organization(last: u8) -> OrganizationId {
        let mut bytes = [0; 16];
        bytes[15] = last;
        OrganizationId::new(uuid::Uuid::from_bytes(bytes))
    }

    #[test]
    fn a_secret_opens_only_in_its_place_with_its_key_and_unchanged() {
        let ring = Keyring::new(Key::new([7; 32]), Vec::new());
        let mut sealed = ring.seal(organization(1), "openai", &Secret::new("sk-secret"), [3; 24]).unwrap();
        assert!(!sealed.windows(9).any(|part| part == b"sk-secret"));
        let opened = ring.open(organization(1), "openai", &sealed).unwrap().unwrap();
        assert_eq!(opened.reveal(), "sk-secret");
        assert!(ring.open(organization(2), "openai", &sealed).is_err());
        assert!(ring.open(organization(1), "xai", &sealed).is_err());
        let other = Keyring::new(Key::new([8; 32]), Vec::new());
        assert_eq!(other.open(organization(1), "openai", &sealed).unwrap(), None);
        let both = Keyring::new(Key::new([8; 32]), vec![Key::new([7; 32])]);
        assert!(both.open(organization(1), "openai", &sealed).unwrap().is_some());
        let last = sealed.len() - 1;
        sealed[last] ^= 1;
        assert!(ring.open(organization(1), "openai", &sealed).is_err());
        assert!(ring.open(organization(1), "openai", &sealed[..5]).is_err());
    }

    #[test]
    fn keys_are_read_in_the_forms_that_people_make_them() {
        let key = Key::new([0xab; 32]);
        assert_eq!(Key::parse(key.text().reveal()).unwrap().id(), key.id());
        assert_eq!(Key::parse("q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=").unwrap().id(), key.id());
        assert!(Key::parse("hunter2").is_none());
        assert!(Key::parse("").is_none());
        assert_eq!(format!("{key:?} {:?}", Secret::new("x")), format!("Key({}) Secret", key.id()));
    }
}

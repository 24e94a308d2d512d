//! The arithmetic of the chain: what is hashed and how. Pure.

use kernel::OrganizationId;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// One entry as it is stored: `changes` is JSON text, byte for byte what was hashed.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub sequence: i64,
    /// Microseconds since 1970, UTC.
    pub at: i64,
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    pub actor_name: String,
    pub entity: String,
    pub entity_id: Uuid,
    pub entity_version: i64,
    pub kind: String,
    pub changes: String,
    pub reason: Option<String>,
}

/// What stands before the first entry.
pub(crate) const GENESIS: [u8; 32] = [0; 32];

/// SHA-256 over the previous hash and every field, each with its length in front so that no two entries read alike.
pub(crate) fn hash(previous: &[u8], organization: OrganizationId, link: &Link) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    part(previous);
    part(organization.uuid().as_bytes());
    part(&link.sequence.to_be_bytes());
    part(&link.at.to_be_bytes());
    part(link.actor_kind.as_bytes());
    part(link.actor_id.as_ref().map_or(&[][..], |id| id.as_bytes()));
    part(link.actor_name.as_bytes());
    part(link.entity.as_bytes());
    part(link.entity_id.as_bytes());
    part(&link.entity_version.to_be_bytes());
    part(link.kind.as_bytes());
    part(link.changes.as_bytes());
    part(&[u8::from(link.reason.is_some())]);
    part(link.reason.as_deref().unwrap_or_default().as_bytes());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Link {
        Link {
            sequence: 1,
            at: 5,
            actor_kind: "person".into(),
            actor_id: None,
            actor_name: "Ada".into(),
            entity: "site".into(),
            entity_id: Uuid::nil(),
            entity_version: 1,
            kind: "created".into(),
            changes: "[]".into(),
            reason: None,
        }
    }

    #[test]
    fn every_field_counts_and_borders_cannot_move() {
        let organization = OrganizationId::new(Uuid::nil());
        let plain = hash(&GENESIS, organization, &link());
        let changed = [
            Link { sequence: 2, ..link() },
            Link { at: 6, ..link() },
            Link { actor_name: "Ad".into(), entity: "asite".into(), ..link() },
            Link { reason: Some(String::new()), ..link() },
            Link { changes: "[ ]".into(), ..link() },
            Link { actor_id: Some(Uuid::nil()), ..link() },
        ];
        for other in changed {
            assert_ne!(hash(&GENESIS, organization, &other), plain);
        }
        assert_ne!(hash(&plain, organization, &link()), plain);
    }
}

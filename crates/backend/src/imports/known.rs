//! What is there already, by every name that a file may use for it.

use std::collections::HashMap;

use contract::imports::ImportKind;
use kernel::{AssetClassId, LocationId, Problem, SiteId, TeamId, UserId};
use uuid::Uuid;

use super::store::{self, KnownAsset};
use crate::{check::key, tenant::Tenant};

/// Records by the keys of their names.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub assets: HashMap<String, KnownAsset>,
    pub locations: HashMap<String, (LocationId, SiteId)>,
    pub sites: HashMap<String, SiteId>,
    pub users: HashMap<String, UserId>,
    pub teams: HashMap<String, TeamId>,
    pub classes: HashMap<String, AssetClassId>,
    pub parts: HashMap<String, Uuid>,
    /// What files call records of the kind that is imported.
    pub external: HashMap<String, Uuid>,
}

/// As the event log calls records of a kind.
pub(super) const fn entity(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::WorkOrders => "work_order",
        ImportKind::Assets => "asset",
        ImportKind::Locations => "location",
        ImportKind::Parts => "part",
        ImportKind::Users => "user",
    }
}

impl Known {
    /// Reads what a file of this kind may name.
    pub fn load(tenant: &mut Tenant<'_, '_>, kind: ImportKind) -> Result<Self, Problem> {
        let mut known = Self { external: store::external(tenant, entity(kind))?, ..Self::default() };
        match kind {
            ImportKind::WorkOrders => {
                known.assets = store::assets(tenant)?;
                known.locations = store::locations(tenant)?;
                known.users = store::users(tenant)?;
                known.teams = store::teams(tenant)?;
            }
            ImportKind::Assets => {
                known.assets = store::assets(tenant)?;
                known.locations = store::locations(tenant)?;
                known.classes = store::classes(tenant)?;
            }
            ImportKind::Locations => {
                known.locations = store::locations(tenant)?;
                known.sites = store::sites(tenant)?;
            }
            ImportKind::Parts => known.parts = store::parts(tenant)?,
            ImportKind::Users => {
                known.users = store::users(tenant)?;
                known.teams = store::teams(tenant)?;
            }
        }
        Ok(known)
    }

    pub fn asset(&self, name: &str) -> Option<KnownAsset> {
        self.assets.get(&key(name)).copied()
    }
}

/// Assets by the keys of their names.
pub(crate) fn known_assets(tenant: &mut Tenant<'_, '_>) -> Result<HashMap<String, KnownAsset>, Problem> {
    store::assets(tenant)
}

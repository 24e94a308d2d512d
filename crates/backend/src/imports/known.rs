//! What is there already, by every name that a file may use for it.

use std::collections::{HashMap, HashSet};

use contract::imports::ImportKind;
use kernel::{AssetClassId, LocationId, Problem, SiteId, TeamId, UserId};
use uuid::Uuid;

use super::{
    stock::Stores,
    store::{self, Identity, KnownAsset},
};
use crate::{check::key, tenant::Tenant};

/// Records by the keys of their names.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub assets: HashMap<String, KnownAsset>,
    pub locations: HashMap<String, (LocationId, SiteId)>,
    pub sites: HashMap<String, SiteId>,
    pub users: HashMap<String, UserId>,
    pub teams: HashMap<String, TeamId>,
    /// Names of roles.
    pub roles: HashMap<String, String>,
    pub classes: HashMap<String, AssetClassId>,
    /// For parts: where stock can lie.
    pub stores: Stores,
    /// Records of the kind that is imported.
    pub records: Records,
}

/// Records of the kind that is imported, by what identifies them.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// What files call them.
    external: HashMap<String, Uuid>,
    by_code: HashMap<String, Uuid>,
    by_name: HashMap<String, Vec<Identity>>,
    ids: HashSet<Uuid>,
    archived: HashSet<Uuid>,
    /// Whether a file that names what is archived brings it back.
    may_return: bool,
}

/// What a row tells of where its record stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Parent {
    /// Nothing.
    #[default]
    Unsaid,
    /// At the top.
    Top,
    /// Below this record.
    Below(Uuid),
}

impl Parent {
    fn fits(self, parent: Option<Uuid>) -> bool {
        match self {
            Self::Unsaid => true,
            Self::Top => parent.is_none(),
            Self::Below(id) => parent == Some(id),
        }
    }
}

/// What a row tells of which record it means.
#[derive(Clone, Debug, Default)]
pub(super) struct Telling {
    pub external: Option<String>,
    /// Key of its code, number or e-mail address.
    pub code: Option<String>,
    /// Key of its name.
    pub name: Option<String>,
    pub parent: Parent,
    pub site: Option<Uuid>,
    /// Whether a record without a code has its name for one.
    pub name_is_code: bool,
}

impl Records {
    fn load(tenant: &mut Tenant<'_, '_>, kind: ImportKind) -> Result<Self, Problem> {
        let mut records = Self {
            external: store::external(tenant, entity(kind))?,
            may_return: kind == ImportKind::Parts,
            ..Self::default()
        };
        for one in store::identities(tenant, kind)? {
            records.ids.insert(one.id);
            if one.archived {
                records.archived.insert(one.id);
            }
            if let Some(code) = &one.code {
                records.by_code.insert(code.clone(), one.id);
            }
            if kind != ImportKind::WorkOrders && kind != ImportKind::Users {
                records.by_name.entry(one.name.clone()).or_default().push(one);
            }
        }
        Ok(records)
    }

    /// The record that files call this; our own exports call it by its identity.
    pub fn external(&self, name: &str) -> Option<Uuid> {
        let own = || name.parse().ok().filter(|id| self.ids.contains(id));
        self.external.get(name).copied().or_else(own)
    }

    /// Whether what files call it is to be kept: it is new to us.
    pub fn is_new_name(&self, name: &str, id: Uuid) -> bool {
        self.external(name) != Some(id)
    }

    pub fn is_archived(&self, id: Uuid) -> bool {
        self.archived.contains(&id)
    }

    /// The record that a row means: by what the file calls it, then by its code, then by its name in the same place.
    pub fn find(&self, row: &Telling) -> Result<Option<Uuid>, &'static str> {
        let by_external = row.external.as_ref().and_then(|name| self.external(name));
        let by_code = row.code.as_ref().and_then(|code| self.by_code.get(code).copied());
        let found = match (by_external, by_code) {
            (Some(one), Some(other)) if one != other => {
                return Err("belongs to another record than the id of the other system");
            }
            (Some(one), _) | (None, Some(one)) => Some(one),
            (None, None) if row.code.is_some() => None,
            (None, None) => self.by_name(row)?,
        };
        if !self.may_return && found.is_some_and(|id| self.archived.contains(&id)) {
            return Err("belongs to something that is archived; bring it back first");
        }
        Ok(found)
    }

    fn by_name(&self, row: &Telling) -> Result<Option<Uuid>, &'static str> {
        let Some(name) = &row.name else { return Ok(None) };
        let called = self.by_name.get(name).map(Vec::as_slice).unwrap_or_default();
        let fitting: Vec<&Identity> = called
            .iter()
            .filter(|one| row.parent.fits(one.parent))
            .filter(|one| row.site.is_none() || one.site == row.site)
            .filter(|one| !one.archived)
            .collect();
        match fitting[..] {
            [one] => Ok(Some(one.id)),
            [] if row.name_is_code => Ok(self.by_code.get(name).copied()),
            [] => Ok(None),
            _ => Err("is what several records are called; name the code or number of the one that is meant"),
        }
    }
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
        let mut known = Self { records: Records::load(tenant, kind)?, ..Self::default() };
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
            ImportKind::Parts => known.stores = Stores::load(tenant)?,
            ImportKind::Users => {
                known.users = store::users(tenant)?;
                known.teams = store::teams(tenant)?;
                known.roles = store::roles(tenant)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_means_a_record_by_its_id_then_its_code_then_its_name_in_the_same_place() {
        let id = Uuid::from_u128;
        let one = |number, code: Option<&str>, name: &str, parent: Option<u128>| Identity {
            id: id(number),
            code: code.map(ToOwned::to_owned),
            name: name.to_owned(),
            parent: parent.map(id),
            site: None,
            archived: number == 9,
        };
        let all = [
            one(1, Some("p-1"), "pump", None),
            one(2, None, "line", Some(7)),
            one(3, None, "line", Some(8)),
            one(9, Some("old"), "old", None),
        ];
        let mut records =
            Records { external: HashMap::from([("X1".to_owned(), id(1))]), ..Records::default() };
        for one in all {
            records.ids.insert(one.id);
            records.archived.extend(one.archived.then_some(one.id));
            records.by_code.extend(one.code.clone().map(|code| (code, one.id)));
            records.by_name.entry(one.name.clone()).or_default().push(one);
        }
        let row = |external: &str, code: &str, name: &str, parent: Parent| Telling {
            external: (!external.is_empty()).then(|| external.to_owned()),
            code: (!code.is_empty()).then(|| code.to_owned()),
            name: (!name.is_empty()).then(|| name.to_owned()),
            parent,
            ..Telling::default()
        };
        let find = |row: Telling| records.find(&row);
        assert_eq!(find(row("X1", "p-99", "", Parent::Unsaid)), Ok(Some(id(1))), "a new code for a known id");
        assert_eq!(find(row(&id(2).to_string(), "", "", Parent::Unsaid)), Ok(Some(id(2))), "our own export");
        assert_eq!(find(row("", "p-1", "line", Parent::Unsaid)), Ok(Some(id(1))));
        assert_eq!(find(row("", "p-2", "pump", Parent::Unsaid)), Ok(None), "a code decides");
        assert_eq!(find(row("", "", "line", Parent::Below(id(8)))), Ok(Some(id(3))));
        assert_eq!(find(row("", "", "line", Parent::Top)), Ok(None));
        assert!(find(row("", "", "line", Parent::Unsaid)).is_err(), "two are called that");
        assert!(find(row("", "old", "", Parent::Unsaid)).is_err(), "archived");
        assert!(find(row(&id(2).to_string(), "p-1", "", Parent::Unsaid)).is_err(), "two records at once");
    }
}

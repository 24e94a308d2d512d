//! Which assets a caller sees. An asset belongs to a site, not to a person: whoever holds a permission for less than the
//! whole organisation reaches the assets of their own sites and those that stand nowhere.

use contract::permissions::{Requires, Scope};
use kernel::SiteId;
use web::Can;

/// How far a caller sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// Every asset of the organisation.
    All,
    /// Assets of these sites, and those that stand nowhere.
    Sites(Vec<SiteId>),
}

impl Seen {
    /// How far the permission in a handler's signature reaches.
    pub fn by<P: Requires>(can: &Can<P>) -> Self {
        if can.reach() == Scope::All { Self::All } else { Self::Sites(can.sites.clone()) }
    }

    /// Whether it includes what stands at a site, or nowhere.
    pub fn includes(&self, site: Option<SiteId>) -> bool {
        match (self, site) {
            (Self::All, _) | (_, None) => true,
            (Self::Sites(sites), Some(site)) => sites.contains(&site),
        }
    }
}

use contract::permissions::{Grants, Permission, Scope};
use jiff::Timestamp;
use kernel::{ApiTokenId, OrganizationId, Problem, SessionId, SiteId, TeamId, UserId};

/// Who is calling, with what authority. Everything that the caller does happens inside their organisation.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The border of everything they can reach.
    pub organization: OrganizationId,
    /// The person; with a token, its owner.
    pub user: UserId,
    /// Their name, as the event log keeps it.
    pub name: String,
    /// Permissions with scopes; a token's are cut to its own list.
    pub grants: Grants,
    /// Teams of the person, for the scope `team`.
    pub teams: Vec<TeamId>,
    /// Sites of the person, for the scope `site`.
    pub sites: Vec<SiteId>,
    /// How they signed in.
    pub via: Via,
    /// When this was checked.
    pub now: Timestamp,
}

/// How a caller signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// A browser's session cookie.
    Session(SessionId),
    /// An API token.
    Token(ApiTokenId),
}

impl Caller {
    /// How far a permission reaches for this caller, or nothing.
    pub fn scope(&self, permission: Permission) -> Option<Scope> {
        self.grants.get(&permission).copied()
    }

    /// The scope, or the problem to answer with.
    pub fn require(&self, permission: Permission) -> Result<Scope, Problem> {
        self.scope(permission).ok_or_else(|| {
            Problem::forbidden(format!(
                "Your role does not include “{}”. An administrator can change that.",
                permission.description().trim_end_matches('.')
            ))
        })
    }

    /// Whether the caller may do everything that these permissions allow, at least as widely. Nobody hands out, or
    /// takes over, more authority than their own.
    pub fn covers(&self, grants: &Grants) -> bool {
        grants.iter().all(|(permission, scope)| self.scope(*permission).is_some_and(|own| own >= *scope))
    }
}

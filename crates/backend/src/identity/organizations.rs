use ::store::Conn;
use contract::{
    events::Actor,
    identity::{Organization, Role},
    permissions::BuiltInRole,
};
use jiff::Timestamp;
use kernel::{Currency, Entropy, OrganizationId, Problem, RoleId};

use super::store;
use crate::{
    App, audit,
    change::{Change, Origin},
    check::{self, Check},
    tenant::Tenant,
};

/// What a new organisation needs.
#[derive(Clone, Debug)]
pub struct NewOrganization {
    /// Name, unique in the installation.
    pub name: String,
    /// Default time zone.
    pub time_zone: String,
    /// Currency of all amounts.
    pub currency: Currency,
    /// Default language.
    pub language: String,
}

/// Makes an organisation with its built-in roles and its event chain.
pub async fn create_organization(
    app: &App,
    new: NewOrganization,
    actor: Actor,
) -> Result<Organization, Problem> {
    let (now, entropy) = (app.clock().now(), app.entropy().clone());
    app.db().write(move |conn| insert(conn, &new, &actor, now, &entropy)).await
}

/// The organisation of this name, in any case.
pub async fn find_organization(app: &App, name: &str) -> Result<Option<Organization>, Problem> {
    let name = check::key(name);
    app.db().read(move |conn| store::organization_by_name(conn, &name)).await
}

/// The same inside a transaction that is open already.
pub(super) fn insert(
    conn: &mut Conn<'_>,
    new: &NewOrganization,
    actor: &Actor,
    now: Timestamp,
    entropy: &Entropy,
) -> Result<Organization, Problem> {
    let mut check = Check::default();
    let organization = Organization {
        id: entropy.id::<kernel::OrganizationKind>(now),
        name: check.text("organization_name", &new.name, 120),
        currency: new.currency,
        time_zone: check.time_zone("time_zone", &new.time_zone),
        language: check.language("language", &new.language),
        version: 1,
    };
    check.finish()?;
    store::insert_organization(conn, &organization, &check::key(&organization.name), now)?;
    audit::start_chain(&mut Tenant::new(conn, organization.id))?;
    within(conn, organization.id, actor, now, entropy, &|change| {
        change.created("organization", organization.id, &organization)?;
        for role in BuiltInRole::ALL {
            let id: RoleId = change.id(None);
            let record = Role {
                id,
                name: role.name().to_owned(),
                built_in: true,
                permissions: role.grants(),
                version: 1,
            };
            store::insert_role(change, &record, Some(role), now)?;
            change.created("role", id, &record)?;
        }
        Ok(())
    })?;
    Ok(organization)
}

/// Runs a recorded change on a connection whose transaction is open already.
pub(super) fn within<T>(
    conn: &mut Conn<'_>,
    organization: OrganizationId,
    actor: &Actor,
    now: Timestamp,
    entropy: &Entropy,
    work: &dyn Fn(&mut Change<'_, '_>) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let origin = Origin::within(organization, actor.clone());
    let mut change = Change::new(conn, &origin, now, entropy.clone());
    change.run(&|change| work(change))
}

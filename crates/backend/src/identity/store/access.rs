//! Tables `organizations`, `roles`, `sessions`, `api_tokens` and `set_up_links`. What looks for a secret does so
//! over all organisations: the secret is what tells which one.

use contract::{
    identity::{ApiToken, Organization, Role, SessionRecord},
    permissions::{BuiltInRole, Grants, Permission},
};
use jiff::Timestamp;
use kernel::{ApiTokenId, OrganizationId, Problem, RoleId, SessionId, SiteId, TeamId, UserId};
use store::{Conn, Row, Sql};

use crate::tenant::Tenant;

/// What a secret leads to.
pub(crate) struct Found {
    pub organization: OrganizationId,
    pub user: UserId,
    pub name: String,
    pub grants: Grants,
    pub id: uuid::Uuid,
    pub seen_at: Option<Timestamp>,
    pub only: Option<Vec<Permission>>,
}

fn grants(json: &str) -> Result<Grants, Problem> {
    serde_json::from_str(json).map_err(Problem::internal)
}

/// The live session with this hash.
pub(crate) fn session_by_hash(
    conn: &mut Conn<'_>,
    hash: &[u8],
    now: Timestamp,
) -> Result<Option<Found>, Problem> {
    let sql = Sql::new(
        "SELECT u.organization_id, u.id, u.name, r.permissions, s.id, s.last_seen_at \
         FROM sessions s \
         JOIN users u ON u.organization_id = s.organization_id AND u.id = s.user_id \
         JOIN roles r ON r.organization_id = u.organization_id AND r.id = u.role_id \
         WHERE s.token_hash = ? AND s.expires_at > ? AND u.active = ?",
    )
    .bind(hash)
    .bind(now)
    .bind(true);
    conn.query_optional(&sql, |row| {
        Ok(Found {
            organization: row.get(0)?,
            user: row.get(1)?,
            name: row.get(2)?,
            grants: grants(&row.get::<String>(3)?)?,
            id: row.get(4)?,
            seen_at: row.get(5)?,
            only: None,
        })
    })
}

/// The live API token with this hash.
pub(crate) fn token_by_hash(
    conn: &mut Conn<'_>,
    hash: &[u8],
    now: Timestamp,
) -> Result<Option<Found>, Problem> {
    let sql = Sql::new(
        "SELECT u.organization_id, u.id, u.name, r.permissions, t.id, t.last_used_at, t.permissions \
         FROM api_tokens t \
         JOIN users u ON u.organization_id = t.organization_id AND u.id = t.user_id \
         JOIN roles r ON r.organization_id = u.organization_id AND r.id = u.role_id \
         WHERE t.token_hash = ? AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > ?) \
         AND u.active = ?",
    )
    .bind(hash)
    .bind(now)
    .bind(true);
    conn.query_optional(&sql, |row| {
        let only: Option<String> = row.get(6)?;
        Ok(Found {
            organization: row.get(0)?,
            user: row.get(1)?,
            name: row.get(2)?,
            grants: grants(&row.get::<String>(3)?)?,
            id: row.get(4)?,
            seen_at: row.get(5)?,
            only: only.map(|only| serde_json::from_str(&only)).transpose().map_err(Problem::internal)?,
        })
    })
}

/// Teams and sites of a person.
pub(crate) fn memberships(
    conn: &mut Conn<'_>,
    organization: OrganizationId,
    user: UserId,
) -> Result<(Vec<TeamId>, Vec<SiteId>), Problem> {
    let teams = Sql::new("SELECT team_id FROM team_members WHERE organization_id = ? AND user_id = ?")
        .bind(organization)
        .bind(user);
    let sites = Sql::new("SELECT site_id FROM site_members WHERE organization_id = ? AND user_id = ?")
        .bind(organization)
        .bind(user);
    Ok((
        conn.query(&teams, |row| Ok::<_, Problem>(row.get(0)?))?,
        conn.query(&sites, |row| Ok::<_, Problem>(row.get(0)?))?,
    ))
}

/// Notes that a session was seen.
pub(crate) fn touch_session(conn: &mut Conn<'_>, hash: &[u8], now: Timestamp) -> Result<(), Problem> {
    conn.execute(
        &Sql::new("UPDATE sessions SET last_seen_at = ? WHERE token_hash = ?").bind(now).bind(hash),
    )?;
    Ok(())
}

/// Notes that a token was used.
pub(crate) fn touch_token(conn: &mut Conn<'_>, hash: &[u8], now: Timestamp) -> Result<(), Problem> {
    conn.execute(
        &Sql::new("UPDATE api_tokens SET last_used_at = ? WHERE token_hash = ?").bind(now).bind(hash),
    )?;
    Ok(())
}

/// Deletes sessions that have ended.
pub(crate) fn forget_sessions(conn: &mut Conn<'_>, before: Timestamp) -> Result<u64, Problem> {
    Ok(conn.execute(&Sql::new("DELETE FROM sessions WHERE expires_at < ?").bind(before))?)
}

/// What stands behind an e-mail address.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub organization: OrganizationId,
    pub user: UserId,
    pub password_hash: Option<String>,
    pub active: bool,
}

/// The account behind an e-mail address.
pub(crate) fn account(conn: &mut Conn<'_>, email_key: &str) -> Result<Option<Account>, Problem> {
    let sql = Sql::new("SELECT organization_id, id, password_hash, active FROM users WHERE email_key = ?")
        .bind(email_key);
    conn.query_optional(&sql, |row| {
        Ok(Account {
            organization: row.get(0)?,
            user: row.get(1)?,
            password_hash: row.get(2)?,
            active: row.get(3)?,
        })
    })
}

/// Whether any organisation exists.
pub(crate) fn any_organization(conn: &mut Conn<'_>) -> Result<bool, Problem> {
    let count: i64 =
        conn.query_one(&Sql::new("SELECT count(*) FROM organizations"), |row| Ok::<_, Problem>(row.get(0)?))?;
    Ok(count > 0)
}

/// Replaces the set-up link.
pub(crate) fn keep_set_up_link(conn: &mut Conn<'_>, hash: &[u8], now: Timestamp) -> Result<(), Problem> {
    conn.execute(&Sql::new("DELETE FROM set_up_links"))?;
    conn.execute(
        &Sql::new("INSERT INTO set_up_links (token_hash, created_at) VALUES (?, ?)").bind(hash).bind(now),
    )?;
    Ok(())
}

/// Uses the set-up link up; `false` when there is no such link.
pub(crate) fn use_set_up_link(conn: &mut Conn<'_>, hash: &[u8]) -> Result<bool, Problem> {
    Ok(conn.execute(&Sql::new("DELETE FROM set_up_links WHERE token_hash = ?").bind(hash))? == 1)
}

const ORGANIZATION: &str = "SELECT id, name, currency, time_zone, language, version FROM organizations";

fn organization(row: &Row<'_>) -> Result<Organization, Problem> {
    Ok(Organization {
        id: row.get(0)?,
        name: row.get(1)?,
        currency: row.get::<String>(2)?.parse().map_err(Problem::internal)?,
        time_zone: row.get(3)?,
        language: row.get(4)?,
        version: row.get(5)?,
    })
}

pub(crate) fn organization_by_name(
    conn: &mut Conn<'_>,
    name_key: &str,
) -> Result<Option<Organization>, Problem> {
    let mut sql = Sql::new(ORGANIZATION);
    sql.push(" WHERE name_key = ").push_bind(name_key);
    conn.query_optional(&sql, organization)
}

pub(crate) fn list_organizations(conn: &mut Conn<'_>) -> Result<Vec<Organization>, Problem> {
    let mut sql = Sql::new(ORGANIZATION);
    sql.push(" ORDER BY name");
    conn.query(&sql, organization)
}

pub(crate) fn insert_organization(
    conn: &mut Conn<'_>,
    new: &Organization,
    name_key: &str,
    now: Timestamp,
) -> Result<(), Problem> {
    let sql = Sql::new(
        "INSERT INTO organizations (id, name, name_key, currency, time_zone, language, version, created_at, updated_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(new.id)
    .bind(&new.name)
    .bind(name_key)
    .bind(new.currency.code())
    .bind(&new.time_zone)
    .bind(&new.language)
    .bind(new.version)
    .bind(now)
    .bind(now);
    conn.execute(&sql)?;
    Ok(())
}

/// The organisation itself, inside its own border.
pub(crate) fn own_organization(tenant: &mut Tenant<'_, '_>) -> Result<Organization, Problem> {
    let sql =
        tenant.sql("SELECT id, name, currency, time_zone, language, version FROM organizations WHERE id = ?");
    tenant.query_one(&sql, organization)
}

pub(crate) fn update_organization(
    tenant: &mut Tenant<'_, '_>,
    new: &Organization,
    name_key: &str,
    now: Timestamp,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "UPDATE organizations SET name = ?, name_key = ?, time_zone = ?, language = ?, version = ?, \
              updated_at = ? WHERE id = ?",
        )
        .bind(&new.name)
        .bind(name_key)
        .bind(&new.time_zone)
        .bind(&new.language)
        .bind(new.version)
        .bind(now);
    tenant.execute(&sql)?;
    Ok(())
}

const ROLE: &str = "SELECT id, name, built_in, permissions, version FROM roles WHERE organization_id = ?";

fn role(row: &Row<'_>) -> Result<Role, Problem> {
    Ok(Role {
        id: row.get(0)?,
        name: row.get(1)?,
        built_in: row.get::<Option<String>>(2)?.is_some(),
        permissions: grants(&row.get::<String>(3)?)?,
        version: row.get(4)?,
    })
}

pub(crate) fn list_roles(tenant: &mut Tenant<'_, '_>) -> Result<Vec<Role>, Problem> {
    let mut sql = tenant.sql(ROLE);
    sql.push(" ORDER BY CASE WHEN built_in IS NULL THEN 1 ELSE 0 END, created_at, id");
    tenant.query(&sql, role)
}

pub(crate) fn find_role(tenant: &mut Tenant<'_, '_>, id: RoleId) -> Result<Role, Problem> {
    let mut sql = tenant.sql(ROLE);
    sql.push(" AND id = ").push_bind(id);
    tenant.query_optional(&sql, role)?.ok_or_else(|| Problem::not_found("This role"))
}

pub(crate) fn role_by_name(tenant: &mut Tenant<'_, '_>, name: &str) -> Result<Option<Role>, Problem> {
    let mut sql = tenant.sql(ROLE);
    sql.push(" AND name_key = ").push_bind(crate::check::key(name));
    tenant.query_optional(&sql, role)
}

pub(crate) fn insert_role(
    tenant: &mut Tenant<'_, '_>,
    new: &Role,
    built_in: Option<BuiltInRole>,
    now: Timestamp,
) -> Result<(), Problem> {
    let sql = tenant
        .sql("INSERT INTO roles (organization_id, id, name, name_key, built_in, permissions, version, created_at, \
              updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(new.id)
        .bind(&new.name)
        .bind(crate::check::key(&new.name))
        .bind(built_in.map(BuiltInRole::name))
        .bind(serde_json::to_string(&new.permissions).map_err(Problem::internal)?)
        .bind(new.version)
        .bind(now)
        .bind(now);
    tenant.execute(&sql)?;
    Ok(())
}

pub(crate) fn update_role(tenant: &mut Tenant<'_, '_>, new: &Role, now: Timestamp) -> Result<(), Problem> {
    let permissions = serde_json::to_string(&new.permissions).map_err(Problem::internal)?;
    let sql = tenant
        .sql(
            "UPDATE roles SET name = ?, name_key = ?, permissions = ?, version = ?, updated_at = ? \
              WHERE organization_id = ? AND id = ?",
        )
        .bind(&new.name)
        .bind(crate::check::key(&new.name))
        .bind(permissions)
        .bind(new.version)
        .bind(now)
        .bind(new.id);
    tenant.execute(&sql)?;
    Ok(())
}

pub(crate) fn delete_role(tenant: &mut Tenant<'_, '_>, id: RoleId) -> Result<(), Problem> {
    let sql = tenant.sql("DELETE FROM roles WHERE organization_id = ? AND id = ?").bind(id);
    tenant.execute(&sql)?;
    Ok(())
}

/// A session to be kept: only the hash of its secret.
pub(crate) struct NewSession {
    pub id: SessionId,
    pub hash: Vec<u8>,
    pub user: UserId,
    pub user_agent: Option<String>,
    pub expires_at: Timestamp,
}

pub(crate) fn insert_session(
    tenant: &mut Tenant<'_, '_>,
    new: &NewSession,
    now: Timestamp,
) -> Result<(), Problem> {
    let sql = tenant
        .sql("INSERT INTO sessions (organization_id, id, token_hash, user_id, user_agent, created_at, last_seen_at, \
              expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(new.id)
        .bind(&new.hash[..])
        .bind(new.user)
        .bind(new.user_agent.as_deref())
        .bind(now)
        .bind(now)
        .bind(new.expires_at);
    tenant.execute(&sql)?;
    Ok(())
}

pub(crate) fn list_sessions(
    tenant: &mut Tenant<'_, '_>,
    user: UserId,
    current: Option<SessionId>,
) -> Result<Vec<SessionRecord>, Problem> {
    let sql = tenant
        .sql(
            "SELECT id, user_agent, created_at, last_seen_at FROM sessions \
              WHERE organization_id = ? AND user_id = ? ORDER BY last_seen_at DESC, id",
        )
        .bind(user);
    tenant.query(&sql, |row| {
        let id: SessionId = row.get(0)?;
        Ok(SessionRecord {
            id,
            user_agent: row.get(1)?,
            created_at: row.get(2)?,
            last_seen_at: row.get(3)?,
            current: Some(id) == current,
        })
    })
}

pub(crate) fn delete_session(
    tenant: &mut Tenant<'_, '_>,
    user: UserId,
    id: SessionId,
) -> Result<bool, Problem> {
    let sql = tenant
        .sql("DELETE FROM sessions WHERE organization_id = ? AND user_id = ? AND id = ?")
        .bind(user)
        .bind(id);
    Ok(tenant.execute(&sql)? == 1)
}

/// Ends the sessions of a person, except one.
pub(crate) fn end_sessions(
    tenant: &mut Tenant<'_, '_>,
    user: UserId,
    except: Option<SessionId>,
) -> Result<(), Problem> {
    let mut sql = tenant.sql("DELETE FROM sessions WHERE organization_id = ? AND user_id = ?").bind(user);
    if let Some(id) = except {
        sql.push(" AND id <> ").push_bind(id);
    }
    tenant.execute(&sql)?;
    Ok(())
}

const TOKEN: &str = "SELECT id, name, user_id, permissions, last_four, created_at, last_used_at, expires_at, revoked_at \
                     FROM api_tokens WHERE organization_id = ?";

fn token(row: &Row<'_>) -> Result<ApiToken, Problem> {
    let permissions: Option<String> = row.get(3)?;
    Ok(ApiToken {
        id: row.get(0)?,
        name: row.get(1)?,
        user_id: row.get(2)?,
        permissions: permissions
            .map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(Problem::internal)?,
        last_four: row.get(4)?,
        created_at: row.get(5)?,
        last_used_at: row.get(6)?,
        expires_at: row.get(7)?,
        revoked_at: row.get(8)?,
    })
}

pub(crate) fn list_tokens(tenant: &mut Tenant<'_, '_>, user: UserId) -> Result<Vec<ApiToken>, Problem> {
    let mut sql = tenant.sql(TOKEN);
    sql.push(" AND user_id = ").push_bind(user).push(" ORDER BY created_at DESC, id");
    tenant.query(&sql, token)
}

pub(crate) fn find_token(tenant: &mut Tenant<'_, '_>, id: ApiTokenId) -> Result<ApiToken, Problem> {
    let mut sql = tenant.sql(TOKEN);
    sql.push(" AND id = ").push_bind(id);
    tenant.query_optional(&sql, token)?.ok_or_else(|| Problem::not_found("This token"))
}

pub(crate) fn insert_token(tenant: &mut Tenant<'_, '_>, new: &ApiToken, hash: &[u8]) -> Result<(), Problem> {
    let permissions =
        new.permissions.as_ref().map(serde_json::to_string).transpose().map_err(Problem::internal)?;
    let sql = tenant
        .sql(
            "INSERT INTO api_tokens (organization_id, id, user_id, name, token_hash, last_four, permissions, \
              created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(new.user_id)
        .bind(&new.name)
        .bind(hash)
        .bind(&new.last_four)
        .bind(permissions)
        .bind(new.created_at)
        .bind(new.expires_at);
    tenant.execute(&sql)?;
    Ok(())
}

pub(crate) fn revoke_token(
    tenant: &mut Tenant<'_, '_>,
    id: ApiTokenId,
    now: Timestamp,
) -> Result<(), Problem> {
    let sql = tenant
        .sql("UPDATE api_tokens SET revoked_at = ? WHERE organization_id = ? AND id = ? AND revoked_at IS NULL")
        .bind(now)
        .bind(id);
    tenant.execute(&sql)?;
    Ok(())
}

//! Tables `organization_settings`, `user_settings` and `secrets`.

use contract::settings::{OrganizationSettings, UserSettings};
use jiff::Timestamp;
use kernel::{OrganizationId, Problem, UserId};
use serde::{Deserialize, Serialize};
use store::{Conn, Sql};
use uuid::Uuid;

use super::forget::LostSecret;
use crate::tenant::Tenant;

/// The settings and the identity that their history goes by; nothing while nobody changed them.
pub(super) fn organization(
    tenant: &mut Tenant<'_, '_>,
) -> Result<Option<(Uuid, OrganizationSettings)>, Problem> {
    let sql = tenant.sql("SELECT id, settings, version FROM organization_settings WHERE organization_id = ?");
    tenant.query_optional(&sql, |row| {
        let mut settings: OrganizationSettings =
            serde_json::from_value(row.get(1)?).map_err(Problem::internal)?;
        settings.version = row.get(2)?;
        Ok((row.get(0)?, settings))
    })
}

pub(super) fn save_organization(
    tenant: &mut Tenant<'_, '_>,
    id: Uuid,
    settings: &OrganizationSettings,
    now: Timestamp,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO organization_settings (organization_id, id, settings, version, updated_at) \
             VALUES (?, ?, ?, ?, ?) ON CONFLICT (organization_id) DO UPDATE SET settings = excluded.settings, \
             version = excluded.version, updated_at = excluded.updated_at",
        )
        .bind(id)
        .bind(serde_json::json!(settings))
        .bind(settings.version)
        .bind(now);
    tenant.execute(&sql)?;
    Ok(())
}

pub(super) fn user(tenant: &mut Tenant<'_, '_>, user: UserId) -> Result<UserSettings, Problem> {
    let sql =
        tenant.sql("SELECT settings FROM user_settings WHERE organization_id = ? AND user_id = ?").bind(user);
    let found = tenant.query_optional(&sql, |row| Ok::<_, Problem>(row.get::<serde_json::Value>(0)?))?;
    found.map_or_else(
        || Ok(UserSettings::default()),
        |value| serde_json::from_value(value).map_err(Problem::internal),
    )
}

pub(super) fn save_user(
    tenant: &mut Tenant<'_, '_>,
    user: UserId,
    settings: &UserSettings,
    now: Timestamp,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO user_settings (organization_id, user_id, settings, updated_at) VALUES (?, ?, ?, ?) \
             ON CONFLICT (organization_id, user_id) DO UPDATE SET settings = excluded.settings, \
             updated_at = excluded.updated_at",
        )
        .bind(user)
        .bind(serde_json::json!(settings))
        .bind(now);
    tenant.execute(&sql)?;
    Ok(())
}

/// What may be shown of a secret.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Hint {
    pub last_four: String,
    pub base_url_host: Option<String>,
}

/// A stored secret, still sealed.
#[derive(Clone, Debug)]
pub(super) struct StoredSecret {
    pub name: String,
    pub sealed: Vec<u8>,
    pub hint: Hint,
    pub updated_at: Timestamp,
    pub updated_by_name: String,
}

pub(super) fn secrets(tenant: &mut Tenant<'_, '_>) -> Result<Vec<StoredSecret>, Problem> {
    let sql = tenant.sql(
        "SELECT name, sealed, hint, updated_at, updated_by_name FROM secrets WHERE organization_id = ? ORDER BY name",
    );
    tenant.query(&sql, |row| {
        Ok(StoredSecret {
            name: row.get(0)?,
            sealed: row.get(1)?,
            hint: serde_json::from_value(row.get(2)?).map_err(Problem::internal)?,
            updated_at: row.get(3)?,
            updated_by_name: row.get(4)?,
        })
    })
}

pub(super) fn save_secret(
    tenant: &mut Tenant<'_, '_>,
    secret: &StoredSecret,
    key_id: &str,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO secrets (organization_id, name, sealed, key_id, hint, updated_at, updated_by_name) \
             VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (organization_id, name) DO UPDATE SET \
             sealed = excluded.sealed, key_id = excluded.key_id, hint = excluded.hint, \
             updated_at = excluded.updated_at, updated_by_name = excluded.updated_by_name",
        )
        .bind(&secret.name)
        .bind(secret.sealed.clone())
        .bind(key_id)
        .bind(serde_json::json!(secret.hint))
        .bind(secret.updated_at)
        .bind(&secret.updated_by_name);
    tenant.execute(&sql)?;
    Ok(())
}

pub(super) fn delete_secret(tenant: &mut Tenant<'_, '_>, name: &str) -> Result<(), Problem> {
    let sql = tenant.sql("DELETE FROM secrets WHERE organization_id = ? AND name = ?").bind(name);
    tenant.execute(&sql)?;
    Ok(())
}

/// Names of all keys that stored secrets were sealed with, in the whole installation.
pub(super) fn key_ids(conn: &mut Conn<'_>) -> Result<Vec<String>, Problem> {
    conn.query(&Sql::new("SELECT DISTINCT key_id FROM secrets ORDER BY key_id"), |row| Ok(row.get(0)?))
}

/// All secrets of the installation, by organisation.
pub(super) fn all_secrets(conn: &mut Conn<'_>) -> Result<Vec<LostSecret>, Problem> {
    let sql = Sql::new(
        "SELECT s.organization_id, o.name, s.name, s.key_id, s.hint, s.updated_at FROM secrets s \
         JOIN organizations o ON o.id = s.organization_id ORDER BY o.name, s.name",
    );
    conn.query(&sql, |row| {
        let hint: Hint = serde_json::from_value(row.get(4)?).map_err(Problem::internal)?;
        Ok(LostSecret {
            organization_id: row.get(0)?,
            organization: row.get(1)?,
            name: row.get(2)?,
            key_id: row.get(3)?,
            last_four: hint.last_four,
            updated_at: row.get(5)?,
        })
    })
}

/// Secrets of all organisations that were sealed with another key than this.
pub(super) fn sealed_otherwise(
    conn: &mut Conn<'_>,
    key_id: &str,
) -> Result<Vec<(OrganizationId, String, Vec<u8>)>, Problem> {
    let sql = Sql::new("SELECT organization_id, name, sealed FROM secrets WHERE key_id <> ?").bind(key_id);
    conn.query(&sql, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(super) fn reseal(
    conn: &mut Conn<'_>,
    organization: OrganizationId,
    name: &str,
    sealed: &[u8],
    key_id: &str,
) -> Result<(), Problem> {
    let sql = Sql::new("UPDATE secrets SET sealed = ?, key_id = ? WHERE organization_id = ? AND name = ?")
        .bind(sealed.to_vec())
        .bind(key_id)
        .bind(organization)
        .bind(name);
    conn.execute(&sql)?;
    Ok(())
}

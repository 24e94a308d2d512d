//! Table `attachments`.

use contract::files::Attachment;
use jiff::Timestamp;
use kernel::{AttachmentId, Problem, UserId};
use store::{Conn, Row, Sql};
use uuid::Uuid;

use super::{
    content::{Hash, hexadecimal},
    kind,
};
use crate::tenant::Tenant;

const ATTACHMENT: &str = "SELECT id, entity, entity_id, name, media_type, size_bytes, content_hash, created_by_name, \
                          created_at FROM attachments WHERE organization_id = ? AND removed_at IS NULL \
                          AND entity = ? AND entity_id = ?";

fn attachment(row: &Row<'_>) -> Result<(Attachment, Hash), Problem> {
    let hash = hash(row.get(6)?)?;
    let media_type: String = row.get(4)?;
    let attachment = Attachment {
        id: row.get(0)?,
        entity: row.get(1)?,
        entity_id: row.get(2)?,
        name: row.get(3)?,
        inline: kind::is_inline(&media_type),
        media_type,
        size_bytes: row.get(5)?,
        content_hash: hexadecimal(&hash),
        created_by: row.get(7)?,
        created_at: row.get(8)?,
    };
    Ok((attachment, hash))
}

fn hash(bytes: Vec<u8>) -> Result<Hash, Problem> {
    bytes.try_into().map_err(|_| Problem::internal("the hash of a content is damaged"))
}

pub(crate) fn list(
    tenant: &mut Tenant<'_, '_>,
    entity: &str,
    entity_id: Uuid,
) -> Result<Vec<Attachment>, Problem> {
    let mut sql = tenant.sql(ATTACHMENT).bind(entity).bind(entity_id);
    sql.push(" ORDER BY created_at, id");
    tenant.query(&sql, |row| Ok(attachment(row)?.0))
}

pub(crate) fn find(
    tenant: &mut Tenant<'_, '_>,
    entity: &str,
    entity_id: Uuid,
    id: AttachmentId,
) -> Result<(Attachment, Hash), Problem> {
    let mut sql = tenant.sql(ATTACHMENT).bind(entity).bind(entity_id);
    sql.push(" AND id = ").push_bind(id);
    tenant.query_optional(&sql, attachment)?.ok_or_else(|| Problem::not_found("This file"))
}

pub(crate) fn insert(
    tenant: &mut Tenant<'_, '_>,
    new: &Attachment,
    hash: &Hash,
    user: Option<UserId>,
) -> Result<(), Problem> {
    let sql = tenant
        .sql("INSERT INTO attachments (organization_id, id, entity, entity_id, name, media_type, size_bytes, \
              content_hash, created_by, created_by_name, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(new.id)
        .bind(&new.entity)
        .bind(new.entity_id)
        .bind(&new.name)
        .bind(&new.media_type)
        .bind(new.size_bytes)
        .bind(hash)
        .bind(user)
        .bind(&new.created_by)
        .bind(new.created_at);
    tenant.execute(&sql)?;
    Ok(())
}

pub(crate) fn remove(tenant: &mut Tenant<'_, '_>, id: AttachmentId, now: Timestamp) -> Result<(), Problem> {
    let sql = tenant
        .sql("UPDATE attachments SET removed_at = ? WHERE organization_id = ? AND id = ?")
        .bind(now)
        .bind(id);
    tenant.execute(&sql)?;
    Ok(())
}

/// Which of these contents a record still refers to, or one that was removed after `removed_after`.
pub(crate) fn still_used(
    conn: &mut Conn<'_>,
    hashes: &[Hash],
    removed_after: Timestamp,
) -> Result<Vec<Hash>, Problem> {
    let mut sql = Sql::new(
        "SELECT DISTINCT content_hash FROM attachments WHERE (removed_at IS NULL OR removed_at > ?)",
    )
    .bind(removed_after);
    sql.push(" AND content_hash IN ").push_list(hashes.iter());
    conn.query(&sql, |row| hash(row.get(0)?))
}

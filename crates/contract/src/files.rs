//! Files attached to records, as they travel.

use jiff::Timestamp;
use kernel::AttachmentId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A file attached to a record. Its content is got from the record's own address, `…/files/{id}`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Attachment {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: AttachmentId,
    /// What kind of record it is attached to: `work_order`.
    pub entity: String,
    /// Which record.
    pub entity_id: Uuid,
    /// File name, cleaned of anything that could lead astray.
    pub name: String,
    /// What it is, found out from the content.
    pub media_type: String,
    /// Whether a page may show it in place; otherwise it is only downloaded.
    pub inline: bool,
    /// Size in bytes.
    pub size_bytes: i64,
    /// SHA-256 of the content, in hexadecimal.
    pub content_hash: String,
    /// Who attached it: their name then.
    pub created_by: String,
    /// When it was attached.
    pub created_at: Timestamp,
}

/// The body of an upload: `multipart/form-data` with one file in the field `file`.
#[derive(Debug, ToSchema)]
pub struct Upload {
    /// The file. Its name is kept, its media type is found out from the content.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    pub file: Vec<u8>,
}

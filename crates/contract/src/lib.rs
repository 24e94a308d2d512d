//! The nouns as they travel between roles and to clients: one file a slice, serde and OpenAPI in one place.
//! Requests refuse unknown fields; records keep the same field names in API, code and database.

pub mod assets;
pub mod drafts;
pub mod events;
pub mod files;
pub mod identity;
pub mod imports;
mod listed;
pub mod meters;
pub mod parts;
pub mod permissions;
pub mod preventive;
pub mod problem;
pub mod reliability;
pub mod search;
pub mod service;
pub mod settings;
pub mod sites;
pub mod views;
pub mod work_orders;

pub use kernel::{Page, Patch};
pub use listed::Listed;

//! Teams: groups of users that work is assigned to.

pub(super) mod create;
pub(super) mod list;
pub(super) mod update;

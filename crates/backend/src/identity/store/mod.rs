//! Tables of this slice: who may come in (`access`) and who belongs to what (`people`).

mod access;
mod people;

pub(crate) use access::*;
pub(crate) use people::*;

//! Calls between roles. A role is reached through its router when it is in this process and over HTTP when it is
//! not: the same requests, the same checks, chosen once when the program is put together.

mod roles;
mod transport;

pub use roles::{Assistant, Backend, Brain, Process};
pub use transport::{AddressError, HttpClient, Transport};

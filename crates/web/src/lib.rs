//! HTTP mechanics that every role shares: who calls and what they may do, strict reading of bodies and
//! parameters, problems as answers, and the stack of middleware. It knows no noun and no database.

mod answer;
mod caller;
mod can;
mod credentials;
mod failure;
mod patience;
mod read;
mod request;
mod stack;

pub use answer::{Answer, Reply};
pub use caller::{Caller, Via};
pub use can::{Can, SignedIn};
pub use credentials::{Auth, Authenticate, Authenticated, Credentials, SESSION_COOKIE};
pub use failure::Failure;
pub use patience::Patient;
pub use read::{Body, Path, Query, RecordOrList};
pub use request::{Idempotency, RequestFacts, RequestId, client_address, is_secure};
pub use stack::{Limits, observed, stack};

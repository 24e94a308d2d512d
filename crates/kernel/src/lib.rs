//! Words without I/O, shared by every crate: typed ids, clock, entropy, money, quantity, paging, patches and
//! problems. Nothing here knows HTTP, a database or a noun's rules.

mod cursor;
mod entropy;
mod id;
mod money;
mod page;
mod patch;
mod problem;
mod quantity;
mod time;

pub use cursor::Cursor;
pub use entropy::Entropy;
pub use id::*;
pub use money::{Currency, Money};
pub use page::{Limit, Page};
pub use patch::Patch;
pub use problem::{Code, FieldError, Problem};
pub use quantity::Quantity;
pub use time::{Clock, Dated, YEARS, within_years};

/// What almost every operation answers.
pub type Result<T, E = Problem> = std::result::Result<T, E>;

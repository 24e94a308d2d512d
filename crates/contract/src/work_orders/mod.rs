//! Work orders as they travel: the order itself, what is done to it, and what is booked and said on it.

mod activity;
mod change;
mod list;
mod order;
mod words;

pub use activity::*;
pub use change::*;
pub use list::*;
pub use order::*;
pub use words::*;

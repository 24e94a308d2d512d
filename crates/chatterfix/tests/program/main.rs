//! The real program: its modes, its commands, and what it keeps when it is killed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test ends where something is not as it should be"
)]

mod backups;
mod commands;
mod contract;
mod durability;
mod exchange;
mod faults;
mod full_disk;
mod hold;
mod load;
mod modes;
mod refusals;
mod serving;
mod support;

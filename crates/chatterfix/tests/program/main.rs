//! The real program: its modes, its commands, and what it keeps when it is killed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test ends where something is not as it should be"
)]

mod commands;
mod durability;
mod modes;
mod serving;
mod support;

//! The real program: its modes, its commands, and what it keeps when it is killed.

mod commands;
mod durability;
mod modes;
mod serving;
mod support;

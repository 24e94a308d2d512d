//! Preventive.
#![allow(dead_code)]
#[cfg(test)]
mod golden;
mod recurrence;
mod rule;

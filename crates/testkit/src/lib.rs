//! For tests: a database of each engine, the application in process, a frozen clock, people and builders.

pub mod databases;

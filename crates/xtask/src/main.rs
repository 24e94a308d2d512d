//! Code generation and tidiness.
fn main() {}

//! Sonae.
fn main() {}

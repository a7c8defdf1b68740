//! The integration tests: one program, so that it is linked once.

#![expect(clippy::unwrap_used, reason = "helpers of tests may stop a test")]

mod site;

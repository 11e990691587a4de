//! What several tests use.

pub mod office;

//! What several tests use.

pub mod dumps;
pub mod inputs;
pub mod outcome;
pub mod snapshot;

//! What several tests use.

pub mod desk;
pub mod dumps;
pub mod inputs;
pub mod outcome;
pub mod packing;
pub mod snapshot;

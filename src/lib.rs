//! threadsift

pub mod error;

pub mod comment;

pub mod lists;

pub mod read;

pub mod normalize;

//! threadsift

pub mod error;

pub mod comment;

pub mod lists;

pub mod read;

pub mod normalize;

pub mod kind;

pub mod facts;

pub mod knowledge;

pub mod duplicates;

pub mod signals;

pub mod config;

pub mod model;

pub mod verdict;

pub mod pipeline;

pub mod write;

//! threadsift reads dumps of blog comments and answers, for every comment, what it is and whether it is genuine discussion.

pub mod error;

pub mod comment;

pub mod read;

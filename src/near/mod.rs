//! Near-duplicate search: an exact set-similarity join over sorted multisets of numbers. Knows nothing of comments.

mod candidates;
mod claims;
mod copies;
mod join;
mod lanes;
mod likeness;
mod postings;
mod prefix;
mod rows;
mod sketches;

pub use join::{Joined, Patience, join};
pub use likeness::{jaccard, overlap};

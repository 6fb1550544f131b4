//! *Prepare*: the one step between *look* and *know* that revises facts.

mod overlaps;
mod title_tweets;

pub use overlaps::fold as fold_repeats;
pub use title_tweets::settle as settle_echoes;

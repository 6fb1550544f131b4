//! *Prepare*: the only step that revises facts, between *look* and *know*.

mod marks;
mod overlaps;
mod shared_hosts;
mod shingles;
mod title_tweets;

pub use marks::settle as settle_marks;

use crate::facts::Dump;

/// Merges comments that several inputs contain, retypes tweets of post titles, marks sites on shared hosts, and drops
/// shingles that only one comment has. A prepared dump stays as it is.
pub fn prepare(dump: Dump) -> Dump {
    let dump = overlaps::merge(dump);
    let dump = title_tweets::retype(dump);
    let dump = shared_hosts::mark(dump);
    shingles::drop_unshared(dump)
}

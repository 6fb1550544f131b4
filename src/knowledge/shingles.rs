//! The earliest comment with each shingle that several comments have.

use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

use super::order::Order;
use crate::facts::Facts;
use crate::index::{CommentIdx, PerComment};
use crate::kind::Kind;

/// For each shingle that several comments have, the earliest of them.
pub struct Shingles {
    first: HashMap<u32, CommentIdx>,
}

impl Shingles {
    /// Finds the earliest comment with each shared shingle.
    pub fn gather(comments: &PerComment<Facts>, order: &Order) -> Shingles {
        let comments = || comments.iter_enumerated().filter(|(_, comment)| comment.kind == Kind::Comment);
        // The shingle in the high half, the rank of a comment that has it in the low half.
        let mut uses: Vec<u64> =
            Vec::with_capacity(comments().map(|(_, comment)| comment.shingles.len()).sum());
        for (index, comment) in comments() {
            let rank = u64::from(order.rank(index));
            uses.extend(comment.shingles.iter().map(|shingle| u64::from(*shingle) << u32::BITS | rank));
        }
        uses.par_sort_unstable();
        let by_shingle = || uses.chunk_by(|one, other| one >> u32::BITS == other >> u32::BITS);
        let shared = || by_shingle().filter(|uses| 1 < uses.len());
        let mut first = HashMap::with_capacity(shared().count());
        first.extend(shared().map(|uses| ((uses[0] >> u32::BITS) as u32, order.at(uses[0] as u32))));
        Shingles { first }
    }

    /// The earliest comment with a shingle; `None` if fewer than two comments have it.
    pub fn first(&self, shingle: u32) -> Option<CommentIdx> {
        self.first.get(&shingle).copied()
    }
}

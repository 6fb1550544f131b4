//! The chronological order of comments: by date, then by id. Undated comments come last, by id.

use rayon::prelude::*;

use crate::facts::Facts;
use crate::index::{CommentIdx, PerComment};

/// A total order over the comments of a dump that does not depend on the order of its input, unless two records
/// have the same date and the same id.
pub struct Order {
    rank: PerComment<u32>,
    earliest_first: Vec<CommentIdx>,
}

impl Order {
    /// Sorts the comments of a dump.
    pub fn gather(comments: &PerComment<Facts>) -> Order {
        let keys = comments
            .iter_enumerated()
            .map(|(index, comment)| (comment.date.is_none(), comment.date, natural(comment.id()), index));
        let mut keys: Vec<(bool, Option<i64>, u64, CommentIdx)> = keys.collect();
        let rest = |index: CommentIdx| (comments[index].id(), comments[index].place);
        keys.par_sort_unstable_by(|one, other| {
            let same = || rest(one.3).cmp(&rest(other.3));
            (one.0, one.1, one.2).cmp(&(other.0, other.1, other.2)).then_with(same)
        });
        let earliest_first: Vec<CommentIdx> = keys.into_iter().map(|(.., index)| index).collect();
        let mut rank = PerComment::filled(0, comments.len());
        for (position, index) in (0..).zip(&earliest_first) {
            rank[*index] = position;
        }
        Order { rank, earliest_first }
    }

    /// The position of a comment in chronological order.
    pub fn rank(&self, index: CommentIdx) -> u32 {
        self.rank[index]
    }

    /// The comment at a position in chronological order.
    pub fn at(&self, rank: u32) -> CommentIdx {
        self.earliest_first[rank as usize]
    }

    /// All comments in chronological order.
    pub fn earliest_first(&self) -> impl Iterator<Item = CommentIdx> {
        self.earliest_first.iter().copied()
    }
}

/// The number that an id ends with, so that `c9` comes before `c10`.
fn natural(id: &str) -> u64 {
    let digits = id.len() - id.bytes().rev().take_while(u8::is_ascii_digit).count();
    id[digits..].parse().unwrap_or(u64::MAX)
}

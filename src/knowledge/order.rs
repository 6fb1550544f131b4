//! The chronological order of comments: by date, then by id. Undated comments come last, by id.

use rayon::prelude::*;

use crate::facts::Facts;

/// A total order over the comments of a dump that does not depend on the order of its input, unless two records
/// have the same date and the same id.
pub struct Order {
    rank: Vec<u32>,
    earliest_first: Vec<u32>,
}

impl Order {
    /// Sorts the comments of a dump.
    pub fn gather(comments: &[Facts]) -> Order {
        let keys = comments
            .iter()
            .zip(0..)
            .map(|(comment, index)| (comment.date.is_none(), comment.date, natural(comment.id()), index));
        let mut keys: Vec<(bool, Option<i64>, u64, u32)> = keys.collect();
        let rest = |index: u32| (comments[index as usize].id(), comments[index as usize].place);
        keys.par_sort_unstable_by(|one, other| {
            let same = || rest(one.3).cmp(&rest(other.3));
            (one.0, one.1, one.2).cmp(&(other.0, other.1, other.2)).then_with(same)
        });
        let earliest_first: Vec<u32> = keys.into_iter().map(|(.., index)| index).collect();
        let mut rank = vec![0; comments.len()];
        for (position, index) in earliest_first.iter().enumerate() {
            rank[*index as usize] = position as u32;
        }
        Order { rank, earliest_first }
    }

    /// The position of a comment in chronological order.
    pub fn rank(&self, index: usize) -> u32 {
        self.rank[index]
    }

    /// The comment at a position in chronological order.
    pub fn at(&self, rank: u32) -> usize {
        self.earliest_first[rank as usize] as usize
    }

    /// All comments in chronological order.
    pub fn earliest_first(&self) -> impl Iterator<Item = usize> {
        self.earliest_first.iter().map(|index| *index as usize)
    }
}

/// The number that an id ends with, so that `c9` comes before `c10`.
fn natural(id: &str) -> u64 {
    let digits = id.len() - id.bytes().rev().take_while(u8::is_ascii_digit).count();
    id[digits..].parse().unwrap_or(u64::MAX)
}

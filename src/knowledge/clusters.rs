//! Clusters of identical and nearly identical texts in the whole dump.
//!
//! Comments with identical bags of words are grouped first. Then the groups are taken in chronological order: each
//! joins the earliest cluster whose first text is similar enough (multiset Jaccard), or starts a new one: see
//! [`crate::near`].
//!
//! A member is similar to the first comment of its cluster, not only to some other member, so that chains of small
//! changes don't connect different texts.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt};

use super::order::Order;
use crate::facts::Facts;
use crate::index::{CommentIdx, PerComment};
use crate::near::{StepBudget, join};
use crate::text::{WordId, fingerprint};

/// The clusters of a dump.
pub struct Clusters {
    first_of: PerComment<CommentIdx>,
    /// The members of all clusters of two or more, cluster by cluster, each in chronological order.
    members: Vec<CommentIdx>,
    /// The range of each cluster in `members`, by its first comment.
    places: HashMap<CommentIdx, Range<u32>>,
    n_truncated: usize,
}

impl Clusters {
    /// Clusters the texts. Comments with an empty text are never clustered.
    pub fn gather(comments: &PerComment<Facts>, order: &Order) -> Clusters {
        let groups = Groups::gather(comments, order);
        let sets: Vec<&[WordId]> = groups.firsts.iter().map(|first| comments[*first].words()).collect();
        let joined = join(&sets, StepBudget::DEFAULT);
        let first_of_group = |group: u32| groups.firsts[joined.leaders[group as usize] as usize];
        let first_of: PerComment<CommentIdx> =
            groups.group_of.iter().map(|group| first_of_group(*group)).collect();
        // Indexed by the first comment of a cluster.
        let mut n_members: PerComment<u32> = PerComment::filled(0, comments.len());
        first_of.iter().for_each(|first| n_members[*first] += 1);
        let is_of_several = |comment: &CommentIdx| 1 < n_members[first_of[*comment]];
        let mut members: Vec<CommentIdx> = order.earliest_first().filter(is_of_several).collect();
        // The sort is stable, so members of a cluster stay in chronological order.
        members.sort_by_key(|comment| order.rank(first_of[*comment]));
        let mut places = HashMap::new();
        let mut start = 0;
        for cluster in members.chunk_by(|one, other| first_of[*one] == first_of[*other]) {
            let end = start + cluster.len() as u32;
            places.insert(cluster[0], start..end);
            start = end;
        }
        Clusters { first_of, members, places, n_truncated: joined.n_truncated }
    }

    /// The first comment of a comment's cluster; the comment itself if it is alone.
    pub fn first(&self, comment: CommentIdx) -> CommentIdx {
        self.first_of[comment]
    }

    /// The number of texts that were not compared with all candidates because the step budget was exhausted. 0,
    /// except for dumps built to exhaust it.
    pub fn n_truncated(&self) -> usize {
        self.n_truncated
    }

    /// All comments of a comment's cluster in chronological order; empty if the comment is alone.
    pub fn members(&self, comment: CommentIdx) -> &[CommentIdx] {
        let place = self.places.get(&self.first_of[comment]);
        place.map_or(&[], |range| &self.members[range.start as usize..range.end as usize])
    }
}

/// Comments with the same words.
struct Groups {
    group_of: PerComment<u32>,
    /// The first comment of each group; the groups come in the order of their first comments.
    firsts: Vec<CommentIdx>,
}

impl Groups {
    fn gather(comments: &PerComment<Facts>, order: &Order) -> Groups {
        let mut groups = Groups { group_of: PerComment::filled(0, comments.len()), firsts: Vec::new() };
        // Texts without words (a row of exclamation marks) are compared as they are.
        let mut by_words: HashMap<(&[WordId], Option<&[u8; 32]>), u32> =
            HashMap::with_capacity(comments.len());
        let nothing = fingerprint("");
        for index in order.earliest_first() {
            let comment = &comments[index];
            let text = comment.words().is_empty().then_some(&comment.fingerprint);
            let new = groups.firsts.len() as u32;
            let group = match text {
                Some(text) if *text == nothing => new,
                _ => *by_words.entry((comment.words(), text)).or_insert(new),
            };
            if group == new {
                groups.firsts.push(index);
            }
            groups.group_of[index] = group;
        }
        groups
    }
}

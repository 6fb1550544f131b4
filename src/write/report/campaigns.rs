//! The campaigns that the report lists.

use foldhash::{HashMap, HashMapExt};

use crate::index::{CommentIdx, PerComment};
use crate::pipeline::Judgement;
use crate::verdict::Verdict;

/// The number of the listed campaign of every comment; `None` for comments of none. The largest campaign has the number
/// 0. A group of linked comments is listed if at least half of it is spam or for review and it has more than one author
/// or page: the comments of one honest person are linked, too.
pub fn numbers(judged: &Judgement) -> PerComment<Option<usize>> {
    let n_comments = judged.decisions.len();
    let mut numbers = PerComment::filled(None, n_comments);
    let Some(campaigns) = judged.campaigns() else { return numbers };
    let mut groups: HashMap<CommentIdx, Vec<CommentIdx>> = HashMap::new();
    for index in judged.decisions.indices() {
        groups.entry(campaigns.first(index)).or_default().push(index);
    }
    let mut listed: Vec<Vec<CommentIdx>> =
        groups.into_values().filter(|members| is_listed(judged, members)).collect();
    listed.sort_by_key(|members| (std::cmp::Reverse(members.len()), members[0]));
    for (number, members) in (0..).zip(listed) {
        members.into_iter().for_each(|index| numbers[index] = Some(number));
    }
    numbers
}

fn is_listed(judged: &Judgement, members: &[CommentIdx]) -> bool {
    let is_suspicious =
        |index: &&CommentIdx| matches!(judged.decisions[**index].verdict, Verdict::Spam | Verdict::Review);
    let first = members[0];
    let differs = |index: &CommentIdx| {
        judged.known.pages.page_idx(*index) != judged.known.pages.page_idx(first)
            || judged.dump.comments[*index].author() != judged.dump.comments[first].author()
    };
    members.len() <= 2 * members.iter().filter(is_suspicious).count() && members.iter().any(differs)
}

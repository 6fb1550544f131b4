//! The campaigns that the page lists.

use foldhash::{HashMap, HashMapExt};

use crate::pipeline::Judgement;
use crate::verdict::Verdict;

/// The number of the listed campaign of every comment; `None` for comments of none. The largest campaign has the number
/// 0. A group of linked comments is listed if at least half of it is spam or for review and it has more than one author
/// or page: the comments of one honest person are linked, too.
pub fn numbers(judged: &Judgement) -> Vec<Option<u32>> {
    let n_comments = judged.decisions.len();
    let Some(campaigns) = judged.campaigns() else { return vec![None; n_comments] };
    let mut groups: HashMap<usize, Vec<usize>> = HashMap::new();
    for index in 0..n_comments {
        groups.entry(campaigns.number(index)).or_default().push(index);
    }
    let mut listed: Vec<Vec<usize>> =
        groups.into_values().filter(|members| is_listed(judged, members)).collect();
    listed.sort_by_key(|members| (std::cmp::Reverse(members.len()), members[0]));
    let mut numbers = vec![None; n_comments];
    for (number, members) in (0..).zip(listed) {
        members.into_iter().for_each(|index| numbers[index] = Some(number));
    }
    numbers
}

fn is_listed(judged: &Judgement, members: &[usize]) -> bool {
    let is_suspicious =
        |index: &&usize| matches!(judged.decisions[**index].verdict, Verdict::Spam | Verdict::Review);
    let first = members[0];
    let differs = |index: &usize| {
        judged.known.pages.number(*index) != judged.known.pages.number(first)
            || judged.dump.comments[*index].author() != judged.dump.comments[first].author()
    };
    members.len() <= 2 * members.iter().filter(is_suspicious).count() && members.iter().any(differs)
}

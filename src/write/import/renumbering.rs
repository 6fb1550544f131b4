//! New ids for replies with a smaller number than their parent. WordPress's importer adds comments in the order of
//! their numbers, and knows the new number of a parent only if it was added before (`process_posts` in
//! `class-wp-import.php`); else the reply ends up under whatever comment has the parent's old number.

use std::collections::{HashMap, HashSet};

use crate::comment::Comment;

/// The new ids, by post and old id.
pub type NewIds = HashMap<(String, u64), u64>;

/// Finds the replies that need new ids.
pub fn new_ids(comments: &[Box<Comment>]) -> NewIds {
    let mut parent_of: HashMap<(&str, u64), u64> = HashMap::new();
    for comment in comments {
        if let (Ok(id), Ok(parent)) = (comment.id.parse(), comment.parent.parse()) {
            parent_of.entry((&comment.post, id)).or_insert(parent);
        }
    }
    let mut free = 1 + parent_of.keys().map(|(_, id)| *id).max().unwrap_or_default();
    let mut new_ids = NewIds::new();
    let mut is_done: HashSet<(&str, u64)> = HashSet::new();
    for comment in comments {
        let Ok(id) = comment.id.parse::<u64>() else { continue };
        // From the comment up to one that is done, then down again: parents first. A cycle ends where it began.
        let mut path = Vec::new();
        let mut at = Some((&*comment.post, id));
        while let Some(place) = at.filter(|place| parent_of.contains_key(place) && is_done.insert(*place)) {
            path.push(place);
            at = parent_of.get(&place).map(|parent| (place.0, *parent));
        }
        for (post, id) in path.into_iter().rev() {
            let Some(parent) =
                parent_of.get(&(post, id)).filter(|parent| parent_of.contains_key(&(post, **parent)))
            else {
                continue;
            };
            let parent_id = new_ids.get(&(post.to_owned(), *parent)).copied().unwrap_or(*parent);
            if id < parent_id {
                new_ids.insert((post.to_owned(), id), free);
                free += 1;
            }
        }
    }
    new_ids
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Comments as `id>parent`; the new ids as `old=new`.
    fn check(comments: &[&str], expected: &[&str]) {
        let comment = |text: &&str| {
            let (id, parent) = text.split_once('>').expect("id>parent");
            Box::new(Comment {
                id: id.to_owned(),
                parent: parent.to_owned(),
                post: "7".to_owned(),
                ..Comment::default()
            })
        };
        let found = new_ids(&comments.iter().map(comment).collect::<Vec<_>>());
        let mut found: Vec<String> = found.iter().map(|((_, old), new)| format!("{old}={new}")).collect();
        found.sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn replies_after_their_parents_keep_their_ids() {
        check(&["1>0", "2>1", "3>2", "4>9"], &[]);
    }

    #[test]
    fn a_reply_before_its_parent_and_all_below_it_get_new_ids() {
        check(&["1>5", "2>1", "5>0", "6>2"], &["1=7", "2=8", "6=9"]);
        check(&["5>0", "3>5"], &["3=6"]);
    }

    #[test]
    fn a_cycle_ends() {
        check(&["1>2", "2>1"], &["1=3"]);
        check(&["1>1"], &[]);
    }
}

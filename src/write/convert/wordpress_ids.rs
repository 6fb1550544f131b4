//! Numeric ids of posts and comments, as WordPress requires them. An input keeps its ids if they are numbers,
//! unique, and in no earlier input; otherwise all of the input is renumbered. Parents get smaller numbers than
//! their replies, because WordPress imports comments in the order of their numbers and a reply must find its
//! parent. The numbers depend only on the inputs.

use std::collections::{HashMap, HashSet};

use super::inventory::{CommentEntry, CommentEntryIdx, Inventory, PostEntryIdx};
use super::{Conversion, Converted};
use crate::index::{Idx, IndexVec};

/// The parent of each comment, if the dump has it under the same post.
type Parents = IndexVec<CommentEntryIdx, Option<CommentEntryIdx>>;

/// The numeric ids of all comments and posts.
pub struct WordPressIds {
    /// The ids of comments.
    pub comments: IndexVec<CommentEntryIdx, u64>,
    /// The ids of posts. Posts that are the same share an id.
    pub posts: IndexVec<PostEntryIdx, u64>,
    /// The parents.
    pub parents: Parents,
}

impl WordPressIds {
    /// Assigns ids, and reports which inputs were renumbered.
    pub fn assign(conversion: &Conversion, inventory: &Inventory, converted: &mut Converted) -> WordPressIds {
        let parents = parents(inventory);
        let comments = inventory.comments.iter().map(|comment| (comment.input, &*comment.id)).collect();
        let made_up = inventory.comments.iter().filter(|comment| comment.has_made_up_id);
        let made_up = made_up.map(|comment| comment.input).collect();
        let order = parents_first(&parents);
        let comment_ids =
            assign_ids(conversion, &comments, &order, &made_up, ("comment", "comments"), converted);
        let is_first = |index: &PostEntryIdx| inventory.posts[*index].same_as == *index;
        let order: Vec<PostEntryIdx> = inventory.posts.indices().filter(is_first).collect();
        let posts = inventory.posts.iter().map(|post| (post.input, &*post.id)).collect();
        let mut posts = assign_ids(conversion, &posts, &order, &HashSet::new(), ("post", "posts"), converted);
        for (index, post) in inventory.posts.iter_enumerated() {
            posts[index] = posts[post.same_as];
        }
        WordPressIds { comments: comment_ids, posts, parents }
    }
}

/// The parent of each comment under its own post. If several comments have the parent's id, the first is the parent.
fn parents(inventory: &Inventory) -> Parents {
    let mut by_id: HashMap<(PostEntryIdx, &str), CommentEntryIdx> =
        HashMap::with_capacity(inventory.comments.len());
    for (index, comment) in inventory.comments.iter_enumerated() {
        by_id.entry((comment.post, &comment.id)).or_insert(index);
    }
    let parent = |(index, comment): (CommentEntryIdx, &CommentEntry)| {
        let found = by_id.get(&(comment.post, &*comment.parent)).copied();
        found.filter(|parent| *parent != index && !comment.parent.is_empty())
    };
    inventory.comments.iter_enumerated().map(parent).collect()
}

/// All comments in the order of the dump, but each after its parent.
fn parents_first(parents: &Parents) -> Vec<CommentEntryIdx> {
    let mut order = Vec::with_capacity(parents.len());
    let mut is_visited: IndexVec<CommentEntryIdx, bool> = IndexVec::filled(false, parents.len());
    let mut path = Vec::new();
    for index in parents.indices() {
        let mut current = Some(index);
        // A cycle is cut at the comment that was visited first, which comes last.
        while let Some(at) = current.filter(|comment| !is_visited[*comment]) {
            is_visited[at] = true;
            path.push(at);
            current = parents[at];
        }
        order.extend(path.drain(..).rev());
    }
    order
}

/// Assigns the ids of all comments or all posts, in `order`.
fn assign_ids<I: Idx>(
    conversion: &Conversion,
    ids: &IndexVec<I, (u32, &str)>,
    order: &[I],
    made_up: &HashSet<u32>,
    nouns: (&str, &str),
    converted: &mut Converted,
) -> IndexVec<I, u64> {
    let mut numbers = IndexVec::filled(0, ids.len());
    let mut taken = HashSet::new();
    let mut renumbered = Vec::new();
    for (input, _) in &conversion.inputs {
        let mut own = HashSet::new();
        let keeps =
            order.iter().map(|index| ids[*index]).filter(|(id_input, _)| id_input == input).all(|(_, id)| {
                as_number(id).is_some_and(|number| !taken.contains(&number) && own.insert(number))
            });
        if keeps {
            taken.extend(own);
        } else {
            renumbered.push(*input);
        }
    }
    for index in order {
        let (input, id) = ids[*index];
        if !renumbered.contains(&input) {
            numbers[*index] = as_number(id).unwrap_or_default();
        }
    }
    let mut free = (1..).filter(|number| !taken.contains(number));
    for (number, input) in conversion.inputs.iter().filter(|(number, _)| renumbered.contains(number)) {
        let own: Vec<I> = order.iter().copied().filter(|index| ids[*index].0 == *number).collect();
        for index in &own {
            numbers[*index] = free.next().unwrap_or_default();
        }
        let are_numbers = own.iter().all(|index| as_number(ids[*index].1).is_some());
        let why = match are_numbers {
            _ if made_up.contains(number) => "the dump has no ids",
            true => "the ids are not unique",
            false => "WordPress requires numbers as ids",
        };
        let what_happened = format!("of {} renumbered: {why}", input.name);
        converted.lose(own.len(), nouns, &what_happened);
    }
    numbers
}

/// The number that an id is, if WordPress could have assigned it. PHP has signed 64-bit integers.
fn as_number(id: &str) -> Option<u64> {
    let is_plain = !id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_digit());
    id.parse().ok().filter(|number| is_plain && *number <= i64::MAX as u64)
}

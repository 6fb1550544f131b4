//! Numeric ids of posts and comments, as WordPress requires them. An input keeps its ids if they are numbers,
//! unique, and in no earlier input; otherwise all of the input is renumbered. Parents get smaller numbers than
//! their replies, because WordPress imports comments in the order of their numbers and a reply must find its
//! parent. The numbers depend only on the inputs.

use std::collections::{HashMap, HashSet};

use super::inventory::{CommentEntry, Inventory};
use super::{Conversion, Converted};

/// The numeric ids of all comments and posts, by their positions.
pub struct WordPressIds {
    /// The ids of comments.
    pub comments: Vec<u64>,
    /// The ids of posts. Posts that are the same share an id.
    pub posts: Vec<u64>,
    /// The parent of each comment, if the dump has it under the same post.
    pub parents: Vec<Option<u32>>,
}

impl WordPressIds {
    /// Assigns ids, and reports which inputs were renumbered.
    pub fn assign(conversion: &Conversion, inventory: &Inventory, converted: &mut Converted) -> WordPressIds {
        let parents = parents(inventory);
        let comments: Vec<(u32, &str)> =
            inventory.comments.iter().map(|comment| (comment.input, &*comment.id)).collect();
        let made_up = inventory.comments.iter().filter(|comment| comment.has_made_up_id);
        let made_up = made_up.map(|comment| comment.input).collect();
        let order = parents_first(&parents);
        let comment_ids =
            assign_ids(conversion, &comments, &order, &made_up, ("comment", "comments"), converted);
        let is_first = |index: usize| inventory.posts[index].same_as as usize == index;
        let order: Vec<u32> =
            (0..inventory.posts.len() as u32).filter(|post| is_first(*post as usize)).collect();
        let posts: Vec<(u32, &str)> = inventory.posts.iter().map(|post| (post.input, &*post.id)).collect();
        let mut posts = assign_ids(conversion, &posts, &order, &HashSet::new(), ("post", "posts"), converted);
        for index in 0..posts.len() {
            posts[index] = posts[inventory.posts[index].same_as as usize];
        }
        WordPressIds { comments: comment_ids, posts, parents }
    }
}

/// The parent of each comment under its own post. If several comments have the parent's id, the first is the parent.
fn parents(inventory: &Inventory) -> Vec<Option<u32>> {
    let mut by_id: HashMap<(u32, &str), u32> = HashMap::with_capacity(inventory.comments.len());
    for (index, comment) in (0..).zip(&inventory.comments) {
        by_id.entry((comment.post, &comment.id)).or_insert(index);
    }
    let parent = |(index, comment): (u32, &CommentEntry)| {
        let found = by_id.get(&(comment.post, &*comment.parent)).copied();
        found.filter(|parent| *parent != index && !comment.parent.is_empty())
    };
    (0..).zip(&inventory.comments).map(parent).collect()
}

/// All comments in the order of the dump, but each after its parent.
fn parents_first(parents: &[Option<u32>]) -> Vec<u32> {
    let mut order = Vec::with_capacity(parents.len());
    let mut is_visited = vec![false; parents.len()];
    let mut path = Vec::new();
    for index in 0..parents.len() as u32 {
        let mut current = Some(index);
        // A cycle is cut at the comment that was visited first, which comes last.
        while let Some(at) = current.filter(|comment| !is_visited[*comment as usize]) {
            is_visited[at as usize] = true;
            path.push(at);
            current = parents[at as usize];
        }
        order.extend(path.drain(..).rev());
    }
    order
}

/// Assigns the ids of all comments or all posts, in `order`.
fn assign_ids(
    conversion: &Conversion,
    ids: &[(u32, &str)],
    order: &[u32],
    made_up: &HashSet<u32>,
    nouns: (&str, &str),
    converted: &mut Converted,
) -> Vec<u64> {
    let mut numbers = vec![0; ids.len()];
    let mut taken = HashSet::new();
    let mut renumbered = Vec::new();
    for (input, _) in &conversion.inputs {
        let mut own = HashSet::new();
        let keeps =
            order.iter().map(|index| ids[*index as usize]).filter(|(id_input, _)| id_input == input).all(
                |(_, id)| as_number(id).is_some_and(|number| !taken.contains(&number) && own.insert(number)),
            );
        if keeps {
            taken.extend(own);
        } else {
            renumbered.push(*input);
        }
    }
    for index in order {
        let (input, id) = ids[*index as usize];
        if !renumbered.contains(&input) {
            numbers[*index as usize] = as_number(id).unwrap_or_default();
        }
    }
    let mut free = (1..).filter(|number| !taken.contains(number));
    for (number, input) in conversion.inputs.iter().filter(|(number, _)| renumbered.contains(number)) {
        let own: Vec<u32> = order.iter().copied().filter(|index| ids[*index as usize].0 == *number).collect();
        for index in &own {
            numbers[*index as usize] = free.next().unwrap_or_default();
        }
        let are_numbers = own.iter().all(|index| as_number(ids[*index as usize].1).is_some());
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

//! WordPress numbers its posts and comments. The ids of an input stay where they are numbers, each stands once, and no
//! other input has them; else that input is numbered anew, all of it: WordPress imports comments in the order of
//! their numbers, and finds the parents of those only whose number is greater. The same inputs get the same numbers.

use std::collections::{HashMap, HashSet};

use super::survey::{Entry, Survey};
use super::{Conversion, Converted};

/// The numbers of all comments and posts, by their positions.
pub struct Numbers {
    /// Of the comments.
    pub comments: Vec<u64>,
    /// Of the posts. Posts that are the same have one number.
    pub posts: Vec<u64>,
    /// The comment that each comment answers, if the dump has it on the same post.
    pub parents: Vec<Option<u32>>,
}

impl Numbers {
    /// Numbers everything and says where numbers are not the dump's.
    pub fn give(conversion: &Conversion, survey: &Survey, converted: &mut Converted) -> Numbers {
        let parents = parents(survey);
        let comments: Vec<(u32, &str)> = survey.comments.iter().map(|it| (it.input, &*it.id)).collect();
        let made_up = survey.comments.iter().filter(|it| it.has_made_up_id).map(|it| it.input).collect();
        let order = parents_first(&parents);
        let numbers = number(conversion, &comments, &order, &made_up, "comments", converted);
        let own = |index: usize| survey.posts[index].same_as as usize == index;
        let order: Vec<u32> = (0..survey.posts.len() as u32).filter(|it| own(*it as usize)).collect();
        let posts: Vec<(u32, &str)> = survey.posts.iter().map(|it| (it.input, &*it.id)).collect();
        let mut posts = number(conversion, &posts, &order, &HashSet::new(), "posts", converted);
        for index in 0..posts.len() {
            posts[index] = posts[survey.posts[index].same_as as usize];
        }
        Numbers { comments: numbers, posts, parents }
    }
}

/// Each comment's parent on its own post; of several with one id the first.
fn parents(survey: &Survey) -> Vec<Option<u32>> {
    let mut by_id: HashMap<(u32, &str), u32> = HashMap::with_capacity(survey.comments.len());
    for (index, comment) in (0..).zip(&survey.comments) {
        by_id.entry((comment.post, &comment.id)).or_insert(index);
    }
    let parent = |(index, comment): (u32, &Entry)| {
        let found = by_id.get(&(comment.post, &*comment.parent)).copied();
        found.filter(|it| *it != index && !comment.parent.is_empty())
    };
    (0..).zip(&survey.comments).map(parent).collect()
}

/// All comments in the order of the dump, but none before the one it answers.
fn parents_first(parents: &[Option<u32>]) -> Vec<u32> {
    let mut order = Vec::with_capacity(parents.len());
    let mut is_met = vec![false; parents.len()];
    let mut way = Vec::new();
    for index in 0..parents.len() as u32 {
        let mut current = Some(index);
        // In a circle the one that was met first comes last; it is cut there.
        while let Some(at) = current.filter(|it| !is_met[*it as usize]) {
            is_met[at as usize] = true;
            way.push(at);
            current = parents[at as usize];
        }
        order.extend(way.drain(..).rev());
    }
    order
}

fn number(
    conversion: &Conversion,
    ids: &[(u32, &str)],
    order: &[u32],
    made_up: &HashSet<u32>,
    what: &str,
    converted: &mut Converted,
) -> Vec<u64> {
    let mut numbers = vec![0; ids.len()];
    let mut taken = HashSet::new();
    let mut anew = Vec::new();
    for (input, _) in &conversion.inputs {
        let mut own = HashSet::new();
        let keeps = order
            .iter()
            .map(|it| ids[*it as usize])
            .filter(|(of, _)| of == input)
            .all(|(_, id)| as_number(id).is_some_and(|it| !taken.contains(&it) && own.insert(it)));
        if keeps {
            taken.extend(own);
        } else {
            anew.push(*input);
        }
    }
    for index in order {
        let (input, id) = ids[*index as usize];
        if !anew.contains(&input) {
            numbers[*index as usize] = as_number(id).unwrap_or_default();
        }
    }
    let mut free = (1..).filter(|it| !taken.contains(it));
    for (number, input) in conversion.inputs.iter().filter(|(number, _)| anew.contains(number)) {
        let own: Vec<u32> = order.iter().copied().filter(|it| ids[*it as usize].0 == *number).collect();
        for index in &own {
            numbers[*index as usize] = free.next().unwrap_or_default();
        }
        let are_numbers = own.iter().all(|it| as_number(ids[*it as usize].1).is_some());
        let why = match are_numbers {
            _ if made_up.contains(number) => format!("the {what} of {} have no ids", input.name),
            true => format!("the ids of the {what} of {} stand for several", input.name),
            false => format!("the ids of the {what} of {} are not all numbers", input.name),
        };
        converted.losses.push(format!("{why}: {} were numbered anew", own.len()));
    }
    numbers
}

/// An id that WordPress could have given: its database goes further, PHP does not.
fn as_number(id: &str) -> Option<u64> {
    let is_plain = !id.starts_with('0') && id.bytes().all(|it| it.is_ascii_digit());
    id.parse().ok().filter(|it| is_plain && *it <= i64::MAX as u64)
}

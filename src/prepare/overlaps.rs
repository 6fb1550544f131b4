//! Comments that several inputs contain, because exports overlap or were repeated later.
//!
//! Two records are one comment if they agree in id, post, author, date and text. The post's address identifies the
//! site. Formats without addresses are compared by the post's id, and only if the comment has a date or a text of some
//! words under an id of its own: two sites don't have comments with the same ids, author and words.
//!
//! Within one input nothing is merged. A second copy there is a duplicate, which the cleaned dump must lose.

use foldhash::{HashMap, HashMapExt};

use crate::comment::Status;
use crate::facts::{Dump, Facts, Repeat};
use crate::index::{CommentIdx, PerComment};
use crate::text::page_address;

/// What two records of one comment have in common.
#[derive(PartialEq, Eq, Hash)]
struct Identity<'a> {
    id: &'a str,
    post: PostIdentity<'a>,
    author: &'a str,
    email: &'a str,
    date: Option<i64>,
    fingerprint: &'a [u8; 32],
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum PostIdentity<'a> {
    Address(&'a str),
    Id(&'a str),
}

/// Moves repeated records from the comments to [`Dump::repeats`]. Statuses and marks are merged: a comment that one
/// input approved is approved.
pub fn merge(mut dump: Dump) -> Dump {
    let input = |comment: &Facts| comment.place.input;
    if dump.comments.first().map(input) == dump.comments.last().map(input) {
        return dump;
    }
    let originals = originals(&dump);
    if originals.iter().all(Option::is_none) {
        return dump;
    }
    let mut comments: PerComment<Facts> = Vec::with_capacity(originals.len()).into();
    // By the positions in the dump as it was read.
    let mut new_index: PerComment<CommentIdx> = PerComment::default();
    for ((position, original), facts) in (0..).zip(&originals).zip(dump.comments.drain(..)) {
        match original {
            None => {
                new_index.push(comments.push(facts));
            }
            Some(original) => {
                let original = new_index[*original];
                new_index.push(original);
                let known = &mut comments[original];
                known.status = more_certain(known.status, facts.status);
                known.marks = known.marks.merge(facts.marks);
                dump.repeats.push(Repeat { position, place: facts.place, end: facts.end, original });
            }
        }
    }
    Dump { comments, ..dump }
}

/// The minimum number of words in a text that two sites don't have under the same id by chance.
const MIN_WORDS: u32 = 8;

/// For every comment, the comment in an earlier input that it repeats.
fn originals<'a>(dump: &'a Dump) -> PerComment<Option<CommentIdx>> {
    let mut addresses: HashMap<(u32, &str), String> = HashMap::new();
    for post in &dump.posts {
        if let Some(address) = page_address(&post.url) {
            addresses.entry((post.input, &post.id)).or_insert(address);
        }
    }
    let mut first: HashMap<Identity, CommentIdx> = HashMap::with_capacity(dump.comments.len());
    let original = |(index, comment): (CommentIdx, &'a Facts)| {
        let address = addresses.get(&(comment.place.input, comment.post()));
        let has_own_id = comment.id() != format!("c{}", comment.place.record);
        let is_particular = has_own_id && MIN_WORDS <= comment.n_words;
        if address.is_none() && comment.date.is_none() && !is_particular {
            return None;
        }
        let identity = Identity {
            id: comment.id(),
            post: address.map_or(PostIdentity::Id(comment.post()), |address| PostIdentity::Address(address)),
            author: comment.author(),
            email: comment.email(),
            date: comment.date,
            fingerprint: &comment.fingerprint,
        };
        let first = *first.entry(identity).or_insert(index);
        (dump.comments[first].place.input != comment.place.input).then_some(first)
    };
    dump.comments.iter_enumerated().map(original).collect()
}

/// Merges two statuses of one comment: approval takes precedence, and any status over an unknown one.
fn more_certain(one: Status, other: Status) -> Status {
    [one, other].into_iter().min_by_key(|status| (*status == Status::Unknown, *status)).unwrap_or(one)
}

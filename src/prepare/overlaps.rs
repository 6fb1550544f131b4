//! Comments that stand in more than one input: exports that overlap, or were made again later. Each is one record.
//!
//! A record is the same when its id is, on the same post of the same site, and author, date and text are, too. The
//! address of a post tells the site. Where a format has none, the post's id and a date must do: that two sites have
//! one comment with the same ids, the same second, author and words does not happen.
//! Inside one input nothing is folded: there, a second copy has to go, so it is a duplicate.

use foldhash::{HashMap, HashMapExt};

use crate::comment::Status;
use crate::facts::{Dump, Facts, Repeat};
use crate::text::Site;

/// What makes two records one.
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

/// Takes the repeated records out of the comments and remembers where they stand. What is known of a record's status
/// is put together: approved in one input, it is approved.
pub fn fold(dump: &mut Dump) {
    let inputs = |it: &Facts| it.place.input;
    if dump.comments.first().map(inputs) == dump.comments.last().map(inputs) {
        return;
    }
    let originals = originals(dump);
    let mut new_index = vec![0; originals.len()];
    let mut comments: Vec<Facts> = Vec::with_capacity(originals.len());
    for (index, (facts, original)) in dump.comments.drain(..).zip(originals).enumerate() {
        match original {
            None => {
                new_index[index] = comments.len() as u32;
                comments.push(facts);
            }
            Some(original) => {
                let of = new_index[original as usize];
                let known = &mut comments[of as usize];
                known.status = likelier(known.status, facts.status);
                known.marks = known.marks.and(facts.marks);
                dump.repeats.push(Repeat { position: index as u32, place: facts.place, end: facts.end, of });
            }
        }
    }
    dump.comments = comments;
}

/// For every comment the earlier one in another input that it repeats.
fn originals(dump: &Dump) -> Vec<Option<u32>> {
    let mut addresses: HashMap<(u32, &str), String> = HashMap::new();
    for post in &dump.posts {
        if let Some(site) = Site::parse(&post.url) {
            addresses.entry((post.input, &post.id)).or_insert(site.normal().to_owned());
        }
    }
    let mut first: HashMap<Identity, u32> = HashMap::with_capacity(dump.comments.len());
    let mut originals = Vec::with_capacity(dump.comments.len());
    for (index, it) in dump.comments.iter().enumerate() {
        let address = addresses.get(&(it.place.input, it.post()));
        let is_told = address.is_some() || it.date.is_some();
        let original = is_told.then(|| {
            let identity = Identity {
                id: it.id(),
                post: address.map_or(PostIdentity::Id(it.post()), |it| PostIdentity::Address(it)),
                author: it.author(),
                email: it.email(),
                date: it.date,
                fingerprint: &it.fingerprint,
            };
            *first.entry(identity).or_insert(index as u32)
        });
        let is_elsewhere = |first: &u32| dump.comments[*first as usize].place.input != it.place.input;
        originals.push(original.filter(is_elsewhere));
    }
    originals
}

/// Of what two exports say, an approval counts most, and anything more than nothing.
fn likelier(one: Status, other: Status) -> Status {
    [one, other].into_iter().min_by_key(|it| (*it == Status::Unknown, *it)).unwrap_or(one)
}

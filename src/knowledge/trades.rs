//! Which trades is the blog about, and which do its commenters talk of?

use foldhash::{HashMap, HashSet};
use rayon::prelude::*;

use super::people::People;
use crate::facts::{Dump, Facts};
use crate::lists::{self, Fields};
use crate::text::{WordId, split_compound, word_id};

/// The blog's own trades, and who speaks of those that commenters sign with.
#[derive(Default)]
pub struct Trades {
    /// The fields that the blog is about; `None` where its posts say too little to tell.
    own: Option<Fields>,
    in_posts: HashSet<WordId>,
    speakers: HashMap<WordId, Speakers>,
}

/// Who used a word in a comment.
enum Speakers {
    Nobody,
    One(usize),
    Several,
}

/// A post of fewer different words says little of what a blog is about.
const LEAST_WORDS: usize = 50;

/// So many posts tell what a blog is about.
const LEAST_POSTS: usize = 3;

/// A post touches a field with so many different words of it.
const TOUCHING_WORDS: usize = 3;

/// A blog is about the field that most of its posts touch, and about those that a quarter as many do.
const SHARE_OF_STRONGEST: usize = 4;

/// What one post in fifty touches is a digression.
const DIGRESSION: usize = 50;

impl Trades {
    /// Counts the fields of the posts, and who speaks of the trades that commenters sign with.
    pub fn gather(dump: &Dump, people: &People) -> Trades {
        let Some(own) = own_fields(dump) else { return Trades::default() };
        let signed = dump.comments.par_iter().flat_map_iter(trades_of_name).map(|it| word_id(&it));
        let mut speakers: HashMap<WordId, Speakers> =
            signed.collect::<Vec<_>>().into_iter().map(|it| (it, Speakers::Nobody)).collect();
        for (index, comment) in dump.comments.iter().enumerate() {
            for word in comment.words() {
                let Some(it) = speakers.get_mut(word) else { continue };
                let person = people.number(index);
                *it = match it {
                    Speakers::Nobody => Speakers::One(person),
                    Speakers::One(other) if *other == person => Speakers::One(person),
                    _ => Speakers::Several,
                };
            }
        }
        let posts_words = dump.posts.iter().flat_map(|it| &it.words);
        let in_posts = posts_words.copied().filter(|it| speakers.contains_key(it)).collect();
        Trades { own: Some(own), in_posts, speakers }
    }

    /// The trade that an author signs with, if it has nothing to do with the fields of the blog.
    pub fn foreign_to_blog(&self, facts: &Facts) -> Option<String> {
        let own = self.own?;
        let is_foreign = |words: Vec<String>| {
            let fields: Vec<Fields> = words.iter().map(|it| lists::fields_of(it)).collect();
            let first = fields.iter().position(|it| *it != Fields::default())?;
            (!fields.iter().any(|it| it.overlaps(own))).then(|| words[first].clone())
        };
        is_foreign(trades_of_name(facts)).or_else(|| is_foreign(trades_of_host(facts)))
    }

    /// The trade in an author's name, if neither the posts nor any other commenter ever speak of it. Hosts are left
    /// out: a firm's host has words of which nobody speaks, whatever its owner says.
    pub fn unheard(&self, facts: &Facts, person: usize) -> Option<String> {
        self.own?;
        trades_of_name(facts).into_iter().find(|word| {
            let id = word_id(word);
            let is_said = match self.speakers.get(&id) {
                Some(Speakers::One(other)) => *other != person,
                Some(Speakers::Several) => true,
                Some(Speakers::Nobody) | None => false,
            };
            !is_said && !self.in_posts.contains(&id)
        })
    }
}

fn own_fields(dump: &Dump) -> Option<Fields> {
    let of_word: HashMap<WordId, Fields> =
        lists::field_words().map(|it| (word_id(it), lists::fields_of(it))).collect();
    let mut counts = [0; Fields::MOST];
    let mut n_posts = 0;
    for post in dump.posts.iter().filter(|it| LEAST_WORDS <= it.words.len()) {
        n_posts += 1;
        let mut n_words = [0; Fields::MOST];
        for fields in post.words.iter().filter_map(|it| of_word.get(it)) {
            fields.numbers().for_each(|it| n_words[it] += 1);
        }
        counts.iter_mut().zip(n_words).for_each(|(count, it)| *count += usize::from(TOUCHING_WORDS <= it));
    }
    let strongest = counts.iter().copied().max().unwrap_or_default();
    let is_own =
        |count: usize| 0 < count && strongest <= SHARE_OF_STRONGEST * count && n_posts <= DIGRESSION * count;
    let own = counts.iter().enumerate().filter(|(_, count)| is_own(**count)).map(|(number, _)| number);
    (LEAST_POSTS <= n_posts).then(|| own.collect())
}

/// The words of trade in an author's name, where there is a site to be visited.
fn trades_of_name(facts: &Facts) -> Vec<String> {
    let words = facts.name().split(|it: char| !it.is_alphanumeric());
    let words = words.filter(|it| facts.site.is_some() && lists::is_trade(it) && !lists::is_name(it));
    words.map(str::to_owned).collect()
}

/// A host says what its owner does where it is made of words, and is the owner's.
fn trades_of_host(facts: &Facts) -> Vec<String> {
    const MIN_COVERED: f32 = 0.8;
    const SHORTEST: usize = 4;
    let Some(site) = facts.site.as_ref().filter(|it| !it.is_profile()) else { return Vec::new() };
    let (words, covered) = split_compound(site.label());
    let words = words.into_iter().filter(|it| {
        MIN_COVERED <= covered && SHORTEST <= it.len() && lists::is_trade(it) && !lists::GIVEN_NAMES.has(it)
    });
    words.map(str::to_owned).collect()
}

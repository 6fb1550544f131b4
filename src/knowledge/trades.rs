//! The fields of trade that the blog is about, and the trades that its commenters mention.

use foldhash::{HashMap, HashSet};
use rayon::prelude::*;

use super::people::People;
use crate::facts::{Dump, Facts};
use crate::index::PersonIdx;
use crate::lists::{self, Fields};
use crate::text::{WordId, names_person, split_compound, word_id};

/// The blog's own fields of trade, and who mentions the trades in commenters' names.
#[derive(Default)]
pub struct Trades {
    /// The fields that the blog is about; `None` if there are too few posts.
    own: Option<Fields>,
    in_posts: HashSet<WordId>,
    speakers: HashMap<WordId, Speakers>,
}

/// The people who used a word in a comment.
enum Speakers {
    Nobody,
    One(PersonIdx),
    Several,
}

/// The minimum number of distinct words in a post. Shorter posts say little about the blog's subject.
const LEAST_WORDS: usize = 50;

/// The minimum number of posts that show what a blog is about.
const LEAST_POSTS: usize = 3;

/// The minimum number of distinct words of a field in a post that touches the field.
const TOUCHING_WORDS: usize = 3;

/// A blog is about the field that most of its posts touch, and about those that at least a quarter as many touch.
const SHARE_OF_STRONGEST: usize = 4;

/// A field that fewer than one post in fifty touches is a digression.
const DIGRESSION: usize = 50;

impl Trades {
    /// Counts the fields that posts touch, and finds who mentions the trades in commenters' names.
    pub fn gather(dump: &Dump, people: &People) -> Trades {
        let Some(own) = own_fields(dump) else { return Trades::default() };
        let signed = dump.comments.par_iter().flat_map_iter(trades_of_name).map(|word| word_id(&word));
        let mut speakers: HashMap<WordId, Speakers> =
            signed.collect::<Vec<_>>().into_iter().map(|word| (word, Speakers::Nobody)).collect();
        for (index, comment) in dump.comments.iter_enumerated() {
            for word in comment.words() {
                let Some(speaker) = speakers.get_mut(word) else { continue };
                let person = people.person_idx(index);
                *speaker = match speaker {
                    Speakers::Nobody => Speakers::One(person),
                    Speakers::One(other) if *other == person => Speakers::One(person),
                    _ => Speakers::Several,
                };
            }
        }
        let posts_words = dump.posts.iter().flat_map(|post| &post.words);
        let in_posts = posts_words.copied().filter(|word| speakers.contains_key(word)).collect();
        Trades { own: Some(own), in_posts, speakers }
    }

    /// The trade in an author's name, if none of the trades in it is one of the blog's.
    pub fn foreign_in_name(&self, facts: &Facts) -> Option<String> {
        self.foreign(trades_of_name(facts))
    }

    /// The trade in an author's host, if none of the trades in it is one of the blog's.
    pub fn foreign_in_host(&self, facts: &Facts) -> Option<String> {
        self.foreign(trades_of_host(facts))
    }

    fn foreign(&self, trades: Vec<String>) -> Option<String> {
        let own = self.own?;
        let fields: Vec<Fields> = trades.iter().map(|trade| lists::fields_of(trade)).collect();
        let first = fields.iter().position(|fields| *fields != Fields::default())?;
        let is_foreign = !fields.iter().any(|fields| fields.overlaps(own));
        trades.into_iter().nth(first).filter(|_| is_foreign)
    }

    /// The trade in an author's name, if neither the posts nor any other commenter mentions it. Hosts are left out:
    /// even an honest firm's host may have words that nobody else mentions.
    pub fn unheard(&self, facts: &Facts, person: PersonIdx) -> Option<String> {
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
        lists::field_words().map(|word| (word_id(word), lists::fields_of(word))).collect();
    let mut counts = [0; Fields::MOST];
    let mut n_posts = 0;
    for post in dump.posts.iter().filter(|post| LEAST_WORDS <= post.words.len()) {
        n_posts += 1;
        let mut n_words = [0; Fields::MOST];
        for fields in post.words.iter().filter_map(|word| of_word.get(word)) {
            fields.numbers().for_each(|field| n_words[field] += 1);
        }
        counts
            .iter_mut()
            .zip(n_words)
            .for_each(|(count, n_words)| *count += usize::from(TOUCHING_WORDS <= n_words));
    }
    let strongest = counts.iter().copied().max().unwrap_or_default();
    let is_own =
        |count: usize| 0 < count && strongest <= SHARE_OF_STRONGEST * count && n_posts <= DIGRESSION * count;
    let own = counts.iter().enumerate().filter(|(_, count)| is_own(**count)).map(|(number, _)| number);
    (LEAST_POSTS <= n_posts).then(|| own.collect())
}

/// The trades in the name of an author with a site.
fn trades_of_name(facts: &Facts) -> Vec<String> {
    if facts.site.is_none() || is_named_as_person(facts) {
        return Vec::new();
    }
    let trades = name_words(facts).filter(|word| lists::is_trade(word) && !lists::is_name(word));
    trades.map(str::to_owned).collect()
}

fn name_words(facts: &Facts) -> impl Iterator<Item = &str> {
    facts.name().split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn is_named_as_person(facts: &Facts) -> bool {
    names_person(name_words(facts).map(|word| (word, lists::lists_with(word))))
}

/// The trades in the host of an author's own site, if the host is a compound of words.
fn trades_of_host(facts: &Facts) -> Vec<String> {
    const MIN_COVERED: f32 = 0.8;
    const SHORTEST: usize = 4;
    let Some(site) = facts.site.as_ref().filter(|site| !site.is_profile()) else { return Vec::new() };
    let (words, covered) = split_compound(site.label());
    let is_surname = |word: &str| is_named_as_person(facts) && name_words(facts).any(|own| own == word);
    let words = words.into_iter().filter(|word| {
        MIN_COVERED <= covered
            && SHORTEST <= word.len()
            && lists::is_trade(word)
            && !lists::GIVEN_NAMES.has(word)
            && !is_surname(word)
    });
    words.map(str::to_owned).collect()
}

//! *Know*: knowledge about the whole dump, gathered from the facts of all records.
//!
//! Everything here is a sum, a set or a join of facts, and every label is that of the earliest record (see
//! [`Order`]). So the result depends neither on the order of the input nor on the number of threads.

mod clusters;
mod hosts;
mod ids;
mod order;
mod pages;
mod people;
mod shingles;
mod threads;
mod times;
mod trades;
mod twin_pages;
mod word_counts;

pub use clusters::Clusters;
pub use hosts::Hosts;
pub use ids::Ids;
pub use order::Order;
pub use pages::{Page, Pages, post_space};
pub use people::{People, Person};
pub use shingles::Shingles;
pub use threads::Threads;
pub use times::{gap, is_one_moment, is_shifted};
pub use trades::Trades;
pub use word_counts::WordCounts;

use crate::comment::Status;
use crate::facts::{Dump, Facts, PostFacts};
use crate::index::CommentIdx;
use crate::kind::Kind;
use crate::near::overlap;
use crate::text::{LanguageVotes, fingerprint};

/// Knowledge about a whole dump.
pub struct Knowledge {
    /// Which ids are ambiguous.
    pub ids: Ids,
    /// The chronological order of comments.
    pub order: Order,
    /// The pages that the comments belong to.
    pub pages: Pages,
    /// The reply trees.
    pub threads: Threads,
    /// The authors.
    pub people: People,
    /// The blog's own hosts, and those that its posts link.
    pub hosts: Hosts,
    /// The fields of trade that the blog is about.
    pub trades: Trades,
    /// Clusters of identical and nearly identical texts.
    pub clusters: Clusters,
    /// The earliest comment with each shared shingle.
    pub shingles: Shingles,
    /// How many texts use each content word.
    pub word_counts: WordCounts,
    /// Function words by language, in posts and comments together.
    pub languages: LanguageVotes,
}

impl Knowledge {
    /// Gathers everything from a prepared dump: see [`crate::prepare`].
    pub fn gather(dump: &Dump) -> Knowledge {
        let ids = Ids::gather(&dump.comments);
        let order = Order::gather(&dump.comments);
        let shingles = Shingles::gather(&dump.comments, &order);
        let pages = Pages::gather(dump, &order);
        let threads = Threads::gather(dump, &pages);
        let hosts = Hosts::gather(dump);
        let people = People::gather(dump, &order, &pages, &threads);
        let trades = Trades::gather(dump, &people);
        let clusters = Clusters::gather(&dump.comments, &order);
        let word_counts = WordCounts::gather(&dump.comments, &clusters);
        let mut languages = LanguageVotes::default();
        dump.posts.iter().for_each(|post| languages.add(&post.languages));
        dump.comments.iter().for_each(|comment| languages.add(&comment.languages()));
        Knowledge {
            ids,
            order,
            pages,
            threads,
            people,
            hosts,
            trades,
            clusters,
            shingles,
            word_counts,
            languages,
        }
    }
}

/// One comment, with its dump and the knowledge about the dump.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The comment's position in the dump.
    pub index: CommentIdx,
    /// Its facts.
    pub facts: &'a Facts,
    /// The whole dump.
    pub dump: &'a Dump,
    /// The knowledge about the dump.
    pub known: &'a Knowledge,
    /// Whether the descriptions that signals return are needed: see [`Case::say`].
    pub is_read: bool,
}

impl<'a> Case<'a> {
    /// One comment of a dump.
    pub fn new(index: CommentIdx, dump: &'a Dump, known: &'a Knowledge) -> Case<'a> {
        Case { index, facts: &dump.comments[index], dump, known, is_read: true }
    }

    /// This case with [`Case::is_read`] set to false.
    pub fn unread(self) -> Case<'a> {
        Case { is_read: false, ..self }
    }

    /// A signal's description of what it found, or an empty string if none is needed: quoting other comments is
    /// costly.
    pub fn say(&self, seen: impl FnOnce() -> String) -> String {
        if self.is_read { seen() } else { String::new() }
    }

    /// The post of the comment, if the dump has it.
    pub fn post(&self) -> Option<&'a PostFacts> {
        self.known.pages.page_of(self.index).post.map(|post| &self.dump.posts[post])
    }

    /// The author of the comment.
    pub fn person(&self) -> &'a Person {
        self.known.people.author_of(self.index)
    }

    /// The comment that answers this one or another one by the same person.
    pub fn answer(&self) -> Option<CommentIdx> {
        self.known.people.answer(self.index).or(self.person().answered_in)
    }

    /// Whether the same person commented more than a month before or after.
    pub fn is_known_for_months(&self) -> bool {
        const MIN_DAYS: i64 = 30;
        let (Some((first, last)), Some(date)) = (self.person().span, self.facts.date) else { return false };
        MIN_DAYS < (date - first).max(last - date) / 86_400
    }

    /// The earlier comments of the cluster, starting with the first. Their number is limited, which keeps the cost of
    /// a large campaign linear in its size.
    pub fn earlier_alike(&self) -> impl Iterator<Item = CommentIdx> + use<'a> {
        const MOST_COMPARED: usize = 64;
        let (index, clusters) = (self.index, &self.known.clusters);
        let members = if clusters.first(index) == index { &[] } else { clusters.members(index) };
        members.iter().take(MOST_COMPARED).copied().take_while(move |comment| *comment != index)
    }

    /// The next comments of the cluster, at most 16.
    pub fn next_alike(&self) -> impl Iterator<Item = CommentIdx> + use<'a> {
        const MOST_COMPARED: usize = 16;
        let order = &self.known.order;
        let (rank, members) = (order.rank(self.index), self.known.clusters.members(self.index));
        let here = members.partition_point(|comment| order.rank(*comment) <= rank);
        members[here..].iter().take(MOST_COMPARED).copied()
    }

    /// Whether the comment is neither judged nor removed: protected records, placeholders of deleted comments, and
    /// comments with nothing to read and no link.
    pub fn is_untouched(&self) -> bool {
        let facts = self.facts;
        let is_empty = || {
            facts.n_words == 0
                && facts.fingerprint == fingerprint("")
                && facts.link_domains().next().is_none()
        };
        facts.kind == Kind::Protected || facts.status == Status::Deleted || is_empty()
    }

    /// Whether the comment gets a probability of spam: comments and pings that aren't left untouched.
    pub fn is_judged(&self) -> bool {
        (self.facts.kind == Kind::Comment || self.facts.kind.is_ping()) && !self.is_untouched()
    }

    /// Whether this comment and an earlier one belong to one conversation: they are on the same page, with less than
    /// a month between them if both are dated. In a conversation, people quote each other, and sign up or greet in the
    /// same words.
    pub fn is_in_conversation_with(&self, earlier: CommentIdx) -> bool {
        const LONGEST_DAYS: i64 = 30;
        let pages = &self.known.pages;
        let is_near = |date: i64, other: i64| (date - other).abs() / 86_400 < LONGEST_DAYS;
        let dates = self.facts.date.zip(self.dump.comments[earlier].date);
        pages.page_idx(self.index) == pages.page_idx(earlier)
            && dates.is_none_or(|(date, other)| is_near(date, other))
    }

    /// Whether two people would hardly have chosen the words independently that this comment shares with another one:
    /// there are many of them, or some are rare. People who sign up for a giveaway, thank for help or congratulate
    /// write nearly the same sentence, in words that any comment may have.
    pub fn has_particular_words_of(&self, other: &Facts) -> bool {
        const MIN_SHARED: usize = 20;
        MIN_SHARED <= overlap(self.facts.words(), other.words()) || self.has_rare_words_of(other)
    }

    /// Whether this comment shares some words with another one that are rare: neither generic nor used by many texts.
    pub fn has_rare_words_of(&self, other: &Facts) -> bool {
        const MIN_RARE: usize = 4;
        let shared = self.facts.content_words().filter(|word| other.words().binary_search(word).is_ok());
        MIN_RARE <= shared.filter(|word| self.known.word_counts.is_rare(*word)).take(MIN_RARE).count()
    }

    /// Whether the same person wrote this comment and another one.
    pub fn is_by_same_person(&self, other: CommentIdx) -> bool {
        self.known.people.is_same(self.index, other)
    }
}

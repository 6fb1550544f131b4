//! *Look*: the compact facts of one record, without any knowledge of the others.
//!
//! [`look`] is a pure function of a comment. The body is dropped; outputs that quote it read the record's byte range
//! again. After [`look`], only [`crate::prepare`] revises facts.

mod collector;
mod hits;
mod look;
pub mod packed;

use std::ops::Range;
use std::sync::Arc;

use crate::blocklist::Blocklist;
use crate::comment::{Author, Marks, Status};
use crate::error::{Damage, Note, Place};
use crate::index::{CommentIdx, IndexVec, PerComment, PostIdx};
use crate::kind::Kind;
use crate::ngram_model::Features;
use crate::text::{LanguageVotes, Site, WordId};
use packed::{List, Lists, SharedList, Text, Texts};

pub use collector::{Collector, Progress};
pub use hits::{Hit, Hits, SignalIdx};
pub use look::{Look, look, look_at_post};

/// The facts of one comment.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Where the record starts.
    pub place: Place,
    /// The offset of the byte after the record.
    pub end: u64,
    /// The author's site.
    pub site: Option<Site>,
    texts: Texts,
    /// Whether the author was logged in.
    pub is_registered: bool,
    /// Seconds since 1970, in UTC if the dump has the zone, else local.
    pub date: Option<i64>,
    /// The moderation status in the dump.
    pub status: Status,
    /// The moderation marks of people and filters.
    pub marks: Marks,
    /// The kind of record. [`crate::prepare`] may turn a comment into a retweet.
    pub kind: Kind,
    /// The SHA-256 of the folded text.
    pub fingerprint: [u8; 32],
    lists: Lists,
    /// A sample of the distinct shingles of the text, sorted: see [`crate::text::shingles`]. [`crate::prepare`] drops
    /// most of those that no other comment has.
    pub shingles: SharedList,
    /// The number of words in the text.
    pub n_words: u32,
    /// The number of shingles in the sample before any were dropped.
    pub n_shingles: u32,
    /// The folded text of a short comment, which shows a mended typing error; empty for a longer one.
    pub short_text: Box<str>,
    /// Whether the body is a single quotation (`<blockquote>`) and nothing else.
    pub is_quotation: bool,
    /// Whether the body has a link through a shortener.
    pub has_short_link: bool,
    /// The hashed words and character n-grams, if the model is being trained.
    pub features: Option<Box<Features>>,
}

impl Facts {
    /// Function words by language.
    pub fn languages(&self) -> LanguageVotes {
        let mut votes = LanguageVotes::default();
        let (pairs, _) = self.lists.get(List::Languages).as_chunks();
        pairs.iter().for_each(|[language, n]| votes.0[*language as usize] = *n);
        votes
    }

    /// The id in its dump.
    pub fn id(&self) -> &str {
        self.texts.get(Text::Id)
    }

    /// The id of its post.
    pub fn post(&self) -> &str {
        self.texts.get(Text::PostId)
    }

    /// The id of its parent; empty or `0` at the top of a thread.
    pub fn parent(&self) -> &str {
        self.texts.get(Text::ParentId)
    }

    /// Whether it names a parent. The dump may lack that parent.
    pub fn has_parent(&self) -> bool {
        !matches!(self.parent(), "" | "0")
    }

    /// The author's name as shown, without white space around it.
    pub fn author(&self) -> &str {
        self.texts.get(Text::Author)
    }

    /// The author's name, folded; empty for names that forms fill in.
    pub fn name(&self) -> &str {
        self.texts.get(Text::FoldedName)
    }

    /// The e-mail address in lower case; empty for placeholders.
    pub fn email(&self) -> &str {
        self.texts.get(Text::Email)
    }

    /// The IP address that the comment came from.
    pub fn ip(&self) -> &str {
        self.texts.get(Text::Ip)
    }

    /// The distinct registrable domains that the body links, in text order.
    pub fn link_domains(&self) -> impl Iterator<Item = &str> {
        self.texts.get(Text::LinkDomains).split_ascii_whitespace()
    }

    /// The hits of the signals that need no context.
    pub fn hits(&self) -> impl Iterator<Item = Hit<'_>> {
        let all = self.strengths().zip(self.texts.get(Text::Seen).split('\n'));
        all.map(|((signal, strength), seen)| Hit { signal, strength, seen: seen.into() })
    }

    /// The signals that need no context and fired, with their strengths.
    pub fn strengths(&self) -> impl Iterator<Item = (SignalIdx, f32)> {
        unpack_strengths(self.lists.get(List::Strengths))
    }

    /// The bag of words of the text, deobfuscated: see [`crate::text::deobfuscate`] and [`crate::text::bag`].
    pub fn words(&self) -> &[WordId] {
        self.lists.get(List::Words)
    }

    /// The distinct words that show what the text is about, sorted: four letters or more, neither function words nor
    /// generic words.
    pub fn content_words(&self) -> impl Iterator<Item = WordId> {
        let bits = self.lists.get(List::ContentWordBits);
        let words = self.words().iter().enumerate().filter(|(index, _)| has_bit(bits, *index));
        words.map(|(_, word)| *word)
    }

    /// The number of content words that are in a sorted list of words.
    pub fn n_content_words_among(&self, others: &[WordId]) -> usize {
        self.content_words().filter(|word| others.binary_search(word).is_ok()).count()
    }

    /// The words that may name another commenter: the first ones and those after an `@`, in text order.
    pub fn addressed(&self) -> &[WordId] {
        self.lists.get(List::AddressedNames)
    }

    /// The words of the author's name by which others may address them.
    pub fn called(&self) -> &[WordId] {
        self.lists.get(List::OwnNames)
    }

    /// The entries of the blocklist that the comment contains, by their numbers, in order.
    pub fn blocked(&self) -> &[u32] {
        self.lists.get(List::BlocklistEntries)
    }
}

/// Whether one bit of a bit set is 1.
fn has_bit(bits: &[u32], index: usize) -> bool {
    bits[index / 32] >> (index % 32) & 1 == 1
}

/// Marks a signal whose strength is not 1 and follows as the next number.
const HAS_STRENGTH: u32 = 1 << u16::BITS;

fn pack_strengths(strengths: &[(SignalIdx, f32)]) -> Vec<u32> {
    let mut numbers = Vec::with_capacity(2 * strengths.len());
    for (signal, strength) in strengths {
        if *strength == 1.0 {
            numbers.push(u32::from(signal.0));
        } else {
            numbers.extend([u32::from(signal.0) | HAS_STRENGTH, strength.to_bits()]);
        }
    }
    numbers
}

fn unpack_strengths(numbers: &[u32]) -> impl Iterator<Item = (SignalIdx, f32)> {
    let mut numbers = numbers.iter();
    std::iter::from_fn(move || {
        let signal = *numbers.next()?;
        let has_strength = signal & HAS_STRENGTH != 0;
        let strength = if has_strength { f32::from_bits(*numbers.next()?) } else { 1.0 };
        Some((SignalIdx(signal as u16), strength))
    })
}

/// The facts of one post.
#[derive(Clone, Debug, Default)]
pub struct PostFacts {
    /// The number of its input.
    pub input: u32,
    /// The id in its dump.
    pub id: Box<str>,
    /// The title.
    pub title: Box<str>,
    /// The address of its page.
    pub url: Box<str>,
    /// When it was published, in seconds since 1970.
    pub date: Option<i64>,
    /// The names that its author goes by, folded.
    pub authors: Box<[Box<str>]>,
    /// The distinct words of title, terms and text, sorted.
    pub words: Box<[WordId]>,
    /// The words of the title in order.
    pub title_words: Box<[WordId]>,
    /// Function words by language.
    pub languages: LanguageVotes,
    /// The distinct registrable domains that the post links, and the pages of people on shared hosts (see
    /// [`Site::owner`]), sorted.
    pub link_domains: Box<[Box<str>]>,
}

/// The facts of a whole dump, in the order of its inputs.
#[derive(Debug, Default)]
pub struct Dump {
    /// One for every comment.
    pub comments: PerComment<Facts>,
    /// The further occurrences of comments that several inputs contain, in the order of the inputs.
    pub repeats: Vec<Repeat>,
    /// One for every post.
    pub posts: IndexVec<PostIdx, PostFacts>,
    /// The addresses of the blog itself.
    pub sites: Vec<Site>,
    /// The authors of the blog's posts.
    pub owners: Vec<Author>,
    /// The damaged places of the inputs.
    pub damages: Vec<Damage>,
    /// Notes about the inputs for the user.
    pub notes: Vec<Note>,
    /// The blocklist that the comments were searched for, if there is one. [`Facts::blocked`] has the numbers of its
    /// entries.
    pub blocklist: Option<Arc<Blocklist>>,
}

/// A further occurrence of a comment, in a later input.
#[derive(Clone, Copy, Debug)]
pub struct Repeat {
    /// The number of comments that are read before it.
    pub position: u32,
    /// Where it starts in that input.
    pub place: Place,
    /// The offset of the byte after it in that input.
    pub end: u64,
    /// The comment.
    pub original: CommentIdx,
}

/// One occurrence of a comment in an input.
#[derive(Clone, Copy, Debug)]
pub struct Occurrence {
    /// The comment.
    pub comment: CommentIdx,
    /// Where it starts.
    pub place: Place,
    /// The offset of the byte after it.
    pub end: u64,
    /// Whether an earlier input contains the comment too.
    pub is_repeat: bool,
}

impl Dump {
    /// The occurrences of comments in some inputs, in reading order.
    pub fn occurrences_in(&self, inputs: Range<u32>) -> impl Iterator<Item = Occurrence> {
        let (mut comments, mut repeats) = (self.comments.iter_enumerated(), self.repeats.iter().peekable());
        let all = (0..).map_while(move |position| {
            if let Some(repeat) = repeats.next_if(|repeat| repeat.position == position) {
                let Repeat { place, end, original, .. } = *repeat;
                return Some(Occurrence { comment: original, place, end, is_repeat: true });
            }
            let (comment, facts) = comments.next()?;
            Some(Occurrence { comment, place: facts.place, end: facts.end, is_repeat: false })
        });
        all.filter(move |occurrence| inputs.contains(&occurrence.place.input))
    }
}

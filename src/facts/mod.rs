//! *Look*: the compact facts of one record, without any knowledge of the others.
//!
//! [`look`] is a pure function of a comment. The text itself is dropped; what an output quotes of it is read again
//! from the record's byte range.

mod hits;
pub mod packed;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use foldhash::{HashSet, HashSetExt};
use memchr::memchr;

pub use hits::{Hit, Hits, SignalIdx};

use crate::blocklist::Blocklist;
use crate::comment::{Author, Comment, Marks, Post, Status};
use crate::error::{Damage, Place};
use crate::facts::packed::{Numbers, Shared, Texts};
use crate::kind::{self, Kind};
use crate::lists::{self, Lists};
use crate::ngram_model::{self, Features, Lexical, Table};
use crate::text::{self, BagWord, LanguageVotes, Site, View, Word, WordId};

/// What is known of one comment by itself.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Where the record starts.
    pub place: Place,
    /// The byte after its last one.
    pub end: u64,
    /// The author's site.
    pub site: Option<Site>,
    /// See [`Facts::id`] and those behind it.
    texts: Texts<N_TEXTS>,
    /// Was the author logged in?
    pub is_registered: bool,
    /// Seconds since 1970, in UTC where the dump knows, else local.
    pub date: Option<i64>,
    /// What the dump's owner or software had decided.
    pub status: Status,
    /// What people and filters had said.
    pub marks: Marks,
    /// What it is, as far as it shows by itself.
    pub kind: Kind,
    /// The SHA-256 of the folded text.
    pub fingerprint: [u8; 32],
    /// See [`Facts::words`] and those behind it.
    lists: Numbers<N_LISTS>,
    /// Half of the runs of words, by their hashes, without repetition: see [`text::shingles`]. Once the dump is
    /// known, those that other comments have, too, and hardly any more.
    pub passages: Shared,
    /// How many words the text has.
    pub n_words: u32,
    /// How many of its runs of words were looked at.
    pub n_passages: u32,
    /// Is the body nothing but a quotation (`<blockquote>`)?
    pub is_quotation: bool,
    /// Does the body have a link through a shortener?
    pub has_short_link: bool,
    /// The hashed words and letters, where something is to be learned from them.
    pub features: Option<Box<Features>>,
}

impl Facts {
    /// Function words by language.
    pub fn languages(&self) -> LanguageVotes {
        let mut votes = LanguageVotes::default();
        let (pairs, _) = self.lists.get(6).as_chunks();
        pairs.iter().for_each(|[language, n]| votes.0[*language as usize] = *n);
        votes
    }

    /// The id in its dump.
    pub fn id(&self) -> &str {
        self.texts.get(0)
    }

    /// The id of its post.
    pub fn post(&self) -> &str {
        self.texts.get(1)
    }

    /// The id of its parent; empty or `0` at the top of a thread.
    pub fn parent(&self) -> &str {
        self.texts.get(2)
    }

    /// The author's name as shown.
    pub fn author(&self) -> &str {
        self.texts.get(3)
    }

    /// The author's name, folded; empty for the names that forms fill in.
    pub fn name(&self) -> &str {
        self.texts.get(4)
    }

    /// The e-mail address in lower case; empty for placeholders.
    pub fn email(&self) -> &str {
        self.texts.get(5)
    }

    /// The address the comment came from.
    pub fn ip(&self) -> &str {
        self.texts.get(6)
    }

    /// Who owns the sites that the body links, without repetition, in order.
    pub fn link_owners(&self) -> impl Iterator<Item = &str> {
        self.texts.get(7).split_ascii_whitespace()
    }

    /// What the signals that need no context found.
    pub fn hits(&self) -> impl Iterator<Item = Hit<'_>> {
        let all = self.strengths().zip(self.texts.get(8).split('\n'));
        all.map(|((signal, strength), seen)| Hit { signal, strength, seen: seen.into() })
    }

    /// The same without what they saw: the signals' positions and how much they found.
    pub fn strengths(&self) -> impl Iterator<Item = (SignalIdx, f32)> {
        let mut numbers = self.lists.get(5).iter();
        std::iter::from_fn(move || {
            let signal = *numbers.next()?;
            let is_one = signal & IN_FULL == 0;
            let strength = if is_one { 1.0 } else { f32::from_bits(*numbers.next()?) };
            Some((SignalIdx(signal as u16), strength))
        })
    }

    /// The words of the text without its disguise: see [`text::deobfuscate`] and [`text::bag`].
    pub fn words(&self) -> &[WordId] {
        self.lists.get(0)
    }

    /// The distinct words that say what the text is about, sorted: four letters or more, no function words, not generic.
    pub fn content_words(&self) -> impl Iterator<Item = WordId> {
        let blocks = self.words().chunks(u32::BITS as usize).zip(self.lists.get(1));
        blocks.flat_map(|(words, bits)| {
            let mut bits = *bits;
            std::iter::from_fn(move || {
                // Where no bit is left, this is behind the last word.
                let word = words.get(bits.trailing_zeros() as usize)?;
                bits &= bits - 1;
                Some(*word)
            })
        })
    }

    /// How many of them are among other words, which are sorted, too.
    pub fn n_content_words_among(&self, others: &[WordId]) -> usize {
        let words = self.words();
        if words.len() <= others.len() {
            return self.content_words().filter(|it| others.binary_search(it).is_ok()).count();
        }
        let bits = self.lists.get(1);
        let places = others.iter().filter_map(|it| words.binary_search(it).ok());
        places.filter(|it| has_bit(bits, *it)).count()
    }

    /// The words that may name somebody: the first ones and those after an `@`, in order.
    pub fn addressed(&self) -> &[WordId] {
        self.lists.get(2)
    }

    /// The words of the author's name by which others may call them.
    pub fn called(&self) -> &[WordId] {
        self.lists.get(3)
    }

    /// The entries of the blocklist that are in it, by their numbers, in order.
    pub fn blocked(&self) -> &[u32] {
        self.lists.get(4)
    }
}

fn has_bit(bits: &[u32], place: usize) -> bool {
    bits[place / 32] >> (place % 32) & 1 == 1
}

/// How many texts and lists of numbers are known of a comment.
const N_TEXTS: usize = 9;
const N_LISTS: usize = 7;

/// Stands beside the position of a signal whose strength follows; most have one of 1.
const IN_FULL: u32 = 1 << u16::BITS;

fn pack_strengths(strengths: &[(SignalIdx, f32)]) -> Vec<u32> {
    let mut numbers = Vec::with_capacity(2 * strengths.len());
    for (signal, strength) in strengths {
        if *strength == 1.0 {
            numbers.push(u32::from(signal.0));
        } else {
            numbers.extend([u32::from(signal.0) | IN_FULL, strength.to_bits()]);
        }
    }
    numbers
}

fn pack_votes(votes: &LanguageVotes) -> Vec<u32> {
    let given = (0..).zip(votes.0).filter(|it| 0 < it.1);
    given.flat_map(|(language, n)| [language, n]).collect()
}

/// What is known of one post by itself.
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
    /// Who owns the sites that the post links, without repetition, sorted.
    pub link_owners: Box<[Box<str>]>,
}

/// The facts of a whole dump, in the order of its inputs.
#[derive(Debug, Default)]
pub struct Dump {
    /// One for every comment.
    pub comments: Vec<Facts>,
    /// Where comments stand a second time, in another input; in the order of the inputs.
    pub repeats: Vec<Repeat>,
    /// One for every post.
    pub posts: Vec<PostFacts>,
    /// The addresses of the blog itself.
    pub sites: Vec<Site>,
    /// Who writes the blog's posts.
    pub owners: Vec<Author>,
    /// What was broken.
    pub damages: Vec<Damage>,
    /// The blocklist that the comments were compared with; [`Facts::blocked`] has the numbers of its entries.
    pub blocklist: Option<Arc<Blocklist>>,
}

/// A comment that stands in another input, too.
#[derive(Clone, Copy, Debug)]
pub struct Repeat {
    /// How many comments are read before it.
    pub position: u32,
    /// Where it starts there.
    pub place: Place,
    /// The byte after its last one there.
    pub end: u64,
    /// The comment, by its position in [`Dump::comments`].
    pub of: u32,
}

/// A place in an input where a comment stands.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// The comment, by its position in [`Dump::comments`].
    pub comment: usize,
    /// Where it starts.
    pub place: Place,
    /// The byte after its last one.
    pub end: u64,
    /// Does it stand in an earlier input, too?
    pub is_repeat: bool,
}

impl Dump {
    /// Every comment of some inputs, in the order in which they are read.
    pub fn standing_in(&self, inputs: Range<u32>) -> impl Iterator<Item = Standing> {
        let (mut comments, mut repeats) = (self.comments.iter().enumerate(), self.repeats.iter().peekable());
        let all = (0..).map_while(move |position| {
            if let Some(repeat) = repeats.next_if(|it| it.position == position) {
                let Repeat { place, end, of, .. } = *repeat;
                return Some(Standing { comment: of as usize, place, end, is_repeat: true });
            }
            let (comment, facts) = comments.next()?;
            Some(Standing { comment, place: facts.place, end: facts.end, is_repeat: false })
        });
        all.filter(move |it| inputs.contains(&it.place.input))
    }
}

/// How comments are looked at.
pub struct Look<'a> {
    /// Runs the signals that look at a comment alone.
    pub signals: fn(&View, Kind, &Lexical) -> Hits,
    /// What was learned of words and letters.
    pub lexical: &'a Lexical,
    /// What nobody may say, where there is such a list.
    pub blocklist: Option<&'a Blocklist>,
    /// Are words and letters kept, so that something can be learned from them?
    pub keeps_features: bool,
}

impl Look<'_> {
    /// Looks for nothing that is to be judged.
    pub const BLANK: Look<'static> = Look {
        signals: |_, _, _| Hits::default(),
        lexical: &Lexical { tables: [Table::EMPTY, Table::EMPTY, Table::EMPTY] },
        blocklist: None,
        keeps_features: false,
    };
}

/// Looks at one comment.
pub fn look(comment: &Comment, look: &Look) -> Facts {
    let view = text::view(comment);
    let kind = kind::recognise(&view);
    let (words, content) = bag(&view);
    let mut owners_seen = HashSet::new();
    let owners = view.links.iter().map(|it| it.site.registrable_domain());
    let link_owners: Vec<&str> = owners.filter(|it| owners_seen.insert(*it)).collect();
    let passages = text::shingles(view.words.iter().map(Word::id));
    let Hits { strengths, seen } = (look.signals)(&view, kind, look.lexical);
    Facts {
        place: comment.place,
        end: comment.end,
        texts: Texts::new([
            &comment.id,
            &comment.post,
            &comment.parent,
            &comment.author.name,
            &view.name,
            &usable_email(&comment.author.email),
            comment.author.ip.trim(),
            &link_owners.join(" "),
            &seen,
        ]),
        is_registered: !matches!(comment.author.user.trim(), "" | "0"),
        date: comment.date.map(seconds),
        status: comment.status,
        marks: comment.marks,
        kind,
        fingerprint: text::fingerprint(&view.folded),
        lists: Numbers::new([
            &words,
            &content,
            &addressed(&view),
            &called(&view),
            &look.blocklist.map(|it| it.hits(comment, &view.plain)).unwrap_or_default(),
            &pack_strengths(&strengths),
            &pack_votes(&view.languages()),
        ]),
        n_words: view.words.len() as u32,
        n_passages: passages.len() as u32,
        passages: passages.into(),
        is_quotation: is_quotation(&comment.body),
        has_short_link: view.links.iter().any(|it| lists::LINK_SHORTENERS.has(it.site.host())),
        features: look.keeps_features.then(|| Box::new(ngram_model::all_features(&view))),
        site: view.site,
    }
}

/// Is a body one quotation and nothing else?
fn is_quotation(body: &str) -> bool {
    const START: &str = "<blockquote";
    const END: &str = "</blockquote>";
    let body = body.trim();
    let inner = body.strip_prefix(START).and_then(|it| it.strip_suffix(END));
    inner.is_some_and(|it| !it.contains(END))
}

/// Looks at one post.
pub fn look_at_post(post: &Post) -> PostFacts {
    let html = text::strip(&post.body);
    let title = text::fold(&post.title);
    let folded = text::fold(&format!("{} {} {}", post.title, post.terms.join(" "), html.text));
    let words: Vec<&str> = text::words(&folded).into_iter().map(|it| &folded[it]).collect();
    let mut ids: Vec<WordId> = words.iter().map(|it| text::word_id(it)).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut link_owners: Vec<Box<str>> =
        html.links.iter().map(|it| it.site.registrable_domain().into()).collect();
    link_owners.sort_unstable();
    link_owners.dedup();
    PostFacts {
        input: post.input,
        id: post.id.as_str().into(),
        title: post.title.trim().into(),
        url: post.url.trim().into(),
        date: post.date.map(seconds),
        authors: post.authors.iter().map(|it| text::fold(it).into()).collect(),
        words: ids.into(),
        title_words: word_ids(&title).into(),
        languages: LanguageVotes::count(words.into_iter()),
        link_owners: link_owners.into(),
    }
}

fn word_ids(folded: &str) -> Vec<WordId> {
    text::words(folded).into_iter().map(|it| text::word_id(&folded[it])).collect()
}

/// Seconds since 1970 of a date that is taken as UTC.
fn seconds(date: jiff::civil::DateTime) -> i64 {
    jiff::tz::Offset::UTC.to_timestamp(date).map_or(0, jiff::Timestamp::as_second)
}

/// An address that says who somebody is: not the ones that Disqus and forms make up.
fn usable_email(email: &str) -> Cow<'_, str> {
    let email = text::lower_case_ascii(email.trim());
    let (user, host) = email.split_once('@').unwrap_or_default();
    let made_up =
        host == "disqus.com" || user == "noreply" || user.starts_with("anonymized-") || !host.contains('.');
    if made_up { Cow::Borrowed("") } else { email }
}

/// The words of the text, or of the plain text if it is obfuscated, and which of them say what it is about: a bit each.
fn bag(view: &View) -> (Vec<WordId>, Vec<u32>) {
    let is_content = |word: &Word| {
        let spelled = &view.folded.as_bytes()[word.place.clone()];
        let is_long = 4 <= spelled.len() || !spelled.is_ascii();
        is_long && !word.info.is_generic && !spelled.first().is_some_and(u8::is_ascii_digit)
    };
    let words = view.words.iter().map(|word| BagWord { id: word.id(), is_content: is_content(word) });
    let bag = match text::deobfuscate(&view.folded) {
        None => text::bag(words),
        Some(plain) => {
            let content: HashSet<WordId> = words.filter(|word| word.is_content).map(|word| word.id).collect();
            let words = word_ids(&plain).into_iter();
            text::bag(words.map(|id| BagWord { id, is_content: content.contains(&id) }))
        }
    };
    let mut marks = vec![0; bag.len().div_ceil(u32::BITS as usize)];
    for (position, _) in bag.iter().enumerate().filter(|(_, word)| word.is_content) {
        marks[position / u32::BITS as usize] |= 1 << (position % u32::BITS as usize);
    }
    (bag.into_iter().map(|word| word.id).collect(), marks)
}

fn called(view: &View) -> Vec<WordId> {
    // Nobody has more names; each is looked for in every answer.
    const MOST_NAMES: usize = 16;
    let words = view.listed_name_words().filter(|(word, lists)| names_somebody(word, *lists));
    words.take(MOST_NAMES).map(|(word, _)| text::word_id(word)).collect()
}

/// Can people be called by this word? Dictionary words that are no given name stand in too many texts.
fn names_somebody(word: &str, lists: Lists) -> bool {
    3 <= word.len() && (lists.have(&lists::GIVEN_NAMES) || !lists.have(&lists::COMMON_WORDS))
}

fn addressed(view: &View) -> Vec<WordId> {
    const FIRST_WORDS: usize = 3;
    let first = view.words.iter().take(FIRST_WORDS);
    let has_calls = memchr(b'@', view.folded.as_bytes()).is_some();
    let is_called = |word: &&Word| view.folded.as_bytes()[..word.place.start].last() == Some(&b'@');
    let called = view.words.iter().take_while(|_| has_calls).filter(is_called);
    first.chain(called).map(|it| it.hash as WordId).collect()
}

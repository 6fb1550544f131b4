//! The functions that turn a comment or a post into facts.

use std::borrow::Cow;

use foldhash::{HashSet, HashSetExt};
use memchr::memchr;

use super::packed::{List, Lists, Text, Texts};
use super::{Facts, Hits, PostFacts, pack_strengths};
use crate::blocklist::Blocklist;
use crate::comment::{Comment, Post};
use crate::kind::{self, Kind};
use crate::lists;
use crate::ngram_model::{self, NgramModel, Table, Templates};
use crate::text::{self, BagWord, LanguageVotes, View, Word, WordId};

/// The parameters of [`look`] besides the comment.
pub struct Look<'a> {
    /// Runs the signals that need no context.
    pub signals: fn(&View, Kind, &NgramModel) -> Hits,
    /// The learned scores of words and character n-grams.
    pub lexical: &'a NgramModel,
    /// The blocklist, if there is one.
    pub blocklist: Option<&'a Blocklist>,
    /// Whether hashed words and character n-grams are kept to train a model.
    pub keeps_features: bool,
}

impl Look<'_> {
    /// Runs no signals and keeps nothing that only they need.
    #[allow(dead_code, reason = "tests and benchmarks look with it")]
    pub const BLANK: Look<'static> = Look {
        signals: |_, _, _| Hits::default(),
        lexical: &NgramModel {
            tables: [Table::EMPTY, Table::EMPTY, Table::EMPTY],
            templates: Templates::EMPTY,
        },
        blocklist: None,
        keeps_features: false,
    };
}

/// The facts of one comment.
pub fn look(comment: &Comment, look: &Look) -> Facts {
    let view = text::view(comment);
    let kind = kind::recognise(&view);
    let (words, content) = bag(&view);
    let mut seen_domains = HashSet::new();
    let domains = view.links.iter().map(|link| link.site.registrable_domain());
    let link_domains: Vec<&str> = domains.filter(|domain| seen_domains.insert(*domain)).collect();
    let shingles = text::shingles(view.words.iter().map(Word::id));
    let Hits { strengths, seen } = (look.signals)(&view, kind, look.lexical);
    Facts {
        place: comment.place,
        end: comment.end,
        texts: Texts::new([
            (Text::Id, comment.id.trim()),
            (Text::PostId, comment.post.trim()),
            (Text::ParentId, comment.parent.trim()),
            (Text::Author, comment.author.name.trim()),
            (Text::FoldedName, &view.name),
            (Text::Email, &usable_email(&comment.author.email)),
            (Text::Ip, comment.author.ip.trim()),
            (Text::LinkDomains, &link_domains.join(" ")),
            (Text::Seen, &seen),
        ]),
        is_registered: comment.author.is_registered(),
        date: comment.date.map(seconds),
        status: comment.status,
        marks: comment.marks,
        kind,
        fingerprint: text::fingerprint(&view.folded),
        lists: Lists::new([
            (List::Words, &words),
            (List::ContentWordBits, &content),
            (List::AddressedNames, &addressed(&view)),
            (List::OwnNames, &called(&view)),
            (
                List::BlocklistEntries,
                &look.blocklist.map(|list| list.hits(comment, &view.plain)).unwrap_or_default(),
            ),
            (List::Strengths, &pack_strengths(&strengths)),
            (List::Languages, &language_counts(&view.languages())),
        ]),
        n_words: view.words.len() as u32,
        n_shingles: shingles.len() as u32,
        shingles: shingles.into(),
        short_text: short_text(&view).into(),
        is_quotation: is_quotation(&comment.body),
        has_short_link: view.links.iter().any(|link| lists::LINK_SHORTENERS.has(link.site.host())),
        features: look.keeps_features.then(|| Box::new(ngram_model::features(&view))),
        site: view.site,
    }
}

/// The folded text if it is short; else empty, because the words of longer texts suffice to recognise corrections.
fn short_text<'a>(view: &'a View) -> &'a str {
    const MOST_WORDS: usize = 20;
    const MOST_BYTES: usize = 240;
    let is_short = view.words.len() <= MOST_WORDS && view.folded.len() <= MOST_BYTES;
    if is_short { &view.folded } else { "" }
}

/// Whether a body is a single quotation and nothing else.
fn is_quotation(body: &str) -> bool {
    const START: &str = "<blockquote";
    const END: &str = "</blockquote>";
    let body = body.trim();
    let inner = body.strip_prefix(START).and_then(|body| body.strip_suffix(END));
    inner.is_some_and(|inner| !inner.contains(END))
}

/// The facts of one post.
pub fn look_at_post(post: &Post) -> PostFacts {
    let html = text::strip(&text::repair(&post.body));
    let shown_title = text::repair(&post.title);
    let title = text::fold(&shown_title);
    let folded = text::fold(&format!("{shown_title} {} {}", post.terms.join(" "), html.text));
    let words: Vec<&str> = text::words(&folded).into_iter().map(|range| &folded[range]).collect();
    let mut ids: Vec<WordId> = words.iter().map(|word| text::word_id(word)).collect();
    ids.sort_unstable();
    ids.dedup();
    let owners = html
        .links
        .iter()
        .flat_map(|link| [Some(link.site.registrable_domain()), link.site.owner()].into_iter().flatten());
    let mut link_domains: Vec<Box<str>> = owners.map(Into::into).collect();
    link_domains.sort_unstable();
    link_domains.dedup();
    PostFacts {
        input: post.input,
        id: post.id.trim().into(),
        title: post.title.trim().into(),
        url: post.url.trim().into(),
        date: post.date.map(seconds),
        authors: post.authors.iter().map(|author| text::fold(author).into()).collect(),
        words: ids.into(),
        title_words: word_ids(&title).into(),
        languages: LanguageVotes::count(words.into_iter()),
        link_domains: link_domains.into(),
    }
}

/// The ids of the words of a folded text, in order.
fn word_ids(folded: &str) -> Vec<WordId> {
    text::words(folded).into_iter().map(|range| text::word_id(&folded[range])).collect()
}

/// Seconds since 1970 of a date, taken as UTC.
fn seconds(date: jiff::civil::DateTime) -> i64 {
    jiff::tz::Offset::UTC.to_timestamp(date).map_or(0, jiff::Timestamp::as_second)
}

/// The address in lower case; empty for placeholders of Disqus and of forms, which do not identify a person.
fn usable_email(email: &str) -> Cow<'_, str> {
    let email = text::lower_case_ascii(email.trim());
    let (user, host) = email.split_once('@').unwrap_or_default();
    let is_made_up =
        host == "disqus.com" || user == "noreply" || user.starts_with("anonymized-") || !host.contains('.');
    if is_made_up { Cow::Borrowed("") } else { email }
}

/// The bag of words of the deobfuscated text, and one bit per word: whether it is a content word.
fn bag(view: &View) -> (Vec<WordId>, Vec<u32>) {
    let is_content = |word: &Word| {
        let spelled = &view.folded.as_bytes()[word.place.clone()];
        let is_long = 4 <= spelled.len() || !spelled.is_ascii();
        is_long && !word.info.is_generic && !spelled.first().is_some_and(u8::is_ascii_digit)
    };
    let words = view.words.iter().map(|word| BagWord { id: word.id(), is_content: is_content(word) });
    // Control characters are part of misread text, so it is repaired before it is folded.
    let repaired = match text::repair(&view.plain) {
        Cow::Borrowed(_) => None,
        Cow::Owned(repaired) => Some(text::fold(&repaired)),
    };
    let bag = match repaired.or_else(|| text::deobfuscate(&view.folded)) {
        None => text::bag(words),
        Some(plain) => {
            let content: HashSet<WordId> = words.filter(|word| word.is_content).map(|word| word.id).collect();
            let words = word_ids(&plain).into_iter();
            text::bag(words.map(|id| BagWord { id, is_content: content.contains(&id) }))
        }
    };
    let mut bits = vec![0; bag.len().div_ceil(u32::BITS as usize)];
    for (index, _) in bag.iter().enumerate().filter(|(_, word)| word.is_content) {
        bits[index / 32] |= 1 << (index % 32);
    }
    (bag.into_iter().map(|word| word.id).collect(), bits)
}

/// The words of the author's name by which others may address them.
fn called(view: &View) -> Vec<WordId> {
    // Limits the work: each name is looked up in every reply. People have fewer names.
    const MOST_NAMES: usize = 16;
    let words = view.listed_name_words().filter(|(word, lists)| may_address(word, *lists));
    words.take(MOST_NAMES).map(|(word, _)| text::word_id(word)).collect()
}

/// Whether people can be addressed by this word. Dictionary words that are no given name occur in too many texts.
fn may_address(word: &str, lists: lists::Lists) -> bool {
    3 <= word.len() && (lists.have(&lists::GIVEN_NAMES) || !lists.have(&lists::COMMON_WORDS))
}

/// The words that may name another commenter: the first ones and those after an `@`.
fn addressed(view: &View) -> Vec<WordId> {
    const FIRST_WORDS: usize = 3;
    let first = view.words.iter().take(FIRST_WORDS);
    let has_calls = memchr(b'@', view.folded.as_bytes()).is_some();
    let is_called = |word: &&Word| view.folded.as_bytes()[..word.place.start].last() == Some(&b'@');
    let called = view.words.iter().take_while(|_| has_calls).filter(is_called);
    first.chain(called).map(Word::id).collect()
}

/// The languages with at least one function word, each followed by the number of its function words.
fn language_counts(votes: &LanguageVotes) -> Vec<u32> {
    let counted = (0..).zip(votes.0).filter(|(_, n)| 0 < *n);
    counted.flat_map(|(language, n)| [language, n]).collect()
}

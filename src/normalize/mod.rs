//! A second view of a comment, made for comparing and judging. The first, what the dump said, is never touched.

mod compound;
mod disguise;
mod fold;
mod html;
mod language;
mod links;
mod phrases;
mod trailers;
mod words;

pub use compound::split as split_compound;
pub use disguise::lift as lift_disguise;
pub use fold::{fold, fold_word};
pub use html::{Html, Link, LinkForm, strip};
pub use language::{LANGUAGES, LanguageVotes, ShortVotes};
pub use links::{Site, is_blank};
pub use phrases::PhraseKind;
pub use words::{WordId, bag, passages, word_hash, word_id, words};

use std::ops::Range;

use sha2::{Digest, Sha256};

use crate::comment::Comment;

/// Everything that can be seen of a comment without knowing the rest of the dump.
pub struct View<'a> {
    /// The comment as the dump has it.
    pub comment: &'a Comment,
    /// The text without tags, trailers and references; case, line breaks and punctuation as they were.
    pub plain: String,
    /// The text for comparing: see [`fold()`].
    pub folded: String,
    /// The words of `folded` in their order, as byte ranges.
    pub word_places: Vec<Range<usize>>,
    /// Their hashes: see [`word_hash`].
    pub word_hashes: Vec<u64>,
    /// The links in the body, trailers left out.
    pub links: Vec<Link>,
    /// Runs of text between blank lines.
    pub n_paragraphs: usize,
    /// Has the text code in it?
    pub has_code: bool,
    /// What a plugin had hung on the text, if anything.
    pub trailer: Option<String>,
    /// Set phrases of spam and of politeness, in the order of the text.
    pub phrases: Vec<(PhraseKind, &'static str)>,
    /// The author's name, folded; empty for the names that forms and imports fill in.
    pub name: String,
    /// The author's site; `None` without one and for the placeholders of forms.
    pub site: Option<Site>,
    /// The words that the site's label is made of, and the share of its letters that they cover: see
    /// [`split_compound`].
    pub site_words: (Vec<String>, f32),
}

/// Names that forms and imports put where people leave the field alone. They name nobody.
const NAMELESS: &[&str] = &[
    "anonymous",
    "anonymous user",
    "anonym",
    "anonyme",
    "anónimo",
    "anonim",
    "guest",
    "name",
    "your name",
    "author",
    "visitor",
    "no name",
    "nobody",
    "someone",
    "匿名",
];

impl View<'_> {
    /// The words of the folded text in their order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.word_places.iter().map(|place| &self.folded[place.clone()])
    }

    /// The words with their hashes.
    pub fn hashed_words(&self) -> impl Iterator<Item = (&str, u64)> {
        self.words().zip(self.word_hashes.iter().copied())
    }

    /// The number of words.
    pub fn n_words(&self) -> usize {
        self.word_places.len()
    }

    /// The set phrases of one kind.
    pub fn phrases_of(&self, kind: PhraseKind) -> impl Iterator<Item = &'static str> {
        self.phrases.iter().filter(move |(it, _)| *it == kind).map(|(_, phrase)| *phrase)
    }

    /// Does the author have anything to gain: a site, a link, an address in the text?
    pub fn has_link(&self) -> bool {
        self.site.is_some() || !self.links.is_empty()
    }

    /// The letters-and-digits words of the author's name.
    pub fn name_words(&self) -> impl Iterator<Item = &str> {
        self.name.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty())
    }
}

/// Makes the second view.
pub fn view(comment: &Comment) -> View<'_> {
    let mut html = strip(&comment.body);
    let trailer = trailers::cut(&mut html);
    let folded = fold(&html.text);
    let word_places = words(&folded);
    let word_hashes: Vec<u64> = word_places.iter().map(|it| word_hash(&folded[it.clone()])).collect();
    let site = Site::parse(&comment.author.url);
    let (site_words, covered) = site.as_ref().map(|it| split_compound(it.label())).unwrap_or_default();
    View {
        phrases: phrases::find(
            word_places.iter().map(|it| &folded[it.clone()]).zip(word_hashes.iter().copied()),
        ),
        word_hashes,
        word_places,
        n_paragraphs: count_paragraphs(&html.text),
        has_code: html.has_code,
        links: html.links,
        plain: html.text,
        folded,
        trailer,
        name: Some(fold(&comment.author.name))
            .filter(|it| !NAMELESS.contains(&it.as_str()))
            .unwrap_or_default(),
        site_words: (site_words.into_iter().map(str::to_owned).collect(), covered),
        site,
        comment,
    }
}

/// Runs of text between empty lines.
fn count_paragraphs(text: &str) -> usize {
    let (mut n_paragraphs, mut is_open) = (0, false);
    for line in text.split('\n') {
        let says_something = !line.trim().is_empty();
        n_paragraphs += usize::from(says_something && !is_open);
        is_open = !line.is_empty() && (is_open || says_something);
    }
    n_paragraphs
}

/// Bytes in hex, as `sha256sum` writes them.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: &u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    String::from_utf8(bytes.iter().flat_map(digits).collect()).expect("digits are ASCII")
}

/// The SHA-256 of a folded text (FIPS 180-4). `printf %s TEXT | sha256sum` gives the same in hex.
pub fn fingerprint(folded: &str) -> [u8; 32] {
    Sha256::digest(folded.as_bytes()).into()
}

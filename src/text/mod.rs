//! A second view of a comment, made for comparing and judging. The first, what the dump said, is never touched.

mod compound;
mod deobfuscate;
mod fold;
mod html;
mod language;
mod lexicon;
mod links;
mod phrases;
mod plugin_trailer;
mod runs;
mod words;

pub use compound::split as split_compound;
pub use deobfuscate::deobfuscate;
pub use fold::{fold, fold_word, is_tidy, lower_case};
pub use html::{Html, Link, LinkForm, strip};
pub use language::{LANGUAGES, LanguageVotes};
pub use lexicon::WordInfo;
pub use links::{Site, is_blank};
pub use phrases::PhraseKind;
pub use words::{WordId, bag, shingles, word_hash, word_id, words};

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr_iter;
use sha2::{Digest, Sha256};

use crate::comment::Comment;
use crate::lists::{Lists, lists_with};
use lexicon::word_info;
use words::visit_words;

/// Everything that can be seen of a comment without knowing the rest of the dump.
pub struct View<'a> {
    /// The comment as the dump has it.
    pub comment: &'a Comment,
    /// The text without tags, trailers and references; case, line breaks and punctuation as they were.
    pub plain: String,
    /// The text for comparing: see [`fold()`].
    pub folded: String,
    /// The words of `folded` in their order.
    pub words: Vec<Word>,
    /// Does something stand right behind a dot in `folded`, as in addresses? Behind most dots nothing does.
    pub has_inner_dot: bool,
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
    /// The letters-and-digits words of the name, with the lists that they are in.
    pub name_words: Vec<(Range<usize>, Lists)>,
    /// The author's site; `None` without one and for the placeholders of forms.
    pub site: Option<Site>,
    /// The words that the site's label is made of, and the share of its letters that they cover: see
    /// [`split_compound`].
    pub site_words: (Vec<String>, f32),
}

/// A word of a text.
#[derive(Clone, Debug)]
pub struct Word {
    /// Where it stands, in bytes.
    pub place: Range<usize>,
    /// See [`word_hash`].
    pub hash: u64,
    /// What lists know of it.
    pub info: WordInfo,
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
    /// A word as it is spelled.
    pub fn spelled(&self, word: &Word) -> &str {
        &self.folded[word.place.clone()]
    }

    /// Function words by language.
    pub fn languages(&self) -> LanguageVotes {
        let mut votes = LanguageVotes::default();
        self.words.iter().for_each(|it| votes.add_languages(it.info.languages));
        if !self.folded.is_ascii() {
            self.words.iter().for_each(|it| votes.add_script(self.spelled(it)));
        }
        votes
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
        self.listed_name_words().map(|(word, _)| word)
    }

    /// The same with the lists that they are in.
    pub fn listed_name_words(&self) -> impl Iterator<Item = (&str, Lists)> {
        self.name_words.iter().map(|(place, lists)| (&self.name[place.clone()], *lists))
    }

    /// The same without accents: see [`fold_word`].
    pub fn plain_name_words(&self) -> impl Iterator<Item = (Cow<'_, str>, Lists)> {
        self.listed_name_words().map(|(word, lists)| match fold_word(word) {
            Cow::Borrowed(_) => (word.into(), lists),
            Cow::Owned(plain) => {
                let lists = lists_with(&plain);
                (plain.into(), lists)
            }
        })
    }
}

/// Makes the second view.
pub fn view(comment: &Comment) -> View<'_> {
    let mut html = strip(&comment.body);
    let trailer = plugin_trailer::cut(&mut html);
    let folded = fold(&html.text);
    let mut words = Vec::with_capacity(folded.len() / 5);
    visit_words(&folded, |place| words.push(word_at(&folded, place)));
    let name = Some(fold(&comment.author.name)).filter(|it| !NAMELESS.contains(&it.as_str()));
    let name = name.unwrap_or_default();
    let site = Site::parse(&comment.author.url);
    let (site_words, covered) = site.as_ref().map(|it| split_compound(it.label())).unwrap_or_default();
    View {
        phrases: phrases::find(&folded, &words),
        words,
        has_inner_dot: has_inner_dot(&folded),
        n_paragraphs: count_paragraphs(&html.text),
        has_code: html.has_code,
        links: html.links,
        plain: html.text,
        folded,
        trailer,
        name_words: name_words(&name),
        name,
        site_words: (site_words.into_iter().map(str::to_owned).collect(), covered),
        site,
        comment,
    }
}

fn word_at(folded: &str, place: Range<usize>) -> Word {
    let hash = word_hash(&folded[place.clone()]);
    Word { place, hash, info: word_info(hash) }
}

fn name_words(name: &str) -> Vec<(Range<usize>, Lists)> {
    let words = name.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    let start = |word: &str| word.as_ptr() as usize - name.as_ptr() as usize;
    words.map(|it| (start(it)..start(it) + it.len(), lists_with(it))).collect()
}

fn has_inner_dot(folded: &str) -> bool {
    let bytes = folded.as_bytes();
    let goes_on = |(one, other): (&u8, &u8)| (*one == b'.') & (*other != b' ') & (*other != b'.');
    // No branches, so that many bytes are looked at in one step.
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(false, |found, pair| found | goes_on(pair))
}

/// Runs of text between empty lines.
fn count_paragraphs(text: &str) -> usize {
    let (mut n_paragraphs, mut is_open) = (0, false);
    let mut start = 0;
    for end in memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let line = &text[start..end];
        let says_something = !line.trim_start().is_empty();
        n_paragraphs += usize::from(says_something && !is_open);
        is_open = !line.is_empty() && (is_open || says_something);
        start = end + 1;
    }
    n_paragraphs
}

/// Bytes in hex, as `sha256sum` writes them.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: &u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    let pairs: Vec<[u8; 2]> = bytes.iter().map(digits).collect();
    String::from_utf8(pairs.into_flattened()).expect("digits are ASCII")
}

/// The SHA-256 of a folded text (FIPS 180-4). `printf %s TEXT | sha256sum` gives the same in hex.
pub fn fingerprint(folded: &str) -> [u8; 32] {
    Sha256::digest(folded.as_bytes()).into()
}

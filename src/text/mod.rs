//! The normalised view of a comment, for comparing and judging. The comment itself is never changed.
//!
//! The steps in order: text that was decoded with a wrong encoding is repaired ([`repair`]); markup is removed
//! ([`strip`]); a line appended by a plugin is removed; the text is folded ([`fold()`]) and split into words; and the
//! words are looked up in the lexicon and searched for phrases.

mod compound;
mod contact;
mod deobfuscate;
mod fold;
mod html;
mod language;
mod lexicon;
mod links;
mod mojibake;
mod page_title;
mod person_name;
mod phrases;
mod plugin_trailer;
mod scramble;
mod words;

pub use compound::split_compound;
pub use contact::contact;
pub use deobfuscate::deobfuscate;
pub use fold::{FINGERPRINT_VERSION, fold, fold_word, has_single_spaces, lower_case_ascii};
pub use html::{Link, LinkForm, strip};
pub use language::LanguageVotes;
pub use lexicon::{LANGUAGES, WordInfo};
pub use links::{Site, is_blank, is_famous, page_address};
pub use mojibake::repair;
pub use page_title::has_divider;
pub use person_name::names_person;
pub use phrases::PhraseKind;
pub use scramble::unscrambled;
pub use words::{BagWord, WordId, bag, shingles, word_hash, word_id, words};

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr_iter;
use sha2::{Digest, Sha256};

use crate::comment::Comment;
use crate::lists::{self, Lists, lists_with};
use lexicon::word_info;

/// The normalised view of one comment, independent of the rest of the dump.
pub struct View<'a> {
    /// The comment as the dump has it.
    pub comment: &'a Comment,
    /// The text without markup and plugin trailer; case, line breaks and punctuation as they were.
    pub plain: String,
    /// The text for comparing: see [`fold()`].
    pub folded: String,
    /// The words of `folded`, in their order.
    pub words: Vec<Word>,
    /// Whether a dot in `folded` is followed by anything but a space or a dot, as in addresses.
    pub has_inner_dot: bool,
    /// The links in the body, without those of the plugin trailer.
    pub links: Vec<Link>,
    /// The number of paragraphs: runs of lines between blank ones.
    pub n_paragraphs: usize,
    /// Whether the body has a code element.
    pub has_code: bool,
    /// The line that a plugin appended to the text, if any.
    pub trailer: Option<String>,
    /// Set phrases of spam and politeness, in the order of the text.
    pub phrases: Vec<(PhraseKind, &'static str)>,
    /// The author's name, folded; empty for the default names of forms and imports.
    pub name: String,
    /// The alphanumeric words of the name, with the lists that contain them.
    pub name_words: Vec<(Range<usize>, Lists)>,
    /// The author's site; `None` without one and for the placeholders of forms.
    pub site: Option<Site>,
    /// The words in the label of the author's site, and the share of its letters that they cover: see
    /// [`split_compound`].
    pub site_words: (Vec<String>, f32),
}

/// A word of a text.
#[derive(Clone, Debug)]
pub struct Word {
    /// The byte range of the word in the folded text.
    pub place: Range<usize>,
    /// The word's hash: see [`word_hash`].
    pub hash: u64,
    /// The entries of the lists for the word.
    pub info: WordInfo,
}

impl View<'_> {
    /// The spelling of a word of the text.
    pub fn spelled(&self, word: &Word) -> &str {
        &self.folded[word.place.clone()]
    }

    /// The number of words that indicate each language.
    pub fn languages(&self) -> LanguageVotes {
        let mut votes = LanguageVotes::default();
        self.words.iter().for_each(|word| votes.add_languages(word.info.languages));
        if !self.folded.is_ascii() {
            self.words.iter().for_each(|word| votes.add_script(self.spelled(word)));
        }
        votes
    }

    /// The set phrases of one kind.
    pub fn phrases_of(&self, kind: PhraseKind) -> impl Iterator<Item = &'static str> {
        self.phrases.iter().filter(move |(found, _)| *found == kind).map(|(_, phrase)| *phrase)
    }

    /// Whether the comment has any link: the author's site, or a link in the text.
    pub fn has_link(&self) -> bool {
        self.site.is_some() || !self.links.is_empty()
    }

    /// Whether the author's name is that of a person: see [`names_person`].
    pub fn is_named_as_person(&self) -> bool {
        names_person(self.listed_name_words())
    }

    /// The alphanumeric words of the author's name.
    pub fn name_words(&self) -> impl Iterator<Item = &str> {
        self.listed_name_words().map(|(word, _)| word)
    }

    /// The alphanumeric words of the author's name, with the lists that contain them.
    pub fn listed_name_words(&self) -> impl Iterator<Item = (&str, Lists)> {
        self.name_words.iter().map(|(place, lists)| (&self.name[place.clone()], *lists))
    }

    /// The words of the author's name without accents (see [`fold_word`]), with the lists that contain them.
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

/// Builds the view of a comment.
pub fn view(comment: &Comment) -> View<'_> {
    let mut html = strip(&repair(&comment.body));
    let trailer = plugin_trailer::cut(&mut html);
    let folded = fold(&html.text);
    let words: Vec<Word> = words(&folded).into_iter().map(|place| Word::new(&folded, place)).collect();
    let name = fold(&repair(&comment.author.name));
    let name = if lists::PLACEHOLDER_NAMES.has(name.trim()) { String::new() } else { name };
    let site = Site::parse(&comment.author.url);
    let (site_words, covered) = site.as_ref().map(|site| split_compound(site.label())).unwrap_or_default();
    View {
        phrases: phrases::find(words.iter().map(|word| (&folded[word.place.clone()], word.hash))),
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

impl Word {
    /// The word's number: the low half of its hash.
    pub fn id(&self) -> WordId {
        self.hash as WordId
    }

    fn new(folded: &str, place: Range<usize>) -> Word {
        let hash = word_hash(&folded[place.clone()]);
        Word { place, hash, info: word_info(hash) }
    }
}

fn name_words(name: &str) -> Vec<(Range<usize>, Lists)> {
    let words = name.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    let start = |word: &str| word.as_ptr() as usize - name.as_ptr() as usize;
    words.map(|word| (start(word)..start(word) + word.len(), lists_with(word))).collect()
}

fn has_inner_dot(folded: &str) -> bool {
    let bytes = folded.as_bytes();
    let is_inner = |dot: usize| bytes.get(dot + 1).is_some_and(|next| !matches!(next, b' ' | b'.'));
    memchr_iter(b'.', bytes).any(is_inner)
}

/// The number of runs of non-empty lines in which some line is not blank.
fn count_paragraphs(text: &str) -> usize {
    let (mut n_paragraphs, mut is_open) = (0, false);
    for line in text.split('\n') {
        let is_blank = line.trim_start().is_empty();
        n_paragraphs += usize::from(!is_blank && !is_open);
        is_open = !line.is_empty() && (is_open || !is_blank);
    }
    n_paragraphs
}

/// Bytes in hexadecimal digits, as `sha256sum` prints them.
pub fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])).collect()
}

/// The published fingerprint of a text: the SHA-256 (FIPS 180-4) of the folded text. `printf %s TEXT | sha256sum` gives
/// the same number in hexadecimal digits. The steps of folding are those of [`FINGERPRINT_VERSION`].
pub fn fingerprint(folded: &str) -> [u8; 32] {
    Sha256::digest(folded.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_version_of_the_chain_has_a_new_number() {
        let folded = fold("“See” http://www.Boats.example/ – E\u{301}\u{200b}\n");
        let published = "cdc503b69677760771e6d15e5253b24e64d3be1615492c1f0da37e6b1f65c2bb";
        assert_eq!((FINGERPRINT_VERSION, hex(&fingerprint(&folded)).as_str()), (2, published), "{folded}");
    }
}

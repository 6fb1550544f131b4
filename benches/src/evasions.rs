//! Evasions: changes by which spammers keep filters from recognising a text that people can still read.

use rand::RngExt;
use rand::seq::index;

use crate::prose;
use crate::rng::Rng;
use crate::vocabulary::Vocabulary;

/// A way to disguise a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evasion {
    /// Zero-width characters between the letters of every word.
    ZeroWidth,
    /// Half of the letters that have a Cyrillic or Greek lookalike are replaced by it.
    Homoglyph,
    /// Full-width Latin letters.
    FullWidth,
    /// Half of the letters that look like digits or symbols are replaced by them.
    Leet,
    /// Dots, hyphens and similar marks inside of most words.
    Punctuation,
    /// A quoted sentence of another comment in front.
    QuotedReply,
    /// New text at the end, a third of the words.
    AddedTail,
    /// Only the first 70 % of the words.
    Truncation,
    /// A different URL.
    RotatingUrl,
    /// A quarter of the words are replaced by others.
    ReplacedWords,
    /// A quarter of the words have one wrong letter.
    Misspelling,
}

impl Evasion {
    /// All evasions with their names.
    pub const ALL: &[(Evasion, &str)] = &[
        (Evasion::ZeroWidth, "zero-width"),
        (Evasion::Homoglyph, "homoglyph"),
        (Evasion::FullWidth, "full-width"),
        (Evasion::Leet, "leet"),
        (Evasion::Punctuation, "punctuation"),
        (Evasion::QuotedReply, "quoted-reply"),
        (Evasion::AddedTail, "added-tail"),
        (Evasion::Truncation, "truncation"),
        (Evasion::RotatingUrl, "rotating-url"),
        (Evasion::ReplacedWords, "replaced-words"),
        (Evasion::Misspelling, "misspelling"),
    ];

    /// The text disguised by this evasion.
    pub fn disguise(self, text: &str, rng: &mut Rng, vocabulary: &Vocabulary) -> String {
        match self {
            Evasion::ZeroWidth => map_words(text, |it| scatter(it, &ZERO_WIDTH, rng)),
            Evasion::Homoglyph => map_words(text, |it| look_alike(it, HOMOGLYPHS, rng)),
            Evasion::FullWidth => map_words(text, |it| it.chars().map(full_width).collect()),
            Evasion::Leet => map_words(text, |it| look_alike(it, LEET, rng)),
            Evasion::Punctuation => map_words(text, |it| {
                if rng.random_ratio(4, 5) {
                    scatter(it, &['.', '-', '_', '*', '\''], rng)
                } else {
                    it.to_owned()
                }
            }),
            Evasion::QuotedReply => quote(rng, vocabulary) + text,
            Evasion::AddedTail => {
                let n_words = text.split_whitespace().count() / 3;
                format!("{text} {}", prose::sentence(rng, vocabulary, n_words))
            }
            Evasion::Truncation => {
                let words: Vec<&str> = text.split_whitespace().collect();
                words[..words.len() * 7 / 10].join(" ")
            }
            Evasion::RotatingUrl => map_all(text, |it| {
                if it.starts_with("http") { prose::address(rng, vocabulary) } else { it.to_owned() }
            }),
            Evasion::ReplacedWords => map_quarter(text, rng, |_, rng| vocabulary.word(rng).to_owned()),
            Evasion::Misspelling => map_quarter(text, rng, misspell),
        }
    }
}

const ZERO_WIDTH: [char; 5] = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

const HOMOGLYPHS: &[(char, &[char])] = &[
    ('a', &['а', 'α']),
    ('c', &['с']),
    ('e', &['е']),
    ('i', &['і', 'ι']),
    ('j', &['ј']),
    ('k', &['к', 'κ']),
    ('o', &['о', 'ο']),
    ('p', &['р', 'ρ']),
    ('s', &['ѕ']),
    ('u', &['υ']),
    ('v', &['ν']),
    ('x', &['х', 'χ']),
    ('y', &['у']),
    ('A', &['А', 'Α']),
    ('B', &['В', 'Β']),
    ('H', &['Н', 'Η']),
    ('K', &['К', 'Κ']),
    ('M', &['М', 'Μ']),
    ('P', &['Р', 'Ρ']),
    ('S', &['Ѕ']),
    ('T', &['Т', 'Τ']),
];

const LEET: &[(char, &[char])] = &[
    ('a', &['4', '@']),
    ('e', &['3']),
    ('i', &['1', '!']),
    ('o', &['0']),
    ('s', &['5', '$']),
    ('t', &['7']),
    ('A', &['4']),
    ('E', &['3']),
    ('S', &['5']),
];

/// Changes all tokens between white space, which stays as it is.
fn map_all(text: &str, mut change: impl FnMut(&str) -> String) -> String {
    let tokens = text.split_inclusive([' ', '\n']).map(|it| {
        let token = it.trim_end_matches([' ', '\n']);
        change(token) + &it[token.len()..]
    });
    tokens.collect()
}

/// Changes words, but not URLs, which would break, nor character references.
fn map_words(text: &str, mut change: impl FnMut(&str) -> String) -> String {
    let is_word = |it: &str| !it.starts_with("http") && !it.starts_with('&');
    map_all(text, |it| if is_word(it) { change(it) } else { it.to_owned() })
}

/// Changes a quarter of the words, preferring those of four letters or more.
fn map_quarter(text: &str, rng: &mut Rng, change: impl Fn(&str, &mut Rng) -> String) -> String {
    let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let mut order = index::sample(rng, words.len(), words.len()).into_vec();
    order.sort_by_key(|it| words[*it].len() < 4 || words[*it].starts_with("http"));
    for at in &order[..words.len() / 4] {
        words[*at] = change(&words[*at], rng);
    }
    words.join(" ")
}

/// Inserts one or two marks between the letters of a word.
fn scatter(word: &str, marks: &[char], rng: &mut Rng) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    for _ in 0..rng.random_range(1..=2) {
        let gaps: Vec<usize> = (1..letters.len())
            .filter(|it| letters[it - 1..=*it].iter().all(|it| it.is_alphabetic()))
            .collect();
        if !gaps.is_empty() {
            letters.insert(gaps[rng.random_range(0..gaps.len())], marks[rng.random_range(0..marks.len())]);
        }
    }
    letters.into_iter().collect()
}

fn look_alike(word: &str, twins: &[(char, &[char])], rng: &mut Rng) -> String {
    let swap = |letter: char| match twins.iter().find(|it| it.0 == letter) {
        Some((_, twins)) if rng.random() => twins[rng.random_range(0..twins.len())],
        _ => letter,
    };
    word.chars().map(swap).collect()
}

/// The full-width form of a letter, U+FF21 to U+FF5A.
fn full_width(letter: char) -> char {
    match letter {
        'A'..='Z' | 'a'..='z' => char::from_u32(letter as u32 + 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}

/// A quoted sentence in one of three styles of quotation.
fn quote(rng: &mut Rng, vocabulary: &Vocabulary) -> String {
    let n_words = rng.random_range(5..=17);
    let sentence = prose::sentence(rng, vocabulary, n_words);
    let name = prose::capitalized(vocabulary.rare_word(rng));
    match rng.random_range(0..3) {
        0 => format!("<blockquote>{sentence}</blockquote>\n\n"),
        1 => format!("&gt; {sentence}\n\n"),
        _ => format!("{name} wrote: \"{sentence}\"\n\n"),
    }
}

/// Doubles, drops, swaps or replaces one letter.
fn misspell(word: &str, rng: &mut Rng) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let places: Vec<usize> = (1..letters.len()).filter(|it| letters[*it].is_ascii_lowercase()).collect();
    if places.is_empty() {
        return format!("{word}e");
    }
    let at = places[rng.random_range(0..places.len())];
    match rng.random_range(0..4) {
        0 => letters.insert(at, letters[at]),
        1 => drop(letters.remove(at)),
        2 if letters[at - 1] != letters[at] && letters[at - 1].is_alphabetic() => letters.swap(at - 1, at),
        _ => letters[at] = if letters[at] == 'q' { 'y' } else { 'q' },
    }
    letters.into_iter().collect()
}

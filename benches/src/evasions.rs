//! What spammers do to a text so that filters don't know it again and people still read it.

use rand::RngExt;
use rand::seq::index;

use crate::chance::Dice;
use crate::prose;
use crate::vocabulary::Vocabulary;

/// A way to hide a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evasion {
    /// Characters of no width between the letters of every word.
    ZeroWidth,
    /// Half of the letters that have a Cyrillic or Greek twin.
    Homoglyph,
    /// Full-width Latin letters.
    FullWidth,
    /// Digits and signs for half of the letters that look like them.
    Leet,
    /// Dots, hyphens and the like inside of most words.
    Punctuation,
    /// A quoted sentence of somebody else in front.
    QuotedReply,
    /// New text behind, a third of the words.
    AddedTail,
    /// Only the first 70 % of the words.
    Truncation,
    /// The same text with another address.
    RotatingUrl,
    /// A quarter of the words are other words.
    ReplacedWords,
    /// A quarter of the words are misspelt by one letter.
    Misspelling,
}

impl Evasion {
    /// All of them, with their names.
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

    /// The text hidden this way.
    pub fn hide(self, text: &str, dice: &mut Dice, vocabulary: &Vocabulary) -> String {
        match self {
            Evasion::ZeroWidth => map_words(text, |it| scatter(it, &ZERO_WIDTH, dice)),
            Evasion::Homoglyph => map_words(text, |it| look_alike(it, HOMOGLYPHS, dice)),
            Evasion::FullWidth => map_words(text, |it| it.chars().map(full_width).collect()),
            Evasion::Leet => map_words(text, |it| look_alike(it, LEET, dice)),
            Evasion::Punctuation => map_words(text, |it| {
                if dice.random_ratio(4, 5) {
                    scatter(it, &['.', '-', '_', '*', '\''], dice)
                } else {
                    it.to_owned()
                }
            }),
            Evasion::QuotedReply => quote(dice, vocabulary) + text,
            Evasion::AddedTail => {
                let n_words = text.split_whitespace().count() / 3;
                format!("{text} {}", prose::sentence(dice, vocabulary, n_words))
            }
            Evasion::Truncation => {
                let words: Vec<&str> = text.split_whitespace().collect();
                words[..words.len() * 7 / 10].join(" ")
            }
            Evasion::RotatingUrl => map_all(text, |it| {
                if it.starts_with("http") { prose::address(dice, vocabulary) } else { it.to_owned() }
            }),
            Evasion::ReplacedWords => map_quarter(text, dice, |_, dice| vocabulary.word(dice).to_owned()),
            Evasion::Misspelling => map_quarter(text, dice, misspell),
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

/// Changes all tokens between blanks; the blanks stay.
fn map_all(text: &str, mut change: impl FnMut(&str) -> String) -> String {
    let tokens = text.split_inclusive([' ', '\n']).map(|it| {
        let token = it.trim_end_matches([' ', '\n']);
        change(token) + &it[token.len()..]
    });
    tokens.collect()
}

/// Changes words, but neither addresses, which would no longer lead anywhere, nor references.
fn map_words(text: &str, mut change: impl FnMut(&str) -> String) -> String {
    let is_word = |it: &str| !it.starts_with("http") && !it.starts_with('&');
    map_all(text, |it| if is_word(it) { change(it) } else { it.to_owned() })
}

/// Changes a quarter of the words, of those that have four letters or more first.
fn map_quarter(text: &str, dice: &mut Dice, change: impl Fn(&str, &mut Dice) -> String) -> String {
    let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let mut order = index::sample(dice, words.len(), words.len()).into_vec();
    order.sort_by_key(|it| words[*it].len() < 4 || words[*it].starts_with("http"));
    for at in &order[..words.len() / 4] {
        words[*at] = change(&words[*at], dice);
    }
    words.join(" ")
}

/// One or two marks between the letters of a word.
fn scatter(word: &str, marks: &[char], dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    for _ in 0..dice.random_range(1..=2) {
        let gaps: Vec<usize> = (1..letters.len())
            .filter(|it| letters[it - 1..=*it].iter().all(|it| it.is_alphabetic()))
            .collect();
        if !gaps.is_empty() {
            letters.insert(gaps[dice.random_range(0..gaps.len())], marks[dice.random_range(0..marks.len())]);
        }
    }
    letters.into_iter().collect()
}

fn look_alike(word: &str, twins: &[(char, &[char])], dice: &mut Dice) -> String {
    let swap = |letter: char| match twins.iter().find(|it| it.0 == letter) {
        Some((_, twins)) if dice.random() => twins[dice.random_range(0..twins.len())],
        _ => letter,
    };
    word.chars().map(swap).collect()
}

/// The forms U+FF21 to U+FF5A.
fn full_width(letter: char) -> char {
    match letter {
        'A'..='Z' | 'a'..='z' => char::from_u32(letter as u32 + 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}

/// A sentence of somebody else, in one of three manners to quote.
fn quote(dice: &mut Dice, vocabulary: &Vocabulary) -> String {
    let n_words = dice.random_range(5..=17);
    let sentence = prose::sentence(dice, vocabulary, n_words);
    let name = prose::capitalized(vocabulary.rare_word(dice));
    match dice.random_range(0..3) {
        0 => format!("<blockquote>{sentence}</blockquote>\n\n"),
        1 => format!("&gt; {sentence}\n\n"),
        _ => format!("{name} wrote: \"{sentence}\"\n\n"),
    }
}

/// One letter doubled, dropped, exchanged with the next or replaced.
fn misspell(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let places: Vec<usize> = (1..letters.len()).filter(|it| letters[*it].is_ascii_lowercase()).collect();
    if places.is_empty() {
        return format!("{word}e");
    }
    let at = places[dice.random_range(0..places.len())];
    match dice.random_range(0..4) {
        0 => letters.insert(at, letters[at]),
        1 => drop(letters.remove(at)),
        2 if letters[at - 1] != letters[at] && letters[at - 1].is_alphabetic() => letters.swap(at - 1, at),
        _ => letters[at] = if letters[at] == 'q' { 'y' } else { 'q' },
    }
    letters.into_iter().collect()
}

//! Who writes: names, e-mails and sites, and the posts that are written to.

use rand::RngExt;

use crate::chance::{Purpose, dice};
use crate::prose::{capitalized, sentence};
use crate::vocabulary::Vocabulary;

/// A commenter.
pub struct Person {
    /// Given and family name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Site, empty for most.
    pub site: String,
    /// IPv4 address from the block for benchmarks (RFC 2544).
    pub ip: String,
}

/// A post.
pub struct Post {
    /// The title.
    pub title: String,
    /// The permalink.
    pub url: String,
}

/// The person of a number.
pub fn person(seed: u64, vocabulary: &Vocabulary, number: u32) -> Person {
    let mut dice = dice(seed, Purpose::Person, number);
    let given = vocabulary.rare_word(&mut dice).to_owned();
    let family = vocabulary.rare_word(&mut dice).to_owned();
    let host = vocabulary.rare_word(&mut dice).to_owned();
    let site =
        if dice.random_ratio(2, 5) { format!("http://{given}{family}.example/") } else { String::new() };
    Person {
        name: format!("{} {}", capitalized(&given), capitalized(&family)),
        email: format!("{given}.{family}@{host}.example"),
        site,
        ip: format!("198.18.{}.{}", dice.random::<u8>(), dice.random_range(1..255)),
    }
}

/// The post of a number.
pub fn post(seed: u64, vocabulary: &Vocabulary, number: u32) -> Post {
    let mut dice = dice(seed, Purpose::Post, number);
    let n_words = dice.random_range(3..8);
    let title = sentence(&mut dice, vocabulary, n_words).trim_end_matches(['.', '!', '?']).to_owned();
    Post { title, url: format!("http://blog.example/{}/{number}/", vocabulary.rare_word(&mut dice)) }
}

//! Commenters with names, e-mail addresses and sites, and the posts they comment on.

use rand::RngExt;

use crate::prose::{capitalized, sentence};
use crate::rng::{Purpose, rng};
use crate::vocabulary::Vocabulary;

/// A commenter.
pub struct Person {
    /// Given and family name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// URL of the site; empty for most.
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

/// The person with a number.
pub fn person(seed: u64, vocabulary: &Vocabulary, number: u32) -> Person {
    let mut rng = rng(seed, Purpose::Person, number);
    let given = vocabulary.rare_word(&mut rng).to_owned();
    let family = vocabulary.rare_word(&mut rng).to_owned();
    let host = vocabulary.rare_word(&mut rng).to_owned();
    let site =
        if rng.random_ratio(2, 5) { format!("http://{given}{family}.example/") } else { String::new() };
    Person {
        name: format!("{} {}", capitalized(&given), capitalized(&family)),
        email: format!("{given}.{family}@{host}.example"),
        site,
        ip: format!("198.18.{}.{}", rng.random::<u8>(), rng.random_range(1..255)),
    }
}

/// The post with a number.
pub fn post(seed: u64, vocabulary: &Vocabulary, number: u32) -> Post {
    let mut rng = rng(seed, Purpose::Post, number);
    let n_words = rng.random_range(3..8);
    let title = sentence(&mut rng, vocabulary, n_words).trim_end_matches(['.', '!', '?']).to_owned();
    Post { title, url: format!("http://blog.example/{}/{number}/", vocabulary.rare_word(&mut rng)) }
}

//! Judges a feed of comments in JSON: `cargo run --example triage_json_feed [FEED.json]`.
//!
//! Keys are recognised by their usual names, such as those of the WordPress REST interface.

#![allow(clippy::print_stdout, reason = "a program prints")]

use std::error::Error;

use threadsift::{Dump, Judge};

/// What a feed may look like, for a run without a file.
const FEED: &str = r#"[
    {"id": 1, "post": 7, "author_name": "Ada", "author_url": "", "content": "My rye starter died in the cold. What now?"},
    {"id": 2, "post": 7, "author_name": "Ada", "author_url": "", "content": "My rye starter died in the cold. What now?"},
    {"id": 3, "post": 7, "author_name": "cheap viagra", "author_url": "http://cheap-viagra.example/",
     "content": "Great post! Please visit my site for <a href='http://cheap-viagra.example/'>cheap viagra</a>."}
]"#;

fn main() -> Result<(), Box<dyn Error>> {
    let dump = match std::env::args().nth(1) {
        Some(path) => threadsift::read_file(path)?,
        None => Dump::from_bytes("feed.json", FEED)?,
    };
    let outcome = Judge::new().judge(dump)?;
    for comment in outcome.comments() {
        let probability = comment.probability().map_or("-".to_owned(), |it| format!("{it:.2}"));
        println!(
            "{}\t{}\t{}\t{probability}\t{}",
            comment.id(),
            comment.kind(),
            comment.verdict(),
            comment.author()
        );
        for finding in comment.findings().iter().filter(|finding| 1.0 <= finding.weight) {
            println!("\t{:+.1} {}: {}", finding.weight, finding.signal, finding.seen);
        }
    }
    Ok(())
}

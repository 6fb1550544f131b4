//! Judges one new comment against a blog's history: `cargo run --example judge_new_comment [EXPORT]`.
//!
//! The history shows who is known, what the posts are about, and which texts were there before.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program prints")]

use std::error::Error;

use threadsift::{Author, Comment, Judge};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "data/sample.wordpress.xml".to_owned());
    let mut dump = threadsift::read_file(path)?;
    dump.add(Comment {
        id: "new".to_owned(),
        post: "12".to_owned(),
        author: Author {
            name: "Kitchen Sale".to_owned(),
            url: "http://kitchen-sale.example/".to_owned(),
            ..Author::default()
        },
        body: "Great post! I have bookmarked your site.".to_owned(),
        ..Comment::default()
    });
    let outcome = Judge::new().judge(dump)?;
    let comment = outcome.comments().next_back().ok_or("the dump is empty")?;
    println!("{} ({:.0} % spam)", comment.verdict(), 100.0 * comment.probability().unwrap_or_default());
    for finding in comment.findings() {
        println!("{:+.2} {}: {}", finding.weight, finding.signal, finding.seen);
    }
    Ok(())
}

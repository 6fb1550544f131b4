//! Counts genuine discussion per post: `cargo run --example count_per_post [DUMP]`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program prints")]

use std::error::Error;

use threadsift::Judge;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "data/sample.wordpress.xml".to_owned());
    let outcome = Judge::new().judge(threadsift::read_file(path)?)?;
    for page in outcome.counts() {
        println!("{:>5} of {:>5} by {:>4} people: {}", page.genuine, page.total, page.people, page.title);
    }
    for damage in outcome.damages() {
        eprintln!("damaged at byte {}: {}", damage.place.byte, damage.what);
    }
    Ok(())
}

//! Scores clusters against the ground truth of a generated corpus.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use clap::Parser;
use threadsift_benches::score::{Score, read_clusters, score};
use threadsift_benches::truth;

/// Prints how well clusters agree with the ground truth, counted in pairs of comments.
#[derive(Parser)]
struct Arguments {
    /// Output of `generate --truth`
    truth: PathBuf,
    /// Output of `threadsift triage --format ndjson`, or lines of id, tab, cluster
    clusters: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let truths = truth::read(open(&arguments.truth)?)?;
    let score = score(&truths, &read_clusters(open(&arguments.clusters)?)?)?;
    if arguments.json {
        println!("{}", serde_json::to_string(&score)?);
    } else {
        print(&score);
    }
    Ok(())
}

fn open(path: &Path) -> io::Result<BufReader<File>> {
    let file = File::open(path).map_err(|it| io::Error::other(format!("{}: {it}", path.display())))?;
    Ok(BufReader::with_capacity(1 << 20, file))
}

fn print(score: &Score) {
    println!("comments       {:>12}  ({} not mentioned)", score.comments, score.unmentioned);
    println!("true pairs     {:>12}", score.true_pairs);
    println!("called pairs   {:>12}", score.called_pairs);
    println!("found pairs    {:>12}", score.found_pairs);
    println!("false pairs    {:>12}  ({} distinct texts merged)", score.false_pairs, score.merged_texts);
    println!("precision      {:>12.6}", score.precision);
    println!("recall         {:>12.6}", score.recall);
    println!("F1             {:>12.6}", score.f1);
    for (kind, counts) in &score.by_kind {
        let recall = counts.found as f64 / counts.total as f64;
        println!("  {kind:<14} {recall:>10.4}  ({} of {})", counts.found, counts.total);
    }
}

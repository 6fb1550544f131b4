//! Writes a generated corpus and its ground truth.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use threadsift_benches::corpus::Corpus;
use threadsift_benches::hostile::{self, Shape};
use threadsift_benches::plan::Plan;
use threadsift_benches::{ndjson, truth, wxr};

/// Generates a corpus of comments with known duplicates. The same seed gives the same bytes.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// A blog: originals, copies, variants, edited copies, campaigns, quoting replies and courtesies
    Blog {
        /// Number of comments
        #[arg(long, short = 'n', default_value_t = 200_000, value_parser = clap::value_parser!(u32).range(..=100_000_000))]
        comments: u32,
        #[command(flatten)]
        outputs: Outputs,
    },
    /// Pairs of an original and a disguised copy, for every evasion, among unrelated comments
    Evasions {
        /// Number of pairs for each evasion
        #[arg(long, short = 'n', default_value_t = 500, value_parser = clap::value_parser!(u32).range(..=1_000_000))]
        pairs: u32,
        #[command(flatten)]
        outputs: Outputs,
    },
    /// Texts that make a join expensive, as NDJSON
    Hostile {
        /// Shape of the texts
        #[arg(value_enum)]
        shape: Shape,
        /// Number of comments
        #[arg(long, short = 'n', default_value_t = 50_000, value_parser = clap::value_parser!(u32).range(..=100_000_000))]
        comments: u32,
        /// Seed of the random numbers
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// File to write the corpus to
        #[arg(long, short)]
        output: PathBuf,
    },
}

#[derive(Args)]
struct Outputs {
    /// Seed of the random numbers
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Format of the corpus
    #[arg(long, value_enum, default_value_t = Format::Ndjson)]
    to: Format,
    /// File to write the corpus to
    #[arg(long, short)]
    output: PathBuf,
    /// File to write the ground truth to: id, cluster and kind, separated by tabs
    #[arg(long)]
    truth: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Ndjson,
    Wxr,
}

fn main() -> io::Result<()> {
    let (plan, outputs) = match Arguments::parse().what {
        What::Blog { comments, outputs } => (Plan::blog(outputs.seed, comments), outputs),
        What::Evasions { pairs, outputs } => (Plan::evasions(outputs.seed, pairs), outputs),
        What::Hostile { shape, comments, seed, output } => {
            return save(&output, |output| hostile::write(shape, comments, seed, output));
        }
    };
    let corpus = Corpus::new(plan);
    save(&outputs.output, |output| match outputs.to {
        Format::Ndjson => ndjson::write(&corpus, output),
        Format::Wxr => wxr::write(&corpus, output),
    })?;
    outputs.truth.map_or(Ok(()), |path| save(&path, |output| truth::write(&corpus, output)))
}

fn save(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let file = File::create(path).map_err(|it| io::Error::other(format!("{}: {it}", path.display())))?;
    let mut output = BufWriter::with_capacity(1 << 20, file);
    write(&mut output)?;
    output.flush()
}

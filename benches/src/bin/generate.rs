//! Writes an invented corpus and the truth about its doubles.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use threadsift_benches::corpus::Corpus;
use threadsift_benches::hostile::{self, Shape};
use threadsift_benches::plan::Plan;
use threadsift_benches::{ndjson, truth, wxr};

/// Makes a corpus of invented comments whose doubles are known. The same seed makes the same bytes.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// A blog: originals, copies, variants, edited copies, campaigns, quoting replies and courtesies
    Blog {
        /// How many comments
        #[arg(long, short = 'n', default_value_t = 200_000, value_parser = clap::value_parser!(u32).range(..=100_000_000))]
        comments: u32,
        #[command(flatten)]
        outputs: Outputs,
    },
    /// Pairs of an original and a copy that hides, for every evasion, among unrelated comments
    Evasions {
        /// How many pairs for each evasion
        #[arg(long, short = 'n', default_value_t = 500, value_parser = clap::value_parser!(u32).range(..=1_000_000))]
        pairs: u32,
        #[command(flatten)]
        outputs: Outputs,
    },
    /// Texts that are made to keep a join busy, as NDJSON
    Hostile {
        /// What they are like
        #[arg(value_enum)]
        shape: Shape,
        /// How many comments
        #[arg(long, short = 'n', default_value_t = 50_000, value_parser = clap::value_parser!(u32).range(..=100_000_000))]
        comments: u32,
        /// Another seed, another corpus
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Where the corpus goes
        #[arg(long, short)]
        output: PathBuf,
    },
}

#[derive(Args)]
struct Outputs {
    /// Another seed, another corpus
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The format of the corpus
    #[arg(long, value_enum, default_value_t = Format::Ndjson)]
    to: Format,
    /// Where the corpus goes
    #[arg(long, short)]
    output: PathBuf,
    /// Where the truth goes: id, cluster and kind, separated by tabs
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

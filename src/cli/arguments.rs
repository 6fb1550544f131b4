//! The command line, as the README documents it.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::read::FORMATS;
use crate::write::{OUTPUTS, TARGETS};

/// Tells genuine discussion from doubles, pings, retweets and spam in dumps of blog comments, and shows why.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the dump without the junk
    Clean(Clean),
    /// Write one decision for every comment
    Triage(Triage),
    /// Count genuine discussion per post
    Count(Count),
    /// Say why: every finding, its weight and what it saw
    Explain(Explain),
    /// Write the comments in another format
    Convert(Convert),
    /// List what can be read and written
    Formats(Formats),
    /// Fit a model to labelled comments
    Train(Train),
    /// Measure how well labelled comments are judged
    Evaluate(Evaluate),
    /// Write a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write the manual page
    Man,
}

/// What all commands that judge share.
#[derive(Debug, Args)]
pub struct Judging {
    #[command(flatten)]
    pub reading: Reading,
    /// Settings in TOML: thresholds, signals that are switched off
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Weights to use instead of those that come with the tool
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
    /// What nobody may say, an entry a line as in WordPress's disallowed comment keys; entries that hit honest
    /// comments of this blog too weigh nothing
    #[arg(long, value_name = "FILE")]
    pub blocklist: Option<PathBuf>,
    /// Make nothing of what the dump says was approved, spam or trash
    #[arg(long)]
    pub ignore_status: bool,
    /// From this probability on a comment is spam
    #[arg(long, value_name = "0..1")]
    pub spam_threshold: Option<f32>,
    /// From this probability on a person should look
    #[arg(long, value_name = "0..1")]
    pub review_threshold: Option<f32>,
    /// How many threads work [default: one a core]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    #[command(flatten)]
    pub speech: Speech,
}

/// How inputs are read.
#[derive(Debug, Args)]
pub struct Reading {
    /// The format of the inputs, where it should not be found out
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|it| it.name)))]
    pub from: Option<String>,
    /// Names of columns or keys, such as body=CONTENT,author=AUTHOR
    #[arg(long, value_name = "PAIRS", default_value = "", hide_default_value = true)]
    pub columns: String,
    /// The most that is unpacked to a temporary file in all, such as 500M or 20G [default: 16G, and no more than 200
    /// times what was packed]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub unpack_limit: Option<u64>,
}

/// Reads `123`, `500M`, `20G`, `20 GiB`: powers of 1,024.
fn parse_size(text: &str) -> Result<u64, String> {
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(n_digits);
    let shift = match unit.trim().to_ascii_uppercase().as_str() {
        "" | "B" => 0,
        "K" | "KB" | "KIB" => 10,
        "M" | "MB" | "MIB" => 20,
        "G" | "GB" | "GIB" => 30,
        "T" | "TB" | "TIB" => 40,
        _ => return Err("write it as 500M or 20G".to_owned()),
    };
    let number: u64 = number.parse().map_err(|_| "write it as 500M or 20G".to_owned())?;
    number.checked_mul(1 << shift).ok_or("no disk is that large".to_owned())
}

/// How much is said, and how.
#[derive(Debug, Args)]
pub struct Speech {
    /// Say nothing on standard error but errors
    #[arg(short, long)]
    pub quiet: bool,
    /// Colours
    #[arg(long, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    pub color: When,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Args)]
pub struct Clean {
    /// Dumps: files, folders, or `-` for standard input; several are one dump
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub judging: Judging,
    /// Where the clean dump goes; a folder for several inputs
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What to keep besides comments and protected records: kinds (pingback,trackback,retweet,reaction) and
    /// verdicts (duplicate,spam)
    #[arg(long, value_delimiter = ',', value_name = "LIST")]
    pub keep: Vec<String>,
    /// Where the set-aside comments go, whole and with their decisions (NDJSON)
    #[arg(long, value_name = "FILE")]
    pub set_aside: Option<PathBuf>,
    /// Where the decisions go (NDJSON; CSV when the name ends so)
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Triage {
    /// Dumps: files, folders, or `-` for standard input; several are one dump
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub judging: Judging,
    /// How decisions are written [default: table on a terminal, else ndjson]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(OUTPUTS.iter().map(|it| it.name)))]
    pub format: Option<String>,
    /// Where they go [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Count {
    /// Dumps: files, folders, or `-` for standard input; several are one dump
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub judging: Judging,
    /// How counts are written
    #[arg(long, value_enum, default_value_t = CountFormat::Table, value_name = "FORMAT")]
    pub format: CountFormat,
    /// Where they go [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CountFormat {
    Table,
    Csv,
    Json,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// Dumps, then the ids of comments; what exists as a file or folder is a dump
    #[arg(required = true, num_args = 1.., value_name = "INPUT... ID")]
    pub inputs_and_ids: Vec<String>,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, Args)]
pub struct Formats {
    /// How the lists are written
    #[arg(long, value_enum, default_value_t = FormatsFormat::Table, value_name = "FORMAT")]
    pub format: FormatsFormat,
    #[command(flatten)]
    pub speech: Speech,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatsFormat {
    Table,
    Json,
}

/// Where labels come from.
#[derive(Debug, Args)]
pub struct Learning {
    /// Labels by hand: a file of ID, tab, spam or ham or unsure, or a folder with such a file for each dump
    /// (NAME.labels.tsv); without it the dump's own column of labels or what its owner had decided
    #[arg(long, value_name = "PATH")]
    pub labels: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Train {
    /// Labelled dumps: files or folders, each of them a blog of its own
    #[arg(required = true, value_name = "LABELLED")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub learning: Learning,
    /// Where the model goes
    #[arg(short, long, value_name = "MODEL")]
    pub output: PathBuf,
    /// What the model was fitted to and when, for its head
    #[arg(long, value_name = "TEXT")]
    pub about: Option<String>,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, Args)]
pub struct Evaluate {
    /// Labelled dumps: files or folders, each of them a blog of its own
    #[arg(required = true, value_name = "LABELLED")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub learning: Learning,
    /// Score each dump by a model that is fitted to the others
    #[arg(long)]
    pub cross_validate: bool,
    /// More labelled dumps to learn from, which are not scored
    #[arg(long, value_name = "LABELLED")]
    pub teach: Vec<PathBuf>,
    /// Measure what is lost without each signal
    #[arg(long)]
    pub ablate: bool,
    /// So many of the worst mistakes of both sorts are shown
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub mistakes: usize,
    /// How the figures are written
    #[arg(long, value_enum, default_value_t = MeasureFormat::Table, value_name = "FORMAT")]
    pub format: MeasureFormat,
    /// Where they go [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MeasureFormat {
    Table,
    Json,
}

#[derive(Debug, Args)]
pub struct Convert {
    /// Dumps: files, folders, or `-` for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
    /// The format to write
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(TARGETS.iter().map(|it| it.name)))]
    pub to: String,
    /// Where the comments go [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub speech: Speech,
}

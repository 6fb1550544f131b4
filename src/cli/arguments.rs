//! The arguments of the command line. The doc comments of fields are the help texts.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::input::encoding::Encoding;
use crate::read::FORMATS;
use crate::write::{OUTPUTS, PERSONAL_DATA, SITE_SCRIPTS, TARGETS, TablePrefix};

/// Separates genuine discussion from duplicates, pings, retweets and spam in dumps of blog comments, and shows why.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, subcommand_required = true, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the dump without the junk
    Clean(Clean),
    /// Write one decision per comment
    Triage(Triage),
    /// Write the dump as a person's decisions want it
    Apply(Apply),
    /// Count comments per post: genuine, duplicate, spam and so on
    Count(Count),
    /// Show why a comment got its verdict: every finding with its weight
    Explain(Explain),
    /// Write an HTML report in which a person looks through the decisions and changes them
    Report(Report),
    /// Convert comments to another format
    Convert(Convert),
    /// Compare two dumps of one site: what is new, gone, edited or moderated
    Diff(Diff),
    /// List the formats that can be read and written
    Formats(Formats),
    /// Fit a model to labelled comments
    Train(Train),
    /// Measure how well a model judges labelled comments
    Evaluate(Evaluate),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

/// Options of all commands that judge.
#[derive(Debug, Args)]
#[command(next_help_heading = "Judging")]
pub struct Judging {
    /// Settings file (TOML): thresholds, and signals that are switched off
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Model to use instead of the one that comes with threadsift
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
    /// Word list, one entry per line, as in WordPress's "disallowed comment keys"; entries that also occur in trusted
    /// comments of this blog are ignored
    #[arg(long, value_name = "FILE")]
    pub blocklist: Option<PathBuf>,
    /// Ignore the moderation status that is stored in the dump (approved, spam, trash)
    #[arg(long)]
    pub ignore_status: bool,
    /// Probability of spam from which the verdict is spam [default: 0.9]
    #[arg(long, value_name = "0..1", value_parser = parse_probability)]
    pub spam_threshold: Option<f32>,
    /// Probability of spam from which the verdict is review [default: 0.3]
    #[arg(long, value_name = "0..1", value_parser = parse_probability)]
    pub review_threshold: Option<f32>,
    /// Number of threads [default: one per core]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub speech: Speech,
}

/// Options of all commands that read comments.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub struct Reading {
    /// Format of the inputs [default: detected from their content]
    #[arg(long, value_name = "FORMAT", value_parser = names(FORMATS.iter().map(|format| format.name)))]
    pub from: Option<String>,
    /// Names of columns or keys that are not recognised, such as body=CONTENT,author=AUTHOR
    #[arg(long, value_name = "PAIRS", default_value = "", hide_default_value = true)]
    pub columns: String,
    /// Encoding of inputs that are not UTF-8 and have no byte order mark, such as windows-1251 or shift_jis; outputs
    /// are UTF-8
    #[arg(long, value_name = "NAME", value_parser = parse_encoding)]
    pub encoding: Option<Encoding>,
    /// Limit for the unpacked size of all compressed inputs together, such as 500M or 20G [default: 16G, and at most
    /// 200 times the compressed size]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub unpack_limit: Option<u64>,
}

/// Parses the name of an encoding.
fn parse_encoding(label: &str) -> Result<Encoding, String> {
    let names = "utf-16le, windows-1251, iso-8859-2, shift_jis, gbk, big5, euc-kr and the other labels of the WHATWG \
        standard, https://encoding.spec.whatwg.org/#names-and-labels";
    Encoding::named(label).ok_or_else(|| format!("there are {names}"))
}

/// Parses one of some names.
fn names(names: impl Iterator<Item = &'static str>) -> PossibleValuesParser {
    PossibleValuesParser::new(names)
}

/// Parses a number of bytes: `123`, `500M`, `20G`, `20 GiB`. Units are powers of 1,024.
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
    number.checked_mul(1 << shift).ok_or("the number is too large".to_owned())
}

/// Parses a number between 0 and 1.
fn parse_probability(text: &str) -> Result<f32, String> {
    let number = text.parse().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or("it must be a number between 0 and 1".to_owned())
}

/// Options for messages and colours.
#[derive(Debug, Args)]
#[command(next_help_heading = "Messages")]
pub struct Speech {
    /// Print nothing but errors on standard error
    #[arg(short, long)]
    pub quiet: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    pub color: When,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

/// The outputs of commands that write a clean dump.
#[derive(Debug, Args)]
pub struct CleanOutputs {
    /// File for the clean dump; an existing folder for several inputs
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What to keep besides genuine comments, comments for review and protected records: kinds (pingback, trackback,
    /// retweet, reaction) and verdicts (duplicate, spam), separated by commas
    #[arg(long, value_delimiter = ',', value_name = "LIST")]
    pub keep: Vec<String>,
    /// File for the comments that are set aside: complete and with their decisions (NDJSON), or an export like the
    /// clean dump if its name ends in .xml or is that of a folder
    #[arg(long, value_name = "FILE")]
    pub set_aside: Option<PathBuf>,
    /// File for the decisions (NDJSON, or CSV if its name ends in .csv)
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// File for the report, in which a person looks through the decisions (HTML)
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Read the clean dump back before it gets its name, and compare it record by record with the input
    #[arg(long, requires = "output")]
    pub verify: bool,
    #[command(flatten)]
    pub preparing: Preparing,
}

/// Options that change the clean export.
#[derive(Debug, Args)]
#[command(next_help_heading = "Preparing the clean export")]
pub struct Preparing {
    /// Cut the clean export into parts of at most this size, such as 15MB: FILE-1.xml, FILE-2.xml …, each a whole
    /// export
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub split_size: Option<u64>,
    /// Replace personal data of comments by pseudonyms: ip, email, agent, separated by commas
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "LIST",
        value_parser = names(PERSONAL_DATA.iter().map(|data| data.name())),
    )]
    pub redact: Vec<String>,
    /// Secret that pseudonyms are made with; the same text gives the same pseudonyms [default: a digest of the inputs]
    #[arg(long, value_name = "TEXT", requires = "redact")]
    pub salt: Option<String>,
    /// Leave out the metadata of comments with these keys, such as 'akismet_*'; `*` and `?` are wildcards; can be
    /// repeated
    #[arg(long, value_name = "KEYS")]
    pub drop_meta: Vec<String>,
}

impl CleanOutputs {
    /// The paths that the user named.
    pub fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        [&self.decisions, &self.set_aside, &self.report, &self.output].into_iter().flatten()
    }
}

#[derive(Debug, Args)]
pub struct Clean {
    /// Dumps: files, folders, or `-` for standard input; several are judged as one dump
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub outputs: CleanOutputs,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, Args)]
pub struct Apply {
    /// Decisions that a person made or edited: NDJSON from the report or from `triage`, or a table from a spreadsheet,
    /// with the columns id and verdict; `-` for standard input
    #[arg(value_name = "DECISIONS")]
    pub edited: PathBuf,
    /// Dumps: files, folders, or `-` for standard input; several are judged as one dump
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub outputs: CleanOutputs,
    /// Write a script for the WordPress site instead of a clean dump: -o NAME.sh writes NAME.sh and NAME.undo.sh, which
    /// takes everything back
    #[arg(long, value_name = "FORMAT", value_parser = names(scripts()))]
    pub format: Option<String>,
    #[command(flatten)]
    pub acting: Acting,
    #[command(flatten)]
    pub judging: Judging,
}

/// Options of scripts for a WordPress site.
#[derive(Debug, Args)]
#[command(next_help_heading = "Scripts for a WordPress site (--format wp-cli or sql)")]
pub struct Acting {
    /// Prefix of the tables of the site, for sql [default: wp_]
    #[arg(long, value_name = "PREFIX", value_parser = parse_table_prefix)]
    pub table_prefix: Option<TablePrefix>,
    /// Delete spam and duplicates for good instead of moving them to spam and to the trash; there is no undo
    #[arg(long)]
    pub delete: bool,
}

/// Parses the prefix of the names of tables.
fn parse_table_prefix(text: &str) -> Result<TablePrefix, String> {
    TablePrefix::parse(text).ok_or("it may have letters of ASCII, digits and underscores".to_owned())
}

/// The names of the scripts for a site.
fn scripts() -> impl Iterator<Item = &'static str> {
    SITE_SCRIPTS.iter().map(|script| script.name)
}

#[derive(Debug, Args)]
pub struct Triage {
    /// Dumps: files, folders, or `-` for standard input; several are judged as one dump
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Output format [default: table on a terminal, else ndjson]; wp-cli and sql are scripts for a WordPress site
    #[arg(long, value_name = "FORMAT", value_parser = names(OUTPUTS.iter().map(|output| output.name).chain(scripts())))]
    pub format: Option<String>,
    /// Output file [default: standard output]; a script NAME.sh comes with NAME.undo.sh, which takes everything back
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub acting: Acting,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, Args)]
pub struct Count {
    /// Dumps: files, folders, or `-` for standard input; several are judged as one dump
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t = CountFormat::Table, value_name = "FORMAT")]
    pub format: CountFormat,
    /// Output file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub judging: Judging,
}

/// Output formats of counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CountFormat {
    Table,
    Csv,
    Json,
}

/// Output formats of figures and lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    Table,
    Json,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// Dumps and ids of comments; an argument is a dump if a file or folder has this name
    #[arg(required = true, num_args = 1.., value_name = "INPUT... ID")]
    pub inputs_and_ids: Vec<String>,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, Args)]
pub struct Report {
    /// Dumps: files, folders, or `-` for standard input; several are judged as one dump
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// File for the report (HTML) [default: standard output, unless that is a terminal]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, Args)]
pub struct Formats {
    /// Output format
    #[arg(long, value_enum, default_value_t = ReportFormat::Table, value_name = "FORMAT")]
    pub format: ReportFormat,
    #[command(flatten)]
    pub speech: Speech,
}

/// Options of commands that take labelled comments.
#[derive(Debug, Args)]
pub struct Learning {
    /// Labels: a file with one line per comment (ID, tab, then spam, ham or unsure), or a folder with such a file for
    /// each dump (NAME.labels.tsv) [default: the dump's column of labels, else its moderation status]
    #[arg(long, value_name = "PATH")]
    pub labels: Option<PathBuf>,
    /// Templates of spam software that a model learns besides: one text per line, or one JSON object per line with the
    /// member text; {choices|options} in braces are expanded
    #[arg(long, value_name = "FILE")]
    pub templates: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Train {
    /// Labelled dumps: files or folders, each a blog of its own
    #[arg(required = true, value_name = "LABELLED")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub learning: Learning,
    /// File for the model
    #[arg(short, long, value_name = "MODEL")]
    pub output: PathBuf,
    /// Note for the head of the model, such as what it was fitted to and when
    #[arg(long, value_name = "TEXT")]
    pub about: Option<String>,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, Args)]
pub struct Evaluate {
    /// Labelled dumps: files or folders, each a blog of its own
    #[arg(required = true, value_name = "LABELLED")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub learning: Learning,
    /// Score each dump by a model that is fitted to the others
    #[arg(long)]
    pub cross_validate: bool,
    /// Additional labelled dump that models are fitted to, but that is not scored; can be repeated
    #[arg(long, value_name = "LABELLED")]
    pub teach: Vec<PathBuf>,
    /// Measure the effect of leaving out each signal
    #[arg(long)]
    pub ablate: bool,
    /// How many mistakes to show: honest comments with the highest probability, and spam with the lowest
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub mistakes: usize,
    /// Output format
    #[arg(long, value_enum, default_value_t = ReportFormat::Table, value_name = "FORMAT")]
    pub format: ReportFormat,
    /// Output file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, Args)]
pub struct Convert {
    /// Dumps: files, folders, or `-` for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Format to write
    #[arg(long, value_name = "FORMAT", value_parser = names(TARGETS.iter().map(|target| target.name)))]
    pub to: String,
    /// Output file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub speech: Speech,
}

#[derive(Debug, Args)]
pub struct Diff {
    /// The older dump: a file, a folder or an archive
    pub old: PathBuf,
    /// The newer dump
    pub new: PathBuf,
    /// Output format [default: table on a terminal, else ndjson]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<DiffFormat>,
    /// Output file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub speech: Speech,
}

/// Output formats of comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    Table,
    Ndjson,
    Csv,
}

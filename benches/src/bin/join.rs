//! Times the near-duplicate join alone, without reading and normalising.

use std::error::Error;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use threadsift::internals::config::Config;
use threadsift::internals::facts::Look;
use threadsift::internals::knowledge::{Clusters, Order};
use threadsift::internals::pipeline;
use threadsift::internals::read::{Columns, Input};

/// Joins the comments of a dump and prints the CPU seconds of all threads (Linux only).
#[derive(Parser)]
struct Arguments {
    /// The dump
    source: PathBuf,
    /// File to write lines of id, tab, cluster to
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// Number of runs, of which the median is printed
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let inputs = [Input::open(&arguments.source, None)?];
    let dump = pipeline::read_with(
        &Look::BLANK,
        &inputs,
        Vec::new(),
        &Columns::default(),
        &Config::default(),
        &mut |_| {},
    )?;
    let order = Order::gather(&dump.comments);
    let mut seconds = Vec::new();
    let mut joined = None;
    for _ in 0..arguments.runs {
        let start = cpu_seconds()?;
        let clusters = Clusters::gather(&dump.comments, &order);
        seconds.push(cpu_seconds()? - start);
        joined = Some(clusters);
    }
    seconds.sort_by(f64::total_cmp);
    let median = seconds[seconds.len() / 2];
    let Some(clusters) = joined else { return Ok(()) };
    let n_joined = dump.comments.indices().filter(|comment| clusters.first(*comment) != *comment).count();
    let (n_comments, n_truncated) = (dump.comments.len(), clusters.n_truncated());
    println!("{n_comments} comments, {n_joined} joined, {n_truncated} truncated, {median:.2} CPU seconds");
    arguments.output.map_or(Ok(()), |path| {
        let mut output = BufWriter::new(fs::File::create(path)?);
        for (index, comment) in dump.comments.iter_enumerated() {
            writeln!(output, "{}\t{}", comment.id(), dump.comments[clusters.first(index)].id())?;
        }
        Ok(output.flush()?)
    })
}

/// CPU time of all threads of this process so far: fields 14 and 15 of `proc_pid_stat(5)`, in hundredths of a second.
fn cpu_seconds() -> io::Result<f64> {
    let stat = fs::read_to_string(Path::new("/proc/self/stat"))?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).flat_map(str::parse::<u32>);
    Ok(ticks.map(f64::from).sum::<f64>() / 100.0)
}

//! `threadsift completions`: a completion script for a shell.

use clap::CommandFactory;
use clap_complete::Shell;

use super::arguments::Arguments;
use super::output;
use crate::error::Result;

/// Prints the script.
pub fn run(shell: Shell) -> Result<usize> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "threadsift", &mut script);
    output::print(&script)?;
    Ok(0)
}

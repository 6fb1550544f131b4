//! `threadsift man`: the manual page of the program, followed by one page per command.

use clap::CommandFactory;
use clap_mangen::Man;

use super::arguments::Arguments;
use super::output;
use crate::error::Result;

/// Prints the pages.
pub fn run() -> Result<usize> {
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    let mut pages = Vec::new();
    Man::new(program.clone()).render(&mut pages).map_err(output::stdout_failed)?;
    for command in program.get_subcommands() {
        let title = format!("threadsift-{}", command.get_name());
        Man::new(command.clone()).title(title).render(&mut pages).map_err(output::stdout_failed)?;
    }
    output::print(&pages)?;
    Ok(0)
}

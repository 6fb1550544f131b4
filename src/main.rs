//! The program: the command line of the library, with an allocator of its own.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Only the program uses mimalloc: a library leaves the choice of the allocator to the program that links it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    threadsift::cli::main()
}

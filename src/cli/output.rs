//! Outputs of commands: standard output, or files that appear whole or not at all and never replace an input.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};
use crate::read::Input;
use crate::write::AtomicFile;

/// Writes to a file, or to standard output where none is named.
pub fn write_to(
    path: Option<&Path>,
    inputs: &[Input],
    write: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    let Some(path) = path else {
        let mut stdout = BufWriter::new(io::stdout().lock());
        write(&mut stdout)?;
        return stdout.flush().map_err(stdout_failed);
    };
    let mut file = create(path, inputs)?;
    write(&mut file)?;
    file.finish()
}

/// Prints bytes on standard output.
pub fn print(bytes: &[u8]) -> Result<()> {
    write_to(None, &[], |stdout| stdout.write_all(bytes).map_err(stdout_failed))
}

/// The error of a failed write to standard output.
pub fn stdout_failed(source: io::Error) -> Error {
    ErrorKind::Write { path: PathBuf::from("standard output"), source }.into()
}

/// Creates an output file, which appears in its place when it is finished.
pub fn create(path: &Path, inputs: &[Input]) -> Result<AtomicFile> {
    refuse_input(path, inputs)?;
    AtomicFile::create(path)
}

/// Refuses an output that is an input, whatever the name under which it is reached. A file that the shell redirects to
/// standard input counts as an input.
pub fn refuse_input(output: &Path, inputs: &[Input]) -> Result<()> {
    let Ok(output_place) = output.canonicalize() else { return Ok(()) };
    // A terminal or another device may be both.
    if !output_place.is_file() {
        return Ok(());
    }
    let is_output = |input: &Path| input.canonicalize().is_ok_and(|place| place == output_place);
    let stdin = Path::new("/dev/stdin");
    match inputs.iter().map(|input| input.path.as_deref().unwrap_or(stdin)).any(is_output) {
        true => Err(ErrorKind::OutputIsInput { path: output.to_owned() }.into()),
        false => Ok(()),
    }
}

/// Refuses two outputs at one path: the second would replace the first.
pub fn refuse_same_path<'a>(outputs: impl Iterator<Item = &'a PathBuf>) -> Result<()> {
    let mut places = Vec::new();
    for path in outputs {
        let place = std::path::absolute(path).unwrap_or(path.clone());
        if places.contains(&place) {
            return Err(ErrorKind::OutputTwice { path: path.clone() }.into());
        }
        places.push(place);
    }
    Ok(())
}

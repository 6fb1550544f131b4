//! A clean export is prepared for import or for another person, and cut into parts.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use wildmatch::WildMatch;

use super::arguments::Preparing;
use super::output::ReadFiles;
use crate::error::{ErrorKind, Result};
use crate::read::{FORMATS, Input, Seal};
use crate::write::{AtomicFile, Preparation, Redaction, plural};

/// The preparation that the arguments name. The default salt depends on the bytes of the inputs, which who gets the
/// redacted export does not have.
///
/// # Errors
/// An input can't be read.
pub fn preparation(preparing: &Preparing, inputs: &[Input]) -> Result<Preparation> {
    let words = preparing.redact.iter().map(|word| word.parse());
    let personal_data: Vec<_> = words.collect::<std::result::Result<_, _>>().expect("clap checks the names");
    let redaction = match (&personal_data[..], &preparing.salt) {
        ([], _) => None,
        (_, Some(salt)) => Some(Redaction { personal_data, salt: salt.clone().into_bytes() }),
        (_, None) => Some(Redaction { personal_data, salt: digest(inputs)? }),
    };
    let drop_meta = preparing.drop_meta.iter().map(|keys| WildMatch::new(keys)).collect();
    Ok(Preparation { split_size: preparing.split_size, redaction, drop_meta })
}

/// Writes the parts of a clean export, which `write` writes whole. Also returns remarks about what was done.
///
/// # Errors
/// The export can't be written or read again, or a part can't be written.
pub fn write_parts(
    preparation: &Preparation,
    path: &Path,
    seal: Option<&Seal>,
    read_files: &ReadFiles,
    write: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<(Vec<AtomicFile>, Vec<String>)> {
    let name = path.display().to_string();
    let whole = temporary(&name, write)?;
    let format = FORMATS.iter().find(|format| format.name == "wxr");
    let export = Input::from_reader(&name, whole, format)?;
    let mut prepared = preparation.prepare(&export)?;
    let mut files = Vec::new();
    for part in 0..prepared.n_parts() {
        let path = match preparation.split_size {
            Some(_) => part_path(path, part + 1),
            None => path.to_owned(),
        };
        let mut file = read_files.create(&path)?;
        prepared.write_part(part, seal, &mut file).map_err(|error| error.with_output(&path))?;
        files.push(file);
    }
    let mut remarks = std::mem::take(&mut prepared.remarks);
    if preparation.split_size.is_some() {
        let first = part_path(path, 1);
        let parts = plural(files.len(), "part", "parts");
        remarks.push(format!("The clean dump has {parts}, from {} on.", first.display()));
        let next = part_path(path, files.len() + 1);
        if next.exists() {
            remarks.push(format!("{} is not one of them; it is from an earlier run.", next.display()));
        }
    }
    Ok((files, remarks))
}

/// A temporary file with what `write` writes, from its first byte. It has no name, so that it is gone when the run
/// ends.
fn temporary(name: &str, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<File> {
    let failed = |source: io::Error| ErrorKind::Spool { name: name.to_owned(), source };
    let mut buffered = BufWriter::new(tempfile::tempfile().map_err(failed)?);
    write(&mut buffered)?;
    let mut file = buffered.into_inner().map_err(|error| failed(error.into_error()))?;
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    Ok(file)
}

/// `clean.xml` becomes `clean-1.xml`.
pub fn part_path(path: &Path, number: usize) -> PathBuf {
    let mut name = path.file_stem().map_or_else(OsString::new, OsString::from);
    name.push(format!("-{number}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

/// A digest of the bytes of all inputs.
fn digest(inputs: &[Input]) -> Result<Vec<u8>> {
    let mut digest = Sha256::new();
    for input in inputs {
        let failed = |source| ErrorKind::Read { name: input.name.clone(), source };
        let mut bytes = input.source().window().map_err(failed)?;
        loop {
            let piece = bytes.fill_buf().map_err(failed)?;
            if piece.is_empty() {
                break;
            }
            digest.update(piece);
            let n_read = piece.len();
            bytes.consume(n_read);
        }
    }
    Ok(digest.finalize().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_numbered_before_the_extension() {
        assert_eq!(part_path(Path::new("out/clean.xml"), 2), Path::new("out/clean-2.xml"));
        assert_eq!(part_path(Path::new("clean"), 1), Path::new("clean-1"));
    }
}

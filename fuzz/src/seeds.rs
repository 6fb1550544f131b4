//! Writes the seeds of every target to `corpus/`: the examples of all formats and the dumps of the tests.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use threadsift::internals::read::FORMATS;

fn main() -> io::Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut dumps: Vec<(String, Vec<u8>)> =
        FORMATS.iter().map(|format| (format!("example-{}", format.name), format.example.into())).collect();
    for path in files(&here.join("../tests"))? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let case = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("input") || name.ends_with(".sql") {
            dumps.push((format!("{case}-{name}"), fs::read(&path)?));
        }
    }
    for target in ["read", "sniff", "open", "normalize", "pipeline"] {
        fs::create_dir_all(here.join("corpus").join(target))?;
    }
    for (name, bytes) in &dumps {
        for target in ["sniff", "open", "normalize", "pipeline"] {
            fs::write(here.join("corpus").join(target).join(name), bytes)?;
        }
        // The first byte of an input of `read` selects the format.
        if let Some(number) = FORMATS.iter().position(|format| (format.sniff)(bytes)) {
            let seed = [&[number as u8], &bytes[..]].concat();
            fs::write(here.join("corpus/read").join(name), seed)?;
        }
    }
    println!("{} seeds written to {}", dumps.len(), here.join("corpus").display());
    Ok(())
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

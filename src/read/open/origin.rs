//! What is known of bytes before they are read: names, and what was unpacked and decoded so far.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::input::encoding::{Encoding, Malformed};
use crate::input::unpack::Trouble;

/// The properties of bytes before they are read.
pub struct Origin {
    pub name: String,
    pub path: Option<PathBuf>,
    /// The name of the file, without the extension of its compression.
    pub file_name: OsString,
    /// Whether it lies in a folder or an archive that was named, so that it may be no dump.
    pub was_found: bool,
    pub n_layers: usize,
    pub trouble: Trouble,
    /// The encoding from which the bytes were decoded.
    pub encoding: Option<Encoding>,
    pub malformed: Malformed,
}

impl Origin {
    /// The origin of bytes of which only the name is known.
    pub fn named(name: &str) -> Origin {
        Origin {
            name: name.to_owned(),
            path: None,
            file_name: name.into(),
            was_found: false,
            n_layers: 0,
            trouble: Trouble::default(),
            encoding: None,
            malformed: Malformed::default(),
        }
    }

    /// Counts a layer of compression, and takes its extension off the name of the file.
    pub fn unpacked(&mut self, extensions: &[&str]) {
        self.n_layers += 1;
        let name = Path::new(&self.file_name);
        if name
            .extension()
            .is_some_and(|it| extensions.iter().any(|extension| it.eq_ignore_ascii_case(extension)))
            && let Some(stem) = name.file_stem()
        {
            self.file_name = stem.to_owned();
        }
    }

    /// The origin of an entry of this archive.
    pub fn entry(&self, name: &str) -> Origin {
        // A colon names a disk on some systems.
        let last = name.rsplit(['/', '\\', ':']).next().unwrap_or_default();
        Origin {
            name: format!("{}/{name}", self.name),
            path: self.path.clone(),
            file_name: last.into(),
            was_found: true,
            n_layers: self.n_layers + 1,
            ..Origin::named("")
        }
    }
}

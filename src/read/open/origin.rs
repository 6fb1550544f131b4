//! The origin of bytes: their names, and the layers that were unpacked and decoded so far.

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
    /// The folders between the folder or archive that was named and the file, without unsafe components such as
    /// `..`.
    pub folder: PathBuf,
    /// Whether it was found in a folder or an archive that the user named, so that it may not be a dump.
    pub was_found: bool,
    /// Whether the name in the archive is too long for a file.
    pub is_name_shortened: bool,
    /// The number of layers of compression and archives around it.
    pub n_layers: usize,
    pub trouble: Trouble,
    /// The encoding from which the bytes were decoded.
    pub encoding: Option<Encoding>,
    pub malformed: Malformed,
}

impl Origin {
    /// An origin with a name only.
    pub fn named(name: &str) -> Origin {
        Origin {
            name: name.to_owned(),
            path: None,
            file_name: name.into(),
            folder: PathBuf::new(),
            was_found: false,
            is_name_shortened: false,
            n_layers: 0,
            trouble: Trouble::default(),
            encoding: None,
            malformed: Malformed::default(),
        }
    }

    /// Counts a layer of compression, and removes its extension from the name of the file.
    pub fn unpacked(&mut self, extensions: &[&str]) {
        self.n_layers += 1;
        let name = Path::new(&self.file_name);
        if name
            .extension()
            .is_some_and(|actual| extensions.iter().any(|extension| actual.eq_ignore_ascii_case(extension)))
            && let Some(stem) = name.file_stem()
        {
            self.file_name = stem.to_owned();
        }
    }

    /// What the user should know.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(encoding) = self.encoding {
            notes.push(format!("the text was decoded from {}; outputs are UTF-8", encoding.name()));
        }
        if self.is_name_shortened {
            let file_name = self.file_name.display();
            notes.push(format!("its name is too long for a file; a clean copy is called {file_name}"));
        }
        notes
    }

    /// The origin of an entry of this archive.
    pub fn entry(&self, name: &str) -> Origin {
        // A colon names a disk on some systems.
        let last = name.rsplit(['/', '\\', ':']).next().unwrap_or_default();
        let file_name = shortened(last);
        let is_safe = |part: &&str| !matches!(*part, "" | "." | "..") && !part.contains(':');
        let mut folder: PathBuf = name.split(['/', '\\']).filter(is_safe).collect();
        folder.pop();
        Origin {
            name: format!("{}/{name}", self.name),
            path: self.path.clone(),
            is_name_shortened: file_name.len() < last.len(),
            file_name: file_name.into(),
            folder: self.folder.join(folder),
            was_found: true,
            n_layers: self.n_layers + 1,
            ..Origin::named("")
        }
    }
}

/// A name that every file system accepts. A longer name is cut before its extension.
fn shortened(name: &str) -> String {
    const MOST_BYTES: usize = 200;
    if name.len() <= MOST_BYTES {
        return name.to_owned();
    }
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let extension = if extension.len() <= MOST_BYTES / 4 { extension } else { "" };
    let most = MOST_BYTES - extension.len();
    let end = (0..=most).rev().find(|end| stem.is_char_boundary(*end)).unwrap_or(0);
    let dot = if extension.is_empty() { "" } else { "." };
    format!("{}{dot}{extension}", &stem[..end])
}

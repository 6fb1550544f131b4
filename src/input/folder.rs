//! The files in a folder and its subfolders.

use std::io;
use std::path::{Path, PathBuf};

/// The contents of a folder.
#[derive(Default)]
pub struct Found {
    /// The files, sorted by path.
    pub files: Vec<PathBuf>,
    /// The unreadable files and folders, as sentences with name and reason.
    pub unread: Vec<String>,
}

/// The files in a folder and its subfolders. Hidden files and folders are skipped. Links to folders are not followed,
/// since they may form a cycle.
///
/// # Errors
/// The folder itself can't be listed. A subfolder that can't be listed is in [`Found::unread`].
pub fn files(folder: &Path) -> io::Result<Found> {
    let mut found = Found::default();
    let mut folders = Vec::new();
    list(folder, &mut found, &mut folders)?;
    while let Some(folder) = folders.pop() {
        if let Err(error) = list(&folder, &mut found, &mut folders) {
            found.unread.push(format!("the folder {} can't be listed ({error})", folder.display()));
        }
    }
    found.files.sort();
    found.unread.sort();
    Ok(found)
}

fn list(folder: &Path, found: &mut Found, folders: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            folders.push(path);
            continue;
        }
        // The target of a link counts.
        match path.metadata() {
            Ok(metadata) if metadata.is_file() => found.files.push(path),
            Ok(metadata) if metadata.is_dir() => {
                found.unread.push(format!("{} is a link to a folder; name that folder too", path.display()));
            }
            Ok(_) => found.unread.push(format!("{} is no regular file", path.display())),
            Err(error) => found.unread.push(format!("{} can't be read ({error})", path.display())),
        }
    }
    Ok(())
}

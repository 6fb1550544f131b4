//! Output files that appear complete or not at all, several of them together.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::destination::{Destination, folder, open_stream};
use super::temporary::Temporary;
use crate::error::{ErrorKind, Result};

/// A file that is written without its name and gets it when it is complete. It takes over the permissions of the
/// file that it replaces. Devices and pipes are written to directly, because a regular file must not replace
/// `/dev/null`.
pub struct AtomicFile {
    /// The path as the user named it.
    path: PathBuf,
    file: BufWriter<Target>,
}

/// The size of the write buffer.
const BUFFER_BYTES: usize = 1 << 15;

enum Target {
    File { temporary: Temporary, place: PathBuf },
    Stream { stream: File, is_closed: bool },
}

impl AtomicFile {
    /// Creates the temporary file, or opens the device.
    ///
    /// # Errors
    /// The path is a folder, or its folder does not exist or can't be written to.
    pub fn create(path: &Path) -> Result<AtomicFile> {
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::IsADirectory => {
                ErrorKind::Unwritable(format!("{} is a folder; name a file", path.display()))
            }
            _ => ErrorKind::Write { path: path.to_owned(), source },
        };
        let target = match Destination::find(path).map_err(failed)? {
            Destination::File(place) => {
                Target::File { temporary: Temporary::create(folder(&place)).map_err(failed)?, place }
            }
            Destination::Stream(place) => {
                Target::Stream { stream: open_stream(&place).map_err(failed)?, is_closed: false }
            }
        };
        Ok(AtomicFile { path: path.to_owned(), file: BufWriter::with_capacity(BUFFER_BYTES, target) })
    }

    /// The path as the user named it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was written so far, from its first byte; `None` if it went to a device or a pipe.
    ///
    /// # Errors
    /// The disk is full, or the file can't be read.
    pub fn read_back(&mut self) -> io::Result<Option<File>> {
        self.file.flush()?;
        let Target::File { temporary, .. } = self.file.get_ref() else { return Ok(None) };
        let mut file = temporary.file.try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Some(file))
    }

    /// Moves complete files to their paths, all or none of them.
    ///
    /// # Errors
    /// The disk is full, or a path can't be written to. Files that were replaced before the failure are restored.
    pub fn finish_all(files: Vec<AtomicFile>) -> Result<()> {
        let mut complete = Vec::new();
        let mut places = HashSet::new();
        for AtomicFile { path, file } in files {
            let failed = |source| ErrorKind::Write { path: path.clone(), source };
            let target = file.into_inner().map_err(|error| failed(error.into_error()))?;
            let Target::File { mut temporary, place } = target else { continue };
            if !places.insert(place.clone()) {
                return Err(ErrorKind::OutputTwice { path }.into());
            }
            keep_permissions(&temporary.file, &place).map_err(failed)?;
            temporary.file.sync_all().map_err(failed)?;
            temporary.name().map_err(failed)?;
            complete.push((path, temporary, place));
        }
        let needs_backups = 1 < complete.len();
        let mut moved: Vec<(PathBuf, Option<Temporary>)> = Vec::new();
        for (path, temporary, place) in complete {
            let backup = if needs_backups { Temporary::of_existing(&place) } else { None };
            if let Err(source) = temporary.persist(&place) {
                moved.into_iter().rev().for_each(restore);
                return Err(ErrorKind::Write { path, source }.into());
            }
            moved.push((place, backup));
        }
        Ok(())
    }
}

/// Gives a new file the owner and the permissions of the file that it will replace.
fn keep_permissions(file: &File, place: &Path) -> io::Result<()> {
    let Ok(metadata) = fs::metadata(place) else { return super::temporary::set_default_permissions(file) };
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        // Only the administrator may change the owner of a file. For other users, the new file is their own.
        let _ = fchown(file, Some(metadata.uid()), Some(metadata.gid()));
    }
    file.set_permissions(metadata.permissions())
}

/// Undoes the move of a file to its place.
fn restore((place, backup): (PathBuf, Option<Temporary>)) {
    // The first failure is reported; there is nothing more to do about a second one.
    let _ = match backup {
        Some(backup) => backup.persist(&place),
        None => fs::remove_file(&place),
    };
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Target::File { temporary, .. } => temporary.file.write(bytes),
            // The other outputs of the run are still wanted.
            Target::Stream { is_closed: true, .. } => Ok(bytes.len()),
            Target::Stream { stream, is_closed } => match stream.write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                    *is_closed = true;
                    Ok(bytes.len())
                }
                outcome => outcome,
            },
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Target::File { temporary, .. } => temporary.file.flush(),
            Target::Stream { is_closed: true, .. } => Ok(()),
            Target::Stream { stream, .. } => stream.flush(),
        }
    }
}

//! Output files that appear complete or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::{ErrorKind, Result};

/// A file that is written under a temporary name in the same folder and renamed when it is complete. Devices and pipes
/// are written to directly, because a regular file must not replace `/dev/null`.
pub struct AtomicFile {
    path: PathBuf,
    file: BufWriter<Target>,
}

/// The size of the write buffer.
const BUFFER_BYTES: usize = 1 << 15;

enum Target {
    Temporary(NamedTempFile<File>),
    Device(File),
}

impl AtomicFile {
    /// Creates the temporary file, or opens the device.
    ///
    /// # Errors
    /// The folder does not exist or can't be written to.
    pub fn create(path: &Path) -> Result<AtomicFile> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let failed = |source| ErrorKind::Write { path: path.to_owned(), source };
        if path.is_dir() {
            return Err(ErrorKind::Unwritable(format!("{} is a folder; name a file", path.display())).into());
        }
        if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
            let device = File::options().write(true).open(path).map_err(failed)?;
            return Ok(AtomicFile::new(path, Target::Device(device)));
        }
        // Opened here, not by `tempfile`, whose files are private and whose errors name the temporary file.
        let open = |temporary: &Path| File::options().write(true).create_new(true).open(temporary);
        let file = tempfile::Builder::new().prefix(".threadsift-").make_in(folder, open).map_err(failed)?;
        Ok(AtomicFile::new(path, Target::Temporary(file)))
    }

    fn new(path: &Path, target: Target) -> AtomicFile {
        AtomicFile { path: path.to_owned(), file: BufWriter::with_capacity(BUFFER_BYTES, target) }
    }

    /// Moves the complete file to its path.
    ///
    /// # Errors
    /// The disk is full, or the path can't be written to.
    pub fn finish(self) -> Result<()> {
        let failed = |source| ErrorKind::Write { path: self.path.clone(), source };
        let file = self.file.into_inner().map_err(|error| failed(error.into_error()))?;
        let Target::Temporary(file) = file else { return Ok(()) };
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&self.path).map_err(|error| failed(error.error))?;
        Ok(())
    }
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
            Target::Temporary(file) => file.write(bytes),
            Target::Device(device) => device.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Target::Temporary(file) => file.flush(),
            Target::Device(device) => device.flush(),
        }
    }
}

//! Outputs that appear whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::{Error, ErrorKind, Result};

/// A file that is written beside its place and moved there at the end. Devices and pipes are written to as they are:
/// a file that took the place of `/dev/null` would be in everybody's way.
pub struct Whole {
    path: PathBuf,
    file: BufWriter<Target>,
}

/// Outputs are large, and each handing over to the system takes time; but what comes in larger pieces is handed over as it
/// is.
const BUFFER_BYTES: usize = 1 << 15;

enum Target {
    Beside(NamedTempFile),
    Device(File),
}

impl Whole {
    /// Starts a file.
    ///
    /// # Errors
    /// The folder does not exist or can't be written to.
    pub fn create(path: &Path) -> Result<Whole> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let failed = |source| ErrorKind::Write { path: path.to_owned(), source };
        if path.is_dir() {
            return Err(
                failed(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder; name a file")).into()
            );
        }
        if path.metadata().is_ok_and(|it| !it.is_file()) {
            let device = File::options().write(true).open(path).map_err(failed)?;
            return Ok(Whole::new(path, Target::Device(device)));
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(".threadsift-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // Temporary files are private; an output is as readable as any other file, the process's mask permitting.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(folder).map_err(failed)?;
        Ok(Whole::new(path, Target::Beside(file)))
    }

    fn new(path: &Path, target: Target) -> Whole {
        Whole { path: path.to_owned(), file: BufWriter::with_capacity(BUFFER_BYTES, target) }
    }

    /// Moves the file to its place.
    ///
    /// # Errors
    /// The disk is full, or the place can't be written to.
    pub fn finish(self) -> Result<()> {
        let failed = |source| ErrorKind::Write { path: self.path.clone(), source };
        let file = self.file.into_inner().map_err(|error| failed(error.into_error()))?;
        let Target::Beside(file) = file else { return Ok(()) };
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&self.path).map_err(|error| failed(error.error))?;
        Ok(())
    }
}

impl Write for Whole {
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
            Target::Beside(file) => file.write(bytes),
            Target::Device(device) => device.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Target::Beside(file) => file.flush(),
            Target::Device(device) => device.flush(),
        }
    }
}

/// An error of the output that a writer was given.
pub fn to_output(source: io::Error) -> Error {
    ErrorKind::Write { path: PathBuf::from("the output"), source }.into()
}

//! The destination of an output's path: a file, or a stream such as a device or a pipe.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// The maximum number of symbolic links that are followed, as in Linux.
const MAX_LINKS: usize = 40;

/// The destination of a path.
pub enum Destination {
    /// A file, which may not exist yet. Its path has no symbolic links and no `..`.
    File(PathBuf),
    /// A device, a pipe, or a file that this process already has open, such as `/dev/stdout`. It can't be replaced.
    Stream(PathBuf),
}

impl Destination {
    /// Finds the destination of a path.
    ///
    /// # Errors
    /// The path leads to a folder, or its folder does not exist.
    pub fn find(path: &Path) -> io::Result<Destination> {
        let mut path = path.to_owned();
        for _ in 0..MAX_LINKS {
            if is_descriptor(&path) {
                return Ok(Destination::Stream(path));
            }
            match path.symlink_metadata() {
                // The target of a relative link is relative to the folder of the link.
                Ok(metadata) if metadata.is_symlink() => path = folder(&path).join(path.read_link()?),
                Ok(metadata) if metadata.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
                Ok(metadata) if !metadata.is_file() => return Ok(Destination::Stream(path)),
                // A name that is too long is an error here, not when the file is complete.
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(_) | Err(_) => {
                    let name = path.file_name().ok_or(io::ErrorKind::IsADirectory)?;
                    return Ok(Destination::File(folder(&path).canonicalize()?.join(name)));
                }
            }
        }
        Err(io::Error::other("its symbolic links lead in a circle"))
    }
}

/// Opens the stream at a path. A file that this process has open is written to from its position on.
///
/// # Errors
/// The stream can't be written to.
pub fn open_stream(path: &Path) -> io::Result<File> {
    if !is_descriptor(path) {
        return File::options().write(true).open(path);
    }
    match path.file_name().and_then(|name| name.to_str()) {
        #[cfg(unix)]
        Some("1") => duplicate(&io::stdout()),
        #[cfg(unix)]
        Some("2") => duplicate(&io::stderr()),
        // Opened again, a file would be written to from its first byte on.
        _ => File::options().append(true).open(path),
    }
}

/// The folder that a path is in.
pub fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Returns true if the path is that of a file that this process has open, `/proc/self/fd/1` or the like, which is what
/// `/dev/stdout` is a link to.
fn is_descriptor(path: &Path) -> bool {
    // `/dev/fd` may be a link to `/proc/self/fd`, and `/proc/self` is one to `/proc/4711`.
    let is_in = |folder_of_path: &Path, name: &str| {
        Path::new(name).canonicalize().is_ok_and(|descriptors| folder_of_path == descriptors)
    };
    folder(path)
        .canonicalize()
        .is_ok_and(|folder| ["/proc/self/fd", "/dev/fd"].into_iter().any(|name| is_in(&folder, name)))
}

#[cfg(unix)]
fn duplicate(stream: &impl std::os::fd::AsFd) -> io::Result<File> {
    stream.as_fd().try_clone_to_owned().map(File::from)
}

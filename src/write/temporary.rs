//! Temporary files in the folders of outputs. On Linux they have no names, so that the system removes them however
//! the process ends. On other systems they have temporary names until they are complete.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{Builder, NamedTempFile, TempPath};

use super::destination::folder;

/// The prefix of the names of temporary files.
const PREFIX: &str = ".threadsift-";

/// The temporary files that have names, which a handler of signals removes.
static NAMED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// A file that is not yet at its path.
pub struct Temporary {
    /// The open file.
    pub file: File,
    folder: PathBuf,
    /// The temporary name; `None` as long as the file has no name.
    name: Option<TempPath>,
}

impl Temporary {
    /// Creates a file in a folder.
    pub fn create(folder: &Path) -> io::Result<Temporary> {
        remove_abandoned(folder);
        match unnamed(folder) {
            Some(file) => Ok(Temporary { file, folder: folder.to_owned(), name: None }),
            None => Temporary::create_named(folder),
        }
    }

    /// Creates a file that has a temporary name. Its lock shows that its process is alive; if files can't be
    /// locked, abandoned ones are not removed either.
    pub fn create_named(folder: &Path) -> io::Result<Temporary> {
        let named = Builder::new().prefix(PREFIX).tempfile_in(folder)?;
        lock_names().insert(named.path().to_owned());
        let _ = named.as_file().try_lock();
        let (file, name) = named.into_parts();
        Ok(Temporary { file, folder: folder.to_owned(), name: Some(name) })
    }

    /// Gives the file at a path a second, temporary name, under which it remains when the path is replaced. `None`
    /// if there is no such file, or if its file system does not support hard links.
    pub fn of_existing(path: &Path) -> Option<Temporary> {
        let file = File::open(path).ok()?;
        let folder = folder(path).to_owned();
        let _ = file.try_lock();
        let named = Builder::new().prefix(PREFIX).make_in(&folder, |name| fs::hard_link(path, name)).ok()?;
        let name = named.into_temp_path();
        lock_names().insert(name.to_path_buf());
        Some(Temporary { file, folder, name: Some(name) })
    }

    /// Gives the complete file a temporary name in its folder, if it has none.
    pub fn name(&mut self) -> io::Result<()> {
        if self.name.is_none() {
            let _ = self.file.try_lock();
            let named: NamedTempFile<()> =
                Builder::new().prefix(PREFIX).make_in(&self.folder, |name| link(&self.file, name))?;
            let name = named.into_temp_path();
            lock_names().insert(name.to_path_buf());
            self.name = Some(name);
        }
        Ok(())
    }

    /// Moves the file to its path, and replaces a file that is there.
    pub fn persist(mut self, path: &Path) -> io::Result<()> {
        self.name()?;
        let Some(name) = self.name.take() else { return Ok(()) };
        let temporary = name.to_path_buf();
        let outcome = name.persist(path).map_err(|error| error.error);
        lock_names().remove(&temporary);
        outcome
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(name) = self.name.take() {
            lock_names().remove(&name.to_path_buf());
        }
    }
}

/// Removes the temporary files of this process that have names, before a signal ends it.
pub fn remove_temporary_files() {
    for path in std::mem::take(&mut *lock_names()) {
        let _ = fs::remove_file(path);
    }
}

/// Removes temporary files that killed processes left in a folder. They are recognised by their locks, which no
/// process holds.
fn remove_abandoned(folder: &Path) {
    let Ok(entries) = folder.read_dir() else { return };
    for entry in entries.flatten() {
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) || lock_names().contains(&entry.path()) {
            continue;
        }
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn lock_names() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    NAMED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Creates a file without a name, which the system removes with its process; `None` if the file system does not
/// support it.
#[cfg(target_os = "linux")]
fn unnamed(folder: &Path) -> Option<File> {
    use rustix::fs::{Mode, OFlags, open};
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    // The system clears the bits of the umask.
    open(folder, flags, Mode::from_raw_mode(0o666)).ok().map(File::from)
}

#[cfg(not(target_os = "linux"))]
fn unnamed(_: &Path) -> Option<File> {
    None
}

/// Gives a file without a name a name, as the manual page open(2) of Linux describes.
#[cfg(target_os = "linux")]
fn link(file: &File, name: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    use std::os::fd::AsRawFd;
    let descriptor = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(linkat(CWD, descriptor, CWD, name, AtFlags::SYMLINK_FOLLOW)?)
}

#[cfg(not(target_os = "linux"))]
fn link(_: &File, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Gives a file the permissions of a new file: a temporary file with a name is readable by its owner only.
#[cfg(unix)]
pub fn set_default_permissions(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    use rustix::fs::Mode;
    use rustix::process::umask;
    // The umask can only be read by setting it.
    let hidden = umask(Mode::RWXG | Mode::RWXO);
    umask(hidden);
    file.set_permissions(fs::Permissions::from_mode(0o666 & !hidden.as_raw_mode()))
}

#[cfg(not(unix))]
pub fn set_default_permissions(_: &File) -> io::Result<()> {
    Ok(())
}

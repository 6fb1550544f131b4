//! Archives: zip and tar. No file is ever written under a name from an archive, no declared size is trusted, and
//! the entries around a broken one are read.

mod tar;
mod zip;

use super::Window;
use super::unpack::Stream;
use crate::error::Result;

pub use tar::is_tar;
pub use zip::is_zip;

/// An entry of an archive, or a reason why there is none.
pub enum Entry<'a> {
    /// A file with its name.
    File(&'a str, Stream<'a>),
    /// An entry that can't be unpacked: its name and the reason, as the rest of the sentence “the entry …”.
    Closed(&'a str, String),
    /// The archive itself is broken; the entries that can still be found follow. The reason is the rest of the
    /// sentence “the archive …”.
    Broken(String),
}

/// Visits every entry of a zip archive that may be a dump, in the order of their names. Folders, links, hidden files
/// and the resource forks of macOS are skipped.
pub fn each_zip_entry(bytes: Window, visit: &mut dyn FnMut(Entry) -> Result<()>) -> Result<()> {
    zip::each_entry(bytes, visit)
}

/// Visits every entry of a tar archive that may be a dump, in the order of the archive. Folders, links, devices, hidden
/// files and the resource forks of macOS are skipped.
pub fn each_tar_entry(bytes: Stream, visit: &mut dyn FnMut(Entry) -> Result<()>) -> Result<()> {
    tar::each_entry(bytes, visit)
}

/// Returns false for folders, hidden files, and what macOS adds to archives.
fn may_be_dump(name: &str) -> bool {
    let is_folder = name.ends_with(['/', '\\']);
    let is_hidden = |part: &str| part.starts_with('.') && part != "." && part != "..";
    !is_folder && !name.split(['/', '\\']).any(|part| part == "__MACOSX" || is_hidden(part))
}

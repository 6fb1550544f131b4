//! Pieces of an output that must wait, outside of memory: a file without a name, which goes when the run ends,
//! however it ends.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;

/// See the module's page.
pub struct Spool {
    file: BufWriter<File>,
    len: u64,
}

impl Spool {
    /// An empty one, in the system's folder for temporary files.
    pub fn new() -> io::Result<Spool> {
        Ok(Spool { file: BufWriter::new(tempfile::tempfile()?), len: 0 })
    }

    /// Puts a piece at the end and gives its place.
    pub fn put(&mut self, piece: &[u8]) -> io::Result<Range<u64>> {
        let start = self.len;
        self.file.write_all(piece)?;
        self.len += piece.len() as u64;
        Ok(start..self.len)
    }

    /// The piece at this place.
    pub fn get(&mut self, place: Range<u64>) -> io::Result<Vec<u8>> {
        self.file.flush()?;
        let file = self.file.get_mut();
        file.seek(SeekFrom::Start(place.start))?;
        let mut piece = Vec::new();
        file.take(place.end - place.start).read_to_end(&mut piece)?;
        file.seek(SeekFrom::End(0))?;
        Ok(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_found_again_in_any_order() {
        let mut spool = Spool::new().expect("a temporary file");
        let one = spool.put(b"one").expect("it is written");
        let two = spool.put("zwö".as_bytes()).expect("it is written");
        assert_eq!(spool.get(two).expect("it is read"), "zwö".as_bytes());
        let three = spool.put(b"three").expect("it is written");
        assert_eq!(spool.get(one).expect("it is read"), b"one");
        assert_eq!(spool.get(three).expect("it is read"), b"three");
    }
}

//! Decompression of gzip, Zstandard, bzip2 and xz, recognised by their first bytes. A file may have several members,
//! frames or streams. Everything before a broken place is kept.

use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// A reader of any kind.
pub type Stream<'a> = Box<dyn Read + 'a>;

/// A compression format.
pub struct Packing {
    /// The extensions of such files.
    pub extensions: &'static [&'static str],
    /// Returns true if a file that starts like this is one.
    is_start: fn(&[u8]) -> bool,
    /// Wraps a reader of compressed bytes in one of decompressed bytes.
    pub unpack: for<'a> fn(Stream<'a>) -> Stream<'a>,
}

/// The most memory for unpacking `.xz`, in KiB. `xz -9` needs a quarter of it.
const MOST_XZ_KIB: u32 = 256 << 10;

/// All supported compression formats.
const PACKINGS: &[Packing] = &[
    // RFC 1952: two bytes of magic, and the only method there is.
    Packing {
        extensions: &["gz", "gzip"],
        is_start: |head| head.starts_with(b"\x1f\x8b\x08"),
        unpack: |bytes| Box::new(flate2::read::MultiGzDecoder::new(bytes)),
    },
    // RFC 8878: a frame, or one of sixteen kinds of frames to be skipped.
    Packing {
        extensions: &["zst", "zstd"],
        is_start: |head| {
            head.starts_with(b"\x28\xb5\x2f\xfd")
                || (head.first().is_some_and(|byte| byte & 0xf0 == 0x50)
                    && head[1..].starts_with(b"\x2a\x4d\x18"))
        },
        unpack: |bytes| Box::new(Frames::new(BufReader::new(bytes))),
    },
    // A header and the first block, or the end of a file without any.
    Packing {
        extensions: &["bz2", "bz"],
        is_start: |head| {
            let is_header =
                head.starts_with(b"BZh") && head.get(3).is_some_and(|level| (b'1'..=b'9').contains(level));
            let block = head.get(4..10);
            is_header
                && (block == Some(b"\x31\x41\x59\x26\x53\x59") || block == Some(b"\x17\x72\x45\x38\x50\x90"))
        },
        unpack: |bytes| Box::new(bzip2::read::MultiBzDecoder::new(bytes)),
    },
    Packing {
        extensions: &["xz"],
        is_start: |head| head.starts_with(b"\xfd7zXZ\0"),
        unpack: |bytes| Box::new(lzma_rust2::XzReader::new_mem_limit(bytes, true, MOST_XZ_KIB)),
    },
];

/// The compression of a file that starts like this, if any.
pub fn packing(head: &[u8]) -> Option<&'static Packing> {
    PACKINGS.iter().find(|packing| (packing.is_start)(head))
}

/// The first error while unpacking a file, shared by all its layers of compression: the innermost layer sees the cause,
/// the others its consequences.
#[derive(Clone, Default)]
pub struct Trouble(Rc<RefCell<Option<String>>>);

impl Trouble {
    /// Takes the error, if there is one.
    pub fn take(&self) -> Option<String> {
        self.0.take()
    }
}

/// A reader that ends where the compressed data is broken, provided that something could be unpacked before.
pub struct Salvage<'a> {
    inner: Stream<'a>,
    has_read: bool,
    trouble: Trouble,
}

impl<'a> Salvage<'a> {
    /// Wraps a decompressing reader.
    pub fn new(inner: Stream<'a>, trouble: &Trouble) -> Salvage<'a> {
        Salvage { inner, has_read: false, trouble: trouble.clone() }
    }
}

impl Read for Salvage<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.inner.read(into) {
            Ok(n_bytes) => {
                self.has_read |= 0 < n_bytes;
                Ok(n_bytes)
            }
            Err(error) if error.kind() != io::ErrorKind::Interrupted && self.has_read => {
                self.trouble.0.borrow_mut().get_or_insert(error.to_string());
                Ok(0)
            }
            Err(error) => Err(error),
        }
    }
}

/// The consecutive frames of a Zstandard file.
///
/// The decoder withholds the last megabytes until the frame ends. To keep them where a frame breaks off, blocks are
/// decoded one by one, and an empty last block replaces the broken one.
struct Frames<R> {
    bytes: R,
    decoder: FrameDecoder,
    /// Whether the decoder is inside a frame.
    is_open: bool,
    broken: Option<io::Error>,
}

/// An empty block with the flag for the last one of a frame, and four bytes where a checksum may be expected.
const END_OF_FRAME: &[u8] = &[1, 0, 0, 0, 0, 0, 0];

impl<R: BufRead> Frames<R> {
    fn new(bytes: R) -> Frames<R> {
        Frames { bytes, decoder: FrameDecoder::new(), is_open: false, broken: None }
    }

    /// Opens the next frame. Returns false at the end of the file.
    fn open(&mut self) -> io::Result<bool> {
        while !self.bytes.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.bytes) {
                Ok(()) => {
                    self.is_open = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut (&mut self.bytes).take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }

    fn decode_block(&mut self) -> io::Result<()> {
        let outcome = self.block().and_then(|block| {
            let mut bytes = block.as_slice().chain(&mut self.bytes);
            self.decoder
                .decode_blocks(&mut bytes, BlockDecodingStrategy::UptoBlocks(1))
                .map_err(io::Error::other)
        });
        if let Err(error) = outcome {
            if !self.decoder.is_finished() {
                let end = self.decoder.decode_blocks(END_OF_FRAME, BlockDecodingStrategy::UptoBlocks(1));
                end.map_err(io::Error::other)?;
            }
            self.broken = Some(error);
        }
        Ok(())
    }

    /// The next block with its header: one bit for the last block, two for the type, and the rest for the size.
    fn block(&mut self) -> io::Result<Vec<u8>> {
        const HEADER_BYTES: usize = 3;
        // The block type for one repeated byte.
        const REPEATED: u32 = 1;
        let mut block = Vec::new();
        (&mut self.bytes).take(HEADER_BYTES as u64).read_to_end(&mut block)?;
        if let [first, second, third] = block[..] {
            let header = u32::from_le_bytes([first, second, third, 0]);
            let n_bytes = if header >> 1 & 3 == REPEATED { 1 } else { header >> 3 };
            let n_read = (&mut self.bytes).take(u64::from(n_bytes)).read_to_end(&mut block)?;
            if n_read == n_bytes as usize {
                return Ok(block);
            }
        }
        Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it ends inside a frame"))
    }

    fn close(&mut self) -> io::Result<()> {
        self.is_open = false;
        if let Some(error) = self.broken.take() {
            return Err(error);
        }
        match self.decoder.get_checksum_from_data() {
            found @ Some(_) if found != self.decoder.get_calculated_checksum() => {
                Err(io::Error::other("the checksum is wrong"))
            }
            _ => Ok(()),
        }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.is_open && !self.open()? {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decode_block()?;
            }
            let n_read = self.decoder.read(into)?;
            if 0 < n_read || into.is_empty() {
                return Ok(n_read);
            }
            self.close()?;
        }
    }
}

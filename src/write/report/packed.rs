//! Blocks of data in the report: JSON, compressed by zlib and written in base64, in a `<script>` element of a type that
//! browsers don't run. The script unpacks a block with the browser's `DecompressionStream`. For 100,000 comments that
//! is 42 % of the bytes of plain JSON, and the overview appears in a third of the time. No text of a comment can end
//! the element.

use std::io::{self, BufWriter, Write};

use base64::engine::general_purpose::{GeneralPurpose, STANDARD};
use base64::write::EncoderWriter;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde::Serialize;

use super::output_failed;
use crate::error::Result;

/// The number of bytes that are collected before they are compressed.
const BUFFER_BYTES: usize = 1 << 16;

/// Writes a block with what `fill` writes.
pub fn block(to: &mut dyn Write, id: &str, fill: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    write!(to, "<script type=\"text/plain\" id=\"{id}\">").map_err(output_failed)?;
    let base64 = EncoderWriter::new(&mut *to, &STANDARD);
    let mut deflate =
        BufWriter::with_capacity(BUFFER_BYTES, ZlibEncoder::new(base64, Compression::default()));
    fill(&mut deflate)?;
    finish(deflate).and_then(|()| to.write_all(b"</script>\n")).map_err(output_failed)
}

/// The writers of a block: a buffer, a compressor, and the encoder that writes to the report.
type Packer<W> = BufWriter<ZlibEncoder<EncoderWriter<'static, GeneralPurpose, W>>>;

fn finish<W: Write>(packer: Packer<W>) -> io::Result<()> {
    let mut base64 = packer.into_inner().map_err(io::IntoInnerError::into_error)?.finish()?;
    base64.finish().map(drop)
}

/// A JSON object that is written member by member.
pub struct Object<'a> {
    to: &'a mut dyn Write,
    /// The byte before the next member.
    separator: &'static [u8],
}

impl<'a> Object<'a> {
    /// Starts an object.
    pub fn new(to: &'a mut dyn Write) -> Object<'a> {
        Object { to, separator: b"{" }
    }

    /// Writes a member.
    pub fn member(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        self.name(name)?;
        Ok(serde_json::to_writer(&mut *self.to, value)?)
    }

    /// Writes a list as a member. The values are made one after the other.
    pub fn list<T: Serialize>(&mut self, name: &str, values: impl Iterator<Item = T>) -> io::Result<()> {
        self.name(name)?;
        let mut separator: &[u8] = b"[";
        for value in values {
            self.to.write_all(std::mem::replace(&mut separator, b","))?;
            serde_json::to_writer(&mut *self.to, &value)?;
        }
        self.to.write_all(if separator == b"[" { b"[]" } else { b"]" })
    }

    fn name(&mut self, name: &str) -> io::Result<()> {
        self.to.write_all(std::mem::replace(&mut self.separator, b",\n"))?;
        serde_json::to_writer(&mut *self.to, name)?;
        self.to.write_all(b":")
    }

    /// Ends the object.
    pub fn finish(self) -> io::Result<()> {
        self.to.write_all(b"}")
    }
}

//! Small dumps, and what packs them.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A small dump with one comment.
pub fn dump(id: &str) -> Vec<u8> {
    format!("{{\"id\":\"{id}\",\"post\":\"1\",\"author\":\"Ada\",\"body\":\"Remark {id} on the shed.\"}}\n")
        .into_bytes()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

pub fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut packed = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    put_entries(&mut packed, entries);
    packed.finish().unwrap().into_inner()
}

pub fn put_entries(packed: &mut ZipWriter<Cursor<Vec<u8>>>, entries: &[(&str, &[u8])]) {
    for (name, bytes) in entries {
        packed.start_file(*name, SimpleFileOptions::default()).unwrap();
        packed.write_all(bytes).unwrap();
    }
}

pub fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut packed = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::default()).unwrap();
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

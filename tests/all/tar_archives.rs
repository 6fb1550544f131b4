//! Dumps in tar archives: what is read, what is left out, and what hostile ones can't do.

use std::fs;

use tar::{Builder, EntryType, Header};

use crate::shared::desk::{DONE, Desk, FAILED, SALVAGED};
use crate::shared::packing::{bzip2, dump, gzip, xz, zstd};

/// The size of a header, and the unit in which everything in an archive is stored.
const BLOCK: usize = 512;

fn header(name: &str, len: usize, kind: EntryType) -> Header {
    let mut header = Header::new_gnu();
    // Unlike `set_path`, this takes any name.
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_size(len as u64);
    header.set_entry_type(kind);
    header.set_mode(0o644);
    header.set_cksum();
    header
}

fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut packed = Builder::new(Vec::new());
    for (name, bytes) in entries {
        packed.append(&header(name, bytes.len(), EntryType::Regular), *bytes).unwrap();
    }
    packed.into_inner().unwrap()
}

#[test]
fn a_tar_archive_is_read_like_a_folder() {
    let desk = Desk::new();
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe";
    let packed_inside = gzip(&dump("3"));
    let whole = tar(&[
        ("./site/uploads/shed.png", picture),
        ("./site/b.ndjson", &dump("2")),
        ("site/a.ndjson", &dump("1")),
        ("site/c.ndjson.gz", &packed_inside),
        ("site/.cache/d.ndjson", &dump("4")),
        ("__MACOSX/site/._a.ndjson", b"\0\x05\x16\x07"),
    ]);
    // Old archives have no mark but the checksum.
    let mut old = Header::new_old();
    old.set_path("a.ndjson").unwrap();
    old.set_size(dump("1").len() as u64);
    old.set_cksum();
    let mut packed = Builder::new(Vec::new());
    packed.append(&old, dump("1").as_slice()).unwrap();
    desk.put("old.tar", packed.into_inner().unwrap());
    desk.check_read("old.tar", DONE, &[], &["old.tar/a.ndjson 1"]);
    for (name, bytes) in [
        ("backup.tar", whole.clone()),
        ("backup.tar.gz", gzip(&whole)),
        ("backup.tgz", gzip(&whole)),
        ("backup.tar.zst", zstd(&whole)),
        ("backup.tar.bz2", bzip2(&whole)),
        ("backup.tar.xz", xz(&whole)),
        ("dump.sql.gz", gzip(&whole)),
        ("dump", whole.clone()),
        // Appended to each other, archives are one.
        ("twice.tar", [tar(&[("x", picture)]), whole.clone()].concat()),
    ] {
        desk.put(name, bytes);
        let expected = ["site/a.ndjson 1", "site/b.ndjson 2", "site/c.ndjson.gz 3"];
        let expected = expected.map(|entry| format!("{name}/{entry}"));
        desk.check_read(name, DONE, &["skipped", "shed.png"], &expected.each_ref().map(String::as_str));
    }
    desk.put("pictures.tar", tar(&[("a.png", picture)]));
    desk.check("triage pictures.tar", FAILED, &["the archive pictures.tar holds no dump"]);
    let wxr = threadsift::internals::read::FORMATS[0].example.as_bytes();
    desk.put("site.tgz", gzip(&tar(&[("deep/one.xml", wxr), ("deep/two.xml.gz", &gzip(wxr))])));
    fs::create_dir(desk.path("clean")).unwrap();
    desk.check("clean site.tgz -o clean", DONE, &["read ="]);
    assert_eq!(fs::read(desk.path("clean/one.xml")).unwrap(), wxr);
    assert_eq!(fs::read(desk.path("clean/two.xml")).unwrap(), wxr);
}

#[test]
fn no_name_and_no_link_in_a_tar_archive_leads_anywhere() {
    let desk = Desk::new();
    desk.put("secret.ndjson", dump("7"));
    let mut packed = Builder::new(Vec::new());
    for (name, id) in [("../../up.ndjson", "1"), ("/root.ndjson", "2"), ("a\\..\\b\u{1b}[2J.ndjson", "3")] {
        let bytes = dump(id);
        packed.append(&header(name, bytes.len(), EntryType::Regular), bytes.as_slice()).unwrap();
    }
    for kind in [EntryType::Symlink, EntryType::Link, EntryType::Fifo, EntryType::Char, EntryType::Directory]
    {
        let mut link = header("link.ndjson", 0, kind);
        if kind == EntryType::Symlink || kind == EntryType::Link {
            link.as_old_mut().linkname[..13].copy_from_slice(b"secret.ndjson");
        }
        link.set_cksum();
        packed.append(&link, &b""[..]).unwrap();
    }
    desk.put("inner/dump.tar", packed.into_inner().unwrap());
    let found = desk.check("triage inner/dump.tar --format ndjson", DONE, &[]);
    assert_eq!(found.lines().count(), 3, "{found}");
    assert!(!found.contains('\u{1b}'));
    let left: Vec<_> = fs::read_dir(desk.0.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "nothing is written: {left:?}");
}

#[test]
fn long_names_and_sparse_files_are_read_within_bounds() {
    let desk = Desk::new();
    let name = format!("{}/a.ndjson", "deep".repeat(80));
    let mut packed = Builder::new(Vec::new());
    let bytes = dump("1");
    packed.append_data(&mut header("", bytes.len(), EntryType::Regular), &name, bytes.as_slice()).unwrap();
    let pax = format!("{} path={name}\n", name.len() + 10);
    packed.append(&header("x", pax.len(), EntryType::XHeader), pax.as_bytes()).unwrap();
    packed.append(&header("short", dump("2").len(), EntryType::Regular), dump("2").as_slice()).unwrap();
    desk.put("long.tar", packed.into_inner().unwrap());
    let expected = [format!("long.tar/{name} 1"), format!("long.tar/{name} 2")];
    desk.check_read("long.tar", DONE, &[], &expected.each_ref().map(String::as_str));

    // A hole of a petabyte before the text, in an archive that is small.
    let mut sparse = header("sparse.ndjson", BLOCK, EntryType::GNUSparse);
    let text = [dump("3"), vec![b'\n'; BLOCK - dump("3").len()]].concat();
    let hole: u64 = 1 << 50;
    {
        let gnu = sparse.as_gnu_mut().unwrap();
        gnu.set_real_size(hole + BLOCK as u64);
        gnu.sparse[0].set_offset(hole);
        gnu.sparse[0].set_length(BLOCK as u64);
    }
    sparse.set_cksum();
    let mut packed = Builder::new(Vec::new());
    packed.append(&sparse, text.as_slice()).unwrap();
    packed.append(&header("good.ndjson", dump("4").len(), EntryType::Regular), dump("4").as_slice()).unwrap();
    desk.put("sparse.tar", packed.into_inner().unwrap());
    let expected = ["sparse.tar/good.ndjson 4"];
    desk.check_read("sparse.tar", DONE, &["skipped 1 file", "sparse.ndjson"], &expected);

    // A name of two megabytes.
    let long = vec![b'n'; 2 << 20];
    let mut packed = Builder::new(Vec::new());
    packed.append(&header("a.ndjson", dump("1").len(), EntryType::Regular), dump("1").as_slice()).unwrap();
    packed.append(&header("././@LongLink", long.len(), EntryType::GNULongName), long.as_slice()).unwrap();
    packed.append(&header("b.ndjson", dump("2").len(), EntryType::Regular), dump("2").as_slice()).unwrap();
    desk.put("name.tar", packed.into_inner().unwrap());
    let words = ["name.tar is broken (a header is longer than 1 MiB)"];
    desk.check_read("name.tar", SALVAGED, &words, &["name.tar/a.ndjson 1", "name.tar/b.ndjson 2"]);
}

#[test]
fn what_is_whole_in_a_broken_tar_archive_is_read() {
    let desk = Desk::new();
    let many: Vec<u8> = (0..100).flat_map(|id| dump(&id.to_string())).collect();
    let whole = tar(&[("a", &dump("1")), ("b", &many), ("c", &dump("3"))]);
    // Cut inside the second entry.
    desk.put("cut.tar", &whole[..2 * BLOCK + BLOCK + 3_000]);
    let found = desk.check("triage cut.tar --format ndjson", SALVAGED, &["cut.tar", "ends inside this file"]);
    assert!((30..60).contains(&found.lines().count()), "{found}");
    let packed = gzip(&tar(&[("a", &dump("1")), ("b", &[many.clone(), many.repeat(9)].concat())]));
    desk.put("cut.tgz", &packed[..packed.len() / 2]);
    let found = desk.check("triage cut.tgz --format ndjson", SALVAGED, &["cut.tgz is broken"]);
    assert!(2 < found.lines().count(), "{found}");
    // A header is damaged: its entry is lost, the others are read.
    let mut damaged = whole.clone();
    damaged[2 * BLOCK + 150] = b'x';
    desk.put("damaged.tar", &damaged);
    let words = ["damaged.tar is broken", "what could be found in it was read"];
    desk.check_read("damaged.tar", SALVAGED, &words, &["damaged.tar/a 1", "damaged.tar/c 3"]);
    desk.put("first.tar", tar(&[("a", &dump("1")), ("c", &dump("3"))]));
    let mut first = fs::read(desk.path("first.tar")).unwrap();
    first[150] = b'x';
    desk.put("first.tar", &first);
    desk.check_read("first.tar", SALVAGED, &["first.tar is broken"], &["first.tar/c 3"]);
    // Bytes were lost, so that headers are at odd places.
    let mut lost = tar(&[("a", &dump("1")), ("b", &dump("2")), ("c", &dump("3"))]);
    lost.drain(2 * BLOCK + 100..2 * BLOCK + 137);
    desk.put("lost.tar", &lost);
    desk.check_read("lost.tar", SALVAGED, &["lost.tar is broken"], &["lost.tar/a 1", "lost.tar/c 3"]);
}

#[test]
fn a_tar_bomb_is_stopped() {
    let desk = Desk::new();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut bomb = Builder::new(&mut packed);
    bomb.append(&header("good.ndjson", dump("1").len(), EntryType::Regular), dump("1").as_slice()).unwrap();
    // What is no dump is not copied; it is read, however.
    let zeros = 300_usize << 20;
    bomb.append(
        &header("zeros.bin", zeros, EntryType::Regular),
        std::io::Read::take(std::io::repeat(0), zeros as u64),
    )
    .unwrap();
    bomb.finish().unwrap();
    drop(bomb);
    desk.put("bomb.tgz", packed.finish().unwrap());
    let words = ["bomb.tgz is broken", "more than 200 times as long as packed"];
    desk.check_read("bomb.tgz", SALVAGED, &words, &["bomb.tgz/good.ndjson 1"]);
}

//! Dumps inside packed files, archives and folders: what is read, what is left out, and what hostile ones can't do.

use std::fs;
use std::io::{Cursor, Write};

use threadsift::internals::read::{Columns, Input, OpenOptions};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::shared::desk::{DONE, Desk, FAILED, SALVAGED, USAGE, read};
use crate::shared::packing::{bzip2, dump, gzip, put_entries, xz, zip, zstd};

type Pack = fn(&[u8]) -> Vec<u8>;

const PACKINGS: [(&str, Pack); 4] = [("gz", gzip), ("zst", zstd), ("bz2", bzip2), ("xz", xz)];

#[test]
fn packed_dumps_are_known_by_their_content() {
    let desk = Desk::new();
    for (name, pack) in PACKINGS {
        desk.put("dump", pack(&dump("1")));
        desk.check_read("dump", DONE, &[], &["dump 1"]);
        let stdin = desk.check_fed("triage - --format ndjson", &pack(&dump("1")), DONE, &[]);
        assert_eq!(read(&stdin), ["standard input 1"], "{name}");
        // Several of them in one file are one dump.
        desk.put("dump", [pack(&dump("1")), pack(&dump("2")), pack(&dump("3"))].concat());
        desk.check_read("dump", DONE, &[], &["dump 1", "dump 2", "dump 3"]);
    }
    // A frame that is to be skipped, as parallel packers write them.
    let skipped = b"\x50\x2a\x4d\x18\x04\0\0\0skip".as_slice();
    desk.put("dump", [skipped, &zstd(&dump("1")), skipped].concat());
    desk.check_read("dump", DONE, &[], &["dump 1"]);
    desk.put("dump", zip(&[("one.ndjson", &dump("1"))]));
    desk.check_read("dump", DONE, &[], &["dump/one.ndjson 1"]);
    let stdin = desk.check_fed("triage - --format ndjson", &fs::read(desk.path("dump")).unwrap(), DONE, &[]);
    assert_eq!(read(&stdin), ["standard input/one.ndjson 1"]);
}

#[test]
fn what_is_packed_twice_is_unpacked_twice() {
    let desk = Desk::new();
    for (name, pack) in PACKINGS {
        desk.put("dumps.zip", zip(&[("a", &pack(&dump("1"))), ("b", &dump("2"))]));
        desk.check_read("dumps.zip", DONE, &[], &["dumps.zip/a 1", "dumps.zip/b 2"]);
        desk.put("dumps", pack(&zip(&[("a", &dump("1"))])));
        desk.check_read("dumps", DONE, &[], &["dumps/a 1"]);
        let four_times = pack(&pack(&pack(&pack(&dump("1")))));
        desk.put(name, &four_times);
        desk.check(&format!("triage {name}"), FAILED, &["none of the formats"]);
    }
    desk.put("dumps.zip", zip(&[("inner.zip", &zip(&[("a", &dump("1"))]))]));
    desk.check_read("dumps.zip", DONE, &[], &["dumps.zip/inner.zip/a 1"]);
}

#[test]
fn an_archive_is_read_like_a_folder() {
    let desk = Desk::new();
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe";
    let entries: &[(&str, &[u8])] = &[
        ("Takeout/archive_browser.html", b"<!DOCTYPE html><title>Archive</title>"),
        ("Takeout/Blogger/Blogs/Shed/settings.csv", b"id,date,url\n1,2009-01-01,http://shed.example/\n"),
        ("Takeout/Blogger/Blogs/Shed/comments.ndjson", &dump("1")),
        ("Takeout/Blogger/Albums/Shed/metadata.json", b"{\"title\":\"Shed\",\"date\":\"2009\"}"),
        ("Takeout/Blogger/Albums/Shed/shed.png", picture),
        ("Takeout/Blogger/Blogs/Barn/comments.ndjson", &dump("2")),
        ("Takeout/Blogger/Blogs/Barn/empty.xml", b""),
        ("__MACOSX/Takeout/._comments.ndjson", b"\0\x05\x16\x07\0\x02\0\0Mac OS X"),
        (".DS_Store", b"\0\0\0\x01Bud1"),
    ];
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    put_entries(&mut packed, entries);
    packed.add_directory("Takeout/Nothing", SimpleFileOptions::default()).unwrap();
    packed.add_symlink("Takeout/link.ndjson", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    desk.put("takeout.zip", packed.finish().unwrap().into_inner());
    let expected = [
        "takeout.zip/Takeout/Blogger/Blogs/Barn/comments.ndjson 2",
        "takeout.zip/Takeout/Blogger/Blogs/Shed/comments.ndjson 1",
    ];
    desk.check_read("takeout.zip", DONE, &["skipped", "shed.png", "settings.csv"], &expected);
    // In a folder the same.
    for (name, bytes) in entries {
        desk.put(&format!("folder/{}", name.rsplit('/').next().unwrap()), bytes);
    }
    fs::remove_file(desk.path("folder/.DS_Store")).unwrap();
    desk.check_read("folder", DONE, &["skipped", "shed.png"], &["folder/comments.ndjson 2"]);
    desk.put("pictures.zip", zip(&[("a.png", picture)]));
    desk.check("triage pictures.zip", FAILED, &["the archive pictures.zip holds no dump"]);
    desk.put("nothing.zip", zip(&[]));
    desk.check("triage nothing.zip", FAILED, &["the archive nothing.zip holds no dump"]);
}

#[test]
fn blogger_feeds_lie_deep_in_takeout() {
    let desk = Desk::new();
    let feed =
        threadsift::internals::read::FORMATS.iter().find(|format| format.name == "blogger").unwrap().example;
    desk.put("takeout.zip", zip(&[("Takeout/Blogger/Blogs/Shed/feed.atom", feed.as_bytes())]));
    let found = desk.check("triage takeout.zip --format ndjson", DONE, &["2 read"]);
    assert!(read(&found)[0].starts_with("takeout.zip/Takeout/Blogger/Blogs/Shed/feed.atom "));
}

#[test]
fn no_name_in_an_archive_leads_anywhere() {
    let desk = Desk::new();
    let wxr = threadsift::internals::read::FORMATS[0].example.as_bytes();
    let names = [
        "../../escaped.xml",
        "/escaped.xml",
        "c:\\escaped.xml",
        "a/../../escaped.xml",
        "\u{1b}[2Jescaped.xml",
    ];
    for (number, name) in names.iter().enumerate() {
        desk.put("inner/dump.zip", zip(&[(name, wxr), ("kept.xml", wxr)]));
        let out = format!("out{number}");
        fs::create_dir(desk.path(&out)).unwrap();
        let stderr = desk.check(&format!("clean inner/dump.zip -o {out}"), DONE, &["read ="]);
        assert!(!stderr.contains('\u{1b}'));
        let mut written: Vec<String> = fs::read_dir(desk.path(&out))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        written.sort();
        assert!(written.contains(&"kept.xml".to_owned()), "{written:?}");
        assert!(
            written.iter().all(|name| name.ends_with("escaped.xml") || name == "kept.xml"),
            "{written:?}"
        );
        fs::remove_dir_all(desk.path(&out)).unwrap();
        let left: Vec<_> =
            fs::read_dir(desk.0.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["inner"], "nothing is written elsewhere");
    }
}

#[test]
fn clean_dumps_are_named_after_what_was_packed() {
    let desk = Desk::new();
    let wxr = threadsift::internals::read::FORMATS[0].example.as_bytes();
    desk.put("one.xml.gz", gzip(wxr));
    desk.put("more.zip", zip(&[("deep/two.xml", wxr), ("three.xml.bz2", &bzip2(wxr))]));
    fs::create_dir(desk.path("clean")).unwrap();
    desk.check("clean one.xml.gz more.zip -o clean", DONE, &["read ="]);
    for name in ["one.xml", "two.xml", "three.xml"] {
        assert_eq!(fs::read(desk.path("clean").join(name)).unwrap(), wxr, "{name}");
    }
    desk.check("clean more.zip -o more.zip", FAILED, &["2 inputs"]);
    desk.put("single.zip", zip(&[("deep/two.xml", wxr)]));
    desk.check("clean single.zip -o single.zip", FAILED, &["is an input too"]);
    desk.check("clean single.zip -o single.xml", DONE, &["read ="]);
    assert_eq!(fs::read(desk.path("single.xml")).unwrap(), wxr);
}

#[test]
fn what_unpacks_of_a_broken_file_is_read() {
    let desk = Desk::new();
    let many: Vec<u8> =
        (0..5_000).flat_map(|number| dump(&format!("{}", number * 7919 % 1_000_003))).collect();
    // An .xz file is unpacked in pieces of 64 KiB; words that never repeat fill several of them.
    let mut chance: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut word = || {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        format!("{chance:x}")
    };
    let words: Vec<u8> =
        (0..4_000).flat_map(|_| dump(&[word(), word(), word(), word(), word(), word()].join("-"))).collect();
    for (name, pack) in PACKINGS {
        let whole = pack(if name == "xz" { &words } else { &many });
        desk.put(name, &whole[..whole.len() / 2]);
        let found = read(&desk.check(
            &format!("triage {name} --format ndjson"),
            SALVAGED,
            &["packed file is broken", "fetch it again"],
        ));
        assert!(100 < found.len() && found.len() < 5_000, "{name}: {}", found.len());
        desk.put(name, [&pack(&dump("1"))[..], b"what is this?"].concat());
        desk.check_read(name, SALVAGED, &["packed file is broken"], &[&format!("{name} 1")]);
        desk.put(name, &whole[..10]);
        let stderr = desk.check(&format!("triage {name}"), FAILED, &[name]);
        assert_eq!(stderr, "");
    }
}

#[test]
fn one_broken_entry_does_not_hide_the_others() {
    let desk = Desk::new();
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, id) in [("a", "1"), ("b", "2"), ("c", "3")] {
        packed.start_file(name, stored).unwrap();
        packed.write_all(&dump(id)).unwrap();
    }
    let whole = packed.finish().unwrap().into_inner();
    let mut bytes = whole.clone();
    let at = memchr::memmem::find(&bytes, b"Remark 2").unwrap();
    bytes[at] = b'r';
    desk.put("flipped.zip", &bytes);
    let all = |name: &str| ["a 1", "b 2", "c 3"].map(|comment| format!("{name}/{comment}"));
    let all_read = |name: &str, code, words: &[&str]| {
        let found = desk.check(&format!("triage {name} --format ndjson"), code, words);
        assert_eq!(read(&found), all(name));
    };
    all_read("flipped.zip", SALVAGED, &["flipped.zip/b, record", "packed file is broken"]);
    // The method of one entry is unknown, here and in the archive's directory.
    let mut bytes = whole.clone();
    let places: Vec<usize> =
        memchr::memmem::find_iter(&whole, b"PK\x03\x04").map(|start| start + 8).collect();
    let listed: Vec<usize> =
        memchr::memmem::find_iter(&whole, b"PK\x01\x02").map(|start| start + 10).collect();
    (bytes[places[1]], bytes[listed[1]]) = (99, 99);
    desk.put("odd.zip", &bytes);
    desk.check_read("odd.zip", SALVAGED, &["odd.zip/b can't be unpacked"], &["odd.zip/a 1", "odd.zip/c 3"]);
    // One entry is encrypted.
    let mut bytes = whole.clone();
    (bytes[places[1] - 2], bytes[listed[1] - 2]) = (1, 1);
    desk.put("locked.zip", &bytes);
    let words = ["locked.zip/b is encrypted", "password"];
    desk.check_read("locked.zip", SALVAGED, &words, &["locked.zip/a 1", "locked.zip/c 3"]);
    // The download was cut off: the directory at the end is missing.
    let end = memchr::memmem::find(&whole, b"PK\x01\x02").unwrap();
    desk.put("cut.zip", &whole[..end + 10]);
    all_read("cut.zip", SALVAGED, &["cut.zip is broken", "what could be found in it was read"]);
    let deflated = zip(&[("a", &dump("1")), ("b", &dump("2")), ("c", &dump("3"))]);
    let end = memchr::memmem::find(&deflated, b"PK\x01\x02").unwrap();
    desk.put("cut.zip", &deflated[..end]);
    all_read("cut.zip", SALVAGED, &["cut.zip is broken"]);
    desk.put("stub.zip", &whole[..20]);
    desk.check("triage stub.zip", FAILED, &["stub.zip is broken"]);
    // In a folder, too, the others are read.
    desk.put("folder/a.zip", &whole[..20]);
    desk.put("folder/b.ndjson", dump("1"));
    desk.check_read("folder", SALVAGED, &["folder/a.zip is broken"], &["folder/b.ndjson 1"]);
}

#[test]
fn bombs_are_stopped() {
    let desk = Desk::new();
    // 260 MiB of line ends in 260 KiB.
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&dump("1")).unwrap();
    for _ in 0..260 {
        packed.write_all(&[b'\n'; 1 << 20]).unwrap();
    }
    let bomb = packed.finish().unwrap();
    desk.put("bomb.gz", &bomb);
    desk.check("triage bomb.gz", FAILED, &["bomb.gz", "limit of 256 MiB", "--unpack-limit"]);
    desk.put("bombs.zip", zip(&[("good.ndjson", &dump("1")), ("worse.gz", &bomb)]));
    let words = ["unpacking bombs.zip/worse.gz", "limit of 1 MiB", "with the 68 bytes unpacked before it"];
    desk.check_read("bombs.zip --unpack-limit 1M", SALVAGED, &words, &["bombs.zip/good.ndjson 1"]);
    // What was unpacked of a bomb takes no room from the others.
    desk.put("folder/bomb.gz", &bomb);
    desk.put("folder/good.ndjson", dump("1"));
    desk.put("folder/packed.gz", gzip(&dump("2")));
    let expected = ["folder/good.ndjson 1", "folder/packed.gz 2"];
    desk.check_read("folder", SALVAGED, &["unpacking folder/bomb.gz", "limit of 256 MiB"], &expected);
    desk.put("bombs/bomb.gz", &bomb);
    desk.check("triage bombs", FAILED, &["bombs/bomb.gz", "limit of 256 MiB"]);
    desk.put("small.gz", gzip(&dump("1")));
    desk.check("triage small.gz --unpack-limit 20", FAILED, &["limit of 20 bytes", "--unpack-limit 1G"]);
    desk.check("triage small.gz --unpack-limit 1k", DONE, &[]);
    desk.check("triage small.gz --unpack-limit 20Q", USAGE, &["--unpack-limit", "500M or 20G"]);
    desk.check_fed(
        "triage - --unpack-limit 20",
        &dump("1"),
        FAILED,
        &["standard input", "limit of 20 bytes"],
    );
}

#[test]
#[cfg(unix)]
fn there_may_be_more_inputs_than_open_files() {
    let desk = Desk::new();
    let pages: Vec<(String, Vec<u8>)> =
        (0..600).map(|number| (format!("{number:04}"), dump(&number.to_string()))).collect();
    for (name, bytes) in &pages {
        desk.put(&format!("folder/{name}"), bytes);
    }
    let entries: Vec<(&str, &[u8])> =
        pages.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    desk.put("pages.zip", zip(&entries));
    for input in ["folder", "pages.zip"] {
        let command = format!("ulimit -n 64 && exec $tool clean {input} --set-aside aside.ndjson");
        let result = desk.shell(&command);
        let stderr = String::from_utf8(result.stderr).unwrap();
        assert!(result.status.success() && stderr.contains("600 read"), "{input}\n{stderr}");
    }
}

#[test]
fn a_file_that_changes_between_two_readings_is_noticed() {
    let desk = Desk::new();
    desk.put("dump.ndjson", dump("1"));
    let input = Input::open(&desk.path("dump.ndjson"), None).unwrap();
    let columns = Columns::default();
    let read = || input.read(0, &columns, &mut |_| {}).map_err(|error| error.to_string());
    assert_eq!(read(), Ok(()));
    desk.put("dump.ndjson", [dump("1"), dump("2")].concat());
    assert!(read().unwrap_err().contains("was changed while"));
    // Of many, not all are held open.
    (0..40).for_each(|number| desk.put(&format!("folder/{number}"), dump("1")));
    let folder = Input::open_all(&[desk.path("folder")], &OpenOptions::default()).unwrap();
    let last = folder.inputs.last().unwrap();
    let read = || last.read(0, &columns, &mut |_| {}).map_err(|error| error.to_string());
    assert_eq!(read(), Ok(()));
    desk.put(&format!("folder/{}", last.file_name.to_str().unwrap()), [dump("1"), dump("2")].concat());
    assert!(read().unwrap_err().contains("was changed while"));
    fs::remove_dir_all(desk.path("folder")).unwrap();
    assert!(read().unwrap_err().contains("check that it is there"));
    // Of several dumps, none is the one.
    desk.put("two.zip", zip(&[("a", &dump("1")), ("b", &dump("2"))]));
    let two = Input::open(&desk.path("two.zip"), None);
    assert!(two.err().unwrap().to_string().contains("holds 2 dumps"));
}

#[test]
fn two_entries_of_one_name_are_both_read() {
    let desk = Desk::new();
    let mut twice = zip(&[("deep/a.ndjson", &dump("1")), ("deep/b.ndjson", &dump("2")), ("a", &dump("3"))]);
    for at in memchr::memmem::find_iter(&twice.clone(), b"deep/b") {
        twice[at + 5] = b'a';
    }
    desk.put("twice.zip", &twice);
    let expected = ["twice.zip/a 3", "twice.zip/deep/a (2).ndjson 2", "twice.zip/deep/a.ndjson 1"];
    desk.check_read("twice.zip", SALVAGED, &["twice.zip has several entries of one name"], &expected);
}

#[test]
fn a_wrong_size_in_an_archive_does_no_harm() {
    let desk = Desk::new();
    for (size, declared) in [(1_u32, "declares 1 bytes, and it has 68"), (99_999, "declares 99999 bytes")] {
        let mut bytes = zip(&[("a", &dump("1")), ("b", &dump("2"))]);
        let header = memchr::memmem::rfind(&bytes, b"PK\x01\x02").unwrap();
        bytes[header + 24..header + 28].copy_from_slice(&size.to_le_bytes());
        desk.put("liar.zip", &bytes);
        desk.check_read("liar.zip", SALVAGED, &["liar.zip/b", declared], &["liar.zip/a 1", "liar.zip/b 2"]);
    }
}

#[test]
#[cfg(unix)]
fn what_cannot_be_opened_in_a_folder_is_named() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = Desk::new();
    desk.put("folder/good.ndjson", dump("1"));
    desk.put("elsewhere/b.ndjson", dump("2"));
    symlink("nowhere", desk.path("folder/broken.ndjson")).unwrap();
    symlink("../elsewhere", desk.path("folder/more")).unwrap();
    symlink("../elsewhere/b.ndjson", desk.path("folder/linked.ndjson")).unwrap();
    let words = ["folder/broken.ndjson can't be read", "folder/more is a link to a folder"];
    let expected = ["folder/good.ndjson 1", "folder/linked.ndjson 2"];
    desk.check_read("folder", SALVAGED, &words, &expected);
    // The superuser reads everything.
    desk.put("locked/good.ndjson", dump("1"));
    desk.put("locked/bad.ndjson", dump("2"));
    fs::set_permissions(desk.path("locked/bad.ndjson"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(desk.path("locked/bad.ndjson")).is_err() {
        desk.check_read("locked", SALVAGED, &["cannot read locked/bad.ndjson"], &["locked/good.ndjson 1"]);
    }
}

#[test]
fn a_page_without_comments_is_named() {
    let desk = Desk::new();
    desk.put("folder/good.ndjson", dump("1"));
    desk.put("folder/about.md", "---\ntitle: About\n---\n\nThis shed was built in 1931.\n");
    let words = ["folder/about.md: no comments were found on this page"];
    desk.check_read("folder", DONE, &words, &["folder/good.ndjson 1"]);
}

#[test]
fn names_that_are_too_long_for_a_file_are_shortened() {
    let desk = Desk::new();
    let wxr = threadsift::internals::read::FORMATS[0].example.as_bytes();
    desk.put("long.zip", zip(&[(&format!("{}.xml", "z".repeat(300)), wxr), ("b.xml", b"")]));
    fs::create_dir(desk.path("clean")).unwrap();
    let short = format!("{}.xml", "z".repeat(197));
    desk.check("clean long.zip -o clean", DONE, &["its name is too long for a file", &short]);
    assert_eq!(fs::read(desk.path("clean").join(short)).unwrap(), wxr);
}

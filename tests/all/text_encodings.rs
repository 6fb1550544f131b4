//! Dumps that are not UTF-8: what is recognised, what has to be named, and what becomes of it.

use std::fs;

use threadsift::internals::comment::Record;
use threadsift::internals::read::FORMATS;

use crate::shared::desk::{DONE, Desk, FAILED, SALVAGED, USAGE};
use crate::shared::inputs::{open, records};
use crate::shared::packing::{gzip, zip};

/// Text in UTF-16 with a byte order mark, least significant bytes first.
fn utf16(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn utf32(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").chars().flat_map(|char| u32::from(char).to_be_bytes()).collect()
}

#[test]
fn every_format_is_read_in_wide_encodings() {
    for format in FORMATS {
        let expected = format!("{:?}", records(&open(format.example.as_bytes())));
        for (encoding, bytes) in [
            ("UTF-16LE", utf16(format.example)),
            ("UTF-16LE", utf16(format.example)[2..].to_vec()),
            ("UTF-16LE", gzip(&utf16(format.example))),
            ("UTF-16LE", zip(&[("input", &utf16(format.example))])),
            ("UTF-32BE", utf32(format.example)),
        ] {
            let mut found = records(&open(&bytes));
            let notes: Vec<Record> = found.extract_if(.., |record| is_encoding_note(record)).collect();
            assert_eq!(format!("{found:?}"), expected, "{}", format.name);
            assert!(format!("{notes:?}").contains(encoding), "{}: {notes:?}", format.name);
        }
    }
}

fn is_encoding_note(record: &Record) -> bool {
    matches!(record, Record::Note(note) if note.what.contains("decoded from"))
}

#[test]
fn a_cleaned_export_is_utf8_and_says_so() {
    let desk = Desk::new();
    let wxr = FORMATS[0].example;
    desk.put("dump.xml", utf16(wxr));
    desk.check(
        "clean dump.xml -o clean.xml",
        DONE,
        &["dump.xml: the text was decoded from UTF-16LE; outputs are UTF-8"],
    );
    assert_eq!(fs::read_to_string(desk.path("clean.xml")).unwrap(), wxr);
    // The declaration of a converted file names its old encoding.
    assert!(wxr.contains("encoding=\"UTF-8\""), "{wxr}");
    desk.put("dump.xml", utf16(&wxr.replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\"")));
    desk.check("clean dump.xml -o clean.xml", DONE, &["UTF-16LE"]);
    assert_eq!(fs::read_to_string(desk.path("clean.xml")).unwrap(), wxr);
}

#[test]
fn what_is_malformed_is_replaced_and_counted() {
    let desk = Desk::new();
    let mut bytes = utf16("id,author,body\n1,Ada,Straw # rots.\n2,Ben,Try @ bark.\n");
    for at in [b'#', b'@'].map(|char| bytes.iter().position(|byte| *byte == char).unwrap()) {
        // A surrogate without its other half.
        bytes[at..at + 2].copy_from_slice(b"\x3d\xd8");
    }
    bytes.push(b'\n');
    desk.put("dump.csv", &bytes);
    let words = ["dump.csv, record 0 (byte 27): from here on, 3 places are not valid UTF-16LE", "U+FFFD"];
    let found = desk.check("convert dump.csv --to ndjson", SALVAGED, &words);
    assert!(found.contains("Straw \u{fffd} rots.") && found.contains("Try \u{fffd} bark."), "{found}");
}

#[test]
fn an_encoding_can_be_named() {
    let desk = Desk::new();
    let table = b"id,author,body\n1,\xc0\xe4\xe0,\xd1\xef\xe0\xf1\xe8\xe1\xee\n";
    desk.put("dump.csv", table);
    let found = desk.check("convert dump.csv --to ndjson --encoding windows-1251", DONE, &["windows-1251"]);
    assert!(found.contains("Ада") && found.contains("Спасибо"), "{found}");
    desk.put("folder/dump.csv", table);
    desk.put("folder/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    desk.put("folder/wide.csv", utf16("id,author,body\n2,Ada,Straw rots.\n"));
    let found =
        desk.check("convert folder --to ndjson --encoding cp1251", DONE, &["skipped 1 file", "UTF-16LE"]);
    assert!(found.contains("Спасибо") && found.contains("Straw rots."), "{found}");
    desk.check("triage dump.csv --encoding klingon", USAGE, &["klingon", "shift_jis"]);
    // A declaration names it, too.
    let xml = FORMATS[0].example.replace("UTF-8", "Shift_JIS").replace("Second thoughts", "@@");
    let at = memchr::memmem::find(xml.as_bytes(), b"@@").unwrap();
    let mut xml = xml.into_bytes();
    xml.splice(at..at + 2, *b"\x82\xa0\x82\xe8\x82\xaa\x82\xc6\x82\xa4");
    desk.put("dump.xml", &xml);
    let found = desk.check("convert dump.xml --to ndjson", DONE, &["Shift_JIS"]);
    assert!(found.contains("ありがとう"), "{found}");
}

#[test]
fn lists_and_settings_may_be_utf16_and_are_bounded() {
    let desk = Desk::new();
    desk.put(
        "dump.csv",
        "id,author,body\n1,Ada,Straw rots where it lies in the wet.\n2,Ben,Buy cheap sheds here now.\n",
    );
    desk.put("list.txt", utf16("cheap sheds\r\n"));
    desk.check("triage dump.csv --blocklist list.txt", DONE, &["1 of 1 blocklist entry occurs in comments"]);
    desk.put("labels.tsv", utf16("id\tlabel\r\n2\tspam\r\n"));
    let found = desk.check("evaluate dump.csv --labels labels.tsv --format json", DONE, &[]);
    assert!(found.contains("\"spam\":1,\"honest\":1"), "{found}");
    desk.put("settings.toml", utf16("spam-threshold = 0.95\r\n"));
    desk.check("triage dump.csv --config settings.toml", DONE, &[]);
    for option in ["--config", "--model", "--blocklist"] {
        desk.check(
            &format!("triage dump.csv {option} /dev/zero"),
            FAILED,
            &["/dev/zero", "it is longer than"],
        );
    }
    desk.check("evaluate dump.csv --labels /dev/zero", FAILED, &["/dev/zero", "it is longer than"]);
}

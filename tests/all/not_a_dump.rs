//! Files that no reader finds a comment in: refused where the user named them, left out where they lay beside dumps.

use threadsift::internals::config::Config;
use threadsift::internals::error::ErrorKind;
use threadsift::internals::model::Model;
use threadsift::internals::pipeline;
use threadsift::internals::read::{Columns, FORMATS, Input};

use crate::shared::desk::{DONE, Desk, FAILED};

const NO_DUMPS: &[(&str, &str, &str)] = &[
    ("hostname", "text", "shed\n"),
    ("notes.md", "text", "# Mud season\n\nStraw rots. Try bark.\n"),
    ("Cargo.toml", "text", "[package]\nname = \"shed\"\nversion = \"0.1.0\"\n"),
    ("build.yml", "text", "name: build\non: [push]\njobs:\n  test: all\n"),
    ("flow.yml", "text", "---\n- {comment_ID: 1, comment_content: \"Straw rots.\"}\n"),
    ("null.json", "text", "null\n"),
    ("numbers.csv", "text", "a,b\n1,2\n"),
    ("prices.sql", "sql", "CREATE TABLE `prices` (`id` int);\nINSERT INTO `prices` VALUES (1);\n"),
];

/// Dumps without a single record: nothing is there to work on, and a mistake is likely.
const EMPTY_DUMPS: &[(&str, &str)] = &[
    (
        "wxr",
        r#"<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel></channel></rss>"#,
    ),
    ("json", "[]"),
    ("csv", "comment_ID,comment_content\n"),
];

/// Exports of blogs without comments.
const UNCOMMENTED: &[&str] = &[
    r#"<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>Mud</title><wp:post_id>1</wp:post_id></item></channel></rss>"#,
    "---\ntitle: Mud season\ndate: 2010-03-07\n---\n\nEvery March the path disappears.\n",
];

#[test]
fn a_file_without_comments_is_refused_by_every_command() {
    for (name, format, text) in NO_DUMPS {
        let desk = Desk::new();
        desk.put(name, text);
        let taken_for = format!("{name} was read as {format}");
        for command in ["triage", "count", "clean -o out", "convert --to ndjson -o out", "explain 1"] {
            let command = match command {
                "explain 1" => format!("explain {name} 1"),
                _ => format!("{command} {name}"),
            };
            let stdout = desk.check(&command, FAILED, &[&taken_for, "--from FORMAT"]);
            assert_eq!(stdout, "", "{command}");
            assert!(!desk.path("out").exists(), "{command} writes nothing");
        }
    }
}

#[test]
fn a_named_file_without_a_record_is_an_error() {
    for (format, text) in EMPTY_DUMPS {
        let desk = Desk::new();
        desk.put("dump", text);
        let words = [&*format!("dump was read as {format}, but contains no comments")];
        desk.check("triage dump", FAILED, &words);
        desk.check(&format!("triage dump --from {format}"), FAILED, &words);
        // Beside a dump it is only named.
        desk.put("other.json", r#"[{"id":"1","body":"Straw rots."}]"#);
        desk.check("triage .", DONE, &["skipped 1 file", "dump", "1 read"]);
    }
    let desk = Desk::new();
    desk.put("table.csv", "id,body\n1,Straw rots.\n");
    let words = ["table.csv was read as wxr, but contains no comments"];
    desk.check("triage table.csv --from wxr", FAILED, &words);
}

#[test]
fn an_export_of_posts_without_comments_is_a_dump() {
    for text in UNCOMMENTED {
        let desk = Desk::new();
        desk.put("dump", text);
        desk.check("triage dump", DONE, &["0 read"]);
    }
}

#[test]
fn a_page_that_the_user_calls_one_may_have_no_comments() {
    let desk = Desk::new();
    desk.put("page", "Mud season\n\nStraw rots.\n");
    desk.check("triage page --from text", DONE, &["0 read"]);
}

#[test]
fn beside_dumps_it_is_left_out() {
    let desk = Desk::new();
    let (prices, _, text) = NO_DUMPS[NO_DUMPS.len() - 1];
    desk.put(prices, text);
    desk.put("dump.json", r#"[{"id":"1","body":"Straw rots."}]"#);
    desk.check("triage .", DONE, &["prices.sql", "1 read"]);
}

#[test]
fn the_library_names_no_flag() {
    let input = Input::from_bytes("notes", "Straw rots.", None).unwrap();
    let (config, model) = (Config::default(), Model::shipped().unwrap());
    let error = pipeline::read(&[input], &Columns::default(), &config, &model, &mut |_| {}).err().unwrap();
    assert!(matches!(error.kind(), ErrorKind::NoRecords { format: "text", .. }), "{error}");
    assert!(!error.to_string().contains("--"), "{error}");
}

#[test]
fn bytes_and_readers_are_inputs_too() {
    for format in FORMATS {
        let bytes = Input::from_bytes("example", format.example, None).unwrap();
        let reader = Input::from_reader("example", format.example.as_bytes(), None).unwrap();
        let read = |input: &Input| {
            let mut records = Vec::new();
            input.read(0, &Columns::default(), &mut |record| records.push(record)).unwrap();
            records
        };
        assert_eq!((bytes.format.name, reader.format.name), (format.name, format.name));
        assert_eq!(read(&bytes), read(&reader));
    }
}

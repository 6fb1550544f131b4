//! Comments in YAML: Staticman's files, lists of them, and what WP-CLI writes with Spyc.

use std::fs;
use std::path::Path;

use threadsift::internals::comment::Record;
use threadsift::internals::read::{Columns, Input, OpenOptions};

use super::Reader;

const READER: Reader = Reader("yaml");

/// One line a record of a folder with these files.
fn folder(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let inputs = Input::open_all(&[folder.path().to_owned()], &OpenOptions::default());
    let inputs = inputs.expect("there are dumps").inputs;
    let mut lines = Vec::new();
    for (number, input) in inputs.iter().enumerate() {
        let mut sink = |record: Record| lines.push(super::line(&record));
        input.read(number as u32, &Columns::default(), &mut sink).expect("it can be read");
    }
    lines
}

const STATICMAN: &str = "_id: 6f1ed002-ab55-11e6-b3a1-3d1f1bd3ae3c
_parent: mud-season
name: Ada
email: 0cc175b9c0f1b6a831c399e269772661
url: ''
message: \"So much mud.\\n\\nAnd so *little* time.\"
replying_to: ''
hidden: ''
date: '2019-03-01T10:00:00.000Z'
";

#[test]
fn the_example_is_a_list() {
    READER.check_example(["11", "12"]);
}

#[test]
fn a_folder_of_staticman_is_one_dump_whose_folders_are_its_posts() {
    let reply = "_id: 7a2ed002-ab55-11e6-b3a1-3d1f1bd3ae3c\n_parent: 6f1ed002-ab55-11e6-b3a1-3d1f1bd3ae3c\n\
                 name: Grace\nmessage: >-\n  Bark chips\n  help.\ndate: 1551438000\n";
    let files = [
        ("comments/mud-season/comment-2.yml", reply),
        ("comments/mud-season/comment-1.yml", STATICMAN),
        ("comments/other/entry.yml", "_id: x1\nname: Ivo\nmessage: Elsewhere.\ndate: 2019-01-01\n"),
        ("comments/.hidden/entry.yml", "_id: x2\nname: Ivo\nmessage: Nowhere.\n"),
    ];
    assert_eq!(
        folder(&files),
        [
            "6f1ed002-ab55-11e6-b3a1-3d1f1bd3ae3c mud-season> Ada : So much mud.\n\nAnd so *little* time.",
            "7a2ed002-ab55-11e6-b3a1-3d1f1bd3ae3c mud-season>6f1ed002-ab55-11e6-b3a1-3d1f1bd3ae3c Grace : Bark chips help.",
            "x1 other> Ivo : Elsewhere.",
        ]
    );
}

#[test]
fn a_list_stands_under_the_post_of_its_file() {
    let list = "# from the old blog\n- id: 1\n  name: Ada\n  message: So much mud.\n- id: 2\n  name: Grace\n  message: Yes.\n  reply_to: 1\n";
    assert_eq!(
        folder(&[("mud-season.yml", list)]),
        ["1 mud-season> Ada : So much mud.", "2 mud-season>1 Grace : Yes."]
    );
}

#[test]
fn dates_are_texts_or_seconds_or_milliseconds() {
    for date in ["2019-03-01T10:00:00Z", "'2019-03-01 10:00:00'", "1551434400", "1551434400000"] {
        let comment =
            &READER.comments(format!("name: Ada\nmessage: Mud.\n_id: x\ndate: {date}\n").as_bytes())[0];
        assert_eq!(
            comment.date.map(|date| date.to_string()),
            Some("2019-03-01T10:00:00".to_owned()),
            "{date}"
        );
    }
}

#[test]
fn the_bytes_of_a_comment_are_its_lines() {
    let list = b"---\n- id: 1\n  name: Ada\n  message: |\n    Mud,\n\n    mud.\n-\n  id: 2\n  name: Ivo\n  message: caf\xe9\n";
    assert_eq!(
        READER.extents(list),
        [
            "- id: 1\n  name: Ada\n  message: |\n    Mud,\n\n    mud.\n",
            "-\n  id: 2\n  name: Ivo\n  message: caf\u{fffd}\n"
        ]
    );
    assert_eq!(READER.comments(list)[1].body, "café");
    let indented = "  - {id: 1, text: Mud.}\n  - {id: 2, text: More.}\n";
    assert_eq!(
        READER.extents(indented.as_bytes()),
        ["  - {id: 1, text: Mud.}\n", "  - {id: 2, text: More.}\n"]
    );
}

#[test]
fn a_broken_comment_does_not_take_the_others_with_it() {
    let list = "- id: 1\n  post: 7\n  text: one\n- id: 2\n  text: \"two\n- id: 3\n  post: 7\n  text: three\n";
    let lines: Vec<String> = READER.read(list.as_bytes()).0.iter().map(super::line).collect();
    assert_eq!([&*lines[0], &*lines[2]], ["1 7>  : one", "3 7>  : three"]);
    assert!(lines[1].starts_with("damage 2@") && lines[1].contains("this is not YAML"), "{lines:?}");
}

#[test]
fn what_spyc_quotes_without_escaping_is_read_as_it_was_meant() {
    let list = "---
- 
  comment_ID: \"7\"
  comment_post_ID: \"1\"
  comment_author: Ada
  comment_content: \"It's in C:\\new\\mud\"
- 
  comment_ID: \"8\"
  comment_post_ID: \"1\"
  comment_author: Grace
  comment_content: |
       Three blanks first.
    <b>Then</b> \"none\": it's fine.
";
    super::check_sniffed(list, "yaml");
    READER.check(
        list,
        &[
            "7 1> Ada : It's in C:\\new\\mud",
            "8 1> Grace :    Three blanks first.\n<b>Then</b> \"none\": it's fine.",
        ],
    );
}

#[test]
fn texts_of_old_ruby_are_unpacked() {
    READER.check("- id: 1\n  post: 3\n  text: !binary |-\n    Y2Fmw6kg\n    bXVk\n", &["1 3>  : café mud"]);
}

#[test]
fn aliases_do_not_swell() {
    READER.check("- id: 1\n  post: 3\n  name: &a Ada\n  text: *a\n", &["1 3> Ada : Ada"]);
    let long = "m".repeat(1 << 16);
    let bomb = format!("- id: 1\n  text: Mud.\n  a: &a {long}\n") + &"  b: *a\n".repeat(1000);
    let lines: Vec<String> = READER.read(bomb.as_bytes()).0.iter().map(super::line).collect();
    assert!(lines.len() == 1 && lines[0].contains("its aliases repeat more text"), "{}", lines.len());
    let laughs = "- id: 1\n  post: 3\n  text: Mud.\n  a: &a [ha, ha]\n  b: &b [*a, *a]\n  c: [*b, *b, *b]\n";
    READER.check(laughs, &["1 3>  : Mud.", "note these columns or keys were not used: a, b, c"]);
}

#[test]
fn no_depth_is_too_deep() {
    for hostile in ["- ".repeat(1 << 16), "[".repeat(1 << 16), "? ".repeat(1 << 16), "a:\n ".repeat(1 << 12)]
    {
        let list = format!(
            "- id: 1\n  post: 3\n  text: one\n- id: 2\n  text: {hostile}\n- id: 3\n  post: 3\n  text: three\n"
        );
        let lines: Vec<String> = READER.read(list.as_bytes()).0.iter().map(super::line).collect();
        assert_eq!(
            [&*lines[0], lines.last().expect("there is more than one")],
            ["1 3>  : one", "3 3>  : three"]
        );
    }
}

#[test]
fn pages_with_a_head_in_yaml_are_no_dumps() {
    let page = "---\ntitle: Mud\nauthor: Ada\ndate: 2019-01-01\ncomment: true\n---\n\nMud, mud.\n";
    let taken_for = threadsift::internals::read::FORMATS
        .iter()
        .find(|format| (format.sniff)(page.as_bytes()))
        .map(|format| format.name);
    assert_ne!(taken_for, Some("yaml"));
}

#[test]
fn no_cut_and_no_flipped_byte_does_harm() {
    READER.check_flips(STATICMAN.as_bytes());
    let list = "- id: 0\n  text: none\n- id: 1\n  text: &a |\n    one\n- id: 2\n  text: 'two'\n";
    for cut in list.find("- id: 1").expect("it is there")..list.len() {
        assert_eq!(READER.comments(&list.as_bytes()[..cut])[0].body, "none");
    }
}

#[test]
fn quoted_texts_may_go_on_at_the_margin() {
    READER.check(
        "id: 1\npost: 3\nname: Ada\nmessage: \"It says:\\r\\n\\r\\nThe jar is\nempty \\\"now\\\"\nat shelf\n  two.\"\nurl: ''\n",
        &["1 3> Ada : It says:\r\n\r\nThe jar is empty \"now\" at shelf two."],
    );
    READER.check(
        "- id: 1\n  post: 3\n  name: 'Ada\nLee'\n  message: 'It''s\n\nempty'\n- id: 2\n  post: 3\n  message: two\n",
        &["1 3> Ada Lee : It's\nempty", "2 3>  : two"],
    );
}

#[test]
fn a_text_without_end_is_cut() {
    let long = "mud ".repeat(5 << 20);
    for (start, end) in
        [("message: \"", "\""), ("message: '", "'"), ("message: ", ""), ("message: |\n    ", "")]
    {
        let list = format!(
            "- id: 1\n  post: 3\n  {start}{long}{end}\n  name: Ada\n- id: 2\n  post: 3\n  message: two\n"
        );
        let lines: Vec<String> = READER.read(list.as_bytes()).0.iter().map(super::line).collect();
        assert_eq!(lines[0], "damage 1@0: this comment is longer than 16 MiB; its text was cut");
        assert!(lines[1].starts_with("1 3> Ada : mud mud ") && 15 << 20 < lines[1].len(), "{start}");
        assert_eq!(lines[2..], ["2 3>  : two"]);
    }
}

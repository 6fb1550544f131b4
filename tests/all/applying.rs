//! `apply`: a person's decisions in place of threadsift's.

use std::fs;

use serde_json::Value;

use crate::shared::desk::{DONE, Desk, FAILED, USAGE};

const SEAL: &str = "<!-- cleaned by threadsift; settings ";

/// A table of comments: the id, the parent and the text of each.
fn table(rows: &[(&str, &str, &str)]) -> String {
    let row = |(number, (id, parent, text)): (usize, &(&str, &str, &str))| {
        format!("{id},1,{parent},Person {number},2010-01-01 10:{number:02}:00,1,{text}\n")
    };
    let rows: String = rows.iter().enumerate().map(row).collect();
    format!(
        "comment_ID,comment_post_ID,comment_parent,comment_author,comment_date_gmt,comment_approved,comment_content\n{rows}"
    )
}

/// A desk with two comments and a reply, `sheds.csv`.
fn sheds() -> Desk {
    let desk = Desk::new();
    let rows = [
        ("1001", "0", "The roof of my shed leaks at the ridge since the storm."),
        ("1002", "0", "Felt lasts ten years at most where I live."),
        ("1003", "1001", "A strip of lead along the ridge has kept mine dry."),
    ];
    desk.put("sheds.csv", table(&rows));
    desk
}

fn sample() -> Desk {
    let desk = Desk::new();
    desk.put("dump.xml", fs::read("data/sample.wordpress.xml").unwrap());
    desk
}

fn text(desk: &Desk, name: &str) -> String {
    fs::read_to_string(desk.path(name)).unwrap()
}

/// The verdicts that `apply` writes for the comments with these ids.
#[track_caller]
fn check_verdicts(desk: &Desk, command: &str, expected: &[(&str, &str)]) {
    desk.check(&format!("{command} --decisions decided.ndjson"), DONE, &[]);
    for (id, verdict) in expected {
        let rows = text(desk, "decided.ndjson");
        let rows: Vec<Value> = rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let row = rows.iter().find(|row| row["id"] == **id).expect("the comment is there");
        assert_eq!(row["verdict"], **verdict, "{command}: {id}");
    }
}

#[test]
fn decisions_that_nobody_edited_change_nothing() {
    let desk = sample();
    desk.check("clean dump.xml -o clean.xml --set-aside aside.ndjson", DONE, &[]);
    for format in ["ndjson", "csv"] {
        desk.check(&format!("triage dump.xml --format {format} -o unedited"), DONE, &[]);
        let words = ["unedited decides about 99 comments; 0 differ", "99 read = 63 kept + 36 set aside"];
        desk.check("apply unedited dump.xml -o applied.xml --set-aside applied.ndjson", DONE, &words);
        assert_eq!(text(&desk, "applied.xml"), text(&desk, "clean.xml"), "{format}");
        assert_eq!(text(&desk, "applied.ndjson"), text(&desk, "aside.ndjson"), "{format}");
    }
    // What was set aside is a file of decisions, too.
    desk.check("apply aside.ndjson dump.xml", DONE, &["aside.ndjson decides about 36 comments; 0 differ"]);
}

#[test]
fn a_person_decides_and_threadsift_decides_the_rest() {
    let desk = sheds();
    for verdict in ["spam", "duplicate", "genuine", "review", "untouched"] {
        desk.put("edited.ndjson", format!("{{\"id\":\"1002\",\"verdict\":\"{verdict}\"}}\n"));
        check_verdicts(&desk, "apply edited.ndjson sheds.csv", &[("1002", verdict), ("1001", "genuine")]);
    }
}

#[test]
fn replies_to_what_a_person_removes_get_new_parents() {
    let desk = sheds();
    desk.put("edited.csv", "id,verdict,duplicate_of\n1001,duplicate,1002\n");
    desk.check("apply edited.csv sheds.csv -o out.xml", DONE, &["3 read = 2 kept + 1 set aside"]);
    desk.check("convert out.xml --to ndjson -o out.ndjson", DONE, &[]);
    let rows = text(&desk, "out.ndjson");
    let rows: Vec<Value> = rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let parents: Vec<_> = rows.iter().map(|row| (row["id"].clone(), row["parent"].clone())).collect();
    assert_eq!(parents, [("1002".into(), "0".into()), ("1003".into(), "1002".into())]);
}

#[test]
fn copies_follow_their_original_when_a_person_calls_it_a_duplicate() {
    let desk = Desk::new();
    let doubled = "The roof of my shed leaks at the ridge since the storm of last week.";
    desk.put("dump.csv", format!(
        "id,post,author,email,date,body\n1,1,Ann,ann@a.example,2010-01-01 10:00:00,{doubled}\n\
         2,1,Ann,ann@a.example,2010-01-01 10:00:30,{doubled}\n3,1,Ann,ann@a.example,2010-01-01 10:01:00,{doubled}\n\
         4,1,Bob,bob@b.example,2010-01-01 11:00:00,Felt lasts ten years at most where I live.\n"
    ));
    let check = |lines: &str, expected: [Option<&str>; 4]| {
        desk.put("edited.csv", format!("id,verdict,duplicate_of\n{lines}"));
        desk.check("apply edited.csv dump.csv --decisions decided.ndjson", DONE, &[]);
        let rows = text(&desk, "decided.ndjson");
        let rows: Vec<Value> = rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let originals: Vec<Option<&str>> = rows.iter().map(|row| row["duplicate_of"].as_str()).collect();
        assert_eq!(originals, expected, "{lines}");
    };
    check("4,genuine,\n", [None, Some("1"), Some("1"), None]);
    check("1,duplicate,4\n", [Some("4"), Some("4"), Some("4"), None]);
    check("1,duplicate,\n2,genuine,\n", [Some("2"), None, Some("2"), None]);
    check("3,duplicate,2\n", [None, Some("1"), Some("1"), None]);
    // Whoever names a copy as the one that stays wants it to stay.
    check("1,duplicate,3\n", [Some("3"), Some("3"), None, None]);
    desk.put("edited.csv", "id,verdict\n1,duplicate\n");
    desk.check("apply edited.csv dump.csv", FAILED, &["line 2: this comment is the copy that stays of 2"]);
}

#[test]
fn ids_that_a_spreadsheet_shows_otherwise_are_found() {
    let desk = sheds();
    for id in ["1002", " 1002 ", "\"1,002\"", "1.002", "1 002", "1002.0"] {
        desk.put("edited.csv", format!("id,verdict\n{id},spam\n"));
        check_verdicts(&desk, "apply edited.csv sheds.csv", &[("1002", "spam")]);
    }
    desk.put("edited.csv", "id;verdict\n1,00E+03;spam\n");
    let words = ["line 2: no comment has the id \"1,00E+03\"", "format the column as a whole number"];
    desk.check("apply edited.csv sheds.csv", FAILED, &words);
}

#[test]
fn a_comment_is_named_by_input_and_id() {
    let desk = sheds();
    desk.put(
        "exports/doors.csv",
        table(&[("1002", "0", "Hang the door before you plane it or it will stick.")]),
    );
    let inputs = "sheds.csv exports/doors.csv";
    let check = |line: &str, code: i32, words: &[&str]| {
        desk.put("edited.ndjson", line);
        desk.check(&format!("apply edited.ndjson {inputs}"), code, words);
    };
    check(r#"{"id":"1001","verdict":"spam"}"#, DONE, &["decides about 1 comment"]);
    check(r#"{"id":"1002","verdict":"spam"}"#, FAILED, &["comments of several inputs have the id 1002"]);
    for source in ["exports/doors.csv", "doors.csv", "/elsewhere/doors.csv", r"C:\\old\\doors.csv"] {
        check(&format!(r#"{{"source":"{source}","id":"1002","verdict":"spam"}}"#), DONE, &["1 comment"]);
    }
    check(
        r#"{"source":"roofs.csv","id":"1002","verdict":"spam"}"#,
        FAILED,
        &["no input is called \"roofs.csv\""],
    );
    check(
        r#"{"source":"doors.csv","id":"1001","verdict":"spam"}"#,
        FAILED,
        &["no comment of exports/doors.csv has"],
    );
}

#[test]
fn records_with_one_id_are_told_apart_by_their_bytes() {
    let desk = Desk::new();
    let rows = [
        ("7", "0", "The roof of my shed leaks at the ridge since the storm."),
        ("7", "0", "Felt lasts ten years at most where I live."),
    ];
    desk.put("dump.csv", table(&rows));
    let second = text(&desk, "dump.csv").rfind("7,1,").unwrap();
    desk.put("edited.csv", "id,verdict\n7,spam\n");
    desk.check("apply edited.csv dump.csv", FAILED, &["line 2: 2 comments have the id 7; the column byte"]);
    desk.put("edited.csv", "id,byte,verdict\n7,5,spam\n");
    desk.check(
        "apply edited.csv dump.csv",
        FAILED,
        &["none of the 2 comments with the id 7 starts at byte 5"],
    );
    desk.put("edited.csv", format!("id,byte,verdict\n7,{second},spam\n"));
    desk.check("apply edited.csv dump.csv --decisions decided.ndjson", DONE, &["1 differs"]);
    let verdicts: Vec<bool> =
        text(&desk, "decided.ndjson").lines().map(|row| row.contains(r#""verdict":"spam""#)).collect();
    assert_eq!(verdicts, [false, true]);
}

#[test]
fn a_comment_of_several_inputs_is_decided_in_any_of_them() {
    let desk = sheds();
    desk.put("later.csv", text(&desk, "sheds.csv"));
    desk.put("edited.csv", "source,id,verdict\nlater.csv,1002,spam\nsheds.csv,1002,spam\n");
    desk.check("apply edited.csv sheds.csv later.csv", DONE, &["decides about 1 comment; 1 differs"]);
}

#[test]
fn every_wrong_line_is_named_and_nothing_is_written() {
    let desk = sheds();
    let rows: String = (0..30).map(|number| format!("{number},spam\n")).collect();
    desk.put("edited.csv", format!("id,verdict\n{rows}"));
    desk.put("out.xml", "as it was");
    let words = ["30 lines can't be used", "line 2: no comment has the id \"0\"", "line 21: ", "and 10 more"];
    desk.check("apply edited.csv sheds.csv -o out.xml --decisions decided.ndjson", FAILED, &words);
    assert_eq!(text(&desk, "out.xml"), "as it was");
    assert!(!desk.path("decided.ndjson").exists());
}

#[test]
fn one_copy_of_a_statement_stays() {
    let desk = sheds();
    let check = |lines: &str, words: &str| {
        desk.put("edited.csv", format!("id,verdict,duplicate_of\n{lines}"));
        desk.check("apply edited.csv sheds.csv", FAILED, &[words]);
    };
    check("1001,duplicate,1002\n1002,duplicate,1001\n", "duplicates of each other");
    check("1001,duplicate,1001\n", "names the comment itself");
}

#[test]
fn the_decisions_are_never_overwritten() {
    let desk = sheds();
    desk.put("edited.csv", "id,verdict\n1002,spam\n");
    desk.check("apply edited.csv sheds.csv -o edited.csv", FAILED, &["is an input too"]);
    desk.check("apply - -", USAGE, &["standard input"]);
    desk.check_fed(
        "apply - sheds.csv",
        b"id,verdict\n1002,spam\n",
        DONE,
        &["standard input decides about 1 comment"],
    );
}

#[test]
fn an_applied_export_is_not_taken_for_a_clean_one() {
    let desk = sample();
    desk.put("edited.csv", "id,verdict\n6,genuine\n");
    desk.check("apply edited.csv dump.xml -o applied.xml", DONE, &["1 differs"]);
    assert!(text(&desk, "applied.xml").contains(SEAL));
    desk.check("clean applied.xml -o again.xml", DONE, &["64 read = 63 kept + 1 set aside"]);
}

#[test]
fn a_clean_export_loses_only_what_a_person_removes() {
    let desk = sample();
    desk.check("clean dump.xml -o clean.xml", DONE, &[]);
    desk.put("edited.csv", "id,verdict\n5,genuine\n");
    desk.check("apply edited.csv clean.xml -o same.xml", DONE, &["63 read = 63 kept + 0 set aside"]);
    assert_eq!(text(&desk, "same.xml"), text(&desk, "clean.xml"));
    desk.put("edited.csv", "id,verdict\n5,spam\n");
    desk.check("apply edited.csv clean.xml -o less.xml", DONE, &["63 read = 62 kept + 1 set aside"]);
}

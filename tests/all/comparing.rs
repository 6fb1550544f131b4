//! Two dumps of one site: what is new, gone, edited or moderated, and what an import would add a second time.

use serde_json::Value;

use crate::shared::desk::{DONE, Desk, FAILED, SALVAGED, USAGE};

/// A comment as a line of NDJSON.
fn line(id: &str, author: &str, date: &str, body: &str) -> String {
    let comment = serde_json::json!({
        "id": id, "post": "7", "parent": "0", "author_name": author, "date": date, "status": "approved",
        "body": body, "post_title": "Sails", "post_url": "http://boats.example/sails",
        "post_date": "2012-03-01T08:00:00",
    });
    comment.to_string()
}

fn ann() -> String {
    line("1", "Ann", "2012-03-02T09:15:00", "My mainsail is from 1971 and still holds.")
}

fn bob() -> String {
    line("2", "Bob", "2012-03-02T10:00:00", "Which thread do you use for the seams?")
}

fn cem() -> String {
    line("3", "Cem", "2012-03-03T12:30:00", "Waxed polyester, five strands.")
}

/// Compares two dumps; gives `change id fields import` of each row.
#[track_caller]
fn check(old: &[String], new: &[String], expected: &[&str]) {
    let desk = Desk::new();
    desk.put("old.ndjson", old.join("\n"));
    desk.put("new.ndjson", new.join("\n"));
    let rows = desk.check("diff old.ndjson new.ndjson", DONE, &[]);
    let rows: Vec<String> = rows
        .lines()
        .map(|row| {
            let row: Value = serde_json::from_str(row).unwrap();
            let text = |key: &str| row[key].as_str().unwrap().to_owned();
            let fields = row["fields"].as_array().unwrap().iter().map(|field| field.as_str().unwrap());
            let fields = fields.collect::<Vec<_>>().join("+");
            format!("{} {} {fields} {}", text("change"), text("id"), text("import"))
        })
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn a_dump_is_like_itself() {
    check(&[ann(), bob()], &[ann(), bob()], &[]);
    check(&[ann(), bob()], &[bob(), ann()], &[]);
}

#[test]
fn a_comment_that_only_one_dump_has_is_new_or_gone() {
    check(&[ann(), bob()], &[ann(), cem()], &["new 3  added", "gone 2  "]);
}

#[test]
fn an_edited_text_does_not_arrive_with_an_import() {
    let edited = bob().replace("thread", "yarn");
    check(&[ann(), bob()], &[ann(), edited], &["edited 2 text recognized"]);
}

#[test]
fn line_ends_and_white_space_around_lines_are_no_edit() {
    let one = line("1", "Ann", "2012-03-02T09:15:00", "Two\n\nlines ");
    let other = line("1", " Ann", "2012-03-02T09:15:00", "Two  \r\n lines");
    check(&[one], &[other], &[]);
}

#[test]
fn a_new_status_alone_is_moderation() {
    let spam = bob().replace("approved", "spam");
    check(&[ann(), bob()], &[ann(), spam], &["moderated 2 status recognized"]);
}

/// WordPress's importer recognises a comment by author and date.
#[test]
fn another_name_or_date_is_imported_a_second_time() {
    let renamed = bob().replace("Bob", "Anonymous");
    check(&[ann(), bob()], &[ann(), renamed], &["edited 2 author added-again"]);
    let moved = bob().replace("10:00:00", "10:00:01");
    check(&[ann(), bob()], &[ann(), moved], &["edited 2 date added-again"]);
    let cased = bob().replace("Bob", "BOB");
    check(&[ann(), bob()], &[ann(), cased], &["edited 2 author recognized"]);
}

#[test]
fn two_comments_of_one_name_in_one_second_are_one_to_the_importer() {
    let twin = line("4", "Ann", "2012-03-02T09:15:00", "And the boom is older still.");
    check(&[ann()], &[ann(), twin], &["new 4  lost"]);
}

/// A post with another title or date is a new post to the importer, with all of its comments.
#[test]
fn a_renamed_post_is_imported_with_all_comments_a_second_time() {
    let renamed = |line: String| line.replace("Sails", "Sails and ropes");
    check(
        &[ann(), bob()],
        &[renamed(ann()), renamed(bob())],
        &["unchanged 1  added-again", "unchanged 2  added-again"],
    );
}

#[test]
fn comments_that_were_numbered_anew_are_the_same() {
    let renumbered = |line: String, from: &str, to: &str| {
        line.replace(&format!("\"id\":\"{from}\""), &format!("\"id\":\"{to}\""))
    };
    let new = [renumbered(ann(), "1", "2"), renumbered(bob(), "2", "3"), renumbered(cem(), "3", "1")];
    check(&[ann(), bob(), cem()], &new, &[]);
}

/// An id that was given to another comment does not make them one.
#[test]
fn one_id_of_two_comments_is_not_an_edit() {
    let other = line("2", "Dee", "2014-01-01T00:00:00", "Does it fit a dinghy?");
    check(&[ann(), bob()], &[ann(), other], &["new 2  added", "gone 2  "]);
}

#[test]
fn dates_of_another_time_zone_are_no_edits() {
    let local = |line: String| line.replace("T09:", "T04:").replace("T10:", "T05:").replace("T12:", "T07:");
    check(&[ann(), bob(), cem()], &[local(ann()), local(bob()), local(cem())], &[]);
}

/// Exports differ in the fields that they have: that is no change of any comment.
#[test]
fn a_field_that_one_dump_lacks_is_not_compared() {
    let without = |line: String| line.replace(",\"status\":\"approved\"", "");
    check(&[ann(), bob()], &[without(ann()), without(bob())], &[]);
}

#[test]
fn a_record_that_is_in_a_dump_twice_is_one() {
    check(&[ann(), ann()], &[ann()], &[]);
}

#[test]
fn dumps_in_two_formats_are_compared() {
    let desk = Desk::new();
    desk.put("old.ndjson", [ann(), bob(), cem()].join("\n"));
    for format in ["csv", "wxr"] {
        desk.check(&format!("convert old.ndjson --to {format} -o new.{format}"), DONE, &[]);
        let rows = desk.check(&format!("diff old.ndjson new.{format}"), DONE, &["3 unchanged"]);
        assert_eq!(rows, "", "{format}");
    }
}

#[test]
fn comments_that_are_gone_as_spam_are_explained() {
    let desk = Desk::new();
    desk.put("old.ndjson", [ann(), bob().replace("approved", "spam")].join("\n"));
    desk.put("new.ndjson", ann());
    desk.check("diff old.ndjson new.ndjson", DONE, &["1 of the comments that are gone was filed as spam"]);
}

#[test]
fn trouble_is_reported_and_inputs_are_safe() {
    let desk = Desk::new();
    desk.put("old.ndjson", ann());
    desk.put("new.ndjson", [ann(), "{\"id\": \"2\", \"body\": ".to_owned(), cem()].join("\n"));
    desk.check("diff old.ndjson new.ndjson", SALVAGED, &["new.ndjson", "record 2", "1 new"]);
    desk.check("diff old.ndjson missing.ndjson", FAILED, &["missing.ndjson"]);
    desk.check("diff old.ndjson", USAGE, &["<NEW>"]);
    desk.check("diff old.ndjson new.ndjson -o new.ndjson", FAILED, &["an input too"]);
    desk.check("diff old.ndjson new.ndjson -o old.ndjson", FAILED, &["an input too"]);
}

#[test]
fn tables_and_spreadsheets_are_not_commanded() {
    let desk = Desk::new();
    desk.put("old.ndjson", ann());
    desk.put("new.ndjson", [ann(), line("2", "=1+1", "2012-03-04T00:00:00", "\u{1b}[2J=cmd()")].join("\n"));
    let table = desk.check("diff old.ndjson new.ndjson --format csv", SALVAGED, &["control character"]);
    assert!(table.contains(",'=1+1,") && !table.contains('\u{1b}'), "{table}");
    let table = desk.check("diff old.ndjson new.ndjson --format table", SALVAGED, &[]);
    assert!(table.contains("[2J") && !table.contains('\u{1b}'), "{table}");
}

//! Several inputs as one dump: exports that overlap, and exports of different sites that share ids.

use std::fs;

use serde_json::Value;

use crate::shared::desk::{DONE, Desk};

/// A comment as id, parent, author, minute and text.
type Remark<'a> = (u32, u32, &'a str, u32, &'a str);

const FIRST: Remark = (11, 0, "Ada", 1, "The shed wants a new roof before the autumn rain comes in.");
const DOUBLE: Remark = (12, 0, "Ada", 2, "The shed wants a new roof before the autumn rain comes in.");
const REPLY: Remark = (13, 12, "Ben", 9, "Slate would be best, and it lasts a hundred years.");
const LATER: Remark = (14, 11, "Cora", 30, "Our neighbours used reed; ask them how it held.");

/// A WordPress export of a site with one post.
fn export(site: &str, remarks: &[Remark]) -> String {
    let comments: String = remarks
        .iter()
        .map(|(id, parent, author, minute, text)| {
            format!(
                "<wp:comment><wp:comment_id>{id}</wp:comment_id>\
                 <wp:comment_author><![CDATA[{author}]]></wp:comment_author>\
                 <wp:comment_date_gmt>2009-08-21 10:{minute:02}:00</wp:comment_date_gmt>\
                 <wp:comment_content><![CDATA[{text}]]></wp:comment_content>\
                 <wp:comment_approved>1</wp:comment_approved>\
                 <wp:comment_parent>{parent}</wp:comment_parent></wp:comment>\n"
            )
        })
        .collect();
    format!(
        "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>\n\
         <item><title>Roofs</title><link>http://{site}/roofs/</link><wp:post_id>1</wp:post_id>\n\
         {comments}</item></channel></rss>\n"
    )
}

/// A cleaned export is this one, behind which its seal follows.
#[track_caller]
fn check_cleaned(desk: &Desk, name: &str, expected: &str) {
    let cleaned = desk.text(name);
    assert_eq!(cleaned.split_once("<!-- cleaned by threadsift").unwrap().0, expected);
}

/// `source#id verdict` of every decision, and the copy that stays of duplicates.
#[track_caller]
fn check_decided(desk: &Desk, inputs: &str, words: &[&str], expected: &[&str]) {
    let decisions = desk.check(&format!("triage {inputs} --format ndjson"), DONE, words);
    let line = |line: &str| {
        let row: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let line = format!("{}#{} {} {}", text("source"), text("id"), text("verdict"), text("duplicate_of"));
        line.trim_end().to_owned()
    };
    let decided: Vec<String> = decisions.lines().map(line).collect();
    assert_eq!(decided, expected, "{inputs}");
}

#[test]
fn what_stands_in_two_exports_is_one_record() {
    let desk = Desk::new();
    desk.put("a.xml", export("shed.example", &[FIRST, DOUBLE]));
    desk.put("b.xml", export("shed.example", &[FIRST, DOUBLE, REPLY, LATER]));
    check_decided(
        &desk,
        "a.xml b.xml",
        &["2 comments are in several inputs; each is counted once", "4 read = 3 kept + 1 set aside"],
        &["a.xml#11 genuine", "a.xml#12 duplicate 11", "b.xml#13 genuine", "b.xml#14 genuine"],
    );
    let count = desk.check("count a.xml b.xml --format csv", DONE, &["2 comments are in"]);
    assert!(count.contains("http://shed.example/roofs/,4,3,1,0,"), "{count}");
    // The order of the inputs decides where a record is said to stand, and nothing else.
    check_decided(
        &desk,
        "b.xml a.xml",
        &["4 read = 3 kept + 1 set aside"],
        &["b.xml#11 genuine", "b.xml#12 duplicate 11", "b.xml#13 genuine", "b.xml#14 genuine"],
    );
    fs::copy(desk.path("a.xml"), desk.path("c.xml")).unwrap();
    desk.check("triage a.xml b.xml c.xml", DONE, &["2 comments are in several inputs", "4 read ="]);
    assert!(desk.check("explain a.xml b.xml 12", DONE, &[]).contains("Duplicate of comment 11 by Ada"));
}

#[test]
fn cleaning_overlapping_exports_does_the_same_in_each() {
    let desk = Desk::new();
    desk.put("a.xml", export("shed.example", &[FIRST, DOUBLE]));
    desk.put("b.xml", export("shed.example", &[FIRST, DOUBLE, REPLY, LATER]));
    fs::create_dir(desk.path("clean")).unwrap();
    desk.check(
        "clean a.xml b.xml -o clean --set-aside aside.ndjson",
        DONE,
        &["2 comments are in several inputs", "4 read = 3 kept + 1 set aside"],
    );
    // What is set aside goes from both, and the reply in the one goes to the copy that both have.
    check_cleaned(&desk, "clean/a.xml", &export("shed.example", &[FIRST]));
    let moved = (13, 11, REPLY.2, REPLY.3, REPLY.4);
    check_cleaned(&desk, "clean/b.xml", &export("shed.example", &[FIRST, moved, LATER]));
    assert_eq!(desk.text("aside.ndjson").lines().count(), 1, "one record is set aside once");
    desk.check("triage clean/a.xml clean/b.xml", DONE, &["3 read = 3 kept + 0 set aside"]);
    // Written into one file, each comes once.
    for name in ["a", "b"] {
        let converted = desk.check(&format!("convert {name}.xml --to ndjson"), DONE, &[]);
        desk.put(&format!("{name}.ndjson"), converted);
    }
    desk.check("clean a.ndjson b.ndjson -o one.xml", DONE, &["4 read = 3 kept + 1 set aside"]);
    desk.check("triage one.xml", DONE, &["3 read = 3 kept + 0 set aside"]);
    let one = desk.text("one.xml");
    let parent = |text: &str| {
        let comment = one.split("<wp:comment>").find(|comment| comment.contains(text)).unwrap();
        let value = comment.split("<wp:comment_parent>").nth(1).unwrap().split("</").next().unwrap();
        value.replace("<![CDATA[", "").replace("]]>", "")
    };
    assert_eq!([FIRST, REPLY, LATER].map(|remark| parent(remark.4)), ["0", "11", "11"]);
}

#[test]
fn a_thread_that_is_split_over_inputs_stays_one() {
    let desk = Desk::new();
    // The parent of 13 stands in the second export only.
    desk.put("a.xml", export("shed.example", &[REPLY]));
    desk.put("b.xml", export("shed.example", &[FIRST, DOUBLE, REPLY]));
    fs::create_dir(desk.path("clean")).unwrap();
    desk.check("clean a.xml b.xml -o clean", DONE, &["1 comment is in several inputs", "3 read = 2 kept"]);
    for name in ["clean/a.xml", "clean/b.xml"] {
        assert!(desk.text(name).contains("<wp:comment_parent>11</wp:comment_parent>"), "{name}");
    }
    // Tables tell neither site nor address; the date, to the second, must do.
    let row = |(id, parent, author, minute, text): Remark| {
        format!("{id},1,{parent},{author},2009-08-21 10:{minute:02}:00,\"{text}\"\n")
    };
    let head = "id,post,parent,author,date,body\n";
    desk.put("a.csv", [head, &row(FIRST), &row(DOUBLE)].concat());
    desk.put("b.csv", [head, &row(DOUBLE), &row(REPLY)].concat());
    check_decided(
        &desk,
        "a.csv b.csv",
        &["1 comment is in several inputs; it is counted once"],
        &["a.csv#11 genuine", "a.csv#12 duplicate 11", "b.csv#13 genuine"],
    );
    assert_eq!(desk.check("count a.csv b.csv --format csv", DONE, &[]).lines().count(), 2, "it is one post");
}

#[test]
fn what_differs_in_anything_is_no_repetition() {
    let desk = Desk::new();
    desk.put("a.xml", export("shed.example", &[FIRST]));
    let (id, parent, author, minute, text) = FIRST;
    for (number, other) in [
        (21, parent, author, minute, text),
        (id, parent, "Dora", minute, text),
        (id, parent, author, 44, text),
        (id, parent, author, minute, "We took the roof off at last, and found a nest."),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("b{number}.xml");
        desk.put(&name, export("shed.example", &[other]));
        desk.check(&format!("triage a.xml {name}"), DONE, &["2 read ="]);
    }
    desk.put("c.xml", export("barn.example", &[FIRST]));
    desk.check("triage a.xml c.xml", DONE, &["2 read ="]);
    // Inside one input the second copy has to go.
    desk.put("d.xml", export("shed.example", &[FIRST, FIRST]));
    desk.check("triage d.xml", DONE, &["2 read = 1 kept + 1 set aside"]);
}

#[test]
fn ids_that_sites_share_are_told_apart() {
    let desk = Desk::new();
    let other =
        |id| (id, 0, "Eve", 3, "Reed roofs want a steep pitch, or the water stands in them all winter.");
    desk.put("a.xml", export("shed.example", &[FIRST, DOUBLE]));
    desk.put("b.xml", export("barn.example", &[other(11), other(12), REPLY]));
    check_decided(
        &desk,
        "a.xml b.xml",
        &["5 read = 3 kept + 2 set aside"],
        &[
            "a.xml#11 genuine",
            "a.xml#12 duplicate a.xml#11",
            "b.xml#11 genuine",
            "b.xml#12 duplicate b.xml#11",
            "b.xml#13 genuine",
        ],
    );
    assert_eq!(desk.check("triage a.xml b.xml --format ids", DONE, &[]), "a.xml#12\nb.xml#12\n");
    let one = desk.check("explain a.xml b.xml b.xml#12", DONE, &[]);
    assert!(one.contains("Comment b.xml#12 by Eve") && one.contains("comment b.xml#11 by Eve"), "{one}");
    assert!(!one.contains("Ada"), "{one}");
    let both = desk.check("explain a.xml b.xml 12", DONE, &[]);
    assert!(both.contains("Comment a.xml#12 by Ada") && both.contains("Comment b.xml#12 by Eve"), "{both}");
    // Alone, an export's ids are as they are.
    assert_eq!(desk.check("triage a.xml --format ids", DONE, &[]), "12\n");
}

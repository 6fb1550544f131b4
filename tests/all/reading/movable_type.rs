//! Exports of Movable Type and TypePad, as they are written and as accidents leave them.

use threadsift::internals::comment::Comment;

use super::Reader;

const READER: Reader = Reader("movable-type");

#[test]
fn the_example_is_what_the_format_promises() {
    READER.check_example(["c1", "c2"]);
}

/// One of everything.
const BLOG: &str = "AUTHOR: Ada\n\
    TITLE: Mud season\n\
    BASENAME: mud_season\n\
    STATUS: Publish\n\
    ALLOW COMMENTS: 1\n\
    CONVERT BREAKS: __default__\n\
    PRIMARY CATEGORY: Garden\n\
    CATEGORY: Garden\n\
    CATEGORY: Straw & bark\n\
    TAGS: \"wet feet\",path\n\
    DATE: 03/07/2009 09:05:00 PM\n\
    -----\n\
    BODY:\n\
    Every March the path disappears.\n\
    -----\n\
    EXTENDED BODY:\n\
    And every April it comes back.\n\
    -----\n\
    EXCERPT:\n\
    The path.\n\
    -----\n\
    KEYWORDS:\n\
    march, mud\n\
    -----\n\
    COMMENT:\n\
    AUTHOR: Ben Ode\n\
    EMAIL: ben@ode.example\n\
    IP: 192.0.2.7\n\
    URL: http://ode.example/\n\
    DATE: 03/08/2009 12:10:00 AM\n\
    Straw rots.\n\
    \n\
    Try bark.\n\
    -----\n\
    PING:\n\
    TITLE: On paths\n\
    URL: http://cem.example/paths\n\
    IP: 192.0.2.8\n\
    BLOG NAME: Cem's notes\n\
    DATE: 03/08/2009 13:20:00\n\
    Ada's path is gone again.\n\
    -----\n\
    --------\n\
    AUTHOR: Ada\n\
    TITLE:\n\
    BASENAME: dry_at_last\n\
    UNIQUE URL: http://ada.example/dry\n\
    -----\n\
    BODY:\n\
    -----\n\
    COMMENT:\n\
    AUTHOR: Dee\n\
    Good.\n\
    -----\n\
    --------\n";

const BLOG_READ: &[&str] = &[
    "c1 p1> Ben Ode : Straw rots.\n\nTry bark.",
    "c2 p1> Cem's notes : <strong>On paths</strong>\n\nAda's path is gone again.",
    "post p1 Mud season  [\"Ada\"] [\"Garden\", \"Straw & bark\", \"wet feet\", \"path\", \"march\", \"mud\"]: \
     Every March the path disappears.\nAnd every April it comes back.\n",
    "c3 p2> Dee : Good.",
    "post p2 dry_at_last http://ada.example/dry [\"Ada\"] []: ",
];

/// A post with one comment.
fn post(comment: &str) -> String {
    format!("TITLE: T\n-----\nBODY:\nb\n-----\nCOMMENT:\n{comment}\n-----\n--------\n")
}

#[track_caller]
fn check_comment(comment: &str, expected: &[&str]) {
    READER.check(post(comment), &[expected, &["post p1 T  [] []: b\n"]].concat());
}

/// What the comment's date is read as.
#[track_caller]
fn check_date(date: &str, expected: &str) {
    let all = READER.comments(post(&format!("DATE: {date}\nx")).as_bytes());
    assert_eq!(all[0].date.map(|date| date.to_string()).unwrap_or_default(), expected);
}

#[test]
fn posts_comments_and_pings() {
    READER.check(BLOG, BLOG_READ);
    READER.check(BLOG.replace('\n', "\r\n"), BLOG_READ);
    READER.check(BLOG.replace('\n', "\r"), BLOG_READ);
    READER.check(format!("\u{feff}{BLOG}"), BLOG_READ);
    let all = READER.comments(BLOG.as_bytes());
    let author = |comment: &Comment| {
        [comment.author.email.clone(), comment.author.url.clone(), comment.author.ip.clone()]
    };
    assert_eq!(author(&all[0]), ["ben@ode.example", "http://ode.example/", "192.0.2.7"]);
    assert_eq!(author(&all[1]), ["", "http://cem.example/paths", "192.0.2.8"]);
    assert_eq!([&*all[0].declared_type, &*all[1].declared_type], ["", "trackback"]);
}

#[test]
fn dates() {
    check_date("03/08/2009 12:10:00 AM", "2009-03-08T00:10:00");
    check_date("03/08/2009 12:10:00 PM", "2009-03-08T12:10:00");
    check_date("03/08/2009 01:10:00 pm", "2009-03-08T13:10:00");
    check_date("3/8/2009 13:10", "2009-03-08T13:10:00");
    check_date("2009-03-08 13:10:00", "2009-03-08T13:10:00");
    check_comment(
        "DATE: 31/12/2009 10:00:00\nx",
        &[
            "damage 1@38: \"31/12/2009 10:00:00\" is not a date; the record was kept without one",
            "c1 p1>  : x",
        ],
    );
}

#[test]
fn fields_inside_a_text() {
    check_comment(
        "AUTHOR: Ben\nURL:\nDATE:\nSee this:\nURL: http://ode.example/\nAUTHOR: nobody\nCOMMENT:\nBODY:",
        &["c1 p1> Ben : See this:\nURL: http://ode.example/\nAUTHOR: nobody\nCOMMENT:\nBODY:"],
    );
    check_comment("AUTHOR: Ben\nAUTHOR: is what it says", &["c1 p1> Ben : AUTHOR: is what it says"]);
    check_comment("AUTHOR: Ben\n\nURL: http://ode.example/", &["c1 p1> Ben : URL: http://ode.example/"]);
    check_comment("TITLE: is no field of comments", &["c1 p1>  : TITLE: is no field of comments"]);
}

#[test]
fn hyphens_inside_a_text() {
    let damage =
        |byte: u32| format!("damage 1@{byte}: a row of hyphens inside a text was read as part of the text");
    check_comment("AUTHOR: Ben\nabove\n-----\nbelow", &[&damage(56), "c1 p1> Ben : above\n-----\nbelow"]);
    check_comment(
        "AUTHOR: Ben\nHeading\n--------\n\nbelow\n------\n ----",
        &[&damage(58), "c1 p1> Ben : Heading\n--------\n\nbelow\n------\n ----"],
    );
    check_comment(
        "AUTHOR: Ben\nabove\n-----\n\n\n-----\nbelow",
        &[&damage(56), &damage(64), "c1 p1> Ben : above\n-----\n\n\n-----\nbelow"],
    );
}

#[test]
fn blank_lines_between_the_parts_and_missing_hyphens() {
    READER.check(
        "\nTITLE: T\n\nBODY:\nb\n-----\n\nCOMMENT:\nAUTHOR: Ben\nx\n--------\n\n\nTITLE: U\n-----\nBODY:\n-----\n--------\n",
        &["c1 p1> Ben : x", "post p1 T  [] []: b\n", "post p2 U  [] []: "],
    );
}

#[test]
fn foreign_bytes() {
    READER.check(
        post("AUTHOR: Ren~\ncaf~ ok")
            .bytes()
            .map(|byte| if byte == b'~' { 0xe9 } else { byte })
            .collect::<Vec<u8>>(),
        &[
            "damage 1@29: the comment has 2 bytes that are not UTF-8; they were read as Windows-1252",
            "c1 p1> René : café ok",
            "post p1 T  [] []: b\n",
        ],
    );
    check_comment(
        "\u{1}",
        &[
            "damage 1@29: the comment has 1 control character; it is ignored when texts are compared",
            "c1 p1>  : \u{1}",
        ],
    );
}

#[test]
fn cut_inside_a_comment_and_inside_a_post() {
    READER.check(
        "TITLE: T\n-----\nCOMMENT:\nAUTHOR: Ben\nx\n-----\nCOMMENT:\nAUTHOR: Dee\nit is c",
        &[
            "c1 p1> Ben : x",
            "damage 1@72: the comment that starts at byte 44 has no end; it was left out and stays in the dump",
            "damage 1@72: the file ends inside a post; what was complete is kept",
            "post p1 T  [] []: ",
        ],
    );
    READER.check(
        "TITLE: T\n-----\nBODY:\nEvery Mar",
        &[
            "damage 0@30: the file ends inside a post; what was complete is kept",
            "post p1 T  [] []: Every Mar\n",
        ],
    );
}

#[test]
fn lines_and_texts_without_end() {
    let endless = "x".repeat(17 << 20);
    let (records, _) =
        READER.read(post(&format!("AUTHOR: Ben\n{endless}\n-----\nCOMMENT:\nAUTHOR: Dee\nx")).as_bytes());
    let lines: Vec<String> = records.iter().map(super::line).filter(|line| line.len() < 200).collect();
    assert_eq!(
        lines,
        [
            "damage 1@50: a line is longer than 16 MiB; it was cut there",
            "damage 1@29: a text is longer than 16 MiB; it was cut there",
            "c2 p1> Dee : x",
            "post p1 T  [] []: b\n",
        ]
    );
    assert!(READER.comments(post(&"\n".repeat(1 << 20)).as_bytes())[0].body.is_empty());
}

#[test]
fn byte_ranges_hold_the_block() {
    let (one, two) = ("COMMENT:\r\nAUTHOR: Ben\r\nü\r\n-----\r\n", "PING:\r\nTITLE: x\r\ny\r\n-----\r\n");
    let bytes = format!("TITLE: T\r\n-----\r\n{one}{two}--------\r\n");
    assert_eq!(READER.extents(bytes.as_bytes()), [one, two]);
    assert_eq!(READER.extents(b"TITLE: T\n-----\nCOMMENT:\nx\n--------\n"), ["COMMENT:\nx\n"]);
}

#[test]
fn cut_and_damaged_anywhere() {
    READER.check_cuts(BLOG.as_bytes());
    READER.check_flips(BLOG.as_bytes());
}

#[test]
fn sniffing() {
    super::check_sniffed(BLOG, "movable-type");
    super::check_sniffed(BLOG.replace('\n', "\r"), "movable-type");
    super::check_sniffed("\u{feff}\r\nTITLE: T\r\n-----\r\nCOMMENT:\r\n", "movable-type");
    super::check_sniffed("TITLE: T\nDATE: 2009\n\nNo parts here.\n", "text");
    super::check_sniffed("Mud\n-----\nBODY:\n", "text");
    super::check_sniffed("---\ntitle: Mud\n---\nTITLE: T\n-----\nBODY:\n", "jekyll");
}

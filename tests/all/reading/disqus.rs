//! Disqus exports, as Disqus writes them and as accidents leave them.

use super::Reader;
use crate::shared::desk::{DONE, Desk};

const READER: Reader = Reader("disqus");

#[test]
fn the_example_is_what_the_format_promises() {
    READER.check_example(["11", "12"]);
}

const HEAD: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n",
    "<disqus xmlns=\"http://disqus.com\" xmlns:dsq=\"http://disqus.com/disqus-internals\">\n",
);

#[test]
fn a_thread_that_was_deleted_is_not_counted() {
    let desk = Desk::new();
    let thread = |id: u8, is_deleted: bool| {
        format!(
            "<thread dsq:id=\"{id}\"><link>http://ada.example/{id}</link><title>Page {id}</title>\
             <isDeleted>{is_deleted}</isDeleted></thread>"
        )
    };
    let post = |id: u8| {
        format!(
            "<post dsq:id=\"{id}1\"><message>Straw rots.</message><isDeleted>false</isDeleted><isSpam>false</isSpam>\
             <author><name>Ben</name></author><thread dsq:id=\"{id}\" /></post>"
        )
    };
    let dump = [thread(1, false), thread(2, true), post(1), post(2)].concat();
    desk.put("dump.xml", format!("{HEAD}{dump}</disqus>"));
    let counts = desk.check("count dump.xml --format csv", DONE, &[]);
    assert!(counts.contains("Page 1") && !counts.contains("Page 2"), "{counts}");
    assert_eq!(desk.check("triage dump.xml --format ndjson", DONE, &["2 read"]).lines().count(), 2);
}

/// One of everything.
const FORUM: &str = r#"<category dsq:id="3"><forum>mud</forum><title>General</title><isDefault>true</isDefault></category>
<thread dsq:id="1">
<id>mud-season</id>
<forum>mud</forum>
<category dsq:id="3" />
<link>http://ada.example/mud?utm_source=x&amp;y=1</link>
<title>Mud &amp; more</title>
<message />
<createdAt>2011-08-30T14:20:00Z</createdAt>
<author><name>Ada</name><isAnonymous>false</isAnonymous><username>ada</username></author>
<isClosed>false</isClosed>
<isDeleted>false</isDeleted>
</thread>
<post dsq:id="11">
<id />
<message><![CDATA[<p>Straw <b>rots</b>.</p>]]></message>
<createdAt>2011-08-31T15:16:29Z</createdAt>
<isDeleted>false</isDeleted>
<isSpam>false</isSpam>
<author><email>ben@ode.example</email><name>Ben Ode</name><isAnonymous>false</isAnonymous><username>ode</username></author>
<ipAddress>192.0.2.7</ipAddress>
<thread dsq:id="1" />
</post>
<post dsq:id="12">
<id>wp_id=12</id>
<message><![CDATA[<p>Bark, then?</p>]]></message>
<createdAt>2011-08-31T15:18:00Z</createdAt>
<isDeleted>true</isDeleted>
<isSpam>false</isSpam>
<author><name>Cem</name><isAnonymous>true</isAnonymous><username>0f0f</username></author>
<thread dsq:id="1" />
<parent dsq:id="11" />
</post>
"#;

const FORUM_READ: &[&str] = &[
    r#"post 1 Mud & more http://ada.example/mud?utm_source=x&y=1 ["Ada", "ada"] []: "#,
    "11 1> Ben Ode approved: <p>Straw <b>rots</b>.</p>",
    "12 1>11 Cem deleted: <p>Bark, then?</p>",
];

fn export(content: &str) -> String {
    format!("{HEAD}{content}</disqus>\n")
}

/// What is read after the records of the forum.
#[track_caller]
fn check_after_forum(content: &str, expected: &[&str]) {
    READER.check(export(&format!("{FORUM}{content}")), &[FORUM_READ, expected].concat());
}

#[test]
fn threads_and_posts() {
    READER.check(export(FORUM), FORUM_READ);
    let all = READER.comments(export(FORUM).as_bytes());
    let ben = &all[0].author;
    assert_eq!([&ben.email, &ben.user, &ben.ip, &ben.url], ["ben@ode.example", "ode", "192.0.2.7", ""]);
    assert_eq!(all[0].date.map(|date| date.to_string()), Some("2011-08-31T15:16:29".to_owned()));
    assert_eq!(all[1].author.user, "", "guests are no users");
}

#[test]
fn spam_and_deleted() {
    let post = |is_deleted: &str, is_spam: &str| {
        format!(
            "<post dsq:id='13'><message>x</message><isDeleted>{is_deleted}</isDeleted><isSpam>{is_spam}</isSpam></post>"
        )
    };
    check_after_forum(&post("false", "true"), &["13 >  spam: x"]);
    check_after_forum(&post("true", "true"), &["13 >  spam: x"]);
    check_after_forum(&post("1", "0"), &["13 >  deleted: x"]);
    READER.check(
        format!("{HEAD}{}", post("False", "123")),
        &["damage 1@187: <isSpam> is neither true nor false; it was taken for false", "13 >  approved: x"],
    );
}

#[test]
fn post_without_an_id_and_unquoted_attributes() {
    check_after_forum(
        "<post><message>a</message><thread dsq:id=1 /><parent dsq:id=11/></post>\n\
         <post dsq:id=14><message>b</message><thread dsq:id=1></thread><parent dsq:id=c3></parent></post>\n\
         <post dsq:id=\"\"><message>c</message></post>\n",
        &["c3 1>11  approved: a", "14 1>c3  approved: b", "c5 >  approved: c"],
    );
}

#[test]
fn bad_dates() {
    READER.check(
        format!("{HEAD}<post dsq:id='1'><createdAt>2011-x09</createdAt><message>a</message></post>"),
        &["damage 1@138: \"2011-x09\" is not a date; the record was kept without one", "1 >  approved: a"],
    );
}

#[test]
fn threads_of_one_identifier_are_one_page() {
    let thread = |id: &str, identifier: &str, link: &str| {
        format!("<thread dsq:id=\"{id}\"><id>{identifier}</id><link>{link}</link></thread>\n")
    };
    let threads = [
        thread("1", "a", "http://ada.example/a"),
        thread("2", "a", "http://beta.ada.example/?p=1"),
        thread("3", "", "http://ada.example/b"),
        thread("4", "", "http://ada.example/c"),
        thread("5", "d", ""),
        thread("6", "d", "http://ada.example/d"),
    ];
    READER.check(
        export(&threads.concat()),
        &[
            "post 1  http://ada.example/a [] []: ",
            "post 2  http://ada.example/a [] []: ",
            "post 3  http://ada.example/b [] []: ",
            "post 4  http://ada.example/c [] []: ",
            "post 5   [] []: ",
            "post 6  http://ada.example/d [] []: ",
        ],
    );
}

#[test]
fn threads_behind_their_posts() {
    READER.check(
        export(
            "<post dsq:id='1'><message>a</message><thread dsq:id='7'/></post><thread dsq:id='7'><title>T</title></thread>",
        ),
        &["1 7>  approved: a", "post 7 T  [] []: "],
    );
}

#[test]
fn text_outside_cdata() {
    READER.check(
        export("<post dsq:id='1'><message>&lt;p&gt;R&amp;amp;D&lt;/p&gt; caf&eacute;</message></post>"),
        &["1 >  approved: <p>R&amp;D</p> café"],
    );
    READER.check(
        export("<post dsq:id='1'><message><p>Q & A<br/><!-- more --></p></message></post>"),
        &[
            "damage 1@138: <message> has tags of HTML outside CDATA; it was read as text",
            "1 >  approved: <p>Q & A<br/><!-- more --></p>",
        ],
    );
}

#[test]
fn foreign_bytes_stay_in_their_fields() {
    let mut bytes = HEAD.as_bytes().to_vec();
    bytes.extend(b"\xff<thread dsq:id='\xe9'><title>caf\xe9</title>\xff</thread>\xfe<!-- \xff -->");
    bytes.extend(b"<post dsq:id='1'><message>\xffx\x93</message><thread dsq:id='\xe9'/></post>");
    READER.check(
        bytes,
        &[
            "damage 0@141: <title> has 1 byte that is not UTF-8; it was read as Windows-1252",
            "post é café  [] []: ",
            "damage 1@198: <message> has 2 bytes that are not UTF-8; they were read as Windows-1252",
            "1 é>  approved: ÿx“",
        ],
    );
}

#[test]
fn post_that_nothing_ends() {
    READER.check(
        export(
            "<post dsq:id='1'><message>a</message><post dsq:id='2'><message>b<createdAt>2011-08-31T15:18:00Z</createdAt></post>",
        ),
        &[
            "damage 0@158: the comment that starts at byte 121 has no end; it was left out and stays in the dump",
            "damage 1@185: a field is not closed; it was taken to end here",
            "2 >  approved: b",
        ],
    );
}

#[test]
fn markup_that_is_none() {
    READER.check(
        export(
            "<post dsq:id='1'><message>a <! b</message></post><post dsq:id='2'><message>c</message></post>",
        ),
        &[
            "damage 1@149: this is not XML (syntax error: unknown or missed symbol in markup); reading went on behind it",
            "1 >  approved: a <! b",
            "2 >  approved: c",
        ],
    );
}

#[test]
fn a_text_without_end_and_elements_without_end() {
    let endless = "x".repeat(40 << 20);
    let lines: Vec<String> = READER.read(
        export(&format!(
            "<post dsq:id='1'><message>{endless}</message></post><post dsq:id='2'><message>c</message></post>"
        ))
        .as_bytes(),
    )
    .0
    .iter()
    .map(super::line)
    .filter(|line| line.len() < 200)
    .collect();
    assert_eq!(lines.last().map(String::as_str), Some("2 >  approved: c"));
    assert_eq!(lines[0], "damage 1@147: this is not XML (16 MiB without an end); reading went on behind it");
    READER.check(
        export(&format!("{}<post dsq:id='2'><message>c</message></post>", "<isDefault>".repeat(300_000))),
        &[
            "damage 0@3300121: a field is not closed; it was taken to end here",
            "damage 0@121: <isDefault> has tags of HTML outside CDATA; it was read as text",
            "2 >  approved: c",
        ],
    );
    READER.check(
        export(&format!("{}<post dsq:id='2'><message>c</message></post>", "<category>".repeat(300_000))),
        &["2 >  approved: c"],
    );
}

#[test]
fn byte_ranges_hold_the_post() {
    let (one, two) = ("<post dsq:id='1'>ü</post>", "<post dsq:id='2'><thread dsq:id='1'/></post>");
    let bytes = format!("\u{feff}{}", export(&format!("\n{one}\n{two}")));
    assert_eq!(READER.extents(bytes.as_bytes()), [one, two]);
}

#[test]
fn cut_and_damaged_anywhere() {
    READER.check_cuts(export(FORUM).as_bytes());
    READER.check_flips(export(&FORUM[FORUM.find("<post").expect("it has posts")..]).as_bytes());
}

#[test]
fn cut_inside_a_thread_and_inside_a_post() {
    let end = HEAD.len() + FORUM.find("<createdAt>").expect("it is there");
    READER.check(
        &format!("{HEAD}{FORUM}")[..end],
        &[
            &format!("damage 0@{end}: the file ends inside a thread; what was complete is kept"),
            "post 1 Mud & more http://ada.example/mud?utm_source=x&y=1 [] []: ",
        ],
    );
    READER.check(
        format!("{HEAD}<post dsq:id='1'><message>a</mess"),
        &[
            "damage 1@148: this is not XML (syntax error: tag not closed: `>` not found before end of input); reading went on behind it",
            "damage 0@154: the comment that starts at byte 121 has no end; it was left out and stays in the dump",
        ],
    );
}

#[test]
fn sniffing() {
    super::check_sniffed(export(FORUM), "disqus");
    super::check_sniffed("\n<disqus>", "disqus");
    super::check_sniffed(
        "PHP Warning: <b>oops</b>\n<?xml version='1.0'?><disqus xmlns='http://disqus.com'>",
        "disqus",
    );
    super::check_sniffed(
        "<rss xmlns:wp='http://wordpress.org/export/1.2/'><![CDATA[<disqus xmlns='http://disqus.com'>",
        "wxr",
    );
    super::check_sniffed("The tag <disqus> starts an export.\n", "text");
}

#[test]
fn the_comments_of_a_deleted_thread_are_deleted() {
    let thread = |id: u32, is_deleted: bool| {
        format!("<thread dsq:id=\"{id}\"><title>Mud</title><isDeleted>{is_deleted}</isDeleted></thread>\n")
    };
    let post = |id: u32, thread: u32| {
        format!("<post dsq:id=\"{id}\"><message>x</message><thread dsq:id=\"{thread}\" /></post>\n")
    };
    let posts = [post(11, 1), post(12, 2), post(13, 3)].concat();
    let dump = export(&[thread(1, true), thread(2, false), posts].concat());
    let statuses: Vec<&str> =
        READER.comments(dump.as_bytes()).iter().map(|comment| comment.status.name()).collect();
    assert_eq!(statuses, ["deleted", "approved", "approved"]);
}

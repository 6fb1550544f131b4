//! Blogger exports, classic and from Takeout, as Google writes them and as accidents leave them.

use threadsift::internals::comment::Comment;

use super::Reader;

const READER: Reader = Reader("blogger");

#[test]
fn the_example_is_what_the_format_promises() {
    READER.check_example(["11", "12"]);
}

const CLASSIC: &str = r#"<?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet href="http://www.blogger.com/styles/atom.css" type="text/css"?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' xmlns:thr='http://purl.org/syndication/thread/1.0' xmlns:app='http://purl.org/atom/app#'><id>tag:blogger.com,1999:blog-7.archive</id><title type='text'>Mud</title><link rel='self' href='http://www.blogger.com/feeds/7/archive'/><link rel='alternate' type='text/html' href='http://mud.example/'/><author><name>Ada</name><uri>http://www.blogger.com/profile/0300</uri><email>noreply@blogger.com</email></author>
<entry><id>tag:blogger.com,1999:blog-7.layout</id><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#template'/><title type='text'>Template</title><content type='text'>&lt;html&gt;</content></entry>
<entry><id>tag:blogger.com,1999:blog-7.post-100</id><published>2011-05-20T19:41:00.000-07:00</published><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/><category scheme='http://www.blogger.com/atom/ns#' term='mud &amp; straw'/><title type='text'>Fish &amp;amp; straw</title><content type='html'>&lt;p&gt;The path&amp;#39;s gone.&lt;/p&gt;</content><link rel='replies' type='application/atom+xml' href='http://mud.example/feeds/100/comments/default'/><link rel='alternate' type='text/html' href='http://mud.example/2011/05/fish.html?a=1&amp;b=2' title='Fish'/><author><name>Eve</name><uri>http://www.blogger.com/profile/0500</uri><email>noreply@blogger.com</email></author><thr:total>2</thr:total></entry>
<entry><id>tag:blogger.com,1999:blog-7.page-101</id><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#page'/><title type='html'>About &amp;eacute;</title><content type='html'>Me.</content><app:control xmlns:app='http://purl.org/atom/app#'><app:draft>yes</app:draft></app:control></entry>
<entry><id>tag:blogger.com,1999:blog-7.post-201</id><published>2011-05-21T10:00:00.000-07:00</published><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#comment'/><title type='text'>Straw rots.</title><content type='html'>Straw rots.&lt;br /&gt;I&amp;#39;d try bark.</content><link rel='self' href='http://www.blogger.com/feeds/7/100/comments/default/201'/><link rel='alternate' href='http://mud.example/2011/05/fish.html?showComment=1#c201'/><author><name>Ben Ode</name><uri>http://ode.example/</uri><email>noreply@blogger.com</email><gd:image rel='x' src='y'/></author><thr:in-reply-to href='http://mud.example/2011/05/fish.html' ref='tag:blogger.com,1999:blog-7.post-100'/></entry>
<entry><id>tag:blogger.com,1999:blog-7.post-202</id><published>2011-05-21T11:00:00.000-07:00</published><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#comment'/><content type='html'>Bark it is.</content><link rel='related' href='http://www.blogger.com/feeds/7/100/comments/default/201'/><author><name>Ada</name><uri>http://www.blogger.com/profile/0300</uri><email>noreply@blogger.com</email></author><thr:in-reply-to ref='tag:blogger.com,1999:blog-7.post-100'/></entry></feed>"#;

const CLASSIC_READ: &[&str] = &[
    "site http://mud.example/",
    "owner Ada  0300",
    r#"post 100 Fish &amp; straw http://mud.example/2011/05/fish.html?a=1&b=2 ["Eve"] ["mud & straw"]: <p>The path&#39;s gone.</p>"#,
    "post 101 About é  [] []: Me.",
    "201 100> Ben Ode : Straw rots.<br />I&#39;d try bark.",
    "202 100>201 Ada : Bark it is.",
];

fn takeout(entries: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom' \
         xmlns:blogger='http://schemas.google.com/blogger/2018'>\n{entries}</feed>\n"
    )
}

/// A comment in an export of Takeout.
fn remark(content: &str) -> String {
    takeout(&format!(
        "<entry><id>tag:blogger.com,1999:blog-7.post-301</id><blogger:type>COMMENT</blogger:type>{content}</entry>"
    ))
}

#[test]
fn classic() {
    READER.check(CLASSIC, CLASSIC_READ);
    let all = READER.comments(CLASSIC.as_bytes());
    let author = |comment: &Comment| {
        [comment.author.email.clone(), comment.author.url.clone(), comment.author.user.clone()]
    };
    assert_eq!(author(&all[0]), ["noreply@blogger.com", "http://ode.example/", ""]);
    assert_eq!(author(&all[1]), ["noreply@blogger.com", "http://www.blogger.com/profile/0300", "0300"]);
    assert_eq!(all[0].date.map(|date| date.to_string()), Some("2011-05-21T17:00:00".to_owned()));
}

#[test]
fn takeout_of_google() {
    READER.check(
        takeout(
            r"<id>tag:blogger.com,1999:blog-7</id><link rel='alternate' href='http://mud.example/'/>
<entry><id>tag:blogger.com,1999:blog-7.post-100</id><blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status><author><name>Ada</name><uri>https://www.blogger.com/profile/0300</uri><blogger:type>BLOGGER</blogger:type></author><title>Mud</title><content type='html'>&lt;p&gt;The path.&lt;/p&gt;</content><blogger:filename>/2011/05/mud.html</blogger:filename><category scheme='tag:blogger.com,1999:blog-7' term='straw'/><blogger:trashed/></entry>
<entry><id>tag:blogger.com,1999:blog-7.post-300</id><blogger:parent>tag:blogger.com,1999:blog-7.post-100</blogger:parent><blogger:inReplyTo/><blogger:type>COMMENT</blogger:type><blogger:status>LIVE</blogger:status><author><name>Ben</name><blogger:type>ANONYMOUS</blogger:type></author><content type='html'>Straw rots.</content><published>2011-05-21T10:00:00Z</published></entry>
<entry><id>tag:blogger.com,1999:blog-7.post-301</id><blogger:parent>100</blogger:parent><blogger:inReplyTo>tag:blogger.com,1999:blog-7.post-300</blogger:inReplyTo><blogger:type>COMMENT</blogger:type><blogger:status>PENDING</blogger:status><author><name>Cem</name></author><content type='html'>It does.</content></entry>
",
        ),
        &[
            "site http://mud.example/",
            r#"post 100 Mud http://mud.example/2011/05/mud.html ["Ada"] ["straw"]: <p>The path.</p>"#,
            "300 100> Ben approved: Straw rots.",
            "301 100>300 Cem pending: It does.",
        ],
    );
}

#[test]
fn states_of_comments() {
    for (content, expected) in [
        ("<blogger:status>LIVE</blogger:status><content>a</content>", "301 >  approved: a"),
        ("<blogger:status>SPAM</blogger:status><content>a</content>", "301 >  spam: a"),
        ("<blogger:status>SPAM_COMMENT</blogger:status><content>a</content>", "301 >  spam: a"),
        ("<blogger:status>GHOSTED</blogger:status><content>a</content>", "301 >  other: a"),
        (
            "<blogger:status>LIVE</blogger:status><blogger:trashed>2020-01-01T00:00:00Z</blogger:trashed><content>a</content>",
            "301 >  trash: a",
        ),
        ("<blogger:trashed></blogger:trashed><content>a</content>", "301 >  : a"),
        (
            "<content>This comment has been removed by the author.</content>",
            "301 >  deleted: This comment has been removed by the author.",
        ),
        (
            "<content>&lt;b>This comment has been removed by a blog administrator.&lt;/b></content>",
            "301 >  deleted: <b>This comment has been removed by a blog administrator.</b>",
        ),
        (
            "<content>&lt;span class=\"deleted-comment\">Weg.&lt;/span></content>",
            "301 >  deleted: <span class=\"deleted-comment\">Weg.</span>",
        ),
        (
            "<content>This comment has been removed by the author. I wonder why?</content>",
            "301 >  : This comment has been removed by the author. I wonder why?",
        ),
    ] {
        READER.check(remark(content), &[expected]);
    }
}

#[test]
fn neither_posts_nor_comments() {
    READER.check(takeout("<entry><id>x</id><content>a</content></entry><entry/>"), &[]);
}

#[test]
fn comments_before_their_post_and_ids_without_numbers() {
    READER.check(
        takeout(
            "<entry><id>urn:x</id><content>a</content><blogger:parent>urn:y</blogger:parent><blogger:type>COMMENT</blogger:type></entry>\
             <entry><content>b</content><blogger:type>COMMENT</blogger:type></entry>\
             <entry><id>urn:y</id><blogger:type>PAGE</blogger:type></entry>",
        ),
        &["urn:x urn:y>  : a", "c2 >  : b", "post urn:y   [] []: "],
    );
}

#[test]
fn bad_dates() {
    READER.check(
        remark("<published>yesterday</published><content>a</content>"),
        &["damage 1@137: \"yesterday\" is not a date; the record was kept without one", "301 >  : a"],
    );
}

#[test]
fn tags_as_they_are() {
    READER.check(
        remark("<content type='xhtml'><div>Straw<br/>rots.</div></content>"),
        &["301 >  : <div>Straw<br/>rots.</div>"],
    );
    READER.check(
        remark("<content type='html'>Q & A<b>!</b></content>"),
        &[
            "damage 0@225: <content> has a bare ampersand outside CDATA; it was read as text",
            "301 >  : Q & A<b>!</b>",
        ],
    );
}

#[test]
fn entries_that_nothing_ends() {
    READER.check(
        takeout(
            "<entry><id>a-1</id><blogger:type>POST</blogger:type><title>T</title>\n\
             <entry><id>a-2</id><blogger:type>COMMENT</blogger:type><content>lost</content>\n\
             <entry><id>a-3</id><blogger:type>COMMENT</blogger:type><content>kept<published>2011-05-21T10:00:00Z</published></entry>",
        ),
        &[
            "damage 0@206: the post that starts at byte 137 has no end; what was complete is kept",
            "post 1 T  [] []: ",
            "damage 0@285: the entry that starts at byte 206 has no end; it was left out and stays in the dump",
            "damage 0@353: a field is not closed; it was taken to end here",
            "3 >  : kept",
        ],
    );
}

#[test]
fn truncated() {
    let end = CLASSIC.find("Bark it is").expect("it is there");
    let start = CLASSIC.rfind("<entry>").expect("it is there");
    let lost = format!(
        "damage 1@{end}: the entry that starts at byte {start} has no end; it was left out and stays in the dump"
    );
    READER.check(&CLASSIC[..end], &[&CLASSIC_READ[..5], &[&lost]].concat());
}

#[test]
fn byte_ranges_hold_the_entry() {
    let entry = &CLASSIC[CLASSIC.rfind("<entry>").expect("it is there")..CLASSIC.len() - "</feed>".len()];
    assert_eq!(READER.extents(format!("\u{feff}{CLASSIC}").as_bytes())[1], entry);
}

#[test]
fn cut_and_damaged_anywhere() {
    READER.check_cuts(CLASSIC.as_bytes());
    let entries: Vec<&str> = CLASSIC.lines().collect();
    READER.check_flips(takeout(&entries[4..].concat()).as_bytes());
}

#[test]
fn sniffing() {
    super::check_sniffed(CLASSIC, "blogger");
    super::check_sniffed(remark(""), "blogger");
    super::check_sniffed(
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><id>urn:x</id></feed>",
        "",
    );
    super::check_sniffed(
        "<rss xmlns:wp='http://wordpress.org/export/1.2/'><guid>tag:blogger.com,1999:blog-7</guid>",
        "wxr",
    );
    super::check_sniffed("My <feed> has a tag:blogger.com,1999:blog of its own.\n", "text");
}

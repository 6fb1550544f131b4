//! WordPress exports, as WordPress, plugins and converters write them.

use super::Reader;

const READER: Reader = Reader("wxr");

const NAMESPACES: &str = concat!(
    r#"xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/" "#,
    r#"xmlns:dsq="http://www.disqus.com/" xmlns:georss="http://www.georss.org/georss" "#,
    r#"xmlns:gml="http://www.opengis.net/gml" xmlns:media="http://search.yahoo.com/mrss/""#,
);

fn export(items: &str) -> String {
    format!("<rss version=\"2.0\" {NAMESPACES}>\n<channel>\n{items}\n</channel></rss>\n")
}

fn item(fields: &str, comments: &[&str]) -> String {
    format!("<item>{fields}{}</item>\n", comments.concat())
}

fn comment(id: u32, parent: u32, body: &str) -> String {
    format!(
        "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_content>{body}</wp:comment_content>\
         <wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    )
}

#[track_caller]
fn check(items: &[String], expected: &[&str]) {
    READER.check(export(&items.concat()), expected);
}

#[test]
fn the_example_is_what_the_format_promises() {
    READER.check_example(["11", "12"]);
}

#[test]
fn posts_without_ids_are_told_apart_by_their_addresses() {
    for id in ["", "<wp:post_id></wp:post_id>", "<wp:post_id>0</wp:post_id>", "<wp:post_id>1</wp:post_id>"] {
        let fields = |page: &str| format!("<title>A title</title><link>http://b.example/{page}</link>{id}");
        let items = [
            item(&fields("one"), &[&comment(1, 0, "x"), &comment(2, 1, "y")]),
            item(&fields("two"), &[&comment(3, 0, "x")]),
            item(&fields("two"), &[&comment(4, 0, "z")]),
        ];
        let (first, posts) =
            if id.contains('1') { ("1", ["1", "p2", "p2"]) } else { ("p1", ["p1", "p2", "p2"]) };
        let expected = [
            format!("1 {first}>0  : x"),
            format!("2 {first}>1  : y"),
            format!("post {} A title http://b.example/one [] []: ", posts[0]),
            format!("3 {}>0  : x", posts[1]),
            format!("post {} A title http://b.example/two [] []: ", posts[1]),
            format!("4 {}>0  : z", posts[2]),
            format!("post {} A title http://b.example/two [] []: ", posts[2]),
        ];
        check(&items, &expected.each_ref().map(String::as_str));
    }
}

#[test]
fn posts_without_ids_and_addresses_are_told_apart_by_guids_then_by_titles() {
    let guid = |number: u32| format!("<title>A title</title><guid>http://b.example/?p={number}</guid>");
    let items = [item(&guid(1), &[&comment(1, 0, "x")]), item(&guid(2), &[&comment(2, 0, "x")])];
    check(&items, &["1 p1>0  : x", "post p1 A title  [] []: ", "2 p2>0  : x", "post p2 A title  [] []: "]);
    let titles = ["One", "Two", "One"].map(|title| item(&format!("<title>{title}</title>"), &[]));
    check(
        &titles,
        &[
            "note some posts have neither an id nor an address; they were told apart by their titles",
            "post p1 One  [] []: ",
            "post p2 Two  [] []: ",
            "post p1 One  [] []: ",
        ],
    );
    // What says nothing about itself is a post of its own.
    check(&[item("", &[]), item("", &[])], &["post p1   [] []: ", "post p2   [] []: "]);
}

#[test]
fn an_id_may_follow_the_comments_of_its_post() {
    let items = ["<item>".to_owned()
        + &comment(1, 0, "x")
        + "<wp:post_id>7</wp:post_id>"
        + &comment(2, 1, "y")
        + "</item>"];
    check(&items, &["1 7>0  : x", "2 7>1  : y", "post 7   [] []: "]);
}

#[test]
fn two_glued_exports_without_ids_are_two_blogs() {
    let one = export(&item("<link>http://b.example/a</link>", &[&comment(1, 0, "x")]));
    let lines = ["1 p1>0  : x", "post p1  http://b.example/a [] []: "];
    let again = ["1 2:p2>0  : x", "post 2:p2  http://b.example/a [] []: "];
    READER.check(one.repeat(2), &[lines, again].concat());
}

#[test]
fn elements_of_other_namespaces_are_passed_over_with_all_they_hold() {
    for foreign in [
        "<georss:where><gml:Point><gml:pos>59.3 18.1</gml:pos></gml:Point></georss:where>",
        "<media:group><media:title>Not it</media:title><media:content url='http://b.example/a.jpg'/></media:group>",
        "<media:title>Not it</media:title><media:description>Not it &amp; not that</media:description>",
        "<dsq:list><item><title>Not it</title></item><item/><image><url>u</url></image></dsq:list>",
        "<dsq:a><dsq:a><wpx:b xmlns:wpx='urn:x'/></dsq:a><title>Not it</title></dsq:a>",
        "<where xmlns='http://www.georss.org/georss'><Point><link>Not it</link></Point></where>",
    ] {
        let remote = "<wp:comment><dsq:remote><dsq:id>7</dsq:id><dsq:avatar>a</dsq:avatar></dsq:remote>";
        let comment = comment(1, 0, "x").replace("<wp:comment>", remote);
        let fields = format!("<title>It</title><wp:post_id>5</wp:post_id>{foreign}");
        check(&[item(&fields, &[&comment])], &["1 5>0  : x", "post 5 It  [] []: "]);
    }
}

#[test]
fn a_foreign_element_without_an_end_ends_with_what_holds_it() {
    let items = [
        item("<wp:post_id>5</wp:post_id><dsq:remote>", &[]),
        item("<wp:post_id>6</wp:post_id>", &[&comment(1, 0, "x")]),
    ];
    check(&items, &["post 5   [] []: ", "1 6>0  : x", "post 6   [] []: "]);
    let items = [item("<wp:post_id>5</wp:post_id><dsq:remote>", &[&comment(1, 0, "x")])];
    check(
        &items,
        &["damage 0@337: a field is not closed; it was taken to end here", "1 5>0  : x", "post 5   [] []: "],
    );
}

#[test]
fn metadata_says_what_a_webmention_is() {
    let kind = |kind: &str, meta: &str, body: &str| {
        let meta = format!(
            "<wp:commentmeta><wp:meta_key>semantic_linkbacks_type</wp:meta_key><wp:meta_value>{meta}</wp:meta_value></wp:commentmeta>"
        );
        let kind = format!("<wp:comment_type>{kind}</wp:comment_type>{meta}</wp:comment>");
        let dump = export(&item(
            "<wp:post_id>5</wp:post_id>",
            &[&comment(1, 0, body).replace("</wp:comment>", &kind)],
        ));
        let comments = READER.comments(dump.as_bytes());
        let look = threadsift::internals::facts::Look::BLANK;
        threadsift::internals::facts::look(&comments[0], &look).kind.name()
    };
    assert_eq!(kind("webmention", "like", ""), "reaction");
    assert_eq!(kind("webmention", "repost", "reposted this."), "reaction");
    assert_eq!(kind("webmention", "bookmark", "Ida kept this"), "reaction");
    assert_eq!(kind("webmention", "reply", "Mine is green."), "comment");
    assert_eq!(kind("webmention", "mention", "Ida mentioned it."), "pingback");
    // The metadata may be lost.
    assert_eq!(kind("webmention", "", "Ida Falk liked this post."), "reaction");
    assert_eq!(kind("like", "", ""), "reaction");
}

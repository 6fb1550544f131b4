//! Files for comment servers: what their importers read, and what is said about what they can't hold.

use serde_json::{Value, json};
use threadsift::internals::read::{Columns, Input};
use threadsift::internals::write::{Conversion, Converted, TARGETS};

/// Comments of one page in every status, with a reply to each.
fn dump() -> String {
    let comment = |id: u32, parent: u32, status: &str, body: &str| {
        json!({
            "id": id.to_string(), "post": "7", "parent": parent.to_string(), "status": status,
            "author_name": "Ann & Bob", "author_ip": "192.0.2.77", "date": "2012-03-02T09:15:00", "body": body,
            "author_email": "ann@boats.example", "author_url": "http://ann.example/?a=1&b=2", "post_title": "Sails",
            "post_url": "http://boats.example/sails/?page=2", "post_date": "2012-03-01T08:00:00",
        })
        .to_string()
    };
    let lines = [
        comment(1, 0, "approved", "Tom &amp; I use <em>waxed</em> thread.\nOr tape ]]> &lt;b&gt;"),
        comment(2, 1, "spam", "Cheap sails here, order now"),
        comment(3, 2, "approved", "No thank you."),
        comment(4, 1, "pending", "Is the thread thick?"),
        comment(5, 4, "approved", "ok"),
        comment(6, 9, "approved", "I answer a comment that is gone."),
    ];
    lines.join("\n")
}

fn convert(dumps: &[&str], to: &str) -> (String, Converted) {
    let open =
        |(number, text): (usize, &&str)| Input::from_bytes(&format!("dump-{number}"), *text, None).unwrap();
    let inputs: Vec<Input> = dumps.iter().enumerate().map(open).collect();
    let target = TARGETS.iter().find(|target| target.name == to).unwrap();
    let mut written = Vec::new();
    let columns = Columns::default();
    let conversion = Conversion::everything(&inputs, &columns);
    let converted = (target.write)(&conversion, &mut written).unwrap();
    (String::from_utf8(written).unwrap(), converted)
}

/// `id>parent` of each comment in a dialect of WXR.
fn ids(xml: &str) -> Vec<String> {
    let value = |comment: &str, name: &str| {
        let rest = comment.split_once(&format!("<wp:{name}>")).unwrap().1;
        rest.split_once("</").unwrap().0.to_owned()
    };
    let comments = xml.split("<wp:comment>").skip(1);
    comments
        .map(|comment| format!("{}>{}", value(comment, "comment_id"), value(comment, "comment_parent")))
        .collect()
}

#[track_caller]
fn check_losses(converted: &Converted, expected: &[&str]) {
    assert_eq!(converted.losses, expected);
}

#[test]
fn remark42_gets_approved_comments_under_parents_that_are_there() {
    let (xml, converted) = convert(&[&dump()], "remark42");
    assert_eq!(ids(&xml), ["1>0", "3>1", "5>1", "6>0"]);
    check_losses(
        &converted,
        &[
            "2 comments left out: not approved, and the server publishes what it imports",
            "2 replies moved up, past comments that are left out",
            "1 reply moved to the top level: its parent is not in the dump",
        ],
    );
}

/// The importer resolves character references once before it reads the text as Markdown.
#[test]
fn remark42_shows_the_text_that_the_blog_showed() {
    let (xml, _) = convert(&[&dump()], "remark42");
    let text =
        "<![CDATA[Tom &amp;amp; I use <em>waxed</em> thread.\nOr tape ]]]]><![CDATA[> &amp;lt;b&amp;gt;]]>";
    assert!(xml.contains(text), "{xml}");
    assert!(xml.contains("<link>http://boats.example/sails/?page=2</link>"), "{xml}");
    assert!(xml.contains("<wp:comment_author><![CDATA[Ann & Bob]]>"), "{xml}");
}

#[test]
fn disqus_gets_pending_comments_for_moderation_and_no_short_ones() {
    let (xml, converted) = convert(&[&dump()], "disqus");
    assert_eq!(ids(&xml), ["1>0", "3>1", "4>1", "6>0"]);
    assert_eq!(xml.matches("<wp:comment_approved>0<").count(), 1, "{xml}");
    check_losses(
        &converted,
        &[
            "1 comment left out: fewer than three characters, which Disqus refuses",
            "1 comment left out: spam, trash or deleted, which Disqus would publish",
            "1 reply moved up, past comments that are left out",
            "1 reply moved to the top level: its parent is not in the dump",
        ],
    );
}

/// Disqus shows all comments of one e-mail address under one name.
#[test]
fn disqus_gets_an_address_for_each_name_without_one() {
    let line = |id: &str, name: &str| {
        json!({"id": id, "post": "/a", "post_url": "http://boats.example/a", "author_name": name, "body": "Hello"})
            .to_string()
    };
    let dump = [line("1", "Ann"), line("2", "Bob"), line("3", "Ann")].join("\n");
    let (xml, converted) = convert(&[&dump], "disqus");
    let emails: Vec<&str> = xml
        .split("comment_author_email><![CDATA[")
        .skip(1)
        .map(|rest| rest.split_once("]]").unwrap().0)
        .collect();
    assert!(emails.iter().all(|email| email.ends_with("@anonymous.invalid")), "{emails:?}");
    assert_eq!(emails[0], emails[2]);
    assert_ne!(emails[0], emails[1]);
    assert!(converted.losses.iter().any(|loss| loss.starts_with("3 comments without an e-mail address")));
}

/// Every element that Disqus' documentation names is there, in its order.
#[test]
fn disqus_gets_every_element() {
    let (xml, _) = convert(&[&dump()], "disqus");
    let mut rest = &*xml;
    let names = [
        "title",
        "link",
        "content:encoded",
        "dsq:thread_identifier",
        "wp:post_date_gmt",
        "wp:comment_status",
        "wp:comment",
        "wp:comment_id",
        "wp:comment_author",
        "wp:comment_author_email",
        "wp:comment_author_url",
        "wp:comment_author_IP",
        "wp:comment_date_gmt",
        "wp:comment_content",
        "wp:comment_approved",
        "wp:comment_parent",
    ];
    for name in names {
        rest = rest.split_once(&format!("<{name}>")).unwrap_or_else(|| panic!("{name} in {xml}")).1;
    }
}

#[test]
fn isso_gets_threads_by_path_without_parents() {
    let (text, converted) = convert(&[&dump()], "isso");
    assert!(text.starts_with("[{"), "Isso recognises the format by its first two characters");
    let threads: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(threads[0]["id"], "/sails/?page=2");
    assert_eq!(threads[0]["title"], "Sails");
    let comments = threads[0]["comments"].as_array().unwrap();
    assert_eq!(comments.len(), 4);
    assert_eq!(comments[0]["id"], 1);
    assert_eq!(comments[0]["author"], "Ann & Bob");
    assert_eq!(comments[0]["remote_addr"], "192.0.2.0");
    assert_eq!(comments[0]["created"], "2012-03-02 09:15:00");
    assert_eq!(comments[0]["text"], "Tom &amp; I use <em>waxed</em> thread.  \nOr tape ]]> &lt;b&gt;");
    check_losses(
        &converted,
        &[
            "2 comments left out: not approved, and the server publishes what it imports",
            "2 replies moved up, past comments that are left out",
            "1 reply moved to the top level: its parent is not in the dump",
            "2 replies written at the top level: Isso's generic format has no parents",
        ],
    );
}

/// Isso's database has one thread for an address: a second one would end the import.
#[test]
fn posts_of_one_page_are_one_thread() {
    let other =
        dump().replace("\"7\"", "\"8\"").replace("Sails", "Sails again").replace("http://", "https://");
    let (text, _) = convert(&[&dump(), &other], "isso");
    let threads: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(threads.as_array().unwrap().len(), 1);
    assert_eq!(threads[0]["comments"].as_array().unwrap().len(), 8);
}

#[test]
fn a_page_without_an_address_is_left_out_and_counted() {
    let dump = json!({"id": "1", "post": "7", "post_title": "Sails", "body": "Hello"}).to_string();
    for target in ["disqus", "isso", "remark42"] {
        let (_, converted) = convert(&[&dump], target);
        assert_eq!(converted.n_comments, 0, "{target}");
        let expected = "1 comment left out: the post has no address, by which the server finds the page";
        assert!(converted.losses.iter().any(|loss| loss == expected), "{target}: {:?}", converted.losses);
    }
}

#[test]
fn pings_are_named() {
    let dump = dump().replace("\"status\"", "\"type\":\"pingback\",\"status\"");
    for (target, name) in [("disqus", "Disqus"), ("isso", "Isso"), ("remark42", "Remark42")] {
        let (_, converted) = convert(&[&dump], target);
        let expected = format!("pings written as comments: {name} has no pings");
        assert!(converted.losses.iter().any(|loss| loss.contains(&expected)), "{:?}", converted.losses);
    }
}

//! A clean export that is cut into parts, redacted, or freed of metadata, and the dump of what was set aside.

use std::collections::BTreeSet;

use threadsift::internals::comment::{Comment, Record};
use threadsift::internals::read::Input;

use crate::shared::desk::{DONE, Desk, FAILED, USAGE};
use crate::shared::inputs::{open, records};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
	<title>Boats</title>
	<wp:wxr_version>1.2</wp:wxr_version>
	<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[ida@boats.example]]></wp:author_login><wp:author_email><![CDATA[ida@boats.example]]></wp:author_email></wp:author>
	<wp:category><wp:term_id>3</wp:term_id><wp:cat_name><![CDATA[Sails]]></wp:cat_name></wp:category>
"#;

const TAIL: &str = "</channel>\n</rss>\n";

fn item(id: u32, text: &str, comments: &[String]) -> String {
    format!(
        "\t<item>\n\t\t<title>Post {id}</title>\n\t\t<dc:creator><![CDATA[ida@boats.example]]></dc:creator>\n\
         \t\t<content:encoded><![CDATA[{text} </item> ask me@boats.example]]></content:encoded>\n\
         \t\t<wp:post_id>{id}</wp:post_id>\n{}\t</item>\n",
        comments.concat()
    )
}

fn comment(id: u32, parent: u32, body: &str) -> String {
    format!(
        "\t\t<wp:comment>\n\t\t\t<wp:comment_id>{id}</wp:comment_id>\n\
         \t\t\t<wp:comment_author><![CDATA[Ann {id}]]></wp:comment_author>\n\
         \t\t\t<wp:comment_author_email><![CDATA[Ann@shore.example]]></wp:comment_author_email>\n\
         \t\t\t<wp:comment_author_IP>192.0.2.77</wp:comment_author_IP>\n\
         \t\t\t<wp:comment_date>2012-03-02 09:15:{id:02}</wp:comment_date>\n\
         \t\t\t<wp:comment_content><![CDATA[{body}]]></wp:comment_content>\n\
         \t\t\t<wp:comment_approved>1</wp:comment_approved>\n\
         \t\t\t<wp:comment_parent>{parent}</wp:comment_parent>\n\
         \t\t\t<wp:commentmeta>\n\t\t\t\t<wp:meta_key>akismet_result</wp:meta_key>\n\
         \t\t\t\t<wp:meta_value><![CDATA[false]]></wp:meta_value>\n\t\t\t</wp:commentmeta>\n\
         \t\t\t<wp:commentmeta>\n\t\t\t\t<wp:meta_key><![CDATA[akismet_as_submitted]]></wp:meta_key>\n\
         \t\t\t\t<wp:meta_value><![CDATA[a:1:{{s:7:\"user_ip\";s:10:\"192.0.2.77\";}}]]></wp:meta_value>\n\
         \t\t\t</wp:commentmeta>\n\
         \t\t\t<wp:commentmeta>\n\t\t\t\t<wp:meta_key>rating</wp:meta_key>\n\
         \t\t\t\t<wp:meta_value>5</wp:meta_value>\n\t\t\t</wp:commentmeta>\n\
         \t\t</wp:comment>\n"
    )
}

fn export(items: &[String]) -> String {
    format!("{HEAD}{}{TAIL}", items.concat())
}

/// Three posts, the second with a reply that has a smaller number than its parent.
fn boats() -> String {
    export(&[
        item(10, "The mainsail.", &[comment(1, 0, "Which thread do you use for the long seams?")]),
        item(
            20,
            "The jib.",
            &[
                comment(2, 4, "A reply that was imported before its parent."),
                comment(4, 0, "Write to ann@shore.example or <a href=\"mailto:Bob@shore.example\">Bob</a>."),
                comment(5, 2, "A reply to the reply."),
            ],
        ),
        item(30, "The boom.", &[comment(6, 0, "Mine is of spruce, from the yard next door.")]),
    ])
}

fn comments(export: &str) -> Vec<Comment> {
    let comments = records(&open(export.as_bytes())).into_iter().filter_map(|record| match record {
        Record::Comment(comment) => Some(*comment),
        _ => None,
    });
    comments.collect()
}

fn text(desk: &Desk, name: &str) -> String {
    std::fs::read_to_string(desk.path(name)).unwrap()
}

/// Cleans the boats with some options; gives the clean export.
#[track_caller]
fn clean(options: &str, said: &[&str]) -> String {
    let desk = Desk::new();
    desk.put("boats.xml", boats());
    desk.check(&format!("clean boats.xml -o clean.xml {options}"), DONE, said);
    text(&desk, "clean.xml")
}

#[test]
fn parts_are_whole_exports_within_the_limit() {
    let desk = Desk::new();
    desk.put("boats.xml", boats());
    let said = ["The clean dump has 3 parts, from clean-1.xml on."];
    desk.check("clean boats.xml -o clean.xml --split-size 4KB", DONE, &said);
    let parts: Vec<String> = (1..=3).map(|part| text(&desk, &format!("clean-{part}.xml"))).collect();
    assert!(!desk.path("clean.xml").exists() && !desk.path("clean-4.xml").exists());
    for part in &parts {
        assert!(part.starts_with(HEAD), "{part}");
        assert!(part.contains(TAIL), "{part}");
        assert_eq!(part.matches("<title>Post ").count(), 1, "{part}");
    }
    let ids: Vec<String> = parts.iter().flat_map(|part| comments(part)).map(|comment| comment.id).collect();
    assert_eq!(ids.len(), 5);
}

/// WordPress's importer adds comments in the order of their numbers.
#[test]
fn parents_have_smaller_numbers_than_their_replies() {
    let desk = Desk::new();
    desk.put("boats.xml", boats());
    desk.check("clean boats.xml -o clean.xml --split-size 1MB", DONE, &["2 comments numbered anew"]);
    let export = text(&desk, "clean-1.xml");
    let found: Vec<String> =
        comments(&export).iter().map(|comment| format!("{}>{}", comment.id, comment.parent)).collect();
    assert_eq!(found, ["1>0", "7>4", "4>0", "8>7", "6>0"]);
}

#[test]
fn a_post_that_is_larger_than_the_limit_is_a_part_of_its_own() {
    let desk = Desk::new();
    desk.put("boats.xml", boats());
    desk.check("clean boats.xml -o clean.xml --split-size 1", DONE, &["3 parts larger than the limit"]);
}

#[test]
fn personal_data_becomes_pseudonyms() {
    let said = ["5 IP addresses replaced by pseudonyms", "e-mail addresses replaced by pseudonyms"];
    let export = clean("--redact ip,email --salt pepper", &said);
    for datum in ["192.0.2.77", "shore.example", "ida@boats.example", "akismet_as_submitted"] {
        assert!(!export.contains(datum), "{datum} in {export}");
    }
    // The text of a post is not a comment's.
    assert!(export.contains("me@boats.example"));
    assert!(export.contains("<wp:meta_key>rating</wp:meta_key>"));
    let comments = comments(&export);
    assert_eq!(comments.len(), 5);
    let emails: BTreeSet<&str> = comments.iter().map(|comment| &*comment.author.email).collect();
    assert_eq!(emails.len(), 1, "one person has one pseudonym: {emails:?}");
    let email = emails.first().unwrap();
    assert!(comments[2].body.contains(email), "the same address in a text has the same pseudonym");
    assert!(comments[2].body.contains("mailto:"), "{}", comments[2].body);
}

#[test]
fn pseudonyms_depend_on_the_salt() {
    let email = |options: &str| comments(&clean(options, &[]))[0].author.email.clone();
    assert_eq!(email("--redact email --salt pepper"), email("--redact email,ip --salt pepper"));
    assert_ne!(email("--redact email --salt pepper"), email("--redact email --salt sugar"));
    assert_eq!(email("--redact email"), email("--redact email"));
    assert_ne!(email("--redact email"), email("--redact email --salt pepper"));
}

#[test]
fn what_is_not_redacted_stays() {
    let export = clean("--redact ip", &["5 rows of metadata left out by --redact"]);
    assert!(export.contains("Ann@shore.example") && export.contains("ida@boats.example"));
    assert!(!export.contains("192.0.2.77"));
}

#[test]
fn metadata_with_dropped_keys_is_left_out() {
    let export = clean("--drop-meta akismet_*", &["10 rows of metadata left out by --drop-meta"]);
    assert!(!export.contains("akismet") && export.contains("rating"));
    assert_eq!(export.matches("<wp:commentmeta>").count(), 5);
    let export = clean("--drop-meta *_result --drop-meta rat???", &["10 rows of metadata left out"]);
    assert!(export.contains("akismet_as_submitted") && !export.contains("rating"));
}

/// All bytes that no option concerns are those of the plain clean export.
#[test]
fn metadata_that_nobody_has_changes_nothing() {
    assert_eq!(clean("--drop-meta nothing", &[]), clean("", &[]));
}

#[test]
fn converted_dumps_are_prepared_too() {
    let desk = Desk::new();
    let line = |id: u32, post: u32, parent: u32| {
        serde_json::json!({
            "id": id.to_string(), "post": post.to_string(), "parent": parent.to_string(), "author_name": "Ann",
            "author_email": "ann@shore.example", "author_ip": "192.0.2.77", "body": format!("Remark {id} on spruce"),
            "post_title": format!("Post {post}"), "date": "2012-03-02T09:15:00",
        })
        .to_string()
    };
    desk.put("boats.ndjson", [line(1, 10, 0), line(2, 20, 3), line(3, 20, 0)].join("\n"));
    desk.check("clean boats.ndjson -o clean.xml --redact email,ip --split-size 1", DONE, &["2 parts"]);
    let parts = [text(&desk, "clean-1.xml"), text(&desk, "clean-2.xml")];
    assert!(parts.iter().all(|part| !part.contains("shore.example") && !part.contains("192.0.2.77")));
    assert_eq!(comments(&parts[0]).len() + comments(&parts[1]).len(), 3);
    assert!(parts[1].contains("<wp:comment_parent>3</wp:comment_parent>"), "{}", parts[1]);
}

#[test]
fn a_part_that_is_cleaned_again_stays_as_it_is() {
    let desk = Desk::new();
    let spam =
        comment(9, 0, "cheap viagra here http://cheap-viagra.example/").replace("Ann 9", "cheap viagra");
    desk.put("boats.xml", boats().replacen("\t</item>\n", &format!("{spam}\t</item>\n"), 1));
    desk.check("clean boats.xml -o clean.xml --split-size 4KB", DONE, &["1 set aside"]);
    desk.check("clean clean-2.xml -o again.xml", DONE, &["was cleaned with these settings before"]);
    assert_eq!(text(&desk, "again.xml"), text(&desk, "clean-2.xml"));
}

#[test]
fn odd_options_are_refused() {
    let desk = Desk::new();
    desk.put("boats.xml", boats());
    desk.check("clean boats.xml -o clean.xml --redact phone", USAGE, &["ip, email, agent"]);
    desk.check("clean boats.xml -o clean.xml --split-size small", USAGE, &["500M"]);
    desk.check("clean boats.xml -o clean.xml --salt pepper", USAGE, &["--redact"]);
    assert!(!desk.path("clean.xml").exists());
}

/// Two outputs in one place would leave only the last.
#[test]
fn outputs_that_are_one_file_are_refused() {
    let desk = Desk::new();
    desk.put("one.xml", boats());
    desk.put("two.xml", boats().replace("Post", "Page"));
    std::fs::create_dir(desk.path("out")).unwrap();
    desk.check("clean one.xml two.xml -o out --set-aside out", FAILED, &["out/one.xml"]);
    desk.check("clean one.xml -o a.xml --set-aside a-1.xml --split-size 1MB", FAILED, &["a-1.xml"]);
    assert!(!desk.path("out/one.xml").exists() && !desk.path("a-1.xml").exists());
}

/// What was kept and what was set aside are the comments of the input, each once, in its format.
#[track_caller]
fn check_complement(input: &str, bytes: &[u8]) {
    let desk = Desk::new();
    desk.put(input, bytes);
    desk.check(&format!("clean {input} -o clean.xml --set-aside aside.xml"), DONE, &["read ="]);
    let read = |name: &str| {
        let input = Input::open(&desk.path(name), None).unwrap();
        let comments = records(&input).into_iter().filter_map(|record| match record {
            Record::Comment(comment) => Some(*comment),
            _ => None,
        });
        comments.collect::<Vec<Comment>>()
    };
    let (kept, aside) = (read("clean.xml"), read("aside.xml"));
    assert!(!kept.is_empty() && !aside.is_empty());
    let plain = |comment: &Comment| format!("{} {} {}", comment.id, comment.author.name, comment.body);
    let mut found: Vec<String> = kept.iter().chain(&aside).map(plain).collect();
    desk.check(&format!("convert {input} --to wxr -o all.xml"), DONE, &[]);
    let whole = read("all.xml");
    let mut expected: Vec<String> = whole.iter().map(plain).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    // What was set aside keeps its parents, also those that were kept.
    for comment in &aside {
        let original = whole.iter().find(|original| original.id == comment.id).unwrap();
        assert_eq!(comment.parent, original.parent, "{}", comment.id);
    }
}

#[test]
fn kept_and_set_aside_are_everything() {
    let sample = std::fs::read("data/sample.wordpress.xml").unwrap();
    check_complement("sample.xml", &sample);
}

#[test]
fn kept_and_set_aside_of_a_converted_dump_are_everything() {
    let desk = Desk::new();
    desk.put("sample.xml", std::fs::read("data/sample.wordpress.xml").unwrap());
    for (format, name) in [("ndjson", "sample.ndjson"), ("csv", "sample.csv")] {
        desk.check(&format!("convert sample.xml --to {format} -o {name}"), DONE, &[]);
        check_complement(name, &std::fs::read(desk.path(name)).unwrap());
    }
}

#[test]
fn several_inputs_are_set_aside_in_a_folder() {
    let desk = Desk::new();
    let sample = std::fs::read("data/sample.wordpress.xml").unwrap();
    desk.put("one.xml", &sample);
    desk.put("two.xml", boats());
    std::fs::create_dir(desk.path("clean")).unwrap();
    std::fs::create_dir(desk.path("aside")).unwrap();
    desk.check("clean one.xml two.xml -o clean --set-aside aside", DONE, &["read ="]);
    let n_in = |name: &str| comments(&text(&desk, name)).len();
    assert_eq!(n_in("clean/one.xml") + n_in("aside/one.xml"), 99);
    assert_eq!(n_in("clean/two.xml") + n_in("aside/two.xml"), 5);
}

/// A database keeps the metadata of comments that were deleted.
#[test]
fn metadata_of_comments_that_are_gone_is_left_out_and_counted() {
    let desk = Desk::new();
    desk.put(
        "blog.sql",
        "INSERT INTO `wp_comments` (`comment_ID`, `comment_post_ID`, `comment_author`, `comment_content`) VALUES \
         (1, 7, 'Ann', 'Which thread do you use?'), (2, 7, 'Bob', 'Waxed polyester.');\n\
         INSERT INTO `wp_commentmeta` (`meta_id`, `comment_id`, `meta_key`, `meta_value`) VALUES \
         (1, 1, 'akismet_result', 'false'), (2, 55, 'akismet_result', 'true'), (3, 56, 'akismet_result', 'true');\n",
    );
    let said = ["2 rows of metadata of comments that are not in the dump: left out"];
    desk.check("clean blog.sql -o clean.xml", DONE, &said);
}

/// Every option that changes the clean dump leaves it readable, with every record in it.
#[test]
fn clean_dumps_are_what_they_should_be_when_they_are_read_back() {
    let desk = Desk::new();
    desk.put("sample.xml", std::fs::read("data/sample.wordpress.xml").unwrap());
    desk.put("boats.xml", boats());
    desk.check("convert sample.xml --to ndjson -o sample.ndjson", DONE, &[]);
    let said = ["read back: every record is as it should be"];
    for input in ["sample.xml", "boats.xml", "sample.ndjson"] {
        for options in [
            "",
            "--keep spam,duplicate",
            "--redact ip,email",
            "--drop-meta *",
            "--split-size 3KB --redact agent",
        ] {
            desk.check(&format!("clean {input} -o clean.xml --verify {options}"), DONE, &said);
        }
    }
    std::fs::create_dir(desk.path("clean")).unwrap();
    desk.check("clean sample.xml boats.xml -o clean --verify", DONE, &said);
    desk.check("clean boats.xml --verify", USAGE, &["--output"]);
    desk.check("clean boats.xml -o /dev/null --verify", FAILED, &["no file that could be read back"]);
}

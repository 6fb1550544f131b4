//! Concatenated dumps in one file, and dumps after the output of a server or of PHP.

use threadsift::internals::comment::Record;
use threadsift::internals::read::Input;

use crate::shared::inputs::records;

/// Reads a file whose format is found out: `id post author: body` of every comment, and the damages.
#[track_caller]
fn check(bytes: &str, format: &str, comments: &[&str], damages: &[&str]) {
    let input = Input::from_bytes("input", bytes, None).unwrap();
    let (mut read, mut damaged) = (Vec::new(), Vec::new());
    for record in records(&input) {
        match record {
            Record::Comment(comment) => {
                let start = &bytes[comment.place.byte as usize..comment.end as usize];
                assert!(start.contains(&comment.body), "the comment is where it is said to be: {start:?}");
                read.push(format!(
                    "{} {} {}: {}",
                    comment.id, comment.post, comment.author.name, comment.body
                ));
            }
            Record::Damage(damage) => damaged.push(damage.what),
            _ => {}
        }
    }
    assert_eq!(
        (input.format.name, read),
        (format, comments.iter().map(|comment| (*comment).to_owned()).collect()),
        "{damaged:?}"
    );
    assert_eq!(damaged.len(), damages.len(), "{damaged:?}");
    for (damaged, words) in damaged.iter().zip(damages) {
        assert!(damaged.contains(words), "{damaged}");
    }
}

const WXR_START: &str =
    "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><item><wp:post_id>1</wp:post_id>";

fn wxr(id: u32, author: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n{WXR_START}<wp:comment><wp:comment_id>{id}</wp:comment_id>\
         <wp:comment_author>{author}</wp:comment_author><wp:comment_content>{body}</wp:comment_content>\
         </wp:comment></item></channel></rss>\n"
    )
}

fn sql(author: &str, body: &str) -> String {
    format!(
        "-- MySQL dump\nCREATE TABLE `wp_comments` (`comment_ID` bigint, `comment_post_ID` bigint, \
         `comment_author` text, `comment_content` text);\nINSERT INTO `wp_comments` VALUES (11,1,'{author}','{body}');\n"
    )
}

const PHP: &str = "PHP Warning:  Undefined variable $x in /var/www/a.php on line 3\n\
    \n\
    Warning: Undefined variable $x in /var/www/a.php on line 3\n";

const PHP_IN_HTML: &str =
    "<br />\n<b>Warning</b>:  Undefined variable $x in <b>/var/www/a.php</b> on line <b>3</b><br />\n";

const HTTP: &str =
    "HTTP/1.1 200 OK\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nContent-Type: text/plain\r\n\r\n";

#[test]
fn two_wordpress_exports_are_two_blogs() {
    let glued = wxr(11, "Ada", "First.") + &wxr(11, "Ben", "Second.");
    check(&glued, "wxr", &["11 1 Ada: First.", "11 2:1 Ben: Second."], &[]);
}

#[test]
fn two_databases_are_two_blogs() {
    let glued = sql("Ada", "First.") + &sql("Ben", "Second.");
    check(&glued, "sql", &["11 1 Ada: First.", "2:11 2:1 Ben: Second."], &[]);
}

#[test]
fn a_second_header_is_no_comment() {
    let first = "id,author,body\n1,Ada,\"First, indeed.\"\n";
    let expected = &["1  Ada: First, indeed.", "2  Ben: Second."];
    check(&format!("{first}id,author,body\n2,Ben,Second.\n"), "csv", expected, &[]);
    check(&format!("{first}\u{feff}id,author,body\n2,Ben,Second.\n"), "csv", expected, &[]);
    check(&format!("{first}body,id,author\nSecond.,2,Ben\n"), "csv", expected, &[]);
    // A comment may well be called so.
    check(&format!("{first}2,author,body\n"), "csv", &[expected[0], "2  author: body"], &[]);
}

#[test]
fn lists_of_objects_follow_one_another() {
    let list =
        |id: u32, author: &str| format!("[{{\"id\":\"{id}\",\"author\":\"{author}\",\"body\":\"Said.\"}}]\n");
    check(&(list(1, "Ada") + &list(2, "Ben")), "json", &["1  Ada: Said.", "2  Ben: Said."], &[]);
    let lines = "{\"id\":\"1\",\"author\":\"Ada\",\"body\":\"Said.\"}\nid,author,body\n2,Ben,Said.\n";
    check(lines, "json", &["1  Ada: Said."], &["not JSON"]);
}

#[test]
fn what_was_said_before_the_dump_is_passed_over() {
    for preamble in [PHP, PHP_IN_HTML, HTTP] {
        let before = |dump: &str| format!("{preamble}{dump}");
        check(&before(&wxr(11, "Ada", "First.")), "wxr", &["11 1 Ada: First."], &[]);
        let words = &["before the dump"];
        check(&before(&sql("Ada", "First.")), "sql", &["11 1 Ada: First."], words);
        check(&before("id,author,body\n1,Ada,First.\n"), "csv", &["1  Ada: First."], words);
        let object = "{\"id\":\"1\",\"author\":\"Ada\",\"body\":\"First.\"}";
        check(&before(&format!("{object}\n")), "json", &["1  Ada: First."], words);
        check(&before(&format!("[{object}]")), "json", &["1  Ada: First."], words);
    }
    // A page that starts with a warning is a page.
    check("Warning: thin ice\n\nThe pond is not what it was.\n", "text", &[], &[]);
}

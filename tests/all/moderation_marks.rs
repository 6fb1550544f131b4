//! Moderation marks: earlier decisions of people and filters, as dumps hold them.

use threadsift::internals::comment::Marks;
use threadsift::internals::config::Config;
use threadsift::internals::model::Model;
use threadsift::internals::pipeline;
use threadsift::internals::read::Input;

/// One line per comment: its id, its marks as words, and its label.
fn marks(files: &[&str], columns: &str, config: &Config) -> Vec<String> {
    let open = |text: &&str| Input::from_bytes("input", *text, None).unwrap();
    let inputs: Vec<Input> = files.iter().map(open).collect();
    let dump =
        pipeline::read(&inputs, &columns.parse().unwrap(), config, &Model::shipped().unwrap(), &mut |_| {})
            .unwrap();
    assert_eq!(dump.damages, []);
    dump.comments.iter().map(|facts| line(facts.id(), facts.marks)).collect()
}

fn line(id: &str, marks: Marks) -> String {
    let label = marks.label.map(|is_spam| if is_spam { "label:spam" } else { "label:ham" });
    let words = marks.to_words().into_iter().chain(label.map(str::to_owned));
    [id.to_owned()].into_iter().chain(words).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(files: &[&str], expected: &[&str]) {
    assert_eq!(marks(files, "", &Config::default()), expected);
}

const COMMENTS: &str =
    "INSERT INTO wp_comments (comment_ID, comment_post_ID, comment_author, comment_content) VALUES
(7, 1, 'Ada', 'A first remark.'), (8, 1, 'Grace', 'Second thoughts.');
";

const META: &str = "INSERT INTO wp_commentmeta (meta_id, comment_id, meta_key, meta_value) VALUES
(1, 7, 'akismet_result', 'true'), (2, 7, 'akismet_user_result', 'false'), (3, 8, 'rating', '5'),
(4, 8, '_wp_trash_meta_status', '1'), (5, 99, 'akismet_result', 'true');
";

#[test]
fn wxr_has_marks_in_the_comment() {
    let comment = |id: u32, meta: &str| {
        format!(
            "<wp:comment><wp:comment_id>{id}</wp:comment_id>\
             <wp:comment_content>Mud.</wp:comment_content>{meta}</wp:comment>"
        )
    };
    let meta = |key: &str, value: &str| {
        format!(
            "<wp:commentmeta><wp:meta_key><![CDATA[{key}]]></wp:meta_key>\
             <wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:commentmeta>"
        )
    };
    let first = comment(
        1,
        &(meta("akismet_result", "true")
            + &meta("akismet_history", r#"a:1:{s:5:"event";s:10:"report-ham";}"#)),
    );
    let wxr = format!(
        "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>\
         <item><wp:post_id>1</wp:post_id>{}{}{}{}</item></channel></rss>",
        first,
        comment(2, &meta("antispam_bee_reason", "css")),
        comment(3, ""),
        comment(
            4,
            "<wp:commentmeta><wp:meta_key>akismet_result</wp:meta_key></wp:commentmeta>\
             <wp:commentmeta><wp:meta_value>true</wp:meta_value></wp:commentmeta>"
        ),
    );
    check(&[&wxr], &["1 ham-by-person spam-by-filter", "2 spam-by-filter", "3", "4"]);
}

#[test]
fn tables_of_a_database_come_in_any_order_and_in_any_number_of_files() {
    let expected = ["7 ham-by-person spam-by-filter", "8 filed-from:approved"];
    check(&[&(COMMENTS.to_owned() + META)], &expected);
    check(&[&(META.to_owned() + COMMENTS)], &expected);
    check(&[META, COMMENTS], &expected);
    check(&[COMMENTS, META], &expected);
}

#[test]
fn marks_of_one_blog_are_not_those_of_another() {
    // The second blog has a comment 7 too.
    let other = COMMENTS.replace("wp_comments", "wp_2_comments");
    check(
        &[&(COMMENTS.to_owned() + META + &other)],
        &["7 ham-by-person spam-by-filter", "8 filed-from:approved", "2:7", "2:8"],
    );
    check(
        &[&(COMMENTS.to_owned() + META), COMMENTS],
        &["7 ham-by-person spam-by-filter", "8 filed-from:approved", "7", "8"],
    );
}

#[test]
fn a_column_of_labels_is_read() {
    let table = "id,post,text,verdict\n1,1,Mud.,ham\n2,1,Shoes,SPAM\n3,1,Mud?,\n4,1,Mud!,unsure\n";
    let found = marks(&[table], "label=verdict", &Config::default());
    assert_eq!(found, ["1 label:ham", "2 label:spam", "3", "4"]);
    check(
        &[r#"[{"id":1,"text":"Mud.","is_spam":false},{"id":2,"text":"Shoes","is_spam":true}]"#],
        &["1 label:ham", "2 label:spam"],
    );
}

#[test]
fn disqus_marks_spam() {
    let post = |id: u32, is_spam: bool| {
        format!("<post dsq:id=\"{id}\"><message>Mud.</message><isSpam>{is_spam}</isSpam></post>")
    };
    check(
        &[&format!("<disqus xmlns=\"http://disqus.com\">{}{}</disqus>", post(1, true), post(2, false))],
        &["1 spam-by-filter", "2"],
    );
}

#[test]
fn ignore_status_ignores_marks_but_not_labels() {
    let config = Config { ignore_status: true, ..Config::default() };
    assert_eq!(marks(&[META, COMMENTS], "", &config), ["7", "8"]);
    let labelled = r#"{"id":"1","text":"Mud.","label":"1"}"#;
    assert_eq!(marks(&[labelled], "", &config), ["1 label:spam"]);
}

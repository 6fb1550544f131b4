//! What WP-CLI and WordPress REST write, which our tables and lists have to read.

use threadsift::internals::config::Config;
use threadsift::internals::index::CommentIdx;
use threadsift::internals::model::Model;
use threadsift::internals::pipeline;
use threadsift::internals::read::{Columns, Input};

fn open(bytes: &str) -> Input {
    Input::from_bytes("input", bytes, None).expect("it is a dump")
}

/// The columns that `wp comment list` has by itself lack the text.
#[track_caller]
fn check_asks_for_text(bytes: &str, format: &str) {
    let input = open(bytes);
    assert_eq!(input.format.name, format);
    let error = input.read(0, &Columns::default(), &mut |_| {}).expect_err("there is no text").to_string();
    let command = "wp comment list --status=any --type=all --format=json --fields=comment_ID,comment_post_ID,\
                   comment_parent,comment_type,comment_approved,comment_date_gmt,comment_author,\
                   comment_author_email,comment_author_url,comment_author_IP,comment_agent,user_id,comment_content";
    assert!(error.contains(command) && error.contains("comment_author_email"), "{error}");
}

#[test]
fn without_a_text_the_command_that_exports_it_is_named() {
    check_asks_for_text(
        "comment_ID,comment_post_ID,comment_date,comment_approved,comment_author,comment_author_email\n\
         7,1,\"2019-03-01 10:00:00\",1,Ada,ada@ada.example\n",
        "csv",
    );
    check_asks_for_text(
        r#"[{"comment_ID":"7","comment_post_ID":"1","comment_date":"2019-03-01 10:00:00","comment_approved":"1","comment_author":"Ada","comment_author_email":"ada@ada.example"}]"#,
        "json",
    );
    check_asks_for_text(
        "---\n- \n  comment_ID: \"7\"\n  comment_post_ID: \"1\"\n  comment_date: 2019-03-01 10:00:00\n  \
         comment_approved: \"1\"\n  comment_author: Ada\n  comment_author_email: ada@ada.example\n",
        "yaml",
    );
}

#[test]
fn backslashes_and_formulas_are_read_as_they_were() {
    let table = "comment_ID,comment_post_ID,comment_author,comment_content\n\
                 7,1,Ada,\"She said \\\"mud\\\", and C:\\\\new\"\n8,1,Ivo,\"'@Ada: yes\"\n9,1,Ivo,\"'tis mud\"\n";
    let mut bodies = Vec::new();
    open(table)
        .read(0, &Columns::default(), &mut |record| {
            if let threadsift::internals::comment::Record::Comment(comment) = record {
                bodies.push(comment.body);
            }
        })
        .expect("it can be read");
    assert_eq!(bodies, [r#"She said \"mud\", and C:\\new"#, "@Ada: yes", "'tis mud"]);
}

/// One answer of REST with these comments: id, parent and text.
fn answer(comments: &[(u32, u32, &str)]) -> String {
    let comment = |(id, parent, text): &(u32, u32, &str)| {
        format!(
            r#"{{"id":{id},"post":3,"parent":{parent},"author":0,"author_name":"Ada","author_url":"","date":"2019-03-01T11:00:00","date_gmt":"2019-03-01T10:00:00","content":{{"rendered":"<p>{text}</p>\n"}},"link":"https://blog.example/mud/#comment-{id}","status":"approved","type":"comment","meta":[],"_links":{{}}}}"#
        )
    };
    format!("[{}]", comments.iter().map(comment).collect::<Vec<_>>().join(","))
}

#[test]
fn answers_of_rest_in_several_files_are_one_dump() {
    let text = "The path by the compost heap was under water again this morning, so I laid planks across it.";
    let files = [answer(&[(9, 7, "Bark chips help, I think."), (8, 0, text)]), answer(&[(7, 0, text)])];
    let inputs: Vec<Input> = files.iter().map(|file| open(file)).collect();
    let config = Config::default();
    let dump = pipeline::read(
        &inputs,
        &Columns::default(),
        &config,
        &Model::shipped().expect("it is shipped"),
        &mut |_| {},
    )
    .expect("they can be read");
    let judged = pipeline::judge(dump, &Model::shipped().expect("it is shipped"), &config);
    let [reply, copy, parent] = [0, 1, 2].map(CommentIdx::from);
    assert_eq!(judged.known.threads.parent(reply), Some(parent), "the parent is in the other file");
    assert_eq!(judged.decisions[copy].duplicate_of, Some(parent));
    assert_eq!(judged.known.pages.iter().count(), 1);
}

//! Dumps of one database in several files: a file for each table, or several for one.

use crate::shared::desk::{DONE, Desk, FAILED, SALVAGED};

const COMMENTS: &str = "CREATE TABLE `wp_comments` (`comment_ID` int, `comment_post_ID` int, `comment_author` text, \
    `comment_content` text, `comment_parent` int);\n\
    INSERT INTO `wp_comments` VALUES (1,5,'Ada','Straw rots in every wet spring.',0),(2,5,'Bob','Then try bark.',1);\n";

const POSTS: &str = "CREATE TABLE `wp_posts` (`ID` int, `post_title` text, `post_content` text, `guid` text);\n\
    INSERT INTO `wp_posts` VALUES (5,'Mud season','Every March.','https://b.example/?p=5');\n";

/// The titles of the posts that comments are converted with.
#[track_caller]
fn check_title(desk: &Desk, inputs: &str) {
    let rows = desk.check(&format!("convert {inputs} --to ndjson"), DONE, &[]);
    let first: serde_json::Value = serde_json::from_str(rows.lines().next().unwrap()).unwrap();
    let post = ["post_title", "post_url", "post_body"].map(|key| first[key].as_str().unwrap());
    assert_eq!(post, ["Mud season", "https://b.example/?p=5", "Every March."], "{inputs}");
    assert_eq!(rows.lines().count(), 2);
}

#[test]
fn a_file_for_each_table_is_one_dump() {
    let desk = Desk::new();
    desk.put("backup/wp_comments.sql", COMMENTS);
    desk.put("backup/wp_posts.sql", POSTS);
    check_title(&desk, "backup");
    check_title(&desk, "backup/wp_posts.sql backup/wp_comments.sql");
    desk.put("elsewhere/posts.sql", POSTS);
    check_title(&desk, "backup/wp_comments.sql elsewhere/posts.sql");
}

#[test]
fn no_output_replaces_one_of_the_files() {
    let desk = Desk::new();
    desk.put("wp_comments.sql", COMMENTS);
    desk.put("wp_posts.sql", POSTS);
    for output in ["wp_comments.sql", "wp_posts.sql"] {
        let command = format!("clean wp_comments.sql wp_posts.sql -o {output}");
        desk.check(&command, FAILED, &[&format!("the output {output} is an input too")]);
    }
    check_title(&desk, "wp_comments.sql wp_posts.sql");
}

#[test]
fn chunks_of_mydumper_are_one_dump() {
    let desk = Desk::new();
    let (schema, rows) = COMMENTS.split_at(COMMENTS.find("INSERT").unwrap());
    let (first, second) = rows.split_at(rows.find(",(2").unwrap());
    desk.put(
        "dump/metadata",
        "Started dump at: 2021-01-05 08:12:00\nFinished dump at: 2021-01-05 08:12:01\n",
    );
    desk.put("dump/blog-schema-create.sql", "CREATE DATABASE `blog`;\n");
    desk.put("dump/blog.wp_comments-schema.sql", schema);
    desk.put("dump/blog.wp_comments.00000.sql", format!("{first};\n"));
    desk.put(
        "dump/blog.wp_comments.00001.sql",
        format!("INSERT INTO `wp_comments` VALUES{};\n", &second[1..].trim_end_matches(";\n")),
    );
    desk.put("dump/blog.wp_posts.sql", POSTS);
    check_title(&desk, "dump");
}

#[test]
fn damage_in_a_part_is_reported_with_its_file() {
    let desk = Desk::new();
    desk.put("backup/wp_comments.sql", COMMENTS.replace("'Bob'", "Bob'"));
    desk.put("backup/wp_posts.sql", POSTS);
    let byte = COMMENTS.find("(2,5").unwrap();
    let words = format!("backup/wp_comments.sql (byte {byte}): a row is broken");
    desk.check("convert backup --to ndjson", SALVAGED, &[&words]);
}

#[test]
fn two_dumps_of_one_table_stay_two() {
    let desk = Desk::new();
    desk.put("backups/monday.sql", COMMENTS);
    desk.put("backups/tuesday.sql", COMMENTS);
    let expected =
        ["backups/monday.sql 1", "backups/monday.sql 2", "backups/tuesday.sql 1", "backups/tuesday.sql 2"];
    desk.check_read("backups", DONE, &[], &expected);
}

//! Scripts for a WordPress site: what gets into them, and what does not. `tests/wordpress/` runs them.

use std::fs;

use crate::shared::desk::{DONE, Desk, FAILED, SALVAGED, USAGE};

/// A text that is long enough to be a duplicate.
const DOUBLED: &str = "The roof of my shed leaks at the ridge since the storm of last week.";

/// A comment of a dump.
struct Row {
    id: &'static str,
    parent: &'static str,
    status: &'static str,
    author: &'static str,
    text: &'static str,
}

/// Two copies of one comment, a reply to the second, and a comment of another person.
const ROWS: [Row; 4] = [
    Row { id: "11", parent: "0", status: "1", author: "Ann", text: DOUBLED },
    Row { id: "12", parent: "0", status: "1", author: "Ann", text: DOUBLED },
    Row {
        id: "13",
        parent: "12",
        status: "1",
        author: "Bob",
        text: "Lead along the ridge has kept mine dry.",
    },
    Row {
        id: "14",
        parent: "0",
        status: "spam",
        author: "Cem",
        text: "Felt lasts ten years at most where I live.",
    },
];

fn csv(rows: &[Row]) -> String {
    let mut table =
        "comment_ID,comment_post_ID,comment_parent,comment_approved,comment_date_gmt,comment_author,\
                     comment_author_email,comment_content\n"
            .to_owned();
    for (minute, row) in rows.iter().enumerate() {
        let Row { id, parent, status, author, text } = row;
        let (author, email) = (author.replace('"', "\"\""), format!("{}@people.example", author.len()));
        table += &format!(
            "\"{id}\",7,{parent},{status},2010-01-01 10:{minute:02}:00,\"{author}\",{email},{text}\n"
        );
    }
    table
}

fn desk(rows: &[Row]) -> Desk {
    let desk = Desk::new();
    desk.put("dump.csv", csv(rows));
    desk
}

fn text(desk: &Desk, name: &str) -> String {
    fs::read_to_string(desk.path(name)).unwrap()
}

/// The rows of a table in a shell script.
fn table(script: &str, name: &str) -> Vec<String> {
    let start = script.find(&format!("\n{name}() {{\n    cat <<'END'\n")).expect("the table is there");
    script[start..].lines().skip(3).take_while(|line| *line != "END").map(str::to_owned).collect()
}

/// The rows of a table in a script, by `--format wp-cli`.
#[track_caller]
fn check_moves(desk: &Desk, command: &str, code: i32, moves: &[&str], parents: &[&str]) {
    desk.check(&format!("{command} --format wp-cli -o fix.sh"), code, &[]);
    let script = text(desk, "fix.sh");
    assert_eq!(table(&script, "moves"), moves, "{command}");
    assert_eq!(table(&script, "parents"), parents, "{command}");
}

#[test]
fn a_duplicate_goes_to_the_trash_and_its_replies_to_the_copy_that_stays() {
    let desk = desk(&ROWS);
    check_moves(&desk, "triage dump.csv", DONE, &["12 7 1 trash trash trash"], &["13 7 12 11"]);
    let undo = text(&desk, "fix.undo.sh");
    assert_eq!(table(&undo, "moves"), ["12 7 trash 1 untrash approve"]);
    assert_eq!(table(&undo, "parents"), ["13 7 11 12"]);
    assert_eq!(table(&undo, "posts"), ["7"]);
    desk.check(
        "triage dump.csv --format sql --table-prefix blog_2_ -o fix.sql",
        DONE,
        &["fix.undo.sql takes"],
    );
    let (script, undo) = (text(&desk, "fix.sql"), text(&desk, "fix.undo.sql"));
    assert!(
        script.contains("VALUES\n  (12, 7, 1, 3);") && script.contains("VALUES\n  (13, 7, 12, 12, 11);"),
        "{script}"
    );
    assert!(
        undo.contains("VALUES\n  (12, 7, 3, 1);") && undo.contains("VALUES\n  (13, 7, 12, 11, 12);"),
        "{undo}"
    );
    for script in [script, undo] {
        assert!(
            script.contains("UPDATE blog_2_comments AS comments") && !script.contains("wp_comments"),
            "{script}"
        );
        assert!(!script.contains("DELETE comments"), "{script}");
    }
}

#[test]
fn every_format_with_ids_of_wordpress_gives_the_same_script() {
    let desk = desk(&ROWS);
    let item = |row: &Row, minute: usize, form: &str| {
        let Row { id, parent, status, author, text } = row;
        let email = format!("{}@people.example", author.len());
        let date = format!("2010-01-01 10:{minute:02}:00");
        match form {
            "sql" => format!("({id},7,'{author}','{email}','{date}','{text}','{status}',{parent})"),
            "cli" => format!(
                "{{\"comment_ID\":\"{id}\",\"comment_post_ID\":\"7\",\"comment_parent\":\"{parent}\",\
                 \"comment_approved\":\"{status}\",\"comment_date_gmt\":\"{date}\",\"comment_author\":\"{author}\",\
                 \"comment_author_email\":\"{email}\",\"comment_content\":\"{text}\"}}"
            ),
            "rest" => format!(
                "{{\"id\":{id},\"post\":7,\"parent\":{parent},\"author_name\":\"{author}\",\"author_email\":\"{email}\",\
                 \"date_gmt\":\"{}\",\"content\":{{\"rendered\":\"<p>{text}</p>\"}},\"status\":\"{}\",\"type\":\"comment\"}}",
                date.replace(' ', "T"),
                status.replace('1', "approved")
            ),
            _ => format!(
                "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>{author}</wp:comment_author>\
                 <wp:comment_author_email>{email}</wp:comment_author_email><wp:comment_date_gmt>{date}\
                 </wp:comment_date_gmt><wp:comment_content>{text}</wp:comment_content><wp:comment_approved>{status}\
                 </wp:comment_approved><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
            ),
        }
    };
    let items = |form: &str, between: &str| {
        let items = ROWS.iter().enumerate().map(|(minute, row)| item(row, minute, form));
        items.collect::<Vec<_>>().join(between)
    };
    desk.put("database.sql", format!(
        "INSERT INTO `wp_comments` (`comment_ID`,`comment_post_ID`,`comment_author`,`comment_author_email`,\
         `comment_date_gmt`,`comment_content`,`comment_approved`,`comment_parent`) VALUES\n{};\n",
        items("sql", ",\n")
    ));
    desk.put("list.json", format!("[{}]", items("cli", ",")));
    desk.put("rest.json", format!("[{}]", items("rest", ",")));
    desk.put("export.xml", format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><item>\
         <title>Sheds</title><link>http://sheds.example/roofs</link><wp:post_id>7</wp:post_id>{}</item></channel></rss>\n",
        items("xml", "\n")
    ));
    for name in ["dump.csv", "database.sql", "list.json", "rest.json", "export.xml"] {
        let command = format!("triage {name}");
        check_moves(&desk, &command, DONE, &["12 7 1 trash trash trash"], &["13 7 12 11"]);
    }
}

#[test]
fn only_numbers_and_fixed_words_get_into_a_script() {
    let hostile = "'; DROP TABLE wp_comments; -- $(reboot) `reboot` \nEND\nreboot";
    let rows = [
        Row { id: "11", parent: "0", status: "1", author: hostile, text: DOUBLED },
        Row { id: "12; DROP TABLE wp_comments", parent: "0", status: "1", author: hostile, text: DOUBLED },
        Row { id: "$(reboot)", parent: "0", status: "1", author: hostile, text: DOUBLED },
        Row { id: "16", parent: "0", status: "1", author: hostile, text: DOUBLED },
        Row {
            id: "17",
            parent: "1 OR 1=1",
            status: "1",
            author: "Bob",
            text: "Lead along the ridge keeps mine dry.",
        },
    ];
    let desk = desk(&rows);
    let left_out = "2 comments were left out: each has an id that is not a number of WordPress";
    for format in ["wp-cli", "sql"] {
        desk.check(&format!("triage dump.csv --format {format} -o fix"), SALVAGED, &[left_out]);
        for script in [text(&desk, "fix"), text(&desk, "fix.undo")] {
            assert!(script.contains("16"), "{script}");
            assert!(!script.contains("reboot") && !script.contains("DROP TABLE wp"), "{script}");
        }
    }
    let script = text(&desk, "fix");
    let rows = script.lines().filter(|line| line.starts_with("  (") && line.ends_with([';', ',']));
    assert!(
        rows.clone().count() == 1 && rows.clone().all(|row| !row.contains(char::is_alphabetic)),
        "{script}"
    );
}

#[test]
fn a_record_that_is_there_twice_is_not_taken_for_its_copy() {
    let rows = [
        Row { id: "11", parent: "0", status: "1", author: "Ann", text: DOUBLED },
        Row { id: "11", parent: "0", status: "1", author: "Ann", text: DOUBLED },
        Row { id: "12", parent: "0", status: "1", author: "Ann", text: DOUBLED },
    ];
    let desk = desk(&rows);
    check_moves(&desk, "triage dump.csv", SALVAGED, &["12 7 1 trash trash trash"], &[]);
    desk.check(
        "triage dump.csv --format sql -o fix.sql",
        SALVAGED,
        &["it has the id of another comment (11)"],
    );
}

#[test]
fn a_dump_without_ids_of_wordpress_is_an_error() {
    let desk = desk(&ROWS);
    let movable_type = "TITLE: Roofs\nDATE: 01/01/2010 09:00:00 AM\n-----\nBODY:\nOn roofs.\n-----\nCOMMENT:\n\
                        AUTHOR: Ann\nDATE: 01/01/2010 10:00:00 AM\nThe roof leaks.\n-----\n--------\n";
    desk.put("blog.txt", movable_type);
    let words = ["blog.txt is in the format movable-type", "export the comments from WordPress"];
    desk.check("triage blog.txt --format sql -o fix.sql", FAILED, &words);
    let no_ids =
        csv(&ROWS).lines().map(|line| line.split_once(',').unwrap().1.to_owned() + "\n").collect::<String>();
    desk.put("no-ids.csv", no_ids);
    desk.check(
        "triage no-ids.csv --format sql -o fix.sql",
        FAILED,
        &["comment c2 has an id that is not a number"],
    );
    let no_posts = csv(&ROWS).replace("comment_post_ID", "colour");
    desk.put("no-posts.csv", no_posts);
    desk.check(
        "triage no-posts.csv --format sql -o fix.sql",
        FAILED,
        &["no number of a post (comment_post_ID)"],
    );
    let no_status = csv(&ROWS).replace("comment_approved", "colour");
    desk.put("no-status.csv", no_status);
    desk.check("triage no-status.csv --format sql -o fix.sql", FAILED, &["no status that WordPress knows"]);
    let other = csv(&ROWS).replace("roof", "door").replace("Felt", "Tar");
    desk.put("other.csv", other);
    desk.check("triage dump.csv other.csv --format sql -o fix.sql", FAILED, &["name the dump of one site"]);
    assert!(!desk.path("fix.sql").exists() && !desk.path("fix.undo.sql").exists());
}

#[test]
fn comments_of_another_blog_of_a_network_are_left_out() {
    let desk = Desk::new();
    let rows = |table: &str| {
        format!(
            "INSERT INTO `{table}` (`comment_ID`,`comment_post_ID`,`comment_author`,`comment_author_email`,\
             `comment_date_gmt`,`comment_content`,`comment_approved`,`comment_parent`) VALUES\n\
             (1,7,'Ann','a@a.example','2010-01-01 10:00:00','{DOUBLED}','1',0),\n\
             (2,7,'Ann','a@a.example','2010-01-01 10:00:30','{DOUBLED}','1',0);\n"
        )
    };
    desk.put("network.sql", rows("wp_comments") + &rows("wp_2_comments"));
    check_moves(&desk, "triage network.sql", SALVAGED, &["2 7 1 trash trash trash"], &[]);
    let words = ["an id of another blog; dump the tables of that blog alone", "2:2"];
    desk.check("triage network.sql --format sql -o fix.sql", SALVAGED, &words);
}

#[test]
fn script_and_undo_appear_together() {
    let desk = desk(&ROWS);
    fs::create_dir(desk.path("fix.undo.sh")).unwrap();
    desk.check("triage dump.csv --format wp-cli -o fix.sh", FAILED, &["fix.undo.sh is a folder"]);
    assert!(!desk.path("fix.sh").exists());
    desk.check("triage dump.csv --format wp-cli", USAGE, &["are two files; name the first with -o"]);
    desk.check("triage dump.csv --format wp-cli -o /dev/stdout", FAILED, &["are two files"]);
    desk.put("dump.undo.csv", csv(&ROWS));
    desk.check("triage dump.undo.csv --format sql -o dump.csv", FAILED, &["is an input too"]);
}

#[test]
fn a_deletion_has_no_undo() {
    let desk = desk(&ROWS);
    desk.check(
        "triage dump.csv --format wp-cli --delete -o fix.sh",
        DONE,
        &["1 deleted for good", "There is no undo"],
    );
    assert_eq!(table(&text(&desk, "fix.sh"), "moves"), ["12 7 1 gone delete delete"]);
    assert!(!desk.path("fix.undo.sh").exists());
    let script =
        desk.check("triage dump.csv --format sql --delete", DONE, &["standard output: 1 deleted for good"]);
    assert!(script.contains("(12, 7, 1, 4);") && script.contains("DELETE comments"), "{script}");
}

#[test]
fn comments_in_spam_come_back_only_if_a_person_says_so() {
    let desk = desk(&ROWS);
    desk.put("edited.csv", "id,verdict\n14,genuine\n12,genuine\n");
    check_moves(&desk, "apply edited.csv dump.csv", DONE, &["14 7 spam [01] unspam unapprove"], &[]);
    assert_eq!(table(&text(&desk, "fix.undo.sh"), "moves"), ["14 7 [01] spam spam spam"]);
    desk.put("edited.csv", "id,verdict\n14,spam\n13,spam\n");
    let moves = ["13 7 1 spam spam spam", "12 7 1 trash trash trash"];
    check_moves(&desk, "apply edited.csv dump.csv", DONE, &moves, &[]);
}

#[test]
fn options_of_scripts_and_of_clean_dumps_do_not_mix() {
    let desk = desk(&ROWS);
    desk.put("edited.csv", "id,verdict\n14,genuine\n");
    desk.check("triage dump.csv --format csv --delete", USAGE, &["need --format wp-cli or --format sql"]);
    desk.check(
        "apply edited.csv dump.csv --table-prefix x_",
        USAGE,
        &["need --format wp-cli or --format sql"],
    );
    desk.check("apply edited.csv dump.csv --format sql -o f --keep spam", USAGE, &["are for a clean dump"]);
    desk.check("triage dump.csv --format sql -o f --ignore-status", USAGE, &["--ignore-status hides"]);
    for prefix in ["wp`_", "wp_;", "wp_é", "a b"] {
        let result =
            desk.tool("triage dump.csv --format sql -o f --table-prefix").arg(prefix).output().unwrap();
        assert_eq!(result.status.code(), Some(USAGE), "{prefix}");
    }
}

#[test]
fn scripts_are_well_formed_for_the_shell() {
    let desk = desk(&ROWS);
    desk.check("triage dump.csv --format wp-cli -o fix.sh", DONE, &[]);
    for name in ["fix.sh", "fix.undo.sh"] {
        let result = std::process::Command::new("sh").arg("-n").arg(desk.path(name)).output().unwrap();
        assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
    }
}

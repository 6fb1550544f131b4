//! Tables as databases and spreadsheets write them: `mysql --batch`, `INTO OUTFILE`, phpMyAdmin, Excel.

use super::{Reader, check_sniffed, line};

const CSV: Reader = Reader("csv");

#[track_caller]
fn check(table: &str, expected: &[&str]) {
    check_sniffed(table, "csv");
    let lines: Vec<String> = CSV.read(table.as_bytes()).0.iter().map(line).collect();
    assert_eq!(lines, expected);
}

#[test]
fn excel_names_the_delimiter_in_the_first_line() {
    let expected = ["1 5> Ada : one; two", "2 5> Bob : three, four"];
    let table = "id;post;author;text\r\n1;5;Ada;\"one; two\"\r\n2;5;Bob;three, four\r\n";
    for first in ["sep=;\r\n", "\u{feff}sep=;\r\n", "SEP=;\r\n", "\"sep=;\"\r\n"] {
        check(&format!("{first}{table}"), &expected);
    }
    check(
        &format!("sep=,\n{}", "id,post,author,text\n1,5,Ada,one; two\n2,5,Bob,\"three, four\"\n"),
        &expected,
    );
    check("sep=\t\nid\tpost\tauthor\ttext\n1\t5\tAda\tone; two\n2\t5\tBob\tthree, four\n", &expected);
    check("sep=^\nid^post^author^text\n1^5^Ada^one; two\n2^5^Bob^three, four\n", &expected);
}

#[test]
fn quotation_marks_mean_nothing_to_the_client_of_mysql() {
    let table = "comment_ID\tcomment_post_ID\tcomment_author\tcomment_author_email\tcomment_content\n\
        1\t5\tAda \"A\tNULL\tone\\ntwo\\tthree \\\\n \\0.\n\
        2\t5\tBob\tbob@mail.example\t\"An open mark.\n\
        3\t6\tCyd\tNULL\tClosed.\"\n\
        4\t6\tDee\tNULL\t\"Both.\"\n";
    check(
        table,
        &[
            "damage 1@79: the record has 1 control character; it is ignored when texts are compared",
            "1 5> Ada \"A : one\ntwo\tthree \\n \0.",
            "2 5> Bob : \"An open mark.",
            "3 6> Cyd : Closed.\"",
            "4 6> Dee : \"Both.\"",
        ],
    );
    let emails: Vec<String> =
        CSV.comments(table.as_bytes()).into_iter().map(|comment| comment.author.email).collect();
    assert_eq!(emails, ["", "bob@mail.example", "", ""]);
    // A spreadsheet quotes a field with a mark in it, and doubles the mark.
    check(
        "id\tauthor\ttext\n1\tAda\t\"said \"\"no\"\"\tand\nleft\"\n2\tBob\ttwo\n",
        &["1 > Ada : said \"no\"\tand\nleft", "2 > Bob : two"],
    );
}

/// A row of WordPress's table of comments.
fn row(id: u32, author: &str, content: &str) -> [String; 15] {
    let date = "2021-01-05 08:12:00";
    let row = [
        &id.to_string(),
        "5",
        author,
        "a@mail.example",
        "",
        "192.0.2.1",
        date,
        date,
        content,
        "0",
        "1",
        "Mozilla/5.0",
        "comment",
        "0",
        "0",
    ];
    row.map(str::to_owned)
}

#[test]
fn files_of_mysql_have_no_header() {
    let bare = |row: [String; 15]| row.join("\t") + "\n";
    check(
        &(bare(row(1, "Ada", "one\\\ntwo \\\t three\\\\")) + &bare(row(2, "\\N", "\"four"))),
        &["1 5>0 Ada approved: one\ntwo \t three\\", "2 5>0  approved: \"four"],
    );
    let quoted = |row: [String; 15]| row.map(|cell| format!("\"{cell}\"")).join(",") + "\n";
    check(
        &(quoted(row(1, "Ada", "said \\\"no\\\", and\\\nleft"))
            + &quoted(row(2, "Bob", "C:\\\\new")).replace("\"Bob\"", "\\N")),
        &["1 5>0 Ada approved: said \"no\", and\nleft", "2 5>0  approved: C:\\new"],
    );
}

#[test]
fn phpmyadmin_escapes_marks_with_backslashes() {
    for delimiter in [";", ","] {
        let table = "\"comment_ID\";\"comment_author\";\"comment_date\";\"comment_content\"\n\
            \"1\";\"Ada \\\"A\\\" Lee\";\"2021-01-05 08:12:00\";\"said \\\"no\\\"; and \\\"yes\\\". Back\\\\slash\"\n\
            \"2\";\"NULL\";NULL;\"two \\\"lines\\\";\nhere\"\n\"3\";NULL;NULL;\"three\"\n"
            .replace(';', delimiter);
        let (one, two) = (
            format!("1 > Ada \"A\" Lee : said \"no\"{delimiter} and \"yes\". Back\\slash"),
            format!("2 > NULL : two \"lines\"{delimiter}\nhere"),
        );
        check(&table, &[&one, &two, "3 >  : three"]);
    }
}

#[test]
fn dates_are_read_in_many_forms() {
    for (text, expected) in [
        ("1609834320", "2021-01-05T08:12:00"),
        ("1609834320.25", "2021-01-05T08:12:00"),
        ("1609834320000", "2021-01-05T08:12:00"),
        ("1609834320000000", "2021-01-05T08:12:00"),
        ("2021-01-05T09:12:00+01:00", "2021-01-05T08:12:00"),
        ("2021-01-05T08:12:00.000Z", "2021-01-05T08:12:00"),
        ("2021-01-05 09:12:00 +0100", "2021-01-05T08:12:00"),
        ("2021-01-05 08:12:00 UTC", "2021-01-05T08:12:00"),
        ("2021/01/05 08:12:00", "2021-01-05T08:12:00"),
        ("Tue, 05 Jan 2021 09:12:00 +0100", "2021-01-05T08:12:00"),
        ("Tue Jan 05 2021 09:12:00 GMT+0100 (Central European Standard Time)", "2021-01-05T08:12:00"),
    ] {
        let comments = CSV.comments(format!("id,date,text\n1,\"{text}\",one\n").as_bytes());
        let date =
            comments[0].date.map(|date| date.round(jiff::Unit::Second).expect("it is in range").to_string());
        assert_eq!(date.as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn flags_are_statuses() {
    use threadsift::internals::comment::Status;
    for (name, value, expected) in [
        ("isApproved", "true", Status::Approved),
        ("is_approved", "0", Status::Pending),
        ("isSpam", "true", Status::Spam),
        ("isPending", "1", Status::Pending),
        ("isDeleted", "true", Status::Deleted),
        ("deletedAt", "2021-01-05", Status::Deleted),
        ("deletedAt", "", Status::Unknown),
        ("isDeleted", "false", Status::Unknown),
    ] {
        let comments = CSV.comments(format!("id,{name},text\n1,{value},one\n").as_bytes());
        assert_eq!(comments[0].status, expected, "{name}={value}");
    }
}

#[test]
fn a_column_that_is_not_there_is_refused_in_every_table() {
    use threadsift::internals::read::{Columns, Input};
    let columns: Columns = "author=NOPE".parse().expect("they are columns");
    for table in [
        "id,name,text\n1,Ada,one\n",
        "id\tname\ttext\n1\tAda\tone\n",
        "{\"id\":1,\"name\":\"Ada\",\"text\":\"one\"}\n",
        "[{\"id\":1,\"name\":\"Ada\",\"text\":\"one\"}]",
        "- id: 1\n  name: Ada\n  text: one\n",
    ] {
        let input = Input::from_bytes("input", table, None).expect("it is a table");
        let error = input.read(0, &columns, &mut |_| {}).expect_err(table).to_string();
        assert!(error.contains("no column NOPE") && error.contains("id, name, text"), "{error}");
    }
    let columns: Columns = "author=writer.fullName,body=words".parse().expect("they are columns");
    let nested = r#"[{"id":1,"writer":{"fullName":"Ada"},"words":"one"}]"#;
    let input = Input::from_bytes("input", nested, None).expect("it is JSON");
    let mut lines = Vec::new();
    input.read(0, &columns, &mut |record| lines.push(line(&record))).expect("the columns are there");
    assert_eq!(lines, ["1 > Ada : one"]);
}

#[test]
fn ghosts_comments_have_their_text_in_html() {
    check(
        "id,name,email,created_at,html,reply_to,post_id,post_title,post_slug,post_url\n\
         a,Ada,a@mail.example,2026-01-05T08:12:00.000Z,<p>one</p>,,p,Mud,mud,https://b.example/mud/\n\
         b,Bob,b@mail.example,2026-01-05T08:13:00.000Z,\"<p>say \"\"two\"\"</p>\",a,p,Mud,mud,https://b.example/mud/\n",
        &[
            "post p Mud https://b.example/mud/ [] []: ",
            "a p> Ada : <p>one</p>",
            "b p>a Bob : <p>say \"two\"</p>",
        ],
    );
}

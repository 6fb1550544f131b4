//! Tables and lists of objects, as exporters write them and as accidents leave them.

use proptest::strategy::Strategy;
use threadsift::internals::comment::{Record, Status};
use threadsift::internals::read::{Columns, FORMATS, Input};

use super::{Reader, check_places, short_line, taken_for};

/// Reads what is taken for a table or a list.
const ANY: Reader = Reader("");

/// Reads `bytes` in the format of this name, or the one they are taken for if it is empty.
fn read(format: &str, columns: &str, bytes: &[u8]) -> Result<(Vec<Record>, Input), String> {
    let format = FORMATS.iter().find(|known| known.name == format);
    let input = Input::from_bytes("input", bytes, format).map_err(|error| error.to_string())?;
    let columns: Columns =
        columns.parse().map_err(|error: threadsift::internals::error::Error| error.to_string())?;
    let mut records = Vec::new();
    input.read(0, &columns, &mut |record| records.push(record)).map_err(|error| error.to_string())?;
    Ok((records, input))
}

/// One line a record: `id post>parent author: body`, `post id title url: body`, `damage record@byte: what`.
fn summary(format: &str, columns: &str, bytes: &[u8]) -> Vec<String> {
    match read(format, columns, bytes) {
        Ok((records, _)) => records.iter().map(short_line).collect(),
        Err(error) => vec![format!("error {error}")],
    }
}

#[track_caller]
fn check(bytes: impl AsRef<[u8]>, expected: &[&str]) {
    check_as("", "", bytes, expected);
}

#[track_caller]
fn check_as(format: &str, columns: &str, bytes: impl AsRef<[u8]>, expected: &[&str]) {
    assert_eq!(summary(format, columns, bytes.as_ref()), expected);
}

/// Is the input taken for this format?
#[track_caller]
fn check_sniffed(bytes: impl AsRef<[u8]>, expected: &str) {
    let taken_for = taken_for(bytes);
    let expected_here = if ["json", "csv"].contains(&taken_for) { taken_for } else { "" };
    assert_eq!(expected_here, expected);
}

/// The error's text starts so and holds this.
#[track_caller]
fn check_refused(bytes: &[u8], needles: &[&str]) {
    let error = summary("", "", bytes).join("\n");
    assert!(error.starts_with("error "), "{error}");
    for needle in needles {
        assert!(error.contains(needle), "{needle:?} is not in {error}");
    }
}

#[test]
fn the_examples_are_what_the_formats_promise() {
    for name in ["json", "csv"] {
        let example = Reader(name).example();
        check_sniffed(example, name);
        check(
            example,
            &[
                "post 1 First post : ",
                "11 1>0 Ada: A first remark.",
                "12 1>11 Grace: Second thoughts & more.",
            ],
        );
    }
}

proptest::proptest! {
    /// Whatever the bytes, reading comes to an end, and the comments stand one behind the other.
    #[test]
    fn anything_can_be_read(format in "json|csv", pieces in proptest::collection::vec(piece(), 0..60)) {
        let bytes: Vec<u8> = pieces.concat();
        if let Ok((records, input)) = read(&format, "", &bytes) {
            check_places(&records, &input);
        }
    }
}

fn piece() -> impl proptest::strategy::Strategy<Value = Vec<u8>> {
    const PIECES: &[&[u8]] = &[
        b"id,body\n",
        b"{\"id\":1,\"body\":\"a\"}",
        b"{\"comments\":[{",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b",{",
        b":",
        b"\"",
        b"\\",
        b"\n",
        b"\r",
        b"\r\n",
        b" ",
        b"\"body\":",
        b"\"id\":2",
        b"x",
        b"\xff",
        b"\x1a",
        b"\xef\xbb\xbf",
        b"\xc3\xbc",
        b"\\u00e9",
        b"'=1",
    ];
    proptest::sample::select(PIECES).prop_map(<[u8]>::to_vec)
}

mod json {
    use super::*;

    #[test]
    fn lines_arrays_and_lists_inside_an_object() {
        let expected = ["1 > Ada: one", "2 > Bob: two"];
        let (one, two) =
            (r#"{"id":"1","author":"Ada","body":"one"}"#, r#"{"id":2,"author":"Bob","body":"two"}"#);
        check(format!("{one}\n{two}"), &expected);
        check(format!("{one}\r\n\r\n{two}\r\n"), &expected);
        check(format!("\u{feff}[{one},{two}]"), &expected);
        check(format!("[\n  {one},\n  {two}\n]\n"), &expected);
        check(format!("[\n{one}\n,\n{two}\n]\n"), &expected);
        check(format!("[{one}]\n[{two}]"), &expected);
        check(format!(r#"{{"total": 2, "comments": [ {one}, {two} ], "next": null}}"#), &expected);
        check(format!(r#"{{"id": 7, "comments":[{one},{two}]}}"#), &expected);
        check(format!("{{\"comments\":[{one}],\"page\":1}}\n{{\"comments\":[{two}],\"page\":2}}"), &expected);
    }

    #[test]
    fn lists_of_other_things_beside_the_comments() {
        let users =
            r#"{"version":1,"users":[{"id":"u1","name":"Ada"}],"posts":[{"url":"https://x.example/"}]}"#;
        check(format!("{users}\n{}", r#"{"id":"1","text":"one"}"#), &["1 > : one"]);
        check(
            r#"{"users":[{"id":"u"}],"comments":[{"id":"1","body":"one"},{"id":"2"}],"tags":[{"id":"t"}]}"#,
            &["1 > : one", "2 > : ", "note 1 comment has no key for the text; it was read with an empty one"],
        );
    }

    #[test]
    fn rest_answers() {
        let answer =
            br#"[{"id":7,"post":3,"parent":0,"author":5,"author_name":"Ada","author_url":"https://a.example",
            "date":"2020-01-01T12:00:00","date_gmt":"2020-01-01T10:00:00","status":"hold","type":"comment",
            "content":{"rendered":"<p>Hello &#8217;</p>\n"},"_links":{"self":[{"href":"https://x"}]}},
            {"id":8,"post":3,"content":{"rendered":"<p>No</p>","raw":"Yes"}}]"#;
        check(answer, &["7 3>0 Ada: <p>Hello &#8217;</p>\n", "8 3> : Yes"]);
        let first = &ANY.comments(answer)[0];
        assert_eq!((first.author.user.as_str(), first.status), ("5", Status::Pending));
        assert_eq!(first.date.map(|date| date.to_string()).as_deref(), Some("2020-01-01T10:00:00"));
    }

    #[test]
    fn decisions_of_ours_with_their_findings() {
        let decision =
            br#"{"id":"812","post":"45","parent":"0","author":"Ada","status":"spam","kind":"pingback",
            "findings":[{"signal":"x","body":"not a comment"}],"body":"Hi"}"#;
        check(decision, &["812 45>0 Ada: Hi"]);
        let first = &ANY.comments(decision)[0];
        assert_eq!((first.declared_type.as_str(), first.status), ("pingback", Status::Spam));
    }

    #[test]
    fn numbers_and_truths_as_values() {
        check(
            r#"[{"id":1.0,"post":18446744073709551615,"parent":null,"name":true,"body":3.5}]"#,
            &["1 18446744073709551615> true: 3.5"],
        );
        assert_eq!(ANY.comments(br#"{"body":"x","approved":true}"#)[0].status, Status::Approved);
    }

    #[test]
    fn missing_ids_come_from_the_position() {
        check("{\"body\":\"a\"}\n{\"body\":\"b\",\"id\":\"\"}", &["c1 > : a", "c2 > : b"]);
    }

    #[test]
    fn posts_are_handed_on_once() {
        check(
            r#"[{"id":1,"post":5,"post_title":"T","post_url":"u","post_body":"B","body":"a"},
                {"id":2,"post":5,"post_title":"T","post_url":"u","post_body":"B","body":"b"},
                {"id":3,"post_title":"Only a title","body":"c"}]"#,
            &[
                "post 5 T u: B",
                "1 5> : a",
                "2 5> : b",
                "post Only a title Only a title : ",
                "3 Only a title> : c",
            ],
        );
    }

    #[test]
    fn an_empty_name_beside_a_user_name() {
        check(
            r#"[{"id":1,"body":"a","author":{"name":"","username":"ada"}},{"id":2,"body":"b","author":{"name":"Ben","username":"ben9"}}]"#,
            &["1 > ada: a", "2 > Ben: b"],
        );
        // A number is the id of an account.
        check(r#"[{"id":1,"body":"a","author":3,"author_name":""}]"#, &["1 > : a"]);
    }

    #[test]
    fn no_text_at_all() {
        check_refused(
            br#"[{"comment_ID":"1","comment_post_ID":"2","comment_author":"Ada"}]"#,
            &[
                "it has: comment_ID, comment_post_ID, comment_author",
                "name that column as body or export it again with: wp comment list --status=any --type=all --format=json \
                 --fields=comment_ID,comment_post_ID,comment_parent,",
            ],
        );
        check_refused(br#"{"comments":[{"key":"1","words":"hi"}]}"#, &["(it has: key, words)"]);
        check_as("", "body=words", r#"{"comments":[{"id":"1","words":"hi"}]}"#, &["1 > : hi"]);
        check_refused(b"[]", &["was read as json, but contains no comments"]);
    }

    #[test]
    fn one_broken_line_among_good_ones() {
        let left_out = "it was left out and reading went on at the next one";
        for (broken, what) in [
            (r#"{"id":2,"body":oops}"#, "this is not a JSON object (expected value)"),
            (r#"{"id":2,"body":"unclosed}"#, "this object has no end before the next line starts another"),
            (
                r#"{"id":2,"findings":[{"a":1},{"a":2}],"body":"#,
                "this object has no end before the next line starts another",
            ),
            (r#"{"id":2,"body":"a "quoted" word"}"#, "this is not a JSON object (expected `,` or `}`)"),
        ] {
            let damage = format!("damage 2@20: {what}; {left_out}");
            check(
                format!(
                    "{{\"id\":1,\"body\":\"a\"}}\n{broken}\n{{\"id\":3,\"body\":\"c\"}}\n{{\"body\":\"d\"}}"
                ),
                &["1 > : a", &damage, "3 > : c", "c4 > : d"],
            );
        }
        check(
            "{\"id\":1,\"body\":\"a\"}\nPHP Notice: {oops, in x.php\n{\"id\":3,\"body\":\"c\"}",
            &["1 > : a", "damage 1@20: this is not JSON; reading went on at the next object", "3 > : c"],
        );
    }

    #[test]
    fn one_broken_object_in_an_array_on_one_line() {
        check(
            r#"[{"id":1,"body":"a"},{"id":2,"body":"b"c"},{"id":3,"body":"d"},{"id":4,"body":"e"}]"#,
            &[
                "1 > : a",
                "damage 2@21: this object does not end before the file does; it was left out and reading went on at the next one",
                "3 > : d",
                "4 > : e",
            ],
        );
    }

    #[test]
    fn truncated() {
        check(
            r#"[{"id":1,"body":"a"},{"id":2,"body":"it is c"#,
            &[
                "1 > : a",
                "damage 2@21: this object does not end before the file does; it was left out and reading went on at the next one",
            ],
        );
        check(
            r#"[{"id":1,"body":"a"},"#,
            &["1 > : a", "damage 1@21: the file ends inside the list; what was complete is kept"],
        );
        check(
            r#"{"comments":[{"id":1,"body":"a"}],"to"#,
            &["1 > : a", "damage 1@37: the file ends inside the list; what was complete is kept"],
        );
    }

    #[test]
    fn foreign_bytes_and_bare_line_breaks() {
        check(
            b"{\"id\":1,\"body\":\"caf\xe9 \x93x\x94\"}\n{\"id\":2,\"body\":\"two\nlines\"}",
            &[
                "damage 1@0: the record has 3 bytes that are not UTF-8; they were read as Windows-1252",
                "1 > : café “x”",
                "damage 2@27: the object has line breaks or control characters that JSON wants escaped; they were kept",
                "2 > : two\nlines",
            ],
        );
        // What was looked at in vain before keeps its bytes.
        check(
            b"[{\"id\":1,\"body\":\"a\"b\"},{\"id\":2,\"body\":\"caf\xe9\"}]",
            &[
                "damage 1@1: this object does not end before the file does; it was left out and reading went on at the next one",
                "damage 2@23: the record has 1 byte that is not UTF-8; it was read as Windows-1252",
                "2 > : café",
            ],
        );
    }

    #[test]
    fn nesting_bombs() {
        let mut bomb = "[".repeat(100_000);
        check_as(
            "json",
            "",
            &bomb,
            &["damage 0@100000: the file ends inside the list; what was complete is kept"],
        );
        bomb.insert_str(0, "{\"id\":1,\"body\":");
        bomb.push_str("\n{\"id\":2,\"body\":\"b\"}");
        check(
            &bomb,
            &[
                "damage 1@0: this object is nested more than 127 deep; it was left out and reading went on at the next one",
                "2 > : b",
            ],
        );
    }

    #[test]
    fn byte_ranges_hold_the_object() {
        let (one, two) = (r#"{"id":1,"body":"ü"}"#, r#"{"id":2,"body":"}"}"#);
        assert_eq!(ANY.extents(format!("\u{feff}[ {one} ,\n{two}]").as_bytes()), [one, two]);
    }

    #[test]
    fn more_than_one_block() {
        let body = "x".repeat(1000);
        let lines: String = (1..=3000).map(|id| format!("{{\"id\":{id},\"body\":\"{body}\"}},\n")).collect();
        let all = ANY.comments(format!("[{lines}]").as_bytes());
        assert_eq!((all.len(), all[2999].id.as_str()), (3000, "3000"));
    }

    #[test]
    fn sniffing() {
        check_sniffed(" \n[ {\"a\":1}]", "json");
        check_sniffed("[]", "json");
        check_sniffed("[…] a pingback […]", "");
        check_sniffed("{{ template }}", "");
        check_sniffed("[{author: Ada, body: YAML in flow style}]", "");
    }
}

mod csv {
    use super::*;

    #[test]
    fn delimiters_and_byte_order_marks() {
        let expected = ["1 5> Ada: one, two; three", "2 5> Bob: four"];
        check("id,post,author,body\n1,5,Ada,\"one, two; three\"\n2,5,Bob,four\n", &expected);
        check(
            "\u{feff}\"id\";post;author;body\r\n1;5;Ada;\"one, two; three\"\r\n2;5;Bob;four\r\n",
            &expected,
        );
        check("id\tpost\tauthor\tbody\n1\t5\tAda\tone, two; three\n2\t5\tBob\tfour", &expected);
        check("id|post|author|body\r1|5|Ada|one, two; three\r2|5|Bob|four\r", &expected);
        check("\n\nid,post,author,body\n\n1,5,Ada,\"one, two; three\"\n\n2,5,Bob,four\n", &expected);
    }

    #[test]
    fn quoted_line_breaks_and_marks() {
        check(
            "id,body,author\n1,\"two\nlines, \"\"quoted\"\"\",Ada\n2,b,Bob\n",
            &["1 > Ada: two\nlines, \"quoted\"", "2 > Bob: b"],
        );
        check("id,body\r\n1,\"two\r\nlines\"\r\n", &["1 > : two\r\nlines"]);
    }

    #[test]
    fn backslashes_of_wp_cli_belong_to_the_text() {
        check(
            concat!(
                "comment_ID,comment_content,comment_author\n",
                r#"1,"she said \"no\", and left C:\temp",Ada"#,
                "\n",
                r#"2,"ends in \"",Bob"#,
                "\n",
                r#"22,"ends in \",Eve"#,
                "\n",
                r#"3,"both \"a\" and ""b"".",Cem"#,
                "\n",
                "4,\"a \\\"line\\\"\nmore\",Dee\n",
            ),
            &[
                r#"1 > Ada: she said \"no\", and left C:\temp"#,
                r#"2 > Bob: ends in \""#,
                r"22 > Eve: ends in \",
                r#"3 > Cem: both \"a\" and "b"."#,
                "4 > Dee: a \\\"line\\\"\nmore",
            ],
        );
    }

    #[test]
    fn backslashes_that_only_escape() {
        check(
            concat!("id,body,author\n", r#"1,"she said \"no\", \\o/",Ada"#, "\n", r#"2,"\\",\N"#, "\n"),
            &[r#"1 > Ada: she said "no", \o/"#, r"2 > : \"],
        );
    }

    #[test]
    fn backslashes_that_mean_nothing() {
        check(
            concat!("id,body,author\n", r#"1,"C:\",Ada"#, "\n", r#"2,"\""x\"" \\n",Bob"#, "\n"),
            &[r"1 > Ada: C:\", r#"2 > Bob: \"x\" \\n"#],
        );
    }

    #[test]
    fn backslashes_far_from_the_head() {
        let rows: String = (1..=9000).map(|id| format!("{id},\"plain, plain, plain\"\n")).collect();
        let all =
            ANY.comments(format!("comment_ID,comment_content\n{rows}9001,\"a \\\"b\\\" c\"\n").as_bytes());
        assert_eq!(all[9000].body, r#"a \"b\" c"#);
    }

    #[test]
    fn apostrophes_against_formulas() {
        check("id,author,body\n1,'@ada,'=1+1\n2,'tis,'''-x\n", &["1 > @ada: =1+1", "2 > 'tis: ''-x"]);
    }

    #[test]
    fn unusual_names() {
        check_as(
            "csv",
            "id=COMMENT_ID,author=AUTHOR,date=DATE,body=CONTENT,label=CLASS",
            "COMMENT_ID,AUTHOR,DATE,CONTENT,CLASS\nz12x,Ada,2013-11-07T06:20:48,\u{feff}Check this out,1\n",
            &["z12x > Ada: \u{feff}Check this out"],
        );
        check_as(
            "csv",
            "body=Nachricht,author=Wer",
            "Wer;Nachricht\nAda;Hallo, du\n",
            &["c1 > Ada: Hallo, du"],
        );
        check_as("csv", "", "body\nonly one column\n", &["c1 > : only one column"]);
    }

    #[test]
    fn no_text_at_all() {
        check_refused(
            b"comment_ID,comment_post_ID,comment_author\n1,2,Ada\n",
            &[
                "it has: comment_ID, comment_post_ID, comment_author",
                "wp comment list --status=any --type=all --format=json --fields=comment_ID,",
            ],
        );
    }

    #[test]
    fn posts_are_handed_on_once() {
        check(
            "id,post_url,post_title,body\n1,https://x/,T,a\n2,https://x/,T,b\n",
            &["post https://x/ T https://x/: ", "1 https://x/> : a", "2 https://x/> : b"],
        );
    }

    #[test]
    fn rows_that_do_not_fit_the_header() {
        check(
            "id,body,author\n1,a,Ada\n2,b\n3\n4,c,Cem,more\n,d\n",
            &[
                "1 > Ada: a",
                "damage 2@23: the row has 2 fields and the header 3; it was read as far as it goes",
                "2 > : b",
                "damage 3@27: the row has 1 fields and the header 3; it lacks an id or a text and was left out",
                "damage 4@29: the row has 4 fields and the header 3; it was read as far as it goes",
                "4 > Cem: c",
                "damage 5@42: the row has 2 fields and the header 3; it lacks an id or a text and was left out",
            ],
        );
    }

    #[test]
    fn cut_inside_a_quoted_field() {
        check(
            "id,author,body\n1,Ada,a\n2,Bob,\"it is c",
            &[
                "1 > Ada: a",
                "2 > Bob: it is c",
                "damage 2@23: the file ends inside a quoted field; its last row is cut short",
            ],
        );
    }

    #[test]
    fn foreign_bytes_keep_to_their_fields() {
        check(
            b"id,author,body\n1,Ren\xe9,caf\xe9 \x85\n2,\xc3\xbc,\x01\n",
            &[
                "damage 1@15: the record has 3 bytes that are not UTF-8; they were read as Windows-1252",
                "1 > René: café …",
                "damage 2@29: the record has 1 control character; it is ignored when texts are compared",
                "2 > ü: \u{1}",
            ],
        );
    }

    #[test]
    fn rows_without_end() {
        let start = "id,body\n1,\"";
        let (records, _) =
            read("", "", format!("{start}{}\n2,b\n", "x".repeat(17 << 20)).as_bytes()).expect("read");
        let lines: Vec<String> = records.iter().map(short_line).filter(|line| line.len() < 100).collect();
        assert_eq!(lines[0], "damage 1@8: a row is longer than 16 MiB; it was cut there");
        assert_eq!(lines[lines.len() - 1], "2 > : b");
    }

    #[test]
    fn byte_ranges_hold_the_row() {
        assert_eq!(ANY.extents(b"id,body\r\n1,\"a\r\nb\"\r\n2,c"), ["1,\"a\r\nb\"\r\n", "2,c"]);
    }

    #[test]
    fn sniffing() {
        check_sniffed("comment_ID;comment_content\n", "csv");
        check_sniffed("name,date\n", "csv");
        check_sniffed("number,subject,text\n", "csv");
        check_sniffed("number,subject,remark\n", "");
        check_sniffed("body\nx\n", "");
        check_sniffed("Thanks for the comment, and the text, John.\n", "");
        check_sniffed("I read the post, the text, and the message. All of it\n", "");
        check_sniffed("INSERT INTO wp_comments (comment_ID, comment_author, comment_content) VALUES\n", "");
        check_sniffed("id,bo\0dy,text\n", "");
    }

    #[test]
    fn comments_that_quote_an_export() {
        check(
            "id,body\n1,\"look:\n<wp:comment_author><![CDATA[Ada]]></wp:comment_author>\n\"\n2,b\n",
            &["1 > : look:\n<wp:comment_author><![CDATA[Ada]]></wp:comment_author>\n", "2 > : b"],
        );
    }
}

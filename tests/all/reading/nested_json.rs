//! JSON in which comments are nested, wrapped or named in other ways than in the usual lists.

use super::{Reader, check_sniffed, line};

const JSON: Reader = Reader("json");

/// The comments of an answer, one line each, without its posts.
#[track_caller]
fn check_comments(bytes: &str, expected: &[&str]) {
    check_sniffed(bytes, "json");
    let lines: Vec<String> = JSON.read(bytes.as_bytes()).0.iter().map(line).collect();
    let comments: Vec<&String> = lines.iter().filter(|line| !line.starts_with("post ")).collect();
    assert_eq!(comments, expected);
}

#[test]
fn replies_are_nested_in_their_comments() {
    let tree = r#"{"comments":[
 {"comment":{"id":"a1","pid":"","text":"One","user":{"name":"Ada","id":"anonymous_1","admin":false},"locator":{"site":"b","url":"https://b.example/p/"},"time":"2021-01-05T08:12:00Z","title":"P"},
  "replies":[{"comment":{"id":"a2","pid":"a1","text":"Two","user":{"name":"Bob","id":"github_2","admin":true},"locator":{"site":"b","url":"https://b.example/p/"},"time":"2021-01-05T08:13:00Z"},
   "replies":[{"comment":{"id":"a3","pid":"a2","text":"Three","user":{"name":"Cyd","id":"github_3"},"locator":{"site":"b","url":"https://b.example/p/"},"delete":true}}]}]}],
 "info":{"url":"https://b.example/p/","count":3}}"#;
    let expected = [
        "a1 https://b.example/p/> Ada : One",
        "owner Bob  github_2",
        "a2 https://b.example/p/>a1 Bob : Two",
        "a3 https://b.example/p/>a2 Cyd deleted: Three",
    ];
    check_comments(tree, &expected);
    check_comments(&tree.replace('\n', ""), &expected);
    let users: Vec<String> =
        JSON.comments(tree.as_bytes()).into_iter().map(|comment| comment.author.user).collect();
    assert_eq!(users, ["", "github_2", "github_3"], "guests are no users");

    check_comments(
        r#"{"id":null,"total_replies":1,"replies":[{"id":1,"parent":null,"text":"One","author":"Ada","mode":1,"created":1610000000.5,
            "replies":[{"id":2,"parent":1,"text":"Two","author":"Bob","created":1610000001.5}]}]}"#,
        &["1 > Ada : One", "2 >1 Bob : Two"],
    );
    // Where a reply does not name its parent, its place does.
    for key in ["children", "responses", "sub_comments", "comments", "childComments"] {
        check_comments(
            &format!(
                r#"[{{"id":"x","author":"Ada","body":"One","{key}":[{{"id":"y","author":"Bob","body":"Two"}}]}}]"#
            ),
            &["x > Ada : One", "y >x Bob : Two"],
        );
    }
}

#[test]
fn pages_hold_their_comments() {
    let pages = r#"[{"id":"/one/","title":"One","comments":[
  {"id":1,"parent":null,"author":"Ada","created":"2021-01-05 08:12:00","text":"A"},
  {"id":2,"parent":1,"author":"Bob","created":"2021-01-05 08:12:00","text":"B"}]},
 {"id":"/two/","title":"Two","comments":[{"id":1,"parent":null,"author":"Cyd","text":"C"}]},
 {"id":"/three/","title":"Three","comments":[]}]"#;
    let expected = [
        "post /one/ One /one/ [] []: ",
        "1 /one/> Ada : A",
        "2 /one/>1 Bob : B",
        "post /two/ Two /two/ [] []: ",
        "1 /two/> Cyd : C",
        "post /three/ Three /three/ [] []: ",
    ];
    JSON.check(pages, &expected);
    let lines = pages.replace("]},\n", "]}\n").replace("},\n", "},").replace(":[\n", ":[");
    JSON.check(lines.trim_start_matches('[').trim_end_matches(']'), &expected);
    JSON.check(
        r#"{"posts":[{"ID":5,"title":"Mud","link":"https://b.example/mud/","content":"Straw.","comments":[{"id":7,"author":"Ada","content":"No."}]},
            {"ID":6,"title":"Frost","content":"Cold."}]}"#,
        &[
            "post 5 Mud https://b.example/mud/ [] []: Straw.",
            "7 5> Ada : No.",
            "post 6 Frost  [] []: Cold.",
        ],
    );
    // The address may come after the comments.
    JSON.check(
        r#"{"title":"Mud","comments":[{"id":7,"author":"Ada","content":"No."}],"url":"/mud/"}"#,
        &["post /mud/ Mud /mud/ [] []: ", "7 /mud/> Ada : No."],
    );
}

#[test]
fn graphql_wraps_lists_and_authors() {
    let node = |id: u32, parent: u32, name: &str| {
        format!(
            r#"{{"databaseId":{id},"parentDatabaseId":{parent},"id":"Y29t","content":"<p>{name}</p>","status":"APPROVE","date":"2021-01-05T08:12:00",
                "author":{{"node":{{"name":"{name}","email":"x@mail.example","url":null}}}},"commentedOn":{{"node":{{"databaseId":5,"uri":"/mud/"}}}}}}"#
        )
    };
    let (one, two) = (node(22, 0, "Ada"), node(23, 22, "Bob"));
    let expected = ["22 5>0 Ada approved: <p>Ada</p>", "23 5>22 Bob approved: <p>Bob</p>"];
    check_comments(&format!(r#"{{"data":{{"comments":{{"nodes":[{one},{two}]}}}}}}"#), &expected);
    check_comments(
        &format!(
            r#"{{"data":{{"comments":{{"pageInfo":{{"hasNextPage":false}},"edges":[{{"cursor":"x","node":{one}}},{{"node":{two}}}]}}}}}}"#
        ),
        &expected,
    );
    JSON.check(
        r#"{"data":{"repository":{"discussion":{"id":"D1","title":"mud/","url":"https://g.example/1","comments":{"nodes":[
            {"id":"C1","author":{"login":"ada"},"body":"One","createdAt":"2021-01-05T08:12:00Z","url":"https://g.example/1#c1",
             "replies":{"nodes":[{"id":"C2","author":{"login":"bob"},"body":"Two","createdAt":"2021-01-05T08:13:00Z"}]}}]}}}}}"#,
        &["post D1 mud/ https://g.example/1 [] []: ", "C1 D1> ada : One", "C2 D1>C1 bob : Two"],
    );
    let partial = r#"{"errors":[{"message":"Too deep"}],"data":{"comments":{"nodes":[{"databaseId":1,"content":"One"}]}}}"#;
    check_comments(
        partial,
        &[
            "damage 0@0: the server reported an error beside the comments (Too deep); some may be missing",
            "1 >  : One",
        ],
    );
}

#[test]
fn services_name_the_same_things_in_their_own_ways() {
    for (answer, expected) in [
        // Disqus
        (
            r#"{"cursor":{"hasNext":false},"code":0,"response":[{"id":"9","thread":"77","parent":8,"isApproved":true,"isSpam":false,"isDeleted":false,
                "author":{"username":"ada","name":"Ada","url":"https://a.example","isAnonymous":true},"message":"<p>Hi</p>","raw_message":"Hi","createdAt":"2021-01-05T08:12:00"}]}"#,
            "9 77>8 Ada approved: <p>Hi</p>",
        ),
        // Ghost
        (
            r#"{"comments":[{"id":"9","status":"published","html":"<p>Hi</p>","created_at":"2021-01-05T08:12:00.000Z","member":{"id":"m","name":"Ada","email":"a@mail.example"},
                "post":{"id":"77","title":"Mud","url":"https://b.example/mud/"},"count":{"replies":0},"in_reply_to_id":"8","replies":[]}],"meta":{"pagination":{"page":1}}}"#,
            "9 77>8 Ada approved: <p>Hi</p>",
        ),
        // Blogger
        (
            r#"{"kind":"blogger#commentList","items":[{"kind":"blogger#comment","status":"LIVE","id":"9","post":{"id":"77"},"blog":{"id":"1"},"published":"2021-01-05T08:12:00-08:00",
                "content":"Hi","author":{"id":"5","displayName":"Ada","url":"https://www.blogger.example/profile/5"},"inReplyTo":{"id":"8"}}]}"#,
            "9 77>8 Ada approved: Hi",
        ),
        // WordPress.com
        (
            r#"{"found":1,"comments":[{"ID":9,"post":{"ID":77,"title":"Mud","type":"post","link":"https://x"},"author":{"ID":5,"name":"Ada","URL":"https://a.example"},
                "date":"2021-01-05T08:12:00+00:00","URL":"https://b.example/#comment-9","content":"Hi","status":"approved","parent":{"ID":8,"type":"comment"},"type":"comment"}]}"#,
            "9 77>8 Ada approved: Hi",
        ),
        // Waline
        (
            r#"{"type":"waline","version":1,"tables":["Comment"],"data":{"Comment":[{"nick":"Ada","mail":"a@mail.example","link":"https://a.example","url":"77","comment":"Hi",
                "insertedAt":"2021-01-05T08:12:00Z","status":"approved","ua":"Mozilla/5.0","pid":"8","rid":"8","objectId":"9"}],"Users":[{"display_name":"Ada"}]}}"#,
            "9 77>8 Ada approved: Hi",
        ),
        // Cusdis
        (
            r#"{"data":[{"id":"9","pageId":"77","parentId":"8","by_nickname":"x","nickname":"Ada","content":"Hi","approved":true,"deletedAt":null,"createdAt":"2021-01-05T08:12:00Z"}]}"#,
            "9 77>8 Ada approved: Hi",
        ),
        // MongoDB
        (
            r#"{"_id":{"$oid":"9"},"post_id":{"$oid":"77"},"parent":{"$oid":"8"},"name":"Ada","text":"Hi","approved":"1","date":{"$date":{"$numberLong":"1609834320000"}}}"#,
            "9 77>8 Ada approved: Hi",
        ),
    ] {
        let comments = JSON.comments(answer.as_bytes());
        let lines: Vec<String> = comments
            .iter()
            .map(|comment| line(&threadsift::internals::comment::Record::Comment(Box::new(comment.clone()))))
            .collect();
        assert_eq!(lines, [expected]);
        assert!(comments[0].date.is_some(), "{answer}");
        assert!(!comments[0].author.url.contains('#'), "the address of the comment is no site");
    }
    check_comments(
        r#"{"items":[{"id":"t1","snippet":{"videoId":"v","topLevelComment":{"id":"t1","snippet":{"textDisplay":"One","authorDisplayName":"Ada","publishedAt":"2021-01-05T08:12:00Z"}},"totalReplyCount":1},
            "replies":{"comments":[{"id":"t1.2","snippet":{"parentId":"t1","videoId":"v","textDisplay":"Two","authorDisplayName":"Bob"}}]}}]}"#,
        &["t1 v> Ada : One", "t1.2 v>t1 Bob : Two"],
    );
}

#[test]
fn lists_may_be_mappings_from_ids() {
    check_comments(
        r#"{"comments":{"-M1":{"author":"Ada","text":"One"},"-M2":{"author":"Bob","text":"Two","parent":"-M1"}}}"#,
        &["-M1 > Ada : One", "-M2 >-M1 Bob : Two"],
    );
    JSON.check(
        r#"{"posts":{"mud":{"title":"Mud","comments":{"a":{"name":"Ada","message":"One"}}}}}"#,
        &["post mud Mud  [] []: ", "a mud> Ada : One"],
    );
    JSON.check(
        r#"{"/mud/":[{"id":1,"author":"Ada","text":"One"}],"/frost/":[{"id":1,"author":"Bob","text":"Two"}]}"#,
        &["post /mud/  /mud/ [] []: ", "1 /mud/> Ada : One", "post /frost/  /frost/ [] []: ", "1 /frost/> Bob : Two"],
    );
}

#[test]
fn lists_beside_the_comments_are_no_comments() {
    check_comments(
        r#"{"site":{"title":"B"},"commenters":[{"id":"x","name":"Ada","email":"a@mail.example"}],
            "comments":[{"id":"1","author":"Ada","content":"One"}],"users":[{"id":"x","name":"Ada","bio":"text"}]}"#,
        &["1 > Ada : One"],
    );
    JSON.check(
        r#"{"blog":{"url":"https://b.example"},"posts":[{"id":5,"title":"Mud","content":"Straw.","link":"https://b.example/mud/"}],
            "comments":[{"id":9,"post":5,"author_name":"Ada","content":"One"}]}"#,
        &["post 5 Mud https://b.example/mud/ [] []: Straw.", "9 5> Ada : One"],
    );
    // Posts of a forum are what elsewhere are comments.
    check_comments(
        r#"{"post_stream":{"posts":[{"id":70,"username":"ada","cooked":"One","post_number":1,"topic_id":5},
            {"id":71,"username":"bob","cooked":"Two","post_number":2,"reply_to_post_number":1,"topic_id":5}]},"id":5,"title":"Mud"}"#,
        &["1 5> ada : One", "2 5>1 bob : Two"],
    );
}

#[test]
fn what_is_complete_before_a_cut_is_kept() {
    let answer = r#"{"data":{"comments":{"nodes":[{"id":1,"content":"One","author":{"node":{"name":"Ada"}}},{"id":2,"content":"Two"},{"id":3,"con"#;
    let lines: Vec<String> = JSON.read(answer.as_bytes()).0.iter().map(line).collect();
    assert!(lines[0].contains("this object does not end before the file does"), "{lines:?}");
    assert_eq!(lines[1..3], ["1 > Ada : One", "2 >  : Two"]);
}

#[test]
fn names_are_known_in_any_spelling() {
    for name in ["author_name", "authorName", "AuthorName", "author-name", "Author Name", "AUTHOR_NAME"] {
        check_comments(&format!(r#"[{{"id":1,"{name}":"Ada","body":"One"}}]"#), &["1 > Ada : One"]);
    }
    check_comments(
        r#"[{"id":1,"postId":5,"parentId":null,"authorName":"Ada","createdAt":"2021-01-05T08:12:00Z","content":"One","isApproved":true}]"#,
        &["1 5> Ada approved: One"],
    );
}

#[test]
fn a_text_that_is_missing_and_keys_that_are_not_used_are_said_once() {
    check_comments(
        r#"{"comments":[{"id":1,"author":"Ada","text":"One","mood":"fine"},{"id":2,"author":"Bob","mood":"bad"},{"id":3,"author":"Cyd","mood":"bad"}]}"#,
        &[
            "1 > Ada : One",
            "2 > Bob : ",
            "3 > Cyd : ",
            "note 2 comments have no key for the text; they were read with an empty one",
            "note these columns or keys were not used: mood",
        ],
    );
}

#[test]
fn comments_without_any_text_are_refused() {
    use threadsift::internals::read::{Columns, Input};
    let nested = r#"{"comments":[{"id":1,"words":"One","replies":[{"id":2,"words":"Two"}]}]}"#;
    let input = Input::from_bytes("answer.json", nested, None).expect("it is JSON");
    let refused = input.read(0, &Columns::default(), &mut |_| {}).expect_err(nested).to_string();
    assert!(refused.contains("no column for the text") && refused.contains("words"), "{refused}");
}

#[test]
fn nested_comments_have_bytes_of_their_own() {
    let (inner, tail) = (r#"{"id":"y","body":"Two"}"#, r#"{"id":"z","body":"ü"}"#);
    let outer = r#"{"id":"x","body":"One","replies":["#;
    assert_eq!(JSON.extents(format!("[{outer}{inner}]}},{tail}]").as_bytes()), [outer, inner, tail]);
    // A repaired object has its places in the file, not in the repaired text.
    let outer = "{\"id\":\"x\",\"body\":\"two\nlines caf\u{e9}\",\"replies\":[".replace('\u{e9}', "\u{fffd}");
    let mut bytes = format!("[{outer}{inner}]}}]").into_bytes();
    let at = bytes.windows(3).position(|window| window == "\u{fffd}".as_bytes()).expect("it is there");
    bytes.splice(at..at + 3, [0xe9]);
    let comments = JSON.comments(&bytes);
    assert_eq!(comments[0].body, "two\nlines café");
    assert_eq!(JSON.extents(&bytes)[1], inner);
}

#[test]
fn errors_of_servers_are_no_comments() {
    use threadsift::internals::read::{Columns, Input};
    for (error, said) in [
        (r#"{"code":"rest_forbidden","message":"You may not.","data":{"status":401}}"#, "You may not."),
        (r#"{"error":{"code":403,"message":"You may not.","errors":[{"message":"x"}]}}"#, "You may not."),
        (r#"{"errors":[{"message":"You may not."}],"data":null}"#, "You may not."),
        (
            r#"{"message":"Bad credentials","documentation_url":"https://d.example","status":"401"}"#,
            "Bad credentials",
        ),
        (r#"{"code":5,"response":"Invalid API key"}"#, "Invalid API key"),
        (r#"{"detail":"Not found."}"#, "Not found."),
        (r#"{"success":false,"error":"Not found"}"#, "Not found"),
    ] {
        let input = Input::from_bytes("answer.json", error, None).expect("it is JSON");
        let refused = input.read(0, &Columns::default(), &mut |_| {}).expect_err(error).to_string();
        assert!(refused.contains("an error that a server sent") && refused.contains(said), "{refused}");
    }
    check_comments(
        "{\"id\":1,\"body\":\"One\"}\n{\"code\":\"x\",\"message\":\"Slow down\"}\n{\"id\":2,\"body\":\"Two\"}",
        &[
            "1 >  : One",
            "damage 1@22: this is an error that a server sent (Slow down) and no comment; it was left out",
            "2 >  : Two",
        ],
    );
    check_comments(r#"{"id":1,"message":"A comment"}"#, &["1 >  : A comment"]);
}

#[test]
fn half_a_character_does_not_lose_the_comment() {
    let replaced = "(\\ud800 to \\udfff without the other half); U+FFFD replaces each";
    check_comments(
        "{\"id\":1,\"body\":\"a \\ud83d b \\ud83d\\ude00\"}\n{\"id\":2,\"body\":\"\\udc00\\\\ud83d\"}",
        &[
            &format!("damage 1@0: the object has 1 half of a character {replaced}"),
            "1 >  : a \u{fffd} b 😀",
            &format!("damage 2@42: the object has 1 half of a character {replaced}"),
            "2 >  : \u{fffd}\\ud83d",
        ],
    );
}

#[test]
fn a_text_without_end_is_cut() {
    let long = "é".repeat(9 << 20);
    let bytes =
        format!("[{{\"id\":1,\"body\":\"{long}\",\"author\":\"Ada\"}},{{\"id\":2,\"body\":\"Two\"}}]");
    let records: Vec<String> = JSON.read(bytes.as_bytes()).0.iter().map(line).collect();
    assert_eq!(records[0], "damage 1@1: the object is longer than 16 MiB; its longest text was cut");
    assert!(records[1].starts_with("1 > Ada : éé") && records[1].len() < (16 << 20) + 100);
    assert_eq!(records[2..], ["2 >  : Two"]);
    assert_eq!(JSON.extents(bytes.as_bytes())[1], r#"{"id":2,"body":"Two"}"#);
}

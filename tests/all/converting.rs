//! Converting: what was read from any format, written in another and read back is what it was.

use std::collections::HashMap;

use threadsift::internals::comment::{Author, Comment, LooseMarks, Marks, Record, Status};
use threadsift::internals::config::Config;
use threadsift::internals::error::Place;
use threadsift::internals::index::CommentIdx;
use threadsift::internals::model::Model;
use threadsift::internals::pipeline::{self, Judgement};
use threadsift::internals::read::{Columns, FORMATS, Input};
use threadsift::internals::write::{Conversion, Converted, TARGETS};

use crate::shared::dumps;
use crate::shared::inputs::{open, records};

/// Texts that want to be something else: formulas, the end of a section, markup, quotes of all kinds.
const TRICKY: &[&str] = &[
    "=1+1",
    "'=1+1",
    "''@ann",
    "'tis so",
    "+1",
    "-",
    "@ann I agree",
    "\ttab first",
    "a ]]> b ]]]]><![CDATA[> c",
    "5 < 6 &amp; \"7\" > '8' &copy &nbsp;",
    "one\ntwo\r\nthree\rfour",
    "a \\\" b \\\\ \\n \\",
    "\"",
    "\"quoted\", and more\"",
    "a,b;c|d\te",
    " spaces around ",
    "</wp:comment_content></wp:comment>",
    "\u{202e}evil \u{feff} 漢字 🧶",
    "NULL",
    "\\N",
    "{\"id\": 1}",
];

/// The comments without their places in the file, each with what was said of it elsewhere in the file.
fn comments(input: &Input) -> Vec<Comment> {
    let mut loose = LooseMarks::default();
    let mut comments = Vec::new();
    for record in records(input) {
        match record {
            Record::Comment(comment) => {
                comments.push(Comment { place: Place::default(), end: 0, ..*comment })
            }
            Record::Marks { comment, marks } => loose.add(0, &comment, marks),
            _ => {}
        }
    }
    for comment in &mut comments {
        comment.marks = comment.marks.merge(loose.get(0, &comment.id));
    }
    comments
}

fn convert(inputs: &[Input], to: &str) -> (Vec<u8>, Converted) {
    let mut written = Vec::new();
    let target = TARGETS.iter().find(|target| target.name == to).unwrap();
    let converted =
        (target.write)(&Conversion::everything(inputs, &Columns::default()), &mut written).unwrap();
    (written, converted)
}

/// Every dump in the repository: the formats' examples, the cases, the sample.
fn dumps() -> Vec<(String, Input)> {
    let examples = FORMATS.iter().map(|format| (format.name.to_owned(), open(format.example.as_bytes())));
    let opened = dumps::paths().into_iter().filter_map(|path| {
        let has_columns = std::fs::read_to_string(path.with_file_name("command"))
            .is_ok_and(|text| text.contains("--columns") || text.contains("--from"));
        let input = Input::open(&path, None).ok().filter(|_| !has_columns)?;
        Some((path.display().to_string(), input))
    });
    examples.chain(opened).collect()
}

/// The comments as WordPress exports have them: in the order in which their posts are met.
fn by_post(records: &[Record]) -> Vec<CommentIdx> {
    let mut posts: Vec<&str> = Vec::new();
    let mut comments: Vec<(usize, CommentIdx)> = Vec::new();
    for record in records {
        let post = match record {
            Record::Post(post) => &post.id,
            Record::Comment(comment) => &comment.post,
            _ => continue,
        };
        let position = posts.iter().position(|id| id == post).unwrap_or_else(|| {
            posts.push(post);
            posts.len() - 1
        });
        if matches!(record, Record::Comment(_)) {
            comments.push((position, comments.len().into()));
        }
    }
    comments.sort();
    comments.into_iter().map(|(_, index)| index).collect()
}

fn judge(input: Input) -> Judgement {
    let config = Config::default();
    let dump =
        pipeline::read(&[input], &Columns::default(), &config, &Model::shipped().unwrap(), &mut |_| {})
            .unwrap();
    pipeline::judge(dump, &Model::shipped().unwrap(), &config)
}

/// The decision about each comment, with positions instead of ids. `order` has the comment at each position.
fn decisions(judged: &Judgement, order: &[CommentIdx]) -> Vec<String> {
    let position = |index: CommentIdx| order.iter().position(|comment| *comment == index).unwrap();
    let line = |index: &CommentIdx| {
        let decision = &judged.decisions[*index];
        let copied = decision.duplicate_of.map(position);
        let body = &judged.dump.comments[*index];
        format!("{}: {} {} {copied:?}", body.author(), decision.kind.name(), decision.verdict.name())
    };
    order.iter().map(line).collect()
}

#[test]
fn a_converted_dump_is_judged_as_the_dump_was() {
    for (name, input) in dumps() {
        let before = records(&input);
        // WordPress has no placeholders of deleted comments, and no user agents, which are evidence.
        let is_convertible = |record: &Record| match record {
            Record::Comment(comment) => comment.status != Status::Deleted && comment.author.agent.is_empty(),
            _ => true,
        };
        if !before.iter().all(is_convertible) {
            continue;
        }
        let (written, _) = convert(std::slice::from_ref(&input), "wxr");
        let order = by_post(&before);
        let after = judge(open(&written));
        let in_order: Vec<CommentIdx> = after.decisions.indices().collect();
        assert_eq!(decisions(&after, &in_order), decisions(&judge(input), &order), "{name}");
    }
}

/// The records of a table whose columns are ours, with a text in every field that may hold any.
fn tricky() -> String {
    let mut lines = String::new();
    for (number, text) in (11..).zip(TRICKY) {
        let row = serde_json::json!({
            "id": number.to_string(), "post": "1", "parent": if number == 11 { "0" } else { "11" },
            "author_name": text, "author_email": text, "author_url": text, "author_ip": text,
            "author_user_agent": text, "user_id": "2", "date": "2009-08-21T10:02:11", "status": "pending",
            "type": "comment", "marks": ["ham-by-person", "filed-from:spam"], "label": "spam",
            "body": text, "post_title": "First", "post_url": "http://ada.example/first",
            "post_date": "2009-08-20T09:00:00", "post_authors": ["Ada", "Ben, too"], "post_terms": ["a; b"],
            "post_body": text,
        });
        lines.push_str(&format!("{row}\n"));
    }
    lines
}

#[test]
fn tables_and_lists_hold_everything_that_any_dump_tells() {
    for (name, input) in dumps().into_iter().chain([("tricky".to_owned(), open(tricky().as_bytes()))]) {
        let before = comments(&input);
        for (to, format) in [("ndjson", "json"), ("csv", "csv")] {
            let (written, converted) = convert(std::slice::from_ref(&input), to);
            let again = open(&written);
            assert_eq!(again.format.name, format, "{name} to {to}");
            assert_eq!(comments(&again), before, "{name} to {to}");
            assert_eq!(converted.n_comments, before.len(), "{name} to {to}");
            let posts = |input: &Input| {
                let mut posts: Vec<_> = records(input)
                    .into_iter()
                    .filter_map(|record| match record {
                        Record::Post(post) => Some((
                            post.id,
                            post.title.trim().to_owned(),
                            post.url.trim().to_owned(),
                            post.date,
                            post.authors,
                            post.terms,
                            post.body,
                        )),
                        _ => None,
                    })
                    .collect();
                posts.retain(|post| before.iter().any(|comment| comment.post == post.0));
                posts.retain(|post| ![&post.1, &post.2, &post.6].iter().all(|text| text.is_empty()));
                posts.sort();
                posts.dedup_by(|one, other| one.0 == other.0);
                posts
            };
            assert_eq!(posts(&again), posts(&input), "{name} to {to}");
        }
    }
}

#[test]
fn a_wordpress_export_holds_all_but_what_it_has_no_place_for() {
    for (name, input) in dumps().into_iter().chain([("tricky".to_owned(), open(tricky().as_bytes()))]) {
        let before = comments(&input);
        let (written, converted) = convert(std::slice::from_ref(&input), "wxr");
        let again = open(&written);
        assert_eq!(again.format.name, "wxr", "{name}");
        assert!(!records(&again).iter().any(|record| matches!(record, Record::Damage(_))), "{name}");
        let after = comments(&again);
        assert_eq!(after.len(), before.len(), "{name}: {converted:?}");
        let mut expected: Vec<Comment> = before.iter().map(as_wordpress_has_it).collect();
        let mut found: Vec<Comment> = after.iter().map(as_wordpress_has_it).collect();
        let key = |comment: &Comment| format!("{comment:?}");
        expected.sort_by_key(key);
        found.sort_by_key(key);
        assert_eq!(found, expected, "{name}: {converted:?}");
        let is_number = |id: &str| id.parse::<u64>().is_ok();
        assert!(
            after.iter().all(|comment| is_number(&comment.id)
                && is_number(&comment.post)
                && is_number(&comment.parent)),
            "{name}"
        );
        let ids: HashMap<&str, usize> =
            (0..).zip(&after).map(|(index, comment)| (&*comment.id, index)).collect();
        assert_eq!(ids.len(), after.len(), "{name}: every comment has a number of its own");
        for comment in after.iter().filter(|comment| comment.parent != "0") {
            let parent = &after[ids[&*comment.parent]];
            assert_eq!(parent.post, comment.post, "{name}");
        }
        let (twice, _) = convert(&[again], "wxr");
        let lines = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        assert_eq!(lines(&twice), lines(&written), "{name}: converting again changes nothing");
    }
}

/// A comment less what WXR has no place for; ids are checked on their own.
fn as_wordpress_has_it(comment: &Comment) -> Comment {
    let allowed =
        |text: &str| text.chars().filter(|char| !char.is_control() || "\t\n\r".contains(*char)).collect();
    let is_guest = matches!(comment.author.user.trim(), "" | "0");
    let author = &comment.author;
    Comment {
        id: String::new(),
        post: String::new(),
        parent: String::new(),
        status: match comment.status {
            Status::Unknown => Status::Approved,
            Status::Deleted => Status::Trash,
            Status::Other => Status::Pending,
            status => status,
        },
        author: Author {
            name: allowed(&author.name),
            email: allowed(&author.email),
            url: allowed(&author.url),
            ip: allowed(&author.ip),
            agent: String::new(),
            user: if is_guest { String::new() } else { "somebody".to_owned() },
        },
        marks: Marks { label: None, ..comment.marks },
        body: allowed(&comment.body),
        declared_type: allowed(&comment.declared_type),
        date: comment.date.map(|date| date.with().subsec_nanosecond(0).build().unwrap()),
        ..comment.clone()
    }
}

#[test]
fn the_repository_has_dumps_to_convert() {
    assert!(FORMATS.len() + 20 < dumps().len());
}

/// `id post>parent` of every comment, and what was said.
#[track_caller]
fn check(inputs: &[&str], to: &str, expected: &[&str], said: &[&str]) {
    let named =
        |(number, text): (usize, &&str)| Input::from_bytes(&format!("dump-{number}"), *text, None).unwrap();
    let inputs: Vec<Input> = inputs.iter().enumerate().map(named).collect();
    let (written, mut converted) = convert(&inputs, to);
    let again = open(&written);
    let line = |comment: &Comment| format!("{} {}>{}", comment.id, comment.post, comment.parent);
    assert_eq!(comments(&again).iter().map(line).collect::<Vec<_>>(), expected);
    for (number, input) in (1..).zip(&inputs) {
        for loss in &mut converted.losses {
            *loss = loss.replace(&input.name, &format!("INPUT{number}"));
        }
    }
    for word in said {
        assert!(converted.losses.iter().any(|loss| loss.contains(word)), "{word} in {:#?}", converted.losses);
    }
}

const FIRST: &str = r#"{"id":"5","post":"1","post_title":"One","parent":"0","body":"a"}
{"id":"9","post":"1","parent":"5","body":"b"}
"#;

#[test]
fn ids_that_clash_get_the_number_of_their_input() {
    let second = r#"{"id":"9","post":"1","post_title":"Another one","parent":"0","body":"c"}
{"id":"4","post":"1","parent":"9","body":"d"}
"#;
    check(
        &[FIRST, second],
        "ndjson",
        &["5 1>0", "9 1>5", "2:9 2:1>0", "2:4 2:1>2:9"],
        &["ids of the comments of INPUT2 now begin with 2:", "ids of the posts of INPUT2 now begin with 2:"],
    );
    check(
        &[FIRST, second],
        "wxr",
        &["5 1>0", "9 1>5", "1 2>0", "2 2>1"],
        &["2 comments of INPUT2 renumbered: the ids are not unique"],
    );
}

#[test]
fn posts_that_are_the_same_stay_one() {
    let second = r#"{"id":"12","post":"1","post_title":"One","parent":"0","body":"c"}"#;
    for to in ["ndjson", "csv", "wxr"] {
        check(&[FIRST, second], to, &["5 1>0", "9 1>5", "12 1>0"], &[]);
    }
}

#[test]
fn numbers_that_are_made_up_put_parents_first() {
    let dump = r#"{"id":"z","post":"p","post_title":"One","parent":"y","body":"a"}
{"id":"x","post":"p","parent":"","body":"b"}
{"id":"y","post":"p","parent":"x","body":"c"}
{"id":"w","post":"p","parent":"gone","body":"d"}
"#;
    check(
        &[dump],
        "wxr",
        &["3 1>2", "1 1>0", "2 1>1", "4 1>0"],
        &[
            "4 comments of INPUT1 renumbered: WordPress requires numbers as ids",
            "1 comment with a parent that is not in the dump: moved to the top",
        ],
    );
}

#[test]
fn what_a_wordpress_export_loses_is_counted() {
    let dump = r#"{"id":"1","post":"1","author":"A","author_user_agent":"Topsy","user_id":"ada","status":"ham","date":"2009-08-21T10:00:00.5","body":"a\u0000\u0007b"}
{"id":"2","post":"1","status":"deleted","body":"b"}
{"id":"3","post":"1","body":"c"}
"#;
    check(
        &[dump],
        "wxr",
        &["1 1>0", "2 1>0", "3 1>0"],
        &[
            "1 user agent left out",
            "1 comment with the same local time and GMT",
            "1 comment with a fraction of a second",
            "2 comments without a date",
            "2 characters left out: XML forbids control characters",
            "1 post not in the dump, but referred to by 3 comments: written without text",
            "1 comment deleted, with a placeholder in the dump: written as trash",
            "1 comment without a status: written as approved",
            "1 comment with a status that WordPress does not have: written as pending",
            "1 user name written as number",
        ],
    );
    let example = |name: &str| FORMATS.iter().find(|format| format.name == name).unwrap().example;
    check(
        &[example("movable-type")],
        "wxr",
        &["1 1>0", "2 1>0"],
        &["2 comments of INPUT1 renumbered: the dump has no ids"],
    );
    check(&[example("blogger")], "csv", &["11 1>", "12 1>11"], &[]);
}

#[test]
fn nothing_is_said_where_nothing_is_lost() {
    let (_, converted) = convert(&[open(FIRST.as_bytes())], "csv");
    assert!(converted.losses.is_empty(), "{:?}", converted.losses);
}

#[test]
fn posts_without_comments_are_kept_as_drafts() {
    let sql = "INSERT INTO `wp_posts` (`ID`, `post_title`, `post_content`, `guid`) VALUES
(1,'One','a','http://a.example/?p=1'),(2,'Two','b','http://a.example/?p=2');
INSERT INTO `wp_comments` (`comment_ID`, `comment_post_ID`, `comment_author`, `comment_content`, `comment_parent`)
VALUES (7,2,'A','c',0);";
    let input = open(sql.as_bytes());
    let (written, converted) = convert(std::slice::from_ref(&input), "wxr");
    let posts: Vec<String> = records(&open(&written))
        .into_iter()
        .filter_map(|record| if let Record::Post(post) = record { Some(post.title) } else { None })
        .collect();
    assert_eq!(posts, ["One", "Two"]);
    assert_eq!(converted.n_comments, 1);
    let text = String::from_utf8(written).unwrap();
    assert_eq!(text.matches("<wp:status><![CDATA[draft]]>").count(), 1);
    assert!(converted.losses.iter().any(|loss| loss == "1 post without comments: written as draft"));
}

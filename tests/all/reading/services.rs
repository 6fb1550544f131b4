//! Exports of comment services: Remark42, Commento, Comentario.

use threadsift::internals::comment::{Record, Status};

use super::Reader;

const REMARK42: Reader = Reader("remark42");
const COMMENTO: Reader = Reader("commento");
const COMENTARIO: Reader = Reader("comentario");

/// The text of the format's example with one thing in it changed.
fn example(reader: &Reader, old: &str, new: &str) -> String {
    let example = threadsift::internals::read::FORMATS
        .iter()
        .find(|format| format.name == reader.0)
        .expect("it is there")
        .example;
    assert!(example.contains(old), "{old}");
    example.replace(old, new)
}

#[test]
fn each_knows_its_example() {
    REMARK42.check_example(["11", "12"]);
    COMMENTO.check_example(["a11", "a12"]);
    COMENTARIO.check_example(["a11", "a12"]);
}

#[test]
fn remark42_tells_pages_parents_and_admins() {
    let bytes = example(&REMARK42, r#""id":"github_1","admin":false"#, r#""id":"github_1","admin":true"#);
    REMARK42.check(
        bytes,
        &[
            "post https://blog.example/first/ First post https://blog.example/first/ [] []: ",
            "11 https://blog.example/first/> Ada approved: <p>A first remark.</p>",
            "owner Grace  github_1",
            "12 https://blog.example/first/>11 Grace approved: <p>Second thoughts &amp; more.</p>",
        ],
    );
}

#[test]
fn guests_of_remark42_are_no_users_and_hashes_no_addresses() {
    let bytes = example(
        &REMARK42,
        r#""admin":false"#,
        r#""ip":"6f1ed002ab5595859014ebf0951522d9aa5f1e8c","admin":false"#,
    );
    let comments = REMARK42.comments(bytes.as_bytes());
    let users: Vec<&str> = comments.iter().map(|comment| comment.author.user.as_str()).collect();
    assert_eq!(users, ["", "github_1"]);
    assert!(comments.iter().all(|comment| comment.author.ip.is_empty()));
}

#[test]
fn a_comment_that_remark42_deleted_is_a_placeholder() {
    let bytes = example(&REMARK42, r#""pid":"11""#, r#""delete":true,"pid":"11""#);
    let status: Vec<Status> =
        REMARK42.comments(bytes.as_bytes()).iter().map(|comment| comment.status).collect();
    assert_eq!(status, [Status::Approved, Status::Deleted]);
}

#[test]
fn comments_of_remark42_without_their_first_line_are_known() {
    let bytes = example(&REMARK42, "", "");
    let (_, rest) = bytes.split_once('\n').expect("there are lines");
    super::check_sniffed(rest, "remark42");
    assert_eq!(REMARK42.comments(rest.as_bytes()).len(), 2);
}

#[test]
fn commento_names_its_authors_behind_the_comments() {
    let bytes = example(&COMMENTO, r#""isModerator":false"#, r#""isModerator":true"#);
    COMMENTO.check(
        bytes,
        &[
            "owner Grace grace@path.example c1",
            "post https://blog.example/first/  https://blog.example/first/ [] []: ",
            "a11 https://blog.example/first/>  approved: <p>A first remark.</p>",
            "a12 https://blog.example/first/>a11 Grace approved: <p>Second thoughts &amp; more.</p>",
        ],
    );
}

#[test]
fn states_of_commento_are_told_and_flags_are_those_of_its_filter() {
    for (state, expected, by_filter) in [
        ("unapproved", Status::Pending, false),
        ("flagged", Status::Spam, true),
        ("", Status::Unknown, false),
    ] {
        let bytes = example(&COMMENTO, r#""state":"approved""#, &format!(r#""state":"{state}""#));
        for comment in COMMENTO.comments(bytes.as_bytes()) {
            assert_eq!((comment.status, comment.marks.spam_by_filter), (expected, by_filter), "{state}");
        }
    }
    let bytes = example(&COMMENTO, r#""score":1"#, r#""deleted":true,"score":1"#);
    assert_eq!(COMMENTO.comments(bytes.as_bytes())[1].status, Status::Deleted);
}

#[test]
fn comentario_tells_what_was_rejected_and_what_was_deleted() {
    for (old, new, expected) in [
        (r#""isApproved":true"#, r#""isApproved":false"#, Status::Trash),
        (r#""isPending":false"#, r#""isPending":true"#, Status::Pending),
        (r#""isDeleted":false"#, r#""isDeleted":true"#, Status::Deleted),
    ] {
        let status: Vec<Status> = COMENTARIO
            .comments(example(&COMENTARIO, old, new).as_bytes())
            .iter()
            .map(|comment| comment.status)
            .collect();
        assert_eq!(status, [expected, expected]);
    }
    let records =
        COMENTARIO.read(example(&COMENTARIO, r#""isModerator":false"#, r#""isModerator":true"#).as_bytes()).0;
    assert!(
        matches!(&records[1], Record::Owner(owner) if owner.email == "grace@path.example"),
        "{records:?}"
    );
}

#[test]
fn the_last_comment_before_a_cut_is_read() {
    for reader in [REMARK42, COMMENTO, COMENTARIO] {
        let whole = example(&reader, "", "");
        let second = whole.find("Second thoughts").expect("it is there");
        let lines: Vec<String> = reader.read(&whole.as_bytes()[..second]).0.iter().map(super::line).collect();
        assert!(lines.iter().any(|line| line.contains("A first remark.")), "{lines:?}");
        assert!(lines.iter().any(|line| line.starts_with("damage")), "{lines:?}");
    }
}

#[test]
fn no_cut_and_no_flipped_byte_does_harm() {
    REMARK42.check_cuts(example(&REMARK42, "", "").as_bytes());
    COMMENTO.check_flips(example(&COMMENTO, "", "").as_bytes());
}

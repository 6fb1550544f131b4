//! What tests of several kinds share.

use super::recognise;
use crate::comment::{Author, Comment};
use crate::text::view;

/// A comment without a type is of the expected kind.
#[track_caller]
pub fn check(name: &str, email: &str, url: &str, body: &str, expected: &str) {
    let [name, email, url] = [name, email, url].map(str::to_owned);
    let author = Author { name, email, url, ..Author::default() };
    check_comment(Comment { author, body: body.to_owned(), ..Comment::default() }, expected);
}

#[track_caller]
pub fn check_comment(comment: Comment, expected: &str) {
    assert_eq!(recognise(&view(&comment)).name(), expected, "{:?} {:?}", comment.author, comment.body);
}

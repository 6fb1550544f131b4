//! A comment as a row of a table or list, with field names that the CSV and JSON readers know.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::comment::{Comment, Post};

/// A comment with its ids and marks.
#[derive(Clone, Serialize)]
#[allow(missing_docs, reason = "the names are those of the fields of a comment")]
pub struct CommentRow<'a> {
    pub id: Cow<'a, str>,
    pub post: Cow<'a, str>,
    pub parent: Cow<'a, str>,
    pub author_name: &'a str,
    pub author_email: &'a str,
    pub author_url: &'a str,
    pub author_ip: &'a str,
    pub author_user_agent: &'a str,
    pub user_id: &'a str,
    pub date: Option<String>,
    pub status: &'static str,
    #[serde(rename = "type")]
    pub declared_type: &'a str,
    pub marks: Vec<String>,
    pub label: &'static str,
    pub body: &'a str,
    /// The details of the post; only the first comment under a post has them.
    #[serde(flatten)]
    pub post_details: Option<&'a PostRow>,
}

/// The details of a post.
#[derive(Default, Deserialize, Serialize)]
#[allow(missing_docs, reason = "the names are those of the fields of a post")]
pub struct PostRow {
    pub post_title: String,
    pub post_url: String,
    pub post_date: Option<String>,
    pub post_authors: Vec<String>,
    pub post_terms: Vec<String>,
    pub post_body: String,
}

impl<'a> CommentRow<'a> {
    /// The row of a comment, with the ids of its dump.
    pub fn new(comment: &'a Comment) -> CommentRow<'a> {
        CommentRow {
            id: Cow::Borrowed(&comment.id),
            post: Cow::Borrowed(&comment.post),
            parent: Cow::Borrowed(&comment.parent),
            author_name: &comment.author.name,
            author_email: &comment.author.email,
            author_url: &comment.author.url,
            author_ip: &comment.author.ip,
            author_user_agent: &comment.author.agent,
            user_id: &comment.author.user,
            date: comment.date.map(|date| date.to_string()),
            status: comment.status.name(),
            declared_type: &comment.declared_type,
            marks: comment.marks.to_words(),
            label: match comment.marks.label {
                Some(true) => "spam",
                Some(false) => "ham",
                None => "",
            },
            body: &comment.body,
            post_details: None,
        }
    }
}

impl From<Post> for PostRow {
    fn from(post: Post) -> PostRow {
        PostRow {
            post_title: post.title,
            post_url: post.url,
            post_date: post.date.map(|date| date.to_string()),
            post_authors: post.authors,
            post_terms: post.terms,
            post_body: post.body,
        }
    }
}

//! The names that a table's columns and an object's keys have for each field of a comment.

use std::str::FromStr;

use crate::error::{Error, ErrorKind};

/// A field of a comment or its post that a column or key can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the documentation")]
pub enum Field {
    Id,
    Post,
    Parent,
    Author,
    Email,
    Url,
    Ip,
    Agent,
    Date,
    Type,
    Status,
    Body,
    User,
    PostTitle,
    PostUrl,
    PostBody,
    PostDate,
    PostAuthors,
    PostTerms,
    Marks,
    Label,
}

/// Each field with its word for `--columns` and its usual names: those of our own decisions, of WordPress's tables,
/// of `wp comment list` and of WordPress REST, and some that people use. If several are there, the first one is used.
const NAMES: &[(Field, &str, &[&str])] = &[
    (Field::Id, "id", &["id", "comment_id", "commentid", "cid", "_id"]),
    (Field::Post, "post", &["post", "comment_post_id", "post_id", "postid", "thread", "thread_id"]),
    (
        Field::Parent,
        "parent",
        &["parent", "comment_parent", "parent_id", "in_reply_to", "reply_to", "replying_to"],
    ),
    (Field::Author, "author", &["author_name", "comment_author", "author", "name", "user_name", "username"]),
    (Field::Email, "email", &["author_email", "comment_author_email", "email", "mail"]),
    (Field::Url, "url", &["author_url", "comment_author_url", "url", "website", "site", "homepage"]),
    (Field::Ip, "ip", &["author_ip", "comment_author_ip", "ip", "remote_addr", "ip_address"]),
    (Field::Agent, "agent", &["author_user_agent", "comment_agent", "agent", "user_agent"]),
    (
        Field::Date,
        "date",
        &["date_gmt", "comment_date_gmt", "date", "comment_date", "created", "created_at", "time"],
    ),
    (Field::Type, "type", &["type", "comment_type", "kind"]),
    (Field::Status, "status", &["status", "comment_approved", "approved"]),
    (Field::Body, "body", &["body", "comment_content", "content", "comment", "text", "message"]),
    (Field::User, "user", &["user_id", "user", "author"]),
    (Field::PostTitle, "post_title", &["post_title"]),
    (Field::PostUrl, "post_url", &["post_url"]),
    (Field::PostBody, "post_body", &["post_body", "post_content"]),
    (Field::PostDate, "post_date", &["post_date_gmt", "post_date"]),
    (Field::PostAuthors, "post_authors", &["post_authors"]),
    (Field::PostTerms, "post_terms", &["post_terms"]),
    (Field::Marks, "marks", &["marks"]),
    (Field::Label, "label", &["label", "class", "is_spam"]),
];

/// The user's own names for fields, in the form `--columns body=CONTENT,author=AUTHOR` takes.
#[derive(Clone, Debug, Default)]
pub struct Columns(Vec<(Field, String)>);

impl FromStr for Columns {
    type Err = Error;

    fn from_str(text: &str) -> Result<Columns, Error> {
        text.split(',')
            .filter(|pair| !pair.trim().is_empty())
            .map(parse_pair)
            .collect::<Result<_, _>>()
            .map(Columns)
    }
}

impl Columns {
    /// Finds the position of each field among these names of columns.
    pub fn find<S: AsRef<str>>(&self, names: &[S]) -> FieldPositions {
        let position =
            |wanted: &str| names.iter().position(|name| name.as_ref().trim().eq_ignore_ascii_case(wanted));
        let positions = NAMES.iter().map(|(field, _, usual)| {
            match self.0.iter().find(|(named_by_user, _)| named_by_user == field) {
                Some((_, name)) => position(name),
                None => usual.iter().find_map(|name| position(name)),
            }
        });
        let mut positions = FieldPositions(positions.collect());
        // WordPress REST has `author` (a user's number) beside `author_name`; elsewhere `author` is the name itself.
        if positions.get(Field::User) == positions.get(Field::Author) {
            positions.0[Field::User as usize] = None;
        }
        positions
    }
}

/// The position of each field in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPositions(Vec<Option<usize>>);

impl FieldPositions {
    /// The position of a field, if the row has it.
    pub fn get(&self, field: Field) -> Option<usize> {
        self.0[field as usize]
    }

    /// How many fields the row has.
    pub fn n_found(&self) -> usize {
        self.0.iter().flatten().count()
    }
}

fn parse_pair(pair: &str) -> Result<(Field, String), Error> {
    let words = || NAMES.iter().map(|(_, word, _)| *word).collect::<Vec<_>>().join(" ");
    let Some((word, name)) = pair.split_once('=') else {
        let message =
            format!("--columns takes pairs such as body=CONTENT, not {pair:?}; fields: {}", words());
        return Err(ErrorKind::Settings(message).into());
    };
    match NAMES.iter().find(|(_, known_word, _)| *known_word == word.trim()) {
        Some((field, _, _)) => Ok((*field, name.trim().to_owned())),
        None => {
            Err(ErrorKind::Settings(format!("--columns knows no field {word:?}; fields: {}", words())).into())
        }
    }
}

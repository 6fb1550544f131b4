//! Names of columns and keys: which of them means which field.

use std::str::FromStr;

use crate::error::{Error, ErrorKind};

/// A field that a table's column or an object's key can hold.
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

/// Each field with the word for `--columns` and the names it goes by: our own decisions, WordPress tables,
/// `wp comment list`, WordPress REST, and what people call it. Of several that are there, the first named here counts.
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

/// The user's own names for columns, as `--columns body=CONTENT,author=AUTHOR` gives them.
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
    /// The position of each field among `names`, in the order of [`Field`].
    pub fn find<S: AsRef<str>>(&self, names: &[S]) -> Found {
        let position =
            |wanted: &str| names.iter().position(|it| it.as_ref().trim().eq_ignore_ascii_case(wanted));
        let places =
            NAMES.iter().map(|(field, _, aliases)| match self.0.iter().find(|(mine, _)| mine == field) {
                Some((_, name)) => position(name),
                None => aliases.iter().find_map(|alias| position(alias)),
            });
        let mut found = Found(places.collect());
        // WordPress REST has `author` (a user's number) beside `author_name`; elsewhere `author` is the name itself.
        if found.place(Field::User) == found.place(Field::Author) {
            found.0[Field::User as usize] = None;
        }
        found
    }
}

/// Where each field stands in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found(Vec<Option<usize>>);

impl Found {
    /// The position of one field.
    pub fn place(&self, field: Field) -> Option<usize> {
        self.0[field as usize]
    }

    /// How many fields are there.
    pub fn n_known(&self) -> usize {
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
    match NAMES.iter().find(|(_, it, _)| *it == word.trim()) {
        Some((field, _, _)) => Ok((*field, name.trim().to_owned())),
        None => {
            Err(ErrorKind::Settings(format!("--columns knows no field {word:?}; fields: {}", words())).into())
        }
    }
}

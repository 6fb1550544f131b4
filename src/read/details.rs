//! What a format tells of a comment besides its text and its author's name.

use crate::comment::{Record, Status};

/// Something that dumps in one format tell and dumps in another do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The posts that the comments stand under.
    Posts,
    /// The comments' own ids; else they are made up from the position.
    Ids,
    /// Which comment answers which.
    Parents,
    /// When a comment was written.
    Dates,
    /// What was approved, is waiting, or was filed under spam.
    Status,
    /// What is a comment, a pingback or something else.
    Types,
    /// E-mail addresses of authors.
    Emails,
    /// Sites of authors.
    Sites,
    /// The addresses that comments came from.
    Ips,
    /// The user agents of authors.
    Agents,
    /// Which authors were logged in.
    Users,
}

impl Detail {
    /// All of them, in the order of the documentation.
    pub const ALL: [Detail; 11] = [
        Detail::Posts,
        Detail::Ids,
        Detail::Parents,
        Detail::Dates,
        Detail::Status,
        Detail::Types,
        Detail::Emails,
        Detail::Sites,
        Detail::Ips,
        Detail::Agents,
        Detail::Users,
    ];

    /// The heading of its column.
    pub fn name(self) -> &'static str {
        match self {
            Detail::Posts => "posts",
            Detail::Ids => "ids",
            Detail::Parents => "parents",
            Detail::Dates => "dates",
            Detail::Status => "status",
            Detail::Types => "types",
            Detail::Emails => "e-mail",
            Detail::Sites => "sites",
            Detail::Ips => "IP",
            Detail::Agents => "agents",
            Detail::Users => "users",
        }
    }

    /// Does this record tell it?
    pub fn is_told_by(self, record: &Record) -> bool {
        let comment = match record {
            Record::Post(post) => {
                return self == Detail::Posts
                    && ![&post.title, &post.url, &post.body].iter().all(|it| it.is_empty());
            }
            Record::Comment(comment) => comment,
            _ => return false,
        };
        let author = &comment.author;
        let is_zero = |text: &str| matches!(text.trim(), "" | "0");
        match self {
            Detail::Posts => false,
            Detail::Ids => !comment.has_made_up_id(),
            Detail::Parents => !is_zero(&comment.parent),
            Detail::Dates => comment.date.is_some(),
            Detail::Status => comment.status != Status::Unknown,
            Detail::Types => !comment.declared_type.is_empty(),
            Detail::Emails => !author.email.trim().is_empty(),
            Detail::Sites => !author.url.trim().is_empty(),
            Detail::Ips => !author.ip.trim().is_empty(),
            Detail::Agents => !author.agent.trim().is_empty(),
            Detail::Users => !is_zero(&author.user),
        }
    }
}

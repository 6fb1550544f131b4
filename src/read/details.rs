//! What a format tells of a comment besides its text and its author's name.

use crate::comment::{Record, Status};

/// Something that dumps in one format tell and dumps in another do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provides {
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

impl Provides {
    /// All of them, in the order of the documentation.
    pub const ALL: [Provides; 11] = [
        Provides::Posts,
        Provides::Ids,
        Provides::Parents,
        Provides::Dates,
        Provides::Status,
        Provides::Types,
        Provides::Emails,
        Provides::Sites,
        Provides::Ips,
        Provides::Agents,
        Provides::Users,
    ];

    /// The heading of its column.
    pub fn name(self) -> &'static str {
        match self {
            Provides::Posts => "posts",
            Provides::Ids => "ids",
            Provides::Parents => "parents",
            Provides::Dates => "dates",
            Provides::Status => "status",
            Provides::Types => "types",
            Provides::Emails => "e-mail",
            Provides::Sites => "sites",
            Provides::Ips => "IP",
            Provides::Agents => "agents",
            Provides::Users => "users",
        }
    }

    /// Does this record tell it?
    pub fn is_told_by(self, record: &Record) -> bool {
        let comment = match record {
            Record::Post(post) => {
                return self == Provides::Posts
                    && ![&post.title, &post.url, &post.body].iter().all(|it| it.is_empty());
            }
            Record::Comment(comment) => comment,
            _ => return false,
        };
        let author = &comment.author;
        let is_zero = |text: &str| matches!(text.trim(), "" | "0");
        match self {
            Provides::Posts => false,
            Provides::Ids => !comment.has_made_up_id(),
            Provides::Parents => !is_zero(&comment.parent),
            Provides::Dates => comment.date.is_some(),
            Provides::Status => comment.status != Status::Unknown,
            Provides::Types => !comment.declared_type.is_empty(),
            Provides::Emails => !author.email.trim().is_empty(),
            Provides::Sites => !author.url.trim().is_empty(),
            Provides::Ips => !author.ip.trim().is_empty(),
            Provides::Agents => !author.agent.trim().is_empty(),
            Provides::Users => !is_zero(&author.user),
        }
    }
}

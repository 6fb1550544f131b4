//! The information that a format has about a comment besides its text and its author's name.

/// Information that dumps in some formats have and dumps in others lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provides {
    /// The posts of the comments.
    Posts,
    /// The comments' own ids; else they are made up from the position.
    Ids,
    /// Which comment answers which.
    Parents,
    /// When a comment was written.
    Dates,
    /// The moderation status: approved, pending, spam.
    Status,
    /// The types of records: comment, pingback or another.
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
}

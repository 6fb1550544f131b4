//! What a format tells of a comment besides its text and its author's name.

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
}

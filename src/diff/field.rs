//! The fields of a comment that are compared.

/// A field of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The author's name.
    Author,
    /// The author's e-mail address.
    Email,
    /// The author's site.
    Url,
    /// The text.
    Text,
    /// The declared type.
    Type,
    /// The date.
    Date,
    /// The comment that it answers.
    Parent,
    /// Its post.
    Post,
    /// The moderation status.
    Status,
}

/// All fields, in the order of reports.
pub const FIELDS: [Field; 9] = [
    Field::Author,
    Field::Email,
    Field::Url,
    Field::Text,
    Field::Type,
    Field::Date,
    Field::Parent,
    Field::Post,
    Field::Status,
];

crate::names::named!(Field, FIELDS);

impl Field {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Field::Author => "author",
            Field::Email => "email",
            Field::Url => "url",
            Field::Text => "text",
            Field::Type => "type",
            Field::Date => "date",
            Field::Parent => "parent",
            Field::Post => "post",
            Field::Status => "status",
        }
    }
}

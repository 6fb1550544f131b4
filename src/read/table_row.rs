//! Converts the fields of one row of a table, or of one object of a list, into a comment and its post.

use std::ops::Range;

use foldhash::HashSet;

use super::columns::{Field, FieldPositions};
use super::field_text;
use super::sink::RecordSink;
use crate::comment::{Author, Comment, Marks, Post, Record, Status, parse_date};
use crate::error::{Error, ErrorKind};

/// The arguments that `wp comment list` needs: the columns that it exports by default lack the text.
const WP_CLI_HINT: &str = " or export it again with: wp comment list --status=any --type=all --format=json \
    --fields=comment_ID,comment_post_ID,comment_parent,comment_type,comment_approved,comment_date_gmt,\
    comment_author,comment_author_email,comment_author_url,comment_author_IP,comment_agent,user_id,comment_content";

/// One row and its place in the input.
pub struct TableRow<'a> {
    /// The bytes of the row.
    pub bytes: Range<u64>,
    /// The position of each field among the values.
    pub positions: &'a FieldPositions,
    /// The values, in the order of the columns. Rows that are too short lack the last ones.
    pub values: &'a [String],
    /// How many bytes of the row were not UTF-8.
    pub n_foreign: usize,
}

/// The rows of one input. Every row repeats the fields of its post; the post is passed on once.
#[derive(Default)]
pub struct TableRows {
    posts: HashSet<String>,
}

impl TableRows {
    /// Passes on the row's post, if it is new, and the row's comment, which the sink has counted already.
    pub fn push(&mut self, row: &TableRow, sink: &mut RecordSink) {
        if let Some(damage) = field_text::describe_damage(row.values, row.n_foreign) {
            sink.damage(row.bytes.start, format!("the record has {damage}"));
        }
        let post_id = row.post_id();
        if row.has_post_fields() && !self.posts.contains(post_id) {
            self.posts.insert(post_id.to_owned());
            sink.push(Record::Post(Box::new(row.post(sink.input()))));
        }
        let mut comment = Box::new(row.comment(post_id));
        comment.place = sink.place(row.bytes.start);
        sink.end_comment(comment, row.bytes.end);
    }
}

impl TableRow<'_> {
    /// The value of a field; empty if the row has none.
    pub fn value(&self, field: Field) -> &str {
        self.positions.get(field).and_then(|position| self.values.get(position)).map_or("", String::as_str)
    }

    /// The id of the row's post, or else its address or its title.
    fn post_id(&self) -> &str {
        let fields = [Field::Post, Field::PostUrl, Field::PostTitle];
        let mut values = fields.into_iter().map(|field| self.value(field).trim());
        values.find(|value| !value.is_empty()).unwrap_or_default()
    }

    /// Whether the row has more of its post than the id.
    fn has_post_fields(&self) -> bool {
        let has = |field| !self.value(field).trim().is_empty();
        has(Field::PostTitle) || has(Field::PostUrl) || !self.value(Field::PostBody).is_empty()
    }

    fn post(&self, input: u32) -> Post {
        let value = |field| self.value(field).trim().to_owned();
        let list = |field| {
            self.value(field).lines().map(str::to_owned).filter(|line: &String| !line.is_empty()).collect()
        };
        Post {
            id: self.post_id().to_owned(),
            title: value(Field::PostTitle),
            url: value(Field::PostUrl),
            body: self.value(Field::PostBody).to_owned(),
            authors: list(Field::PostAuthors),
            terms: list(Field::PostTerms),
            date: parse_date(self.value(Field::PostDate)),
            input,
        }
    }

    fn comment(&self, post_id: &str) -> Comment {
        let value = |field| self.value(field).to_owned();
        let trimmed = |field| self.value(field).trim().to_owned();
        Comment {
            id: trimmed(Field::Id),
            post: post_id.to_owned(),
            parent: trimmed(Field::Parent),
            author: Author {
                name: value(Field::Author),
                email: value(Field::Email),
                url: value(Field::Url),
                ip: value(Field::Ip),
                agent: value(Field::Agent),
                user: trimmed(Field::User),
            },
            date: date(self.value(Field::Date)),
            status: status(self.value(Field::Status)),
            marks: Marks::from_label(self.value(Field::Label))
                .merge(Marks::from_words(self.value(Field::Marks))),
            declared_type: trimmed(Field::Type),
            body: value(Field::Body),
            ..Comment::default()
        }
    }
}

/// The error about a table or list with these columns, none of which holds the text of a comment.
pub fn no_body(input: &str, names: &[String]) -> Error {
    let from_wp_cli = names.iter().any(|name| is_wp_cli_id(name));
    ErrorKind::NoBody {
        name: input.to_owned(),
        found: names.join(", "),
        hint: if from_wp_cli { WP_CLI_HINT } else { "" }.to_owned(),
    }
    .into()
}

/// Whether this is the name of the id column in tables of `wp comment list`, which shows that a table is one of them.
pub fn is_wp_cli_id(name: &str) -> bool {
    name.eq_ignore_ascii_case("comment_id")
}

/// Parses a status. The value of a column such as `approved` may be a yes or a no.
fn status(text: &str) -> Status {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" => Status::Approved,
        "false" | "no" => Status::Pending,
        _ => Status::from_text(text.trim()),
    }
}

/// Parses a date: a text, or the seconds or milliseconds since 1970 that Staticman and JavaScript write.
fn date(text: &str) -> Option<jiff::civil::DateTime> {
    let text = text.trim();
    let moment = match (text.parse::<u64>().ok().and_then(|number| i64::try_from(number).ok()), text.len()) {
        (Some(seconds), 9..=10) => jiff::Timestamp::from_second(seconds).ok(),
        (Some(milliseconds), 12..=13) => jiff::Timestamp::from_millisecond(milliseconds).ok(),
        _ => return parse_date(text),
    };
    moment.map(|moment| jiff::tz::Offset::UTC.to_datetime(moment))
}

//! Converts the fields of one row of a table, or of one object of a list, into a comment and its post.

use std::ops::Range;

use foldhash::HashSet;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

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
    /// The surroundings of the row.
    pub within: Within<'a>,
}

/// The page and the comment that a row is nested in, for rows that do not name them.
#[derive(Clone, Copy, Default)]
pub struct Within<'a> {
    /// The page with the list of comments that has the row.
    pub page: Option<&'a Post>,
    /// The id of the comment with the list of replies that has the row.
    pub parent: &'a str,
    /// The key of the object, where its list is a mapping.
    pub id: &'a str,
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
        let post_id = match (row.post_id(), row.within.page) {
            ("", Some(page)) => &page.id,
            (post_id, _) => post_id,
        };
        if row.has_post_fields() && !self.posts.contains(post_id) {
            self.posts.insert(post_id.to_owned());
            sink.push(Record::Post(Box::new(row.post(sink.input()))));
        }
        let mut comment = Box::new(row.comment(post_id));
        comment.place = sink.place(row.bytes.start);
        if comment.id.is_empty() {
            row.within.id.clone_into(&mut comment.id);
        }
        if comment.parent.is_empty() {
            row.within.parent.clone_into(&mut comment.parent);
        }
        sink.end_comment(comment, row.bytes.end);
    }

    /// Passes on a post, if it is new.
    pub fn push_post(&mut self, post: Post, sink: &mut RecordSink) {
        if self.posts.insert(post.id.clone()) {
            sink.push(Record::Post(Box::new(post)));
        }
    }
}

impl TableRow<'_> {
    /// The value of a field; empty if the row has none.
    pub fn value(&self, field: Field) -> &str {
        self.positions.get(field).and_then(|position| self.values.get(position)).map_or("", String::as_str)
    }

    /// The author's name: the first column for it that is not empty. Beside an empty name, a number is the id of an
    /// account, not a name.
    fn author_name(&self) -> &str {
        let name = self.value(Field::Author);
        if !name.trim().is_empty() {
            return name;
        }
        let others = self.positions.other_authors().filter_map(|position| self.values.get(position));
        let is_name = |value: &&String| {
            let value = value.trim();
            !value.is_empty() && !value.bytes().all(|byte| byte.is_ascii_digit())
        };
        others.into_iter().find(is_name).map_or(name, String::as_str)
    }

    /// The id of the row's post, or else its address or its title.
    fn post_id(&self) -> &str {
        let fields = [Field::Post, Field::PostUrl, Field::PostTitle];
        let mut values = fields.into_iter().map(|field| self.value(field).trim());
        values.find(|value| !value.is_empty()).unwrap_or_default()
    }

    /// Whether the row has fields of its post other than the id.
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
            byte: 0,
        }
    }

    fn comment(&self, post_id: &str) -> Comment {
        let value = |field| self.value(field).to_owned();
        let trimmed = |field| self.value(field).trim().to_owned();
        Comment {
            id: trimmed(Field::Id),
            post: post_id.to_owned(),
            parent: self.parent(),
            author: Author {
                name: self.author_name().to_owned(),
                email: value(Field::Email),
                url: value(Field::Url),
                ip: value(Field::Ip),
                agent: value(Field::Agent),
                user: trimmed(Field::User),
            },
            date: date(self.value(Field::Date)),
            status: self.status(),
            marks: Marks::from_label(self.value(Field::Label))
                .merge(Marks::from_words(self.value(Field::Marks))),
            declared_type: declared_type(self.value(Field::Type)),
            body: value(Field::Body),
            ..Comment::default()
        }
    }
}

impl TableRow<'_> {
    /// The id of the comment that is answered. APIs write `false` and `null` where there is none.
    fn parent(&self) -> String {
        let parent = self.value(Field::Parent).trim();
        if is_none(parent) && parent != "0" { String::new() } else { parent.to_owned() }
    }

    /// The status, which may be in a column of words or in columns of flags.
    fn status(&self) -> Status {
        let is_set = |field| !is_none(self.value(field).trim());
        match () {
            () if is_set(Field::Deleted) => Status::Deleted,
            () if is_set(Field::Spam) => Status::Spam,
            () if is_set(Field::Pending) => Status::Pending,
            () => status(self.value(Field::Status)),
        }
    }
}

/// Whether a text means that there is no value.
fn is_none(value: &str) -> bool {
    ["", "0", "false", "no", "null", "none", "undefined", "\\N"]
        .iter()
        .any(|none| none.eq_ignore_ascii_case(value))
}

/// The type of a comment. Google's APIs write `blogger#comment`, Drupal `comment--comment`, others `Comment` and
/// `comments`.
fn declared_type(text: &str) -> String {
    let word = text.trim().rsplit(['#', '-']).next().unwrap_or_default();
    let is_comment =
        ["comment", "comments", "commentthread"].iter().any(|name| name.eq_ignore_ascii_case(word));
    if is_comment { "comment".to_owned() } else { text.trim().to_owned() }
}

/// The error for a table or list without a text column, with the columns that it has.
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

/// Parses a date: a text, or the time since 1970 that Staticman, JavaScript and databases write, in seconds,
/// milliseconds or microseconds, with or without a fraction.
fn date(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let moment = match (whole.parse::<i64>(), whole.len()) {
        (Ok(seconds), 9..=10) if is_number(whole) && is_number(fraction) => Timestamp::from_second(seconds),
        (Ok(milliseconds), 12..=13) if is_number(whole) => Timestamp::from_millisecond(milliseconds),
        (Ok(microseconds), 15..=16) if is_number(whole) => Timestamp::from_microsecond(microseconds),
        _ => return parse_date(text).or_else(|| written_date(text)),
    };
    moment.ok().map(|moment| Offset::UTC.to_datetime(moment))
}

/// Parses dates that are not in ISO 8601: that of e-mails (RFC 2822), the one of JavaScript's `Date`, `2021/01/05
/// 08:12`, and a zone that is written after a space.
fn written_date(text: &str) -> Option<DateTime> {
    // JavaScript has the name of the zone in parentheses.
    let text = text.split(" (").next().unwrap_or_default().trim();
    let in_utc = |zoned: jiff::Zoned| Offset::UTC.to_datetime(zoned.timestamp());
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        return Some(in_utc(zoned));
    }
    for format in ["%a %b %d %Y %H:%M:%S GMT%z", "%Y-%m-%d %H:%M:%S%.f %z", "%Y-%m-%d %H:%M:%S%.f %:z"] {
        if let Ok(zoned) = jiff::Zoned::strptime(format, text) {
            return Some(in_utc(zoned));
        }
    }
    let plain = text.strip_suffix("UTC").or_else(|| text.strip_suffix("GMT")).unwrap_or(text).trim();
    if plain.len() < text.len() {
        return parse_date(plain);
    }
    ["%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M"].iter().find_map(|format| DateTime::strptime(format, plain).ok())
}

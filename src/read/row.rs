//! From the fields of one row, be it of a table or an object of a list, to the records it stands for.

use foldhash::HashSet;

use super::columns::{Field, Found};
use super::fields;
use crate::comment::{Author, Comment, Marks, Post, Record, Status, parse_date};
use crate::error::{Damage, Error, ErrorKind, Place};

/// What `wp comment list` has to be asked for: its own choice of columns lacks the text.
const WP_CLI_HINT: &str = " or export it again with: wp comment list --status=any --type=all --format=json \
    --fields=comment_ID,comment_post_ID,comment_parent,comment_type,comment_approved,comment_date_gmt,\
    comment_author,comment_author_email,comment_author_url,comment_author_IP,comment_agent,user_id,comment_content";

/// One row and where it stands.
pub struct Row<'a> {
    /// Where the row starts.
    pub place: Place,
    /// The byte after its last one.
    pub end: u64,
    /// Which value is which field.
    pub found: &'a Found,
    /// The values, in the order of the columns. Rows that are too short lack the last ones.
    pub values: &'a [String],
    /// How many of its bytes were not UTF-8.
    pub n_foreign: usize,
}

/// The rows of one input. Rows repeat what they know of their post; it is handed on once.
#[derive(Default)]
pub struct Rows {
    posts: HashSet<String>,
}

impl Rows {
    /// Hands on the row's post, if it is new, and its comment.
    pub fn hand_on(&mut self, row: &Row, sink: &mut dyn FnMut(Record)) {
        if let Some(trouble) = fields::trouble(row.values, row.n_foreign) {
            sink(Record::Damage(Damage { place: row.place, what: format!("the record has {trouble}") }));
        }
        let id = row.post_id();
        let comment = row.comment(id);
        if !self.posts.contains(id) && row.says_something_of_post() {
            self.posts.insert(id.to_owned());
            sink(Record::Post(Box::new(row.post())));
        }
        sink(Record::Comment(Box::new(comment)));
    }
}

impl Row<'_> {
    /// The value of one field; empty where there is none.
    pub fn value(&self, field: Field) -> &str {
        self.found.place(field).and_then(|position| self.values.get(position)).map_or("", String::as_str)
    }

    /// A post without a number is known by its address, else by its title.
    fn post_id(&self) -> &str {
        let fields = [Field::Post, Field::PostUrl, Field::PostTitle];
        fields.into_iter().map(|it| self.value(it).trim()).find(|it| !it.is_empty()).unwrap_or_default()
    }

    fn says_something_of_post(&self) -> bool {
        let is_there = |field| !self.value(field).trim().is_empty();
        is_there(Field::PostTitle) || is_there(Field::PostUrl) || !self.value(Field::PostBody).is_empty()
    }

    fn post(&self) -> Post {
        let value = |field| self.value(field).trim().to_owned();
        let list = |field| self.value(field).lines().map(str::to_owned).filter(|it| !it.is_empty()).collect();
        Post {
            id: self.post_id().to_owned(),
            title: value(Field::PostTitle),
            url: value(Field::PostUrl),
            body: self.value(Field::PostBody).to_owned(),
            authors: list(Field::PostAuthors),
            terms: list(Field::PostTerms),
            date: parse_date(self.value(Field::PostDate)),
            input: self.place.input,
        }
    }

    fn comment(&self, post: &str) -> Comment {
        let value = |field| self.value(field).to_owned();
        let trimmed = |field| self.value(field).trim().to_owned();
        let mut id = trimmed(Field::Id);
        if id.is_empty() {
            id = format!("c{}", self.place.record);
        }
        let author = Author {
            name: value(Field::Author),
            email: value(Field::Email),
            url: value(Field::Url),
            ip: value(Field::Ip),
            agent: value(Field::Agent),
            user: trimmed(Field::User),
        };
        Comment {
            id,
            post: post.to_owned(),
            parent: trimmed(Field::Parent),
            author,
            date: date(self.value(Field::Date)),
            status: status(self.value(Field::Status)),
            marks: Marks::from_label(self.value(Field::Label))
                .merge(Marks::from_words(self.value(Field::Marks))),
            declared_type: trimmed(Field::Type),
            body: value(Field::Body),
            place: self.place,
            end: self.end,
        }
    }
}

/// The error about a table or list whose columns are these: none of them holds the comments' text.
pub fn no_body(input: &str, names: &[String]) -> Error {
    let from_wp_cli = names.iter().any(|name| is_wp_cli(name));
    ErrorKind::NoBody {
        name: input.to_owned(),
        found: names.join(", "),
        hint: if from_wp_cli { WP_CLI_HINT } else { "" }.to_owned(),
    }
    .into()
}

/// Is it the column by which `wp comment list` is told?
pub fn is_wp_cli(name: &str) -> bool {
    name.eq_ignore_ascii_case("comment_id")
}

/// A column such as `approved` may say yes or no.
fn status(text: &str) -> Status {
    let text = text.trim();
    let is_one_of = |words: [&str; 2]| words.iter().any(|it| text.eq_ignore_ascii_case(it));
    if is_one_of(["true", "yes"]) {
        Status::Approved
    } else if is_one_of(["false", "no"]) {
        Status::Pending
    } else {
        Status::from_text(text)
    }
}

/// A date as text, or as the seconds or milliseconds since 1970 that Staticman and JavaScript write.
fn date(text: &str) -> Option<jiff::civil::DateTime> {
    const SECOND_DIGITS: std::ops::RangeInclusive<usize> = 9..=10;
    const MILLISECOND_DIGITS: std::ops::RangeInclusive<usize> = 12..=13;
    let text = text.trim();
    let number = text.parse::<u64>().ok().and_then(|it| i64::try_from(it).ok());
    let moment = match (number, text.len()) {
        (Some(seconds), n_digits) if SECOND_DIGITS.contains(&n_digits) => {
            jiff::Timestamp::from_second(seconds).ok()
        }
        (Some(milliseconds), n_digits) if MILLISECOND_DIGITS.contains(&n_digits) => {
            jiff::Timestamp::from_millisecond(milliseconds).ok()
        }
        _ => return parse_date(text),
    };
    moment.map(|it| jiff::tz::Offset::UTC.to_datetime(it))
}

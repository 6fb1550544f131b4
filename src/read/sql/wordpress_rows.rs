//! Converts the rows of WordPress's tables into records.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::tables::{WordPressRow, WordPressTable};
use crate::comment::{Author, Comment, Marks, Post, Record, Status, parse_date};
use crate::read::field_text;
use crate::read::sink::RecordSink;

/// The maximum number of users that are kept until a post shows that they write for the blog. Blogs with open
/// registration have more users, but dumps usually have `users` after `posts`, where no user has to be kept.
const MAX_WAITING_USERS: usize = 100_000;

/// The longest name or address that is kept for a user. WordPress does not accept longer ones.
const MAX_NAME_BYTES: usize = 1024;

/// Types and statuses of rows of `posts` that are not pages with comments.
const NO_PAGES: &[&str] = &["attachment", "revision", "nav_menu_item", "auto-draft"];

/// The blog that a row belongs to.
#[derive(Clone, Copy)]
pub struct Blog<'a> {
    /// The number of the dump in the file.
    pub dump: u32,
    /// The prefix of the blog's tables.
    pub prefix: &'a str,
}

/// Converts rows into records and passes these on.
pub struct WordPressRows<'a> {
    sink: RecordSink<'a>,
    blogs: BlogLabels,
    /// The ids of users who wrote a post.
    writers: HashSet<String>,
    /// Users who have written no post so far.
    waiting: Vec<WaitingUser>,
}

/// A user who is an owner of the blog if a later post is by this id.
struct WaitingUser {
    id: String,
    author: Author,
}

impl<'a> WordPressRows<'a> {
    /// Passes records on to this sink.
    pub fn new(sink: RecordSink<'a>) -> WordPressRows<'a> {
        WordPressRows { sink, blogs: BlogLabels::default(), writers: HashSet::new(), waiting: Vec::new() }
    }

    /// Counts a row of this table if it is a comment, whether it is read or left out.
    pub fn count(&mut self, table: &WordPressTable) {
        if table.name == "comments" {
            self.sink.count_comment();
        }
    }

    /// Passes on the record of a row.
    pub fn push(&mut self, mut row: WordPressRow, bytes: Range<u64>, blog: Blog) {
        match row.table.name {
            "comments" => {
                self.report_damage(&row, bytes.start);
                let mut comment = self.comment(&mut row, blog);
                comment.place = self.sink.place(bytes.start);
                self.sink.end_comment(Box::new(comment), bytes.end);
            }
            "posts" => {
                let is_page = |column| !NO_PAGES.contains(&row.value(column));
                if is_page("post_type") && is_page("post_status") {
                    self.report_damage(&row, bytes.start);
                    self.writers.insert(row.take("post_author"));
                    let post = self.post(&mut row, blog);
                    self.sink.push(Record::Post(Box::new(post)));
                }
            }
            "commentmeta" => {
                let marks = Marks::from_meta(row.value("meta_key"), row.value("meta_value"));
                if marks != Marks::NONE {
                    let comment = labelled_id(self.blogs.label(blog), row.value("comment_id"));
                    self.sink.push(Record::Marks { comment, marks });
                }
            }
            "users" => self.push_user(&mut row),
            "options" => {
                let is_address = ["siteurl", "home"].contains(&row.value("option_name"));
                if is_address && !row.value("option_value").trim().is_empty() {
                    self.sink.push(Record::Site(row.take("option_value")));
                }
            }
            _ => {}
        }
    }

    /// Reports damage at a byte, and how it was handled.
    pub fn damage(&mut self, byte: u64, what: String) {
        self.sink.damage(byte, what);
    }

    /// Passes on the users that later posts have shown to be owners of the blog.
    pub fn finish(&mut self) {
        for user in std::mem::take(&mut self.waiting) {
            if self.writers.contains(&user.id) {
                self.sink.push(Record::Owner(user.author));
            }
        }
    }

    fn report_damage(&mut self, row: &WordPressRow, byte: u64) {
        for value in row.iter() {
            if let Some(damage) = field_text::describe_damage(&[value.text], value.n_foreign) {
                self.damage(byte, format!("{} has {damage}", value.column));
            }
        }
    }

    fn comment(&mut self, row: &mut WordPressRow, blog: Blog) -> Comment {
        let label = self.blogs.label(blog);
        Comment {
            id: labelled_id(label, row.value("comment_ID")),
            post: labelled_id(label, row.value("comment_post_ID")),
            parent: labelled_id(label, row.value("comment_parent")),
            author: Author {
                // WordPress escapes the name and the address for HTML before it stores them.
                name: field_text::unescape_html(row.take("comment_author")),
                email: row.take("comment_author_email"),
                url: field_text::unescape_html(row.take("comment_author_url")),
                ip: row.take("comment_author_IP"),
                agent: row.take("comment_agent"),
                user: row.take("user_id"),
            },
            date: parse_date(row.value("comment_date_gmt")).or_else(|| parse_date(row.value("comment_date"))),
            status: Status::from_text(row.value("comment_approved")),
            declared_type: row.value("comment_type").trim().to_owned(),
            body: row.take("comment_content"),
            ..Comment::default()
        }
    }

    fn post(&mut self, row: &mut WordPressRow, blog: Blog) -> Post {
        Post {
            id: labelled_id(self.blogs.label(blog), row.value("ID")),
            title: field_text::unescape_html(row.take("post_title")),
            // There is no column for the permalink. The `guid` is an address that leads to the same page.
            url: field_text::unescape_html(row.take("guid")),
            body: row.take("post_content"),
            date: parse_date(row.value("post_date_gmt")).or_else(|| parse_date(row.value("post_date"))),
            input: self.sink.input(),
            ..Post::default()
        }
    }

    fn push_user(&mut self, row: &mut WordPressRow) {
        let id = row.take("ID");
        let author = Author {
            name: row.take("display_name"),
            email: row.take("user_email"),
            user: row.take("user_login"),
            ..Author::default()
        };
        if self.writers.contains(&id) {
            self.sink.push(Record::Owner(author));
            return;
        }
        let texts = [&id, &author.name, &author.email, &author.user];
        let is_short = texts.iter().all(|text| text.len() <= MAX_NAME_BYTES);
        if is_short && self.waiting.len() < MAX_WAITING_USERS {
            self.waiting.push(WaitingUser { id, author });
        }
    }
}

/// The blogs of a file, each with a label that makes its ids unique in the file.
#[derive(Default)]
struct BlogLabels {
    /// The label for each number of a dump and prefix of its tables.
    labels: HashMap<(u32, String), String>,
    used_numbers: HashSet<u64>,
    last_number: u64,
}

impl BlogLabels {
    /// The prefix of a blog's ids. It is empty for the first blog. The others have their number in the network of sites
    /// (`wp_2_` is 2, `wp_` is 1), or the next one that is free.
    fn label(&mut self, blog: Blog) -> &str {
        let is_first = self.labels.is_empty();
        let key = (blog.dump, blog.prefix.to_owned());
        self.labels.entry(key).or_insert_with(|| {
            let number = blog.prefix.trim_end_matches('_').rsplit('_').next();
            let mut number = number.and_then(|digits| digits.parse().ok()).unwrap_or(1);
            while !self.used_numbers.insert(number) {
                self.last_number += 1;
                number = self.last_number;
            }
            if is_first { String::new() } else { format!("{number}:") }
        })
    }
}

/// An id with the label of its blog. An empty id and 0, which means no id, get no label.
fn labelled_id(label: &str, id: &str) -> String {
    match id.trim() {
        none @ ("" | "0") => none.to_owned(),
        id => format!("{label}{id}"),
    }
}

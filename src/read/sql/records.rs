//! From the rows of WordPress's tables to records.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::tables::{Row, Table};
use crate::comment::{Author, Comment, Marks, Post, Record, Status, parse_date};
use crate::error::{Damage, Place};
use crate::read::fields;

/// How many users may wait for a post of theirs. Blogs where everyone can register have more users than that, but
/// dumps as a rule have `users` behind `posts`, where nobody waits.
const MAX_WAITING_USERS: usize = 100_000;

/// Longer than any name or address that WordPress takes.
const MAX_NAME_BYTES: usize = 1024;

/// What WordPress keeps among the posts that is no page with comments.
const NO_PAGES: &[&str] = &["attachment", "revision", "nav_menu_item", "auto-draft"];

/// See the module's page.
pub struct Records<'a> {
    input: u32,
    sink: &'a mut dyn FnMut(Record),
    n_records: u32,
    blogs: Blogs,
    /// The ids of the users that wrote a post.
    writers: HashSet<String>,
    /// Users that wrote none so far, by their ids.
    waiting: Vec<(String, Author)>,
}

impl<'a> Records<'a> {
    pub fn new(input: u32, sink: &'a mut dyn FnMut(Record)) -> Records<'a> {
        let (blogs, writers) = (Blogs::default(), HashSet::new());
        Records { input, sink, n_records: 0, blogs, writers, waiting: Vec::new() }
    }

    /// Counts a row of this table as one of the records, if it is one.
    pub fn count(&mut self, table: &Table) {
        self.n_records += u32::from(table.name == "comments");
    }

    /// Hands on what a row says. `blog` is the number of the dump in the file and the prefix of the table.
    pub fn hand_on(&mut self, mut row: Row, bytes: Range<u64>, blog: (u32, &str)) {
        match row.table.name {
            "comments" => {
                self.report_troubles(&row, bytes.start);
                let comment = self.comment(&mut row, bytes, blog);
                (self.sink)(Record::Comment(Box::new(comment)));
            }
            "posts" => {
                let is_page = |column| !NO_PAGES.contains(&row.value(column));
                if is_page("post_type") && is_page("post_status") {
                    self.report_troubles(&row, bytes.start);
                    self.writers.insert(row.take("post_author"));
                    let post = self.post(&mut row, blog);
                    (self.sink)(Record::Post(Box::new(post)));
                }
            }
            "commentmeta" => {
                let marks = Marks::from_meta(row.value("meta_key"), row.value("meta_value"));
                if marks != Marks::NONE {
                    let comment = labelled(self.blogs.label(blog), row.value("comment_id"));
                    (self.sink)(Record::Marks { comment, marks });
                }
            }
            "users" => self.user(&mut row),
            "options" => {
                let is_address = ["siteurl", "home"].contains(&row.value("option_name"));
                if is_address && !row.value("option_value").trim().is_empty() {
                    (self.sink)(Record::Site(row.take("option_value")));
                }
            }
            _ => {}
        }
    }

    /// Reports something broken.
    pub fn damage(&mut self, byte: u64, what: String) {
        let place = Place { input: self.input, record: self.n_records, byte };
        (self.sink)(Record::Damage(Damage { place, what }));
    }

    /// Hands on what could only be told at the end.
    pub fn finish(&mut self) {
        for (id, user) in std::mem::take(&mut self.waiting) {
            if self.writers.contains(&id) {
                (self.sink)(Record::Owner(user));
            }
        }
    }

    fn report_troubles(&mut self, row: &Row, byte: u64) {
        for (column, text, n_foreign) in row.iter() {
            if let Some(trouble) = fields::trouble(&[text], n_foreign) {
                self.damage(byte, format!("{column} has {trouble}"));
            }
        }
    }

    fn comment(&mut self, row: &mut Row, bytes: Range<u64>, blog: (u32, &str)) -> Comment {
        let place = Place { input: self.input, record: self.n_records, byte: bytes.start };
        let label = self.blogs.label(blog);
        let mut id = labelled(label, row.value("comment_ID"));
        if id.is_empty() {
            id = format!("c{}", place.record);
        }
        let author = Author {
            // WordPress escapes HTML in the name and the address before it stores them.
            name: fields::unescape(row.take("comment_author")),
            email: row.take("comment_author_email"),
            url: fields::unescape(row.take("comment_author_url")),
            ip: row.take("comment_author_IP"),
            agent: row.take("comment_agent"),
            user: row.take("user_id"),
        };
        Comment {
            id,
            post: labelled(label, row.value("comment_post_ID")),
            parent: labelled(label, row.value("comment_parent")),
            author,
            date: parse_date(row.value("comment_date_gmt")).or_else(|| parse_date(row.value("comment_date"))),
            status: Status::from_text(row.value("comment_approved")),
            marks: Marks::NONE,
            declared_type: row.value("comment_type").trim().to_owned(),
            body: row.take("comment_content"),
            place,
            end: bytes.end,
        }
    }

    fn post(&mut self, row: &mut Row, blog: (u32, &str)) -> Post {
        Post {
            id: labelled(self.blogs.label(blog), row.value("ID")),
            title: fields::unescape(row.take("post_title")),
            // There is no column for the permalink, and the `guid` leads there too.
            url: fields::unescape(row.take("guid")),
            body: row.take("post_content"),
            date: parse_date(row.value("post_date_gmt")).or_else(|| parse_date(row.value("post_date"))),
            input: self.input,
            ..Post::default()
        }
    }

    fn user(&mut self, row: &mut Row) {
        let id = row.take("ID");
        let owner = Author {
            name: row.take("display_name"),
            email: row.take("user_email"),
            user: row.take("user_login"),
            ..Author::default()
        };
        if self.writers.contains(&id) {
            (self.sink)(Record::Owner(owner));
            return;
        }
        let is_short =
            [&id, &owner.name, &owner.email, &owner.user].iter().all(|it| it.len() <= MAX_NAME_BYTES);
        if is_short && self.waiting.len() < MAX_WAITING_USERS {
            self.waiting.push((id, owner));
        }
    }
}

/// The blogs of a file, each with the label of its ids.
#[derive(Default)]
struct Blogs {
    labels: HashMap<(u32, String), String>,
    taken: HashSet<u64>,
    last: u64,
}

impl Blogs {
    /// What stands before the ids of a blog: nothing for the first. The others have their number in the network of
    /// sites (`wp_2_` is 2; `wp_` is 1), or the next that is free.
    fn label(&mut self, (dump, prefix): (u32, &str)) -> &str {
        let is_first = self.labels.is_empty();
        let key = (dump, prefix.to_owned());
        self.labels.entry(key).or_insert_with(|| {
            let number = prefix.trim_end_matches('_').rsplit('_').next().and_then(|it| it.parse().ok());
            let mut number = number.unwrap_or(1);
            while !self.taken.insert(number) {
                self.last += 1;
                number = self.last;
            }
            if is_first { String::new() } else { format!("{number}:") }
        })
    }
}

/// An id with its blog's label. No id, and 0, which stands for none, stay as they are.
fn labelled(label: &str, id: &str) -> String {
    match id.trim() {
        none @ ("" | "0") => none.to_owned(),
        id => format!("{label}{id}"),
    }
}

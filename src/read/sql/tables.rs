//! Which tables of a dump are read, and which value of a row is which column.
//!
//! A table is known by its columns, since its prefix is whatever the blog's owner chose. Where a dump names no columns
//! at all, a table whose name ends as WordPress's own does is taken to have WordPress's columns.

use std::collections::HashMap;

/// Tables that are not read are remembered to know them again. Networks of a thousand sites have fewer.
const MAX_OTHER_TABLES: usize = 100_000;

/// A table of WordPress that has something to say.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// What stands behind the prefix in its name: `comments`, `commentmeta`, `posts`, `users` or `options`.
    pub name: &'static str,
    /// Its columns in WordPress's order.
    columns: &'static [&'static str],
    /// The columns by which it is known.
    marks: &'static [&'static str],
}

const COMMENTS: Table = Table {
    name: "comments",
    columns: &[
        "comment_ID",
        "comment_post_ID",
        "comment_author",
        "comment_author_email",
        "comment_author_url",
        "comment_author_IP",
        "comment_date",
        "comment_date_gmt",
        "comment_content",
        "comment_karma",
        "comment_approved",
        "comment_agent",
        "comment_type",
        "comment_parent",
        "user_id",
    ],
    marks: &["comment_ID", "comment_post_ID", "comment_author", "comment_content"],
};

const COMMENT_META: Table = Table {
    name: "commentmeta",
    columns: &["meta_id", "comment_id", "meta_key", "meta_value"],
    marks: &["meta_id", "comment_id", "meta_key", "meta_value"],
};

const POSTS: Table = Table {
    name: "posts",
    columns: &[
        "ID",
        "post_author",
        "post_date",
        "post_date_gmt",
        "post_content",
        "post_title",
        "post_excerpt",
        "post_status",
        "comment_status",
        "ping_status",
        "post_password",
        "post_name",
        "to_ping",
        "pinged",
        "post_modified",
        "post_modified_gmt",
        "post_content_filtered",
        "post_parent",
        "guid",
        "menu_order",
        "post_type",
        "post_mime_type",
        "comment_count",
    ],
    marks: &["ID", "post_title", "post_content", "guid"],
};

const USERS: Table = Table {
    name: "users",
    columns: &[
        "ID",
        "user_login",
        "user_pass",
        "user_nicename",
        "user_email",
        "user_url",
        "user_registered",
        "user_activation_key",
        "user_status",
        "display_name",
    ],
    marks: &["ID", "user_login", "user_email"],
};

const OPTIONS: Table = Table {
    name: "options",
    columns: &["option_id", "option_name", "option_value", "autoload"],
    marks: &["option_name", "option_value"],
};

/// Any other table.
const OTHER: Table = Table { name: "", columns: &[], marks: &[] };

const TABLES: &[&Table] = &[&COMMENTS, &COMMENT_META, &POSTS, &USERS, &OPTIONS];

/// What the rows of one table look like.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Which table it is.
    pub table: &'static Table,
    /// For each value of a row, its place in the table's own list of columns.
    slots: Vec<Option<usize>>,
}

impl Layout {
    /// The layout of a table that has these columns.
    fn of(columns: &[String]) -> Layout {
        let has = |mark: &&str| columns.iter().any(|it| it.eq_ignore_ascii_case(mark));
        let Some(table) = TABLES.iter().find(|table| table.marks.iter().all(has)) else {
            return Layout { table: &OTHER, slots: Vec::new() };
        };
        let slot = |name: &String| table.columns.iter().position(|it| it.eq_ignore_ascii_case(name));
        Layout { table, slots: columns.iter().map(slot).collect() }
    }

    /// The layout that WordPress gives to a table whose name ends so.
    fn usual(name: &str) -> Layout {
        let ends_so = |table: &&&Table| {
            let before = name.len().checked_sub(table.name.len());
            let ending = before.and_then(|start| name.get(start..));
            ending.is_some_and(|it| it.eq_ignore_ascii_case(table.name))
        };
        let table = TABLES.iter().find(ends_so).map_or(&OTHER, |it| *it);
        Layout { table, slots: (0..table.columns.len()).map(Some).collect() }
    }

    /// Does anything in it matter?
    pub fn is_read(&self) -> bool {
        *self.table != OTHER
    }

    /// What stands before and behind the table's own name in this one: `wp_2_` in `wp_2_comments`.
    pub fn prefix(&self, name: &str) -> String {
        match name.to_ascii_lowercase().rfind(self.table.name) {
            Some(start) => [&name[..start], &name[start + self.table.name.len()..]].concat(),
            None => name.to_owned(),
        }
    }

    /// How many values a row has.
    pub fn n_columns(&self) -> usize {
        self.slots.len()
    }

    /// An empty row.
    pub fn blank_row(&self) -> Row {
        Row { table: self.table, values: vec![(String::new(), 0); self.table.columns.len()] }
    }

    /// Where the value at this position of a row belongs, if it is of a known column.
    pub fn slot(&self, position: usize) -> Option<usize> {
        self.slots.get(position).copied().flatten()
    }
}

/// The values of one row, in WordPress's order, each with the number of its bytes that were not UTF-8.
pub struct Row {
    /// The table that it is a row of.
    pub table: &'static Table,
    values: Vec<(String, usize)>,
}

impl Row {
    /// The value of a column.
    pub fn value(&self, column: &str) -> &str {
        self.slot(column).and_then(|slot| self.values.get(slot)).map_or("", |(text, _)| text)
    }

    /// The value of a column, moved out.
    pub fn take(&mut self, column: &str) -> String {
        let slot = self.slot(column);
        slot.and_then(|it| self.values.get_mut(it)).map_or_else(String::new, |(text, _)| std::mem::take(text))
    }

    /// Does it start with a number, as the rows of all tables of WordPress do?
    pub fn has_number(&self) -> bool {
        self.values.first().is_some_and(|(id, _)| !id.is_empty() && id.bytes().all(|it| it.is_ascii_digit()))
    }

    /// Is there no value in this slot yet?
    pub fn lacks(&self, slot: usize) -> bool {
        self.values.get(slot).is_none_or(|(text, _)| text.is_empty())
    }

    /// Puts a value into a slot.
    pub fn set(&mut self, slot: usize, value: (String, usize)) {
        if let Some(place) = self.values.get_mut(slot) {
            *place = value;
        }
    }

    /// The columns with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str, usize)> {
        self.table
            .columns
            .iter()
            .zip(&self.values)
            .map(|(name, (text, n_foreign))| (*name, text.as_str(), *n_foreign))
    }

    fn slot(&self, column: &str) -> Option<usize> {
        self.table.columns.iter().position(|it| *it == column)
    }
}

/// The tables that the dump has made so far.
#[derive(Default)]
pub struct Tables {
    layouts: HashMap<String, Layout>,
    n_dumps: u32,
}

impl Tables {
    /// Notes the columns of a table. One that is made a second time starts another dump.
    pub fn define(&mut self, name: &str, columns: &[String]) {
        if self.layouts.contains_key(name) {
            self.layouts.clear();
            self.n_dumps += 1;
        }
        let layout = Layout::of(columns);
        if layout.is_read() || self.layouts.len() < MAX_OTHER_TABLES {
            self.layouts.insert(name.to_owned(), layout);
        }
    }

    /// The layout of the rows that are put into this table, in columns named there or not.
    pub fn layout(&self, name: &str, columns: &[String]) -> Layout {
        if !columns.is_empty() {
            return Layout::of(columns);
        }
        self.layouts.get(name).cloned().unwrap_or_else(|| Layout::usual(name))
    }

    /// How many dumps stand before this one in the same file.
    pub fn n_dumps(&self) -> u32 {
        self.n_dumps
    }
}

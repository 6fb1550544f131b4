//! The tables of WordPress that are read, and the column of each value in their rows.
//!
//! A table is recognised by its columns, because the owner of the blog chooses the prefix of its name. In a dump
//! without column names, a table has the columns of the WordPress table that its name ends with.

use std::collections::HashMap;

/// How many other tables are remembered, so that their rows can be skipped. Networks of a thousand sites have fewer.
const MAX_OTHER_TABLES: usize = 100_000;

/// A table of WordPress.
#[derive(Debug, PartialEq, Eq)]
pub struct WordPressTable {
    /// Its name without the prefix: `comments`, `commentmeta`, `posts`, `users` or `options`. Empty for other tables.
    pub name: &'static str,
    /// Its columns in WordPress's order.
    columns: &'static [&'static str],
    /// The columns by which it is recognised.
    required: &'static [&'static str],
}

/// The columns of WordPress's table of comments, in their order (`wp-admin/includes/schema.php`).
pub const COMMENT_COLUMNS: [&str; 15] = [
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
];

const COMMENTS: WordPressTable = WordPressTable {
    name: "comments",
    columns: &COMMENT_COLUMNS,
    required: &["comment_ID", "comment_post_ID", "comment_author", "comment_content"],
};

const COMMENT_META: WordPressTable = WordPressTable {
    name: "commentmeta",
    columns: &["meta_id", "comment_id", "meta_key", "meta_value"],
    required: &["meta_id", "comment_id", "meta_key", "meta_value"],
};

const POSTS: WordPressTable = WordPressTable {
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
    required: &["ID", "post_title", "post_content", "guid"],
};

const USERS: WordPressTable = WordPressTable {
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
    required: &["ID", "user_login", "user_email"],
};

const OPTIONS: WordPressTable = WordPressTable {
    name: "options",
    columns: &["option_id", "option_name", "option_value", "autoload"],
    required: &["option_name", "option_value"],
};

/// Any other table.
const OTHER: WordPressTable = WordPressTable { name: "", columns: &[], required: &[] };

const TABLES: &[&WordPressTable] = &[&COMMENTS, &COMMENT_META, &POSTS, &USERS, &OPTIONS];

/// The columns of a table's rows.
#[derive(Clone, Debug)]
pub struct RowLayout {
    /// The table of WordPress that it is.
    pub table: &'static WordPressTable,
    /// For each value of a row, the position of its column in WordPress's order; `None` if the column is not read.
    slots: Vec<Option<usize>>,
}

impl RowLayout {
    /// The layout of a table with these columns.
    fn from_columns(columns: &[String]) -> RowLayout {
        let has = |required: &&str| columns.iter().any(|column| column.eq_ignore_ascii_case(required));
        let Some(table) = TABLES.iter().find(|table| table.required.iter().all(has)) else {
            return RowLayout { table: &OTHER, slots: Vec::new() };
        };
        let slot = |name: &String| table.columns.iter().position(|column| column.eq_ignore_ascii_case(name));
        RowLayout { table, slots: columns.iter().map(slot).collect() }
    }

    /// The layout of the WordPress table that a name ends with.
    fn from_name(name: &str) -> RowLayout {
        let is_named_so = |table: &&&WordPressTable| {
            let start = name.len().checked_sub(table.name.len());
            let ending = start.and_then(|start| name.get(start..));
            ending.is_some_and(|ending| ending.eq_ignore_ascii_case(table.name))
        };
        let table = TABLES.iter().find(is_named_so).copied().unwrap_or(&OTHER);
        RowLayout { table, slots: (0..table.columns.len()).map(Some).collect() }
    }

    /// Whether the rows of the table are read.
    pub fn is_read(&self) -> bool {
        *self.table != OTHER
    }

    /// The name of a table without WordPress's own part: `wp_2_` for `wp_2_comments`.
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
    pub fn empty_row(&self) -> WordPressRow {
        WordPressRow { table: self.table, values: vec![Value::default(); self.table.columns.len()] }
    }

    /// The slot of the value at this position of a row, if its column is read.
    pub fn slot(&self, position: usize) -> Option<usize> {
        self.slots.get(position).copied().flatten()
    }
}

/// A value of a row.
#[derive(Clone, Default)]
pub struct Value {
    /// Its text; empty for `NULL`.
    pub text: String,
    /// How many of its bytes were not UTF-8.
    pub n_foreign: usize,
}

/// A value of a row with the name of its column.
pub struct NamedValue<'a> {
    /// The name of the column.
    pub column: &'static str,
    /// The text of the value.
    pub text: &'a str,
    /// How many bytes of the value were not UTF-8.
    pub n_foreign: usize,
}

/// One row of a table of WordPress.
pub struct WordPressRow {
    /// The table.
    pub table: &'static WordPressTable,
    /// The values, in WordPress's order of columns.
    values: Vec<Value>,
}

impl WordPressRow {
    /// The text of a column.
    pub fn value(&self, column: &str) -> &str {
        self.slot(column).and_then(|slot| self.values.get(slot)).map_or("", |value| &value.text)
    }

    /// The text of a column, moved out of the row.
    pub fn take(&mut self, column: &str) -> String {
        let value = self.slot(column).and_then(|slot| self.values.get_mut(slot));
        value.map(|value| std::mem::take(&mut value.text)).unwrap_or_default()
    }

    /// Whether the first value is a number, as in the rows of every table of WordPress.
    pub fn starts_with_number(&self) -> bool {
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        self.values.first().is_some_and(|value| is_number(&value.text))
    }

    /// Whether a slot has no text yet.
    pub fn lacks(&self, slot: usize) -> bool {
        self.values.get(slot).is_none_or(|value| value.text.is_empty())
    }

    /// Sets the value of a slot.
    pub fn set(&mut self, slot: usize, value: Value) {
        if let Some(old_value) = self.values.get_mut(slot) {
            *old_value = value;
        }
    }

    /// The values with their columns.
    pub fn iter(&self) -> impl Iterator<Item = NamedValue<'_>> {
        let values = self.table.columns.iter().zip(&self.values);
        values.map(|(column, value)| NamedValue { column, text: &value.text, n_foreign: value.n_foreign })
    }

    fn slot(&self, column: &str) -> Option<usize> {
        self.table.columns.iter().position(|name| *name == column)
    }
}

/// The tables that the dump has created so far.
#[derive(Default)]
pub struct Tables {
    layouts: HashMap<String, RowLayout>,
    n_dumps: u32,
}

impl Tables {
    /// Remembers the columns of a table. A table that is created a second time starts another dump.
    pub fn define(&mut self, name: &str, columns: &[String]) {
        if self.layouts.contains_key(name) {
            self.layouts.clear();
            self.n_dumps += 1;
        }
        let layout = RowLayout::from_columns(columns);
        if layout.is_read() || self.layouts.len() < MAX_OTHER_TABLES {
            self.layouts.insert(name.to_owned(), layout);
        }
    }

    /// The layout of rows that are inserted into a table, with the columns that the statement names, if any.
    pub fn layout(&self, name: &str, columns: &[String]) -> RowLayout {
        if !columns.is_empty() {
            return RowLayout::from_columns(columns);
        }
        self.layouts.get(name).cloned().unwrap_or_else(|| RowLayout::from_name(name))
    }

    /// How many dumps precede this one in the file.
    pub fn n_dumps(&self) -> u32 {
        self.n_dumps
    }
}

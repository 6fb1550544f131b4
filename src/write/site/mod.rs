//! Scripts that carry out decisions on a WordPress site, each with a script that takes everything back.
//!
//! Only numbers and fixed words get into a script. Whatever a comment says, it can't become a command.

mod changes;
mod sql;
mod wp_cli;

use std::io::{self, Write};

pub use changes::{Change, Changes};

/// A kind of script.
pub struct SiteScript {
    /// The word for `--format`.
    pub name: &'static str,
    /// A description in one line.
    pub about: &'static str,
    /// Writes the script that makes the changes.
    pub write: fn(&Changes, &TablePrefix, &mut dyn Write) -> io::Result<()>,
    /// Writes the script that takes them back.
    pub write_undo: fn(&Changes, &TablePrefix, &mut dyn Write) -> io::Result<()>,
}

/// Every kind of script.
pub const SITE_SCRIPTS: &[SiteScript] = &[wp_cli::SCRIPT, sql::SCRIPT];

/// The prefix of the names of a site's tables: letters, digits and underscores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TablePrefix(String);

impl TablePrefix {
    /// Checks a prefix.
    pub fn parse(text: &str) -> Option<TablePrefix> {
        let is_safe =
            text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        is_safe.then(|| TablePrefix(text.to_owned()))
    }
}

impl Default for TablePrefix {
    fn default() -> TablePrefix {
        TablePrefix("wp_".to_owned())
    }
}

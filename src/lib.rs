//! threadsift reads dumps of blog comments and decides, for every comment, what it is and whether it is genuine
//! discussion.
//!
//! Judge a dump in any of the formats that are recognised:
//!
//! ```
//! use threadsift::{Judge, Verdict, read_file};
//!
//! let outcome = Judge::new().judge(read_file("data/sample.wordpress.xml")?)?;
//! let n_spam = outcome.comments().filter(|comment| comment.verdict() == Verdict::Spam).count();
//! assert_eq!(n_spam, 14);
//! # Ok::<(), threadsift::Error>(())
//! ```
//!
//! Judge comments that are in memory, and see why:
//!
//! ```
//! use threadsift::{Author, Comment, Dump, Judge};
//!
//! let author = Author {
//!     name: "cheap viagra".to_owned(),
//!     url: "http://cheap-viagra.example/".to_owned(),
//!     ..Author::default()
//! };
//! let comment = Comment { id: "1".to_owned(), author, body: "Great post!".to_owned(), ..Comment::default() };
//! let outcome = Judge::new().judge(Dump::from_comments(vec![comment], Vec::new()))?;
//! for comment in outcome.comments() {
//!     println!("{}: {} ({:?})", comment.id(), comment.verdict(), comment.probability());
//!     for finding in comment.findings() {
//!         println!("  {:+.2} {}: {}", finding.weight, finding.signal, finding.seen);
//!     }
//! }
//! # Ok::<(), threadsift::Error>(())
//! ```
//!
//! # How data flows
//!
//! ```text
//!  dump ──read──▶ records ──look──▶ facts             one comment at a time, in parallel, without context
//!                                     │ prepare       the only step that revises facts
//!                                     ▼
//!                                  knowledge          pages, threads, people, hosts, text clusters
//!                                     │
//!  facts ──────────────────────────stages──▶ decision findings, probability, verdict
//!                                     │
//!  dump + decisions ────write──▶ cleaned dump · decisions · counts
//! ```
//!
//! # Invariants
//!
//! - **Nothing vanishes.** Every record that was read ends with one kind and one verdict.
//! - **No accusation without evidence.** A score is the sum of its findings, and each finding quotes what was seen.
//! - **Untouched bytes stay untouched.** A cleaned export differs from its input only where a comment was removed or
//!   got a new parent.
//! - **Same input, same output,** for any number of threads and any order of the records.
//! - **Nothing leaves the machine.** There is no network code.
//!
//! # Modules
//!
//! The modules are listed in the order in which data meets them. A module uses only those above it, and only `input`,
//! `read`, `write` and the command line touch files. `docs/architecture.md` is the map.

mod error;

mod names;

mod index;

mod near;

mod logistic;

mod lists;

mod comment;

mod input;

mod read;

mod text;

mod ngram_model;

mod kind;

mod blocklist;

mod facts;

mod prepare;

mod knowledge;

mod duplicates;

mod context;

mod signals;

mod config;

mod model;

mod base_rate;
mod evidence;

mod verdict;

mod pipeline;

mod revise;

mod learn;

mod diff;

mod write;

mod judge;

#[doc(hidden)]
pub mod cli;

pub use comment::{Author, Comment, Marks, Post, Status};
pub use config::Config;
pub use error::{Damage, Error, ErrorKind, LineTrouble, Note, Place, Result};
pub use judge::{Dump, Judge, JudgedComment, Outcome, read_file};
pub use kind::Kind;
pub use model::{Finding, Model};
pub use signals::Group;
pub use text::FINGERPRINT_VERSION;
pub use verdict::Verdict;
pub use write::{Cleaned, PageCount};

/// The modules, for the crate's own tests, benchmarks and fuzz targets. Nothing here is stable.
#[cfg(feature = "unstable-internals")]
#[doc(hidden)]
pub mod internals {
    /// Makes what is public in a module public outside the crate.
    macro_rules! open {
        ($($module:ident)*) => {
            $(
                #[allow(missing_docs, reason = "the modules have documentation of their own")]
                pub mod $module {
                    pub use crate::$module::*;
                }
            )*
        };
    }

    open! {
        error index near logistic lists comment input read text ngram_model kind blocklist facts prepare knowledge
        duplicates context signals config model evidence verdict pipeline revise learn write
    }
}

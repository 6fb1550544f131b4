//! threadsift reads dumps of blog comments and answers, for every single comment, what kind of thing it is and
//! whether it is genuine discussion.
//!
//! ```text
//!  dump ──read──▶ records ──look──▶ facts per comment      (parallel, one comment at a time, no context)
//!                                      │ merge
//!                                      ▼
//!                              what the dump knows          (pages, threads, people, hosts, text clusters)
//!                                      │
//!  facts ───────────────────────────decide──▶ decision      (parallel, one comment + what the dump knows)
//!                                      │
//!  dump + decisions ─────write──▶ cleaned dump · decisions · counts
//! ```
//!
//! # What always holds
//!
//! - **Nothing vanishes.** Every record that was read ends with one kind and one verdict.
//! - **No accusation without evidence.** A score is the sum of the rows that are shown, and each row quotes.
//! - **Untouched bytes stay untouched.** A cleaned export differs from its input only where a comment was removed or
//!   got a new parent.
//! - **Same input, same output,** whatever the number of threads and the order of the records.
//! - **Nothing leaves the machine.** There is no network code.
//!
//! # Modules
//!
//! They stand in the order in which data meets them, and a module uses only those above it. Only [`mod@read`], [`mod@write`]
//! and the command line touch files; everything between is functions from values to values.
//!
//! ```
//! use threadsift::{config::Config, model::Model, pipeline, read::{Columns, Input}};
//!
//! let inputs = vec![Input::open("data/sample.wordpress.xml".as_ref(), None)?];
//! let config = Config::default();
//! let model = Model::shipped()?;
//! let dump = pipeline::read(&inputs, &Columns::default(), &config, &model, &mut |_| {})?;
//! let judged = pipeline::judge(dump, &model, &config);
//! assert_eq!(judged.decisions.len(), judged.dump.comments.len());
//! # Ok::<(), threadsift::error::Error>(())
//! ```

pub mod error;

pub mod near;

pub mod logistic;

pub mod lists;

pub mod comment;

pub mod input;

pub mod read;

pub mod text;

pub mod ngram_model;

pub mod kind;

pub mod blocklist;

pub mod facts;

pub mod prepare;

pub mod knowledge;

pub mod duplicates;

pub mod context;

pub mod signals;

pub mod config;

pub mod model;

pub mod evidence;

pub mod verdict;

pub mod pipeline;

pub mod learn;

pub mod write;

#[doc(hidden)]
pub mod cli;

//! Compares two dumps of one site: which comments are new, gone, edited or moderated since, and what an import of the
//! new dump over the old one would add a second time. Nothing is judged here.

mod changes;
mod field;
mod import;
mod matching;
mod side;

pub use changes::{CHANGES, Change, Comparison, Row};
pub use field::Field;
pub use import::ImportEffect;
pub use side::{Entry, EntryIdx, Side};

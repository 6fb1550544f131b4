//! Generated corpora with known duplicates, and the scoring of the duplicates that a tool finds in them.
//!
//! A corpus is a [`plan::Plan`] of one small row per comment: which text it has and how that is varied. Texts
//! are generated while they are written, each from the seed and its row alone. So a corpus takes about forty
//! bytes of memory per comment and is the same on every machine.
//!
//! The modules are listed in the order in which a corpus is generated.

pub mod rng;

pub mod vocabulary;

pub mod prose;

pub mod people;

pub mod courtesies;

pub mod variants;

pub mod edits;

pub mod evasions;

pub mod plan;

pub mod corpus;

pub mod ndjson;

pub mod wxr;

pub mod hostile;

pub mod truth;

pub mod score;

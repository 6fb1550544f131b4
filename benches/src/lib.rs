//! Corpora of invented comments whose doubles are known, and the scoring of what a tool finds in them.
//!
//! A corpus is a [`plan::Plan`]: one small row a comment, that says whose text it tells and how. The texts are made
//! while they are written, each from the seed and its row alone, so a corpus of any size takes some forty bytes of
//! memory a comment and is the same on every machine.
//!
//! The modules stand in the order in which a corpus is made.

pub mod chance;

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

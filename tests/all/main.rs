//! All integration tests in one binary: linking is the slow part of a test build.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod acting;
mod applying;
mod architecture;
mod bundled_sample;
mod cases;
mod cleaned_again;
mod command_line;
mod comment_servers;
mod comparing;
mod concatenated_dumps;
mod containers;
mod contract;
mod converting;
mod identities;
mod learning;
mod library;
mod moderation_marks;
mod not_a_dump;
mod outputs;
mod overlapping_inputs;
mod owner_decisions;
mod preparing;
mod properties;
mod reading;
mod readme;
mod reporting;
mod revising;
mod salvage;
mod scoring;
mod shared;
mod snapshots;
mod split_dumps;
mod tar_archives;
mod text_encodings;

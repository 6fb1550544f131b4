//! Evidence of the second stage: what a comment's probability of spam owes to the probabilities of other comments.

mod blocklist_hits;
mod campaigns;
mod owner_decisions;
mod word_usage;

pub use blocklist_hits::{Listing, Listings};
pub use campaigns::{Campaigns, Company, Others};
pub use owner_decisions::{Habit, Habits, decision};
pub use word_usage::{Usage, WordUsage};

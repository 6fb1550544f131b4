//! Author fields that a program fills in.

use crate::text::{View, lower_case_ascii};

/// User agents of programs that copy what people do on social networks: Social 2 by MailChimp.
const COPYING_AGENTS: &[&str] = &["social aggregator"];

/// Networks in the placeholder addresses of Social (`facebook.N@example.com`).
const NETWORKS: &[&str] = &["facebook", "twitter", "google", "googleplus", "linkedin"];

/// Whether a program that copies from social networks wrote the author fields.
pub fn is_written_by_program(view: &View) -> bool {
    let agent = lower_case_ascii(view.comment.author.agent.trim());
    COPYING_AGENTS.contains(&&*agent) || network(view).is_some()
}

/// The network in a placeholder address such as `twitter.42@example.com`.
pub fn network<'a>(view: &'a View) -> Option<&'a str> {
    let local = view.comment.author.email.trim().strip_suffix("@example.com")?;
    let (network, number) = local.split_once('.')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    (is_number && NETWORKS.contains(&network)).then_some(network)
}

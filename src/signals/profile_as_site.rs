//! The author's site is a profile on a social network, where there is little to sell.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::text::{Site, View};

pub const SIGNAL: Signal = Signal {
    name: "profile-as-site",
    group: Group::Trust,
    kinds: COMMENTS,
    sign: Sign::Trust {
        explains_against: "the author's site is a personal profile on a social network",
        exploitable_by: "spam that promotes a profile",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Chris Baldwin","url":"http://twitter.com/ChrisCB","body":"I agree with that."}"#,
    silent_on: r#"{"id":"1","author":"Chris Baldwin","url":"http://chriscb.example","body":"I agree with that."}"#,
};

fn look(view: &View) -> Option<String> {
    let is_someones = |site: &&Site| site.is_profile() && !site.path().is_empty();
    view.site.as_ref().filter(is_someones).map(|site| site.normal().to_owned())
}

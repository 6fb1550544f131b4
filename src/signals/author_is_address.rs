//! The author's name is a web address: `cheapsheds.com`.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::text::{Site, View};

pub const SIGNAL: Signal = Signal {
    name: "author-is-address",
    group: Group::Author,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the name is a web address",
        may_misfire_on: "bloggers who sign with the address of their blog",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"CheapSheds.com","url":"http://cheapsheds.com","body":"Good read."}"#,
    silent_on: r#"{"id":"1","author":"J. Baker","url":"http://jbaker.com","body":"Good read."}"#,
};

fn look(view: &View) -> Option<String> {
    if view.name.contains([' ', '@']) {
        return None;
    }
    let site = Site::parse(&view.name)?;
    let ending = site.host().rsplit('.').next().unwrap_or_default();
    (["com", "net", "org", "info", "biz"].contains(&ending) || view.site.as_ref() == Some(&site))
        .then(|| site.host().to_owned())
}

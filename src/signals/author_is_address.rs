//! The author signs with an address: `cheapsheds.com`.
//!
//! It could wrong people who sign with their blog.

use super::{COMMENTS, Group, Signal, Test};
use crate::text::{Site, View};

pub const SIGNAL: Signal = Signal {
    name: "author-is-address",
    group: Group::Author,
    kinds: COMMENTS,
    about: "the name is the address of a site",
    wrongs: "people who sign with their blog",
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

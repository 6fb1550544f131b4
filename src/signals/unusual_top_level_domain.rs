//! The author's site has a top-level domain that much spam and few people's homepages have.
//!
//! It could wrong people from small countries whose domain was sold out.

use super::{COMMENTS, Group, Signal, Test};
use crate::lists;
use crate::normalize::View;

pub const SIGNAL: Signal = Signal {
    name: "unusual-top-level-domain",
    group: Group::Author,
    kinds: COMMENTS,
    about: "the site's top-level domain is one that much spam uses",
    wrongs: "people whose domain is cheap or sold out",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://annsheds.info","body":"Yes."}"#,
    silent_on: r#"{"id":"1","author":"Ann","url":"http://annsheds.org","body":"Yes."}"#,
};

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    let domain = site.host.rsplit('.').next()?;
    lists::UNUSUAL_TOP_LEVEL_DOMAINS.has(domain).then(|| format!(".{domain} in {}", site.host))
}

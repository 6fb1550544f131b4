//! The text links to the author's own site, which the name links to already.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "link-to-own-site",
    group: Group::Links,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the text links to the site that the name links to already",
        may_misfire_on: "people who wrote about the subject themselves",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"Sheds: http://www.s.example/sale"}"#,
    silent_on: r#"{"id":"1","author":"Ann","url":"http://ann.example","body":"Sheds: http://www.s.example/how-to"}"#,
};

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    view.links
        .iter()
        .find(|link| link.site.registrable_domain() == site.registrable_domain())
        .map(|link| link.site.normal().to_owned())
}

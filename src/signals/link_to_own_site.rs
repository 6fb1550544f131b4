//! The body links the author's own site, which the name links already.
//!
//! It could wrong people who wrote about the subject themselves.

use super::{COMMENTS, Group, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "link-to-own-site",
    group: Group::Links,
    kinds: COMMENTS,
    about: "the text links the site that the name links already",
    wrongs: "people who wrote about the subject themselves",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"Sheds: http://www.s.example/sale"}"#,
    silent_on: r#"{"id":"1","author":"Ann","url":"http://ann.example","body":"Sheds: http://www.s.example/how-to"}"#,
};

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    view.links
        .iter()
        .find(|it| it.site.registrable_domain() == site.registrable_domain())
        .map(|it| it.site.normal().to_owned())
}

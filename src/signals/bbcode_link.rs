//! A link in BBCode, which WordPress does not render: the sender does not know what software the blog runs.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::text::{LinkForm, View};

pub const SIGNAL: Signal = Signal {
    name: "bbcode-link",
    group: Group::Links,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "a link is written in the syntax of forums",
        may_misfire_on: "people who are used to forums",
    },
    prior: Prior::Belief(2.0),
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"[url=http://s.example/]sheds[/url] and more"}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"how do I write [b]bold[/b] here? http://s.example/"}"#,
};

fn look(view: &View) -> Option<String> {
    let link = view.links.iter().find(|link| link.form == LinkForm::BbCode)?;
    Some(format!("[url] {} “{}”", link.site.host(), link.anchor))
}

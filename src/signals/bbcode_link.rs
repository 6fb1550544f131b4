//! A link in BBCode, which WordPress does not render: the sender does not know where the text will stand.
//!
//! It could wrong people who are used to forums.

use super::{COMMENTS, Group, Signal, Test};
use crate::text::{LinkForm, View};

pub const SIGNAL: Signal = Signal {
    name: "bbcode-link",
    group: Group::Links,
    kinds: COMMENTS,
    about: "a link is written for a forum",
    wrongs: "people who are used to forums",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","body":"[url=http://s.example/]sheds[/url] and more"}"#,
    silent_on: r#"{"id":"1","author":"Ann","body":"how do I write [b]bold[/b] here? http://s.example/"}"#,
};

fn look(view: &View) -> Option<String> {
    let link = view.links.iter().find(|it| it.form == LinkForm::BbCode)?;
    Some(format!("[url] {} “{}”", link.site.host(), link.anchor))
}

//! The excerpt of a trackback praises the post, or talks to its author: it is no excerpt of a page.

use super::{Group, Prior, Sign, Signal, Test, quoted};
use crate::kind::Kind;
use crate::text::{PhraseKind, View};

pub const SIGNAL: Signal = Signal {
    name: "ping-praises",
    group: Group::Text,
    kinds: &[Kind::Trackback],
    sign: Sign::Suspicion {
        explains_for: "the trackback's excerpt praises the post, as comment spam does",
        may_misfire_on: "pages that start with praise for the post",
    },
    prior: Prior::Belief(1.5),
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","type":"trackback","author":"Knots","url":"http://k.example/1","body":"<strong>Knots...</strong>\n\nGreat post! I really liked it..."}"#,
    silent_on: r#"{"id":"1","type":"trackback","author":"Knots","url":"http://k.example/1","body":"<strong>Knots...</strong>\n\nAnn wrote about knots that hold in the rain..."}"#,
};

fn look(view: &View) -> Option<String> {
    let is_flattery =
        |kind: PhraseKind| matches!(kind, PhraseKind::Praise | PhraseKind::SiteTalk | PhraseKind::Invitation);
    let (_, phrase) = view.phrases.iter().find(|(kind, _)| is_flattery(*kind))?;
    Some(quoted(view, phrase))
}

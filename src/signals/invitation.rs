//! The text invites readers to the author's own site: `visit my blog`, `kunjungi balik`.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test, quoted};
use crate::text::{PhraseKind, View};

pub const SIGNAL: Signal = Signal {
    name: "invitation",
    group: Group::Text,
    kinds: COMMENTS,
    sign: Sign::Suspicion {
        explains_for: "the text invites readers to the author's own site",
        may_misfire_on: "polite bloggers",
    },
    prior: Prior::Zero,
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"Please visit my site for more."}"#,
    silent_on: r#"{"id":"1","author":"Ann","url":"http://s.example","body":"I will visit my aunt with it."}"#,
};

fn look(view: &View) -> Option<String> {
    let phrase = view.phrases_of(PhraseKind::Invitation).next()?;
    view.has_link().then(|| quoted(view, phrase))
}

//! The author's site is a profile on a social network, which cannot be sold anything on.
//!
//! Spam that promotes a profile profits.

use super::{COMMENTS, Group, Signal, Test};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "profile-as-site",
    group: Group::Trust,
    kinds: COMMENTS,
    about: "the author's site is a personal profile on a social network",
    wrongs: "nobody; spam under profiles profits",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Chris Baldwin","url":"http://twitter.com/ChrisCB","body":"I agree with that."}"#,
    silent_on: r#"{"id":"1","author":"Chris Baldwin","url":"http://chriscb.example","body":"I agree with that."}"#,
};

fn look(view: &View) -> Option<String> {
    view.site.as_ref().filter(|it| it.is_profile()).map(|it| it.normal().to_owned())
}

//! The name is a keyword that the host does not carry: `Plumber Leeds` of `smithandsons.example`.
//!
//! A firm that signs with its own name has it in its host, too. A keyword over another host is what the site wants
//! to be found by. It could wrong clubs and projects whose site has another name.

use std::borrow::Cow;

use super::author_is_keyword::is_keyword;
use super::{COMMENTS, Group, Signal, Test};
use crate::lists::{GIVEN_NAMES, Lists};
use crate::text::View;

pub const SIGNAL: Signal = Signal {
    name: "keyword-elsewhere",
    group: Group::Author,
    kinds: COMMENTS,
    about: "the name is a keyword, and the host does not carry it",
    wrongs: "clubs and projects whose site has another name",
    test: Test::Alone(look),
    fires_on: r#"{"id":"1","author":"Garden Sheds","url":"http://qwelso.example","body":"It was so before."}"#,
    silent_on: r#"{"id":"1","author":"Garden Sheds","url":"http://gardensheds.example","body":"It was so before."}"#,
};

/// Shorter words stand in hosts by chance.
const MIN_LETTERS: usize = 4;

fn look(view: &View) -> Option<String> {
    let site = view.site.as_ref()?;
    let (words, lists): (Vec<Cow<str>>, Vec<Lists>) = view.plain_name_words().unzip();
    let [first, _, ..] = lists[..] else { return None };
    let (keyword, _) = words.iter().zip(&lists).find(|(word, lists)| is_keyword(word, **lists))?;
    let joined = words.concat();
    let label: String = site.label().chars().filter(|it| it.is_alphanumeric()).collect();
    let is_carried = label.contains(&joined)
        || joined.contains(&label)
        || words
            .iter()
            .zip(&lists)
            .any(|(word, lists)| MIN_LETTERS <= word.len() && !lists.have_name() && label.contains(&**word));
    (!is_carried && !first.have(&GIVEN_NAMES)).then(|| format!("“{keyword}” of {}", site.host()))
}

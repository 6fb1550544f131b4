//! Copies as a browser, an editor or an import may change them.

use rand::RngExt;
use rand::seq::index;

use crate::rng::Rng;

type Rewriting = fn(&str, &mut Rng) -> String;

/// Applied in this order, so that none changes the output of one after it.
const REWRITINGS: &[Rewriting] = &[letter_case, slash, scheme, curly_quotes, entities, tags, spaces];

/// The text after one to three of the rewritings; its bytes always differ from the original.
pub fn vary(text: &str, rng: &mut Rng) -> String {
    loop {
        let n_rewritings = rng.random_range(1..=3);
        let mut chosen = index::sample(rng, REWRITINGS.len(), n_rewritings).into_vec();
        chosen.sort_unstable();
        let varied = chosen.into_iter().fold(text.to_owned(), |it, index| REWRITINGS[index](&it, rng));
        if varied != text {
            return varied;
        }
    }
}

/// Changes the tokens between white space, which stays as it is.
fn map_tokens(text: &str, mut change: impl FnMut(&str) -> String) -> String {
    let tokens = text.split_inclusive([' ', '\n']).map(|it| {
        let token = it.trim_end_matches([' ', '\n']);
        change(token) + &it[token.len()..]
    });
    tokens.collect()
}

fn is_address(token: &str) -> bool {
    token.starts_with("http")
}

fn letter_case(text: &str, rng: &mut Rng) -> String {
    let manner = rng.random_range(0..3);
    map_tokens(text, |it| match manner {
        _ if is_address(it) || it.contains('&') => it.to_owned(),
        0 => it.to_lowercase(),
        1 => it.to_uppercase(),
        _ => crate::prose::capitalized(it),
    })
}

fn slash(text: &str, _: &mut Rng) -> String {
    map_tokens(text, |it| match it.strip_suffix('/') {
        Some(bare) if is_address(it) => bare.to_owned(),
        None if is_address(it) => format!("{it}/"),
        _ => it.to_owned(),
    })
}

fn scheme(text: &str, _: &mut Rng) -> String {
    map_tokens(text, |it| match it.strip_prefix("https://") {
        Some(rest) => format!("http://{rest}"),
        None => it.replacen("http://", "https://", 1),
    })
}

fn curly_quotes(text: &str, _: &mut Rng) -> String {
    let mut is_open = false;
    let curl = |it: char| match it {
        '\'' => '’',
        '"' => {
            is_open = !is_open;
            if is_open { '“' } else { '”' }
        }
        _ => it,
    };
    text.chars().map(curl).collect()
}

fn entities(text: &str, rng: &mut Rng) -> String {
    map_tokens(text, |it| {
        if is_address(it) || it.contains('&') {
            return it.to_owned();
        }
        let quoted = it.replace('"', "&quot;").replace('\'', "&#039;").replace('’', "&#8217;");
        if rng.random_ratio(1, 12) { quoted.replacen('e', "&#101;", 1) } else { quoted }
    })
}

fn tags(text: &str, rng: &mut Rng) -> String {
    let marked = map_tokens(text, |it| match rng.random_range(0..12) {
        _ if is_address(it) => format!("<a href=\"{it}\" rel=\"nofollow\">{it}</a>"),
        0 => format!("<em>{it}</em>"),
        1 => format!("<strong>{it}</strong>"),
        _ => it.to_owned(),
    });
    if rng.random() { marked.replace("\n\n", "<br />\n<br />\n") } else { format!("<p>{marked}</p>") }
}

fn spaces(text: &str, rng: &mut Rng) -> String {
    // White space inside of tags is not text.
    let mut in_tag = false;
    let mut spaced = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        in_tag = char == '<' || (in_tag && char != '>');
        match char {
            ' ' if !in_tag && rng.random_ratio(1, 8) => {
                spaced.push_str(["  ", "\n", " &nbsp;", "\t"][rng.random_range(0..4)])
            }
            _ => spaced.push(char),
        }
    }
    spaced + ["", " ", "\n", "\r\n"][rng.random_range(0..4)]
}

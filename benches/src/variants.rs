//! The same text written otherwise: what a browser, an editor or an import makes of it.

use rand::RngExt;
use rand::seq::index;

use crate::chance::Dice;

type Rewriting = fn(&str, &mut Dice) -> String;

/// In this order: no later one sees what an earlier one must not touch.
const REWRITINGS: &[Rewriting] = &[letter_case, slash, scheme, curly_quotes, entities, tags, spaces];

/// The text with one to three of the rewritings; always other bytes than before.
pub fn vary(text: &str, dice: &mut Dice) -> String {
    loop {
        let n_rewritings = dice.random_range(1..=3);
        let mut chosen = index::sample(dice, REWRITINGS.len(), n_rewritings).into_vec();
        chosen.sort_unstable();
        let varied = chosen.into_iter().fold(text.to_owned(), |it, index| REWRITINGS[index](&it, dice));
        if varied != text {
            return varied;
        }
    }
}

/// Changes the tokens between blanks; the blanks stay.
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

fn letter_case(text: &str, dice: &mut Dice) -> String {
    let manner = dice.random_range(0..3);
    map_tokens(text, |it| match manner {
        _ if is_address(it) || it.contains('&') => it.to_owned(),
        0 => it.to_lowercase(),
        1 => it.to_uppercase(),
        _ => crate::prose::capitalized(it),
    })
}

fn slash(text: &str, _: &mut Dice) -> String {
    map_tokens(text, |it| match it.strip_suffix('/') {
        Some(bare) if is_address(it) => bare.to_owned(),
        None if is_address(it) => format!("{it}/"),
        _ => it.to_owned(),
    })
}

fn scheme(text: &str, _: &mut Dice) -> String {
    map_tokens(text, |it| match it.strip_prefix("https://") {
        Some(rest) => format!("http://{rest}"),
        None => it.replacen("http://", "https://", 1),
    })
}

fn curly_quotes(text: &str, _: &mut Dice) -> String {
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

fn entities(text: &str, dice: &mut Dice) -> String {
    map_tokens(text, |it| {
        if is_address(it) || it.contains('&') {
            return it.to_owned();
        }
        let quoted = it.replace('"', "&quot;").replace('\'', "&#039;").replace('’', "&#8217;");
        if dice.random_ratio(1, 12) { quoted.replacen('e', "&#101;", 1) } else { quoted }
    })
}

fn tags(text: &str, dice: &mut Dice) -> String {
    let marked = map_tokens(text, |it| match dice.random_range(0..12) {
        _ if is_address(it) => format!("<a href=\"{it}\" rel=\"nofollow\">{it}</a>"),
        0 => format!("<em>{it}</em>"),
        1 => format!("<strong>{it}</strong>"),
        _ => it.to_owned(),
    });
    if dice.random() { marked.replace("\n\n", "<br />\n<br />\n") } else { format!("<p>{marked}</p>") }
}

fn spaces(text: &str, dice: &mut Dice) -> String {
    // Blanks inside a tag stay: they are not text.
    let mut in_tag = false;
    let mut spaced = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        in_tag = char == '<' || (in_tag && char != '>');
        match char {
            ' ' if !in_tag && dice.random_ratio(1, 8) => {
                spaced.push_str(["  ", "\n", " &nbsp;", "\t"][dice.random_range(0..4)])
            }
            _ => spaced.push(char),
        }
    }
    spaced + ["", " ", "\n", "\r\n"][dice.random_range(0..4)]
}

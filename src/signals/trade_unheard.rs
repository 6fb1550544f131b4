//! The author signs with a trade of which neither the posts nor any other commenter ever speak.
//!
//! It could wrong the only reader of some trade.

use super::{COMMENTS, Group, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "trade-unheard",
    group: Group::Topic,
    kinds: COMMENTS,
    about: "neither the posts nor other commenters speak of the author's trade",
    wrongs: "the only reader of some trade",
    test: Test::InDump(judge),
    fires_on: r#"{"id":"1","post":"1","post_title":"Upgrade 1","post_body":"The linux server runs the browser plugin and the php code of our website until the database stops and somebody has to look into it again because no one ever wrote down which part of that machine talks to which other part or why the second one waits for a third which nobody remembers buying last spring before all of us moved away from there to another town with better weather.","author":"Bob","body":"First of all."}
{"id":"2","post":"2","post_title":"Upgrade 2","post_body":"The mysql server runs the browser plugin and the php code of our website until the database stops and somebody has to look into it again because no one ever wrote down which part of that machine talks to which other part or why the second one waits for a third which nobody remembers buying last summer before all of us moved away from there to another town with better weather.","author":"Bob","body":"First of all."}
{"id":"3","post":"3","post_title":"Upgrade 3","post_body":"The wordpress server runs the browser plugin and the php code of our website until the database stops and somebody has to look into it again because no one ever wrote down which part of that machine talks to which other part or why the second one waits for a third which nobody remembers buying last autumn before all of us moved away from there to another town with better weather.","author":"Bob","body":"First of all."}
{"id":"4","post":"1","post_title":"Upgrade 1","author":"Dentures Leeds","url":"http://qwelso.example","body":"Good read."}"#,
    silent_on: r#"{"id":"1","post":"1","post_title":"Upgrade 1","post_body":"The linux server runs the browser plugin and the php code of our website until the database stops and somebody has to look into it again because no one ever wrote down which part of that machine talks to which other part or why the second one waits for a third which nobody remembers buying last spring before all of us moved away from there to another town with better weather.","author":"Bob","body":"First of all."}
{"id":"2","post":"2","post_title":"Upgrade 2","post_body":"The mysql server runs the browser plugin and the php code of our website until the database stops and somebody has to look into it again because no one ever wrote down which part of that machine talks to which other part or why the second one waits for a third which nobody remembers buying last summer before all of us moved away from there to another town with better weather.","author":"Bob","body":"First of all."}
{"id":"3","post":"3","post_title":"Upgrade 3","post_body":"The wordpress server runs the browser plugin and the php code of our website until the database stops and somebody has to look into it again because no one ever wrote down which part of that machine talks to which other part or why the second one waits for a third which nobody remembers buying last autumn before all of us moved away from there to another town with better weather.","author":"Bob","body":"First of all."}
{"id":"4","post":"1","post_title":"Upgrade 1","author":"Plugin Leeds","url":"http://qwelso.example","body":"Good read."}"#,
};

fn judge(case: &Case) -> Option<String> {
    let person = case.known.people.number(case.index);
    let trade = case.known.trades.unheard(case.facts, person)?;
    Some(format!("nobody speaks of “{trade}”"))
}

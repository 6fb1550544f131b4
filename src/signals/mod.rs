//! Signals: named tests for one kind of evidence each, one file per signal.
//!
//! To add a signal, write a file with a [`Signal`] constant, list it in [`SIGNALS`], and give it a weight in
//! `data/model.toml` (`threadsift train` fits all weights).

/// Example dump with three posts of a blog about servers, for signals that compare an author's trade with the blog.
macro_rules! blog_about_servers {
    () => {
        r#"{"id":"1","post":"1","post_title":"Upgrade 1","post_body":"The linux server runs the browser plugin and the php code of our website until the database stops and somebody has to look into it again because no one ever wrote down which part of that machine talks to which other part or why the second one waits for a third which nobody remembers buying last spring before all of us moved away from there to another town with better weather.","author":"Bob","body":"First of all."}
{"id":"2","post":"2","post_title":"Upgrade 2","post_body":"The mysql server runs the browser plugin and the php code of our website until the database stops and somebody has to look into it again because no one ever wrote down which part of that machine talks to which other part or why the second one waits for a third which nobody remembers buying last summer before all of us moved away from there to another town with better weather.","author":"Bob","body":"First of all."}
{"id":"3","post":"3","post_title":"Upgrade 3","post_body":"The wordpress server runs the browser plugin and the php code of our website until the database stops and somebody has to look into it again because no one ever wrote down which part of that machine talks to which other part or why the second one waits for a third which nobody remembers buying last autumn before all of us moved away from there to another town with better weather.","author":"Bob","body":"First of all."}
"#
    };
}

mod run;
mod signal;

mod answered;
mod author_and_host_are_trade;
mod author_is_address;
mod author_is_keyword;
mod author_is_thing;
mod author_is_trade;
mod back_in_thread;
mod bbcode_link;
mod blocklist;
mod blog_author;
mod calls_someone;
mod campaign;
mod code;
mod copied_passage;
mod copied_text;
mod copy_with_new_link;
mod decided_alike;
mod famous_site;
mod foreign_language;
mod foreign_link;
mod generic_text;
mod harsh_trade;
mod host_is_name;
mod host_is_trade;
mod host_like_spam;
mod host_of_many_words;
mod invitation;
mod keyword_anchor;
mod keyword_elsewhere;
mod known_for_months;
mod known_template;
mod late;
mod link_to_own_site;
mod long_host;
mod long_name;
mod many_foreign_hosts;
mod name_like_spam;
mod nothing_to_gain;
mod offer_with_contact;
mod page_as_homepage;
mod paragraphs;
mod ping_bare_host;
mod ping_carries_host;
mod ping_echoes_title;
mod ping_from_own_blog;
mod ping_from_platform;
mod ping_page_address;
mod ping_praises;
mod ping_same_excerpt;
mod ping_scraper_phrase;
mod ping_sells;
mod ping_splog_host;
mod ping_title_twice;
mod praise_once;
mod praise_twice;
mod profile_as_site;
mod question;
mod random_host;
mod registered;
mod reply;
mod sales_talk;
mod sales_talk_twice;
mod same_few_words;
mod same_text_elsewhere;
mod scrambled_words;
mod shared_reference;
mod site_linked_by_posts;
mod site_talk;
mod strange_host;
mod talks_about_post;
mod text_like_spam;
mod text_like_spam_here;
mod trade_off_topic;
mod trade_unheard;
mod undated;

pub use run::{FiredSignals, hits, hits_in_context, judge, look, strengths};
pub use signal::{GROUPS, Group, Prior, Sign, Signal, Strength, Test};

use crate::error::{self, ErrorKind};
use crate::facts::SignalIdx;
use crate::kind::Kind;
use crate::text::View;

const COMMENTS: &[Kind] = &[Kind::Comment];
const PINGS: &[Kind] = &[Kind::Pingback, Kind::Trackback];
const JUDGED: &[Kind] = &[Kind::Comment, Kind::Pingback, Kind::Trackback];

/// Puts a phrase in quotation marks, unless the author spelled it differently from the folded text.
fn quoted(view: &View, phrase: &str) -> String {
    let written = view.plain.to_lowercase();
    if written.contains(phrase) { format!("“{phrase}”") } else { phrase.to_owned() }
}

/// Every signal, in the order in which evidence is listed.
pub const SIGNALS: &[Signal] = &[
    author_is_keyword::SIGNAL,
    author_is_thing::SIGNAL,
    author_is_address::SIGNAL,
    author_is_trade::SIGNAL,
    author_and_host_are_trade::SIGNAL,
    keyword_elsewhere::SIGNAL,
    long_name::SIGNAL,
    strange_host::SIGNAL,
    host_is_trade::SIGNAL,
    host_of_many_words::SIGNAL,
    long_host::SIGNAL,
    random_host::SIGNAL,
    page_as_homepage::SIGNAL,
    profile_as_site::SIGNAL,
    famous_site::SIGNAL,
    name_like_spam::SIGNAL,
    host_like_spam::SIGNAL,
    many_foreign_hosts::SIGNAL,
    foreign_link::SIGNAL,
    keyword_anchor::SIGNAL,
    bbcode_link::SIGNAL,
    link_to_own_site::SIGNAL,
    shared_reference::SIGNAL,
    praise_twice::SIGNAL,
    praise_once::SIGNAL,
    generic_text::SIGNAL,
    invitation::SIGNAL,
    sales_talk::SIGNAL,
    sales_talk_twice::SIGNAL,
    site_talk::SIGNAL,
    harsh_trade::SIGNAL,
    offer_with_contact::SIGNAL,
    scrambled_words::SIGNAL,
    known_template::SIGNAL,
    text_like_spam::SIGNAL,
    foreign_language::SIGNAL,
    code::SIGNAL,
    paragraphs::SIGNAL,
    question::SIGNAL,
    trade_off_topic::SIGNAL,
    trade_unheard::SIGNAL,
    talks_about_post::SIGNAL,
    late::SIGNAL,
    undated::SIGNAL,
    copied_text::SIGNAL,
    copied_passage::SIGNAL,
    copy_with_new_link::SIGNAL,
    same_text_elsewhere::SIGNAL,
    same_few_words::SIGNAL,
    campaign::SIGNAL,
    text_like_spam_here::SIGNAL,
    decided_alike::SIGNAL,
    blocklist::SIGNAL,
    ping_title_twice::SIGNAL,
    ping_bare_host::SIGNAL,
    ping_page_address::SIGNAL,
    ping_splog_host::SIGNAL,
    ping_sells::SIGNAL,
    ping_echoes_title::SIGNAL,
    ping_praises::SIGNAL,
    ping_scraper_phrase::SIGNAL,
    ping_same_excerpt::SIGNAL,
    ping_carries_host::SIGNAL,
    ping_from_own_blog::SIGNAL,
    ping_from_platform::SIGNAL,
    blog_author::SIGNAL,
    registered::SIGNAL,
    known_for_months::SIGNAL,
    answered::SIGNAL,
    back_in_thread::SIGNAL,
    calls_someone::SIGNAL,
    reply::SIGNAL,
    site_linked_by_posts::SIGNAL,
    host_is_name::SIGNAL,
    nothing_to_gain::SIGNAL,
];

/// The position of a signal in [`SIGNALS`].
///
/// # Errors
/// No signal has this name.
pub fn position(name: &str) -> error::Result<SignalIdx> {
    let found = SIGNALS.iter().position(|signal| signal.name == name);
    found.map(SignalIdx::from).ok_or_else(|| {
        let likeness = |signal: &&Signal| strsim::jaro_winkler(signal.name, name);
        let similar = SIGNALS.iter().max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
        let suggestion = similar.map_or("", |signal| signal.name);
        ErrorKind::Settings(format!("there is no signal {name:?}; did you mean {suggestion:?}?")).into()
    })
}

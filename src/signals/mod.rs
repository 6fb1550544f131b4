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

use std::sync::LazyLock;

use crate::context::Surroundings;
use crate::error::{self, ErrorKind};
use crate::facts::{Hit, Hits, SignalIdx};
use crate::kind::Kind;
use crate::knowledge::Case;
use crate::ngram_model::{NgramModel, Part};
use crate::text::{View, has_single_spaces};

/// A named test for one kind of evidence, with its documentation.
pub struct Signal {
    /// The id: what the signal finds, in kebab case. Never renamed. The signal's file has the same name.
    pub name: &'static str,
    /// The group. The sum of a group is capped.
    pub group: Group,
    /// The kinds of records that the signal is tested on.
    pub kinds: &'static [Kind],
    /// Whether the signal raises or lowers the score, and what that means.
    pub sign: Sign,
    /// What a fit assumes about the weight.
    pub prior: Prior,
    /// The test.
    pub test: Test,
    /// A small dump in any format. Its last comment has what the signal looks for.
    #[allow(dead_code, reason = "the contract tests run it")]
    pub fires_on: &'static str,
    /// A small dump of honest comments that are close to the spam. None of them triggers the signal.
    #[allow(dead_code, reason = "the contract tests run it")]
    pub silent_on: &'static str,
}

/// The direction in which a signal moves the score, with explanations for readers of a decision.
#[derive(Clone, Copy, Debug)]
pub enum Sign {
    /// Only raises the score: the weight is 0 or more.
    Suspicion {
        /// What the signal found.
        explains_for: &'static str,
        /// Honest people and comments that it can hit.
        #[allow(dead_code, reason = "docs/signals.md is generated from it")]
        may_misfire_on: &'static str,
    },
    /// Only lowers the score: the weight is 0 or less.
    Trust {
        /// What the signal found.
        explains_against: &'static str,
        /// Spam that can earn this trust.
        #[allow(dead_code, reason = "docs/signals.md is generated from it")]
        exploitable_by: &'static str,
    },
    /// Raises or lowers the score by the sign of its strength: the weight is 0 or more.
    Either {
        /// What it means when the signal raises the score.
        explains_for: &'static str,
        /// What it means when the signal lowers the score.
        explains_against: &'static str,
        /// Honest people and comments that it can hit.
        #[allow(dead_code, reason = "docs/signals.md is generated from it")]
        may_misfire_on: &'static str,
    },
}

impl Sign {
    /// The explanation of a finding that moves the score by `weight`.
    pub fn explanation(&self, weight: f32) -> &'static str {
        match *self {
            Sign::Either { explains_against, .. } if weight < 0.0 => explains_against,
            Sign::Suspicion { explains_for, .. } | Sign::Either { explains_for, .. } => explains_for,
            Sign::Trust { explains_against, .. } => explains_against,
        }
    }

    /// The lowest and the highest weight of such a signal.
    pub fn range(&self) -> (f64, f64) {
        match self {
            Sign::Suspicion { .. } | Sign::Either { .. } => (0.0, f64::INFINITY),
            Sign::Trust { .. } => (f64::NEG_INFINITY, 0.0),
        }
    }
}

/// What a fit assumes about a signal's weight before it sees any data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Prior {
    /// The weight is probably near zero; labelled comments decide.
    Zero,
    /// The weight is probably near these log-odds. For signals that are reliable but rare on the labelled blogs.
    Belief(f64),
    /// The weight is 1 and not fitted, since the strength of the signal is in log-odds already.
    Fixed,
}

impl Prior {
    /// The expected weight, which is used for signals that were never fitted.
    pub fn mean(self) -> f64 {
        match self {
            Prior::Zero => 0.0,
            Prior::Belief(log_odds) => log_odds,
            Prior::Fixed => 1.0,
        }
    }
}

/// The test of a signal. It returns a description of what it found, or `None`.
pub enum Test {
    /// Tests the comment alone.
    Alone(fn(&View) -> Option<String>),
    /// Scores one part of the comment alone, by the learned weights of its words and character n-grams.
    Learned(Part),
    /// Searches the text for the words of known templates.
    Template,
    /// Tests the comment among all others.
    InDump(fn(&Case) -> Option<String>),
    /// Tests the comment against the probabilities of other comments. Also returns the strength.
    InContext(fn(&Case, &Surroundings) -> Option<(Strength, String)>),
}

/// The strength of a finding, a factor of the signal's weight; 1 for signals without degrees.
pub type Strength = f32;

/// Groups of signals. The sum of a group is capped, so that variants of one idea don't add up: see `model`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// The author's name and site.
    Author,
    /// Links in the body.
    Links,
    /// The words of the body.
    Text,
    /// The body compared with the post and the blog.
    Topic,
    /// The comment among others like it.
    Campaign,
    /// Evidence in favour of the author.
    Trust,
}

/// Every group, in the order of the enumeration.
pub const GROUPS: [Group; 6] =
    [Group::Author, Group::Links, Group::Text, Group::Topic, Group::Campaign, Group::Trust];

crate::names::named!(Group, GROUPS);

impl Group {
    /// The name of the group.
    pub fn name(self) -> &'static str {
        match self {
            Group::Author => "author",
            Group::Links => "links",
            Group::Text => "text",
            Group::Topic => "topic",
            Group::Campaign => "campaign",
            Group::Trust => "trust",
        }
    }
}

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

/// The signals that look at a comment alone, with their positions.
static ALONE: LazyLock<Vec<(SignalIdx, &Signal)>> =
    LazyLock::new(|| signals_with(|test| matches!(test, Test::Alone(_) | Test::Learned(_) | Test::Template)));

/// The signals that look at a comment among all others, with their positions.
static IN_DUMP: LazyLock<Vec<(SignalIdx, &Signal)>> =
    LazyLock::new(|| signals_with(|test| matches!(test, Test::InDump(_))));

/// The signals that look at the surroundings, with their positions.
static IN_CONTEXT: LazyLock<Vec<(SignalIdx, &Signal)>> =
    LazyLock::new(|| signals_with(|test| matches!(test, Test::InContext(_))));

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

fn signals_with(is_wanted: impl Fn(&Test) -> bool) -> Vec<(SignalIdx, &'static Signal)> {
    (0..).map(SignalIdx).zip(SIGNALS).filter(|(_, signal)| is_wanted(&signal.test)).collect()
}

/// The usual maximum number of findings of a comment.
const USUAL: usize = 16;

/// Runs the signals that look at a comment alone.
pub fn look(view: &View, kind: Kind, lexical: &NgramModel) -> Hits {
    let (mut strengths, mut seen) = (Vec::with_capacity(USUAL), String::with_capacity(USUAL * LONGEST / 2));
    for (position, signal) in ALONE.iter().filter(|(_, signal)| signal.kinds.contains(&kind)) {
        let found = match signal.test {
            Test::Alone(test) => test(view).map(|seen| (1.0, seen)),
            Test::Learned(part) => lexical.score(view, part),
            Test::Template => lexical.templates.quotation(view),
            Test::InDump(_) | Test::InContext(_) => None,
        };
        if let Some((strength, what)) = found {
            if !strengths.is_empty() {
                seen.push('\n');
            }
            strengths.push((*position, strength));
            push_quotation(&mut seen, &what);
        }
    }
    Hits { strengths, seen }
}

/// A set of signals: those that look at a comment among all others and find something on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FiredSignals([u64; SIGNALS.len().div_ceil(WORD)]);

/// The number of signals in one word of the set.
const WORD: usize = u64::BITS as usize;

impl FiredSignals {
    fn insert(&mut self, signal: SignalIdx) {
        self.0[signal.index() / WORD] |= 1 << (signal.index() % WORD);
    }

    /// The signals in order.
    fn iter(self) -> impl Iterator<Item = SignalIdx> {
        self.0.into_iter().enumerate().flat_map(|(word, mut bits)| {
            std::iter::from_fn(move || {
                let bit = (bits != 0).then_some(bits.trailing_zeros() as usize)?;
                bits &= bits - 1;
                Some(SignalIdx::from(word * WORD + bit))
            })
        })
    }
}

impl FromIterator<SignalIdx> for FiredSignals {
    fn from_iter<T: IntoIterator<Item = SignalIdx>>(signals: T) -> FiredSignals {
        let mut fired = FiredSignals::default();
        signals.into_iter().for_each(|signal| fired.insert(signal));
        fired
    }
}

/// Runs the signals that look at a comment among all others.
pub fn judge(case: &Case) -> FiredSignals {
    let case = &case.unread();
    let fires = |signal: &Signal| match signal.test {
        Test::InDump(test) => signal.kinds.contains(&case.facts.kind) && test(case).is_some(),
        Test::Alone(_) | Test::Learned(_) | Test::Template | Test::InContext(_) => false,
    };
    IN_DUMP.iter().filter(|(_, signal)| fires(signal)).map(|(position, _)| *position).collect()
}

/// The first-stage hits of a comment as signals and strengths, in the order of [`SIGNALS`].
pub fn strengths(case: &Case, fired: FiredSignals) -> impl Iterator<Item = (SignalIdx, Strength)> {
    let mut alone = case.facts.strengths().peekable();
    let mut in_dump = fired.iter().peekable();
    std::iter::from_fn(move || match (alone.peek(), in_dump.peek()) {
        (Some((one, _)), Some(other)) if other < one => in_dump.next().map(|signal| (signal, 1.0)),
        (Some(_), _) => alone.next(),
        (None, _) => in_dump.next().map(|signal| (signal, 1.0)),
    })
}

/// The first-stage hits of a comment with what was seen, in no order. Only signals that have fired are run again.
pub fn hits<'a>(case: &Case<'a>, fired: FiredSignals) -> Vec<Hit<'a>> {
    let again = fired.iter().filter_map(|signal| match SIGNALS[signal.index()].test {
        Test::InDump(test) => Some(Hit { signal, strength: 1.0, seen: quote(test(case)?).into() }),
        Test::Alone(_) | Test::Learned(_) | Test::Template | Test::InContext(_) => None,
    });
    let mut all = Vec::with_capacity(USUAL);
    all.extend(case.facts.hits().chain(again));
    all
}

/// What the signals find in a comment's surroundings.
pub fn hits_in_context<'a>(case: &Case, surroundings: &Surroundings) -> Vec<Hit<'a>> {
    let kind = case.facts.kind;
    let of_kind = IN_CONTEXT.iter().filter(|(_, signal)| signal.kinds.contains(&kind));
    let hits = of_kind.filter_map(|(position, signal)| {
        let Test::InContext(test) = signal.test else { return None };
        let (strength, seen) = test(case, surroundings)?;
        Some(Hit { signal: *position, strength, seen: quote(seen).into() })
    });
    hits.collect()
}

/// The maximum number of characters in a quotation.
const LONGEST: usize = 80;

/// Shortens a quotation and puts it on one line.
fn quote(seen: String) -> String {
    if seen.len() <= LONGEST && has_single_spaces(&seen) {
        return seen;
    }
    let mut quoted = String::with_capacity(seen.len());
    push_quotation(&mut quoted, &seen);
    quoted
}

fn push_quotation(quoted: &mut String, seen: &str) {
    let start = quoted.len();
    if has_single_spaces(seen) {
        quoted.push_str(seen);
    } else {
        for word in seen.split_whitespace() {
            if start < quoted.len() {
                quoted.push(' ');
            }
            quoted.push_str(word);
        }
    }
    if quoted.len() - start <= LONGEST {
        return;
    }
    if let Some((end, _)) = quoted[start..].char_indices().nth(LONGEST) {
        quoted.truncate(start + end);
        quoted.push('…');
    }
}

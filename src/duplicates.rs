//! Which members of a text cluster are re-submissions, and which copy stays.
//!
//! A comment is a duplicate of an earlier one on the same page when their texts are in one cluster and it is
//! believable that one person submitted both. Short courtesies are not duplicates, unless they were doubled along
//! with what they answer.

use foldhash::{HashMap, HashMapExt};

use crate::comment::Status;
use crate::facts::{Dump, Facts};
use crate::kind::Kind;
use crate::knowledge::Knowledge;
use crate::near;

/// The minimum of words in a text that two people don't write independently.
const PARTICULAR_MIN_WORDS: u32 = 12;

/// Two e-mail addresses and two names are two people, unless the text is longer still and all but the same.
const STRANGERS_MIN_WORDS: u32 = 20;
const STRANGERS_SIMILARITY: f64 = 0.9;

/// Who submits again changes a word or two. Texts of one cluster may differ more: they are copies in disguise, not
/// re-submissions.
const RESUBMITTED_SIMILARITY: f64 = 0.65;

/// Shorter texts than this are courtesies: people say them again and again and mean it.
const COURTESY_MAX_WORDS: u32 = 4;

/// Names are one name from this Jaro–Winkler similarity.
const NAMES_ALIKE: f64 = 0.92;

/// Impatient people submit again within minutes.
const IMPATIENCE_SECONDS: i64 = 30 * 60;

/// Imports shift times by whole hours, at most from one end of the world to the other.
const LONGEST_SHIFT_SECONDS: i64 = 26 * 3600;

/// A text that was extended or cut keeps this share of the shorter version's words.
const RESTATED_SHARE: f64 = 0.75;

/// Shorter texts share their words by chance.
const RESTATED_MIN_WORDS: usize = 6;

/// In this time nobody writes a new text: one that is nearly the last one is the last one, however short.
const BREATH_SECONDS: i64 = 60;
const BREATH_MIN_WORDS: usize = 4;

/// A text of so many words that is all contained in another one by the same person, or under the same name, was cut off
/// on its way or sent again with more to it. Runs of words tell it from a remark in the words of a long text.
const CUT_MIN_WORDS: usize = 12;
const CUT_SHARE: f64 = 0.95;
const CUT_RUNS_SHARE: f64 = 0.75;

/// The longer version is at least this much like the shorter one (Jaccard): a remark about one's own comment is not.
const RESTATED_SIMILARITY: f64 = 0.3;

/// The maximum of earlier comments on a page that each comment is compared with. In the labelled dumps, 4 of 4,831 dated comments
/// had more than that by the same person in the half hour before.
const MOST_COMPARED: usize = 16;

/// The duplicates of a dump.
pub struct Duplicates {
    kept: Vec<Option<u32>>,
}

impl Duplicates {
    /// Finds the duplicates of every page. A copy that `is_spam` stays only where every copy is.
    pub fn gather(dump: &Dump, known: &Knowledge, is_spam: &dyn Fn(usize) -> bool) -> Duplicates {
        let mut search = Search { dump, known, original: vec![None; dump.comments.len()], last_said: None };
        for page in known.pages.iter().filter(|it| 1 < it.comments.len()) {
            search.page(&page.comments);
        }
        let Search { original, .. } = search;
        Duplicates { kept: choose_copies(dump, known, original, is_spam) }
    }

    /// The copy that is kept instead of a duplicate; `None` if the comment is no duplicate.
    pub fn kept(&self, comment: usize) -> Option<usize> {
        self.kept[comment].map(|it| it as usize)
    }
}

/// Whether the later comment is a copy of a stranger's text with a new link. That is spam, never a duplicate.
pub fn is_replay(earlier: &Facts, later: &Facts) -> bool {
    let new_site = match (&earlier.site, &later.site) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(one), Some(other)) => one.registrable_domain() != other.registrable_domain(),
    };
    let has_same_email = !later.email().is_empty() && earlier.email() == later.email();
    // Whoever forgot to fill in the form does it again, with the name this time.
    let was_nameless = earlier.name().is_empty() && earlier.email().is_empty() && earlier.site.is_none();
    let is_mended = was_nameless && gap(earlier, later).is_some_and(|gap| gap <= IMPATIENCE_SECONDS);
    let is_other = || !has_same_email && !is_mended && !are_names_alike(earlier.name(), later.name());
    new_site && PARTICULAR_MIN_WORDS <= later.n_words && is_other()
}

/// The last comments of a list, the latest first.
fn latest(list: Option<&[usize]>) -> impl Iterator<Item = usize> {
    list.unwrap_or_default().iter().rev().take(MOST_COMPARED).copied()
}

struct Search<'a> {
    dump: &'a Dump,
    known: &'a Knowledge,
    original: Vec<Option<u32>>,
    /// The last comment of the page so far that is no copy.
    last_said: Option<usize>,
}

impl Search<'_> {
    /// Looks at the comments of one page, the earliest first.
    fn page(&mut self, comments: &[u32]) {
        let mut originals_by_text: HashMap<(Kind, usize), Vec<usize>> = HashMap::new();
        let mut originals_by_person: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut originals_by_name: HashMap<&str, Vec<usize>> = HashMap::with_capacity(comments.len());
        self.last_said = None;
        // In one go, so that the memory brings several at a time.
        let names: Vec<&str> = comments.iter().map(|it| self.dump.comments[*it as usize].name()).collect();
        for (index, name) in comments.iter().map(|it| *it as usize).zip(names) {
            let facts = &self.dump.comments[index];
            if matches!(facts.kind, Kind::Protected | Kind::Reaction) || facts.status == Status::Deleted {
                continue;
            }
            // No lists are made for what nobody else has.
            let (clusters, people) = (&self.known.clusters, &self.known.people);
            let is_of_cluster = !clusters.members(index).is_empty();
            let has_said_more = people.is_back(index);
            let same_text = is_of_cluster
                .then(|| originals_by_text.entry((facts.kind, clusters.first(index))).or_default());
            let same_person =
                has_said_more.then(|| originals_by_person.entry(people.number(index)).or_default());
            let same_name = (!name.is_empty()).then(|| originals_by_name.entry(name).or_default());
            let mut alike = same_text.iter().flat_map(|it| it.iter()).take(MOST_COMPARED).copied();
            let copied = alike.find(|it| self.is_resubmitted(*it, index));
            let by_person = || latest(same_person.as_deref().map(Vec::as_slice));
            let under_name = || latest(same_name.as_deref().map(Vec::as_slice));
            let restated = || by_person().find(|it| self.is_restated(*it, index));
            let cut = || under_name().chain(by_person()).find(|it| self.is_cut_off(*it, index));
            let found = copied.or_else(restated).or_else(cut);
            match found {
                Some(original) => self.original[index] = Some(original as u32),
                None => {
                    let lists = [same_text, same_person, same_name].into_iter().flatten();
                    lists.for_each(|it| it.push(index));
                    if facts.kind == Kind::Comment {
                        self.last_said = Some(index);
                    }
                }
            }
        }
    }

    /// Whether one person plausibly submitted the same text twice.
    fn is_resubmitted(&self, earlier: usize, later: usize) -> bool {
        let (one, other) = (&self.dump.comments[earlier], &self.dump.comments[later]);
        if one.words().is_empty() && one.fingerprint != other.fingerprint {
            return false;
        }
        if one.kind.is_ping() {
            return are_pages_same(one, other);
        }
        if one.kind != Kind::Comment {
            // Strangers pass the same tweet on; that is what retweets are.
            return is_same_author(one, other);
        }
        if is_replay(one, other) {
            return false;
        }
        // Who only quotes says nothing again.
        if one.is_quotation != other.is_quotation {
            return false;
        }
        // Who answers a comment with its own text quotes it.
        if self.known.threads.parent(later) == Some(earlier) && !self.known.people.is_same(earlier, later) {
            return false;
        }
        let similarity = near::jaccard(one.words(), other.words());
        if similarity < RESUBMITTED_SIMILARITY {
            return false;
        }
        if are_strangers(one, other) {
            return STRANGERS_MIN_WORDS <= other.n_words && STRANGERS_SIMILARITY <= similarity;
        }
        if PARTICULAR_MIN_WORDS <= other.n_words {
            return true;
        }
        is_same_author(one, other)
            && (self.are_parents_doubled(earlier, later) || self.is_same_occasion(earlier, later))
    }

    /// Whether two short texts are one submission: they have the same parent, or one has none, and are close in time.
    fn is_same_occasion(&self, earlier: usize, later: usize) -> bool {
        let (one, other) = (&self.dump.comments[earlier], &self.dump.comments[later]);
        let (parent, other_parent) = (self.known.threads.parent(earlier), self.known.threads.parent(later));
        let is_courtesy = other.n_words <= COURTESY_MAX_WORDS;
        if parent != other_parent && (is_courtesy || (parent.is_some() && other_parent.is_some())) {
            return false;
        }
        match gap(one, other) {
            Some(gap) => {
                gap <= IMPATIENCE_SECONDS
                    || (gap % 3600 == 0 && gap <= LONGEST_SHIFT_SECONDS)
                    || (!is_courtesy && !self.known.people.of(later).is_owner)
            }
            // Without dates, the order of the page tells whether anything was said in between.
            None => !is_courtesy || self.last_said == Some(earlier),
        }
    }

    /// Whether both comments reply to copies of the same comment.
    fn are_parents_doubled(&self, earlier: usize, later: usize) -> bool {
        let (Some(one), Some(other)) = (self.known.threads.parent(earlier), self.known.threads.parent(later))
        else {
            return false;
        };
        let source = |comment: usize| self.original[comment].map_or(comment, |it| it as usize);
        one != other && source(one) == source(other)
    }

    /// Whether one text is a truncated copy of the other.
    fn is_cut_off(&self, earlier: usize, later: usize) -> bool {
        let (one, other) = (&self.dump.comments[earlier], &self.dump.comments[later]);
        let is_by_owner = self.known.people.of(later).is_owner;
        let are_comments = one.kind == Kind::Comment && other.kind == Kind::Comment;
        are_comments
            && !is_by_owner
            && one.is_quotation == other.is_quotation
            && !is_replay(one, other)
            && is_contained(one, other)
    }

    /// Whether the same person submitted a corrected, extended or shortened text soon after.
    fn is_restated(&self, earlier: usize, later: usize) -> bool {
        let (one, other) = (&self.dump.comments[earlier], &self.dump.comments[later]);
        let is_soon = gap(one, other).is_some_and(|gap| gap <= IMPATIENCE_SECONDS);
        let (parent, other_parent) = (self.known.threads.parent(earlier), self.known.threads.parent(later));
        let answers_another = parent != other_parent && parent.is_some() && other_parent.is_some();
        let shorter = one.words().len().min(other.words().len());
        if one.kind != Kind::Comment || other.kind != Kind::Comment || !is_soon || answers_another {
            return false;
        }
        let n_shared = near::overlap(one.words(), other.words());
        let in_a_breath = gap(one, other).is_some_and(|gap| gap <= BREATH_SECONDS);
        let min_words = if in_a_breath { BREATH_MIN_WORDS } else { RESTATED_MIN_WORDS };
        min_words <= shorter
            && RESTATED_SHARE * shorter as f64 <= n_shared as f64
            && RESTATED_SIMILARITY <= near::jaccard(one.words(), other.words())
    }
}

/// Whether one of two texts is contained in the other, in the same word order.
fn is_contained(one: &Facts, other: &Facts) -> bool {
    let shorter = if one.words().len() <= other.words().len() { one } else { other };
    let (n_words, n_runs) = (shorter.words().len(), shorter.n_shingles);
    CUT_MIN_WORDS <= n_words
        && CUT_SHARE * n_words as f64 <= near::overlap(one.words(), other.words()) as f64
        && CUT_RUNS_SHARE * n_runs as f64 <= near::overlap(&one.shingles, &other.shingles) as f64
}

/// Whether a text is the remainder of a much longer one.
fn is_cut(text: &Facts, whole: &Facts) -> bool {
    const LEFT: f64 = 0.7;
    (text.words().len() as f64) < LEFT * whole.words().len() as f64 && is_contained(text, whole)
}

/// Seconds between two comments.
fn gap(one: &Facts, other: &Facts) -> Option<i64> {
    Some((one.date? - other.date?).abs())
}

/// Whether two authors have different names and different e-mail addresses.
fn are_strangers(one: &Facts, other: &Facts) -> bool {
    let has_other_email =
        !one.email().is_empty() && !other.email().is_empty() && one.email() != other.email();
    has_other_email && !are_names_alike(one.name(), other.name()) && !are_owners_same(one, other)
}

/// Whether one blog pinged twice, perhaps after it had moved: from the same site, from the same label under another
/// domain, or with the same words and the same path with a title in it. The same excerpt from another blog is a repost.
fn are_pages_same(one: &Facts, other: &Facts) -> bool {
    const PARTICULAR_LABEL: usize = 6;
    const N_SLUG_HYPHENS: usize = 3;
    let (Some(site), Some(other_site)) = (&one.site, &other.site) else { return false };
    let (label, other_label) = (site.label(), other_site.label());
    let holds = |long: &str, short: &str| PARTICULAR_LABEL <= short.len() && long.contains(short);
    let has_moved = one.fingerprint == other.fingerprint
        && site.path() == other_site.path()
        && N_SLUG_HYPHENS <= site.path().matches('-').count();
    are_owners_same(one, other) || holds(label, other_label) || holds(other_label, label) || has_moved
}

fn is_same_author(one: &Facts, other: &Facts) -> bool {
    let is_same_email = !one.email().is_empty() && one.email() == other.email();
    if is_same_email || are_owners_same(one, other) {
        return true;
    }
    if !one.name().is_empty() && !other.name().is_empty() {
        return are_names_alike(one.name(), other.name());
    }
    // A missing name contradicts nothing, but another e-mail or another site does.
    let contradicts =
        !one.email().is_empty() && !other.email().is_empty() || one.site.is_some() && other.site.is_some();
    !contradicts
}

fn are_owners_same(one: &Facts, other: &Facts) -> bool {
    match (&one.site, &other.site) {
        (Some(one), Some(other)) => {
            if one.is_profile() {
                one.normal() == other.normal()
            } else {
                one.registrable_domain() == other.registrable_domain()
            }
        }
        _ => false,
    }
}

fn are_names_alike(one: &str, other: &str) -> bool {
    // Comparing two names takes time that grows with both lengths, and nobody's name is longer.
    const MOST_COMPARED: usize = 64;
    let letters =
        |name: &str| name.chars().filter(|it| it.is_alphanumeric()).take(MOST_COMPARED).collect::<String>();
    if !one.trim().is_empty() && one == other {
        return true;
    }
    let (one, other) = (letters(one), letters(other));
    !one.is_empty() && !other.is_empty() && NAMES_ALIKE <= strsim::jaro_winkler(&one, &other)
}

/// Keeps the earliest copy of each group, unless it is spam, is truncated, or lacks the approval that another one has.
fn choose_copies(
    dump: &Dump,
    known: &Knowledge,
    original: Vec<Option<u32>>,
    is_spam: &dyn Fn(usize) -> bool,
) -> Vec<Option<u32>> {
    let mut groups: HashMap<u32, Vec<u32>> = HashMap::new();
    for (copy, original) in original.iter().enumerate() {
        if let Some(original) = original {
            groups.entry(*original).or_insert_with(|| vec![*original]).push(copy as u32);
        }
    }
    let mut kept = original;
    for copies in groups.into_values() {
        let facts = |it: u32| &dump.comments[it as usize];
        let longest =
            copies.iter().copied().max_by_key(|it| (facts(*it).words().len(), std::cmp::Reverse(*it)));
        let is_worse = |it: &u32| {
            let lacks_approval = !matches!(facts(*it).status, Status::Approved | Status::Unknown);
            let is_cut = longest.is_some_and(|longest| is_cut(facts(*it), facts(longest)));
            (is_spam(*it as usize), lacks_approval, is_cut, known.order.rank(*it as usize))
        };
        let best = copies.iter().copied().min_by_key(is_worse);
        copies.iter().for_each(|it| kept[*it as usize] = best.filter(|best| best != it));
    }
    kept
}

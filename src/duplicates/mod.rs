//! Which members of a text cluster are re-submissions, and which copy is kept.
//!
//! A comment is a duplicate of an earlier one on the same page if their texts are in one cluster and one person
//! plausibly submitted both. Not duplicates are short courtesies (unless the comments that they answer are copies
//! too), distinct statements by one person (see [`statements`]), and one answer given to several people. Two pings
//! are duplicates if they come from the same page.

mod authors;
mod mended;
mod pings;
mod statements;

use foldhash::{HashMap, HashMapExt};

use crate::comment::Status;
use crate::facts::{Dump, Facts};
use crate::index::{CommentIdx, PerComment, PersonIdx};
use crate::kind::Kind;
use crate::knowledge::{Knowledge, gap, is_one_moment, is_shifted};
use crate::near;
use crate::text::WordId;
use authors::{are_names_alike, are_strangers, is_same_author};
use pings::are_pages_same;

/// The minimum number of words in a text that two people are unlikely to write independently.
const PARTICULAR_MIN_WORDS: u32 = 12;

/// Authors who differ in both e-mail address and name are two people, unless the text has at least this many words
/// and is almost identical.
const STRANGERS_MIN_WORDS: u32 = 20;
const STRANGERS_SIMILARITY: f64 = 0.9;

/// The minimum similarity of a re-submission, in which people change a word or two. Texts of one cluster may differ
/// more: those are disguised copies, not re-submissions.
const RESUBMITTED_SIMILARITY: f64 = 0.65;

/// The maximum number of words in a courtesy. People repeat such texts and mean each of them.
const COURTESY_MAX_WORDS: u32 = 4;

/// The time within which impatient people submit again.
const IMPATIENCE_SECONDS: i64 = 30 * 60;

/// The minimum share of the shorter version's words that an extended or shortened text keeps.
const RESTATED_SHARE: f64 = 0.75;

/// Shorter texts share their words by chance.
const RESTATED_MIN_WORDS: usize = 6;

/// A time too short for writing a new text. A text that is nearly equal to the previous one is the same one,
/// however short.
const BREATH_SECONDS: i64 = 60;
const BREATH_MIN_WORDS: usize = 4;

/// The minimum number of words in a truncated text. A text of this length that is contained in another one by the
/// same person or under the same name was truncated, or was sent again with an addition. Shared shingles
/// distinguish it from a remark that happens to use words of a long text.
const CUT_MIN_WORDS: usize = 12;
const CUT_SHARE: f64 = 0.95;
const CUT_RUNS_SHARE: f64 = 0.75;

/// The minimum Jaccard similarity of the longer and the shorter version. A remark about one's own comment is less
/// similar.
const RESTATED_SIMILARITY: f64 = 0.3;

/// The maximum number of earlier comments on a page that each comment is compared with. In the labelled dumps, 4 of
/// 4,831 dated comments had more by the same person in the half hour before.
const MOST_COMPARED: usize = 16;

/// The duplicates of a dump.
pub struct Duplicates {
    kept: PerComment<Option<CommentIdx>>,
}

impl Duplicates {
    /// Finds the duplicates of every page. A copy that `is_spam` is kept only if every copy is spam.
    pub fn gather(dump: &Dump, known: &Knowledge, is_spam: &dyn Fn(CommentIdx) -> bool) -> Duplicates {
        let original = PerComment::filled(None, dump.comments.len());
        let mut search = Search { dump, known, original, last_said: None };
        for (_, page) in known.pages.iter().filter(|(_, page)| 1 < page.comments.len()) {
            search.page(&page.comments);
        }
        let Search { original, .. } = search;
        Duplicates { kept: choose_copies(dump, known, original, is_spam) }
    }

    /// The copy that is kept instead of a duplicate; `None` if the comment is no duplicate.
    pub fn kept(&self, comment: CommentIdx) -> Option<CommentIdx> {
        self.kept[comment]
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
    // Someone who forgot to fill in the form submits again, with a name.
    let was_nameless = earlier.name().is_empty() && earlier.email().is_empty() && earlier.site.is_none();
    let is_mended = was_nameless && gap(earlier, later).is_some_and(|gap| gap <= IMPATIENCE_SECONDS);
    let is_other = || !has_same_email && !is_mended && !are_names_alike(earlier.name(), later.name());
    new_site && PARTICULAR_MIN_WORDS <= later.n_words && is_other()
}

/// The last comments of a list, the latest first.
fn latest(list: Option<&[CommentIdx]>) -> impl Iterator<Item = CommentIdx> {
    list.unwrap_or_default().iter().rev().take(MOST_COMPARED).copied()
}

struct Search<'a> {
    dump: &'a Dump,
    known: &'a Knowledge,
    original: PerComment<Option<CommentIdx>>,
    /// The last comment of the page so far that is not a copy.
    last_said: Option<CommentIdx>,
}

impl Search<'_> {
    /// Looks at the comments of one page, the earliest first.
    fn page(&mut self, comments: &[CommentIdx]) {
        let mut originals_by_text: HashMap<(Kind, CommentIdx), Vec<CommentIdx>> = HashMap::new();
        let mut originals_by_person: HashMap<PersonIdx, Vec<CommentIdx>> = HashMap::new();
        let mut originals_by_name: HashMap<&str, Vec<CommentIdx>> = HashMap::with_capacity(comments.len());
        let mut pings_by_address: HashMap<&str, CommentIdx> = HashMap::new();
        let mut pings_by_title: HashMap<&str, CommentIdx> = HashMap::new();
        self.last_said = None;
        // Collected up front, so that the cache misses overlap.
        let names: Vec<&str> = comments.iter().map(|comment| self.dump.comments[*comment].name()).collect();
        for (index, name) in comments.iter().copied().zip(names) {
            let facts = &self.dump.comments[index];
            if matches!(facts.kind, Kind::Protected | Kind::Reaction) || facts.status == Status::Deleted {
                continue;
            }
            // Lists are allocated only for texts, people and names that occur more than once.
            let (clusters, people) = (&self.known.clusters, &self.known.people);
            let is_of_cluster = !clusters.members(index).is_empty();
            let has_said_more = people.is_back(index);
            let same_text = is_of_cluster
                .then(|| originals_by_text.entry((facts.kind, clusters.first(index))).or_default());
            let same_person =
                has_said_more.then(|| originals_by_person.entry(people.person_idx(index)).or_default());
            let same_name = (!name.is_empty()).then(|| originals_by_name.entry(name).or_default());
            let mut alike =
                same_text.iter().flat_map(|originals| originals.iter()).take(MOST_COMPARED).copied();
            let copied = alike.find(|earlier| self.is_resubmitted(*earlier, index));
            let by_person = || latest(same_person.as_deref().map(Vec::as_slice));
            let under_name = || latest(same_name.as_deref().map(Vec::as_slice));
            let restated = || by_person().find(|earlier| self.is_restated(*earlier, index));
            let cut = || under_name().chain(by_person()).find(|earlier| self.is_cut_off(*earlier, index));
            let address = facts.site.as_ref().filter(|site| facts.kind.is_ping() && !site.path().is_empty());
            let title = pings::page_title(facts);
            let pinged = || match title {
                Some(title) => pings_by_title.get(title).copied(),
                None => pings_by_address.get(address?.normal()).copied(),
            };
            let twin = || by_person().chain(under_name()).find(|earlier| self.is_twin(*earlier, index));
            let found = copied.or_else(pinged).or_else(twin).or_else(restated).or_else(cut);
            match found {
                Some(original) => self.original[index] = Some(original),
                None => {
                    let lists = [same_text, same_person, same_name].into_iter().flatten();
                    lists.for_each(|list| list.push(index));
                    if let Some(site) = address {
                        pings_by_address.insert(site.normal(), index);
                    }
                    if let Some(title) = title {
                        pings_by_title.insert(title, index);
                    }
                    if facts.kind == Kind::Comment {
                        self.last_said = Some(index);
                    }
                }
            }
        }
    }

    /// Whether the dump has one record twice: with the same id, or by one author in the same second with texts that
    /// have no words (an import that could not store emoji writes question marks).
    fn is_twin(&self, earlier: CommentIdx, later: CommentIdx) -> bool {
        let (one, other) = (&self.dump.comments[earlier], &self.dump.comments[later]);
        let is_same_record = one.place.input == other.place.input
            && one.id() == other.id()
            && one.fingerprint == other.fingerprint
            && one.date == other.date;
        let are_wordless = one.words().is_empty() && other.words().is_empty() && one.date.is_some();
        one.kind == other.kind
            && (is_same_record
                || (are_wordless && one.date == other.date && !self.answers_another(earlier, later)))
    }

    /// Whether one person plausibly submitted the same text twice.
    fn is_resubmitted(&self, earlier: CommentIdx, later: CommentIdx) -> bool {
        let (one, other) = (&self.dump.comments[earlier], &self.dump.comments[later]);
        if one.words().is_empty() && one.fingerprint != other.fingerprint {
            return false;
        }
        if one.kind.is_ping() {
            return are_pages_same(one, other);
        }
        if one.kind != Kind::Comment {
            // Different people retweet the same tweet.
            return is_same_author(one, other, true);
        }
        if is_replay(one, other) || self.answers_another(earlier, later) {
            return false;
        }
        // A quotation does not repeat the statement.
        if one.is_quotation != other.is_quotation {
            return false;
        }
        // An answer by another author with the text of its parent is a quotation.
        if self.known.threads.parent(later) == Some(earlier) && !self.known.people.is_same(earlier, later) {
            return false;
        }
        let similarity = near::jaccard(one.words(), other.words());
        let is_one_occasion = self.is_one_occasion(earlier, later);
        // An import may have lost line breaks and markup, but it does not change the statement.
        let is_one_submission = is_one_moment(one, other) && is_same_author(one, other, true);
        if similarity < RESUBMITTED_SIMILARITY
            || (!is_one_submission && !self.are_statements_same(earlier, later))
        {
            return false;
        }
        // The owner of the blog gives the same answer to several people.
        if self.known.people.author_of(later).is_owner
            && !is_one_occasion
            && !self.are_parents_doubled(earlier, later)
            && self.known.threads.parent(earlier) == self.known.threads.parent(later)
            && self.last_said != Some(earlier)
        {
            return false;
        }
        if are_strangers(one, other) {
            return STRANGERS_MIN_WORDS <= other.n_words && STRANGERS_SIMILARITY <= similarity;
        }
        if PARTICULAR_MIN_WORDS <= other.n_words {
            // A longer text under another name quotes the earlier one.
            return !authors::have_other_names(one, other) || STRANGERS_SIMILARITY <= similarity;
        }
        is_same_author(one, other, is_one_occasion)
            && (self.are_parents_doubled(earlier, later) || self.is_same_occasion(earlier, later))
    }

    /// Whether two short texts are one submission: close in time, and with the same parent or one of them without a
    /// parent.
    fn is_same_occasion(&self, earlier: CommentIdx, later: CommentIdx) -> bool {
        let other = &self.dump.comments[later];
        let is_courtesy = other.n_words <= COURTESY_MAX_WORDS;
        let is_one_occasion = self.is_one_occasion(earlier, later);
        if self.known.threads.parent(earlier) != self.known.threads.parent(later) {
            return !is_courtesy && is_one_occasion;
        }
        is_one_occasion || (!is_courtesy && !self.known.people.author_of(later).is_owner)
    }

    /// Whether two comments were sent within minutes, or are one submission under two dates. Without dates, the
    /// order on the page decides: there must be no other comment in between.
    fn is_one_occasion(&self, earlier: CommentIdx, later: CommentIdx) -> bool {
        let (one, other) = (&self.dump.comments[earlier], &self.dump.comments[later]);
        match gap(one, other) {
            Some(gap) => gap <= IMPATIENCE_SECONDS || is_shifted(one, other),
            None => self.last_said == Some(earlier),
        }
    }

    fn are_statements_same(&self, earlier: CommentIdx, later: CommentIdx) -> bool {
        let (one, other) = (&self.dump.comments[earlier], &self.dump.comments[later]);
        let is_soon =
            gap(one, other).map_or(self.last_said == Some(earlier), |gap| gap <= IMPATIENCE_SECONDS);
        statements::are_same(one, other, is_soon)
    }

    /// Whether two comments reply to different comments that are not copies of each other. A parent may be missing.
    fn answers_another(&self, earlier: CommentIdx, later: CommentIdx) -> bool {
        let parent = |comment: CommentIdx| self.known.threads.parent(comment);
        if let (Some(one), Some(other)) = (parent(earlier), parent(later)) {
            return one != other && !self.are_parents_doubled(earlier, later);
        }
        let (one, other) = (&self.dump.comments[earlier], &self.dump.comments[later]);
        one.place.input == other.place.input
            && one.has_parent()
            && other.has_parent()
            && one.parent() != other.parent()
    }

    /// Whether both comments reply to copies of the same comment.
    fn are_parents_doubled(&self, earlier: CommentIdx, later: CommentIdx) -> bool {
        let (Some(one), Some(other)) = (self.known.threads.parent(earlier), self.known.threads.parent(later))
        else {
            return false;
        };
        let source = |comment: CommentIdx| self.original[comment].unwrap_or(comment);
        one != other && source(one) == source(other)
    }

    /// Whether one text is a truncated copy of the other.
    fn is_cut_off(&self, earlier: CommentIdx, later: CommentIdx) -> bool {
        let (one, other) = (&self.dump.comments[earlier], &self.dump.comments[later]);
        let is_by_owner = self.known.people.author_of(later).is_owner;
        let are_comments = one.kind == Kind::Comment && other.kind == Kind::Comment;
        are_comments
            && !is_by_owner
            && one.is_quotation == other.is_quotation
            && !is_replay(one, other)
            && !self.answers_another(earlier, later)
            && is_contained(one, other)
            && self.are_statements_same(earlier, later)
    }

    /// Whether the same person submitted a corrected, extended or shortened text soon after.
    fn is_restated(&self, earlier: CommentIdx, later: CommentIdx) -> bool {
        let (one, other) = (&self.dump.comments[earlier], &self.dump.comments[later]);
        let is_soon = gap(one, other).is_some_and(|gap| gap <= IMPATIENCE_SECONDS);
        let shorter = one.words().len().min(other.words().len());
        if one.kind != Kind::Comment || other.kind != Kind::Comment || !is_soon {
            return false;
        }
        if self.answers_another(earlier, later) {
            return false;
        }
        let n_shared = near::overlap(one.words(), other.words());
        let in_a_breath = gap(one, other).is_some_and(|gap| gap <= BREATH_SECONDS);
        if one.words() != other.words() && self.is_mended(earlier, later, in_a_breath) {
            return true;
        }
        let min_words = if in_a_breath { BREATH_MIN_WORDS } else { RESTATED_MIN_WORDS };
        self.are_statements_same(earlier, later)
            && min_words <= shorter
            && RESTATED_SHARE * shorter as f64 <= n_shared as f64
            && RESTATED_SIMILARITY <= near::jaccard(one.words(), other.words())
    }

    /// Whether a person submitted a short text again to correct typing errors. A different name is not a corrected
    /// error, unless the text was sent within a minute.
    fn is_mended(&self, earlier: CommentIdx, later: CommentIdx, in_a_breath: bool) -> bool {
        let (one, other) = (&self.dump.comments[earlier], &self.dump.comments[later]);
        let is_changed = |word: &WordId, words: &[WordId]| words.binary_search(word).is_err();
        let addresses_another = one.addressed().iter().any(|word| is_changed(word, other.words()));
        (in_a_breath || !addresses_another)
            && self.known.threads.parent(earlier) == self.known.threads.parent(later)
            && mended::are_alike(&one.short_text, &other.short_text)
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

/// Keeps the earliest copy of each group, unless it is spam, is truncated, or has a worse status than another copy:
/// approved is better than pending, and pending is better than spam and trash.
fn choose_copies(
    dump: &Dump,
    known: &Knowledge,
    original: PerComment<Option<CommentIdx>>,
    is_spam: &dyn Fn(CommentIdx) -> bool,
) -> PerComment<Option<CommentIdx>> {
    let mut groups: HashMap<CommentIdx, Vec<CommentIdx>> = HashMap::new();
    for (copy, original) in original.iter_enumerated() {
        if let Some(original) = original {
            groups.entry(*original).or_insert_with(|| vec![*original]).push(copy);
        }
    }
    let mut kept = original;
    for copies in groups.into_values() {
        let facts = |comment: CommentIdx| &dump.comments[comment];
        let longest =
            copies.iter().copied().max_by_key(|copy| (facts(*copy).words().len(), std::cmp::Reverse(*copy)));
        let is_worse = |copy: &CommentIdx| {
            let distance_from_approval = match facts(*copy).status {
                Status::Approved | Status::Unknown => 0,
                Status::Pending | Status::PostTrashed | Status::Other => 1,
                Status::Spam | Status::Trash | Status::Deleted => 2,
            };
            let is_cut = longest.is_some_and(|longest| is_cut(facts(*copy), facts(longest)));
            (is_spam(*copy), distance_from_approval, is_cut, known.order.rank(*copy))
        };
        let best = copies.iter().copied().min_by_key(is_worse);
        copies.iter().for_each(|copy| kept[*copy] = best.filter(|best| best != copy));
    }
    kept
}

//! Authors: which comments one person wrote, and who replied to that person.

use foldhash::{HashMap, HashMapExt, HashSet};

use super::order::Order;
use super::pages::Pages;
use super::threads::Threads;
use crate::facts::{Dump, Facts};
use crate::index::{CommentIdx, IndexVec, PageIdx, PerComment, PersonIdx};
use crate::kind::Kind;
use crate::text::Site;

/// One person, identified by e-mail address, else by name and site, else by name, else by a page on a shared host. A
/// placeholder such as `Unknown` is no name.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The number of comments by this person.
    pub n_comments: u32,
    /// The dates of the first and the last comment, in seconds since 1970.
    pub span: Option<(i64, i64)>,
    /// The first comment that answers one by this person or addresses them by name.
    pub answered_in: Option<CommentIdx>,
    /// Whether this person writes the blog's posts.
    pub is_owner: bool,
}

/// The authors of all comments.
pub struct People {
    person_of: PerComment<PersonIdx>,
    people: IndexVec<PersonIdx, Person>,
    /// The earlier comment whose author each comment addresses by name.
    calls: PerComment<Option<CommentIdx>>,
    answers: PerComment<Option<CommentIdx>>,
    /// Whether another record on the same page has the same author.
    is_back: PerComment<bool>,
}

/// The number of preceding comments on a page whose authors a comment may address by name. The model's weights were
/// fitted with the same window.
const MEMORY_COMMENTS: usize = 14;

impl People {
    /// Identifies the authors, and finds the replies between them.
    pub fn gather(dump: &Dump, order: &Order, pages: &Pages, threads: &Threads) -> People {
        let comments = &dump.comments;
        let mut by_identity: HashMap<(&str, &str), PersonIdx> = HashMap::new();
        let mut people: IndexVec<PersonIdx, Person> = IndexVec::default();
        let owners = Owners::gather(dump);
        let mut person_of: PerComment<PersonIdx> = Vec::with_capacity(comments.len()).into();
        for comment in comments {
            let new = people.next_index();
            let index = identity(comment).map_or(new, |key| *by_identity.entry(key).or_insert(new));
            if index == new {
                people.push(Person::default());
            }
            person_of.push(index);
            if comment.kind != Kind::Comment {
                continue;
            }
            let person = &mut people[index];
            person.n_comments += 1;
            person.is_owner |= owners.wrote(comment);
            if let Some(date) = comment.date {
                let (first, last) = person.span.unwrap_or((date, date));
                person.span = Some((first.min(date), last.max(date)));
            }
        }
        let n = comments.len();
        let (calls, answers) = (PerComment::filled(None, n), PerComment::filled(None, n));
        let mut all = People { person_of, people, calls, answers, is_back: PerComment::filled(false, n) };
        all.listen(comments, order, pages, threads);
        all
    }

    /// The author of a comment.
    pub fn author_of(&self, comment: CommentIdx) -> &Person {
        &self.people[self.person_of[comment]]
    }

    /// The index of a comment's author.
    pub fn person_idx(&self, comment: CommentIdx) -> PersonIdx {
        self.person_of[comment]
    }

    /// Whether the same person wrote both comments.
    pub fn is_same(&self, one: CommentIdx, other: CommentIdx) -> bool {
        self.person_of[one] == self.person_of[other]
    }

    /// The earlier comment by someone else whose author this comment addresses by name.
    pub fn calls(&self, comment: CommentIdx) -> Option<CommentIdx> {
        self.calls[comment]
    }

    /// The first comment by someone else that replies to this one, or addresses its author by name soon after it.
    pub fn answer(&self, comment: CommentIdx) -> Option<CommentIdx> {
        self.answers[comment]
    }

    /// Whether another record on the same page has the same author.
    pub fn is_back(&self, comment: CommentIdx) -> bool {
        self.is_back[comment]
    }

    fn listen(&mut self, comments: &PerComment<Facts>, order: &Order, pages: &Pages, threads: &Threads) {
        let mut addressed = Vec::new();
        // The last record of each person so far, and its page.
        let mut last_records: IndexVec<PersonIdx, Option<(PageIdx, CommentIdx)>> =
            IndexVec::filled(None, self.people.len());
        for (page_idx, page) in pages.iter() {
            for index in page.comments.iter().copied() {
                let last_record = &mut last_records[self.person_of[index]];
                if let Some((_, last)) = last_record.filter(|(last_page, _)| *last_page == page_idx) {
                    (self.is_back[last], self.is_back[index]) = (true, true);
                }
                *last_record = Some((page_idx, index));
            }
            let spoken = page.comments.iter().copied();
            let spoken: Vec<CommentIdx> =
                spoken.filter(|comment| comments[*comment].kind == Kind::Comment).collect();
            for (position, index) in spoken.iter().copied().enumerate() {
                let parent = threads.parent(index).filter(|parent| !self.is_same(*parent, index));
                addressed.clear();
                addressed.extend_from_slice(comments[index].addressed());
                addressed.sort_unstable();
                let window = &spoken[position.saturating_sub(MEMORY_COMMENTS)..position];
                let called = window.iter().rev().copied().find(|earlier| {
                    let names = comments[*earlier].called();
                    !self.is_same(*earlier, index)
                        && names.iter().any(|name| addressed.binary_search(name).is_ok())
                });
                self.calls[index] = called;
                for earlier in parent.into_iter().chain(called) {
                    self.answers[earlier].get_or_insert(index);
                }
            }
        }
        for index in order.earliest_first() {
            let person = &mut self.people[self.person_of[index]];
            person.answered_in = person.answered_in.or(self.answers[index]);
        }
    }
}

/// The identity of a comment's author; `None` for anonymous comments.
fn identity(comment: &Facts) -> Option<(&str, &str)> {
    if !comment.email().is_empty() {
        return Some((comment.email(), ""));
    }
    let site = comment.site.as_ref().and_then(Site::owner).unwrap_or_default();
    let is_page = !site.is_empty() && comment.site.as_ref().is_some_and(Site::is_shared);
    (!comment.name().is_empty() || is_page).then_some((comment.name(), site))
}

/// The people who write the blog's posts.
struct Owners<'a> {
    emails: HashSet<String>,
    names: HashSet<&'a str>,
    folded: HashSet<String>,
}

impl<'a> Owners<'a> {
    fn gather(dump: &'a Dump) -> Owners<'a> {
        let emails = dump
            .owners
            .iter()
            .map(|owner| owner.email.trim().to_ascii_lowercase())
            .filter(|email| !email.is_empty());
        let names = dump.posts.iter().flat_map(|post| post.authors.iter().map(|author| &**author));
        let folded = dump
            .owners
            .iter()
            .flat_map(|owner| [&owner.name, &owner.user])
            .map(|name| crate::text::fold(name));
        Owners { emails: emails.collect(), names: names.collect(), folded: folded.collect() }
    }

    /// Whether an owner wrote a comment. A name alone is no proof; an account or the owner's e-mail address is
    /// required.
    fn wrote(&self, comment: &Facts) -> bool {
        self.emails.contains(comment.email())
            || (comment.is_registered
                && (self.names.contains(comment.name()) || self.folded.contains(comment.name())))
    }
}

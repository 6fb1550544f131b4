//! Pages that are one article under two addresses, as after a blog moved and its comments were imported again.
//!
//! Posts with one title are one page if comments prove it: the same author, text and second on both. Many posts share a
//! title (`Open thread`); the comments don't.

use foldhash::{HashMap, HashMapExt};

use super::pages::Page;
use super::times::{is_one_moment, is_shifted};
use crate::facts::{Dump, Facts};
use crate::index::{IndexVec, PageIdx, PerComment};
use crate::text::fold;

/// The minimum number of comments that both pages have. On a page with few comments, half of them suffice.
const MIN_PAIRS: usize = 3;

/// The maximum number of pages with one title that are compared with each other.
const MOST_COMPARED: usize = 32;

/// For each page, the earlier page that it is a twin of, or the page itself.
pub fn twins(pages: &IndexVec<PageIdx, Page>, dump: &Dump) -> IndexVec<PageIdx, PageIdx> {
    let mut twin_of: IndexVec<PageIdx, PageIdx> = pages.indices().collect();
    let mut by_title: HashMap<String, Vec<PageIdx>> = HashMap::new();
    for (index, page) in pages.iter_enumerated() {
        let title = page.post.map(|post| fold(&dump.posts[post].title)).unwrap_or_default();
        if !title.trim().is_empty() && !page.comments.is_empty() {
            by_title.entry(title).or_default().push(index);
        }
    }
    for of_title in by_title.into_values() {
        for (position, later) in of_title.iter().enumerate().skip(1) {
            let earlier = of_title[..position].iter().take(MOST_COMPARED).copied();
            let found = earlier
                .filter(|earlier| twin_of[*earlier] == *earlier)
                .find(|earlier| are_one(&pages[*earlier], &pages[*later], &dump.comments));
            twin_of[*later] = found.unwrap_or(*later);
        }
    }
    twin_of
}

/// Whether enough comments of one page are also on the other.
fn are_one(one: &Page, other: &Page, comments: &PerComment<Facts>) -> bool {
    let mut by_text: HashMap<(&str, &str, &[u8; 32]), Vec<&Facts>> = HashMap::new();
    for comment in one.comments.iter().map(|index| &comments[*index]) {
        by_text.entry((author(comment), comment.name(), &comment.fingerprint)).or_default().push(comment);
    }
    let (mut n_exact, mut n_shifted) = (0, 0);
    for comment in other.comments.iter().map(|index| &comments[*index]) {
        let same = by_text.get(&(author(comment), comment.name(), &comment.fingerprint));
        let same = same.map(Vec::as_slice).unwrap_or_default();
        n_exact += usize::from(same.iter().any(|other| is_one_moment(other, comment)));
        n_shifted += usize::from(same.iter().any(|other| is_shifted(other, comment)));
    }
    let n_comments = one.comments.len().min(other.comments.len());
    MIN_PAIRS <= n_shifted || (0 < n_exact && n_comments <= 2 * n_exact)
}

/// The author's e-mail address, or else the name.
fn author(comment: &Facts) -> &str {
    if comment.email().is_empty() { comment.name() } else { comment.email() }
}

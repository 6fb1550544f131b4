//! The pages that comments belong to. Posts with addresses that differ only in spelling are one page. The same holds
//! for posts of several inputs with one name as their id, as in a folder with one file per comment, and for posts
//! with one title and comments submitted in the same seconds (see [`twin_pages`]).

use foldhash::HashMap;

use super::order::Order;
use super::twin_pages;
use crate::facts::Dump;
use crate::index::{CommentIdx, IndexVec, PageIdx, PerComment, PostIdx};
use crate::text;

/// One page.
#[derive(Debug, Default)]
pub struct Page {
    /// Its post, if the dump has it.
    pub post: Option<PostIdx>,
    /// The time when its post was published, in seconds since 1970; the date of its first comment if the dump lacks
    /// it.
    pub start: Option<i64>,
    /// Its comments in chronological order.
    pub comments: Vec<CommentIdx>,
}

/// All pages of a dump: first those with posts, in the order of the posts.
pub struct Pages {
    pages: IndexVec<PageIdx, Page>,
    page_of: PerComment<PageIdx>,
}

impl Pages {
    /// Finds the page of every comment.
    pub fn gather(dump: &Dump, order: &Order) -> Pages {
        let mut numbering = Numbering::default();
        for (index, post) in dump.posts.iter_enumerated() {
            let address = text::page_address(&post.url).or_else(|| address_in_id(&post.id));
            let page = numbering.page_at(address, || Page {
                post: Some(index),
                start: post.date,
                ..Page::default()
            });
            numbering.by_id.entry((post_space(post.input, &post.id), &post.id)).or_insert(page);
        }
        // A comment that several inputs contain belongs to one page, even if only one input has the post.
        for repeat in &dump.repeats {
            let comment = &dump.comments[repeat.original];
            let page = numbering.page_of_post(comment.place.input, comment.post());
            let place = (post_space(repeat.place.input, comment.post()), comment.post());
            numbering.by_id.entry(place).or_insert(page);
        }
        let mut page_of = PerComment::filled(PageIdx::from(0), dump.comments.len());
        for index in order.earliest_first() {
            let comment = &dump.comments[index];
            let page = numbering.page_of_post(comment.place.input, comment.post());
            page_of[index] = page;
            let page = &mut numbering.pages[page];
            if page.comments.is_empty() {
                page.start = page.start.or(comment.date);
            }
            page.comments.push(index);
        }
        Pages { pages: numbering.pages, page_of }.join_twins(dump, order)
    }

    /// Moves the comments of every page that is a twin of an earlier one to that page.
    fn join_twins(mut self, dump: &Dump, order: &Order) -> Pages {
        let twin_of = twin_pages::twins(&self.pages, dump);
        for (index, twin) in twin_of.iter_enumerated() {
            if *twin == index {
                continue;
            }
            let Page { start, comments, .. } = std::mem::take(&mut self.pages[index]);
            comments.iter().for_each(|comment| self.page_of[*comment] = *twin);
            let joined = &mut self.pages[*twin];
            joined.start = joined.start.into_iter().chain(start).min();
            joined.comments.extend(comments);
            joined.comments.sort_by_key(|comment| order.rank(*comment));
        }
        self
    }

    /// The page of a comment.
    pub fn page_of(&self, comment: CommentIdx) -> &Page {
        &self.pages[self.page_of[comment]]
    }

    /// The index of a comment's page.
    pub fn page_idx(&self, comment: CommentIdx) -> PageIdx {
        self.page_of[comment]
    }

    /// All pages.
    pub fn iter(&self) -> impl Iterator<Item = (PageIdx, &Page)> {
        self.pages.iter_enumerated()
    }
}

/// The pages found so far, by address and by the id of the post.
#[derive(Default)]
struct Numbering<'a> {
    pages: IndexVec<PageIdx, Page>,
    by_address: HashMap<String, PageIdx>,
    /// By the space of the post's id (see [`post_space`]) and the id.
    by_id: HashMap<(Option<u32>, &'a str), PageIdx>,
}

impl<'a> Numbering<'a> {
    /// The page at an address. A page without an address, or at a new one, is added.
    fn page_at(&mut self, address: Option<String>, page: impl FnOnce() -> Page) -> PageIdx {
        let new = self.pages.next_index();
        let index = address.map_or(new, |address| *self.by_address.entry(address).or_insert(new));
        if index == new {
            self.pages.push(page());
        }
        index
    }

    /// The page of a post in an input. If the dump lacks the post, a page is added.
    fn page_of_post(&mut self, input: u32, post: &'a str) -> PageIdx {
        let place = (post_space(input, post), post);
        if let Some(index) = self.by_id.get(&place) {
            return *index;
        }
        let index = self.page_at(address_in_id(post), Page::default);
        self.by_id.insert(place, index);
        index
    }
}

/// The address in a post's id, for dumps that use addresses as ids: `/p/`, `https://b.example/p/`.
fn address_in_id(id: &str) -> Option<String> {
    let is_address = id.starts_with('/') || id.starts_with("http://") || id.starts_with("https://");
    is_address.then(|| text::page_address(id)).flatten()
}

/// The input in which a post's id is unique, or `None` for names, which identify a post across inputs. Numbers repeat
/// from blog to blog, and so do ids generated by readers (`p1`).
pub fn post_space(input: u32, id: &str) -> Option<u32> {
    let rest = id.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let is_number =
        id.len() <= rest.len() + 1 && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    is_number.then_some(input)
}

//! Counts of comments per post, by decision.

use std::collections::HashSet;
use std::io::Write;

use comfy_table::{Cell, CellAlignment, ContentArrangement};
use serde::Serialize;

use super::csv::csv_source;
use super::decision_row::date;
use super::json::write_indented;
use super::table::{header, new_table, shortened};
use super::{Style, for_spreadsheet, for_terminal, output_failed};
use crate::comment::Status;
use crate::error::Result;
use crate::index::{CommentIdx, PerComment};
use crate::kind::Kind;
use crate::knowledge::Page;
use crate::pipeline::Judgement;
use crate::verdict::Verdict;

/// The counts of one page. Each comment is counted in exactly one of the nine columns from `genuine` to `untouched`.
#[derive(Clone, Debug, Default, Serialize)]
#[allow(missing_docs, reason = "the README documents each column")]
pub struct PageCount {
    pub post: String,
    pub title: String,
    pub url: String,
    pub total: usize,
    pub genuine: usize,
    pub duplicate: usize,
    pub spam: usize,
    pub review: usize,
    pub pingback: usize,
    pub trackback: usize,
    pub retweet: usize,
    pub reaction: usize,
    pub untouched: usize,
    pub people: usize,
    pub author_replies: usize,
    pub replies: usize,
    pub depth: usize,
    pub first_genuine: Option<String>,
    pub last_genuine: Option<String>,
}

/// The counts of all pages that have comments, in the order of the dump. Pages with only deleted comments, such as
/// threads that their owner deleted, are left out.
pub struct Counts(pub Vec<PageCount>);

impl Counts {
    /// Counts the comments of a judged dump.
    pub fn new(judged: &Judgement) -> Counts {
        let depths = judged.known.threads.depths();
        Counts(counted_pages(judged).map(|page| count(judged, page, &depths)).collect())
    }

    /// Writes a table for people: the `max_pages` pages with the most genuine comments, and the sum of all pages.
    ///
    /// # Errors
    /// The output can't be written.
    pub fn table(&self, style: Style, max_pages: usize, to: &mut dyn Write) -> Result<()> {
        let mut pages: Vec<&PageCount> = self.0.iter().collect();
        pages.sort_by(|one, other| other.genuine.cmp(&one.genuine).then(other.total.cmp(&one.total)));
        let mut table = new_table(style);
        table.set_content_arrangement(ContentArrangement::Disabled);
        table.set_header(header(&[
            "Post",
            "Total",
            "Genuine",
            "Duplicate",
            "Spam",
            "Review",
            "Pings",
            "Tweets",
            "Other",
            "People",
            "Last comment",
        ]));
        let all = self.sum();
        for page in pages.into_iter().take(max_pages).chain([&all]) {
            let name = match (page.title.as_str(), page.post.as_str()) {
                ("", "") => "(no post)",
                ("", id) => id,
                (title, _) => title,
            };
            let pings = page.pingback + page.trackback;
            let other = page.reaction + page.untouched;
            let numbers = [
                page.total,
                page.genuine,
                page.duplicate,
                page.spam,
                page.review,
                pings,
                page.retweet,
                other,
                page.people,
            ];
            let last = page.last_genuine.as_deref().unwrap_or_default();
            let day = last.split_once('T').map_or(last, |(day, _)| day);
            let mut row = vec![Cell::new(shortened(name, 28))];
            row.extend(numbers.map(|number| {
                let number = if number == 0 { "·".to_owned() } else { number.to_string() };
                Cell::new(number).set_alignment(CellAlignment::Right)
            }));
            row.push(Cell::new(day));
            table.add_row(row);
        }
        writeln!(to, "{table}").map_err(output_failed)
    }

    /// Writes comma-separated values.
    ///
    /// # Errors
    /// The output can't be written.
    pub fn csv(&self, to: &mut dyn Write) -> Result<()> {
        let mut table = csv::Writer::from_writer(to);
        let failed = |error: csv::Error| output_failed(csv_source(error));
        for page in &self.0 {
            let safe = |text: &str| for_spreadsheet(&for_terminal(text)).into_owned();
            let page = PageCount {
                post: safe(&page.post),
                title: safe(&page.title),
                url: safe(&page.url),
                ..page.clone()
            };
            table.serialize(page).map_err(failed)?;
        }
        table.flush().map_err(output_failed)
    }

    /// Writes a JSON array.
    ///
    /// # Errors
    /// The output can't be written.
    pub fn json(&self, to: &mut dyn Write) -> Result<()> {
        write_indented(to, &self.0).map_err(output_failed)
    }

    /// The sum of all pages. People who comment on several pages are counted once for each.
    fn sum(&self) -> PageCount {
        let mut all = PageCount { title: "All posts".to_owned(), ..PageCount::default() };
        for page in &self.0 {
            all.total += page.total;
            all.genuine += page.genuine;
            all.duplicate += page.duplicate;
            all.spam += page.spam;
            all.review += page.review;
            all.pingback += page.pingback;
            all.trackback += page.trackback;
            all.retweet += page.retweet;
            all.reaction += page.reaction;
            all.untouched += page.untouched;
            all.people += page.people;
            all.last_genuine = all.last_genuine.max(page.last_genuine.clone());
        }
        all
    }
}

/// The pages that are counted, in the order of their counts.
pub fn counted_pages(judged: &Judgement) -> impl Iterator<Item = &Page> {
    let is_there = |comment: &CommentIdx| judged.dump.comments[*comment].status != Status::Deleted;
    let pages = judged.known.pages.iter().map(|(_, page)| page);
    pages.filter(move |page| page.comments.iter().any(is_there))
}

fn count(judged: &Judgement, page: &Page, depths: &PerComment<u32>) -> PageCount {
    let mut counts = PageCount { total: page.comments.len(), ..PageCount::default() };
    match page.post.map(|post| &judged.dump.posts[post]) {
        Some(post) => {
            counts.post = post.id.to_string();
            counts.title = post.title.to_string();
            counts.url = post.url.to_string();
        }
        None => counts.post = judged.dump.comments[page.comments[0]].post().to_string(),
    }
    let mut people = HashSet::new();
    for index in page.comments.iter().copied() {
        let decision = &judged.decisions[index];
        let column = match (decision.kind, decision.verdict) {
            (Kind::Pingback, _) => &mut counts.pingback,
            (Kind::Trackback, _) => &mut counts.trackback,
            (Kind::Retweet, _) => &mut counts.retweet,
            (Kind::Reaction, _) => &mut counts.reaction,
            (Kind::Protected, _) | (Kind::Comment, Verdict::Untouched) => &mut counts.untouched,
            (Kind::Comment, Verdict::Genuine) => &mut counts.genuine,
            (Kind::Comment, Verdict::Duplicate) => &mut counts.duplicate,
            (Kind::Comment, Verdict::Spam) => &mut counts.spam,
            (Kind::Comment, Verdict::Review) => &mut counts.review,
        };
        *column += 1;
        if decision.kind != Kind::Comment || decision.verdict != Verdict::Genuine {
            continue;
        }
        people.insert(judged.known.people.person_idx(index));
        let depth = depths[index] as usize;
        counts.replies += usize::from(1 < depth);
        counts.author_replies += usize::from(judged.known.people.author_of(index).is_owner);
        counts.depth = counts.depth.max(depth);
        if let Some(date) = judged.dump.comments[index].date.map(date) {
            counts.first_genuine =
                Some(counts.first_genuine.take().map_or(date.clone(), |first| first.min(date.clone())));
            counts.last_genuine = counts.last_genuine.take().max(Some(date));
        }
    }
    counts.people = people.len();
    counts
}

//! The posts of the overview, ranked by genuine discussion, beside the number of comments that the site shows.

use super::chart::share;
use super::document::visible;
use crate::comment::Status;
use crate::index::CommentIdx;
use crate::knowledge::Page;
use crate::pipeline::Judgement;
use crate::write::Counts;
use crate::write::counts::counted_pages;

/// The number of posts that the overview shows at once, and of those that it shows on demand.
const MOST_SHOWN: usize = 15;
const MOST_LISTED: usize = 1000;

/// The posts of the overview.
pub struct Posts {
    /// The first posts.
    pub shown: Vec<PostRow>,
    /// The next posts.
    pub more: Vec<PostRow>,
    /// The number of all posts.
    pub n_posts: usize,
    /// The number of posts that are not listed.
    pub n_unlisted: usize,
}

/// A row of the table of posts.
pub struct PostRow {
    /// The title, or the id of a post without one.
    pub title: String,
    /// Genuine comments.
    pub genuine: usize,
    /// Approved records of all kinds, which WordPress counts.
    pub approved: usize,
    /// Pingbacks and trackbacks.
    pub pings: usize,
    /// Comments of the other verdicts.
    pub duplicate: usize,
    /// Spam.
    pub spam: usize,
    /// Comments for review.
    pub review: usize,
    /// People who wrote genuine comments.
    pub people: usize,
    /// The day of the last genuine comment.
    pub last: String,
    /// The lengths of the bars in percent of the longest.
    pub genuine_percent: String,
    /// See `genuine_percent`.
    pub approved_percent: String,
}

/// The title of a page's post; the post's id where there is none.
pub fn title<'a>(judged: &'a Judgement, page: &'a Page) -> &'a str {
    let post = page.post.map(|post| &judged.dump.posts[post]);
    let id = || page.comments.first().map_or("", |comment| judged.dump.comments[*comment].post());
    match post {
        Some(post) if !post.title.is_empty() => &post.title,
        Some(post) if !post.id.is_empty() => &post.id,
        _ => id(),
    }
}

/// Ranks the posts.
pub fn posts(judged: &Judgement) -> Posts {
    let counts = Counts::new(judged).0;
    let mut rows: Vec<PostRow> = counted_pages(judged)
        .zip(counts)
        .map(|(page, count)| {
            let is_approved = |comment: &&CommentIdx| {
                matches!(judged.dump.comments[**comment].status, Status::Approved | Status::Unknown)
            };
            let last = count.last_genuine.unwrap_or_default();
            PostRow {
                title: visible(title(judged, page)),
                genuine: count.genuine,
                approved: page.comments.iter().filter(is_approved).count(),
                pings: count.pingback + count.trackback,
                duplicate: count.duplicate,
                spam: count.spam,
                review: count.review,
                people: count.people,
                last: last.split('T').next().unwrap_or_default().to_owned(),
                genuine_percent: String::new(),
                approved_percent: String::new(),
            }
        })
        .collect();
    // A stable sort: posts with equal counts stay in the order of the dump.
    rows.sort_by_key(|row| std::cmp::Reverse((row.genuine, row.approved)));
    let most = rows.iter().map(|row| row.genuine.max(row.approved)).max().unwrap_or_default();
    for row in &mut rows {
        row.genuine_percent = share(row.genuine, most);
        row.approved_percent = share(row.approved, most);
    }
    let n_posts = rows.len();
    rows.truncate(MOST_LISTED);
    let n_unlisted = n_posts - rows.len();
    let more = rows.split_off(rows.len().min(MOST_SHOWN));
    Posts { shown: rows, more, n_posts, n_unlisted }
}

//! Tweets of a post's title: the title, a short link, and hardly another word. They can be recognised only by
//! comparison with the post.

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::facts::{Dump, Facts, PostFacts};
use crate::kind::Kind;

/// The minimum number of words in a title. Shorter titles are repeated by chance.
const MIN_TITLE_WORDS: usize = 3;

/// The minimum number of title words that the tweet repeats, in tenths. Tweets cut the end off.
const MIN_TENTHS_OF_TITLE: usize = 8;

/// The maximum number of words that are not in the title. A short link has two, a handle one; four more would be a
/// remark.
const MAX_OTHER_WORDS: usize = 6;

/// Turns comments that repeat their post's title with a short link into retweets. Comments with an e-mail address are
/// left alone: tweets have none.
pub fn retype(mut dump: Dump) -> Dump {
    let mut posts: HashMap<(u32, &str), &PostFacts> = HashMap::new();
    for post in &dump.posts {
        // Of several posts with one id, the first one counts, as in `Pages`.
        posts.entry((post.input, &post.id)).or_insert(post);
    }
    for comment in dump.comments.iter_mut() {
        let may_be_tweet = comment.kind == Kind::Comment
            && comment.has_short_link
            && comment.email().is_empty()
            && !comment.is_registered;
        let post = posts.get(&(comment.place.input, comment.post())).filter(|_| may_be_tweet);
        if post.is_some_and(|post| repeats_title(comment, post)) {
            comment.kind = Kind::Retweet;
        }
    }
    dump
}

fn repeats_title(comment: &Facts, post: &PostFacts) -> bool {
    let title: HashSet<_> = post.title_words.iter().collect();
    let n_repeated = title.iter().filter(|word| comment.words().binary_search(word).is_ok()).count();
    let n_other = comment.words().len() - n_repeated;
    MIN_TITLE_WORDS <= title.len()
        && MIN_TENTHS_OF_TITLE * title.len() <= 10 * n_repeated
        && n_other <= MAX_OTHER_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comment::{Comment, Post};
    use crate::facts::{Look, look, look_at_post};

    fn check(body: &str, email: &str, expected: &str) {
        let mut comment = Comment { post: "1".to_owned(), body: body.to_owned(), ..Comment::default() };
        comment.author.name = "Ada".to_owned();
        comment.author.email = email.to_owned();
        let post =
            Post { id: "1".to_owned(), title: "Seven knots that hold in rain".to_owned(), ..Post::default() };
        let dump = Dump {
            comments: vec![look(&comment, &Look::BLANK)].into(),
            posts: vec![look_at_post(&post)].into(),
            ..Dump::default()
        };
        let kind = retype(dump).comments.first().map(|comment| comment.kind.name());
        assert_eq!(kind, Some(expected), "{body}");
    }

    #[test]
    fn a_title_with_a_short_link_is_a_tweet() {
        check("Seven knots that hold in rain http://bit.ly/x1", "", "retweet");
        check("Reading: Seven Knots That Hold in Rain - http://is.gd/abc #sailing", "", "retweet");
    }

    #[test]
    fn a_remark_is_a_comment() {
        check("Seven knots that hold in rain", "", "comment");
        check("Seven knots that hold in rain http://bit.ly/x1", "ada@ada.example", "comment");
        check(
            "In rain I trust none of the knots that hold; seven of mine slipped: http://bit.ly/x1",
            "",
            "comment",
        );
    }
}

//! Tweets that show only beside their post: its title again, with a short link and hardly a word more.

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::facts::{Dump, Facts, PostFacts};
use crate::kind::Kind;

/// A title of fewer words is repeated by chance.
const MIN_TITLE_WORDS: usize = 3;

/// Of the title's words, so many in ten come back; tweets cut the end off.
const MIN_TENTHS_OF_TITLE: usize = 8;

/// A short link has two words, a handle one; four more words would be a remark.
const MAX_OTHER_WORDS: usize = 6;

/// Settles as retweets the comments that echo their post's title with a short link.
/// People who comment leave an e-mail address, where a dump has any, and tweets do not.
pub fn settle(dump: &mut Dump) {
    let mut posts: HashMap<(u32, &str), &PostFacts> = HashMap::new();
    for post in &dump.posts {
        // Where an id stands twice, the first post has it, as for the pages.
        posts.entry((post.input, &post.id)).or_insert(post);
    }
    for comment in &mut dump.comments {
        let may_be_tweet =
            comment.kind == Kind::Comment && comment.has_short_link && comment.email().is_empty();
        if !may_be_tweet || comment.is_registered {
            continue;
        }
        if posts.get(&(comment.place.input, comment.post())).is_some_and(|post| echoes(comment, post)) {
            comment.kind = Kind::Retweet;
        }
    }
}

fn echoes(comment: &Facts, post: &PostFacts) -> bool {
    let title: HashSet<_> = post.title_words.iter().collect();
    let n_echoed = title.iter().filter(|it| comment.words().binary_search(it).is_ok()).count();
    let n_other = comment.words().len() - n_echoed;
    MIN_TITLE_WORDS <= title.len()
        && MIN_TENTHS_OF_TITLE * title.len() <= 10 * n_echoed
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
        let mut dump = Dump {
            comments: vec![look(&comment, &Look::BLANK)],
            posts: vec![look_at_post(&post)],
            ..Dump::default()
        };
        settle(&mut dump);
        assert_eq!(dump.comments[0].kind.name(), expected, "{body}");
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

//! The comment is by an author of the blog's posts.
//!
//! A name alone proves nothing: an account or the author's e-mail address is required.

use super::{COMMENTS, Group, Prior, Sign, Signal, Test};
use crate::knowledge::Case;

pub const SIGNAL: Signal = Signal {
    name: "blog-author",
    group: Group::Trust,
    kinds: COMMENTS,
    sign: Sign::Trust {
        explains_against: "the comment is by an author of the blog",
        exploitable_by: "spammers who know the author's e-mail address",
    },
    prior: Prior::Zero,
    test: Test::InDump(judge),
    fires_on: r#"<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<wp:author><wp:author_login>ann</wp:author_login><wp:author_email>ann@knots.example</wp:author_email></wp:author>
<item><wp:post_id>1</wp:post_id><wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>Ann</wp:comment_author>
<wp:comment_author_email>ann@knots.example</wp:comment_author_email><wp:comment_content>Yes.</wp:comment_content>
</wp:comment></item></channel></rss>"#,
    silent_on: r#"<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<wp:author><wp:author_login>ann</wp:author_login><wp:author_email>ann@knots.example</wp:author_email></wp:author>
<item><wp:post_id>1</wp:post_id><wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>Ann</wp:comment_author>
<wp:comment_author_email>ann@elsewhere.example</wp:comment_author_email><wp:comment_content>Yes.</wp:comment_content>
</wp:comment></item></channel></rss>"#,
};

fn judge(case: &Case) -> Option<String> {
    case.person().is_owner.then(|| case.facts.author().to_string())
}

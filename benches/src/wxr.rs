//! A corpus as a WordPress export (WXR 1.2): posts in order, each with its comments.

use std::io::{self, Write};

use crate::corpus::{Comment, Corpus, date_of};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
	<title>An invented blog</title>
	<link>http://blog.example</link>
	<wp:wxr_version>1.2</wp:wxr_version>
	<wp:base_site_url>http://blog.example</wp:base_site_url>
	<wp:base_blog_url>http://blog.example</wp:base_blog_url>
"#;

/// Writes all posts that have comments.
pub fn write(corpus: &Corpus, output: &mut dyn Write) -> io::Result<()> {
    let mut order: Vec<usize> = (0..corpus.plan.rows.len()).collect();
    // A stable sort: the comments of a post stay in order of time.
    order.sort_by_key(|it| corpus.plan.rows[*it].post);
    output.write_all(HEAD.as_bytes())?;
    let mut open_post = None;
    for index in order {
        let comment = corpus.comment(index);
        if open_post != Some(comment.row.post) {
            if open_post.is_some() {
                writeln!(output, "\t</item>")?;
            }
            open_post = Some(comment.row.post);
            write_post(corpus, &comment, output)?;
        }
        write_comment(&comment, output)?;
    }
    if open_post.is_some() {
        writeln!(output, "\t</item>")?;
    }
    writeln!(output, "</channel>\n</rss>")
}

/// Writes the start of a post, given its first comment.
fn write_post(corpus: &Corpus, first: &Comment, output: &mut dyn Write) -> io::Result<()> {
    let post = corpus.post(first.row.post);
    // Published before its first comment.
    let date = date_of(first.row.second.saturating_sub(3_600)).strftime("%F %T");
    // The title is stored with `&amp;` as in WordPress, so it is well-formed here.
    writeln!(output, "\t<item>\n\t\t<title>{}</title>\n\t\t<link>{}</link>", post.title, post.url)?;
    writeln!(output, "\t\t<dc:creator><![CDATA[owner]]></dc:creator>")?;
    writeln!(output, "\t\t<content:encoded><![CDATA[]]></content:encoded>")?;
    writeln!(output, "\t\t<wp:post_id>{}</wp:post_id>", first.row.post + 1)?;
    writeln!(output, "\t\t<wp:post_date>{date}</wp:post_date>")?;
    writeln!(output, "\t\t<wp:status>publish</wp:status>\n\t\t<wp:post_type>post</wp:post_type>")
}

/// Writes a comment. No generated text contains `]]>`, so CDATA needs no escaping.
fn write_comment(comment: &Comment, output: &mut dyn Write) -> io::Result<()> {
    let date = date_of(comment.row.second).strftime("%F %T");
    let (id, parent, person, body) = (comment.id, comment.row.parent, &comment.person, &comment.body);
    writeln!(output, "\t\t<wp:comment>\n\t\t\t<wp:comment_id>{id}</wp:comment_id>")?;
    writeln!(output, "\t\t\t<wp:comment_author><![CDATA[{}]]></wp:comment_author>", person.name)?;
    writeln!(output, "\t\t\t<wp:comment_author_email>{}</wp:comment_author_email>", person.email)?;
    writeln!(output, "\t\t\t<wp:comment_author_url>{}</wp:comment_author_url>", person.site)?;
    writeln!(output, "\t\t\t<wp:comment_author_IP>{}</wp:comment_author_IP>", person.ip)?;
    writeln!(output, "\t\t\t<wp:comment_date>{date}</wp:comment_date>")?;
    writeln!(output, "\t\t\t<wp:comment_date_gmt>{date}</wp:comment_date_gmt>")?;
    writeln!(output, "\t\t\t<wp:comment_content><![CDATA[{body}]]></wp:comment_content>")?;
    writeln!(output, "\t\t\t<wp:comment_approved>1</wp:comment_approved>")?;
    writeln!(output, "\t\t\t<wp:comment_type>comment</wp:comment_type>")?;
    writeln!(output, "\t\t\t<wp:comment_parent>{parent}</wp:comment_parent>")?;
    writeln!(output, "\t\t\t<wp:comment_user_id>0</wp:comment_user_id>\n\t\t</wp:comment>")
}

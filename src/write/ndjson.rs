//! Newline-delimited JSON: decisions, and whole comments.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;

use super::rows::DecisionRow;
use super::safe::is_harmless;
use super::{Output, Results, whole};
use crate::comment::{Comment, Post, Record};
use crate::error::{Damage, Result};
use crate::read::{Columns, Input};

pub const OUTPUT: Output =
    Output { name: "ndjson", about: "one JSON object a line, with all findings", write: decisions };

fn decisions(results: &Results, to: &mut dyn Write) -> Result<()> {
    for index in 0..results.judged.decisions.len() {
        let row = DecisionRow::new(results.judged, results.inputs, index);
        line(to, &row).map_err(whole::to_output)?;
    }
    Ok(())
}

/// A comment in our own field names, which the JSON reader reads back.
#[derive(Serialize)]
struct CommentRow<'a> {
    id: &'a str,
    post: &'a str,
    parent: &'a str,
    author_name: &'a str,
    author_email: &'a str,
    author_url: &'a str,
    author_ip: &'a str,
    author_user_agent: &'a str,
    user_id: &'a str,
    date: Option<String>,
    status: &'static str,
    #[serde(rename = "type")]
    declared_type: &'a str,
    body: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_body: Option<&'a str>,
}

impl<'a> CommentRow<'a> {
    fn new(comment: &'a Comment, post: Option<&'a Post>) -> CommentRow<'a> {
        CommentRow {
            id: &comment.id,
            post: &comment.post,
            parent: &comment.parent,
            author_name: &comment.author.name,
            author_email: &comment.author.email,
            author_url: &comment.author.url,
            author_ip: &comment.author.ip,
            author_user_agent: &comment.author.agent,
            user_id: &comment.author.user,
            date: comment.date.map(|it| it.to_string()),
            status: comment.status.name(),
            declared_type: &comment.declared_type,
            body: &comment.body,
            post_title: post.map(|it| it.title.as_str()),
            post_url: post.map(|it| it.url.as_str()),
            post_body: post.map(|it| it.body.as_str()),
        }
    }
}

/// Writes every comment of the inputs, whole, and with the first comment of each post what is known of the post;
/// gives the number of comments.
///
/// # Errors
/// An input can't be read or the output can't be written.
pub fn convert(
    inputs: &[Input],
    columns: &Columns,
    to: &mut dyn Write,
    on_damage: &mut dyn FnMut(Damage),
) -> Result<usize> {
    let mut n_written = 0;
    let mut outcome = Ok(());
    for (number, input) in inputs.iter().enumerate() {
        // A post may come after its comments, so the posts are gathered first.
        let mut posts: HashMap<String, Box<Post>> = HashMap::new();
        input.read(number as u32, columns, &mut |record| {
            if let Record::Post(post) = record {
                posts.insert(post.id.clone(), post);
            }
        })?;
        input.read(number as u32, columns, &mut |record| match record {
            Record::Comment(comment) if outcome.is_ok() => {
                let post = posts.remove(&comment.post);
                outcome = line(to, &CommentRow::new(&comment, post.as_deref()));
                n_written += 1;
            }
            Record::Damage(damage) => on_damage(damage),
            _ => {}
        })?;
    }
    outcome.map_err(whole::to_output)?;
    Ok(n_written)
}

/// Writes whole the comments that `is_set_aside` picks, each with its decision beside it.
///
/// # Errors
/// An input can't be read or the output can't be written.
pub fn set_aside(results: &Results, is_set_aside: &dyn Fn(usize) -> bool, to: &mut dyn Write) -> Result<()> {
    #[derive(Serialize)]
    struct SetAside<'a> {
        comment: CommentRow<'a>,
        decision: DecisionRow<'a>,
    }
    results.reread(&mut |index, comment| {
        if is_set_aside(index) {
            let decision = DecisionRow::new(results.judged, results.inputs, index);
            line(to, &SetAside { comment: CommentRow::new(comment, None), decision })?;
        }
        Ok(())
    })
}

fn line(to: &mut dyn Write, row: &impl Serialize) -> io::Result<()> {
    row.serialize(&mut serde_json::Serializer::with_formatter(&mut *to, Harmless))?;
    to.write_all(b"\n")
}

/// Escapes what would command a terminal, which JSON allows as it is: nothing is lost, and nothing happens.
struct Harmless;

impl serde_json::ser::Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, to: &mut W, fragment: &str) -> io::Result<()> {
        for piece in fragment.split_inclusive(|it| !is_harmless(it)) {
            match piece.chars().next_back().filter(|it| !is_harmless(*it)) {
                Some(last) => {
                    to.write_all(&piece.as_bytes()[..piece.len() - last.len_utf8()])?;
                    write!(to, "\\u{:04x}", u32::from(last))?;
                }
                None => to.write_all(piece.as_bytes())?,
            }
        }
        Ok(())
    }
}

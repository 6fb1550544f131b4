//! A corpus as NDJSON, one object per comment, with keys that threadsift recognises.

use std::io::{self, Write};

use serde_json::json;

use crate::corpus::{Corpus, date_of};

/// Writes all comments in order of time.
pub fn write(corpus: &Corpus, output: &mut dyn Write) -> io::Result<()> {
    for index in 0..corpus.plan.rows.len() {
        let comment = corpus.comment(index);
        let post = corpus.post(comment.row.post);
        let line = json!({
            "id": comment.id.to_string(),
            "post": (comment.row.post + 1).to_string(),
            "post_title": post.title,
            "post_url": post.url,
            "parent": comment.row.parent.to_string(),
            "author": comment.person.name,
            "email": comment.person.email,
            "url": comment.person.site,
            "ip": comment.person.ip,
            "date": date_of(comment.row.second).to_string(),
            "type": "comment",
            "status": "approved",
            "body": comment.body,
        });
        serde_json::to_writer(&mut *output, &line)?;
        output.write_all(b"\n")?;
    }
    Ok(())
}

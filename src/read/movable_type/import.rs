//! The import, line by line.

use super::part::{Block, Draft, Held, add_terms};
use super::{MAX_TEXT_BYTES, PART_END, POST_END, POST_FIELDS, Part, date, field, part};
use crate::comment::{Post, Record};
use crate::input::lines::{Line, MAX_LINE_BYTES};
use crate::read::field_text;
use crate::read::sink::RecordSink;

/// Turns lines into posts and comments.
pub struct Import<'a> {
    records: RecordSink<'a>,
    n_posts: u32,
    post: Option<Draft>,
    block: Option<Block>,
    /// Hyphens that may end the part.
    held: Option<Held>,
}

impl<'a> Import<'a> {
    /// An import that has read nothing.
    pub fn new(records: RecordSink<'a>) -> Import<'a> {
        Import { records, n_posts: 0, post: None, block: None, held: None }
    }

    /// Takes the next line.
    pub fn line(&mut self, line: Line) {
        if line.is_cut {
            let what = format!("a line is longer than {} MiB; it was cut there", MAX_LINE_BYTES >> 20);
            self.records.damage(line.bytes.start, what);
        }
        if let Some(mut held) = self.held.take() {
            if line.text.trim().is_empty() {
                held.add("");
                self.held = Some(held);
                return;
            }
            self.settle(held, &line);
        }
        let word = line.text.trim_end();
        let ends_post = word == POST_END;
        if self.block.is_some() && (ends_post || word == PART_END) {
            let end = if ends_post { line.bytes.start } else { line.bytes.end };
            let mut held = Held { text: String::new(), start: line.bytes.start, end, ends_post };
            held.add(word);
            self.held = Some(held);
        } else if let Some(block) = &mut self.block {
            block.take(line, &mut self.records);
        } else if ends_post {
            self.end_post();
        } else if let Some(part) = part(word) {
            self.start_block(part, &line);
        } else {
            self.take_head(&line);
        }
    }

    /// Decides what the hyphens are, given the line below them.
    fn settle(&mut self, held: Held, line: &Line) {
        if held.is_end_before(line) {
            self.end_block(held.end);
            if held.ends_post {
                self.end_post();
            }
        } else if let Some(block) = &mut self.block {
            block.add(&held.text);
            let what = "a row of hyphens inside a text was read as part of the text".to_owned();
            self.records.damage(held.start, what);
        }
    }

    /// The post that is read, or a new one that starts at this byte.
    fn draft(&mut self, start: u64) -> &mut Draft {
        self.post.get_or_insert_with(|| {
            self.n_posts += 1;
            let id = format!("p{}", self.n_posts);
            let post = Box::new(Post { id, input: self.records.input(), ..Post::default() });
            Draft { post, start, basename: String::new(), n_foreign: 0, in_head: true }
        })
    }

    fn take_head(&mut self, line: &Line) {
        let word = line.text.trim();
        if word.is_empty() {
            return;
        }
        let start = line.bytes.start;
        let draft = self.draft(start);
        if word == PART_END {
            draft.in_head = false;
            return;
        }
        let Some((name, value)) = field(word, POST_FIELDS).filter(|_| draft.in_head) else { return };
        draft.n_foreign += line.n_foreign;
        let value = value.to_owned();
        match name {
            "AUTHOR" => draft.post.authors.push(value),
            "TITLE" => draft.post.title = value,
            "BASENAME" => draft.basename = value,
            "UNIQUE URL" => draft.post.url = value,
            "PRIMARY CATEGORY" | "CATEGORY" => add_terms(&mut draft.post, &[value.as_str()]),
            "TAGS" => add_terms(&mut draft.post, &value.split(',').collect::<Vec<_>>()),
            "DATE" => {
                let date = self.records.date(date(&value), &value, start);
                self.draft(start).post.date = date;
            }
            _ => {}
        }
    }

    fn start_block(&mut self, part: Part, line: &Line) {
        let start = line.bytes.start;
        let draft = self.draft(start);
        draft.in_head = false;
        let post = draft.post.id.clone();
        let is_comment = matches!(part, Part::Comment | Part::Ping);
        let comment = is_comment.then(|| {
            let mut comment = self.records.start_comment(start);
            comment.post = post;
            comment
        });
        self.block = Some(Block {
            part,
            comment,
            title: String::new(),
            seen: Vec::new(),
            in_head: is_comment,
            text: String::new(),
            start,
            n_foreign: 0,
            is_cut: false,
        });
    }

    fn end_block(&mut self, end: u64) {
        let Some(block) = self.block.take() else { return };
        if block.is_cut {
            let what = format!("a text is longer than {} MiB; it was cut there", MAX_TEXT_BYTES >> 20);
            self.records.damage(block.start, what);
        }
        if block.comment.is_some() {
            if let Some(trouble) = field_text::describe_damage(&[&block.text], block.n_foreign) {
                self.records.damage(block.start, format!("the comment has {trouble}"));
            }
            if let Some(comment) = block.into_comment() {
                self.records.end_comment(comment, end);
            }
        } else {
            block.give_to(self.draft(end));
        }
    }

    fn end_post(&mut self) {
        let Some(mut draft) = self.post.take() else { return };
        if 0 < draft.n_foreign {
            let trouble = field_text::describe_damage(&[""], draft.n_foreign).unwrap_or_default();
            self.records.damage(draft.start, format!("the post has {trouble}"));
        }
        if draft.post.title.is_empty() {
            draft.post.title = draft.basename;
        }
        self.records.push(Record::Post(draft.post));
    }

    /// Ends the import at the end of the file, which is at this byte.
    pub fn finish(&mut self, end: u64) {
        let ends_post = self.held.as_ref().is_some_and(|held| held.ends_post);
        if let Some(held) = self.held.take() {
            self.end_block(held.end);
        }
        if let Some(block) = self.block.take() {
            match block.comment {
                Some(comment) => self.records.lose_comment(&comment, end),
                None => block.give_to(self.draft(end)),
            }
        }
        if self.post.is_some() && !ends_post {
            self.records.damage(end, "the file ends inside a post; what was complete is kept".to_owned());
        }
        self.end_post();
    }
}

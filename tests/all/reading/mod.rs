//! Readers of exports, on what the software writes and on what accidents leave.

use threadsift::internals::comment::{Comment, Post, Record};
use threadsift::internals::read::{FORMATS, Input};

use crate::shared::inputs::records;

mod blogger;
mod database_tables;
mod disqus;
mod isso;
mod markdown;
mod movable_type;
mod nested_json;
mod posts;
mod services;
mod sql;
mod tables;
mod text;
mod wp_cli;
mod wxr;
mod yaml;

/// The reader of a format, by its name. Without a name, the format is recognised.
struct Reader(&'static str);

impl Reader {
    fn read(&self, bytes: &[u8]) -> (Vec<Record>, Input) {
        let format = FORMATS.iter().find(|format| format.name == self.0);
        let input = Input::from_bytes("input", bytes, format).expect("it is not empty");
        (records(&input), input)
    }

    #[track_caller]
    fn check(&self, bytes: impl AsRef<[u8]>, expected: &[&str]) {
        let lines: Vec<String> = self.read(bytes.as_ref()).0.iter().map(line).collect();
        assert_eq!(lines, expected);
    }

    fn comments(&self, bytes: impl AsRef<[u8]>) -> Vec<Comment> {
        comments(&self.read(bytes.as_ref()).0).cloned().collect()
    }

    /// What stands in the byte range of each comment.
    fn extents(&self, bytes: impl AsRef<[u8]>) -> Vec<String> {
        let (records, input) = self.read(bytes.as_ref());
        let extent = |comment: &Comment| input.source().bytes(comment.place.byte..comment.end).unwrap();
        comments(&records).map(|comment| String::from_utf8_lossy(&extent(comment)).into_owned()).collect()
    }

    /// Wherever the file is cut, the comments before the cut are read as they were.
    #[track_caller]
    fn check_cuts(&self, bytes: &[u8]) {
        let whole = self.comments(bytes);
        for cut in 1..bytes.len() {
            let before: Vec<&Comment> = whole.iter().filter(|comment| comment.end <= cut as u64).collect();
            let read = self.comments(&bytes[..cut]);
            let read: Vec<&Comment> = read.iter().take(before.len()).collect();
            assert_eq!(read, before, "cut at byte {cut}");
        }
    }

    /// Whatever byte is damaged, reading comes to an end, and the comments stand one behind the other.
    fn check_flips(&self, bytes: &[u8]) {
        let mut bytes = bytes.to_vec();
        for at in 0..bytes.len() {
            let original = bytes[at];
            for damaged in [original ^ 1, original ^ 0x20, b'<', b'\n', b'-', 0xff] {
                bytes[at] = damaged;
                let (records, input) = self.read(&bytes);
                check_places(&records, &input);
            }
            bytes[at] = original;
        }
    }

    /// The example is taken for the format and has the ids that it shows.
    #[track_caller]
    fn check_example(&self, expected_ids: [&str; 2]) {
        check_sniffed(self.example(), self.0);
        let ids: Vec<String> = self.comments(self.example()).into_iter().map(|comment| comment.id).collect();
        assert_eq!(ids, expected_ids);
    }

    fn example(&self) -> &'static str {
        FORMATS.iter().find(|format| format.name == self.0).expect("the format is there").example
    }
}

fn comments(records: &[Record]) -> impl Iterator<Item = &Comment> {
    records.iter().filter_map(|record| match record {
        Record::Comment(comment) => Some(&**comment),
        _ => None,
    })
}

/// The comments stand one behind the other.
#[track_caller]
fn check_places(records: &[Record], input: &Input) {
    let mut last_end = 0;
    for comment in comments(records) {
        let (start, end) = (comment.place.byte, comment.end);
        assert!(last_end <= start && start < end && end <= input.source().len(), "{start}..{end}");
        last_end = end;
    }
}

/// The input is taken for this format.
#[track_caller]
fn check_sniffed(bytes: impl AsRef<[u8]>, expected: &str) {
    assert_eq!(taken_for(bytes), expected);
}

/// The name of the format that an input is taken for; empty if there is none.
fn taken_for(bytes: impl AsRef<[u8]>) -> &'static str {
    FORMATS.iter().find(|format| (format.sniff)(bytes.as_ref())).map_or("", |format| format.name)
}

/// One line a record: `id post>parent author status: body`, `post id title url authors terms: body`,
/// `damage record@byte: what`.
fn line(record: &Record) -> String {
    match record {
        Record::Comment(comment) => {
            let Comment { id, post, parent, author, status, body, .. } = &**comment;
            format!("{id} {post}>{parent} {} {}: {body}", author.name, status.name())
        }
        Record::Post(post) => {
            let Post { id, title, url, authors, terms, body, .. } = &**post;
            format!("post {id} {title} {url} {authors:?} {terms:?}: {body}")
        }
        Record::Damage(damage) => {
            format!("damage {}@{}: {}", damage.place.record, damage.place.byte, damage.what)
        }
        Record::Note(note) => format!("note {}", note.what),
        Record::Site(address) => format!("site {address}"),
        Record::Owner(owner) => format!("owner {} {} {}", owner.name, owner.email, owner.user),
        Record::Marks { comment, marks } => format!("marks {comment} {marks:?}"),
    }
}

/// Like [`line`], without the status of comments and the authors and terms of posts.
fn short_line(record: &Record) -> String {
    match record {
        Record::Comment(comment) => {
            let Comment { id, post, parent, author, body, .. } = &**comment;
            format!("{id} {post}>{parent} {}: {body}", author.name)
        }
        Record::Post(post) => format!("post {} {} {}: {}", post.id, post.title, post.url, post.body),
        other => line(other),
    }
}

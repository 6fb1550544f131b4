//! Readers of exports, on what the software writes and on what accidents leave.

use threadsift::internals::comment::{Comment, Record};
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

/// The reader of a format, by its name.
struct Reader(&'static str);

impl Reader {
    fn read(&self, bytes: &[u8]) -> (Vec<Record>, Input) {
        let format = FORMATS.iter().find(|it| it.name == self.0);
        let input = Input::from_bytes("input", bytes, format).expect("it is not empty");
        (records(&input), input)
    }

    #[track_caller]
    fn check(&self, bytes: impl AsRef<[u8]>, expected: &[&str]) {
        let lines: Vec<String> = self.read(bytes.as_ref()).0.iter().map(line).collect();
        assert_eq!(lines, expected);
    }

    fn comments(&self, bytes: &[u8]) -> Vec<Comment> {
        let comment = |it| if let Record::Comment(comment) = it { Some(*comment) } else { None };
        self.read(bytes).0.into_iter().filter_map(comment).collect()
    }

    /// What stands in the byte range of each comment.
    fn extents(&self, bytes: &[u8]) -> Vec<String> {
        let extent = |it: &Comment| bytes[it.place.byte as usize..it.end as usize].to_vec();
        self.comments(bytes).iter().map(|it| String::from_utf8_lossy(&extent(it)).into_owned()).collect()
    }

    /// Wherever the file is cut, the comments before the cut are read as they were.
    #[track_caller]
    fn check_cuts(&self, bytes: &[u8]) {
        let whole = self.comments(bytes);
        for cut in 1..bytes.len() {
            let before: Vec<&Comment> = whole.iter().filter(|it| it.end <= cut as u64).collect();
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
                let mut last_end = 0;
                for it in self.comments(&bytes) {
                    assert!(
                        last_end <= it.place.byte && it.place.byte < it.end && it.end <= bytes.len() as u64
                    );
                    last_end = it.end;
                }
            }
            bytes[at] = original;
        }
    }

    /// The example is taken for the format and has the ids that it shows.
    #[track_caller]
    fn check_example(&self, expected_ids: [&str; 2]) {
        let example = FORMATS.iter().find(|it| it.name == self.0).expect("the format is there").example;
        check_sniffed(example, self.0);
        let ids: Vec<String> = self.comments(example.as_bytes()).into_iter().map(|it| it.id).collect();
        assert_eq!(ids, expected_ids);
    }
}

/// Is the input taken for this format?
#[track_caller]
fn check_sniffed(bytes: impl AsRef<[u8]>, expected: &str) {
    let taken_for = FORMATS.iter().find(|it| (it.sniff)(bytes.as_ref())).map_or("", |it| it.name);
    assert_eq!(taken_for, expected);
}

/// One line a record: `id post>parent author status: body`, `post id title url authors terms: body`,
/// `damage record@byte: what`.
fn line(record: &Record) -> String {
    match record {
        Record::Comment(it) => {
            format!(
                "{} {}>{} {} {}: {}",
                it.id,
                it.post,
                it.parent,
                it.author.name,
                it.status.name(),
                it.body
            )
        }
        Record::Post(it) => {
            format!("post {} {} {} {:?} {:?}: {}", it.id, it.title, it.url, it.authors, it.terms, it.body)
        }
        Record::Damage(it) => format!("damage {}@{}: {}", it.place.record, it.place.byte, it.what),
        Record::Note(it) => format!("note {}", it.what),
        Record::Site(it) => format!("site {it}"),
        Record::Owner(it) => format!("owner {} {} {}", it.name, it.email, it.user),
        Record::Marks { comment, marks } => format!("marks {comment} {marks:?}"),
    }
}

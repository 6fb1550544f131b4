//! What accidents leave of a dump is read, in every format: whatever is cut, flipped or inserted, reading ends, takes
//! no more memory than the dump is long, and gives every comment that is still complete.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use threadsift::internals::comment::{Author, Comment, Record};
use threadsift::internals::error::Place;
use threadsift::internals::read::{Columns, FORMATS, Format, Input, Reading};

use crate::shared::dumps;

/// Longer dumps are damaged in fewer places.
const LONG: usize = 16 * 1024;

struct Dump {
    name: String,
    format: &'static Format,
    bytes: Vec<u8>,
}

impl Dump {
    /// Every so many bytes there is an accident.
    fn step(&self) -> usize {
        if LONG < self.bytes.len() { 997 } else { 97 }
    }

    /// Formats without marks between comments: what a damaged byte does to the neighbours can't be told.
    fn is_page(&self) -> bool {
        matches!(self.format.name, "text" | "markdown" | "hugo" | "jekyll")
    }
}

/// The formats' examples and the dumps of the tests, decompressed.
fn dumps() -> Vec<Dump> {
    let mut dumps: Vec<Dump> = FORMATS
        .iter()
        .map(|format| Dump {
            name: format!("the example of {}", format.name),
            format,
            bytes: format.example.into(),
        })
        .collect();
    for path in dumps::paths() {
        // What only --from or --columns explains, other tests read.
        let Ok(input) = Input::open(&path, None) else { continue };
        let bytes = input.source().bytes(0..input.source().len()).unwrap();
        dumps.push(Dump { name: path.display().to_string(), format: input.format, bytes });
    }
    dumps
}

/// The comments, after a look at what every reader promises. Where a format keeps its authors behind the comments,
/// whoever cuts it off cuts off the authors, so comments go without.
fn read(format: &Format, bytes: &[u8]) -> Vec<Comment> {
    let mut comments = read_all(format, bytes);
    if matches!(format.name, "commento" | "comentario") {
        comments.iter_mut().for_each(|comment| comment.author = Author::default());
    }
    comments
}

/// The comments, after a look at what every reader promises.
fn read_all(format: &Format, bytes: &[u8]) -> Vec<Comment> {
    let mut comments: Vec<Comment> = Vec::new();
    let (mut n_records, mut n_text) = (0, 0);
    let mut input = bytes;
    let columns = Columns::default();
    let outcome = (format.read)(&mut Reading {
        name: "damaged",
        input: 0,
        bytes: &mut input,
        again: &|| Ok(Box::new(bytes)),
        columns: &columns,
        sink: &mut |record| {
            n_records += 1;
            match record {
                Record::Comment(comment) => {
                    n_text += comment.body.len() + comment.author.name.len() + comment.author.url.len();
                    comments.push(*comment);
                }
                Record::Post(post) => n_text += post.body.len() + post.title.len(),
                _ => {}
            }
        },
    });
    // A header that was hit may leave a table without a text: that is an error, and not a panic.
    if let Err(error) = outcome {
        assert!(!error.to_string().is_empty());
    }
    // A foreign byte becomes three at most, and a reference such as `&nGt;` no more than it is long.
    assert!(n_text <= 3 * bytes.len() + 64, "{n_text} bytes of text in {}", bytes.len());
    assert!(n_records <= bytes.len() + 1, "{n_records} records in {} bytes", bytes.len());
    let places: Vec<u64> = comments.iter().map(|comment| comment.place.byte).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(
        comments.iter().all(|comment| comment.place.byte < comment.end && comment.end <= bytes.len() as u64)
    );
    assert!(comments.iter().all(|comment| !comment.id.is_empty()));
    comments
}

/// Comments as they are wherever they stand. Ids and records that were counted move with what is lost before them.
fn anywhere(comment: &Comment) -> Comment {
    let mut comment = Comment { place: Place::default(), end: 0, ..comment.clone() };
    for id in [&mut comment.id, &mut comment.post, &mut comment.parent] {
        if id.starts_with(['c', 'p']) {
            id.clear();
        }
    }
    comment
}

/// Does this for every dump, and fails where it takes too long: an endless loop would hang the tests.
fn for_every_dump(damage: fn(&Dump)) {
    const LIMIT: Duration = Duration::from_secs(60);
    let mut failed = Vec::new();
    for dump in dumps() {
        let name = dump.name.clone();
        let (done, is_done) = channel();
        let work = std::thread::spawn(move || {
            damage(&dump);
            let _ = done.send(());
        });
        let outcome = is_done.recv_timeout(LIMIT);
        assert!(outcome != Err(RecvTimeoutError::Timeout), "{name}: no end after {LIMIT:?}");
        failed.extend(work.join().is_err().then_some(name));
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn whatever_is_cut_off_the_comments_before_are_read() {
    for_every_dump(|dump| {
        let whole = read(dump.format, &dump.bytes);
        for cut in (1..dump.bytes.len()).step_by(dump.step()) {
            let mut before: Vec<&Comment> =
                whole.iter().filter(|comment| comment.end <= cut as u64).collect();
            if dump.is_page() {
                // Half of the next comment's first line is a line of this one.
                before.pop();
            }
            let found = read(dump.format, &dump.bytes[..cut]);
            let found: Vec<&Comment> = found.iter().take(before.len()).collect();
            assert_eq!(found, before, "{} cut at byte {cut}", dump.name);
        }
    });
}

#[test]
fn whatever_is_flipped_reading_ends_and_the_comments_before_are_read() {
    for_every_dump(|dump| {
        let whole = read(dump.format, &dump.bytes);
        let mut bytes = dump.bytes.clone();
        // Xorshift (Marsaglia 2003): the same flips in every run.
        let mut chance: u64 = 0x9e37_79b9_7f4a_7c15;
        for start in (0..bytes.len()).step_by(dump.step()) {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            let at = (start + chance as usize % dump.step()).min(bytes.len() - 1);
            let original = bytes[at];
            bytes[at] ^= 1 << (chance >> 32 & 7);
            let found = read(dump.format, &bytes);
            bytes[at] = original;
            let before: Vec<Comment> =
                whole.iter().filter(|comment| comment.end < at as u64).map(anywhere).collect();
            let is_there = |comment: &Comment| found.iter().any(|found| anywhere(found) == *comment);
            // In a table's header, in front matter and on a page's first lines every byte counts for all.
            let head = whole.first().map_or(0, |comment| comment.place.byte);
            if !dump.is_page() && head < at as u64 {
                assert!(before.iter().all(is_there), "{} flipped at byte {at}", dump.name);
            }
        }
    });
}

#[test]
fn foreign_bytes_harm_nobody_but_the_comment_they_stand_in() {
    for_every_dump(|dump| {
        // Its lines are the tool's own, unpacked from a database; nothing foreign gets in.
        if dump.format.name == "isso" {
            return;
        }
        let whole = read(dump.format, &dump.bytes);
        for inserted in [&b"\0"[..], b"\xe6\xbc", b"\xff", b"\x1a"] {
            for comment in &whole {
                let text = comment.body.as_bytes();
                let Some(word) = text.get(..8.min(text.len())).filter(|part| !part.is_empty()) else {
                    continue;
                };
                let range = comment.place.byte as usize..comment.end as usize;
                let Some(at) =
                    dump.bytes[range.clone()].windows(word.len()).position(|window| window == word)
                else {
                    continue;
                };
                // Inside the first word of its text, where no markup stands.
                let at = range.start + at + 1;
                let bytes = [&dump.bytes[..at], inserted, &dump.bytes[at..]].concat();
                let others = |all: &[Comment]| -> Vec<Comment> {
                    all.iter()
                        .filter(|comment| comment.place.record != comment.place.record)
                        .map(anywhere)
                        .collect()
                };
                let found = read(dump.format, &bytes);
                assert_eq!(found.len(), whole.len(), "{} with {inserted:?} at byte {at}", dump.name);
                assert_eq!(others(&found), others(&whole), "{} with {inserted:?} at byte {at}", dump.name);
            }
        }
    });
}

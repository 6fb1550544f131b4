//! The normalised view of a comment. Checks that folding is idempotent.

#![no_main]

use threadsift::internals::comment::{Author, Comment};
use threadsift::internals::text;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (name, body) = text.split_once('\n').unwrap_or(("", &text));
    let author = Author { name: name.to_owned(), url: name.to_owned(), ..Author::default() };
    let comment = Comment { author, body: body.to_owned(), ..Comment::default() };
    let view = text::view(&comment);
    let _ = text::fingerprint(&view.folded);
    let folded = text::fold(&text);
    assert_eq!(text::fold(&folded), folded);
});

//! The second view of a text, which all comparing rests on. Folding twice is folding once.

#![no_main]

use threadsift::comment::{Author, Comment};
use threadsift::normalize;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (name, body) = text.split_once('\n').unwrap_or(("", &text));
    let author = Author { name: name.to_owned(), url: name.to_owned(), ..Author::default() };
    let comment = Comment { author, body: body.to_owned(), ..Comment::default() };
    let view = normalize::view(&comment);
    let _ = normalize::fingerprint(&view.folded);
    let folded = normalize::fold(&text);
    assert_eq!(normalize::fold(&folded), folded);
});

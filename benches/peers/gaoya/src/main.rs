//! gaoya (<https://github.com/serega/gaoya>): an index of MinHash signatures, candidates verified.
//!
//! - `readme`: as its README has it: words between blanks in lower case, 42 bands of 3, threshold 0.5.
//! - `normalised`: normalised words, threshold 0.7, 16 bands of 8; the 32 of 4 that gaoya calculates for it take
//!   1.7 times the time and merge more distinct texts.
//! - `best`: the same in the containers that its documentation advises where few texts are alike; both others have
//!   those
//!   that it takes unless told otherwise.
//!
//! From NDJSON to lines of id, tab, cluster; signatures are made on all cores.

use std::env;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};

use gaoya::minhash::{
    HashSetContainer, IdContainer, MinHashIndex, MinHasher, MinHasher32, SmallVecContainer,
};
use rayon::prelude::*;
use regex::Regex;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

#[derive(Deserialize)]
struct Comment {
    id: String,
    body: String,
}

/// Comments that are signed at a time.
const CHUNK: usize = 4_000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[1..] {
        ["readme", source, target] => run::<HashSetContainer<u32>>(false, source, target),
        ["normalised", source, target] => run::<HashSetContainer<u32>>(true, source, target),
        ["best", source, target] => run::<SmallVecContainer<u32, 4>>(true, source, target),
        _ => Err("usage: gaoya-peer readme|normalised|best COMMENTS.ndjson CLUSTERS.tsv".into()),
    }
}

fn run<Container: IdContainer<u32>>(
    is_normalised: bool,
    source: &str,
    target: &str,
) -> Result<(), Box<dyn Error>> {
    let threshold = if is_normalised { 0.7 } else { 0.5 };
    let (n_bands, width) = if is_normalised { (16, 8) } else { (42, 3) };
    let hasher = MinHasher32::new(n_bands * width);
    let (tag, word) = (Regex::new("<[^>]*>")?, Regex::new(r"\w+")?);
    let sign = |body: &str| {
        let text = if is_normalised { plain(body, &tag) } else { body.to_lowercase() };
        let words: Vec<&str> = if is_normalised {
            word.find_iter(&text).map(|it| it.as_str()).collect()
        } else {
            text.split_whitespace().collect()
        };
        // Without words there is nothing to compare.
        (!words.is_empty()).then(|| hasher.create_signature(words.into_iter()))
    };
    let mut lines = BufReader::with_capacity(1 << 20, File::open(source)?).lines();
    let mut output = BufWriter::new(File::create(target)?);
    let mut index: MinHashIndex<u32, u32, Container> = MinHashIndex::new_index(n_bands, width, threshold);
    let mut ids: Vec<String> = Vec::new();
    loop {
        let chunk: Vec<String> = lines.by_ref().take(CHUNK).collect::<Result<_, _>>()?;
        if chunk.is_empty() {
            break;
        }
        let comments: Vec<Comment> =
            chunk.par_iter().map(|it| serde_json::from_str(it)).collect::<Result<_, _>>()?;
        let signatures: Vec<Option<Vec<u32>>> = comments.par_iter().map(|it| sign(&it.body)).collect();
        for (comment, signature) in comments.into_iter().zip(signatures) {
            let own = ids.len() as u32;
            let first = signature.as_ref().and_then(|it| index.query(it).into_iter().min().copied());
            // Only the first of a cluster is indexed: that is faster and needs less memory.
            if let (None, Some(signature)) = (first, signature) {
                index.insert(own, signature);
            }
            ids.push(comment.id);
            let first = first.unwrap_or(own);
            writeln!(output, "{}\t{}", ids[own as usize], ids[first as usize])?;
        }
    }
    Ok(output.flush()?)
}

fn plain(body: &str, tag: &Regex) -> String {
    htmlize::unescape(&*tag.replace_all(body, " ")).nfkc().collect::<String>().to_lowercase()
}

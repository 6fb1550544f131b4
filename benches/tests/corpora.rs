//! What a generated corpus promises: the same bytes from the same seed, and a correct ground truth.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

use std::collections::HashMap;

use threadsift_benches::corpus::Corpus;
use threadsift_benches::evasions::Evasion;
use threadsift_benches::hostile::{self, Shape};
use threadsift_benches::plan::Plan;
use threadsift_benches::{courtesies, ndjson, truth, wxr};

fn blog(seed: u64) -> Corpus {
    Corpus::new(Plan::blog(seed, 5_000))
}

fn bytes(corpus: &Corpus) -> Vec<u8> {
    let mut bytes = Vec::new();
    ndjson::write(corpus, &mut bytes).unwrap();
    truth::write(corpus, &mut bytes).unwrap();
    bytes
}

/// Every comment with the body of its original and its own, by kind.
fn pairs_by_kind(corpus: &Corpus) -> HashMap<&'static str, Vec<(String, String)>> {
    let mut pairs_by_kind: HashMap<_, Vec<_>> = HashMap::new();
    for (index, original) in corpus.originals().into_iter().enumerate() {
        let comment = corpus.comment(index);
        assert!(original <= comment.id, "an original is the earliest of its cluster");
        let pair = (corpus.comment(original as usize - 1).body, comment.body);
        pairs_by_kind.entry(comment.row.kind).or_default().push(pair);
    }
    pairs_by_kind
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert_eq!(bytes(&blog(1)), bytes(&blog(1)));
    assert_ne!(bytes(&blog(1)), bytes(&blog(2)));
}

#[test]
fn every_kind_has_its_share_and_properties() {
    let pairs_by_kind = pairs_by_kind(&blog(3));
    let count = |kind| pairs_by_kind[kind].len();
    assert_eq!(
        ["copy", "variant", "edited", "campaign", "courtesy", "quoting"].map(count),
        [250, 150, 150, 50, 250, 50]
    );
    assert!(pairs_by_kind["copy"].iter().all(|(original, copy)| original == copy));
    assert!(pairs_by_kind["variant"].iter().all(|(original, variant)| original != variant));
    let key = courtesies::key;
    assert!(pairs_by_kind["courtesy"].iter().all(|(first, other)| key(first) == key(other)));
    for (original, edited) in &pairs_by_kind["edited"] {
        let (n_before, n_after) = (words(original).len(), words(edited).len());
        assert!(n_before.abs_diff(n_after) <= (n_before / 10).max(1), "{original}\n{edited}");
    }
    for (text, own) in &pairs_by_kind["quoting"] {
        assert_eq!(text, own, "a quotation is not a duplicate");
    }
}

#[test]
fn comments_are_about_as_long_as_people_write() {
    let corpus = blog(4);
    let n_chars: usize = (0..5_000).map(|it| corpus.comment(it).body.chars().count()).sum();
    assert!((250..350).contains(&(n_chars / 5_000)), "{}", n_chars / 5_000);
}

#[test]
fn every_evasion_hides_every_copy() {
    let corpus = Corpus::new(Plan::evasions(5, 40));
    let pairs_by_kind = pairs_by_kind(&corpus);
    for (_, name) in Evasion::ALL {
        assert_eq!(pairs_by_kind[name].len(), 40, "{name}");
        let seen = pairs_by_kind[name].iter().find(|(original, hidden)| original == hidden);
        assert!(seen.is_none(), "{name}: {seen:?}");
    }
    for (original, cut) in &pairs_by_kind["truncation"] {
        assert_eq!(words(cut), words(original)[..words(original).len() * 7 / 10]);
    }
    assert!(pairs_by_kind["added-tail"].iter().all(|(original, longer)| longer.starts_with(original)));
    assert!(pairs_by_kind["quoted-reply"].iter().all(|(original, reply)| reply.ends_with(original)));
}

#[test]
fn both_formats_hold_every_comment() {
    let corpus = blog(6);
    let (mut lines, mut export) = (Vec::new(), Vec::new());
    ndjson::write(&corpus, &mut lines).unwrap();
    wxr::write(&corpus, &mut export).unwrap();
    let export = String::from_utf8(export).unwrap();
    assert_eq!(lines.iter().filter(|it| **it == b'\n').count(), 5_000);
    assert_eq!(export.matches("<wp:comment>").count(), 5_000);
    assert_eq!(export.matches("<item>").count(), export.matches("</item>").count());
}

#[test]
fn hostile_texts_are_what_they_are_called() {
    let texts = |shape| {
        let mut lines = Vec::new();
        hostile::write(shape, 20, 7, &mut lines).unwrap();
        let body = |line: &[u8]| serde_json::from_slice::<serde_json::Value>(line).unwrap()["body"].clone();
        let lines = lines.strip_suffix(b"\n").unwrap().split(|it| *it == b'\n');
        lines.map(|it| body(it).as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let n_shared = |one: &str, other: &str| {
        let one = words(one);
        words(other).iter().filter(|it| one.contains(it)).count()
    };
    let [boilerplate, half_shared] = [Shape::Boilerplate, Shape::HalfShared].map(texts);
    for pair in boilerplate.windows(2) {
        assert!((570..=600).contains(&n_shared(&pair[0], &pair[1])));
    }
    for pair in half_shared.windows(2) {
        assert!((400..420).contains(&n_shared(&pair[0], &pair[1])));
    }
    assert!(texts(Shape::FewWords).iter().all(|it| words(it).len() == 200));
    assert!(texts(Shape::HalfOfWords).iter().all(|it| (150..250).contains(&words(it).len())));
    assert!(texts(Shape::Long).iter().all(|it| 500_000 < it.len()));
    assert!(texts(Shape::Short).iter().all(|it| (6..=8).contains(&words(it).len())));
    assert!(texts(Shape::Copies).windows(2).all(|it| it[0] == it[1]));
}

//! What holds for every dump, whatever is in it.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::Index;
use quick_xml::events::Event;
use threadsift::internals::comment::Comment;
use threadsift::internals::config::Config;
use threadsift::internals::index::CommentIdx;
use threadsift::internals::kind::Kind;
use threadsift::internals::model::Model;
use threadsift::internals::pipeline::{self, Judgement};
use threadsift::internals::read::{Columns, FORMATS, Format, Input};
use threadsift::internals::text;
use threadsift::internals::verdict::Verdict;
use threadsift::internals::write::{self, Parents, Selection};

/// What people and robots say; some of it again and again, some of it nearly the same.
const TEXTS: &[&str] = &[
    "Thanks!",
    "Great post! Keep up the good work.",
    "The knot slips when the rope is wet, so I tie it twice and wait for rain.",
    "The knot slips when the rope is wet, so I tied it twice and waited for rain.",
    "The knot slips when the rope is wet, so I tie it twice and wait for rain. It never came.",
    "Please visit my site for cheap garden sheds http://sheds-outlet.example/now",
    "RT @ada Knots that hold http://bit.ly/abc",
    "[...] a page about knots has the answer to that, and more of the same [...]",
    "Which rope do you use, hemp or nylon?",
    "漢字 &amp; <b>bold</b>",
    "",
];

/// Name, e-mail, site.
const PEOPLE: &[(&str, &str, &str)] = &[
    ("Ann Orlov", "ann@orlov.example", ""),
    ("ann orlov", "", "http://www.annorlov.example/"),
    ("Beth Kramer", "beth@kramer.example", "https://kramer.example"),
    ("cheap garden sheds", "x@sheds-outlet.example", "http://sheds-outlet.example/"),
    ("garden sheds outlet", "", "http://sheds-outlet.example/b"),
    ("", "", ""),
];

/// One comment of a made-up dump.
#[derive(Clone, Debug)]
struct Said {
    text: usize,
    person: usize,
    post: u8,
    minute: Option<u16>,
    answers: Option<Index>,
}

fn said() -> impl Strategy<Value = Said> {
    let when = prop::option::weighted(0.8, 0u16..400);
    let answers = prop::option::weighted(0.3, any::<Index>());
    (0..TEXTS.len(), 0..PEOPLE.len(), 1u8..4, when, answers)
        .prop_map(|(text, person, post, minute, answers)| Said { text, person, post, minute, answers })
}

fn dump() -> impl Strategy<Value = Vec<Said>> {
    prop::collection::vec(said(), 1..24)
}

/// A dump in which nobody answers what is not said yet: dated all through and in order, or not at all.
fn orderly_dump() -> impl Strategy<Value = Vec<Said>> {
    (dump(), any::<bool>()).prop_map(|(mut dump, is_dated)| {
        let mut minutes: Vec<u16> = dump.iter().map(|remark| remark.minute.unwrap_or_default()).collect();
        minutes.sort_unstable();
        dump.iter_mut().zip(minutes).for_each(|(remark, minute)| remark.minute = is_dated.then_some(minute));
        dump
    })
}

impl Said {
    fn date(&self) -> Option<String> {
        self.minute.map(|minute| format!("2009-03-01 {:02}:{:02}:00", minute / 60, minute % 60))
    }

    /// The id of an earlier comment of the dump.
    fn parent(&self, own: usize) -> String {
        self.answers.filter(|_| 0 < own).map_or("0".to_owned(), |place| (1 + place.index(own)).to_string())
    }
}

fn ndjson(dump: &[Said]) -> Vec<String> {
    let lines = dump.iter().enumerate().map(|(index, remark)| {
        let (author, email, url) = PEOPLE[remark.person];
        serde_json::json!({
            "id": (index + 1).to_string(), "post": remark.post.to_string(), "parent": remark.parent(index), "author": author,
            "email": email, "url": url, "date": remark.date(), "body": TEXTS[remark.text],
        })
        .to_string()
    });
    lines.collect()
}

fn wxr(dump: &[Said]) -> String {
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\" \
        xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>\n"
        .to_owned();
    for post in 1..4 {
        xml.push_str(&format!("<item><title>Knots {post}</title><wp:post_id>{post}</wp:post_id>\n"));
        for (index, remark) in dump.iter().enumerate().filter(|(_, remark)| remark.post == post) {
            let (author, email, url) = PEOPLE[remark.person];
            xml.push_str(&format!(
                "\t<wp:comment>\n\t\t<wp:comment_id>{}</wp:comment_id>\n\t\t\
                 <wp:comment_author><![CDATA[{author}]]></wp:comment_author>\
                 <wp:comment_author_email>{email}</wp:comment_author_email>\
                 <wp:comment_author_url>{url}</wp:comment_author_url>\
                 <wp:comment_date_gmt>{}</wp:comment_date_gmt>\
                 <wp:comment_content><![CDATA[{}]]></wp:comment_content>\
                 <wp:comment_parent>{}</wp:comment_parent>\n\t</wp:comment>\n",
                index + 1,
                remark.date().unwrap_or("0000-00-00 00:00:00".to_owned()),
                TEXTS[remark.text],
                remark.parent(index),
            ));
        }
        xml.push_str("</item>\n");
    }
    xml + "</channel></rss>\n"
}

type Outcome = Result<(), TestCaseError>;

/// Judges a dump with the shipped weights.
fn check(bytes: &[u8], is_right: impl FnOnce(&Judgement, &Input) -> Outcome) -> Outcome {
    check_with(Model::shipped().unwrap(), bytes, is_right)
}

fn check_with(model: Model, bytes: &[u8], is_right: impl FnOnce(&Judgement, &Input) -> Outcome) -> Outcome {
    let inputs = [input(bytes, None).expect("the dump has a format")];
    let config = Config::default();
    let dump = pipeline::read(&inputs, &Columns::default(), &config, &model, &mut |_| {}).unwrap();
    is_right(&pipeline::judge(dump, &model, &config), &inputs[0])
}

/// Weights by which nothing is spam.
fn indulgent() -> Model {
    let shipped = Model::shipped().unwrap();
    Model { base: -9.0, ping_base: -9.0, weights: vec![0.0; shipped.weights.len()], ..shipped }
}

/// What was decided about each id: the verdict, the copy that stays, the text cluster.
fn decided(judged: &Judgement) -> BTreeMap<String, (Verdict, Option<String>, String)> {
    let id = |index: CommentIdx| judged.dump.comments[index].id().to_string();
    let decision = |(index, decision): (CommentIdx, &threadsift::internals::verdict::Decision)| {
        let cluster = id(judged.known.clusters.first(index));
        (id(index), (decision.verdict, decision.duplicate_of.map(id), cluster))
    };
    judged.decisions.iter_enumerated().map(decision).collect()
}

fn decided_in(lines: &[String]) -> BTreeMap<String, (Verdict, Option<String>, String)> {
    let mut all = BTreeMap::new();
    check(lines.join("\n").as_bytes(), |judged, _| {
        all = decided(judged);
        Ok(())
    })
    .unwrap();
    all
}

fn is_kept(judged: &Judgement, index: CommentIdx) -> bool {
    let decision = &judged.decisions[index];
    matches!(decision.kind, Kind::Comment | Kind::Protected)
        && !matches!(decision.verdict, Verdict::Spam | Verdict::Duplicate)
}

/// The bytes that are left of a dump.
fn clean(model: Model, bytes: &[u8], is_kept: fn(&Judgement, CommentIdx) -> bool) -> String {
    let mut cleaned = Vec::new();
    check_with(model, bytes, |judged, input| {
        let selection =
            Selection { judged, is_kept: &|index| is_kept(judged, index), parents: Parents::Mended };
        write::clean(&selection, input, 0, None, &mut cleaned).unwrap();
        Ok(())
    })
    .unwrap();
    String::from_utf8(cleaned).unwrap()
}

fn input(bytes: &[u8], format: Option<&'static Format>) -> Option<Input> {
    Input::from_bytes("input", bytes, format).ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn folding_twice_is_folding_once(text in "\\PC{0,40}|[ -~\u{2018}-\u{201f}\u{300}-\u{303}éÉİßﬁ\u{ad}\u{200b}]{0,40}") {
        let folded = text::fold(&text);
        prop_assert_eq!(&text::fold(&folded), &folded);
    }

    #[test]
    fn a_folded_text_looks_like_itself(words in prop::collection::vec("[a-zA-Zéß’“–]{1,9}|http://www\\.[a-z]{1,5}\\.example/", 0..12)) {
        let body = words.join("  ");
        let folded = text::view(&Comment { body, ..Comment::default() }).folded;
        let again = Comment { body: folded.clone(), ..Comment::default() };
        let view = text::view(&again);
        prop_assert_eq!(&view.folded, &folded);
        prop_assert_eq!(text::fingerprint(&view.folded), text::fingerprint(&folded));
        prop_assert!(view.words.iter().all(|word| word.hash == text::word_hash(view.spelled(word))));
    }

    #[test]
    fn nothing_vanishes(dump in dump()) {
        check(ndjson(&dump).join("\n").as_bytes(), |judged, _| {
            prop_assert_eq!(judged.decisions.len(), dump.len());
            prop_assert_eq!(judged.dump.comments.len(), dump.len());
            let n_kept = judged.decisions.indices().filter(|comment| is_kept(judged, *comment)).count();
            let n_by_page: usize = write::Counts::new(judged).0.iter().map(|page| page.total).sum();
            prop_assert_eq!(n_by_page, dump.len());
            // Of every text that was said, one copy is left, or it was spam.
            for (index, decision) in judged.decisions.iter_enumerated() {
                let copy = decision.duplicate_of;
                prop_assert_eq!(copy.is_some(), decision.verdict == Verdict::Duplicate);
                prop_assert!(copy.is_none_or(|copy| copy != index && judged.decisions[copy].kind == decision.kind));
                prop_assert!(copy.is_none_or(|copy| judged.decisions[copy].verdict != Verdict::Duplicate));
            }
            prop_assert!(n_kept <= dump.len());
            Ok(())
        })?;
    }

    #[test]
    fn the_order_of_the_dump_does_not_matter(dump in dump(), order in prop::collection::vec(any::<u32>(), 24)) {
        let lines = ndjson(&dump);
        let mut shuffled: Vec<(u32, String)> = order.into_iter().zip(lines.clone()).collect();
        shuffled.sort();
        let shuffled: Vec<String> = shuffled.into_iter().map(|(_, line)| line).collect();
        prop_assert_eq!(decided_in(&shuffled), decided_in(&lines));
    }

    #[test]
    fn the_number_of_threads_does_not_matter(dump in dump()) {
        let lines = ndjson(&dump);
        let with = |n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            pool.install(|| decided_in(&lines))
        };
        prop_assert_eq!(with(4), with(1));
    }

    #[test]
    fn the_score_is_the_sum_of_the_rows(dump in dump()) {
        check(ndjson(&dump).join("\n").as_bytes(), |judged, _| {
            for (index, decision) in judged.decisions.iter_enumerated() {
                let Some(probability) = decision.spam_probability else { continue };
                let rows = judged.findings(index);
                let base = f64::from(judged.base(index) + judged.base_shift(index));
                let logit = base + rows.iter().map(|finding| f64::from(finding.weight)).sum::<f64>();
                let sum = 1.0 / (1.0 + (-logit).exp());
                prop_assert!((sum - f64::from(probability)).abs() < 1e-5, "{} is not {}", sum, probability);
                prop_assert!(rows.iter().all(|finding| !finding.seen.is_empty()));
            }
            Ok(())
        })?;
    }

    #[test]
    fn untouched_bytes_stay_untouched(dump in dump()) {
        let before = wxr(&dump);
        let after = clean(Model::shipped().unwrap(), before.as_bytes(), is_kept);
        let mut xml = quick_xml::Reader::from_str(&after);
        while xml.read_event().unwrap() != Event::Eof {}
        check(before.as_bytes(), |judged, _| {
            let mut rest = after.as_str();
            for (index, facts) in judged.dump.comments.iter_enumerated().filter(|(comment, _)| is_kept(judged, *comment)) {
                let element = &before[facts.place.byte as usize..facts.end as usize];
                let has_parent_removed = judged.known.threads.parent(index).is_some_and(|parent| !is_kept(judged, parent));
                let start = element.find("<wp:comment_parent>").unwrap();
                let element = if has_parent_removed { &element[..start] } else { element };
                let found = rest.find(element);
                prop_assert!(found.is_some(), "comment {} is not there as it was", facts.id());
                rest = &rest[found.unwrap() + element.len()..];
            }
            let n_kept = judged.decisions.indices().filter(|comment| is_kept(judged, *comment)).count();
            prop_assert_eq!(after.matches("<wp:comment>").count(), n_kept);
            Ok(())
        })?;
    }

    #[test]
    fn every_parent_in_a_clean_dump_is_there_and_no_thread_is_a_circle(dump in dump()) {
        let after = clean(Model::shipped().unwrap(), wxr(&dump).as_bytes(), is_kept);
        check(after.as_bytes(), |judged, _| {
            let ids: Vec<&str> = judged.dump.comments.iter().map(|comment| comment.id()).collect();
            for comment in &judged.dump.comments {
                // A comment on another page was no parent before either, and keeps its number.
                let foreign = comment.parent().parse::<usize>().is_ok_and(|parent| {
                    0 < parent && dump[parent - 1].post.to_string() != *comment.post()
                });
                prop_assert!(foreign || matches!(comment.parent(), "" | "0") || ids.contains(&comment.parent()), "{:?}", comment.parent());
            }
            for (index, comment) in judged.dump.comments.iter_enumerated() {
                prop_assert!(comment.parent() != comment.id(), "{} answers itself", comment.id());
                prop_assert!(judged.known.threads.ancestors(index).all(|above| above != index), "{} is in a circle", comment.id());
            }
            Ok(())
        })?;
    }

    /// Doubles alone: what spam, tweets and pings had said about their neighbours is gone for a second run.
    #[test]
    fn collapsing_doubles_twice_is_collapsing_once(dump in orderly_dump()) {
        let is_single = |judged: &Judgement, index: CommentIdx| judged.decisions[index].verdict != Verdict::Duplicate;
        let once = clean(indulgent(), wxr(&dump).as_bytes(), is_single);
        let twice = clean(indulgent(), once.as_bytes(), is_single);
        prop_assert_eq!(twice, once);
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 1..400)) {
        FORMATS.iter().for_each(|format| swallow(format, &bytes));
    }

    #[test]
    fn no_broken_dump_makes_a_reader_panic(wounds in prop::collection::vec((any::<Index>(), 0u8..5, any::<u8>()), 1..6)) {
        for format in FORMATS {
            let mut bytes = format.example.as_bytes().to_vec();
            for (place, wound, byte) in &wounds {
                hurt(&mut bytes, place, *wound, *byte);
            }
            FORMATS.iter().for_each(|format| swallow(format, &bytes));
        }
    }
}

/// Reads whatever it is; every comment must lie inside the input.
fn swallow(format: &'static Format, bytes: &[u8]) {
    let Some(input) = input(bytes, Some(format)) else { return };
    let outcome = input.read(0, &Columns::default(), &mut |record| {
        if let threadsift::internals::comment::Record::Comment(comment) = record {
            assert!(
                comment.place.byte <= comment.end && comment.end <= input.source().len(),
                "{} lies at {:?}",
                comment.id,
                comment.place
            );
        }
    });
    // A table without a text column is an error, and no panic.
    drop(outcome);
}

fn hurt(bytes: &mut Vec<u8>, place: &Index, wound: u8, byte: u8) {
    let at = place.index(bytes.len().max(1)).min(bytes.len());
    match wound {
        0 if at < bytes.len() => bytes[at] ^= byte | 1,
        1 if 0 < at => bytes.truncate(at),
        2 => bytes.insert(at, 0),
        3 => bytes.insert(at, 0xe6),
        _ => bytes.insert(at, b"<>&\"',;\n\r\t{}[]|-"[usize::from(byte) % 16]),
    }
}

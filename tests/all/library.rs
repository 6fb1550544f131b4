//! The library as other programs use it.

use threadsift::{
    Author, Comment, Config, Dump, Group, Judge, JudgedComment, Kind, Post, Status, Verdict, read_file,
};

const SAMPLE: &str = "data/sample.wordpress.xml";

fn comment(id: &str, name: &str, url: &str, body: &str) -> Comment {
    let author = Author { name: name.to_owned(), url: url.to_owned(), ..Author::default() };
    Comment { id: id.to_owned(), post: "1".to_owned(), author, body: body.to_owned(), ..Comment::default() }
}

fn post() -> Post {
    let body = "Keep the starter warm, feed it rye flour every day, and stir before it sinks.";
    Post { id: "1".to_owned(), title: "A rye starter".to_owned(), body: body.to_owned(), ..Post::default() }
}

const QUESTION: &str =
    "My starter sank after I fed it rye flour twice a day. Should I stir it less when it is cold?";

#[test]
fn comments_in_memory_are_judged() {
    let spam = "Great post! Please visit my site for cheap viagra and cialis pills.";
    let comments = vec![
        comment("a", "Ada", "", QUESTION),
        comment("b", "Ada", "", QUESTION),
        comment("c", "cheap viagra", "http://cheap-viagra-pills.example/", spam),
    ];
    let outcome = Judge::new().judge(Dump::from_comments(comments, vec![post()])).unwrap();
    let verdicts: Vec<Verdict> = outcome.comments().map(|judged| judged.verdict()).collect();
    assert_eq!(verdicts, [Verdict::Genuine, Verdict::Duplicate, Verdict::Spam]);
    let copy = outcome.comments().nth(1).unwrap();
    assert_eq!(copy.duplicate_of().map(|original| original.id()), Some("a"));
    assert!(outcome.damages().is_empty());
}

#[test]
fn bytes_and_readers_are_judged_like_their_file() {
    let verdicts = |dump: Dump| -> Vec<Verdict> {
        Judge::new().judge(dump).unwrap().comments().map(|judged| judged.verdict()).collect()
    };
    let bytes = std::fs::read(SAMPLE).unwrap();
    let expected = verdicts(read_file(SAMPLE).unwrap());
    assert_eq!(verdicts(Dump::from_reader("sample", bytes.as_slice()).unwrap()), expected);
    assert_eq!(verdicts(Dump::from_bytes("sample", bytes).unwrap()), expected);
}

#[test]
fn a_new_comment_is_judged_against_the_history() {
    let mut dump = read_file(SAMPLE).unwrap();
    let n_before = Judge::new().judge(read_file(SAMPLE).unwrap()).unwrap().comments().len();
    let repeated = "I did wash mine every time and wondered why the dough stuck worse and worse. So it was the \
        washing! The cloth is on the chair now, and my mother in law has already asked me what it is doing there.";
    dump.add(comment("new", "Linen Shop", "http://linen-shop.example/", repeated));
    let outcome = Judge::new().judge(dump).unwrap();
    assert_eq!(outcome.comments().len(), n_before + 1);
    let new = outcome.comments().next_back().unwrap();
    assert_eq!((new.id(), new.verdict()), ("new", Verdict::Spam));
    assert!(new.findings().iter().any(|finding| finding.signal == "copy-with-new-link"));
}

#[test]
fn findings_and_base_rate_add_up_to_the_probability() {
    let outcome = Judge::new().judge(read_file(SAMPLE).unwrap()).unwrap();
    for judged in outcome.comments() {
        let Some(probability) = judged.probability() else { continue };
        let sum = judged.base_rate() + judged.findings().iter().map(|finding| finding.weight).sum::<f32>();
        assert!((1.0 / (1.0 + (-sum).exp()) - probability).abs() < 1e-4, "{}", judged.id());
    }
}

#[test]
fn settings_change_verdicts() {
    let everything = Config { spam_threshold: 1.0, review_threshold: 1.0, ..Config::default() };
    let outcome = Judge::new().with_config(everything).judge(read_file(SAMPLE).unwrap()).unwrap();
    assert!(outcome.comments().all(|judged| judged.verdict() != Verdict::Review));
    let contradictory = Config { spam_threshold: 0.1, review_threshold: 0.5, ..Config::default() };
    assert!(Judge::new().with_config(contradictory).judge(Dump::default()).is_err());
}

#[test]
fn one_export_can_be_cleaned() {
    let outcome = Judge::new().judge(read_file(SAMPLE).unwrap()).unwrap();
    let is_comment = |judged: &JudgedComment| judged.kind() == Kind::Comment;
    let mut clean = Vec::new();
    let cleaned = outcome.clean(is_comment, &mut clean).unwrap();
    let n_others = outcome.comments().filter(|judged| judged.kind() != Kind::Comment).count();
    assert_eq!(cleaned.n_removed, n_others);
    let in_memory =
        Judge::new().judge(Dump::from_comments(vec![comment("a", "Ada", "", "Hello")], Vec::new()));
    let error = in_memory.unwrap().clean(|_| true, &mut Vec::new()).unwrap_err();
    assert!(error.to_string().contains("one WordPress export"), "{error}");
}

#[test]
fn every_page_is_counted() {
    let outcome = Judge::new().judge(read_file(SAMPLE).unwrap()).unwrap();
    let total: usize = outcome.counts().iter().map(|page| page.total).sum();
    assert_eq!(total, outcome.comments().len());
}

#[test]
fn names_are_read_as_they_are_written() {
    for verdict in ["genuine", "duplicate", "spam", "review", "untouched"] {
        assert_eq!(verdict.parse::<Verdict>().unwrap().to_string(), verdict);
    }
    assert_eq!("trackback".parse(), Ok(Kind::Trackback));
    assert_eq!("author".parse(), Ok(Group::Author));
    assert_eq!("approved".parse(), Ok(Status::Approved));
    let error = "maybe".parse::<Verdict>().unwrap_err();
    assert_eq!(error.to_string(), r#""maybe" is none of genuine, duplicate, spam, review, untouched"#);
}

#[test]
fn comments_survive_serde() {
    let mut written = comment("a", "Ada", "", QUESTION);
    written.date = Some(jiff::civil::date(2009, 8, 21).at(10, 2, 11, 0));
    written.status = Status::Pending;
    let json = serde_json::to_string(&written).unwrap();
    assert_eq!(serde_json::from_str::<Comment>(&json).unwrap(), written);
    assert_eq!(serde_json::from_str::<Comment>(r#"{"id":"a"}"#).unwrap().id, "a");
    assert_eq!(serde_json::from_str::<Post>(&serde_json::to_string(&post()).unwrap()).unwrap(), post());
}

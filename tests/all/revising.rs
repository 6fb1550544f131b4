//! What holds for every file of decisions, and for the scripts that carry them out.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::Index;
use threadsift::ErrorKind;
use threadsift::internals::config::Config;
use threadsift::internals::facts::Facts;
use threadsift::internals::model::Model;
use threadsift::internals::pipeline::{self, Judgement};
use threadsift::internals::read::{Columns, DecisionFile, DecisionLine, Input};
use threadsift::internals::revise::revise;
use threadsift::internals::verdict::{VERDICTS, Verdict};
use threadsift::internals::write::{Change, Changes};

const TEXTS: &[&str] = &[
    "The knot slips when the rope is wet so I tie it twice and wait for rain.",
    "The knot slips when the rope is wet so I tied it twice and waited for rain.",
    "Which rope do you use on the boat in winter - hemp or nylon?",
    "Please visit my site for cheap garden sheds http://sheds-outlet.example/now",
];

const STATUSES: &[&str] = &["1", "1", "1", "0", "spam", "trash"];

/// A comment: its text, person, post and status, and the earlier comment that it answers.
type Said = (usize, usize, u8, usize, Option<Index>);

/// A decision: the comment, the verdict, and the copy that stays.
type Ruled = (Index, usize, Option<Index>);

fn dump() -> impl Strategy<Value = Vec<Said>> {
    let answers = prop::option::weighted(0.5, any::<Index>());
    prop::collection::vec((0..TEXTS.len(), 0..3usize, 1u8..3, 0..STATUSES.len(), answers), 1..16)
}

fn rulings() -> impl Strategy<Value = Vec<Ruled>> {
    let original = prop::option::weighted(0.7, any::<Index>());
    prop::collection::vec((any::<Index>(), 0..VERDICTS.len(), original), 0..6)
}

fn judged(dump: &[Said]) -> (Judgement, [Input; 1]) {
    let mut table =
        "comment_ID,comment_post_ID,comment_parent,comment_approved,comment_date_gmt,comment_author,\
                     comment_content\n"
            .to_owned();
    for (number, (text, person, post, status, answers)) in dump.iter().enumerate() {
        let parent = answers.filter(|_| 0 < number).map_or(0, |answered| 1 + answered.index(number));
        let (id, status, text) = (number + 1, STATUSES[*status], TEXTS[*text]);
        table +=
            &format!("{id},{post},{parent},{status},2010-01-01 10:{number:02}:00,Person {person},{text}\n");
    }
    let inputs = [Input::from_bytes("dump.csv", table.as_bytes(), None).unwrap()];
    let (config, model) = (Config::default(), Model::shipped().unwrap());
    let dump = pipeline::read(&inputs, &Columns::default(), &config, &model, &mut |_| {}).unwrap();
    (pipeline::judge(dump, &model, &config), inputs)
}

fn file(dump: &[Said], rulings: &[Ruled]) -> DecisionFile {
    let id = |index: &Index| (1 + index.index(dump.len())).to_string();
    let line = |(number, (comment, verdict, original)): (usize, &Ruled)| DecisionLine {
        line: number + 1,
        id: id(comment),
        verdict: VERDICTS[*verdict].name().to_owned(),
        duplicate_of: original.as_ref().map(id).unwrap_or_default(),
        ..DecisionLine::default()
    };
    let lines = rulings.iter().enumerate().map(line).collect();
    DecisionFile { name: "edited".to_owned(), lines, ..DecisionFile::default() }
}

/// The parents on the site after all changes, by id; none for comments that are deleted.
fn parents_after(judged: &Judgement, changes: &Changes, removed: &BTreeSet<u64>) -> BTreeMap<u64, u64> {
    let number = |text: &str| text.parse::<u64>().unwrap();
    let comments = judged.dump.comments.iter().filter(|comment| !removed.contains(&number(comment.id())));
    let mut parents: BTreeMap<u64, u64> =
        comments.map(|comment| (number(comment.id()), number(comment.parent()))).collect();
    for reply in &changes.reparentings {
        assert_eq!(parents.insert(reply.comment, reply.to), Some(reply.from), "{reply:?}");
    }
    parents
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_file_is_used_whole_or_not_at_all(dump in dump(), rulings in rulings()) {
        let (mut judged, inputs) = judged(&dump);
        let before = judged.decisions.to_vec();
        match revise(&mut judged, &inputs, file(&dump, &rulings)) {
            Ok(revision) => {
                for (comment, verdict, _) in &rulings {
                    prop_assert_eq!(judged.decisions.to_vec()[comment.index(dump.len())].verdict, VERDICTS[*verdict]);
                }
                prop_assert!(revision.n_changed <= revision.n_decided());
                for decision in judged.decisions.iter() {
                    let original = decision.duplicate_of.map(|original| judged.decisions[original].verdict);
                    prop_assert!(original.is_none() || decision.verdict == Verdict::Duplicate);
                    prop_assert!(original != Some(Verdict::Duplicate), "a copy that stays is no duplicate");
                }
            }
            Err(error) => {
                let has_lines = matches!(error.kind(), ErrorKind::Decisions { troubles, .. } if !troubles.is_empty());
                prop_assert!(has_lines, "{}", error);
                prop_assert_eq!(judged.decisions.to_vec(), before);
            }
        }
    }

    #[test]
    fn no_script_leaves_a_reply_in_a_circle_or_below_what_it_moves(
        dump in dump(), rulings in rulings(), deletes in any::<bool>()
    ) {
        let (mut judged, inputs) = judged(&dump);
        // Wrong files are no trouble of this test.
        let _ = revise(&mut judged, &inputs, file(&dump, &rulings));
        let changes = Changes::gather(&judged, &inputs, &|_| true, deletes).unwrap();
        let moved = changes.groups.iter().filter(|((_, change), _)| *change != Change::Unspam);
        let moved: BTreeSet<u64> = moved.flat_map(|(_, group)| &group.comments).map(|(comment, _)| *comment).collect();
        let parents = parents_after(&judged, &changes, &moved);
        for (comment, parent) in &parents {
            let facts = |id: u64| judged.dump.comments.get(id as usize - 1);
            let is_filed = facts(*comment).is_some_and(|facts| ["spam", "trash"].contains(&facts.status.name()));
            // Parents on other posts are no parents.
            let is_reply = 0 < *parent && facts(*comment).map(Facts::post) == facts(*parent).map(Facts::post);
            let is_wrong = is_reply && !is_filed && moved.contains(parent);
            prop_assert!(!is_wrong, "{comment} is below {parent}, which is moved");
            let path = std::iter::successors(Some(*comment), |comment| parents.get(comment).copied());
            prop_assert!(path.take(dump.len() + 2).count() < dump.len() + 2, "{comment} is in a circle");
        }
    }
}

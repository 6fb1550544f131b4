//! Judging and cross-validation gather the same evidence.

use threadsift::internals::config::Config;
use threadsift::internals::facts::Look;
use threadsift::internals::index::PerComment;
use threadsift::internals::learn::{Blog, Scoring};
use threadsift::internals::model::Model;
use threadsift::internals::ngram_model::NgramModel;
use threadsift::internals::pipeline;
use threadsift::internals::prepare::prepare;
use threadsift::internals::read::{Columns, Input};
use threadsift::internals::signals;

#[test]
fn judging_and_cross_validation_give_the_same_evidence() {
    let inputs = [Input::open("data/sample.wordpress.xml".as_ref(), None).unwrap()];
    let (columns, model) = (Columns::default(), Model::shipped().unwrap());
    // Cross-validation does not learn from the owner's decisions, which may be the labels.
    let config = Config { ignore_status: true, ..Config::default() };
    let dump = pipeline::read(&inputs, &columns, &config, &model, &mut |_| {}).unwrap();
    let judged = pipeline::judge(dump, &model, &config);

    let lexical = NgramModel::default();
    let look = Look { signals: signals::look, lexical: &lexical, blocklist: None, keeps_features: true };
    let dump = pipeline::read_with(&look, &inputs, Vec::new(), &columns, &config, &mut |_| {}).unwrap();
    let no_labels = PerComment::filled(None, dump.comments.len());
    let blog = Blog::gather("sample".to_owned(), prepare(dump), &no_labels);
    let scoring = Scoring::with_model(&model, &blog);

    assert_eq!(judged.decisions.len(), scoring.probabilities.len());
    for (index, decision) in judged.decisions.iter_enumerated() {
        assert_eq!(decision.spam_probability.is_some(), scoring.probabilities[index].is_some());
        if decision.spam_probability.is_none() {
            continue;
        }
        let rows = |findings: Vec<threadsift::internals::model::Finding>| -> Vec<(&str, f32)> {
            findings.into_iter().map(|finding| (finding.signal, finding.weight)).collect()
        };
        let (judged, scored) = (rows(judged.findings(index)), rows(scoring.findings(&blog, index)));
        let are_same =
            |(one, other): (&(&str, f32), &(&str, f32))| one.0 == other.0 && (one.1 - other.1).abs() < 1e-4;
        let same = judged.len() == scored.len() && judged.iter().zip(&scored).all(are_same);
        assert!(same, "{index:?}\njudged {judged:?}\nscored {scored:?}");
    }
}

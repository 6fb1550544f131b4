//! `threadsift evaluate`: how well labelled comments are judged.

use rayon::prelude::*;

use super::arguments::{Evaluate, ReportFormat};
use super::labelled_dumps::{HOW_TO_LABEL, LabelledDumps};
use super::output::ReadFiles;
use super::{session, settings};
use crate::error::{ErrorKind, Result};
use crate::facts::SignalIdx;
use crate::learn::{self, Blog, CrossValidation, Figures, LabelledScore, Scoring};
use crate::read::Input;
use crate::signals::{self, SIGNALS};
use crate::write::{Evaluation, plural};

/// Scores labelled dumps and writes how well they were judged.
pub fn run(arguments: Evaluate) -> Result<usize> {
    let dumps =
        LabelledDumps::open(&arguments.inputs, &arguments.teach, &arguments.learning, &arguments.judging)?;
    let n_scored = arguments.inputs.len();
    let is_cross_validated = arguments.cross_validate;
    if is_cross_validated && dumps.blogs.len() < 2 {
        let message =
            "--cross-validate scores each dump with a model fitted to the others: name two or more dumps"
                .to_owned();
        return Err(ErrorKind::Usage(message).into());
    }
    if !is_cross_validated && (arguments.ablate || !arguments.teach.is_empty()) {
        let message = "--ablate and --teach are options of cross-validation: add --cross-validate".to_owned();
        return Err(ErrorKind::Usage(message).into());
    }
    let validation = is_cross_validated.then(|| CrossValidation::new(&dumps.blogs, &dumps.templates));
    let off: Vec<SignalIdx> =
        dumps.config.off.iter().map(|name| signals::position(name)).collect::<Result<_>>()?;
    let scorings: Vec<Scoring> = match &validation {
        Some(validation) => validation.run(&off),
        None => {
            let model = settings::model(&arguments.judging)?.without(&dumps.config);
            dumps.blogs.par_iter().map(|blog| Scoring::with_model(&model, blog)).collect()
        }
    };
    let labelled_scores = dumps.labelled_scores(&scorings);
    let all: Vec<LabelledScore> = labelled_scores.iter().flatten().copied().collect();
    if all.is_empty() {
        return Err(ErrorKind::Usage(format!("no comment has a label: {HOW_TO_LABEL}")).into());
    }
    let figures = |labelled_scores: &[LabelledScore]| Figures::measure(labelled_scores, &dumps.config);
    let scored_blogs = dumps.blogs.iter().zip(&dumps.label_sources).zip(&labelled_scores);
    let scored: Vec<(f32, bool)> = all.iter().map(|score| (score.probability, score.is_spam)).collect();
    let evaluation = Evaluation {
        protocol: match (is_cross_validated, arguments.teach.len()) {
            (false, _) => {
                "All dumps were scored with one model, which may have been fitted to them".to_owned()
            }
            (true, 0) => "Each dump was scored with a model fitted to the others".to_owned(),
            (true, n) => format!(
                "Each dump was scored with a model fitted to the others and to {}",
                plural(n, "dump that is not scored", "dumps that are not scored")
            ),
        },
        blogs: scored_blogs
            .map(|((blog, source), scores)| (blog.name.clone(), source.name(), figures(scores)))
            .collect(),
        together: together(&dumps.blogs[..n_scored], &labelled_scores, &figures),
        calibration: learn::calibration(&scored),
        ablation: match &validation {
            Some(validation) if arguments.ablate => ablation(&dumps, validation, &off, &figures(&all)),
            _ => Vec::new(),
        },
        mistakes: dumps.mistakes(&scorings, arguments.mistakes)?,
    };
    let all: Vec<Input> = dumps.inputs.into_iter().flatten().collect();
    let read_files = ReadFiles::of_judging(&all, &arguments.judging).with_labels(&arguments.learning);
    read_files.write_to(arguments.output.as_deref(), |to| match arguments.format {
        ReportFormat::Table => evaluation.table(session::style(&arguments.judging.speech), to),
        ReportFormat::Json => evaluation.json(to),
    })?;
    Ok(dumps.n_damages)
}

/// The figures of all blogs together, and of all but the one with the most spam: a single campaign that is easy to find
/// can dominate the figures. Then those of comments and of pings apart.
fn together(
    blogs: &[Blog],
    labelled_scores: &[Vec<LabelledScore>],
    figures: &dyn Fn(&[LabelledScore]) -> Figures,
) -> Vec<(String, Figures)> {
    let n_spam = |number: &usize| labelled_scores[*number].iter().filter(|score| score.is_spam).count();
    let most = (0..labelled_scores.len()).max_by_key(n_spam).unwrap_or_default();
    let but_most = labelled_scores.iter().enumerate().filter(|(number, _)| *number != most);
    let but_most: Vec<LabelledScore> = but_most.flat_map(|(_, scores)| scores).copied().collect();
    let mut rows = vec![("all".to_owned(), figures(&labelled_scores.concat()))];
    if 2 < blogs.len() {
        rows.push((format!("all but {}", blogs[most].name), figures(&but_most)));
    }
    let (pings, comments): (Vec<LabelledScore>, Vec<LabelledScore>) =
        labelled_scores.iter().flatten().partition(|score| score.kind.is_ping());
    if !pings.is_empty() && !comments.is_empty() {
        rows.extend([("comments".to_owned(), figures(&comments)), ("pings".to_owned(), figures(&pings))]);
    }
    rows
}

/// How the figures of all blogs together change without each signal.
fn ablation(
    dumps: &LabelledDumps,
    validation: &CrossValidation,
    off: &[SignalIdx],
    all: &Figures,
) -> Vec<(&'static str, [f64; 3])> {
    let measures = |figures: &Figures| {
        [figures.area_under_curve, figures.recall_at_1_percent, figures.recall_at_1_per_mille]
            .map(Option::unwrap_or_default)
    };
    let whole = measures(all);
    let change = |signal: SignalIdx| {
        let scorings = validation.run(&[off, &[signal]].concat());
        let part = measures(&Figures::measure(&dumps.labelled_scores(&scorings).concat(), &dumps.config));
        (SIGNALS[signal.index()].name, [0, 1, 2].map(|number| part[number] - whole[number]))
    };
    let mut changes: Vec<_> =
        (0..SIGNALS.len()).into_par_iter().map(|position| change(position.into())).collect();
    changes.sort_by(|one, other| one.1[0].total_cmp(&other.1[0]).then(one.0.cmp(other.0)));
    changes
}

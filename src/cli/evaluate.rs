//! `threadsift evaluate`: how well labelled comments are judged.

use rayon::prelude::*;

use super::arguments::{Evaluate, ReportFormat};
use super::labelled::LabelledDumps;
use super::output::write_to;
use super::{session, settings};
use crate::error::{ErrorKind, Result};
use crate::learn::{self, Blog, CrossValidation, Figures, LabelledScore, Scoring};
use crate::read::Input;
use crate::signals::SIGNALS;
use crate::write::{Evaluation, plural};

/// Scores labelled dumps and writes how well they were judged.
pub fn run(arguments: Evaluate) -> Result<usize> {
    let dumps =
        LabelledDumps::open(&arguments.inputs, &arguments.teach, &arguments.learning, &arguments.judging)?;
    let n_scored = arguments.inputs.len();
    let is_cross_validated = arguments.cross_validate;
    if is_cross_validated && dumps.blogs.len() < 2 {
        let message =
            "--cross-validate scores each dump by a model of the others: name two or more dumps".to_owned();
        return Err(ErrorKind::Usage(message).into());
    }
    if !is_cross_validated && (arguments.ablate || !arguments.teach.is_empty()) {
        let message = "--ablate and --teach fit models of their own: add --cross-validate".to_owned();
        return Err(ErrorKind::Usage(message).into());
    }
    let validation = is_cross_validated.then(|| CrossValidation::new(&dumps.blogs));
    let off: Vec<usize> = dumps.config.off.iter().filter_map(|it| position(it)).collect();
    let scorings: Vec<Scoring> = match &validation {
        Some(validation) => validation.run(&off).into_iter().flatten().collect(),
        None => {
            let model = settings::model(&arguments.judging)?.without(&dumps.config);
            dumps.blogs.par_iter().map(|it| Scoring::with_model(&model, it)).collect()
        }
    };
    let labelled_scores = dumps.labelled_scores(&scorings);
    let all: Vec<LabelledScore> = labelled_scores.iter().flatten().copied().collect();
    let figures = |labelled_scores: &[LabelledScore]| Figures::of(labelled_scores, &dumps.config);
    let of_each = dumps.blogs.iter().zip(&dumps.witnesses).zip(&labelled_scores);
    let scored: Vec<(f32, bool)> = all.iter().map(|it| (it.probability, it.is_spam)).collect();
    let evaluation = Evaluation {
        protocol: match (is_cross_validated, arguments.teach.len()) {
            (false, _) => "all by one model, which may have been fitted to them".to_owned(),
            (true, 0) => "each by a model that was fitted to the others".to_owned(),
            (true, n) => format!(
                "each by a model that was fitted to the others and to {}",
                plural(n, "dump that is not scored", "dumps that are not scored")
            ),
        },
        blogs: of_each
            .map(|((blog, witness), it)| (blog.name.clone(), witness.name(), figures(it)))
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
    write_to(arguments.output.as_deref(), &all, |to| match arguments.format {
        ReportFormat::Table => evaluation.table(session::style(&arguments.judging.speech), to),
        ReportFormat::Json => evaluation.json(to),
    })?;
    Ok(dumps.n_damages)
}

/// The figures of all blogs together, and of all but the one with the most spam: a single campaign that is easy to find
/// can dominate the figures.
fn together(
    blogs: &[Blog],
    labelled_scores: &[Vec<LabelledScore>],
    figures: &dyn Fn(&[LabelledScore]) -> Figures,
) -> Vec<(String, Figures)> {
    let n_spam = |number: &usize| labelled_scores[*number].iter().filter(|it| it.is_spam).count();
    let most = (0..labelled_scores.len()).max_by_key(n_spam).unwrap_or_default();
    let but_most = labelled_scores.iter().enumerate().filter(|(number, _)| *number != most);
    let but_most: Vec<LabelledScore> = but_most.flat_map(|it| it.1).copied().collect();
    let mut rows = vec![("all".to_owned(), figures(&labelled_scores.concat()))];
    if 2 < blogs.len() {
        rows.push((format!("all but {}", blogs[most].name), figures(&but_most)));
    }
    rows
}

/// How the figures of all blogs together change without each signal.
fn ablation(
    dumps: &LabelledDumps,
    validation: &CrossValidation,
    off: &[usize],
    all: &Figures,
) -> Vec<(&'static str, [f64; 3])> {
    let measures = |it: &Figures| {
        [it.area_under_curve, it.recall_at_1_percent, it.recall_at_1_per_mille].map(Option::unwrap_or_default)
    };
    let whole = measures(all);
    let change = |signal: usize| {
        let scorings: Vec<Scoring> =
            validation.run(&[off, &[signal]].concat()).into_iter().flatten().collect();
        let part = measures(&Figures::of(&dumps.labelled_scores(&scorings).concat(), &dumps.config));
        (SIGNALS[signal].name, [0, 1, 2].map(|it| part[it] - whole[it]))
    };
    let mut changes: Vec<_> = (0..SIGNALS.len()).into_par_iter().map(change).collect();
    changes.sort_by(|a, b| a.1[0].total_cmp(&b.1[0]).then(a.0.cmp(b.0)));
    changes
}

fn position(signal: &str) -> Option<usize> {
    SIGNALS.iter().position(|it| it.name == signal)
}

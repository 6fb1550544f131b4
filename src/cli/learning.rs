//! `threadsift train` and `threadsift evaluate`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::arguments::{Evaluate, Judging, Learning, MeasureFormat, Train};
use super::judging::{self, write_to};
use super::summary::say;
use crate::config::Config;
use crate::error::{ErrorKind, Place, Result};
use crate::facts::Look;
use crate::learn::{self, Blog, CrossValidation, Figures, LabelledScore, Scoring, Witness};
use crate::ngram_model::Lexical;
use crate::pipeline;
use crate::prepare::fold_repeats;
use crate::read::{Columns, Input, Labels};
use crate::signals::{self, SIGNALS};
use crate::text;
use crate::write::{Evaluation, Mistake};

/// Labelled blogs with their inputs.
struct Lesson {
    blogs: Vec<Blog>,
    witnesses: Vec<Witness>,
    inputs: Vec<Vec<Input>>,
    columns: Columns,
    config: Config,
    n_damages: usize,
}

/// `threadsift train`
pub fn train(arguments: Train) -> Result<usize> {
    let lesson = Lesson::open(&arguments.inputs, &[], &arguments.learning, &arguments.judging)?;
    let learned = learn::train(&lesson.blogs);
    if learned.n_spam == 0 || learned.n_honest == 0 {
        let message = format!(
            "nothing can be learned from {} spam and {} honest comments: both are needed; label some with \
             --labels FILE (ID, tab, spam or ham), or name the column of labels with --columns label=NAME",
            learned.n_spam, learned.n_honest
        );
        return Err(ErrorKind::Settings(message).into());
    }
    let all: Vec<Input> = lesson.inputs.into_iter().flatten().collect();
    write_to(Some(&arguments.output), &all, |to| {
        let failed = |source| ErrorKind::Write { path: arguments.output.clone(), source };
        Ok(to.write_all(learned.model.to_toml(arguments.about.as_deref()).as_bytes()).map_err(failed)?)
    })?;
    if !arguments.judging.speech.quiet {
        say(&format!(
            "Learned from {} spam and {} honest comments of {} dumps; use it with --model {}",
            learned.n_spam,
            learned.n_honest,
            lesson.blogs.len(),
            arguments.output.display()
        ));
    }
    Ok(lesson.n_damages)
}

/// `threadsift evaluate`
pub fn evaluate(arguments: Evaluate) -> Result<usize> {
    let lesson = Lesson::open(&arguments.inputs, &arguments.teach, &arguments.learning, &arguments.judging)?;
    let n_scored = arguments.inputs.len();
    let is_cross_validated = arguments.cross_validate;
    if is_cross_validated && lesson.blogs.len() < 2 {
        let message =
            "--cross-validate scores each dump by what the others teach: name two or more".to_owned();
        return Err(ErrorKind::Settings(message).into());
    }
    if !is_cross_validated && (arguments.ablate || !arguments.teach.is_empty()) {
        let message = "--ablate and --teach fit models: add --cross-validate".to_owned();
        return Err(ErrorKind::Settings(message).into());
    }
    let validation = is_cross_validated.then(|| CrossValidation::new(&lesson.blogs));
    let off: Vec<usize> = lesson.config.off.iter().filter_map(|it| position(it)).collect();
    let scorings: Vec<Scoring> = match &validation {
        Some(validation) => validation.run(&off).into_iter().flatten().collect(),
        None => {
            let model = judging::model(&arguments.judging)?.without(&lesson.config);
            lesson.blogs.par_iter().map(|it| Scoring::by(&model, it)).collect()
        }
    };
    let labelled_scores = lesson.labelled_scores(&scorings);
    let all: Vec<LabelledScore> = labelled_scores.iter().flatten().copied().collect();
    let figures = |labelled_scores: &[LabelledScore]| Figures::of(labelled_scores, &lesson.config);
    let of_each = lesson.blogs.iter().zip(&lesson.witnesses).zip(&labelled_scores);
    let scored: Vec<(f32, bool)> = all.iter().map(|it| (it.probability, it.is_spam)).collect();
    let evaluation = Evaluation {
        protocol: match (is_cross_validated, arguments.teach.len()) {
            (false, _) => "all by one model, whatever it was fitted to".to_owned(),
            (true, 0) => "each by a model that was fitted to the others".to_owned(),
            (true, n) => format!("each by a model that was fitted to the others and {n} that only teach"),
        },
        blogs: of_each
            .map(|((blog, witness), it)| (blog.name.clone(), witness.name(), figures(it)))
            .collect(),
        together: together(&lesson.blogs[..n_scored], &labelled_scores, &figures),
        calibration: learn::calibration(&scored),
        ablation: match &validation {
            Some(validation) if arguments.ablate => ablation(&lesson, validation, &off, &figures(&all)),
            _ => Vec::new(),
        },
        mistakes: lesson.mistakes(&scorings, arguments.mistakes)?,
    };
    let all: Vec<Input> = lesson.inputs.into_iter().flatten().collect();
    write_to(arguments.output.as_deref(), &all, |to| match arguments.format {
        MeasureFormat::Table => evaluation.table(judging::style(&arguments.judging.speech), to),
        MeasureFormat::Json => evaluation.json(to),
    })?;
    Ok(lesson.n_damages)
}

/// All blogs, and all but the one with the most spam: one easy campaign can carry the figures of all.
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

/// What is lost without each signal, all blogs together.
fn ablation(
    lesson: &Lesson,
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
        let part = measures(&Figures::of(&lesson.labelled_scores(&scorings).concat(), &lesson.config));
        (SIGNALS[signal].name, [0, 1, 2].map(|it| part[it] - whole[it]))
    };
    let mut changes: Vec<_> = (0..SIGNALS.len()).into_par_iter().map(change).collect();
    changes.sort_by(|a, b| a.1[0].total_cmp(&b.1[0]).then(a.0.cmp(b.0)));
    changes
}

fn position(signal: &str) -> Option<usize> {
    SIGNALS.iter().position(|it| it.name == signal)
}

impl Lesson {
    /// Reads dumps, each of them a blog of its own: first those that are scored, then those that only teach.
    fn open(scored: &[PathBuf], teach: &[PathBuf], learning: &Learning, judging: &Judging) -> Result<Lesson> {
        if judging.blocklist.is_some() {
            let message =
                "--blocklist is for commands that judge: models are fitted and measured without one";
            return Err(ErrorKind::Settings(message.to_owned()).into());
        }
        judging::start_threads(judging)?;
        let mut lesson = Lesson {
            blogs: Vec::new(),
            witnesses: Vec::new(),
            inputs: Vec::new(),
            columns: judging.reading.columns.parse()?,
            config: judging::config(judging)?,
            n_damages: 0,
        };
        // What was decided may be the label; as evidence it is not used anyway.
        let reading = Config { ignore_status: false, ..lesson.config.clone() };
        for (number, path) in scored.iter().chain(teach).enumerate() {
            let (inputs, columns) =
                judging::open(std::slice::from_ref(path), &judging.reading, &judging.speech)?;
            let lexical = Lexical::default();
            let look =
                Look { signals: signals::look, lexical: &lexical, blocklist: None, keeps_features: true };
            let mut dump = pipeline::read_with(&look, &inputs, &columns, &reading, &mut |_| {})?;
            judging::report_damage(&dump.damages, &inputs);
            lesson.n_damages += dump.damages.len();
            fold_repeats(&mut dump);
            let (name, witness, labels) = labels(path, learning.labels.as_deref(), &dump.comments)?;
            let mut blog = Blog::gather(name, dump, &labels);
            blog.only_teaches = scored.len() <= number;
            lesson.blogs.push(blog);
            lesson.witnesses.push(witness);
            lesson.inputs.push(inputs);
        }
        Ok(lesson)
    }

    /// The labelled comments of the scored blogs.
    fn labelled_scores(&self, scorings: &[Scoring]) -> Vec<Vec<LabelledScore>> {
        self.blogs.iter().zip(scorings).map(|(blog, scoring)| learn::labelled_scores(blog, scoring)).collect()
    }

    /// The honest comments with the highest probabilities and the spam with the lowest, so many of each.
    fn mistakes(&self, scorings: &[Scoring], most: usize) -> Result<Vec<Mistake>> {
        let mut ranked: Vec<(f32, bool, usize, usize)> = Vec::new();
        for (number, (blog, scoring)) in self.blogs.iter().zip(scorings).enumerate() {
            let labelled = blog.labelled();
            ranked.extend(labelled.filter_map(|(index, _, is_spam)| {
                Some((scoring.probabilities[index]?, is_spam, number, index))
            }));
        }
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.2, a.3).cmp(&(b.2, b.3))));
        let trusted = ranked.iter().filter(|it| it.1).take(most);
        let suspected = ranked.iter().rev().filter(|it| !it.1).take(most);
        let worst: Vec<_> = suspected.chain(trusted).copied().collect();
        let place = |number: usize, index: usize| (number, self.blogs[number].dump.comments[index].place);
        let texts = self.texts(worst.iter().map(|it| place(it.2, it.3)))?;
        let mistake = |(probability, is_spam, number, index): (f32, bool, usize, usize)| {
            let (blog, scoring) = (&self.blogs[number], &scorings[number]);
            let facts = &blog.dump.comments[index];
            let evidence = scoring.evidence(blog, index);
            Mistake {
                blog: blog.name.clone(),
                id: facts.id().to_string(),
                is_spam,
                spam_probability: probability,
                author: facts.author().to_string(),
                site: facts.site.as_ref().map_or(String::new(), |it| it.normal().to_owned()),
                says: texts.get(&place(number, index)).cloned().unwrap_or_default(),
                evidence: evidence.iter().map(|it| (it.signal, it.weight)).collect(),
            }
        };
        Ok(worst.into_iter().map(mistake).collect())
    }

    /// The starts of some comments' texts, read again.
    fn texts(&self, wanted: impl Iterator<Item = (usize, Place)>) -> Result<HashMap<(usize, Place), String>> {
        const LONGEST: usize = 160;
        let mut texts: HashMap<(usize, Place), String> = wanted.map(|it| (it, String::new())).collect();
        for (number, inputs) in self.inputs.iter().enumerate() {
            for (place, input) in inputs.iter().enumerate() {
                input.read(place as u32, &self.columns, &mut |record| {
                    let crate::comment::Record::Comment(comment) = record else { return };
                    if let Some(text) = texts.get_mut(&(number, comment.place)) {
                        let plain = text::strip(&comment.body).text;
                        let plain: Vec<&str> = plain.split_whitespace().collect();
                        *text = plain.join(" ").chars().take(LONGEST).collect();
                    }
                })?;
            }
        }
        Ok(texts)
    }
}

/// What a dump is called and what its comments are.
fn labels(
    dump: &Path,
    labels: Option<&Path>,
    comments: &[crate::facts::Facts],
) -> Result<(String, Witness, Vec<Option<bool>>)> {
    if let Some((name, path)) = labels.and_then(|it| Labels::find(it, dump)) {
        let labels = Labels::read(&path)?;
        let known: std::collections::HashSet<&str> = comments.iter().map(|it| it.id()).collect();
        let n_strange = labels.ids().filter(|it| !known.contains(it)).count();
        if 0 < n_strange {
            say(&format!("{}: {n_strange} of its ids are not in {}", path.display(), dump.display()));
        }
        return Ok((name, Witness::File, comments.iter().map(|it| labels.of(it.id())).collect()));
    }
    let name = dump.file_name().unwrap_or(dump.as_os_str()).to_string_lossy();
    let (witness, labels) = learn::own_labels(comments);
    Ok((name.split('.').next().unwrap_or(&name).to_owned(), witness, labels))
}

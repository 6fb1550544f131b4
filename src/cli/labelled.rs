//! Labelled dumps, which models are fitted to and measured with.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::arguments::{Judging, Learning};
use super::report::{self, warn};
use super::{session, settings, threads};
use crate::config::Config;
use crate::error::{ErrorKind, Place, Result};
use crate::facts::Look;
use crate::learn::{self, Blog, LabelledScore, Scoring, Witness};
use crate::ngram_model::Lexical;
use crate::pipeline;
use crate::prepare::prepare;
use crate::read::{Columns, Input, Labels};
use crate::signals;
use crate::text;
use crate::write::{Mistake, plural};

/// Labelled dumps, each a blog of its own.
pub struct LabelledDumps {
    /// The blogs: those that are scored, then those that are only learned from.
    pub blogs: Vec<Blog>,
    /// Where the labels of each blog come from.
    pub witnesses: Vec<Witness>,
    /// The inputs of each blog.
    pub inputs: Vec<Vec<Input>>,
    /// The user's names of columns.
    pub columns: Columns,
    /// The settings.
    pub config: Config,
    /// The number of damaged places in all inputs.
    pub n_damages: usize,
}

impl LabelledDumps {
    /// Reads dumps, each a blog of its own: those that are scored, then those that are only learned from.
    pub fn open(
        scored: &[PathBuf],
        teach: &[PathBuf],
        learning: &Learning,
        judging: &Judging,
    ) -> Result<LabelledDumps> {
        if judging.blocklist.is_some() {
            let message =
                "--blocklist is for commands that judge: models are fitted and measured without a blocklist";
            return Err(ErrorKind::Usage(message.to_owned()).into());
        }
        threads::start(judging)?;
        let mut dumps = LabelledDumps {
            blogs: Vec::new(),
            witnesses: Vec::new(),
            inputs: Vec::new(),
            columns: judging.reading.columns.parse()?,
            config: settings::config(judging)?,
            n_damages: 0,
        };
        // The status may be the label; learning does not use it as evidence.
        let reading = Config { ignore_status: false, ..dumps.config.clone() };
        for (number, path) in scored.iter().chain(teach).enumerate() {
            let (inputs, columns) =
                session::open_inputs(std::slice::from_ref(path), &judging.reading, &judging.speech)?;
            let lexical = Lexical::default();
            let look =
                Look { signals: signals::look, lexical: &lexical, blocklist: None, keeps_features: true };
            let dump = pipeline::read_with(&look, &inputs, Vec::new(), &columns, &reading, &mut |_| {})?;
            report::damages(&dump.damages, &inputs);
            if !judging.speech.quiet {
                report::notes(&dump.notes, &inputs);
            }
            dumps.n_damages += dump.damages.len();
            let dump = prepare(dump);
            let (name, witness, labels) = labels(path, learning.labels.as_deref(), &dump.comments)?;
            let mut blog = Blog::gather(name, dump, &labels);
            blog.only_teaches = scored.len() <= number;
            dumps.blogs.push(blog);
            dumps.witnesses.push(witness);
            dumps.inputs.push(inputs);
        }
        Ok(dumps)
    }

    /// The labelled comments of the scored blogs.
    pub fn labelled_scores(&self, scorings: &[Scoring]) -> Vec<Vec<LabelledScore>> {
        self.blogs.iter().zip(scorings).map(|(blog, scoring)| learn::labelled_scores(blog, scoring)).collect()
    }

    /// The honest comments with the highest probabilities and the spam with the lowest, at most `most` of each.
    pub fn mistakes(&self, scorings: &[Scoring], most: usize) -> Result<Vec<Mistake>> {
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
            let evidence = scoring.findings(blog, index);
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

    /// The beginnings of the texts of some comments, read again from the inputs.
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

/// The name of a dump, where its labels come from, and the label of each comment.
fn labels(
    dump: &Path,
    labels: Option<&Path>,
    comments: &[crate::facts::Facts],
) -> Result<(String, Witness, Vec<Option<bool>>)> {
    if let Some((name, path)) = labels.and_then(|it| Labels::find(it, dump)) {
        let labels = Labels::read(&path)?;
        let known: HashSet<&str> = comments.iter().map(|it| it.id()).collect();
        let n_strange = labels.ids().filter(|it| !known.contains(it)).count();
        if 0 < n_strange {
            let labels = plural(n_strange, "label is", "labels are");
            warn(&format!("{}: {labels} for comments that {} does not have", path.display(), dump.display()));
        }
        return Ok((name, Witness::File, comments.iter().map(|it| labels.of(it.id())).collect()));
    }
    let name = dump.file_name().unwrap_or(dump.as_os_str()).to_string_lossy();
    let (witness, labels) = learn::own_labels(comments);
    Ok((name.split('.').next().unwrap_or(&name).to_owned(), witness, labels))
}

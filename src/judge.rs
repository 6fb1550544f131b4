//! The main API of the library: a [`Judge`] reads and judges a [`Dump`], and returns an [`Outcome`].

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::comment::{Comment, Post, Record, Status};
use crate::config::Config;
use crate::error::{Damage, ErrorKind, Note, Result};
use crate::facts::Facts;
use crate::index::CommentIdx;
use crate::kind::Kind;
use crate::model::{Finding, Model};
use crate::pipeline::{self, Judgement};
use crate::read::{Columns, Input, OpenOptions};
use crate::verdict::{Decision, Verdict};
use crate::write::{self, Cleaned, Counts, PageCount, Parents, Selection};

/// Opens one dump of comments: a file, a folder or an archive. The format is recognised from its content.
///
/// # Errors
/// The path cannot be read, or holds no dump.
pub fn read_file(path: impl AsRef<Path>) -> Result<Dump> {
    Dump::open(&[path.as_ref()])
}

/// The comments of one site: dumps in files or in memory, and single comments added to them.
#[derive(Default)]
pub struct Dump {
    inputs: Vec<Input>,
    columns: Columns,
    posts: Vec<Post>,
    comments: Vec<Comment>,
}

impl Dump {
    /// Opens files, folders and archives as one dump. The format of each is recognised from its content.
    ///
    /// # Errors
    /// A path cannot be read, or holds no dump.
    pub fn open(paths: &[impl AsRef<Path>]) -> Result<Dump> {
        let paths: Vec<PathBuf> = paths.iter().map(|path| path.as_ref().to_owned()).collect();
        let inputs = Input::open_all(&paths, &OpenOptions::default())?.inputs;
        Ok(Dump { inputs, ..Dump::default() })
    }

    /// Creates a dump from bytes in memory. The format is recognised from the content. Messages refer to the dump as
    /// `name`.
    ///
    /// # Errors
    /// The bytes are not a dump in a known format.
    pub fn from_bytes(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Dump> {
        Ok(Dump { inputs: vec![Input::from_bytes(name, bytes, None)?], ..Dump::default() })
    }

    /// Reads a dump from `reader`, such as standard input, to the end. Messages refer to the dump as `name`.
    ///
    /// # Errors
    /// The reader fails, or its bytes are not a dump in a known format.
    pub fn from_reader(name: &str, reader: impl Read) -> Result<Dump> {
        Ok(Dump { inputs: vec![Input::from_reader(name, reader, None)?], ..Dump::default() })
    }

    /// Creates a dump from comments and posts in memory. [`Comment::post`] is the id of a comment's post. Posts are
    /// optional; with them, comments that discuss their post are easier to recognise.
    pub fn from_comments(comments: Vec<Comment>, posts: Vec<Post>) -> Dump {
        Dump { comments, posts, ..Dump::default() }
    }

    /// Adds one comment, for example a new comment to judge against the history of its blog. It comes last in
    /// [`Outcome::comments`]. Its post is looked up in the last input.
    pub fn add(&mut self, comment: Comment) {
        self.comments.push(comment);
    }
}

/// Judges dumps. The default uses the thresholds and the model that ship with the crate.
#[derive(Clone, Default)]
pub struct Judge {
    config: Config,
    model: Option<Model>,
}

impl Judge {
    /// Creates a judge with the default settings and the shipped model.
    pub fn new() -> Judge {
        Judge::default()
    }

    /// Replaces the settings.
    pub fn with_config(self, config: Config) -> Judge {
        Judge { config, ..self }
    }

    /// Replaces the model.
    pub fn with_model(self, model: Model) -> Judge {
        Judge { model: Some(model), ..self }
    }

    /// Reads a dump and judges every comment in it.
    ///
    /// # Errors
    /// An input cannot be read, or lacks a required part (a table without a text column), or the settings contradict
    /// each other.
    pub fn judge(&self, dump: Dump) -> Result<Outcome> {
        self.config.check()?;
        let model = match &self.model {
            Some(model) => model.clone(),
            None => Model::shipped()?,
        };
        let Dump { inputs, columns, posts, comments } = dump;
        // Comments in memory join the last input, so that they find its posts.
        let input = inputs.len().saturating_sub(1) as u32;
        let n_in_memory = comments.len();
        let mut in_memory = Vec::with_capacity(posts.len() + comments.len());
        in_memory.extend(posts.into_iter().map(|post| Record::Post(Box::new(Post { input, ..post }))));
        for mut comment in comments {
            comment.place.input = input;
            in_memory.push(Record::Comment(Box::new(comment)));
        }
        let how = pipeline::look_for_judging(&model, &self.config);
        let facts = pipeline::read_with(&how, &inputs, in_memory, &columns, &self.config, &mut |_| {})?;
        Ok(Outcome { inputs, n_in_memory, judged: pipeline::judge(facts, &model, &self.config) })
    }
}

/// A judged dump: one decision for every comment.
pub struct Outcome {
    inputs: Vec<Input>,
    n_in_memory: usize,
    judged: Judgement,
}

impl Outcome {
    /// Every comment with its decision: first the comments of the inputs, then those in memory, each in their order.
    /// A comment that occurs in several inputs is listed once.
    pub fn comments(&self) -> impl DoubleEndedIterator<Item = JudgedComment<'_>> + ExactSizeIterator {
        self.judged.decisions.indices().map(|index| self.comment(index))
    }

    /// The damaged places of the inputs. Complete records around them were read.
    pub fn damages(&self) -> &[Damage] {
        &self.judged.dump.damages
    }

    /// Notes of the readers on undamaged inputs, such as unused keys.
    pub fn notes(&self) -> &[Note] {
        &self.judged.dump.notes
    }

    /// Counts of genuine discussion, one entry for each page that has comments, in the order of the dump.
    pub fn counts(&self) -> Vec<PageCount> {
        Counts::new(&self.judged).0
    }

    /// Writes the dump without the comments for which `keep` returns false. Replies to a removed comment move to the
    /// copy that is kept, or else to the nearest kept ancestor. All other bytes are unchanged.
    ///
    /// # Errors
    /// The dump is not a single WordPress export, it cannot be read again, or the output cannot be written.
    pub fn clean(&self, keep: impl Fn(&JudgedComment) -> bool, output: &mut dyn Write) -> Result<Cleaned> {
        match self.inputs.as_slice() {
            [input] if self.n_in_memory == 0 && write::is_copied(input, true) => {
                let is_kept = |index: CommentIdx| keep(&self.comment(index));
                let selection =
                    Selection { judged: &self.judged, is_kept: &is_kept, parents: Parents::Mended };
                write::clean(&selection, input, 0, None, output)
            }
            _ => {
                Err(ErrorKind::Unwritable("only a dump of one WordPress export can be cleaned".to_owned())
                    .into())
            }
        }
    }

    fn comment(&self, index: CommentIdx) -> JudgedComment<'_> {
        JudgedComment { outcome: self, index }
    }
}

/// One comment and the decision about it.
#[derive(Clone, Copy)]
pub struct JudgedComment<'a> {
    outcome: &'a Outcome,
    index: CommentIdx,
}

impl<'a> JudgedComment<'a> {
    fn facts(&self) -> &'a Facts {
        &self.outcome.judged.dump.comments[self.index]
    }

    fn decision(&self) -> &'a Decision {
        &self.outcome.judged.decisions[self.index]
    }

    /// The comment's id in its dump; generated from its position (`c17`) if the format has none.
    pub fn id(&self) -> &'a str {
        self.facts().id()
    }

    /// The id of the comment's post in its dump.
    pub fn post(&self) -> &'a str {
        self.facts().post()
    }

    /// The id of the comment that this one replies to; empty or `0` at the top of a thread.
    pub fn parent(&self) -> &'a str {
        self.facts().parent()
    }

    /// The author's name as shown.
    pub fn author(&self) -> &'a str {
        self.facts().author()
    }

    /// The moderation status in the dump.
    pub fn status(&self) -> Status {
        self.facts().status
    }

    /// The kind of record.
    pub fn kind(&self) -> Kind {
        self.decision().kind
    }

    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        self.decision().verdict
    }

    /// The copy that is kept, if the verdict is [`Verdict::Duplicate`].
    pub fn duplicate_of(&self) -> Option<JudgedComment<'a>> {
        self.decision().duplicate_of.map(|index| self.outcome.comment(index))
    }

    /// The probability of spam, 0 to 1; `None` for records that are not judged.
    pub fn probability(&self) -> Option<f32> {
        self.decision().spam_probability
    }

    /// The evidence. The weights and the base rate add up to the log-odds of [`probability`](Self::probability).
    pub fn findings(&self) -> Vec<Finding<'a>> {
        self.outcome.judged.findings(self.index)
    }

    /// The log-odds of spam before any finding: those of an average comment, adjusted for the share of spam in the
    /// dump.
    pub fn base_rate(&self) -> f32 {
        self.outcome.judged.base(self.index) + self.outcome.judged.base_shift(self.index)
    }

    /// The SHA-256 of the normalised text.
    pub fn fingerprint(&self) -> &'a [u8; 32] {
        &self.facts().fingerprint
    }
}

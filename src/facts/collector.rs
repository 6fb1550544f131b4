//! Collects the records of all inputs into one dump. The facts of comments are computed in batches, in parallel.

use rayon::prelude::*;

use super::packed::SharedList;
use super::{Dump, Facts, Look, look, look_at_post};
use crate::comment::{Comment, LooseMarks, Record, Status};
use crate::text::Site;

/// The maximum number of comments in a batch. Only the texts of one batch are in memory at a time.
const BATCH: usize = 1024;
/// The size of texts that ends a batch early.
const BATCH_BYTES: usize = 1 << 24;

/// Collects records into a [`Dump`].
pub struct Collector<'a> {
    how: &'a Look<'a>,
    /// Whether the status of comments is hidden, except that of placeholders of deleted comments.
    ignores_status: bool,
    on_progress: &'a mut dyn FnMut(usize),
    dump: Dump,
    loose_marks: LooseMarks,
    batch: Vec<Comment>,
    n_batch_bytes: usize,
    /// The number and the size of the input that is being read, and the number of comments before it.
    input: u32,
    n_input_bytes: u64,
    n_before_input: usize,
}

impl<'a> Collector<'a> {
    /// A collector without records. `on_progress` gets the number of comments after each batch.
    pub fn new(
        how: &'a Look<'a>,
        ignores_status: bool,
        on_progress: &'a mut dyn FnMut(usize),
    ) -> Collector<'a> {
        Collector {
            how,
            ignores_status,
            on_progress,
            dump: Dump::default(),
            loose_marks: LooseMarks::default(),
            batch: Vec::new(),
            n_batch_bytes: 0,
            input: 0,
            n_input_bytes: 0,
            n_before_input: 0,
        }
    }

    /// Begins an input with this number and size. The records that follow belong to it.
    pub fn start_input(&mut self, number: u32, n_bytes: u64) {
        self.look_at_batch();
        self.input = number;
        self.n_input_bytes = n_bytes;
        self.n_before_input = self.dump.comments.len();
    }

    /// Takes the next record.
    pub fn take(&mut self, record: Record) {
        match record {
            Record::Comment(comment) => {
                self.n_batch_bytes += comment.body.len();
                self.batch.push(*comment);
                if self.batch.len() == BATCH || BATCH_BYTES <= self.n_batch_bytes {
                    self.look_at_batch();
                }
            }
            Record::Marks { comment, marks } => self.loose_marks.add(self.input, &comment, marks),
            Record::Post(post) => {
                self.dump.posts.push(look_at_post(&post));
            }
            Record::Site(address) => self.dump.sites.extend(Site::parse(&address)),
            Record::Owner(owner) => self.dump.owners.push(owner),
            Record::Damage(damage) => self.dump.damages.push(damage),
            Record::Note(note) => self.dump.notes.push(note),
        }
    }

    /// Ends the last input. Returns the dump, and the marks that are not assigned to their comments yet.
    pub fn finish(mut self) -> (Dump, LooseMarks) {
        self.look_at_batch();
        self.dump.damages.extend(self.loose_marks.losses());
        self.dump.comments.shrink_to_fit();
        (self.dump, self.loose_marks)
    }

    fn look_at_batch(&mut self) {
        self.reserve();
        let (how, ignores_status) = (self.how, self.ignores_status);
        let looked = self.batch.par_iter_mut().map(|comment| {
            if ignores_status && comment.status != Status::Deleted {
                comment.status = Status::Unknown;
            }
            look(comment, how)
        });
        let comments: &mut Vec<Facts> = &mut self.dump.comments;
        let n_before = comments.len();
        comments.par_extend(looked);
        let shingles = comments[n_before..].iter_mut().map(|facts: &mut Facts| &mut facts.shingles);
        SharedList::regroup(&mut shingles.collect::<Vec<_>>(), |_| true);
        // Freed on the thread that allocated them.
        self.batch.clear();
        self.n_batch_bytes = 0;
        (self.on_progress)(comments.len());
    }

    /// Reserves memory for the rest of the input, extrapolated from the bytes read so far. At most eight times the
    /// current number, because the comments may all be at the start.
    fn reserve(&mut self) {
        const MOST_TIMES: usize = 8;
        let comments: &mut Vec<Facts> = &mut self.dump.comments;
        let n_there = comments.len() + self.batch.len();
        let n_bytes_read = self.batch.last().map_or(0, |comment| comment.end).max(1);
        if comments.capacity() < n_there {
            let n_in_input = n_there - self.n_before_input;
            let n_of_input = n_in_input as f64 * self.n_input_bytes as f64 / n_bytes_read as f64;
            let n_expected = self.n_before_input.saturating_add(n_of_input as usize);
            comments.reserve_exact(n_expected.clamp(n_there, MOST_TIMES * n_there) - comments.len());
        }
    }
}

//! Progress of long steps, on a terminal only.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressStyle};

use super::arguments::Speech;
use crate::pipeline::Progress;

/// How often a step without figures shows that it is going on.
const TICK: Duration = Duration::from_millis(120);

/// The bar that is on the terminal now, which steps aside for messages.
static SHOWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// A step that is going on; it disappears from the terminal when it is dropped.
pub struct Step(ProgressBar);

impl Step {
    /// Reading inputs of so many bytes: how far it is, how fast, and how long it will take.
    pub fn reading(speech: &Speech, n_bytes: u64) -> Step {
        let template = "reading {bar:24} {percent:>3} %, {msg}{binary_bytes_per_sec}, {eta} left";
        Step::new(speech, ProgressBar::new(n_bytes), template)
    }

    /// A step whose end can't be foreseen, such as `judging 1,200 comments`.
    pub fn working(speech: &Speech, what: String) -> Step {
        let step =
            Step::new(speech, ProgressBar::new_spinner().with_message(what), "{spinner} {msg}, {elapsed}");
        step.0.enable_steady_tick(TICK);
        step
    }

    /// Writing an output, unless it goes to the terminal itself.
    pub fn writing(speech: &Speech, output: Option<&Path>, what: &str) -> Step {
        if output.is_none() && std::io::stdout().is_terminal() {
            return Step(ProgressBar::hidden());
        }
        Step::working(speech, format!("writing {what}"))
    }

    /// Shows how far reading is.
    pub fn show(&self, progress: Progress) {
        self.0.set_message(format!("{} comments, ", HumanCount(progress.n_comments as u64)));
        self.0.set_position(progress.n_bytes);
    }

    fn new(speech: &Speech, bar: ProgressBar, template: &str) -> Step {
        if speech.quiet || !std::io::stderr().is_terminal() {
            return Step(ProgressBar::hidden());
        }
        let bar = bar.with_style(ProgressStyle::with_template(template).expect("the template is valid"));
        *SHOWN.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar.clone());
        Step(bar)
    }
}

/// Prints a message while no bar is on its line.
pub fn print_above(print: impl FnOnce()) {
    match &*SHOWN.lock().unwrap_or_else(PoisonError::into_inner) {
        Some(bar) => bar.suspend(print),
        None => print(),
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        if !self.0.is_hidden() {
            *SHOWN.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        self.0.finish_and_clear();
    }
}

//! The threads that look at comments.

use std::sync::mpsc::{self, Sender};
use std::thread;

use rayon::{ThreadBuilder, ThreadPoolBuilder};

use super::arguments::Judging;
use super::report::warn;
use crate::error::{ErrorKind, Result};

/// The number of threads that may be asked for on any machine.
const ALWAYS_ALLOWED: usize = 16;

/// Starts the number of threads that the arguments name, by default one per core, or as many of them as the system
/// allows. Where it allows none, the main thread does the work.
pub fn start(judging: &Judging) -> Result<()> {
    let n_cores = thread::available_parallelism().map_or(1, usize::from);
    let most = ALWAYS_ALLOWED.max(2 * n_cores);
    let n_wanted = judging.threads.filter(|n_threads| 0 < *n_threads).unwrap_or(n_cores);
    let n_allowed = n_wanted.min(most);
    if n_allowed < n_wanted && !judging.speech.quiet {
        warn(&format!("--threads {n_wanted}: {most} threads are started, the most for {n_cores} cores"));
    }
    let mut waiting: Vec<Sender<ThreadBuilder>> = (0..n_allowed).map_while(|_| waiting_thread()).collect();
    let n_started = waiting.len();
    if n_started < n_allowed && !judging.speech.quiet {
        warn(&format!("the system allows {n_started} of {n_allowed} threads; the run may take longer"));
    }
    let outcome = match n_started {
        0 => ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global(),
        _ => {
            let pool = ThreadPoolBuilder::new().num_threads(n_started);
            let hand_over = |worker| match waiting.pop() {
                Some(thread) => {
                    thread.send(worker).map_err(|_| std::io::Error::other("a thread ended early"))
                }
                None => Err(std::io::Error::other("there are more workers than threads")),
            };
            pool.spawn_handler(hand_over).build_global()
        }
    };
    outcome.map_err(|error| ErrorKind::Usage(format!("the threads can't be started: {error}")).into())
}

/// Starts a thread that waits for its work; `None` if the system refuses. All threads are started before the pool is
/// built, because a pool that lacks one can't be built again.
fn waiting_thread() -> Option<Sender<ThreadBuilder>> {
    let (sender, receiver) = mpsc::channel::<ThreadBuilder>();
    let work = move || {
        if let Ok(worker) = receiver.recv() {
            worker.run();
        }
    };
    thread::Builder::new().spawn(work).ok().map(|_| sender)
}

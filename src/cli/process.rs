//! What the process asks of the system before a command runs.

/// Removes temporary files when a signal ends the process, which then ends as if nothing had handled the signal.
#[cfg(unix)]
pub fn handle_signals() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    use crate::write::remove_temporary_files;

    let Ok(mut signals) = Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
    let wait = move || {
        for signal in signals.forever() {
            remove_temporary_files();
            let _ = emulate_default_handler(signal);
        }
    };
    // Without a thread, which a full system refuses, a signal ends the process at once, as its default is.
    let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(wait);
}

/// Raises the limit of open files to what the system allows: every output is open until all are complete.
#[cfg(unix)]
pub fn raise_file_limit() {
    use rustix::process::{Resource, getrlimit, setrlimit};

    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    let _ = setrlimit(Resource::Nofile, limit);
}

#[cfg(not(unix))]
pub fn handle_signals() {}

#[cfg(not(unix))]
pub fn raise_file_limit() {}

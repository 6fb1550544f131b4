//! How a run of the program ended.

use std::process::Output;

/// The exit code is `code`, and standard error says each of `words` and of no panic. Gives standard output.
#[track_caller]
pub fn check(command: &str, result: Output, code: i32, words: &[&str]) -> String {
    let stderr = String::from_utf8(result.stderr).unwrap();
    assert_eq!(result.status.code(), Some(code), "threadsift {command}\n{stderr}");
    for word in words {
        assert!(stderr.contains(word), "threadsift {command} does not say {word:?}:\n{stderr}");
    }
    assert!(!stderr.contains("panicked"), "{stderr}");
    String::from_utf8(result.stdout).unwrap()
}

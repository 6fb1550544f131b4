//! A folder of its own for one test, and the command run in it.

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;

use super::outcome;

pub const DONE: i32 = 0;
pub const FAILED: i32 = 1;
pub const USAGE: i32 = 2;
pub const SALVAGED: i32 = 3;

/// A folder of its own for one test.
pub struct Desk(pub tempfile::TempDir);

impl Desk {
    pub fn new() -> Desk {
        Desk(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), bytes).unwrap();
    }

    /// The tool with arguments, in this folder.
    pub fn tool(&self, arguments: &str) -> Command {
        let mut tool = Command::new(env!("CARGO_BIN_EXE_threadsift"));
        tool.current_dir(self.0.path()).args(arguments.split_whitespace());
        tool
    }

    /// Runs a command; the exit code is `code` and standard error says each of `words`. Gives standard output.
    #[track_caller]
    pub fn check(&self, command: &str, code: i32, words: &[&str]) -> String {
        self.check_fed(command, b"", code, words)
    }

    #[track_caller]
    pub fn check_fed(&self, command: &str, fed: &[u8], code: i32, words: &[&str]) -> String {
        let result = self.tool(command).write_stdin(fed).output().unwrap();
        outcome::check(command, result, code, words)
    }

    /// The ids that are read from these inputs, with the names of their inputs.
    #[track_caller]
    pub fn check_read(&self, inputs: &str, code: i32, words: &[&str], expected: &[&str]) {
        let decisions = self.check(&format!("triage {inputs} --format ndjson"), code, words);
        assert_eq!(read(&decisions), expected, "{inputs}");
    }
}

/// `source id` of every decision.
pub fn read(decisions: &str) -> Vec<String> {
    let line = |it: &str| {
        let row: serde_json::Value = serde_json::from_str(it).unwrap();
        format!("{} {}", row["source"].as_str().unwrap(), row["id"].as_str().unwrap())
    };
    decisions.lines().map(line).collect()
}

//! A folder of its own for one test, and the command run in it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use super::outcome;

/// The dump that comes with the tool.
pub const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sample.wordpress.xml");

const TOOL: &str = env!("CARGO_BIN_EXE_threadsift");

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

    /// A folder with the sample as `dump.xml`.
    pub fn with_sample() -> Desk {
        let desk = Desk::new();
        fs::copy(SAMPLE, desk.path("dump.xml")).unwrap();
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), bytes).unwrap();
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names of all files, hidden ones too, sorted.
    pub fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// A program that runs in this folder and keeps its temporary files there.
    pub fn program(&self, name: &str) -> Command {
        let mut program = Command::new(name);
        program.current_dir(&self.0).env("TMPDIR", self.0.path());
        program
    }

    /// The tool with arguments.
    pub fn tool(&self, arguments: &str) -> Command {
        let mut tool = self.program(TOOL);
        tool.args(arguments.split_whitespace());
        tool
    }

    /// Runs the tool.
    pub fn run(&self, arguments: &str) -> Output {
        self.tool(arguments).output().unwrap()
    }

    /// Runs a script of the shell, in which `$tool` is the tool.
    #[cfg(unix)]
    pub fn shell(&self, script: &str) -> Output {
        self.program("sh").args(["-c", script]).env("tool", TOOL).output().unwrap()
    }

    /// Runs a command; the exit code is `code` and standard error says each of `words`. Gives standard output.
    #[track_caller]
    pub fn check(&self, command: &str, code: i32, words: &[&str]) -> String {
        self.check_fed(command, b"", code, words)
    }

    #[track_caller]
    pub fn check_fed(&self, command: &str, fed: &[u8], code: i32, words: &[&str]) -> String {
        let mut tool = assert_cmd::Command::from_std(self.tool(command));
        let result = tool.write_stdin(fed).output().unwrap();
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
    let line = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        format!("{} {}", row["source"].as_str().unwrap(), row["id"].as_str().unwrap())
    };
    decisions.lines().map(line).collect()
}

//! How the source hangs together: the order of the modules, the size of the files, who touches files and who prints.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of `src/` without its tests.
struct Source {
    /// The path below `src/`.
    path: String,
    text: String,
}

impl Source {
    /// The module of the library that the file belongs to: `knowledge` for `knowledge/clusters.rs`.
    fn module(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap_or_default()
    }

    /// Lines of code with their numbers; comments are left out.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// No line of the files that `is_meant` picks has a trouble.
#[track_caller]
fn check(is_meant: impl Fn(&Source) -> bool, trouble: impl Fn(&Source, &str) -> Option<String>) {
    let mut troubles = Vec::new();
    for source in sources().iter().filter(|it| is_meant(it)) {
        for (number, line) in source.lines() {
            troubles.extend(trouble(source, line).map(|it| format!("src/{}:{number}: {it}", source.path)));
        }
    }
    assert!(troubles.is_empty(), "\n{}", troubles.join("\n"));
}

/// Is it part of the program and not of the library?
fn is_program(source: &Source) -> bool {
    matches!(source.module(), "cli" | "main")
}

#[test]
fn a_module_uses_only_those_above_it() {
    let order = module_order();
    let rank = |module: &str| order.iter().position(|it| it == module);
    let is_module = |it: &Source| !is_program(it) && it.module() != "lib";
    check(is_module, |source, line| {
        let own = rank(source.module()).expect("every module is in lib.rs");
        let below = used_modules(line).into_iter().find(|it| rank(it).is_some_and(|used| own < used));
        below.map(|it| format!("{} stands above {it} and uses it", source.module()))
    });
}

#[test]
fn the_library_does_not_know_the_program() {
    check(|it| !is_program(it), |_, line| line.contains("crate::cli").then(|| line.to_owned()));
}

#[test]
fn only_readers_writers_and_the_program_touch_files() {
    const FILES: &[&str] =
        &["std::fs", "File::open", "File::create", "OpenOptions", "tempfile::", "std::net"];
    let stays_away = |it: &Source| !is_program(it) && !matches!(it.module(), "read" | "write");
    check(stays_away, |_, line| FILES.iter().any(|it| line.contains(it)).then(|| line.to_owned()));
}

#[test]
fn no_clock_no_chance_no_place_shows_in_a_stage() {
    const SURROUNDINGS: &[&str] =
        &["SystemTime", "Instant::now", "Timestamp::now", "Zoned::now", "std::env", "RandomState", "rand::"];
    check(
        |it| !is_program(it),
        |_, line| SURROUNDINGS.iter().any(|it| line.contains(it)).then(|| line.to_owned()),
    );
}

#[test]
fn the_library_does_not_print() {
    const PRINTING: &[&str] =
        &["println!", "print!(", "eprint", "dbg!", "io::stdout", "io::stderr", "process::exit"];
    check(
        |it| !is_program(it),
        |_, line| PRINTING.iter().any(|it| line.contains(it)).then(|| line.to_owned()),
    );
}

#[test]
fn every_file_can_be_read_in_one_sitting() {
    const MOST_LINES: usize = 500;
    let too_long: Vec<String> = paths(&root())
        .into_iter()
        .map(|path| (fs::read_to_string(&path).unwrap().lines().count(), path))
        .filter(|(n_lines, _)| MOST_LINES < *n_lines)
        .map(|(n_lines, path)| format!("{} has {n_lines} lines", path.display()))
        .collect();
    assert!(too_long.is_empty(), "\n{}", too_long.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<PathBuf> =
        paths(&root()).into_iter().filter(|it| !fs::read_to_string(it).unwrap().starts_with("//!")).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn used_modules_are_found() {
    assert_eq!(used_modules("use crate::facts::{Dump, Facts};"), ["facts"]);
    assert_eq!(used_modules("use crate::{kind, lists::List};"), ["kind", "lists"]);
    assert_eq!(used_modules("fn f(x: crate::error::Error, y: &crate::kind::Kind)"), ["error", "kind"]);
}

/// The modules in the order in which `lib.rs` lists them.
fn module_order() -> Vec<String> {
    let lib = fs::read_to_string(root().join("lib.rs")).unwrap();
    let names =
        lib.lines().filter_map(|it| it.trim().strip_prefix("pub mod ").or(it.trim().strip_prefix("mod ")));
    names.filter_map(|it| it.strip_suffix(';')).map(str::to_owned).collect()
}

/// The modules that a line names: `crate::facts::Facts` names `facts`, `crate::{kind, lists::List}` two.
fn used_modules(line: &str) -> Vec<&str> {
    let mut modules = Vec::new();
    for (start, found) in line.match_indices("crate::") {
        let rest = &line[start + found.len()..];
        let is_word = |it: char| it.is_alphanumeric() || it == '_';
        match rest.strip_prefix('{') {
            Some(list) => {
                let list = list.split('}').next().unwrap_or_default();
                modules.extend(list.split(',').filter_map(|it| it.trim().split("::").next()));
            }
            None => modules.extend(rest.split(|it| !is_word(it)).next()),
        }
    }
    modules
}

fn sources() -> Vec<Source> {
    let sources = paths(&root()).into_iter().map(|path| {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
        let path = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        Source { path, text: code }
    });
    sources.collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn paths(folder: &Path) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            paths.extend(self::paths(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            paths.push(path);
        }
    }
    paths.sort();
    paths
}

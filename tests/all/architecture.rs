//! How the source hangs together: the order of the modules, the size of the files, who touches files and who prints.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file below `src/`, without its test module.
struct Source {
    /// The path below `src/`, with forward slashes.
    path: String,
    code: String,
}

impl Source {
    /// The top-level module that the file belongs to: `knowledge` for `knowledge/clusters.rs`.
    fn module(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap_or_default()
    }

    /// Lines of code with their numbers. Comment lines are left out.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.code.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// Fails with every line of the selected files in which `trouble` finds something.
#[track_caller]
fn check(is_selected: impl Fn(&Source) -> bool, trouble: impl Fn(&Source, &str) -> Option<String>) {
    let mut troubles = Vec::new();
    for source in sources().iter().filter(|source| is_selected(source)) {
        for (number, line) in source.lines() {
            troubles
                .extend(trouble(source, line).map(|what| format!("src/{}:{number}: {what}", source.path)));
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
    let rank = |module: &str| order.iter().position(|listed| listed == module);
    let mut troubles = Vec::new();
    for source in sources().iter().filter(|source| !is_program(source) && source.module() != "lib") {
        let own = rank(source.module()).expect("every module is in lib.rs");
        let code: String = source.lines().flat_map(|(_, line)| [line, "\n"]).collect();
        let below = used_modules(&code).into_iter().filter(|used| rank(used).is_some_and(|used| own < used));
        troubles.extend(below.map(|used| format!("src/{} uses {used}, which is below it", source.path)));
    }
    assert!(troubles.is_empty(), "\n{}", troubles.join("\n"));
}

#[test]
fn the_library_does_not_know_the_program() {
    check(|source| !is_program(source), |_, line| line.contains("crate::cli").then(|| line.to_owned()));
}

#[test]
fn only_readers_writers_and_the_program_touch_files() {
    const FILES: &[&str] =
        &["std::fs", "File::open", "File::create", "fs::OpenOptions", "tempfile::", "std::net"];
    let stays_away =
        |source: &Source| !is_program(source) && !matches!(source.module(), "input" | "read" | "write");
    check(stays_away, |_, line| FILES.iter().any(|word| line.contains(word)).then(|| line.to_owned()));
}

#[test]
fn no_clock_no_chance_no_place_shows_in_a_stage() {
    const SURROUNDINGS: &[&str] =
        &["SystemTime", "Instant::now", "Timestamp::now", "Zoned::now", "std::env", "RandomState", "rand::"];
    check(
        |source| !is_program(source),
        |_, line| SURROUNDINGS.iter().any(|word| line.contains(word)).then(|| line.to_owned()),
    );
}

#[test]
fn positions_of_comments_people_pages_and_posts_have_types() {
    const BARE: &[&str] =
        &["comment: usize", "person: usize", "page: usize", "post: usize", "dyn Fn(usize)", "(index: usize"];
    // What these modules index is local: bytes, words, the bits of a set.
    let is_local = |source: &Source| {
        matches!(source.module(), "input" | "read" | "text" | "near" | "facts" | "logistic")
    };
    check(
        |source| !is_local(source),
        |_, line| BARE.iter().any(|word| line.contains(word)).then(|| line.to_owned()),
    );
}

#[test]
fn the_library_does_not_print() {
    const PRINTING: &[&str] =
        &["println!", "print!(", "eprint", "dbg!", "io::stdout", "io::stderr", "process::exit"];
    // Outputs that are named `/dev/stdout` get a handle of that stream, to which only they are written.
    let names_streams = |source: &Source| source.path == "write/destination.rs";
    check(
        |source| !is_program(source) && !names_streams(source),
        |_, line| PRINTING.iter().any(|word| line.contains(word)).then(|| line.to_owned()),
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
    let silent: Vec<PathBuf> = paths(&root())
        .into_iter()
        .filter(|path| !fs::read_to_string(path).unwrap().starts_with("//!"))
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn used_modules_are_found() {
    assert_eq!(used_modules("use crate::facts::{Dump, Facts};"), ["facts"]);
    assert_eq!(used_modules("use crate::{kind, lists::List};"), ["kind", "lists"]);
    assert_eq!(used_modules("use crate::{\n    kind::{Kind, KINDS},\n    lists,\n};"), ["kind", "lists"]);
    assert_eq!(used_modules("fn f(x: crate::error::Error, y: &crate::kind::Kind)"), ["error", "kind"]);
}

#[test]
fn only_the_test_module_at_the_end_is_left_out() {
    let field = "struct Join {\n    #[cfg(test)]\n    n_steps: u64,\n}\n";
    assert_eq!(without_tests(field), field);
    assert_eq!(without_tests("fn f() {}\n#[cfg(test)]\nmod tests {\n    use super::*;\n}\n"), "fn f() {}\n");
    for path in paths(&root()) {
        let text = fs::read_to_string(&path).unwrap();
        let tests = &text[without_tests(&text).len()..];
        let ends = tests.lines().filter(|line| *line == "}").count();
        assert!(ends <= 1, "{} has code after its test module", path.display());
    }
}

/// The modules in the order in which `lib.rs` lists them.
fn module_order() -> Vec<String> {
    let lib = fs::read_to_string(root().join("lib.rs")).unwrap();
    let names = lib
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod ").or(line.trim().strip_prefix("mod ")));
    names.filter_map(|line| line.strip_suffix(';')).map(str::to_owned).collect()
}

/// The modules that code names: `crate::facts::Facts` names `facts`, `crate::{kind, lists::List}` two.
fn used_modules(code: &str) -> Vec<&str> {
    let mut modules = Vec::new();
    for (start, found) in code.match_indices("crate::") {
        let rest = &code[start + found.len()..];
        match rest.strip_prefix('{') {
            Some(list) => modules.extend(entries(list)),
            None => modules.extend(first_word(rest)),
        }
    }
    modules
}

/// The first words of a comma-separated list that ends with its closing brace.
fn entries(list: &str) -> Vec<&str> {
    let mut depth = 0;
    let mut words = Vec::new();
    let mut start = 0;
    for (place, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => {
                words.extend(first_word(&list[start..place]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                words.extend(first_word(&list[start..place]));
                start = place + 1;
            }
            _ => {}
        }
    }
    words
}

fn first_word(text: &str) -> Option<&str> {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    text.trim_start().split(|character| !is_word(character)).next().filter(|word| !word.is_empty())
}

fn sources() -> Vec<Source> {
    let sources = paths(&root()).into_iter().map(|path| {
        let text = fs::read_to_string(&path).unwrap();
        let code = without_tests(&text).to_owned();
        let path = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        Source { path, code }
    });
    sources.collect()
}

/// The text before the test module, which is the last item of a file.
fn without_tests(text: &str) -> &str {
    const TEST_MODULE: &str = "#[cfg(test)]\nmod ";
    let is_item = |place: &usize| *place == 0 || text[..*place].ends_with('\n');
    text.match_indices(TEST_MODULE).map(|found| found.0).find(is_item).map_or(text, |end| &text[..end])
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
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
    paths.sort();
    paths
}

//! Where the dumps of the repository lie.

use std::path::{Path, PathBuf};

/// The sample and the inputs of the tests, sorted.
pub fn paths() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![root.join("data/sample.wordpress.xml")];
    paths.extend(["tests/cases", "tests/sql"].iter().flat_map(|folder| inputs(&root.join(folder))));
    paths.sort();
    paths
}

fn inputs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(inputs(&path));
        } else if name.starts_with("input") || name.ends_with(".sql") {
            found.push(path);
        }
    }
    found
}

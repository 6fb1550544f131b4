//! Expected texts in files. `UPDATE_SNAPSHOTS=1 cargo test` writes what the tests found instead of comparing.

use std::fs;
use std::path::{Path, PathBuf};

use similar::TextDiff;

/// Whether expectations are renewed.
pub fn is_update() -> bool {
    std::env::var_os("UPDATE_SNAPSHOTS").is_some_and(|value| value == "1")
}

/// Compares a text with the file that holds what is expected, or renews the file.
#[track_caller]
pub fn check(path: &Path, found: &str) {
    let expected = fs::read_to_string(path).unwrap_or_default();
    if is_update() {
        fs::write(path, found).unwrap();
    } else if expected != found {
        let difference = TextDiff::from_lines(&expected, found);
        let difference = difference.unified_diff().header("expected", "found").to_string();
        let advice = "if this is wanted: UPDATE_SNAPSHOTS=1 cargo test";
        panic!("{} differs ({advice})\n{difference}", path.display());
    }
}

/// The path of a file or folder in `tests/`.
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// One test for each entry of a folder below `tests/`, with the entry's name in `snake_case`: `check(path)` panics if
/// the entry does not hold. Another test compares the list with the folder.
macro_rules! one_test_per_entry {
    ($folder:literal, $suffix:literal, $check:path, $($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                let name = stringify!($name).replace('_', "-") + $suffix;
                $check(&crate::shared::snapshot::path($folder).join(name));
            }
        )*

        #[test]
        fn every_entry_of_the_folder_has_a_test() {
            let entries = std::fs::read_dir(crate::shared::snapshot::path($folder)).unwrap();
            let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
            let names = names.filter(|name| !["README.md", "inputs"].contains(&name.as_str()));
            let names = names.map(|name| name.strip_suffix($suffix).unwrap_or(&name).replace('-', "_"));
            let listed = [$(stringify!($name)),*];
            let missing: Vec<String> = names.filter(|name| !listed.contains(&name.as_str())).collect();
            assert!(missing.is_empty(), "list the new entries of tests/{} in {}: {missing:?}", $folder, file!());
        }
    };
}

pub(crate) use one_test_per_entry;

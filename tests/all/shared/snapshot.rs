//! Expected texts in files. `UPDATE_SNAPSHOTS=1 cargo test` writes what the tests found instead of comparing.

/// Whether expectations are renewed.
pub fn is_update() -> bool {
    std::env::var_os("UPDATE_SNAPSHOTS").is_some_and(|value| value == "1")
}

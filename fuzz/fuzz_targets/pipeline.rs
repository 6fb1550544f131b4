//! The whole pipeline: open, read, judge, write decisions, convert to every format, and read back.

#![no_main]

use std::io::Write;
use std::sync::LazyLock;

use threadsift::internals::config::Config;
use threadsift::internals::model::Model;
use threadsift::internals::pipeline;
use threadsift::internals::read::{Columns, Input};
use threadsift::internals::write::{Conversion, OUTPUTS, Results, Style, TARGETS};

/// Loaded once for all inputs.
static MODEL: LazyLock<Model> = LazyLock::new(|| Model::shipped().expect("the shipped model is sound"));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some(input) = open(bytes) else { return };
    let (inputs, columns, config) = (vec![input], Columns::default(), Config::default());
    let Ok(dump) = pipeline::read(&inputs, &columns, &config, &MODEL, &mut |_| {}) else { return };
    let n_comments = dump.comments.len();
    let judged = pipeline::judge(dump, &MODEL, &config);
    assert_eq!(judged.decisions.len(), n_comments);
    let results = Results { judged: &judged, inputs: &inputs, columns: &columns, style: Style::default() };
    for output in OUTPUTS {
        (output.write)(&results, &mut std::io::sink()).expect("decisions can be written");
    }
    for target in TARGETS {
        let mut written = Vec::new();
        let conversion = Conversion::everything(&inputs, &columns);
        let converted = (target.write)(&conversion, &mut written).expect("comments can be written");
        assert_eq!(converted.n_comments, n_comments);
        if 0 < n_comments {
            let again = vec![open(&written).expect("what was written can be opened")];
            let dump = pipeline::read(&again, &columns, &config, &MODEL, &mut |_| {}).expect("and read");
            assert_eq!(dump.comments.len(), n_comments, "as {}", target.name);
        }
    }
});

fn open(bytes: &[u8]) -> Option<Input> {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("it can be written");
    Input::open(file.path(), None).ok()
}

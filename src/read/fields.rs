//! What the bytes of a field say: foreign bytes, control characters, references.

/// What is wrong with the texts of a record's fields and what was done about it, as the rest of the sentence “the field has …”.
/// `n_foreign` bytes of it were not UTF-8. Control characters that XML forbids are kept.
pub fn trouble(texts: &[impl AsRef<str>], n_foreign: usize) -> Option<String> {
    if 0 < n_foreign {
        return Some(format!("{n_foreign} bytes that are not UTF-8; they were read as Windows-1252"));
    }
    // No branches, so that many bytes are looked at in one step; there are none to count, as a rule.
    let has_controls = |text: &str| text.bytes().fold(false, |has_any, byte| has_any | is_forbidden(byte));
    let n_controls = |text: &str| match has_controls(text) {
        true => text.bytes().filter(|byte| is_forbidden(*byte)).count(),
        false => 0,
    };
    match texts.iter().map(|it| n_controls(it.as_ref())).sum() {
        0 => None,
        n => Some(format!("{n} control characters; they are ignored when texts are compared")),
    }
}

/// Resolves the references in a name or an address that an exporter had escaped for HTML.
pub fn unescape(text: String) -> String {
    if text.contains('&') { htmlize::unescape(text.as_str()).into_owned() } else { text }
}

/// Appends what `&name;` stands for. A reference that stands for nothing XML allows is kept as it was written.
pub fn append_reference(name: &str, text: &mut String) {
    text.push_str(&htmlize::unescape(format!("&{name};")));
}

/// C0 control characters other than tab, line feed and carriage return.
fn is_forbidden(byte: u8) -> bool {
    (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r')
}

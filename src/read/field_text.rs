//! The text of a field: what is wrong with its bytes, and HTML character references in it.

/// Describes what is wrong with the texts of a record and how they were read, as the end of the sentence “the record
/// has …”. `None` if nothing is.
///
/// `n_foreign` is the number of bytes that were not UTF-8. Control characters that XML forbids are kept in the texts.
pub fn describe_damage(texts: &[impl AsRef<str>], n_foreign: usize) -> Option<String> {
    match n_foreign {
        0 => {}
        1 => return Some("1 byte that is not UTF-8; it was read as Windows-1252".to_owned()),
        n => return Some(format!("{n} bytes that are not UTF-8; they were read as Windows-1252")),
    }
    let n_controls = |text: &str| text.bytes().filter(|byte| is_forbidden_in_xml(*byte)).count();
    match texts.iter().map(|text| n_controls(text.as_ref())).sum::<usize>() {
        0 => None,
        1 => Some("1 control character; it is ignored when texts are compared".to_owned()),
        n => Some(format!("{n} control characters; they are ignored when texts are compared")),
    }
}

/// Resolves the character references in a name or an address that an exporter had escaped for HTML.
pub fn unescape_html(text: String) -> String {
    if text.contains('&') { htmlize::unescape(text.as_str()).into_owned() } else { text }
}

/// Appends the character that `&name;` refers to. An unknown reference is kept as it was written.
pub fn append_reference(name: &str, text: &mut String) {
    text.push_str(&htmlize::unescape(format!("&{name};")));
}

/// Whether a byte is a C0 control character other than tab, line feed and carriage return.
fn is_forbidden_in_xml(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')
}

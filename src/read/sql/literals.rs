//! The values of SQL literals: quoted texts and hexadecimal digits.

use super::tables::Value;

/// Resolves the escapes of a quoted text as MySQL does: backslash sequences and doubled quotation marks.
pub fn unescape(text: String, quote: char) -> String {
    if !text.contains(['\\', quote]) {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        if char == quote {
            chars.next();
            plain.push(quote);
        } else if char == '\\' && quote != '`' {
            match chars.next() {
                Some('0') => plain.push('\0'),
                Some('Z') => plain.push('\u{1a}'),
                Some('b') => plain.push('\u{8}'),
                Some('n') => plain.push('\n'),
                Some('r') => plain.push('\r'),
                Some('t') => plain.push('\t'),
                Some(wildcard @ ('%' | '_')) => plain.extend(['\\', wildcard]),
                other => plain.extend(other),
            }
        } else {
            plain.push(char);
        }
    }
    plain
}

/// Decodes hexadecimal digits. Bytes that are not UTF-8 are read as Windows-1252.
pub fn decode_hex(digits: &str) -> Value {
    let digit =
        |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0);
    // The first of an odd number of digits is a byte of its own.
    let (first, pairs) = digits.as_bytes().split_at(digits.len() % 2);
    let pairs = pairs.chunks_exact(2).map(|pair| digit(&pair[0]) << 4 | digit(&pair[1]));
    let bytes: Vec<u8> = first.iter().map(digit).chain(pairs).collect();
    let (mut text, mut n_foreign) = (String::with_capacity(bytes.len()), 0);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        n_foreign += chunk.invalid().len();
    }
    Value { text, n_foreign }
}

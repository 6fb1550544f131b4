//! JSON that is safe to print: characters that could control a terminal are escaped. JSON allows such escapes but does
//! not require them, so the serializer leaves these characters as they are.

use std::io::{self, Write};

use serde::Serialize;

use super::safe::is_harmless;

/// Writes a value as JSON on one line, and ends the line.
pub fn write_line(to: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    write_harmless(to, &serde_json::to_string(value)?)?;
    to.write_all(b"\n")
}

/// Writes a value as indented JSON, and ends the last line.
pub fn write_indented(to: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    write_harmless(to, &serde_json::to_string_pretty(value)?)?;
    to.write_all(b"\n")
}

/// Writes the output of the serializer. It has already escaped line breaks and all ASCII control characters except
/// DEL.
fn write_harmless(to: &mut dyn Write, json: &str) -> io::Result<()> {
    let mut n_written = 0;
    // The first bytes of non-ASCII characters, and DEL, the last ASCII character.
    for (at, _) in json.bytes().enumerate().filter(|(_, byte)| matches!(byte, 0x7f | 0xc2..)) {
        let Some(char) = json[at..].chars().next().filter(|char| !is_harmless(*char)) else { continue };
        to.write_all(&json.as_bytes()[n_written..at])?;
        for unit in char.encode_utf16(&mut [0; 2]) {
            write!(to, "\\u{unit:04x}")?;
        }
        n_written = at + char.len_utf8();
    }
    to.write_all(&json.as_bytes()[n_written..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_could_control_a_terminal_are_escaped() {
        for char in ('\0'..=char::MAX).filter(|char| !is_harmless(*char)) {
            let text = format!("é{char}“{char}");
            let (mut line, mut indented) = (Vec::new(), Vec::new());
            write_line(&mut line, &text).expect("memory takes every byte");
            write_indented(&mut indented, &[&text]).expect("memory takes every byte");
            for written in [&line, &indented] {
                let written = str::from_utf8(written).expect("JSON is UTF-8");
                assert!(written.chars().all(|char| char == '\n' || is_harmless(char)), "{char:?}");
            }
            assert_eq!(serde_json::from_slice::<String>(&line).expect("JSON"), text);
            assert_eq!(serde_json::from_slice::<Vec<String>>(&indented).expect("JSON"), [text]);
        }
    }
}

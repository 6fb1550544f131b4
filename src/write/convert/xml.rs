//! XML 1.0 text: escaping, CDATA sections, and removal of forbidden characters.

use std::borrow::Cow;

/// XML elements, one per line.
#[derive(Default)]
pub struct Xml {
    /// The lines so far.
    pub text: String,
    /// The number of characters that were left out because XML forbids them.
    pub n_forbidden: usize,
}

impl Xml {
    /// Adds a line without escaping it.
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Adds an element with its text in a CDATA section. `]]>` in the text is split between two sections.
    pub fn cdata(&mut self, indent: &str, name: &str, text: &str) {
        let text = self.allowed(text).replace("]]>", "]]]]><![CDATA[>");
        let tag = name.split(' ').next().unwrap_or(name);
        self.line(&format!("{indent}<{name}><![CDATA[{text}]]></{tag}>"));
    }

    /// Adds an element with escaped text.
    pub fn plain(&mut self, indent: &str, name: &str, text: &str) {
        let text = escape(&self.allowed(text)).into_owned();
        self.line(&format!("{indent}<{name}>{text}</{name}>"));
    }

    /// The text without the characters that XML forbids: most control characters, U+FFFE and U+FFFF.
    fn allowed<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let is_forbidden = |char: char| {
            let is_control = char < ' ' && !matches!(char, '\t' | '\n' | '\r');
            is_control || matches!(char, '\u{fffe}' | '\u{ffff}')
        };
        let n_forbidden = text.chars().filter(|char| is_forbidden(*char)).count();
        self.n_forbidden += n_forbidden;
        match n_forbidden {
            0 => Cow::Borrowed(text),
            _ => Cow::Owned(text.chars().filter(|char| !is_forbidden(*char)).collect()),
        }
    }
}

/// Escapes the characters that have a meaning in HTML and XML.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#039;"),
            _ => escaped.push(char),
        }
    }
    Cow::Owned(escaped)
}

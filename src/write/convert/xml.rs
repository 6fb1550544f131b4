//! Text as XML 1.0 takes it.

use std::borrow::Cow;

/// Elements, a line each.
#[derive(Default)]
pub struct Xml {
    /// What was written so far.
    pub text: String,
    /// How many characters XML forbids were left out.
    pub n_forbidden: usize,
}

impl Xml {
    /// A line as it is.
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A start tag, a text as a CDATA section, an end tag. `]]>` in the text is split between two sections.
    pub fn cdata(&mut self, indent: &str, name: &str, text: &str) {
        let text = self.allowed(text).replace("]]>", "]]]]><![CDATA[>");
        let tag = name.split(' ').next().unwrap_or(name);
        self.line(&format!("{indent}<{name}><![CDATA[{text}]]></{tag}>"));
    }

    /// The same without CDATA.
    pub fn plain(&mut self, indent: &str, name: &str, text: &str) {
        let text = escape(&self.allowed(text)).into_owned();
        self.line(&format!("{indent}<{name}>{text}</{name}>"));
    }

    /// Without the characters that no XML can hold: most control characters and two that are none.
    fn allowed<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let is_allowed = |it: char| !matches!(it, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
        let n_forbidden = text.chars().filter(|it| !is_allowed(*it)).count();
        self.n_forbidden += n_forbidden;
        match n_forbidden {
            0 => Cow::Borrowed(text),
            _ => Cow::Owned(text.chars().filter(|it| is_allowed(*it)).collect()),
        }
    }
}

/// Text in which HTML and XML see no markup.
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

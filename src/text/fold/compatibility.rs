//! Compatibility forms: full-width letters, ligatures, combining accents.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfkc};

/// Brings a text into Normalization Form KC (Unicode Standard Annex 15).
pub fn compose(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfkc(text) { Cow::Borrowed(text) } else { text.nfkc().collect() }
}

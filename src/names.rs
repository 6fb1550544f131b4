//! Words for enumerations: `Display`, `FromStr` and serde from a list of variants with names.

use thiserror::Error;

/// A word that names none of the variants of a type.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{word:?} is none of {expected}")]
pub struct UnknownName {
    /// The word.
    pub word: String,
    /// The words that there are, separated by commas.
    pub expected: String,
}

/// Implements `Display`, `FromStr`, `Serialize` and `Deserialize` for an enumeration with a method `name` and an array
/// of all variants.
macro_rules! named {
    ($name:ident, $all:expr) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::names::UnknownName;

            fn from_str(word: &str) -> Result<$name, Self::Err> {
                let found = $all.into_iter().find(|variant| variant.name() == word);
                found.ok_or_else(|| crate::names::UnknownName {
                    word: word.to_owned(),
                    expected: $all.map($name::name).join(", "),
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let word = String::deserialize(deserializer)?;
                word.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use named;

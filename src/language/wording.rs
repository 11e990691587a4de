//! English words as a text of the program has them: written in the program, or read from results that
//! hold such a text. In little room, since findings are many.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use arcstr::ArcStr;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Words that are part of the program, or that were read.
#[derive(Clone)]
pub enum Wording {
    /// Written in the program.
    Own(&'static str),
    /// Read.
    Read(ArcStr),
}

impl Deref for Wording {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Wording::Own(words) => words,
            Wording::Read(words) => words,
        }
    }
}

impl From<&'static str> for Wording {
    fn from(words: &'static str) -> Self {
        Wording::Own(words)
    }
}

impl Serialize for Wording {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Wording {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        ArcStr::deserialize(from).map(Wording::Read)
    }
}

// Words are the same wherever they come from.

impl PartialEq for Wording {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Wording {}

impl PartialEq<str> for Wording {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialOrd for Wording {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Wording {
    fn cmp(&self, other: &Self) -> Ordering {
        str::cmp(self, other)
    }
}

impl Hash for Wording {
    fn hash<H: Hasher>(&self, state: &mut H) {
        str::hash(self, state);
    }
}

impl fmt::Debug for Wording {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, to)
    }
}

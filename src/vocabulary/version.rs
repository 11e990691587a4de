//! Which of two sheets is the later version, by their names: "Q2", "Q2 old", "Q2 v2", "Q2 (2)".

use super::Vocabulary;
use crate::model::fold;

/// What the name of a sheet says about its version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetVersion {
    /// The name without the words that say a version.
    pub stem: String,
    /// A number that it gives itself.
    pub number: Option<u32>,
    /// −1 for "old" and "draft", 1 for "final" and "corrected".
    pub rank: i8,
    /// It calls itself a copy.
    pub copy: bool,
}

impl Vocabulary {
    /// Reads the name of a sheet.
    #[must_use]
    pub fn sheet_version(&self, name: &str) -> SheetVersion {
        let mut version = SheetVersion::default();
        let folded = fold(name);
        let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        // "Q2 (2)" is what a spreadsheet calls a copy of "Q2".
        if name.trim_end().ends_with(')')
            && words.last().is_some_and(|last| last.len() <= 2 && last.parse::<u8>().is_ok())
        {
            words.pop();
            version.copy = true;
        }
        let mut stem: Vec<&str> = Vec::new();
        let mut after_version = false;
        // "ispravka 2" is the second correction; "ispravka 2021" says the year.
        let last_number: Option<u32> =
            words.last().filter(|word| word.len() == 1).and_then(|word| word.parse().ok());
        if let (Some(number), [.., before, _]) = (last_number, words.as_slice())
            && self.words.is_word("version_new", before)
        {
            version.number = Some(number);
            words.pop();
        }
        for word in words {
            let digits = word.strip_prefix("ver").or_else(|| word.strip_prefix('v'));
            let number = digits.and_then(|digits| digits.parse().ok());
            if let Some(number) = number.or_else(|| word.parse().ok().filter(|_| after_version)) {
                version.number = Some(number);
                after_version = false;
            } else if self.words.is_word("version_word", word) {
                after_version = true;
            } else if self.words.is_word("version_old", word) {
                version.rank = -1;
            } else if self.words.is_word("version_new", word) {
                version.rank = 1;
            } else if self.words.is_word("version_copy", word) {
                version.copy = true;
            } else {
                stem.push(word);
            }
        }
        version.stem = stem.join(" ");
        version
    }
}

impl SheetVersion {
    /// Whether this one is the earlier; none where the names do not say.
    #[must_use]
    pub fn compare(&self, other: &SheetVersion) -> Option<bool> {
        let key = |v: &SheetVersion| (v.rank, v.number.unwrap_or(1));
        if self.stem != other.stem || key(self) == key(other) {
            return None;
        }
        Some(key(self) < key(other))
    }
}

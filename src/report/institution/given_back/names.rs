//! Names for sheets that are given back. In: what a sheet or a file is called by its sender. Out: a
//! name that Excel takes and that no other sheet of the return has. Never more than 31 characters.

use std::collections::BTreeSet;

use crate::language::Translation;
use crate::model::tidy;
use crate::report::institution::SheetOfFile;

/// As Excel counts, in UTF-16 units.
const LONGEST: usize = 31;

/// Names that are taken, in small letters: those of the return's own sheets, and those given so far.
pub(super) struct Names<'w> {
    words: &'w Translation,
    own: BTreeSet<String>,
    given: BTreeSet<String>,
}

impl<'w> Names<'w> {
    /// Names beside those of the return's own sheets.
    pub fn beside(taken: &[String], words: &'w Translation) -> Self {
        let own = taken.iter().map(|name| name.to_lowercase()).collect();
        Names { words, own, given: BTreeSet::new() }
    }

    /// The name under which a sheet is given back: its own, or its file's where it has none.
    pub fn name(&mut self, (file, sheet): &SheetOfFile) -> String {
        let written = sheet.as_deref().map(sound).filter(|name| !name.is_empty());
        let mut name = written.unwrap_or_else(|| sound(stem(file)));
        if name.is_empty() {
            name = "Sheet".to_owned();
        }
        // "History" is a name that Excel keeps for itself.
        // A name that is a text of the program would be translated as one.
        let translated = self.words.sheet(&name) != name;
        if self.own.contains(&name.to_lowercase()) || name.to_lowercase() == "history" || translated
        {
            name = cut(&format!("Sent {name}"), LONGEST);
        }
        let mut free = name.clone();
        let mut number = 2;
        while !self.given.insert(free.to_lowercase()) {
            let ending = format!(" ({number})");
            free = format!("{}{ending}", cut(&name, LONGEST - ending.len()).trim_end());
            number += 1;
        }
        free
    }
}

/// The name of a file without folders and ending.
fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A name without what Excel does not allow, and without what turns the direction of a text.
fn sound(name: &str) -> String {
    let kept = name.chars().filter_map(|c| match c {
        '*' | '?' | ':' | '[' | ']' | '\\' | '/' => Some('-'),
        '\t' | '\n' | '\r' => Some(' '),
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        '\u{fffe}' | '\u{ffff}' => None,
        c if c.is_control() => None,
        c => Some(c),
    });
    let text = tidy(&kept.collect::<String>());
    let bare = cut(text.trim_matches(['\'', ' ']), LONGEST);
    bare.trim_matches(['\'', ' ']).to_owned()
}

fn cut(name: &str, units: usize) -> String {
    let mut used = 0;
    let fits = |c: &char| {
        used += c.len_utf16();
        used <= units
    };
    name.chars().take_while(fits).collect()
}

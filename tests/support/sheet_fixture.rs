//! A fixture of an expenditure sheet as a text file. In: its text. Out: its sheets as a file, what
//! goes with them, and what is expected of them; and the same text with what is found put in.
//!
//! ```text
//! # What is difficult, and what is expected.
//! file: mup-q2.xlsx                    name of the file; sheet.xlsx where it is left out
//! plan: small                          tests/fixtures/sheets/plan/small.txt; then findings of matching come too
//! config:                              lines of earmark.toml, indented
//!     [words.headings]
//!     spent = ["Realizovano"]
//! not counted: A3 (the year)           a number that rightly is no entry, no total and in no finding
//! == sheet NAME [hidden]
//! …                                    rows, as support/fixture.rs writes them; the first line is row 1
//! == entries
//! NAME!C2 2200.00 1.1.7 Budget Q2 …    cell (with its sheet unless it is in the first), euros, code,
//!                                      source, quarter, each `-` where there is none; then `doubtful`
//!                                      and what else the row says: title body donor date doc why
//! == findings
//! W0304 G3 of 330.00 €                 code, cell or `-`, and words that the finding must show
//! == totals                            (where wanted) cell, stated, computed
//! == sender                            (where wanted) sheet, body, period, as read around the table
//! ```
#![allow(dead_code, reason = "each test binary uses its own part")]

use earmark::sheet::SheetFile;

use crate::fixture;

/// What a sheet gives, a line each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    pub entries: Vec<String>,
    pub totals: Vec<String>,
    pub sender: Vec<String>,
    /// Code and cell, and the whole text of the finding.
    pub findings: Vec<(String, String)>,
}

/// One fixture.
#[derive(Debug, Clone)]
pub struct Fixture {
    pub file_name: String,
    pub plan: Option<String>,
    pub config: String,
    /// Cells that rightly are counted nowhere, with their sheets.
    pub not_counted: Vec<String>,
    preamble: Vec<String>,
    sections: Vec<Section>,
}

#[derive(Debug, Clone)]
struct Section {
    head: String,
    lines: Vec<String>,
}

impl Section {
    /// Its lines without comments and blank ones.
    fn stated(&self) -> Vec<&str> {
        let lines = self.lines.iter().map(|line| line.trim());
        lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
    }
}

impl Fixture {
    /// Takes a fixture apart.
    pub fn read(text: &str) -> Result<Fixture, String> {
        let mut fixture = Fixture {
            file_name: "sheet.xlsx".to_owned(),
            plan: None,
            config: String::new(),
            not_counted: Vec::new(),
            preamble: Vec::new(),
            sections: Vec::new(),
        };
        for line in text.lines() {
            if let Some(head) = line.strip_prefix("== ") {
                let head = head.trim().to_owned();
                let known = ["entries", "findings", "totals", "sender"].contains(&&*head);
                if !known && !head.starts_with("sheet ") {
                    return Err(format!("there is no section \"== {head}\""));
                }
                fixture.sections.push(Section { head, lines: Vec::new() });
            } else if let Some(section) = fixture.sections.last_mut() {
                section.lines.push(line.to_owned());
            } else {
                fixture.read_setting(line)?;
                fixture.preamble.push(line.to_owned());
            }
        }
        if !fixture.preamble.first().is_some_and(|line| line.starts_with("# ")) {
            return Err("its first line says nothing of what is difficult: # …".to_owned());
        }
        Ok(fixture)
    }

    fn read_setting(&mut self, line: &str) -> Result<(), String> {
        if line.trim().is_empty() || line.starts_with('#') || line.trim() == "config:" {
        } else if line.starts_with(' ') {
            self.config += line.trim();
            self.config += "\n";
        } else if let Some(name) = line.strip_prefix("file:") {
            self.file_name = name.trim().to_owned();
        } else if let Some(name) = line.strip_prefix("plan:") {
            self.plan = Some(name.trim().to_owned());
        } else if let Some(cells) = line.strip_prefix("not counted:") {
            let cells = match cells.split_once('(') {
                Some((cells, why)) if why.trim_end().ends_with(')') => cells,
                _ => return Err(format!("{line}: why is it not counted? (…)")),
            };
            self.not_counted.extend(cells.split(',').map(|cell| cell.trim().to_owned()));
        } else {
            return Err(format!("not understood: {line}"));
        }
        Ok(())
    }

    /// Its sheets, built directly.
    pub fn sheets(&self) -> SheetFile {
        let texts: Vec<(String, bool, String)> = self
            .sections
            .iter()
            .filter_map(|section| {
                let name = section.head.strip_prefix("sheet ")?;
                let (name, hidden) = match name.strip_suffix(" hidden") {
                    Some(name) => (name, true),
                    None => (name, false),
                };
                Some((name.trim().to_owned(), hidden, section.lines.join("\n")))
            })
            .collect();
        let sheets = texts.iter().map(|(name, hidden, text)| (&**name, *hidden, &**text));
        fixture::file_of(&self.file_name, sheets)
    }

    fn section(&self, head: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.head == head)
    }

    /// What differs from what is stated, for a person to read; nothing where all is as stated.
    pub fn differences(&self, found: &Outcome) -> Vec<String> {
        let mut differences = Vec::new();
        for (head, lines) in
            [("entries", &found.entries), ("totals", &found.totals), ("sender", &found.sender)]
        {
            let stated = match self.section(head) {
                Some(section) => section.stated(),
                None if head == "entries" => Vec::new(),
                None => continue,
            };
            let found: Vec<&str> = lines.iter().map(String::as_str).collect();
            differences.extend(difference(head, &stated, &found));
        }
        let stated = self.section("findings").map(Section::stated).unwrap_or_default();
        let heads: Vec<&str> = stated.iter().map(|line| head_of(line).0).collect();
        let found_heads: Vec<&str> = found.findings.iter().map(|(head, _)| &**head).collect();
        let in_findings = difference("findings", &heads, &found_heads);
        if in_findings.is_empty() {
            for (line, (_, text)) in stated.iter().zip(&found.findings) {
                let words = head_of(line).1;
                if !text.contains(words) {
                    differences
                        .push(format!("  the finding does not say {words:?}: {line}\n{text}"));
                }
            }
        }
        differences.extend(in_findings);
        differences
    }

    /// The fixture's text with what was found put in; the rest stays.
    pub fn blessed(&self, found: &Outcome) -> String {
        let mut sections = self.sections.clone();
        for head in ["entries", "findings"] {
            if !sections.iter().any(|section| section.head == head) {
                sections.push(Section { head: head.to_owned(), lines: Vec::new() });
            }
        }
        let mut text: String = self.preamble.iter().map(|line| format!("{line}\n")).collect();
        for section in sections {
            text += &format!("== {}\n", section.head);
            let lines = match section.head.as_str() {
                "entries" => found.entries.clone(),
                "totals" => found.totals.clone(),
                "sender" => found.sender.clone(),
                "findings" => with_words(&section.stated(), &found.findings),
                _ => {
                    text +=
                        &section.lines.iter().map(|line| format!("{line}\n")).collect::<String>();
                    continue;
                }
            };
            let comments = section.lines.iter().filter(|line| line.starts_with('#'));
            text += &comments.chain(&lines).map(|line| format!("{line}\n")).collect::<String>();
        }
        text
    }
}

/// Code and cell of a stated finding, and the words that it must show.
fn head_of(line: &str) -> (&str, &str) {
    let end = line.match_indices(' ').nth(1).map_or(line.len(), |(at, _)| at);
    let (head, words) = line.split_at(end);
    (head.trim(), words.trim())
}

/// Findings as lines, with the words that were stated where they still hold.
fn with_words(stated: &[&str], found: &[(String, String)]) -> Vec<String> {
    let mut left: Vec<&str> = stated.to_vec();
    found
        .iter()
        .map(|(head, text)| {
            let kept = left.iter().position(|line| {
                let (stated, words) = head_of(line);
                stated == head && text.contains(words)
            });
            kept.map_or_else(|| head.clone(), |at| left.remove(at).to_owned())
        })
        .collect()
}

/// Lines stated and not found, and found and not stated; their order counts too.
fn difference(head: &str, stated: &[&str], found: &[&str]) -> Vec<String> {
    if stated == found {
        return Vec::new();
    }
    let mut left: Vec<&str> = found.to_vec();
    let mut lines = vec![format!("  == {head}")];
    for line in stated {
        match left.iter().position(|other| other == line) {
            Some(at) => {
                left.remove(at);
            }
            None => lines.push(format!("  - {line}")),
        }
    }
    lines.extend(left.iter().map(|line| format!("  + {line}")));
    if lines.len() == 1 {
        lines.push(format!("  the same in another order: {found:?}"));
    }
    lines
}

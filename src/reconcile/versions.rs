//! Sheets of one file that are versions of each other. In: submissions. Out: which sheet is
//! superseded by which, where both the names and the lines say so; and which are only alike, which
//! is for a person to look at.

use std::collections::BTreeMap;

use arcstr::ArcStr;

use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{Entry, Euros, Place, Spot, Submission, fold};
use crate::vocabulary::{SheetVersion, Vocabulary};

/// Sheets compared in one file; a file with more is not looked through for versions.
const MOST_SHEETS: usize = 200;

/// Superseded sheets: (file's hash, sheet) → the sheet that takes their place.
#[derive(Debug, Default)]
pub(super) struct Versions {
    superseded: BTreeMap<(String, Option<ArcStr>), ArcStr>,
}

impl Versions {
    pub(super) fn find(
        submissions: &[Submission],
        vocabulary: &Vocabulary,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let mut versions = Versions::default();
        for sheets in submissions.chunk_by(|a, b| a.source == b.source) {
            if (2..=MOST_SHEETS).contains(&sheets.len()) {
                versions.compare(sheets, vocabulary, findings);
            }
        }
        versions
    }

    fn compare(
        &mut self,
        sheets: &[Submission],
        vocabulary: &Vocabulary,
        findings: &mut Vec<Finding>,
    ) {
        let named: Vec<Named<'_>> =
            sheets.iter().filter_map(|sheet| Named::new(sheet, vocabulary)).collect();
        for (at, one) in named.iter().enumerate() {
            for other in &named[at + 1..] {
                if one.sheet.period != other.sheet.period || !one.same_body(other) {
                    continue;
                }
                if one.version.stem == other.version.stem
                    && let Some(earlier) = one.earlier_than(other)
                {
                    let (earlier, later) = if earlier { (one, other) } else { (other, one) };
                    let key = (earlier.sheet.source.sha256.clone(), earlier.sheet.sheet.clone());
                    self.superseded.entry(key).or_insert_with(|| ArcStr::clone(later.name));
                } else if one.repeats(other) && !one.other_time(other, vocabulary) {
                    findings.push(alike(one, other));
                }
            }
        }
    }

    /// Why a sheet is left out, if it is.
    pub(super) fn whole(
        &self,
        submission: &Submission,
        findings: &mut Vec<Finding>,
    ) -> Option<Said> {
        let key = (submission.source.sha256.clone(), submission.sheet.clone());
        let later = self.superseded.get(&key)?;
        findings.push(
            Finding::new(Code::SheetSuperseded, place(submission))
                .detail("later", later)
                .amount(submission.read),
        );
        Some(Said::new("an earlier version of the sheet {later}").with("later", later))
    }
}

fn place(submission: &Submission) -> Place {
    Place::new(&submission.source.file, submission.sheet.clone(), Spot::Whole)
}

fn alike(one: &Named<'_>, other: &Named<'_>) -> Finding {
    Finding::new(Code::SheetsAlike, place(other.sheet))
        .detail("other", one.name)
        .detail("sum", other.sheet.read)
        .amount(other.sheet.read)
}

/// A line as two versions of a sheet would repeat it.
type Line = (Option<ArcStr>, Option<ArcStr>, Euros);

struct Named<'a> {
    sheet: &'a Submission,
    name: &'a ArcStr,
    version: SheetVersion,
    // Sorted.
    lines: Vec<Line>,
}

impl<'a> Named<'a> {
    fn new(sheet: &'a Submission, vocabulary: &Vocabulary) -> Option<Self> {
        let name = sheet.sheet.as_ref().filter(|_| !sheet.entries.is_empty())?;
        let line = |entry: Entry<'_>| {
            let said = entry.words.code.as_ref().or(entry.words.title.as_ref());
            let source = entry.words.source.as_ref().map(|source| ArcStr::clone(&source.value));
            (said.map(|said| ArcStr::clone(&said.value)), source, entry.amount)
        };
        let mut lines: Vec<Line> = sheet.entries.iter().map(line).collect();
        lines.sort();
        Some(Named { sheet, name, version: vocabulary.sheet_version(name), lines })
    }

    /// Whether it is the earlier version of a sheet of the same name; none where the names do not say
    /// so or the lines differ too much.
    fn earlier_than(&self, other: &Self) -> Option<bool> {
        let least = self.lines.len().min(other.lines.len());
        if let Some(earlier) = self.version.compare(&other.version) {
            return (self.common(other) * 2 >= least).then_some(earlier);
        }
        // Of two copies nobody knows which is later; where they are the same it does not matter.
        let copies = self.version.copy || other.version.copy;
        (copies && self.lines == other.lines).then_some(self.version.copy)
    }

    /// The same lines, and more than one of them.
    fn repeats(&self, other: &Self) -> bool {
        self.lines.len() > 1 && self.lines == other.lines
    }

    /// How many lines both have.
    fn common(&self, other: &Self) -> usize {
        let (mut one, mut two) = (self.lines.iter().peekable(), other.lines.iter().peekable());
        let mut common = 0;
        while let (Some(a), Some(b)) = (one.peek(), two.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => drop(one.next()),
                std::cmp::Ordering::Greater => drop(two.next()),
                std::cmp::Ordering::Equal => {
                    common += 1;
                    one.next();
                    two.next();
                }
            }
        }
        common
    }

    fn same_body(&self, other: &Self) -> bool {
        let body = |sheet: &Submission| sheet.body.as_ref().map(|body| fold(&body.value));
        body(self.sheet) == body(other.sheet)
    }

    /// "Januar" and "Februar" may repeat the same amounts.
    fn other_time(&self, other: &Self, vocabulary: &Vocabulary) -> bool {
        let times = |name: &str| -> Vec<_> {
            let folded = fold(name);
            folded.split(' ').filter_map(|word| vocabulary.when(word)).collect()
        };
        times(self.name) != times(other.name)
    }
}

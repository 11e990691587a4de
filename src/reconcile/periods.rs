//! Submissions of one body held against each other: which is of the year so far and takes the place of
//! earlier ones, which corrects another, which only repeats one. In: submissions that count so far. Out:
//! why a body's part of a sheet is left out, and findings. Order comes from periods and words, never
//! from the order of files; what is doubtful is counted and said.

mod cumulative;
mod evidence;
mod lines;
mod others;
mod same;

use std::collections::BTreeMap;

use indexmap::IndexSet;

use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::matching::Matcher;
use crate::model::{
    Basis, BasisFrom, BodyName, Date, Entry, Euros, KnownBasis, Place, Plan, Positions, Spot,
    Submission, fold,
};
use crate::parallel;
use crate::vocabulary::Vocabulary;
use lines::Lines;

/// Parts of one body that are compared with each other; more than these are only superseded by what
/// their words say.
const MOST_COMPARED: usize = 60;

/// Holds the parts of one body against each other; gives what is to be said.
fn compare(
    parts: &mut Vec<Part<'_>>,
    matcher: &Matcher<'_>,
    year: Option<i16>,
    as_of: Option<Date>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if parts.len() < 2 {
        return findings;
    }
    let few = parts.len() <= MOST_COMPARED;
    let lines: Vec<Lines> = match few {
        true => parts.iter().map(|part| Lines::of(part, matcher, year)).collect(),
        false => parts.iter().map(|_| Lines::default()).collect(),
    };
    same::corrections(parts, &lines, &mut findings);
    if few {
        evidence::weigh(parts, &lines, &mut findings);
    }
    cumulative::supersede(parts, &lines, as_of, &mut findings);
    same::repeated(parts, &lines, &mut findings);
    findings
}

/// What came of comparing.
#[derive(Debug, Default)]
pub(super) struct Periods {
    // (number of the submission, body) → why it is left out.
    left_out: BTreeMap<(usize, Option<BodyName>), Said>,
    basis: BTreeMap<(usize, Option<BodyName>), KnownBasis>,
    // How many bodies have a part in each submission.
    bodies: Vec<usize>,
    // The months of each submission, where it says them.
    spans: Vec<Option<Span>>,
    // What counts of sheets of the year so far: body → months, number and name of the sheet.
    so_far: BTreeMap<BodyName, Vec<(Span, usize, Said)>>,
}

impl Periods {
    /// Compares all submissions that are not `out` already. `as_of` is the day that was asked for.
    pub(super) fn find(
        plan: &Plan,
        matcher: &Matcher<'_>,
        (submissions, out): (&[Submission], &[Option<Said>]),
        vocabulary: &Vocabulary,
        as_of: Option<Date>,
        findings: &mut Vec<Finding>,
    ) -> Self {
        // A body, and for sheets that name none their file, which one body will have sent.
        let mut groups: BTreeMap<(Option<BodyName>, &str), Vec<Part<'_>>> = BTreeMap::new();
        let counting = submissions.iter().zip(out).enumerate();
        for (at, (sheet, _)) in counting.filter(|(_, (_, out))| out.is_none()) {
            for part in Part::all(plan, matcher, at, sheet, vocabulary) {
                let file = if part.body.is_some() { "" } else { sheet.source.sha256.as_str() };
                groups.entry((part.body.clone(), file)).or_default().push(part);
            }
        }
        let (bodies, spans) = (vec![0; submissions.len()], vec![None; submissions.len()]);
        let mut periods = Periods { bodies, spans, ..Periods::default() };
        for part in groups.values().flatten() {
            if let Some(bodies) = periods.bodies.get_mut(part.at) {
                *bodies += 1;
            }
            if let Some(span) = periods.spans.get_mut(part.at) {
                *span = part.span;
            }
        }
        let of_bodies = parallel::map(groups.values_mut().collect(), |parts| {
            compare(parts, matcher, plan.year, as_of)
        });
        findings.extend(of_bodies.into_iter().flatten());
        others::beside_others(plan, matcher, &groups, findings);
        for part in groups.into_values().flatten() {
            if let (Some(body), Some(span)) = (&part.body, part.span)
                && part.counts()
                && part.is_cumulative()
            {
                let known = (span, part.at, part.name());
                periods.so_far.entry(body.clone()).or_default().push(known);
            }
            let key = (part.at, part.body);
            periods.basis.extend(part.basis.map(|basis| (key.clone(), basis)));
            periods.left_out.extend(part.left_out.map(|reason| (key, reason)));
        }
        periods
    }

    /// Why a body's part of a submission is left out, if it is.
    pub(super) fn left_out(&self, at: usize, body: Option<&BodyName>) -> Option<&Said> {
        self.left_out.get(&(at, body.cloned()))
    }

    /// The basis of a body's part of a submission, where it is known.
    pub(super) fn basis(&self, at: usize, body: Option<&BodyName>) -> Option<KnownBasis> {
        self.basis.get(&(at, body.cloned())).copied()
    }

    /// Why a submission is left out as a whole: all bodies' parts of it are.
    pub(super) fn whole(&self, at: usize) -> Option<Said> {
        let parts = self.bodies.get(at).copied().unwrap_or(0);
        let from = (at, None);
        let mut reasons = self.left_out.range(from..).take_while(|((known, _), _)| *known == at);
        let (_, first) = reasons.next()?;
        (reasons.count() + 1 == parts).then(|| first.clone())
    }

    /// The sheet of the year so far of a body that holds the months of an entry of submission `at`, which
    /// a person says is that body's: nobody compared the two.
    pub(super) fn may_hold(&self, at: usize, body: &BodyName, entry: &Entry<'_>) -> Option<&Said> {
        let own = self.spans.get(at).copied().flatten();
        let holds = |(span, other, _): &&(Span, usize, Said)| {
            *other != at
                && match (span.may_hold(entry), own) {
                    (Some(holds), _) => holds,
                    (None, Some(own)) => own.year == span.year && own.to <= span.to,
                    (None, None) => true,
                }
        };
        self.so_far.get(body)?.iter().find(holds).map(|(_, _, name)| name)
    }

    /// Whether a body's part of a submission is of the year so far.
    pub(super) fn is_so_far(&self, at: usize, body: Option<&BodyName>) -> bool {
        self.basis(at, body).is_some_and(|known| known.basis == Basis::Cumulative)
    }
}

/// The months that a part covers; a year that it does not name is the plan's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub year: Option<i16>,
    pub from: u8,
    pub to: u8,
}

impl Span {
    /// Whether an entry is of these months, by its own day or quarter; none where it has neither.
    fn may_hold(self, entry: &Entry<'_>) -> Option<bool> {
        if let Some(date) = entry.date {
            let month = u8::try_from(date.month()).unwrap_or_default();
            let year = self.year.is_none_or(|year| year == date.year());
            return Some(year && (self.from..=self.to).contains(&month));
        }
        let quarter = entry.quarter.filter(|_| !entry.quarter_of_sheet)?;
        Some((self.from..=self.to).contains(&(quarter.number() * 3)))
    }
}

/// What one body has in one sheet.
pub(super) struct Part<'a> {
    pub at: usize,
    pub body: Option<BodyName>,
    pub sheet: &'a Submission,
    /// Its entries, by their positions in the sheet.
    entries: Positions,
    pub sum: Euros,
    pub span: Option<Span>,
    pub basis: Option<KnownBasis>,
    /// What the names of file and sheet and the lines above the table say: −1 for a draft, 1 for a
    /// correction, and the number of the version.
    pub version: (i8, u32),
    /// The department or other unit of the body that sent it, where the sheet names one.
    pub unit: Option<String>,
    /// Other bodies have a part in the sheet too.
    pub shared: bool,
    pub left_out: Option<Said>,
}

impl<'a> Part<'a> {
    fn all(
        plan: &Plan,
        matcher: &Matcher<'_>,
        at: usize,
        sheet: &'a Submission,
        vocabulary: &Vocabulary,
    ) -> Vec<Self> {
        let sender = sheet.body.as_ref().and_then(|body| matcher.body_named(body));
        let mut bodies: IndexSet<Option<BodyName>> = IndexSet::new();
        let mut known: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        let of_entry = sheet.entries.iter().map(|entry| {
            let written = entry.words.body.as_ref();
            let number = known.entry(written.map(|written| &*written.value)).or_insert_with(|| {
                bodies
                    .insert_full(match written {
                        Some(written) => matcher.body_named(&written.placed(&entry)),
                        None => sender.clone(),
                    })
                    .0
            });
            Some(*number)
        });
        let of_entry: Vec<Option<usize>> = of_entry.collect();
        let entries = match bodies.len() {
            0 => {
                bodies.insert(sender);
                vec![Positions::default()]
            }
            1 => vec![Positions::first(of_entry.len())],
            several => Positions::grouped(several, of_entry.iter().copied()),
        };
        let mut entries: Vec<_> = bodies.into_iter().zip(entries).collect();
        entries.sort_by(|(body, _), (other, _)| body.cmp(other));
        let year = plan.year;
        // A year alone says nothing about when in it.
        let within = sheet.period.filter(|period| period.from.or(period.to).is_some());
        let span = within.map(|period| {
            let (from, to) = period.span();
            let so_far = sheet.basis.is_some_and(|known| known.basis == Basis::Cumulative);
            // "Cumulative, Q3" is January to September.
            let short = period.from == period.to;
            let from = if so_far && short { 1 } else { from };
            Span { year: period.year.or(year), from, to }
        });
        let version = version(sheet, vocabulary);
        let unit = sheet.body.as_ref().and_then(|body| unit(plan, vocabulary, &body.value));
        let shared = entries.len() > 1;
        entries
            .into_iter()
            .map(|(body, entries)| Part {
                at,
                body,
                sheet,
                sum: entries.iter().filter_map(|at| Some(sheet.entries.at(at)?.amount)).sum(),
                entries,
                span,
                basis: sheet.basis,
                version,
                unit: unit.clone(),
                shared,
                left_out: None,
            })
            .collect()
    }

    /// Its entries.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'a>> {
        let sheet = self.sheet;
        self.entries.iter().filter_map(move |at| sheet.entries.at(at))
    }

    fn counts(&self) -> bool {
        self.left_out.is_none()
    }

    fn is_cumulative(&self) -> bool {
        self.basis.is_some_and(|known| known.basis == Basis::Cumulative)
    }

    /// Whether each amount says when it was spent.
    fn all_timed(&self) -> bool {
        let own_quarter = |entry: &Entry<'_>| entry.quarter.is_some() && !entry.quarter_of_sheet;
        let timed = |entry: &Entry<'_>| entry.date.is_some() || own_quarter(entry);
        self.entries().filter(|entry| !entry.amount.is_zero()).all(|entry| timed(&entry))
    }

    /// Of the year so far from now on, as the evidence says.
    fn take_as_cumulative(&mut self) {
        self.basis = Some(KnownBasis { basis: Basis::Cumulative, from: BasisFrom::Evidence });
        if let Some(span) = &mut self.span {
            span.from = 1;
        }
    }

    fn same_file(&self, other: &Part<'_>) -> bool {
        self.sheet.source == other.sheet.source
    }

    /// The file, and the sheet where it has a name: "q2.xlsx, sheet Q2".
    fn name(&self) -> Said {
        let file = &self.sheet.source.file;
        match &self.sheet.sheet {
            Some(sheet) => {
                Said::new("{file}, sheet {sheet}").with("file", file).with("sheet", sheet)
            }
            None => Said::data(&**file),
        }
    }

    fn finding(&self, code: Code) -> Finding {
        let place = Place::new(&self.sheet.source.file, self.sheet.sheet.clone(), Spot::Whole);
        let finding = Finding::new(code, place);
        // Of a sheet of several bodies it says whose part is meant.
        match self.body.as_ref().filter(|_| self.shared) {
            Some(body) => finding.read(&*body.0),
            None => finding,
        }
    }

    /// The lines of earmark.toml that say what the sheet is, as a sentence goes on with them.
    fn lines_for(&self, basis: &str) -> String {
        let quoted = |text: &str| text.replace(['"', '\\'], "?");
        let sheet = self
            .sheet
            .sheet
            .as_ref()
            .map_or_else(String::new, |sheet| format!(" / sheets = \"{}\"", quoted(sheet)));
        let file = quoted(&self.sheet.source.file);
        format!("[[submission]] / files = \"{file}\"{sheet} / basis = \"{basis}\"")
    }
}

/// The unit of a body that a text names: a department that is known, or the whole text where something
/// stands beside the body's name.
fn unit(plan: &Plan, vocabulary: &Vocabulary, text: &str) -> Option<String> {
    let folded = fold(text);
    let spaced = format!(" {folded} ");
    let for_another =
        || vocabulary.on_behalf().into_iter().any(|phrase| spaced.contains(&format!(" {phrase} ")));
    let is_unit = match plan.bodies.find_in_any_case(text) {
        Some(body) => body.departments.iter().any(|department| fold(department) == folded),
        None => !for_another(),
    };
    is_unit.then_some(folded)
}

fn version(sheet: &Submission, vocabulary: &Vocabulary) -> (i8, u32) {
    let file = sheet.source.file.rsplit('/').next().unwrap_or(&sheet.source.file);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let names = [Some(stem), sheet.sheet.as_deref()];
    let said: Vec<_> =
        names.into_iter().flatten().map(|name| vocabulary.sheet_version(name)).collect();
    let ranks = || said.iter().map(|version| version.rank);
    let rank =
        if sheet.corrects || ranks().any(|rank| rank > 0) { 1 } else { ranks().min().unwrap_or(0) };
    (rank, said.iter().filter_map(|version| version.number).max().unwrap_or(1))
}

//! Which entry a decision is about. In: decisions as written, and all entries as read. Out: the entries
//! that say what the decision says. Never one of several, except by the place where it stood and still
//! stands.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::safe;
use crate::model::{
    ActivityCode, BodyName, BodyRegister, Decision, Entry, Mark, Recognition, fold, mark_of,
};

/// An entry with the body that it is attributed to without any decision.
#[derive(Debug, Clone, Copy)]
pub struct Read<'a> {
    /// The entry.
    pub entry: Entry<'a>,
    /// Its body.
    pub body: Option<&'a BodyName>,
    /// Its sheet counts; otherwise it is left out as a whole.
    pub counts: bool,
}

/// The entries that a decision fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// One.
    One(usize),
    /// None; perhaps one that differs in little, and in what.
    None(Option<(usize, Vec<Mark>)>),
    /// Several that nothing tells apart.
    Several(Arc<[usize]>),
    /// Only entries of sheets that are left out as a whole.
    LeftOut(usize),
}

/// What is looked up first: the mark that most tells entries apart.
const BY: [Mark; 13] = [
    Mark::Amount,
    Mark::Document,
    Mark::Description,
    Mark::Title,
    Mark::Date,
    Mark::Code,
    Mark::Cell,
    Mark::Donor,
    Mark::Source,
    Mark::Body,
    Mark::Sheet,
    Mark::Quarter,
    Mark::File,
];

/// The first so many of them are looked up together, and the shortest list is gone through.
const TELLING: usize = 4;

/// Among more entries than this nothing is looked for that is merely near.
const MOST_NEAR: usize = 300;

/// One entry is near a decision that fits none where no more marks than this differ.
const NEAR: usize = 2;

type Keys = BTreeMap<Mark, String>;

/// Recognises entries, each looked up by one of its marks.
pub struct Recogniser<'a> {
    bodies: &'a BodyRegister,
    read: &'a [Read<'a>],
    // Mark → its key → the entries that have it, in order.
    index: BTreeMap<Mark, BTreeMap<String, Vec<usize>>>,
    // Mark → the key of each entry, for the marks that decisions say.
    known: BTreeMap<Mark, Vec<Option<String>>>,
}

impl<'a> Recogniser<'a> {
    /// Indexes entries by the marks that the decisions need.
    #[must_use]
    pub fn new(bodies: &'a BodyRegister, read: &'a [Read<'a>], decisions: &[Decision]) -> Self {
        let mut recogniser =
            Recogniser { bodies, read, index: BTreeMap::new(), known: BTreeMap::new() };
        for mark in Mark::ALL {
            let whole = !mark.is_place() && decisions.iter().any(|one| one.entry.whole);
            if whole || decisions.iter().any(|one| one.entry.mark(mark).is_some()) {
                let keys = (0..read.len()).map(|index| recogniser.read_mark(index, mark));
                let keys = keys.collect();
                recogniser.known.insert(mark, keys);
            }
        }
        // The cell finds an entry whose amount was changed.
        let mut wanted: BTreeSet<Mark> =
            decisions.iter().flat_map(|decision| looked_up(&decision.entry)).collect();
        if decisions.iter().any(|decision| decision.entry.mark(Mark::Cell).is_some()) {
            wanted.insert(Mark::Cell);
        }
        for mark in wanted {
            let mut keys: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (index, read) in read.iter().enumerate() {
                let written = recogniser.mark(index, mark).map(Cow::into_owned);
                let understood = match mark {
                    Mark::Code => read.entry.words.activity_code.map(|code| code.to_string()),
                    Mark::File => recogniser.file_alone(read),
                    _ => None,
                };
                let both: BTreeSet<String> = written.into_iter().chain(understood).collect();
                for key in both {
                    keys.entry(key).or_default().push(index);
                }
            }
            recogniser.index.insert(mark, keys);
        }
        recogniser
    }

    /// The entries that each decision fits.
    #[must_use]
    pub fn fits(&self, decisions: &[Decision]) -> Vec<Fit> {
        let mut groups = Groups::new();
        let found: Vec<Found> =
            decisions.iter().map(|decision| self.find(decision, &mut groups)).collect();
        // Where one of several entries that are alike is no longer in its cell, rows have moved, and the
        // cells of the others tell nothing any more.
        let moved: BTreeMap<usize, Arc<[usize]>> = found
            .iter()
            .filter(|found| found.cell_gone)
            .filter_map(|found| match &found.fit {
                Fit::Several(alike) => Some((found.group, Arc::clone(alike))),
                _ => None,
            })
            .collect();
        let mut fits = Vec::with_capacity(found.len());
        for found in &found {
            fits.push(match moved.get(&found.group).filter(|_| found.by_cell) {
                Some(alike) => Fit::Several(Arc::clone(alike)),
                None => found.fit.clone(),
            });
        }
        share_out(decisions, &found, &mut fits);
        fits
    }

    fn find(&self, decision: &Decision, groups: &mut Groups) -> Found {
        let keys = self.keys(&decision.entry);
        let whole = decision.entry.whole;
        let mut about = keys.clone();
        if whole {
            about.remove(&Mark::Cell);
        }
        let number = groups.len();
        let (group, told) = groups
            .entry((whole, about))
            .or_insert_with(|| (number, self.told(&decision.entry, &keys)));
        let plainly = |fit: Fit| Found { fit, group: *group, by_cell: false, cell_gone: false };
        match told {
            Told::Fit(Fit::None(_)) => plainly(Fit::None(self.nearest(&keys, whole))),
            Told::Fit(fit) => plainly(fit.clone()),
            Told::Alike(alike) => match self.in_cell(alike, &keys).as_slice() {
                [] => Found { cell_gone: true, ..plainly(Fit::Several(Arc::clone(alike))) },
                [only] => Found { by_cell: true, ..plainly(Fit::One(*only)) },
                several => plainly(Fit::Several(several.into())),
            },
        }
    }

    /// What decisions fit that say the same but for the cell.
    fn told(&self, entry: &Recognition, keys: &Keys) -> Told {
        let all: Vec<usize> = self
            .candidates(entry, keys)
            .into_iter()
            .filter(|index| self.differing(*index, keys, entry.whole).next().is_none())
            .collect();
        let (alike, left_out): (Vec<usize>, Vec<usize>) =
            all.into_iter().partition(|index| self.read[*index].counts);
        match (alike.as_slice(), left_out.first()) {
            ([], Some(index)) => Told::Fit(Fit::LeftOut(*index)),
            ([], None) => Told::Fit(Fit::None(None)),
            ([only], _) => Told::Fit(Fit::One(*only)),
            _ if entry.whole => self.by_place(alike, keys),
            _ => Told::Fit(Fit::Several(alike.into())),
        }
    }

    /// Of entries that are alike those in the same quarter, file and sheet.
    fn by_place(&self, alike: Vec<usize>, keys: &Keys) -> Told {
        let mut left = alike;
        for mark in [Mark::Quarter, Mark::File, Mark::Sheet] {
            let same = |index: &usize| {
                self.mark(*index, mark).as_deref() == keys.get(&mark).map(String::as_str)
            };
            let narrowed: Vec<usize> = left.iter().copied().filter(same).collect();
            match narrowed.as_slice() {
                // A quarter may come from the name of a file that has another name now.
                [] if mark == Mark::Quarter => continue,
                [] => return Told::Fit(Fit::Several(left.into())),
                [only] => return Told::Fit(Fit::One(*only)),
                _ => left = narrowed,
            }
        }
        Told::Alike(left.into())
    }

    /// Those in the same cell; `alike` is in order.
    fn in_cell(&self, alike: &[usize], keys: &Keys) -> Vec<usize> {
        let Some(cell) = keys.get(&Mark::Cell) else {
            let nowhere = |index: &usize| self.mark(*index, Mark::Cell).is_none();
            return alike.iter().copied().filter(nowhere).collect();
        };
        let there = self.index.get(&Mark::Cell).and_then(|by| by.get(cell));
        let among = |index: &usize| alike.binary_search(index).is_ok();
        there.into_iter().flatten().copied().filter(among).collect()
    }

    /// The one entry that differs least, where that is little and it counts.
    fn nearest(&self, keys: &Keys, whole: bool) -> Option<(usize, Vec<Mark>)> {
        let same = |mark: Mark| {
            let found = self.index.get(&mark).and_then(|by| by.get(keys.get(&mark)?));
            found.into_iter().flatten().copied()
        };
        let file = keys.get(&Mark::File);
        let in_cell = same(Mark::Cell).filter(|index| {
            file.is_some_and(|file| self.mark(*index, Mark::File).as_deref() == Some(file.as_str()))
        });
        let near: BTreeSet<usize> = same(Mark::Amount).chain(in_cell).collect();
        let own: Keys = keys.iter().filter(|(mark, _)| !mark.is_place()).map(owned).collect();
        if own.len() < 2 || near.len() > MOST_NEAR {
            return None;
        }
        let mut best: Option<(usize, Vec<Mark>)> = None;
        let mut shared = false;
        for index in near.into_iter().filter(|index| self.read[*index].counts) {
            let differs: Vec<Mark> = self.differing(index, &own, whole).collect();
            let least = best.as_ref().map_or(NEAR + 1, |(_, marks)| marks.len());
            if differs.len() < least {
                (best, shared) = (Some((index, differs)), false);
            } else if differs.len() == least {
                shared = true;
            }
        }
        best.filter(|(_, differs)| !shared && differs.len() < own.len())
    }

    /// The marks in which an entry says something else. Where the recognition is whole, what is not said
    /// has to be missing in the entry too, and its place makes no difference.
    fn differing<'k>(
        &'k self,
        index: usize,
        keys: &'k Keys,
        whole: bool,
    ) -> impl Iterator<Item = Mark> + 'k {
        let other = move |mark: &Mark| {
            let said = keys.get(mark);
            if (said.is_none() && !whole) || (mark.is_place() && whole) {
                return false;
            }
            let own = self.mark(index, *mark);
            own.as_deref() != said.map(String::as_str) && !self.same_otherwise(index, *mark, said)
        };
        Mark::ALL.into_iter().filter(other)
    }

    /// The same code written otherwise, or a file's name without its folder.
    fn same_otherwise(&self, index: usize, mark: Mark, said: Option<&String>) -> bool {
        let (Some(said), Some(read)) = (said, self.read.get(index)) else { return false };
        match mark {
            Mark::Code => {
                read.entry.words.activity_code.is_some_and(|code| code.to_string() == *said)
            }
            Mark::File => self.file_alone(read).as_ref() == Some(said),
            _ => false,
        }
    }

    fn candidates(&self, entry: &Recognition, keys: &Keys) -> Vec<usize> {
        let by = looked_up(entry).filter_map(|mark| {
            let found = self.index.get(&mark)?.get(keys.get(&mark)?);
            Some(found.map(Vec::as_slice).unwrap_or_default())
        });
        match by.min_by_key(|found| found.len()) {
            Some(found) => found.to_vec(),
            // Only the file is said: all its entries.
            None if !keys.is_empty() => (0..self.read.len()).collect(),
            None => Vec::new(),
        }
    }

    fn keys(&self, entry: &Recognition) -> Keys {
        let said = |mark| Some((mark, self.key(mark, entry.mark(mark)?)?));
        Mark::ALL.into_iter().filter_map(said).collect()
    }

    fn mark(&self, index: usize, mark: Mark) -> Option<Cow<'_, str>> {
        match self.known.get(&mark) {
            Some(keys) => keys.get(index)?.as_deref().map(Cow::Borrowed),
            None => self.read_mark(index, mark).map(Cow::Owned),
        }
    }

    /// The name of an entry's file without its folder.
    fn file_alone(&self, read: &Read<'_>) -> Option<String> {
        let name = read.entry.file().rsplit('/').next()?;
        self.key(Mark::File, name)
    }

    fn read_mark(&self, index: usize, mark: Mark) -> Option<String> {
        let read = self.read.get(index)?;
        self.key(mark, &mark_of(&read.entry, read.body, mark)?)
    }

    /// One form for texts that say the same. A text is cut as reports cut it, so that what was typed off
    /// a report is known again.
    fn key(&self, mark: Mark, text: &str) -> Option<String> {
        let text = safe(text.trim());
        let folded = match mark {
            Mark::Amount | Mark::Date => text.trim().to_owned(),
            Mark::Body => {
                let known = self.bodies.find(&text).map(|body| fold(&body.name.0));
                known.unwrap_or_else(|| fold(&text))
            }
            Mark::Code => match text.trim().trim_end_matches('.').parse::<ActivityCode>() {
                Ok(code) => code.to_string(),
                Err(_) => fold(&text),
            },
            Mark::File => text.to_lowercase(),
            _ => fold(&text),
        };
        // What has no letter and no digit is its own form.
        let key = if folded.is_empty() { text.trim().to_owned() } else { folded };
        (!key.is_empty()).then_some(key)
    }
}

fn owned((mark, key): (&Mark, &String)) -> (Mark, String) {
    (*mark, key.clone())
}

/// The marks to look up: of those that tell entries apart all that are said, else the next best.
fn looked_up(entry: &Recognition) -> impl Iterator<Item = Mark> {
    let usable = |mark: &Mark| entry.mark(*mark).is_some() && !(entry.whole && mark.is_place());
    let best: Vec<Mark> = BY.into_iter().take(TELLING).filter(usable).collect();
    let next = BY.into_iter().skip(TELLING).find(usable).filter(|_| best.is_empty());
    best.into_iter().chain(next)
}

/// What decisions have in common that differ in the cell at most, with a number: each is looked for once,
/// however many say it.
type Groups = BTreeMap<(bool, Keys), (usize, Told)>;

enum Told {
    Fit(Fit),
    /// Several, and the cell chooses among them.
    Alike(Arc<[usize]>),
}

struct Found {
    fit: Fit,
    group: usize,
    by_cell: bool,
    cell_gone: bool,
}

/// As many decisions as entries that are alike, and all the same: whichever is whose, it is the same.
fn share_out(decisions: &[Decision], found: &[Found], fits: &mut [Fit]) {
    // Those of a group fit the same list, or those in one cell: its first entry and its length tell it.
    type List = (usize, Option<usize>, usize);
    let mut lists: BTreeMap<List, (Arc<[usize]>, Vec<usize>)> = BTreeMap::new();
    for (decision, fit) in fits.iter().enumerate() {
        if let Fit::Several(entries) = fit
            && decisions[decision].entry.whole
        {
            let list = (found[decision].group, entries.first().copied(), entries.len());
            let (_, among) = lists.entry(list).or_insert_with(|| (Arc::clone(entries), Vec::new()));
            among.push(decision);
        }
    }
    let mut same: BTreeMap<Arc<[usize]>, Vec<usize>> = BTreeMap::new();
    for (entries, among) in lists.into_values() {
        same.entry(entries).or_default().extend(among);
    }
    for (entries, mut among) in same {
        let verdict = |decision: usize| {
            let Decision { activity, source, donor, body, exclude, accept, .. } =
                &decisions[decision];
            (activity, source, donor, body, exclude, accept)
        };
        let alike = among.windows(2).all(|pair| verdict(pair[0]) == verdict(pair[1]));
        if alike && among.len() == entries.len() {
            among.sort_by_key(|decision| {
                let Decision { by, on, reason, place, .. } = &decisions[*decision];
                (by, on, reason, place)
            });
            for (entry, decision) in entries.iter().zip(among) {
                fits[decision] = Fit::One(*entry);
            }
        }
    }
}

//! The files that are read a second time, to give institutions their own sheets back. In: the inputs and
//! a finished reconciliation. Out: for each institution what its return shows of its sheets. Only files
//! in which a finding names a cell are read again, large sheets without the rows that are surely not
//! shown, and a file is kept in memory no longer than it takes to copy what is shown: of a run with a
//! million rows there is never more than a few files' worth.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use arcstr::ArcStr;

use super::each::on_each;
use super::{Means, Refusal, Step};
use crate::NamedBytes;
use crate::config::Settings;
use crate::reconcile::Reconciliation;
use crate::report::{self, OwnSheets, SentFile, Told};
use crate::sheet::{self, SheetFile};
use crate::vocabulary::Vocabulary;

/// Gives institutions their own sheets.
pub(super) struct GivenBack<'a> {
    reconciliation: &'a Reconciliation,
    settings: &'a Settings,
    vocabulary: &'a Vocabulary,
    means: &'a Means<'a>,
    /// What each institution may be told.
    told: Vec<Told>,
    files: BTreeMap<String, Sent<'a>>,
    /// What is shown of files that several institutions have a part in: read once for all of them.
    shared: BTreeMap<(ArcStr, usize), OwnSheets>,
}

/// A file as it was sent.
enum Sent<'a> {
    Alone(&'a NamedBytes),
    /// It came in an archive.
    Unpacked(NamedBytes),
}

impl Sent<'_> {
    fn whole(&self, means: &Means<'_>) -> Result<Cow<'_, NamedBytes>, Refusal> {
        match self {
            Sent::Alone(input) => means.whole(input),
            Sent::Unpacked(input) => Ok(Cow::Borrowed(input)),
        }
    }
}

impl<'a> GivenBack<'a> {
    /// Finds out what is to be given back, and reads the files that several institutions share.
    ///
    /// # Errors
    /// [`Refusal::NotFetched`].
    pub(super) fn new(
        reconciliation: &'a Reconciliation,
        sheets: &'a [NamedBytes],
        settings: &'a Settings,
        vocabulary: &'a Vocabulary,
        means: &'a Means<'a>,
    ) -> Result<Self, Refusal> {
        let institutions: Vec<usize> = (0..reconciliation.institutions.len()).collect();
        // This part of the job is short, and nobody waits for it.
        let quiet = |_: Step, _: usize, _: usize| {};
        let told = on_each(&institutions, Step::Writing, &quiet, |index| {
            report::told(reconciliation, *index)
        });
        let mut wanted: BTreeMap<&ArcStr, Vec<usize>> = BTreeMap::new();
        for (index, told) in told.iter().enumerate() {
            for file in told.files() {
                wanted.entry(file).or_default().push(index);
            }
        }
        let names: BTreeSet<&str> = wanted.keys().map(|file| &***file).collect();
        let files = sent(sheets, settings, &names, means)?;
        let shared: Vec<(ArcStr, Vec<usize>)> = wanted
            .into_iter()
            .filter(|(_, institutions)| institutions.len() > 1)
            .map(|(file, institutions)| (ArcStr::clone(file), institutions))
            .collect();
        let mut given_back = GivenBack {
            reconciliation,
            settings,
            vocabulary,
            means,
            told,
            files,
            shared: BTreeMap::new(),
        };
        let parts = on_each(&shared, Step::Writing, &quiet, |(file, institutions)| {
            let again = given_back.read(file)?;
            let part = |index: &usize| {
                let mut own = OwnSheets::default();
                given_back.add(&mut own, *index, file, again.as_ref());
                ((ArcStr::clone(file), *index), own)
            };
            Ok(institutions.iter().map(part).collect::<Vec<_>>())
        });
        let parts: Vec<_> = parts.into_iter().collect::<Result<_, Refusal>>()?;
        given_back.shared = parts.into_iter().flatten().collect();
        Ok(given_back)
    }

    /// The sheets of one institution.
    ///
    /// # Errors
    /// [`Refusal::NotFetched`].
    pub(super) fn to(&self, index: usize) -> Result<OwnSheets, Refusal> {
        let mut own = OwnSheets::default();
        let Some(told) = self.told.get(index) else { return Ok(own) };
        for file in told.files() {
            match self.shared.get(&(ArcStr::clone(file), index)) {
                Some(part) => own.append(part.clone()),
                None if self.add_parts(&mut own, index, file)? => {}
                None => self.add(&mut own, index, file, self.read(file)?.as_ref()),
            }
        }
        Ok(own)
    }

    /// Copies what an institution is shown of a file with large sheets, without reading them in full, and
    /// says whether that is possible.
    fn add_parts(&self, own: &mut OwnSheets, index: usize, file: &ArcStr) -> Result<bool, Refusal> {
        let Some(told) = self.told.get(index) else { return Ok(false) };
        let unneeded = told.unneeded(self.reconciliation, index, file);
        if unneeded.is_empty() {
            return Ok(false);
        }
        let Some(sent) = self.files.get(&**file) else { return Ok(false) };
        let parts =
            sheet::without_rows(&*sent.whole(self.means)?, &self.settings.limits, &unneeded);
        let Some(parts) = parts else { return Ok(false) };
        let (parts, _) = (self.means.read)(Cow::Owned(parts), self.settings, self.vocabulary);
        let Some(parts) = parts else { return Ok(false) };
        let sent = SentFile::new(&parts, &self.reconciliation.plan, self.vocabulary);
        if !sent.is_enough(&unneeded) {
            return Ok(false);
        }
        own.take(self.reconciliation, index, told, &sent);
        Ok(true)
    }

    /// Reads a file again.
    fn read(&self, file: &ArcStr) -> Result<Option<SheetFile>, Refusal> {
        let Some(sent) = self.files.get(&**file) else { return Ok(None) };
        let input = sent.whole(self.means)?;
        Ok((self.means.read)(input, self.settings, self.vocabulary).0)
    }

    /// Copies what an institution is shown of a file.
    fn add(&self, own: &mut OwnSheets, index: usize, file: &ArcStr, again: Option<&SheetFile>) {
        let Some(told) = self.told.get(index) else { return };
        match again {
            Some(again) => {
                let sent = SentFile::new(again, &self.reconciliation.plan, self.vocabulary);
                own.take(self.reconciliation, index, told, &sent);
            }
            None => own.unreadable(told, file),
        }
    }
}

/// The files that are wanted, also those in archives, by their names.
fn sent<'a>(
    sheets: &'a [NamedBytes],
    settings: &Settings,
    wanted: &BTreeSet<&str>,
    means: &Means<'_>,
) -> Result<BTreeMap<String, Sent<'a>>, Refusal> {
    let mut files: BTreeMap<String, Sent<'a>> = BTreeMap::new();
    for input in sheets {
        if wanted.contains(&*input.name) {
            files.insert(input.name.clone(), Sent::Alone(input));
        }
        let folder = format!("{}/", input.name);
        let is_inside = |name: &&str| name.starts_with(&folder);
        if !wanted.range(&*folder..).next().is_some_and(is_inside) {
            continue;
        }
        if let Some((inside, _)) = sheet::unpack(&*means.whole(input)?, &settings.limits) {
            for file in inside.into_iter().filter(|file| wanted.contains(&*file.name)) {
                files.insert(file.name.clone(), Sent::Unpacked(file));
            }
        }
    }
    Ok(files)
}

//! Which workbooks a job gives, and under which names. In: a reconciliation or a plan. Out: named
//! bytes. Never two of one name.

use std::collections::BTreeSet;

use super::each::on_each;
use super::given_back::GivenBack;
use super::{Refusal, Step, Watch};
use crate::NamedBytes;
use crate::book::Book;
use crate::config::ReasonThreshold;
use crate::language::{Language, Translation};
use crate::model::{BodyName, Holder, Plan, SourceFile, slug};
use crate::reconcile::Reconciliation;
use crate::report;
use crate::write;

/// The coordination body's workbook.
const COORDINATION: &str = "reconciliation.xlsx";

#[derive(Clone, Copy)]
enum Wanted {
    Coordination,
    Institution(usize),
    Donor(usize),
}

/// The files of a reconciliation; with `csv`, its lines and entries as csv too. Each return has the
/// institution's own sheets `given_back`.
pub(super) fn workbooks(
    reconciliation: &Reconciliation,
    language: Language,
    csv: bool,
    given_back: &GivenBack<'_>,
    watch: Watch<'_>,
) -> Result<Vec<NamedBytes>, Refusal> {
    let (catalogue, words) = (super::catalogue(language)?, super::words(language)?);
    let (catalogue, words) = (&catalogue, &words);
    let mut names = Names::default();
    let mut wanted = vec![(COORDINATION.to_owned(), Wanted::Coordination)];
    for (index, institution) in reconciliation.institutions.iter().enumerate() {
        let name = institution.body.as_ref().map_or("institution not named", |body| &body.0);
        wanted.push((names.unique("institutions", name), Wanted::Institution(index)));
    }
    for (index, donor) in reconciliation.donors.iter().enumerate() {
        let name = donor.donor.as_ref().map_or("donor not named", |donor| &donor.0);
        wanted.push((names.unique("donors", name), Wanted::Donor(index)));
    }
    let files = on_each(&wanted, Step::Writing, watch, |(name, book)| {
        let mut files = Vec::new();
        let book = match *book {
            Wanted::Coordination => {
                let book = report::coordination(reconciliation, catalogue, words);
                files.extend(summary(&book, words));
                book
            }
            Wanted::Institution(index) => {
                let own = given_back.to(index);
                report::institution_with(reconciliation, index, catalogue, &own, words)
            }
            Wanted::Donor(index) => report::donor(reconciliation, index, words),
        };
        files.insert(0, written(name.clone(), &book)?);
        Ok::<_, Refusal>(files)
    });
    let files: Vec<Vec<NamedBytes>> = files.into_iter().collect::<Result<_, _>>()?;
    let mut files: Vec<NamedBytes> = files.into_iter().flatten().collect();
    // A named donor gets its transactions in the terms of IATI beside its workbook.
    for (name, book) in &wanted {
        if let Wanted::Donor(index) = *book
            && let Some(bytes) = write::iati(reconciliation, index)?
        {
            let stem = name.strip_suffix(".xlsx").unwrap_or(name);
            files.push(NamedBytes { name: format!("{stem}-iati.csv"), bytes });
        }
    }
    if csv {
        let (lines, entries) =
            (write::lines_csv(reconciliation)?, write::entries_csv(reconciliation)?);
        files.push(NamedBytes { name: "lines.csv".to_owned(), bytes: lines });
        files.push(NamedBytes { name: "entries.csv".to_owned(), bytes: entries });
    }
    // Other programs read it, so it is English in every language.
    let json = write::json(reconciliation, &super::catalogue(Language::English)?);
    files.push(NamedBytes { name: "reconciliation.json".to_owned(), bytes: json.into_bytes() });
    files.push(checksums(&files));
    Ok(files)
}

/// The first sheet of the coordination body's workbook as a page to mail and to print.
fn summary(book: &Book, words: &Translation) -> Option<NamedBytes> {
    let first = book.sheets.first()?;
    let page = write::html(book, &first.name, COORDINATION, words)?;
    Some(NamedBytes { name: "summary.html".to_owned(), bytes: page.into_bytes() })
}

/// What each file holds, in the form that `sha256sum --check` takes: a workbook that a person has filled
/// in since is told from one that may be replaced.
fn checksums(files: &[NamedBytes]) -> NamedBytes {
    let line = |file: &NamedBytes| {
        let hash = SourceFile::new(&file.name, &file.bytes).sha256;
        format!("{hash}  {}\n", file.name)
    };
    let bytes = files.iter().map(line).collect::<String>().into_bytes();
    NamedBytes { name: "checksums.txt".to_owned(), bytes }
}

pub(super) fn written(name: String, book: &Book) -> Result<NamedBytes, Refusal> {
    Ok(NamedBytes { bytes: write::xlsx(book)?, name })
}

/// Names of files that differ from each other whatever the names of bodies fold to.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn unique(&mut self, folder: &str, title: &str) -> String {
        let stem = slug(title);
        let mut name = format!("{folder}/{stem}.xlsx");
        let mut number = 2;
        while !self.0.insert(name.clone()) {
            name = format!("{folder}/{stem}-{number}.xlsx");
            number += 1;
        }
        name
    }
}

/// The forms of all bodies that may have something to report, and the blank ones.
pub(super) fn forms(
    plan: &Plan,
    threshold: ReasonThreshold,
    words: &Translation,
    watch: Watch<'_>,
) -> Result<Vec<NamedBytes>, Refusal> {
    let responsible = plan.activities.values().flat_map(|activity| activity.responsible());
    let holders = plan.lines.iter().filter_map(|line| match &line.holder {
        Holder::Body(body) => Some(body),
        Holder::Shared | Holder::NotNamed => None,
    });
    let bodies: BTreeSet<&BodyName> = responsible
        .chain(holders)
        .filter(|name| !plan.bodies.get(name).is_some_and(|body| body.generic))
        .collect();
    let mut names = Names::default();
    let mut wanted = vec![
        ("expenditure-form.xlsx".to_owned(), None),
        ("funding-register.xlsx".to_owned(), None),
    ];
    for body in bodies {
        wanted.push((names.unique("institutions", &body.0), Some(body)));
    }
    let files = on_each(&wanted, Step::Writing, watch, |(name, body)| {
        let book = match body {
            Some(body) => report::form(plan, body, threshold, words),
            None if name.starts_with("funding") => report::blank_funding_register(words),
            None => report::blank_form(threshold, words),
        };
        written(name.clone(), &book)
    });
    files.into_iter().collect()
}

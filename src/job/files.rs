//! Which files a job gives, and under which names. In: a reconciliation or a plan. Out: files in a sink,
//! or named bytes. Never two of one name.

use std::collections::BTreeSet;

use super::each::on_each;
use super::given_back::GivenBack;
use super::sink::{self, Sink, Written};
use super::{Refusal, Step, Watch};
use crate::NamedBytes;
use crate::book::Book;
use crate::config::ReasonThreshold;
use crate::diagnostic::Catalogue;
use crate::language::{Language, Translation};
use crate::model::{BodyName, Holder, Plan, slug};
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
    Iati(usize),
    LinesCsv,
    EntriesCsv,
    Json,
}

/// The files of a reconciliation, put into a sink; with `csv`, its lines and entries as csv too. Each
/// return has the institution's own sheets `given_back`.
pub(super) fn put(
    reconciliation: &Reconciliation,
    language: Language,
    csv: bool,
    given_back: &GivenBack<'_>,
    watch: Watch<'_>,
    sink: &dyn Sink,
) -> Result<Vec<Written>, Refusal> {
    let (catalogue, words) = (super::catalogue(language)?, super::words(language)?);
    // Other programs read it, so it is English in every language.
    let english = super::catalogue(Language::English)?;
    let told = Told { catalogue: &catalogue, words: &words, english: &english, given_back };
    let wanted = wanted(reconciliation, csv);
    let written = on_each(&wanted, Step::Writing, watch, |(name, file)| {
        one(reconciliation, &told, name, *file, sink)
    });
    let written: Vec<Vec<Written>> = written.into_iter().collect::<Result<_, _>>()?;
    let mut written: Vec<Written> = written.into_iter().flatten().collect();
    let sums = checksums(&written);
    written.push(sink::put(sink, "checksums.txt".to_owned(), |out| Ok(out.write_all(&sums)?))?);
    Ok(written)
}

/// All files, each with its name. The largest come first, so that nobody waits for them at the end.
fn wanted(reconciliation: &Reconciliation, csv: bool) -> Vec<(String, Wanted)> {
    let mut names = Names::default();
    let mut wanted = vec![
        (COORDINATION.to_owned(), Wanted::Coordination),
        ("reconciliation.json".to_owned(), Wanted::Json),
    ];
    for (index, institution) in reconciliation.institutions.iter().enumerate() {
        let name = institution.body.as_ref().map_or("institution not named", |body| &body.0);
        wanted.push((names.unique("institutions", name), Wanted::Institution(index)));
    }
    let donors = reconciliation.donors.iter().enumerate();
    for (index, donor) in donors.filter(|(_, donor)| donor.has_workbook) {
        let name = donor.donor.as_ref().map_or("donor not named", |donor| &donor.0);
        let name = names.unique("donors", name);
        // A named donor gets its transactions in the terms of IATI beside its workbook.
        let list = format!("{}-iati.csv", name.strip_suffix(".xlsx").unwrap_or(&name));
        wanted.push((name, Wanted::Donor(index)));
        if donor.donor.is_some() {
            wanted.push((list, Wanted::Iati(index)));
        }
    }
    if csv {
        wanted.push(("lines.csv".to_owned(), Wanted::LinesCsv));
        wanted.push(("entries.csv".to_owned(), Wanted::EntriesCsv));
    }
    wanted
}

/// What files are written with: the words of their readers, and what institutions get back.
struct Told<'a> {
    catalogue: &'a Catalogue,
    words: &'a Translation,
    english: &'a Catalogue,
    given_back: &'a GivenBack<'a>,
}

/// Makes one file, and what belongs to it.
fn one(
    reconciliation: &Reconciliation,
    told: &Told<'_>,
    name: &str,
    file: Wanted,
    sink: &dyn Sink,
) -> Result<Vec<Written>, Refusal> {
    let name = name.to_owned();
    let (catalogue, words) = (told.catalogue, told.words);
    let workbook = |name, book: Book| sink::put(sink, name, |out| write::xlsx_into(book, out));
    let bytes = |name, bytes: &[u8]| sink::put(sink, name, |out| Ok(out.write_all(bytes)?));
    Ok(match file {
        Wanted::Coordination => {
            let book = report::coordination(reconciliation, catalogue, words);
            let page = summary(&book, words);
            let page = page.map(|page| bytes("summary.html".to_owned(), page.as_bytes()));
            [workbook(name, book)?].into_iter().chain(page.transpose()?).collect()
        }
        Wanted::Institution(index) => {
            let own = told.given_back.to(index)?;
            let book = report::institution_with(reconciliation, index, catalogue, &own, words);
            vec![workbook(name, book)?]
        }
        Wanted::Donor(index) => vec![workbook(name, report::donor(reconciliation, index, words))?],
        Wanted::Iati(index) => {
            vec![sink::put(sink, name, |out| write::iati(reconciliation, index, out))?]
        }
        Wanted::LinesCsv => {
            vec![sink::put(sink, name, |out| write::lines_csv(reconciliation, out))?]
        }
        Wanted::EntriesCsv => {
            vec![sink::put(sink, name, |out| write::entries_csv(reconciliation, out))?]
        }
        Wanted::Json => {
            vec![sink::put(sink, name, |out| write::json(reconciliation, told.english, out))?]
        }
    })
}

/// The first sheet of the coordination body's workbook as a page to mail and to print.
fn summary(book: &Book, words: &Translation) -> Option<String> {
    let first = book.sheets.first()?;
    write::html(book, &first.name, COORDINATION, words)
}

/// What each file holds, in the form that `sha256sum --check` takes: a workbook that a person has filled
/// in since is told from one that may be replaced.
fn checksums(files: &[Written]) -> Vec<u8> {
    let line = |file: &Written| format!("{}  {}\n", file.sha256, file.name);
    files.iter().map(line).collect::<String>().into_bytes()
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

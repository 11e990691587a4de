//! The whole jobs, from named bytes to named bytes: what the command and any other face of earmark
//! call. In: bytes and settings. Out: results, findings, files in a sink. Never touches a disk.

mod each;
mod files;
mod given_back;
mod reading;
mod sink;

use std::borrow::Cow;
use std::io;

use arcstr::ArcStr;

use crate::NamedBytes;
use crate::config::Settings;
use crate::diagnostic::{Catalogue, Code, Finding};
use crate::language::{Language, Translation};
use crate::model::{Entry, Euros, Plan, Quarter, SourceFile, Submission};
use crate::read::{self, Inspected};
use crate::reconcile::{self, ProofFailed, Reconciliation};
use crate::report;
use crate::sheet::{self, FileKind, Grid, SheetFile};
use crate::vocabulary::Vocabulary;
use crate::write::WriteError;
use given_back::GivenBack;
use reading::{ReadSheets, gather, read_plan, read_previous, read_sheets};
pub use sink::{Fill, InMemory, Sink, Written};

/// What a reconciliation takes.
#[derive(Debug, Clone, Default)]
pub struct ReconcileInputs {
    /// The plan, in any form.
    pub plan: NamedBytes,
    /// The register of funding.
    pub funding: Option<NamedBytes>,
    /// Expenditure sheets, in any order.
    pub sheets: Vec<NamedBytes>,
    /// What people decided about doubtful entries: a workbook of an earlier run, or a file of decisions.
    pub decisions: Option<NamedBytes>,
    /// The JSON of an earlier run, to say what changed since.
    pub previous: Option<NamedBytes>,
}

/// What a reconciliation gives.
#[derive(Debug, Clone)]
pub struct ReconcileOutputs {
    /// Every figure.
    pub reconciliation: Reconciliation,
    /// The files, each with its path below the output folder.
    pub files: Vec<NamedBytes>,
}

/// Why a job cannot go on.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Refusal {
    /// There is no plan to reconcile with; the findings say why.
    #[error("the plan could not be read")]
    NoPlan(Vec<Finding>),
    /// The register was given and could not be read; reconciling without it would call everything unfunded.
    #[error("the register of funding could not be read")]
    NoRegister(Vec<Finding>),
    /// Earlier results were given and could not be read; without them it would not say what changed.
    #[error("the earlier results could not be read")]
    NoPrevious(Vec<Finding>),
    /// Decisions were given and could not be read; without them the figures would be others.
    #[error("the decisions could not be read")]
    NoDecisions(Vec<Finding>),
    /// Words or settings that do not hold together.
    #[error("{0}")]
    Words(String),
    /// A quarter to look from was given, and nothing says of which year.
    #[error("the year of the plan is not known, so the end of {0} is not known either")]
    NoYear(Quarter),
    /// Our own fault.
    #[error(transparent)]
    Proof(#[from] ProofFailed),
    /// Our own fault.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A sheet that was handed in without its bytes could not be fetched: its name, which kind of error, and
    /// its words.
    #[error("the sheet {0} could not be fetched: {2}")]
    NotFetched(String, io::ErrorKind, String),
    /// A file that was made could not be kept: which kind of error, and its words.
    #[error("the results could not be kept: {1}")]
    NotKept(io::ErrorKind, String),
}

/// Told as a job goes on: how many files are done, of how many.
pub type Watch<'a> = &'a (dyn Fn(Step, usize, usize) + Sync);

/// Reads one file into grids, as [`sheet::read_file`] does: in the same process, or in another one
/// where a file that brings its reader down does no harm. Bytes that are given away are kept no longer than
/// they are needed.
pub type ReadFile<'a> = &'a (
        dyn Fn(Cow<'_, NamedBytes>, &Settings, &Vocabulary) -> (Option<SheetFile>, Vec<Finding>)
            + Sync
    );

/// Gives a sheet with its bytes, by its name. A caller may hand in sheets without theirs, no two of one
/// name: then they are in memory only while they are read. A sheet is asked for as often as it is read.
/// Where it cannot be given the job stops; `InvalidData` is the kind of error for one that is not the same
/// as before.
pub type Fetch<'a> = &'a (dyn for<'b> Fn(&'b NamedBytes) -> io::Result<Cow<'b, NamedBytes>> + Sync);

/// What a job may use of the world around it. By default it is given the bytes of its sheets, reads in its
/// own process, and nobody watches.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// Gives each sheet that was handed in without bytes.
    pub fetch: Fetch<'a>,
    /// Reads each file.
    pub read: ReadFile<'a>,
    /// Is told how far the job is.
    pub watch: Watch<'a>,
}

impl Means<'_> {
    /// A sheet as it was handed in, with its bytes.
    fn whole<'b>(&self, sheet: &'b NamedBytes) -> Result<Cow<'b, NamedBytes>, Refusal> {
        if !sheet.bytes.is_empty() {
            return Ok(Cow::Borrowed(sheet));
        }
        (self.fetch)(sheet).map_err(|error| {
            Refusal::NotFetched(sheet.name.clone(), error.kind(), error.to_string())
        })
    }
}

impl Default for Means<'_> {
    fn default() -> Self {
        Means {
            fetch: &|input| Ok(Cow::Borrowed(input)),
            read: &|input, settings, vocabulary| {
                sheet::read_file(&input, &settings.limits, vocabulary)
            },
            watch: &|_, _, _| {},
        }
    }
}

/// The part of a job that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Reading sheets.
    Reading,
    /// Writing workbooks.
    Writing,
}

/// What a check of sheets finds.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What was read.
    pub submissions: Vec<Submission>,
    /// All findings in the order of files, sheets and cells.
    pub findings: Vec<Finding>,
    /// The sums of each file, in the order of their names.
    pub files: Vec<CheckedFile>,
    /// The sum that would count.
    pub counts: Euros,
    /// The sum that would not (suspense and excluded).
    pub does_not_count: Euros,
    /// The plan they were checked against, where one was given.
    pub plan: Option<Plan>,
}

impl Checked {
    fn new(
        files: Vec<CheckedFile>,
        submissions: Vec<Submission>,
        findings: Vec<Finding>,
        plan: Option<Plan>,
    ) -> Self {
        let counts = files.iter().map(|file| file.counts).sum();
        let does_not_count = files.iter().map(|file| file.does_not_count).sum();
        Checked { submissions, findings, files, counts, does_not_count, plan }
    }
}

/// What a check finds in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedFile {
    /// Its name.
    pub file: ArcStr,
    /// The sum that would count.
    pub counts: Euros,
    /// The sum that would not.
    pub does_not_count: Euros,
}

/// What was recognised in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectedFile {
    /// Name and hash; none where it could not be read.
    pub source: Option<SourceFile>,
    /// What it is, by its content.
    pub kind: Option<FileKind>,
    /// Its sheets, and whether each is hidden.
    pub sheets: Vec<(Option<String>, bool)>,
    /// The tables in it.
    pub tables: Vec<Inspected>,
    /// Layouts to start from, for sheets with amounts and without a table that was recognised.
    pub drafts: Vec<String>,
    /// What stood in the way of reading it.
    pub findings: Vec<Finding>,
}

/// A plan, and the workbooks made from it.
#[derive(Debug, Clone)]
pub struct PlanFiles {
    /// The plan as it was understood.
    pub plan: Plan,
    /// What is wrong or doubtful in it.
    pub findings: Vec<Finding>,
    /// The workbooks.
    pub files: Vec<NamedBytes>,
}

/// Reconciles a plan with the sheets that institutions sent in. `found` are findings of whoever
/// gathered the inputs, such as files left aside.
///
/// # Errors
/// [`Refusal`] where there is nothing to reconcile with, or the proof fails: then nothing is given.
pub fn reconcile(
    inputs: &ReconcileInputs,
    settings: &Settings,
    found: Vec<Finding>,
    means: &Means<'_>,
) -> Result<ReconcileOutputs, Refusal> {
    let reconciliation = reconciliation(inputs, settings, found, means)?;
    let sink = InMemory::default();
    let written = put_files(&reconciliation, &inputs.sheets, settings, means, &sink)?;
    let files = sink.in_order(written.iter().map(|file| &file.name));
    Ok(ReconcileOutputs { reconciliation, files })
}

/// The first half of [`reconcile`]: every figure, and no file yet.
///
/// # Errors
/// [`Refusal`] where there is nothing to reconcile with, or the proof fails: then nothing is given.
pub fn reconciliation(
    inputs: &ReconcileInputs,
    settings: &Settings,
    found: Vec<Finding>,
    means: &Means<'_>,
) -> Result<Reconciliation, Refusal> {
    let previous = read_previous(inputs.previous.as_ref(), settings)?;
    let register = inputs.funding.as_ref();
    let decisions = inputs.decisions.as_ref();
    let mut gathered =
        gather(&inputs.plan, register, decisions, &inputs.sheets, settings, found, means)?;
    let names = gathered.inputs.files.iter().map(|file| &*file.file);
    let unused = read::unused_layouts(&gathered.vocabulary, names.clone());
    gathered.inputs.findings.extend(unused);
    let unused = read::unused_submissions(&gathered.vocabulary, names);
    gathered.inputs.findings.extend(unused);
    let mut reconciliation = gathered.reconcile()?;
    if let Some((previous, found)) = previous {
        // Runs are recorded, and compared, in English.
        reconcile::compare(&mut reconciliation, previous, found, &catalogue(Language::English)?)?;
    }
    Ok(reconciliation)
}

/// The second half: the files of a reconciliation, put into a sink while they are made. The `sheets` that
/// it was made of are read again where an institution gets its own back. Gives what was written.
///
/// # Errors
/// [`Refusal`] where a file cannot be made or kept: what the sink holds then is of no use.
pub fn put_files(
    reconciliation: &Reconciliation,
    sheets: &[NamedBytes],
    settings: &Settings,
    means: &Means<'_>,
    sink: &dyn Sink,
) -> Result<Vec<Written>, Refusal> {
    let vocabulary = vocabulary(settings)?;
    let given_back = GivenBack::new(reconciliation, sheets, settings, &vocabulary, means)?;
    let (language, csv) = (settings.language, settings.csv);
    files::put(reconciliation, language, csv, &given_back, means.watch, sink)
}

/// Says what is wrong in sheets, with or without the plan they belong to.
///
/// # Errors
/// [`Refusal`] where a plan is given and cannot be read.
pub fn check(
    plan: Option<&NamedBytes>,
    sheets: &[NamedBytes],
    settings: &Settings,
    found: Vec<Finding>,
    means: &Means<'_>,
) -> Result<Checked, Refusal> {
    let mut checked = match plan {
        None => {
            let ReadSheets { submissions, findings: more, files, reasons: _ } =
                read_sheets(sheets, None, settings, &vocabulary(settings)?, means)?;
            let findings = found.into_iter().chain(more).collect();
            // Whatever the plan: what has neither code nor title waits in suspense too.
            let waits = |entry: &Entry<'_>| {
                entry.doubtful
                    || (entry.words.activity_code.is_none() && entry.words.title.is_none())
            };
            let sum = |file: &SourceFile, waiting: bool| -> Euros {
                let of_file = submissions.iter().filter(|sent| sent.source.file == file.file);
                let entries = of_file.flat_map(|submission| submission.entries.iter());
                entries.filter(|entry| waits(entry) == waiting).map(|entry| entry.amount).sum()
            };
            let files = files.iter().map(|file| CheckedFile {
                file: ArcStr::clone(&file.file),
                counts: sum(file, false),
                does_not_count: sum(file, true),
            });
            Checked::new(files.collect(), submissions, findings, None)
        }
        Some(file) => {
            let gathered = gather(file, None, None, sheets, settings, found, means)?;
            let submissions = gathered.inputs.submissions.clone();
            // The plan stands before the sheets.
            let sent = gathered.inputs.files.get(1..).unwrap_or_default().to_vec();
            let settled = gathered.reconcile()?;
            let files = sent.into_iter().map(|file| {
                let placed = settled.proof.by_file.iter().find(|(read, _)| *read == file);
                let outcomes = placed.map(|(_, outcomes)| *outcomes).unwrap_or_default();
                CheckedFile {
                    file: file.file,
                    counts: outcomes.reconciled + outcomes.unplanned,
                    does_not_count: outcomes.suspense + outcomes.excluded,
                }
            });
            let mut findings = settled.findings;
            // Whoever checks a sheet answers for the sheet: what the plan itself lacks, and who
            // else has not reported, is for the coordination body.
            findings.retain(|finding| {
                **finding.place.file() != *file.name && finding.code != Code::NotReported
            });
            Checked::new(files.collect(), submissions, findings, Some(settled.plan))
        }
    };
    checked.findings.sort_unstable();
    Ok(checked)
}

/// Says what is recognised in a file: its kind, its sheets, their headers and columns.
///
/// # Errors
/// [`Refusal`] where the settings do not hold together, or the file cannot be fetched.
pub fn inspect(
    input: &NamedBytes,
    settings: &Settings,
    means: &Means<'_>,
) -> Result<InspectedFile, Refusal> {
    let vocabulary = vocabulary(settings)?;
    let input = &*means.whole(input)?;
    let (file, findings) = (means.read)(Cow::Borrowed(input), settings, &vocabulary);
    let Some(file) = file else {
        let (sheets, tables, drafts) = (Vec::new(), Vec::new(), Vec::new());
        return Ok(InspectedFile { source: None, kind: None, sheets, tables, drafts, findings });
    };
    let tables = read::inspect(&file, vocabulary.bodies(), &vocabulary);
    let bare =
        |grid: &&Grid| tables.iter().all(|table| table.sheet.as_deref() != grid.name().as_deref());
    let drafts = file.grids.iter().filter(bare);
    Ok(InspectedFile {
        drafts: drafts
            .filter_map(|grid| read::layout_draft(&input.name, grid, &vocabulary))
            .collect(),
        tables,
        sheets: file
            .grids
            .iter()
            .map(|g| (g.name().as_deref().map(Into::into), g.hidden))
            .collect(),
        source: Some(file.source),
        kind: Some(file.kind),
        findings,
    })
}

/// The plan as a clean workbook, `plan.xlsx`.
///
/// # Errors
/// [`Refusal`] where there is no plan in the file.
pub fn plan_workbook(
    plan: &NamedBytes,
    settings: &Settings,
    means: &Means<'_>,
) -> Result<PlanFiles, Refusal> {
    let (plan, mut findings) = read_plan(plan, settings, &vocabulary(settings)?, means)?;
    findings.sort_unstable();
    let book = report::plan_workbook(
        &plan,
        &findings,
        &catalogue(settings.language)?,
        &words(settings.language)?,
    );
    let files = vec![files::written("plan.xlsx".to_owned(), &book)?];
    Ok(PlanFiles { plan, findings, files })
}

/// Expenditure forms, one filled in for each body that the plan names, and blank ones.
///
/// # Errors
/// [`Refusal`] where there is no plan in the file.
pub fn forms(
    plan: &NamedBytes,
    settings: &Settings,
    means: &Means<'_>,
) -> Result<PlanFiles, Refusal> {
    let (plan, mut findings) = read_plan(plan, settings, &vocabulary(settings)?, means)?;
    findings.sort_unstable();
    let files =
        files::forms(&plan, settings.reason_threshold(), &words(settings.language)?, means.watch)?;
    Ok(PlanFiles { plan, findings, files })
}

fn catalogue(language: Language) -> Result<Catalogue, Refusal> {
    Catalogue::of(language).map_err(Refusal::Words)
}

fn words(language: Language) -> Result<Translation, Refusal> {
    Translation::of(language).map_err(Refusal::Words)
}

fn vocabulary(settings: &Settings) -> Result<Vocabulary, Refusal> {
    Vocabulary::new(&settings.words).map_err(Refusal::Words)
}

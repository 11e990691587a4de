//! The stages up to the reconciliation, one after the other. In: the bytes of plan, register and
//! sheets. Out: what was read, or the reconciliation. Never goes on without the plan.

use std::borrow::Cow;

use super::each::on_each;
use super::{Means, Refusal, Step, vocabulary};
use crate::NamedBytes;
use crate::config::{self, Settings};
use crate::diagnostic::{Code, Finding, Severity, safe};
use crate::language::Said;
use crate::model::{
    Decision, FundingRecord, GivenReason, Place, Plan, Previous, SourceFile, Submission,
};
use crate::read;
use crate::reconcile::{self, Reconciliation};
use crate::sheet::{self, SheetFile};
use crate::vocabulary::Vocabulary;

/// Everything a reconciliation needs, with the settings as the plan completes them.
pub(super) struct Gathered {
    pub inputs: reconcile::Inputs,
    pub settings: Settings,
    pub vocabulary: Vocabulary,
}

impl Gathered {
    pub(super) fn reconcile(self) -> Result<Reconciliation, Refusal> {
        Ok(reconcile::reconcile(self.inputs, &self.settings, &self.vocabulary)?)
    }
}

pub(super) fn gather(
    plan: &NamedBytes,
    funding: Option<&NamedBytes>,
    decisions: Option<&NamedBytes>,
    sheets: &[NamedBytes],
    settings: &Settings,
    mut findings: Vec<Finding>,
    means: &Means<'_>,
) -> Result<Gathered, Refusal> {
    let vocabulary = vocabulary(settings)?;
    let (plan, plan_findings) = read_plan(plan, settings, &vocabulary, means)?;
    findings.extend(plan_findings);
    let mut settings = settings.clone();
    if let Some(quarter) = settings.as_of_quarter {
        let day = plan.year.and_then(|year| quarter.last_day(year));
        settings.as_of = Some(day.ok_or(Refusal::NoYear(quarter))?);
    }
    let register = match funding {
        None => None,
        Some(file) => {
            Some(read_register(file, &plan, &settings, &vocabulary, &mut findings, means)?)
        }
    };
    let decided = match decisions {
        None => None,
        Some(file) => {
            Some(read_decisions(file, &plan, &settings, &vocabulary, &mut findings, means)?)
        }
    };
    let read = read_sheets(sheets, Some(&plan), &settings, &vocabulary, means)?;
    findings.extend(read.findings);
    let mut files = vec![plan.source.clone()];
    files.extend(register.iter().map(|(file, _)| file.clone()));
    files.extend(decided.iter().map(|(file, _)| file.clone()));
    files.extend(read.files);
    let submissions = read.submissions;
    let (decisions_file, decisions) = decided.unzip();
    let inputs = reconcile::Inputs {
        plan,
        submissions,
        register,
        decisions: decisions.unwrap_or_default(),
        decisions_file,
        reasons: read.reasons,
        files,
        findings,
    };
    Ok(Gathered { inputs, settings, vocabulary })
}

pub(super) fn read_plan(
    input: &NamedBytes,
    settings: &Settings,
    vocabulary: &Vocabulary,
    means: &Means<'_>,
) -> Result<(Plan, Vec<Finding>), Refusal> {
    let (file, mut findings) = (means.read)(Cow::Borrowed(input), settings, vocabulary);
    let plan = file.and_then(|file: SheetFile| {
        let (plan, more) = read::read_plan(&file, vocabulary);
        findings.extend(more);
        plan
    });
    let Some(mut plan) = plan else {
        return Err(Refusal::NoPlan(of_own_file(findings, "there is nothing to reconcile with")));
    };
    if settings.year.is_some() {
        plan.year = settings.year;
        findings.retain(|finding| finding.code != Code::YearNotFound);
    }
    tracing::info!(file = %safe(&input.name), activities = plan.activities.len(), "plan read");
    Ok((plan, findings))
}

fn read_register(
    input: &NamedBytes,
    plan: &Plan,
    settings: &Settings,
    vocabulary: &Vocabulary,
    findings: &mut Vec<Finding>,
    means: &Means<'_>,
) -> Result<(SourceFile, Vec<FundingRecord>), Refusal> {
    let (file, mut found) = (means.read)(Cow::Borrowed(input), settings, vocabulary);
    let refused = |found| {
        let effect =
            "earmark stops, because without the register nobody can say which money is secured";
        Err(Refusal::NoRegister(of_own_file(found, effect)))
    };
    let Some(file) = file else {
        return refused(found);
    };
    let (records, more) = read::read_funding(&file, vocabulary, plan);
    found.extend(more);
    // A register that is still blank says that nothing is secured; one that was not understood
    // says nothing at all.
    if records.is_empty() && found.iter().any(|finding| finding.severity() == Severity::Error) {
        return refused(found);
    }
    tracing::info!(file = %safe(&input.name), rows = records.len(), "register of funding read");
    findings.extend(found);
    Ok((file.source, records))
}

/// The results of an earlier run, where they are given.
pub(super) fn read_previous(
    input: Option<&NamedBytes>,
    settings: &Settings,
) -> Result<Option<(Previous, Vec<Finding>)>, Refusal> {
    let Some(input) = input else { return Ok(None) };
    let (previous, findings) = read::read_previous(input, &settings.limits);
    match previous {
        Some(previous) => Ok(Some((previous, findings))),
        None => Err(Refusal::NoPrevious(findings)),
    }
}

/// What people decided: the sheet Suspense of an earlier workbook, or a decisions file.
fn read_decisions(
    input: &NamedBytes,
    plan: &Plan,
    settings: &Settings,
    vocabulary: &Vocabulary,
    findings: &mut Vec<Finding>,
    means: &Means<'_>,
) -> Result<(SourceFile, Vec<Decision>), Refusal> {
    if input.name.to_lowercase().ends_with(".toml") {
        let text = utf8(input).map_err(|finding| Refusal::NoDecisions(vec![*finding]))?;
        return config::read_decisions(&input.name, text)
            .map(|decisions| (SourceFile::new(&input.name, &input.bytes), decisions))
            .map_err(|finding| Refusal::NoDecisions(vec![*finding]));
    }
    // A workbook lists all entries too: of a million that would take longer than everything else.
    let unwanted = |headings: &[String]| read::decides_nothing(headings, vocabulary);
    let without = sheet::without_lists(input, &settings.limits, &unwanted);
    let wanted = without.map_or(Cow::Borrowed(input), Cow::Owned);
    let (file, mut found) = (means.read)(wanted, settings, vocabulary);
    let refused = |found| {
        let effect = "earmark stops, because without the decisions the figures would be others than the ones \
                      decided";
        Err(Refusal::NoDecisions(of_own_file(found, effect)))
    };
    let Some(mut file) = file else {
        return refused(found);
    };
    file.source = SourceFile::new(&input.name, &input.bytes);
    let Some((decisions, more)) = read::read_decisions(&file, vocabulary, plan) else {
        let problem = "give the reconciliation.xlsx of an earlier run, or head the columns of the table, \
                       such as Amount, Document, Assign to activity, Decided by, Reason";
        let place = Place::of_file(&file.source.file);
        found.push(Finding::new(Code::DecisionsNotRead, place).detail("problem", problem));
        return refused(found);
    };
    // A sheet that could not be read, or not to its end, may hold more decisions.
    if found.iter().any(|finding| finding.severity() == Severity::Error) {
        return refused(found);
    }
    tracing::info!(file = %safe(&input.name), decisions = decisions.len(), "decisions read");
    findings.extend(found);
    findings.extend(more);
    Ok((file.source, decisions))
}

/// What is said of files, where whoever runs the command gave the file: nobody sent it or is asked for it,
/// and without it the run stops.
fn of_own_file(findings: Vec<Finding>, effect: &'static str) -> Vec<Finding> {
    let own = |finding: Finding| match finding.code {
        Code::FileEmpty => finding.instead("give", "give it again").instead("effect", effect),
        Code::LimitExceeded => finding.instead("give", "give that").instead("effect", effect),
        _ => finding,
    };
    findings.into_iter().map(own).collect()
}

/// The text of a decisions file. With other letters in its place a name would be another one.
fn utf8(input: &NamedBytes) -> Result<&str, Box<Finding>> {
    let text = std::str::from_utf8(&input.bytes).map_err(|error| {
        let good = input.bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        let problem = Said::new("line {line}: the text is not stored as UTF-8; save it as UTF-8");
        let problem = problem.with_data("line", line);
        let place = Place::of_file(&SourceFile::new(&input.name, &[]).file);
        Box::new(Finding::new(Code::DecisionsNotRead, place).detail("problem", problem))
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// What all sheets together hold, in the order of their names.
#[derive(Default)]
pub(super) struct ReadSheets {
    pub submissions: Vec<Submission>,
    /// Typed into returns that were sent back.
    pub reasons: Vec<GivenReason>,
    // Those that could not be read too.
    pub files: Vec<SourceFile>,
    pub findings: Vec<Finding>,
}

/// What one file holds.
struct OfFile {
    file: SourceFile,
    submissions: Vec<Submission>,
    reasons: Vec<GivenReason>,
    findings: Vec<Finding>,
}

/// A file that was handed in.
enum HandedIn {
    Sheet(OfFile),
    Archive(Vec<NamedBytes>, Vec<Finding>),
}

/// Reads all sheets, those in archives too, in an order that does not hang on how they were given.
///
/// # Errors
/// [`Refusal::NotFetched`].
pub(super) fn read_sheets(
    sheets: &[NamedBytes],
    plan: Option<&Plan>,
    settings: &Settings,
    vocabulary: &Vocabulary,
    means: &Means<'_>,
) -> Result<ReadSheets, Refusal> {
    let one = |input: Cow<'_, NamedBytes>| {
        let unread = SourceFile::new(&input.name, &input.bytes);
        // From here on its bytes are wanted only until it is read.
        let (file, mut findings) = (means.read)(input, settings, vocabulary);
        let Some(file) = file else {
            let file = unread;
            return OfFile { file, submissions: Vec::new(), reasons: Vec::new(), findings };
        };
        let (submissions, more) = read::read_submissions(&file, vocabulary, plan);
        findings.extend(more);
        let name = &file.source.file;
        tracing::debug!(file = %safe(name), submissions = submissions.len(), "sheet read");
        let reasons = read::read_given_reasons(&file);
        OfFile { file: file.source, submissions, reasons, findings }
    };
    let handed_in = on_each(sheets, Step::Reading, means.watch, |input| {
        let whole = means.whole(input)?;
        Ok::<_, Refusal>(match sheet::unpack(&whole, &settings.limits) {
            Some((files, findings)) => HandedIn::Archive(files, findings),
            None => HandedIn::Sheet(one(whole)),
        })
    });
    let mut read = ReadSheets::default();
    let (mut parts, mut unpacked) = (Vec::new(), Vec::new());
    for handed_in in handed_in {
        match handed_in? {
            HandedIn::Sheet(part) => parts.push(part),
            HandedIn::Archive(files, findings) => {
                unpacked.extend(files);
                read.findings.extend(findings);
            }
        }
    }
    parts.extend(on_each(&unpacked, Step::Reading, means.watch, |file| one(Cow::Borrowed(file))));
    parts.sort_by(|a, b| a.file.cmp(&b.file));
    for OfFile { file, submissions, reasons, findings } in parts {
        read.submissions.extend(submissions);
        read.reasons.extend(reasons);
        read.files.push(file);
        read.findings.extend(findings);
    }
    Ok(read)
}

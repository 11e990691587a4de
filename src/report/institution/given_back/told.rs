//! What an institution may be told about its own sheets. In: a reconciliation and one body. Out: the
//! findings that its return lists, and the sheets in which some of them name a cell. Never a finding
//! in another body's row, and of a sheet that several share never a total over all of them.

use std::collections::BTreeMap;

use arcstr::ArcStr;

use crate::diagnostic::{Code, Finding};
use crate::model::Spot;
use crate::reconcile::{InstitutionResult, Reconciliation};
use crate::report::finding_table;
use crate::report::institution::{OwnPlaces, SheetOfFile};

/// The sheets of one institution in which a finding names a cell.
#[derive(Debug, Clone, Default)]
pub struct Told {
    sheets: BTreeMap<SheetOfFile, ToldSheet>,
}

/// One of them.
#[derive(Debug, Clone, Default)]
pub(super) struct ToldSheet {
    /// Nobody else has a part in it.
    pub alone: bool,
    /// Findings that name a cell, as indexes.
    pub findings: Vec<usize>,
}

impl Told {
    /// The files that these sheets are in, in order.
    pub fn files(&self) -> impl Iterator<Item = &ArcStr> {
        let mut before: Option<&ArcStr> = None;
        self.sheets
            .keys()
            .map(|(file, _)| file)
            .filter(move |file| before.replace(file) != Some(file))
    }

    pub(super) fn sheets_of(&self, file: &ArcStr) -> impl Iterator<Item = &SheetOfFile> {
        self.sheets.keys().filter(move |(of, _)| of == file)
    }

    pub(super) fn sheet(&self, sheet: &SheetOfFile) -> Option<&ToldSheet> {
        self.sheets.get(sheet)
    }
}

/// What one institution may be told, by its index in the reconciliation.
#[must_use]
pub fn told(reconciliation: &Reconciliation, index: usize) -> Told {
    let Some(institution) = reconciliation.institutions.get(index) else {
        return Told::default();
    };
    let own = OwnPlaces::of(reconciliation, institution);
    let findings = findings_in(&own, reconciliation, institution);
    let mut told = Told::default();
    for index in finding_table::listed(reconciliation, findings) {
        let Some(finding) = reconciliation.findings.get(index) else { continue };
        if finding.place.spot() == Spot::Whole {
            continue;
        }
        let sheet = (ArcStr::clone(finding.place.file()), finding.place.sheet().clone());
        let alone = own.is_alone(&sheet);
        let entry = told.sheets.entry(sheet).or_default();
        entry.alone = alone;
        entry.findings.push(index);
    }
    told
}

/// The findings that its return may list, as indexes in the order of files, sheets and cells.
pub(in crate::report::institution) fn own_findings(
    reconciliation: &Reconciliation,
    institution: &InstitutionResult,
) -> Vec<usize> {
    findings_in(&OwnPlaces::of(reconciliation, institution), reconciliation, institution)
}

fn findings_in(
    own: &OwnPlaces,
    reconciliation: &Reconciliation,
    institution: &InstitutionResult,
) -> Vec<usize> {
    // Findings are in the order of their files.
    let findings = &reconciliation.findings;
    let of_file = |file: &ArcStr| {
        let first = findings.partition_point(|one| one.place.file() < file);
        first..first + findings[first..].partition_point(|one| one.place.file() == file)
    };
    let told = |index: &usize| {
        findings.get(*index).is_some_and(|one| {
            own.holds(one) && !is_of_others(one, institution) && !sums_up_others(own, one)
        })
    };
    own.files.keys().flat_map(of_file).filter(told).collect()
}

/// What is said of one body's part of a sheet, with the body where there are several.
const OF_PARTS: [Code; 8] = [
    Code::SupersededByCumulative,
    Code::CumulativeByEvidence,
    Code::PerhapsCumulative,
    Code::CumulativeWithoutOrder,
    Code::CumulativeFell,
    Code::CumulativeOfOtherMoney,
    Code::FileCorrected,
    Code::SamePeriodTwice,
];

/// Whether a finding says where another body's entry stands, of which the sheet Return says as much as is
/// the institution's business; or is about another body's part of a sheet that both have a part in.
fn is_of_others(finding: &Finding, institution: &InstitutionResult) -> bool {
    if matches!(finding.code, Code::ClaimedByTwoBodies | Code::ManyDoubleClaims) {
        return true;
    }
    let own = institution.body.as_ref().map(|body| &*body.0);
    finding.place.spot() == Spot::Whole
        && OF_PARTS.contains(&finding.code)
        && finding.read.as_ref().is_some_and(|body| body.as_data() != own)
}

/// Whether a finding says a sum over the rows of all bodies in a sheet that several share: whoever
/// knows its own amounts would know the others' too.
fn sums_up_others(own: &OwnPlaces, finding: &Finding) -> bool {
    let sums = matches!(
        finding.code,
        Code::ControlTotalDiffers | Code::ControlTotalUnreadable | Code::HiddenRows
    );
    let place = &finding.place;
    sums && !own.is_alone(&(ArcStr::clone(place.file()), place.sheet().clone()))
}

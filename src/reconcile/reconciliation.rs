//! The result: every figure that any report prints. Reports and writers only lay it out.

use std::ops::Range;

use arcstr::ArcStr;
use rust_decimal::Decimal;
use serde::Serialize;

use super::DecisionResult;
use super::double::DoubleClaim;
use super::entries::Entries;
use super::figures::{BySource, Evidence, Figures};
use super::pools::Pool;
use super::ratios::Ratios;
use super::status::{FundingStatus, SpendingStatus};
use super::swap::SourceSwap;
use super::timing::TimingStatus;
use crate::config::{DonorRule, Profile};
use crate::diagnostic::Finding;
use crate::language::Said;
use crate::model::{
    ActivityCode, BodyName, ControlTotal, Date, DonorName, Euros, FundingRecord, Holder,
    KnownBasis, Period, Place, Plan, Positions, Quarter, Source, SourceFile,
};

/// The one outcome of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Attributed to an activity and source that the plan funds.
    Reconciled,
    /// Attributed to an activity, but the plan has no such source for it.
    Unplanned,
    /// A readable amount whose activity or source cannot be told.
    Suspense,
    /// Left out for a stated reason.
    Excluded,
}

/// A plan line with its figures, or a line that the plan does not have but money was spent on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The activity.
    pub activity: ActivityCode,
    /// The source.
    pub source: Source,
    /// Whose money it is.
    pub holder: Holder,
    /// The bodies behind the holder: one, or for a shared pool all that are responsible.
    pub holders: Vec<BodyName>,
    /// The donor, where the plan names one.
    pub donor: Option<DonorName>,
    /// The donors, where the plan names several for the one amount.
    pub joint_donors: Vec<DonorName>,
    /// The plan has it (an unplanned line has entries only).
    pub in_plan: bool,
    /// Its figures.
    pub figures: Figures,
    /// What the register shows for it.
    pub evidence: Evidence,
    /// Spending status.
    pub spending_status: SpendingStatus,
    /// Funding status.
    pub funding_status: FundingStatus,
    /// Where it stands on the as-of date; none where nothing is planned or the quarters are unknown.
    pub timing: Option<TimingStatus>,
    /// Its entries, by their positions in [`Reconciliation::entries`].
    pub entries: Positions,
    /// Rows of the register that speak for it, as indexes into [`Reconciliation::funding`].
    pub records: Vec<usize>,
    /// Reasons for a deviation given in its entries, each once.
    pub reasons: Vec<ArcStr>,
    /// How the money divides among donors: donation lines only. The parts add up to the line.
    pub donor_shares: Vec<DonorShare>,
    /// Who drew on it: shared pools only.
    pub draws: Vec<Draw>,
}

/// One donor's part of a donation line. The planned amount belongs to a donor only where the plan
/// names it or no other donor is known for the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DonorShare {
    /// The donor; none where not named.
    pub donor: Option<DonorName>,
    /// Its figures.
    pub figures: Figures,
    /// What the register shows of it.
    pub evidence: Evidence,
    /// Its entries, by their positions in [`Reconciliation::entries`].
    pub entries: Positions,
}

/// What one body took out of a shared pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// The body; none where the sheet does not say.
    pub body: Option<BodyName>,
    /// How much.
    pub spent: Euros,
    /// Whether the plan makes it responsible for the activity.
    pub responsible: bool,
}

/// An activity with the sum of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityResult {
    /// The activity.
    pub code: ActivityCode,
    /// Its figures over all sources.
    pub figures: BySource<Figures>,
    /// Spending status over all sources.
    pub spending_status: SpendingStatus,
    /// Funding status over all sources: the worst of its lines.
    pub funding_status: FundingStatus,
    /// Where it stands on the as-of date, over all sources.
    pub timing: Option<TimingStatus>,
    /// Its lines, as indexes into [`Reconciliation::lines`].
    pub lines: Vec<usize>,
}

/// A sum over lines: a measure, an area, a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollUp {
    /// What it is the sum of: the code of a measure, the number of an area.
    pub key: String,
    /// Its title.
    pub title: String,
    /// How many activities it has.
    pub activities: usize,
    /// Its figures.
    pub figures: BySource<Figures>,
}

/// What was spent in a quarter, by source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarterSpending {
    /// The quarter; none for entries that name none.
    pub quarter: Option<Quarter>,
    /// What was planned to be complete in it (by the activity's end quarter).
    pub planned: BySource<Option<Euros>>,
    /// What was spent in it on lines (reconciled and unplanned).
    pub spent: BySource<Option<Euros>>,
}

/// One body: as lead, as holder of money, and as sender of sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstitutionResult {
    /// The body; none collects what no body's name stands on.
    pub body: Option<BodyName>,
    /// Activities it leads.
    pub leads: Vec<ActivityCode>,
    /// Activities in which it is a partner.
    pub partner_in: Vec<ActivityCode>,
    /// Figures of the activities it leads. Over all institutions they add up to the whole.
    pub as_lead: BySource<Figures>,
    /// Figures of the budget lines it holds alone.
    pub as_holder: Figures,
    /// Lines of the activities it leads or holds money for, as indexes into the lines.
    pub lines: Vec<usize>,
    /// Entries it sent, by their positions among the entries.
    pub entries: Positions,
    /// What it sent, by outcome.
    pub sent: Outcomes,
    /// Its submissions, as indexes.
    pub submissions: Vec<usize>,
    /// It holds money or leads an activity with money, so a report was to be expected.
    pub expected: bool,
}

/// One donor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DonorResult {
    /// The donor; none for donations without a name.
    pub donor: Option<DonorName>,
    /// Sum over its shares.
    pub figures: Figures,
    /// Sum of what the register shows of it.
    pub evidence: Evidence,
    /// Its shares, as (index of the line, index of the share within the line).
    pub shares: Vec<(usize, usize)>,
    /// It gets a workbook: all do, unless sheets name so many that they can hardly all be donors.
    pub has_workbook: bool,
}

/// Euros by outcome. `read` is counted by the reader, the others by the reconciliation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Outcomes {
    /// What was read.
    pub read: Euros,
    /// Reconciled.
    pub reconciled: Euros,
    /// Unplanned.
    pub unplanned: Euros,
    /// In suspense.
    pub suspense: Euros,
    /// Excluded.
    pub excluded: Euros,
}

impl Outcomes {
    /// read − everything that has an outcome: zero, or the program is wrong.
    #[must_use]
    pub fn difference(&self) -> Euros {
        self.read - self.reconciled - self.unplanned - self.suspense - self.excluded
    }
}

/// One body's part of one sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionResult {
    /// The file.
    pub source: SourceFile,
    /// The sheet.
    pub sheet: Option<ArcStr>,
    /// The body.
    pub body: Option<BodyName>,
    /// The period.
    pub period: Option<Period>,
    /// Whether its amounts are of that period or of the year so far, where it is known.
    pub basis: Option<KnownBasis>,
    /// Rows that held something.
    pub rows: u32,
    /// How many entries.
    pub entries: usize,
    /// Euros by outcome.
    pub outcomes: Outcomes,
    /// Totals that the sheet states.
    pub control_totals: Vec<ControlTotal>,
    /// Left out as a whole, and why.
    pub excluded: Option<Said>,
}

/// The closing proof: in total, by file, and by source as the entries say it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proof {
    /// All files together.
    pub total: Outcomes,
    /// By file, in order.
    pub by_file: Vec<(SourceFile, Outcomes)>,
    /// By source; none for entries whose source is not known.
    pub by_source: Vec<(Option<Source>, Outcomes)>,
}

/// The whole result.
#[derive(Debug, Clone)]
pub struct Reconciliation {
    /// The plan.
    pub plan: Plan,
    /// The day it looks from.
    pub as_of: Option<Date>,
    /// That day was asked for, and is not only the end of the plan's year.
    pub as_of_given: bool,
    /// Title printed on the workbooks: given, or the plan's.
    pub title: String,
    /// Date printed on the workbooks, where given.
    pub run_date: Option<Date>,
    /// How estimates were spread over the year for planned to date.
    pub profile: Profile,
    /// The tolerance that was used, in percent.
    pub tolerance_percent: Decimal,
    /// What donors allow, each under the donor's one name.
    pub donor_rules: Vec<DonorRule>,
    /// The other settings of the run: name and value, for people.
    pub settings_in_words: Vec<(&'static str, Said)>,
    /// The file that the decisions came from, where one was given.
    pub decisions_file: Option<SourceFile>,
    /// The register's file, where one was given.
    pub register: Option<SourceFile>,
    /// The register's rows.
    pub funding: Vec<FundingRecord>,
    /// All input files in order, with their hashes.
    pub inputs: Vec<SourceFile>,
    /// Plan lines in the plan's order of activities; unplanned lines behind those of their activity.
    pub lines: Vec<Line>,
    /// Entries in the order of files, sheets and cells.
    pub entries: Entries,
    /// Submissions.
    pub submissions: Vec<SubmissionResult>,
    /// What people decided, in the order of the decisions file, and what became of each decision.
    pub decisions: Vec<DecisionResult>,
    /// The whole plan.
    pub totals: BySource<Figures>,
    /// Activities in order.
    pub activities: Vec<ActivityResult>,
    /// Measures in order.
    pub measures: Vec<RollUp>,
    /// Strategic areas in order.
    pub areas: Vec<RollUp>,
    /// Institutions, by name; the one without a name last, if there is one.
    pub institutions: Vec<InstitutionResult>,
    /// Donors, by name; the one without a name last, if there is one.
    pub donors: Vec<DonorResult>,
    /// Quarters in order, then what names none.
    pub quarters: Vec<QuarterSpending>,
    /// Ratios of spending to plan.
    pub ratios: Ratios,
    /// Entries that look like one payment claimed twice, in the order of their first entries.
    pub double_claims: Vec<DoubleClaim>,
    /// Money planned from one source and paid from the other, in the order of activities.
    pub swaps: Vec<SourceSwap>,
    /// Shared pools in the order of lines.
    pub pools: Vec<Pool>,
    /// Lines whose deviation needs a reason.
    pub reasons: super::Reasons,
    /// Bodies from which a report was expected and none came.
    pub not_reported: Vec<BodyName>,
    /// Who was to report for which quarter, and who did.
    pub reporting: Vec<super::BodyReporting>,
    /// What changed since an earlier run, where its results were given; set by [`super::compare`].
    pub changes: Option<super::Changes>,
    /// Findings in the order of files, sheets and cells.
    pub findings: Vec<Finding>,
    /// The proof.
    pub proof: Proof,
}

impl Reconciliation {
    /// A finding's id, by its position: f1 is the first.
    #[must_use]
    pub fn finding_id(index: usize) -> String {
        format!("f{}", index + 1)
    }

    /// What some entries, given by their positions, come to.
    #[must_use]
    pub fn sum_of(&self, entries: &Positions) -> Euros {
        entries.iter().filter_map(|at| self.entries.amount(at)).sum()
    }

    /// Whether a row of the register is dated after the day that was asked for: no evidence yet.
    #[must_use]
    pub fn is_later(&self, record: &FundingRecord) -> bool {
        let as_of = self.as_of.filter(|_| self.as_of_given);
        super::exclude::is_later_record(record, as_of)
    }

    /// The findings at a place, as indexes.
    #[must_use]
    pub fn findings_at(&self, place: &Place) -> Range<usize> {
        // Findings are in the order of their places.
        let start = self.findings.partition_point(|finding| finding.place < *place);
        let from = self.findings.get(start..).unwrap_or_default();
        start..start + from.iter().take_while(|finding| finding.place == *place).count()
    }
}

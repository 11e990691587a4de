//! Attributed entries → Reconciliation: lines, roll-ups, funding, statuses and the closing proof.
//! The only stage that adds up. Never a float, never a total computed anywhere else.

mod attributed;
mod bodies;
mod changes;
mod decide;
mod decided_words;
mod donor_rules;
mod donors;
mod double;
mod entries;
mod evidence;
mod exclude;
mod figures;
mod funding;
mod funding_findings;
mod gap;
mod gap_sums;
mod groups;
mod ledger;
mod notes;
mod parts;
mod periods;
mod planned;
mod pools;
mod proof;
mod ratios;
mod reasons;
mod reconciliation;
mod remarks;
mod reporting;
mod rollup;
mod settle;
mod settlements;
mod spending;
mod status;
mod swap;
mod timing;
mod versions;

pub use crate::matching::{MatchedBy, Meaning, Suggestion, Verdict as Decided};
pub use changes::{
    ChangedSum, Changes, Count, EntryChange, Kind as ChangeKind, LineChange, Moved, compare,
};
pub use decide::DecisionResult;
pub use donor_rules::{
    DonorJudgement, Face, FaceAmounts, Further, RuleUnitOf, RuleVerdict, Verdict,
};
pub use double::{ClaimKind, DoubleClaim, LEAST_SCORE};
pub use entries::{Entries, SettledEntry};
pub use evidence::{EvidenceRow, LineEvidence, Standing, UncountedRow};
pub use figures::{BySource, Evidence, Figures};
pub use gap::{Cover, CoverBasis, FundingGaps, GapSum, LineGap};
pub use gap_sums::{FundingDivision, FundingSum};
pub use groups::{Division, Groups, LineGroup, Tally, Tie};
pub use pools::{Pool, PoolDraw};
pub use ratios::{Composition, Head, HeadKind, RatioSet, Ratios};
pub use reasons::{ReasonAsked, Reasons};
pub use reconciliation::{
    ActivityResult, DonorResult, DonorShare, Draw, InstitutionResult, Line, Outcome, Outcomes,
    Proof, QuarterSpending, Reconciliation, RollUp, SubmissionResult,
};
pub use remarks::{Remarked, Remarks};
pub use reporting::{BodyReporting, QuarterReport, QuarterReporting};
pub use status::{FundingStatus, SpendingStatus};
pub use swap::SourceSwap;
pub use timing::TimingStatus;

use crate::config::Settings;
use crate::diagnostic::{Finding, KnownDetails};
use crate::model::{Decision, DonorName, FundingRecord, GivenReason, Plan, SourceFile, Submission};
use crate::parallel;
use crate::vocabulary::Vocabulary;

/// What goes into a reconciliation.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The plan.
    pub plan: Plan,
    /// Everything the sheets hand in.
    pub submissions: Vec<Submission>,
    /// The register of funding and its file, where one was given.
    pub register: Option<(SourceFile, Vec<FundingRecord>)>,
    /// What people decided about entries.
    pub decisions: Vec<Decision>,
    /// The file that they came from.
    pub decisions_file: Option<SourceFile>,
    /// Reasons for deviations that institutions typed into their returns.
    pub reasons: Vec<GivenReason>,
    /// Every input file with its hash, read or not.
    pub files: Vec<SourceFile>,
    /// Findings of the earlier stages.
    pub findings: Vec<Finding>,
}

/// The proof failed: the program is wrong, and nothing may be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the euros read and the euros placed differ by {difference} € in {place}")]
pub struct ProofFailed {
    /// Where: a file, a source, or the whole.
    pub place: String,
    /// By how much.
    pub difference: crate::model::Euros,
}

/// Reconciles: every entry gets one outcome, every line its figures and statuses, and the proof is
/// checked before anything is given out.
///
/// # Errors
/// [`ProofFailed`] when euros read and euros placed differ, which is the program's own fault.
pub fn reconcile(
    inputs: Inputs,
    settings: &Settings,
    vocabulary: &Vocabulary,
) -> Result<Reconciliation, ProofFailed> {
    let Inputs { mut plan, mut submissions, register, decisions, .. } = inputs;
    let Inputs { decisions_file, reasons, files, mut findings, .. } = inputs;
    plan.year = settings.year.or(plan.year);
    // The order in which files were named changes nothing.
    submissions.sort_by(|a, b| a.source.cmp(&b.source));
    let as_of = settings.as_of.or(plan.last_day());
    let (register_file, funding) = match register {
        Some((file, records)) => (Some(file), records),
        None => (None, Vec::new()),
    };
    let mut ledger = ledger::Ledger::new(&plan);
    let settled = settle::settle(
        &plan,
        &funding,
        (submissions, decisions),
        (settings, vocabulary),
        &mut ledger,
        &mut findings,
    );
    exclude::say_later_records(&funding, settings.as_of, &mut findings);
    let evidence = funding::attach(&mut ledger, &funding, settings.as_of);
    let mut entries = settled.entries;
    let tolerance_percent = settings.tolerance_percent;
    let (parts, stands) = ledger.close(&entries);
    entries.move_lines(&stands);
    // The figures and the double claims know nothing of each other.
    let (double_claims, (mut lines, activities, reported)) = parallel::both(
        || {
            let settled = (&entries, settled.decisions.as_slice());
            let claims = double::find(&plan, settled, vocabulary, &mut findings);
            double::keep_needed(&plan, settled, vocabulary, &mut findings);
            claims
        },
        || {
            let registered = register_file.is_some();
            let mut lines = funding::figures(&plan, parts, &evidence, registered, &entries);
            let profile = settings.profile;
            let look = timing::Look { plan: &plan, as_of, profile, tolerance_percent };
            look.planned_to_date(&mut lines);
            let reported = bodies::Reported::new(&plan, &settled.submissions);
            spending::judge(&plan, &mut lines, &reported, as_of, tolerance_percent);
            donors::divide(&mut lines, &entries, &evidence);
            bodies::draws(&plan, &mut lines, &entries);
            let mut activities =
                rollup::activities(&plan, &lines, &reported, as_of, tolerance_percent);
            look.judge(&mut lines, &mut activities, &entries);
            (lines, activities, reported)
        },
    );
    spending::report(&plan, &lines, &mut findings);
    let swaps = swap::find(&plan, &lines, tolerance_percent, &mut findings);
    let pools = pools::pools(&plan, &lines, &reported, &mut findings);
    let threshold = settings.reason_threshold();
    reasons::attach(&plan, &mut lines, &reasons);
    let reasons = reasons::reasons(&plan, &lines, threshold, as_of, &mut findings);
    // Each of these looks at every entry, and none at what the others find.
    let ((institutions, quarters), proof) = parallel::both(
        || {
            parallel::both(
                || bodies::institutions(&plan, &lines, &entries, &settled.submissions, as_of),
                || rollup::quarters(&plan, &lines, &entries),
            )
        },
        || proof::prove(&settled.read_by_file, &entries),
    );
    let proof = proof?;
    let not_reported = bodies::not_reported(&plan, &institutions, &reported, &mut findings);
    let reporting = reporting::reporting(
        &plan,
        &reporting::Sent { lines: &lines, entries: &entries, submissions: &settled.submissions },
        &institutions,
        &not_reported,
        as_of,
        &mut findings,
    );
    reporting::relations(settings, &plan, &settled.submissions, &mut findings);
    notes::once_for_each_sheet(&mut findings);
    // Findings that compare as equal are the same; to keep an order among them would take room.
    findings.sort_unstable();
    findings.dedup();
    KnownDetails::default().share(&mut findings);
    let title = settings.title.clone().or_else(|| plan.title.clone()).unwrap_or_else(|| {
        plan.year.map_or_else(|| "Action plan".to_owned(), |year| format!("Action plan {year}"))
    });
    let donor_rules = funding_findings::known_rules(settings, vocabulary, &lines);
    let known_donor = |name: &DonorName| {
        vocabulary.donor(&name.0).is_some() || donor_rules.iter().any(|rule| *rule.donor == *name.0)
    };
    let donors = donors::results(&lines, known_donor);
    let mut reconciled = Reconciliation {
        as_of,
        as_of_given: settings.as_of.is_some(),
        title,
        run_date: settings.run_date,
        profile: settings.profile,
        tolerance_percent,
        donor_rules,
        settings_in_words: settings.in_words(),
        decisions_file,
        register: register_file,
        funding,
        inputs: files,
        totals: rollup::by_source(lines.iter()),
        measures: rollup::measures(&plan, &lines),
        areas: rollup::areas(&plan, &lines),
        quarters,
        donors,
        ratios: ratios::ratios(&plan, &lines),
        double_claims,
        swaps,
        pools,
        activities,
        reasons,
        institutions,
        not_reported,
        reporting,
        changes: None,
        lines,
        entries,
        submissions: settled.submissions,
        decisions: settled.decisions,
        findings,
        proof,
        plan,
    };
    funding_findings::add(&mut reconciled);
    Ok(reconciled)
}

//! Sums over groups of lines that no roll-up covers: what is overspent, what lacks money, what a
//! donor has left. In: a finished reconciliation. Out: the figures that reports print below such a
//! list. Reports ask here because they never add up themselves.

use rust_decimal::Decimal;

use super::{
    DonorResult, DonorShare, Evidence, Figures, FundingStatus, Line, Outcome, Outcomes,
    Reconciliation, SpendingStatus,
};
use crate::diagnostic::Severity;
use crate::model::{Euros, add_known};

/// A group of lines: how many, and their sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LineGroup {
    /// How many lines.
    pub count: usize,
    /// Their figures together.
    pub figures: Figures,
    /// Their evidence together.
    pub evidence: Evidence,
}

/// How many of something, and their euros where they have any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many.
    pub count: usize,
    /// Their euros together; none where none of them names an amount.
    pub euros: Option<Euros>,
}

impl Tally {
    fn add(&mut self, euros: Option<Euros>) {
        self.count += 1;
        self.euros = add_known(self.euros, euros);
    }
}

/// The groups that wait for a person, and the sums below the lists that show them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Groups {
    /// Lines whose spending is known.
    pub reported: LineGroup,
    /// Overspent lines.
    pub overspent: LineGroup,
    /// Lines that money was spent on without a plan for it.
    pub unplanned: LineGroup,
    /// Lines that lack money: unfunded, partly funded, or without a source.
    pub lacking: LineGroup,
    /// Those of them without a source.
    pub no_source: LineGroup,
    /// Lines that nobody has reported on.
    pub not_reported: LineGroup,
    /// Budget lines that one body holds alone.
    pub held_alone: LineGroup,
    /// Entries in suspense.
    pub suspense: Tally,
    /// Excluded entries.
    pub excluded: Tally,
    /// Suspected double claims, and what would fall out if each counted once.
    pub double_claims: Tally,
    /// Money that changed sides between budget and donation.
    pub swaps: Tally,
    /// Findings that are errors.
    pub errors: Tally,
    /// Findings that are warnings.
    pub warnings: Tally,
    /// Findings that are notes.
    pub notes: Tally,
    /// All donors together.
    pub donors: Figures,
    /// What the register shows of all donors.
    pub donors_evidence: Evidence,
    /// What is left with all donors' money, where known.
    pub donors_balance: Option<Euros>,
    /// Rows of all submissions.
    pub submitted_rows: u64,
    /// Entries of all submissions.
    pub submitted_entries: u64,
}

/// A way of dividing the plan whose parts have to add up to the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Division {
    /// The lines.
    Lines,
    /// The measures.
    Measures,
    /// The strategic areas.
    Areas,
    /// The institutions, as leads.
    Leads,
    /// The quarters.
    Quarters,
    /// The sources.
    Sources,
}

/// The sum of the parts of a division beside the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tie {
    /// Which division.
    pub division: Division,
    /// Planned, the parts added up.
    pub planned: Option<Euros>,
    /// Spent, the parts added up.
    pub spent: Option<Euros>,
    /// Planned: parts − whole.
    pub planned_difference: Euros,
    /// Spent: parts − whole.
    pub spent_difference: Euros,
}

impl Tie {
    /// The parts add up to the whole.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.planned_difference.is_zero() && self.spent_difference.is_zero()
    }
}

impl LineGroup {
    fn add(&mut self, line: &Line) {
        self.count += 1;
        self.figures.add_line(&line.figures);
        self.evidence.add(&line.evidence);
    }

    fn close(mut self) -> Self {
        self.figures.close();
        self
    }
}

impl Figures {
    /// Adds what can be added: planned, secured, spent and the gap. [`Figures::close`] does the rest.
    pub(super) fn add_line(&mut self, line: &Figures) {
        self.planned = add_known(self.planned, line.planned);
        self.secured = add_known(self.secured, line.secured);
        self.spent = add_known(self.spent, line.spent);
        self.funding_gap = add_known(self.funding_gap, line.funding_gap);
        self.planned_to_date = add_known(self.planned_to_date, line.planned_to_date);
        self.to_date_open |= line.to_date_open;
    }

    /// The differences of a sum: of its spent and its planned, never sums of differences, because
    /// a line that nobody reported on has a plan and no difference.
    pub(super) fn close(&mut self) {
        self.variance = self.spent.map(|spent| spent - self.planned.unwrap_or_default());
        self.remaining = self.variance.map(|variance| -variance);
        // Where nobody knows how much of some estimate was due, nobody knows how far off it is.
        self.variance_to_date = self
            .spent
            .filter(|_| !self.to_date_open)
            .map(|spent| spent - self.planned_to_date.unwrap_or_default());
        self.deviation_percent = match (self.variance, self.planned) {
            (Some(variance), Some(planned)) => variance.percent_of(planned),
            _ => None,
        };
    }
}

impl Evidence {
    pub(super) fn add(&mut self, other: &Evidence) {
        self.appropriated = add_known(self.appropriated, other.appropriated);
        self.pledged = add_known(self.pledged, other.pledged);
        self.committed = add_known(self.committed, other.committed);
        self.received = add_known(self.received, other.received);
    }
}

impl Outcomes {
    /// What is on lines: reconciled and unplanned. It is what the lines have spent.
    #[must_use]
    pub fn placed(&self) -> Euros {
        self.reconciled + self.unplanned
    }
}

impl DonorShare {
    /// What is left of what was received: received − spent. None where either is unknown.
    #[must_use]
    pub fn balance(&self) -> Option<Euros> {
        Some(self.evidence.received? - self.figures.spent?)
    }
}

impl Reconciliation {
    /// The sums of some lines, by their indexes.
    #[must_use]
    pub fn sum_of_lines(&self, lines: &[usize]) -> Figures {
        let mut group = LineGroup::default();
        for line in lines.iter().filter_map(|index| self.lines.get(*index)) {
            group.add(line);
        }
        group.close().figures
    }

    /// What is left of a donor's money: the sum of what is left on its lines, where known.
    #[must_use]
    pub fn donor_balance(&self, donor: &DonorResult) -> Option<Euros> {
        donor
            .shares
            .iter()
            .filter_map(|(line, share)| self.lines.get(*line)?.donor_shares.get(*share))
            .fold(None, |sum, share| add_known(sum, share.balance()))
    }

    /// Whether each division of the plan adds up to the whole.
    #[must_use]
    pub fn ties(&self) -> Vec<Tie> {
        type Part = (Option<Euros>, Option<Euros>);
        let of = |figures: &Figures| (figures.planned, figures.spent);
        let tie = |division, parts: &mut dyn Iterator<Item = Part>| {
            let (planned, spent) = parts.fold((None, None), |sum: Part, part| {
                (add_known(sum.0, part.0), add_known(sum.1, part.1))
            });
            let whole = &self.totals.total;
            Tie {
                division,
                planned,
                spent,
                planned_difference: planned.unwrap_or_default() - whole.planned.unwrap_or_default(),
                spent_difference: spent.unwrap_or_default() - whole.spent.unwrap_or_default(),
            }
        };
        let sources = [&self.totals.budget, &self.totals.donation, &self.totals.unnamed];
        vec![
            tie(Division::Lines, &mut self.lines.iter().map(|line| of(&line.figures))),
            tie(Division::Measures, &mut self.measures.iter().map(|sum| of(&sum.figures.total))),
            tie(Division::Areas, &mut self.areas.iter().map(|sum| of(&sum.figures.total))),
            tie(
                Division::Leads,
                &mut self.institutions.iter().map(|institution| of(&institution.as_lead.total)),
            ),
            tie(
                Division::Quarters,
                &mut self
                    .quarters
                    .iter()
                    .map(|quarter| (quarter.planned.total, quarter.spent.total)),
            ),
            tie(Division::Sources, &mut sources.into_iter().map(of)),
        ]
    }

    /// How far a donor's money deviates from the plan: none where some of it was spent without an
    /// estimate of its own, because then the two sums are of different things.
    #[must_use]
    pub fn donor_deviation(&self, donor: &DonorResult) -> Option<Decimal> {
        let mut shares = donor
            .shares
            .iter()
            .filter_map(|(line, share)| self.lines.get(*line)?.donor_shares.get(*share));
        if shares.any(|share| share.figures.planned.is_none() && share.figures.spent.is_some()) {
            return None;
        }
        donor.figures.deviation_percent
    }

    /// The groups that wait for a person, with their sums.
    #[must_use]
    pub fn groups(&self) -> Groups {
        let mut groups = Groups::default();
        for line in &self.lines {
            if line.figures.spent.is_some() {
                groups.reported.add(line);
            }
            match line.spending_status {
                SpendingStatus::Overspent => groups.overspent.add(line),
                SpendingStatus::Unplanned => groups.unplanned.add(line),
                SpendingStatus::NotReported => groups.not_reported.add(line),
                _ => {}
            }
            if line.lacks_money() {
                groups.lacking.add(line);
            }
            if line.funding_status == FundingStatus::NoSource {
                groups.no_source.add(line);
            }
            if line.held_alone() {
                groups.held_alone.add(line);
            }
        }
        for group in [
            &mut groups.reported,
            &mut groups.overspent,
            &mut groups.unplanned,
            &mut groups.lacking,
            &mut groups.no_source,
            &mut groups.not_reported,
            &mut groups.held_alone,
        ] {
            *group = group.close();
        }
        for (group, outcome) in
            [(&mut groups.suspense, Outcome::Suspense), (&mut groups.excluded, Outcome::Excluded)]
        {
            let amounts = self.entries.with_outcome(outcome);
            amounts.for_each(|(_, settled)| group.add(Some(settled.entry.amount)));
        }
        for claim in &self.double_claims {
            groups.double_claims.add(Some(claim.at_stake));
        }
        for swap in &self.swaps {
            groups.swaps.add(Some(swap.amount));
        }
        for finding in &self.findings {
            match finding.severity() {
                Severity::Error => groups.errors.add(finding.amount),
                Severity::Warning => groups.warnings.add(finding.amount),
                Severity::Note => groups.notes.add(finding.amount),
            }
        }
        for donor in &self.donors {
            groups.donors.add_line(&donor.figures);
            groups.donors_evidence.add(&donor.evidence);
            groups.donors_balance = add_known(groups.donors_balance, self.donor_balance(donor));
        }
        groups.donors.close();
        groups.submitted_rows =
            self.submissions.iter().map(|submission| u64::from(submission.rows)).sum();
        groups.submitted_entries =
            self.submissions.iter().map(|submission| submission.entries as u64).sum();
        groups
    }
}

impl Line {
    /// Money is missing for it: unfunded, partly funded, or without a source.
    #[must_use]
    pub fn lacks_money(&self) -> bool {
        self.in_plan
            && matches!(
                self.funding_status,
                FundingStatus::Unfunded | FundingStatus::PartlyFunded | FundingStatus::NoSource
            )
    }

    /// A budget line of the plan that one body holds alone.
    #[must_use]
    pub fn held_alone(&self) -> bool {
        self.in_plan
            && self.source == crate::model::Source::Budget
            && matches!(self.holder, crate::model::Holder::Body(_))
    }
}

//! Totals that a sheet states: checked against the sum of their lines, never entries.

use super::amount::Reading;
use crate::diagnostic::{Code, Finding};
use crate::model::Submission;
use crate::model::{ControlTotal, Euros, Place, fold};
use crate::sheet::{Cell, Value};

/// Running sums of the amount columns of one table: since its start, and since its last total.
#[derive(Debug, Default)]
pub(super) struct Totals {
    columns: Vec<(u32, Euros, Euros)>,
}

impl Totals {
    pub(super) fn new(columns: impl Iterator<Item = u32>) -> Self {
        Totals { columns: columns.map(|c| (c, Euros::ZERO, Euros::ZERO)).collect() }
    }

    /// Counts an entry.
    pub(super) fn add(&mut self, column: u32, amount: Euros) {
        for (index, all, segment) in &mut self.columns {
            if *index == column {
                *all += amount;
                *segment += amount;
            }
        }
    }

    /// The sums that a total may stand for, the likelier first: a subtotal for the lines since the
    /// last total, any other for all lines of the table.
    pub(super) fn sums(&self, column: u32, label: &str) -> Vec<Euros> {
        let Some((_, all, segment)) = self.columns.iter().find(|(index, ..)| *index == column)
        else {
            return Vec::new();
        };
        let folded = fold(label);
        if folded.starts_with("sub") || folded.starts_with("medjuzbir") {
            vec![*segment, *all]
        } else {
            vec![*all, *segment]
        }
    }

    /// A total ends the lines it stands for.
    pub(super) fn close_segment(&mut self) {
        for (_, _, segment) in &mut self.columns {
            *segment = Euros::ZERO;
        }
    }
}

/// Holds a stated total against the sums it may stand for; the first is what it should be.
pub(super) fn check(
    reading: Reading,
    cell: &Cell,
    place: Place,
    sums: &[Euros],
    submission: &mut Submission,
    findings: &mut Vec<Finding>,
) {
    let stated = match reading {
        Reading::Amount { euros, .. } => euros,
        Reading::Blank => return,
        // A total that is not calculated states nothing; the lines are counted one by one anyway.
        Reading::Refused(..) if matches!(cell.value, Value::NotCalculated) => return,
        Reading::Refused(..) => {
            findings.push(Finding::new(Code::ControlTotalUnreadable, place).read(cell.text()));
            return;
        }
    };
    let computed = sums.iter().copied().find(|sum| *sum == stated).or(sums.first().copied());
    let Some(computed) = computed else { return };
    submission.control_totals.push(ControlTotal { cell: place.cell(), stated, computed });
    if stated != computed {
        findings.push(
            Finding::new(Code::ControlTotalDiffers, place)
                .read(cell.text())
                .detail("stated", stated)
                .detail("computed", computed)
                .detail("difference", stated - computed)
                .amount(stated - computed),
        );
    }
}

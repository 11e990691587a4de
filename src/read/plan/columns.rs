//! Which columns a table of a plan has. In: a row of cells. Out: what each column means, if the row
//! is a header row. Never needs a fixed order or a fixed spelling.

use crate::model::{Place, tidy};
use crate::sheet::{Grid, Row};
use crate::vocabulary::{Heading, Vocabulary};

/// What a table of a plan lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Activities,
    Indicators,
    Bodies,
}

/// One column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub column: u32,
    pub heading: Heading,
    /// As the header says it.
    pub header: String,
    pub place: Place,
}

/// The columns of a table.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    pub kind: Kind,
    pub all: Vec<Column>,
}

impl Columns {
    /// The columns, if the row is a header row.
    pub(super) fn of(grid: &Grid, row: &Row, vocabulary: &Vocabulary) -> Option<Self> {
        if row.cells.len() < 2 {
            return None;
        }
        let mut all: Vec<Column> = row
            .cells
            .iter()
            .filter(|cell| cell.text().len() <= 200)
            .filter_map(|cell| {
                let header = tidy(&cell.text());
                let heading = vocabulary.heading(&header)?;
                let place = grid.place(row, cell.column());
                Some(Column { column: cell.column(), heading, header, place })
            })
            .collect();
        let has = |wanted: &[Heading]| all.iter().any(|column| wanted.contains(&column.heading));
        let kind = if has(&[Heading::PerformanceIndicator])
            && has(&[Heading::InitialValue, Heading::TargetMiddle, Heading::TargetEnd])
        {
            Kind::Indicators
        } else if has(&[Heading::BodyName])
            && has(&[Heading::OtherNames, Heading::Abbreviation, Heading::Montenegrin])
        {
            Kind::Bodies
        } else if all.len() >= 3
            && has(&[Heading::Activity, Heading::Code])
            && has(&[
                Heading::Estimate,
                Heading::Planned,
                Heading::Responsible,
                Heading::Lead,
                Heading::ResultIndicator,
                Heading::NoFunding,
            ])
        {
            Kind::Activities
        } else {
            return None;
        };
        if kind == Kind::Activities {
            let estimated = has(&[Heading::Estimate, Heading::Planned]);
            let responsible = has(&[Heading::Responsible, Heading::Lead]);
            all.retain_mut(|column| {
                if column.heading == Heading::Body && !responsible {
                    column.heading = Heading::Responsible;
                }
                // Beside a column of estimates, other amounts are not the plan's.
                !(estimated
                    && matches!(
                        column.heading,
                        Heading::Amount | Heading::SpentBudget | Heading::SpentDonation
                    ))
            });
        }
        Some(Columns { kind, all })
    }

    /// The first column of a meaning.
    pub(super) fn first(&self, heading: Heading) -> Option<&Column> {
        self.all.iter().find(|column| column.heading == heading)
    }

    pub(super) fn has(&self, heading: Heading) -> bool {
        self.first(heading).is_some()
    }

    /// Whether each line of money has a row of its own, with its source in a column.
    pub(super) fn is_tidy(&self) -> bool {
        self.has(Heading::Source) && (self.has(Heading::Planned) || self.has(Heading::Estimate))
    }
}

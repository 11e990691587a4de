//! A spot in eight bytes. A million entries have one each, so their room is the room of a run.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::place::{CellRef, Spot};

/// A spot as it is kept. Of a table in a Word document that is larger than any that people write, a
/// number may be the largest that there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Spot", into = "Spot")]
pub(super) struct SmallSpot(u64);

/// The lowest bits say which kind it is; the numbers stand above them, the first one highest.
const KIND: u32 = 3;
const WHOLE: u64 = 0;
const CELL: u64 = 1;
const LINE: u64 = 2;
const PARAGRAPH: u64 = 3;
const TABLE_CELL: u64 = 4;

/// How many bits the numbers have: those of a cell are far below what there is room for.
const CELL_COLUMN: u32 = 61 - 32;
const TABLE: u32 = 17;
const TABLE_ROW: u32 = 24;
const TABLE_COLUMN: u32 = 61 - TABLE - TABLE_ROW;

impl SmallSpot {
    /// In two numbers: of a cell its row, and the rest.
    pub(super) fn halves(self) -> [u32; 2] {
        [(self.0 >> u32::BITS) as u32, self.0 as u32]
    }

    /// From these.
    pub(super) fn of_halves([above, below]: [u32; 2]) -> Self {
        SmallSpot(u64::from(above) << u32::BITS | u64::from(below))
    }
}

/// As spots are ordered: by their kind, then by their numbers.
impl Ord for SmallSpot {
    fn cmp(&self, other: &Self) -> Ordering {
        let kind = |spot: &Self| spot.0 & ((1 << KIND) - 1);
        kind(self).cmp(&kind(other)).then(self.0.cmp(&other.0))
    }
}

impl PartialOrd for SmallSpot {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<Spot> for SmallSpot {
    fn from(spot: Spot) -> Self {
        let packed = |kind: u64, numbers: u64| SmallSpot(numbers << KIND | kind);
        let held = |number: u32, bits: u32| u64::from(number).min((1 << bits) - 1);
        match spot {
            Spot::Whole => packed(WHOLE, 0),
            Spot::Cell(CellRef { row, column }) => {
                packed(CELL, u64::from(row) << CELL_COLUMN | held(column, CELL_COLUMN))
            }
            Spot::Line(line) => packed(LINE, line.into()),
            Spot::Paragraph(number) => packed(PARAGRAPH, number.into()),
            Spot::TableCell { table, row, column } => {
                let rows = held(table, TABLE) << TABLE_ROW | held(row, TABLE_ROW);
                packed(TABLE_CELL, rows << TABLE_COLUMN | held(column, TABLE_COLUMN))
            }
        }
    }
}

impl From<SmallSpot> for Spot {
    fn from(SmallSpot(packed): SmallSpot) -> Self {
        let numbers = packed >> KIND;
        // None is longer than it was when it was packed.
        let number = |shift: u32, bits: u32| (numbers >> shift & ((1 << bits) - 1)) as u32;
        match packed & ((1 << KIND) - 1) {
            CELL => {
                Spot::Cell(CellRef { row: number(CELL_COLUMN, 32), column: number(0, CELL_COLUMN) })
            }
            LINE => Spot::Line(number(0, 32)),
            PARAGRAPH => Spot::Paragraph(number(0, 32)),
            TABLE_CELL => Spot::TableCell {
                table: number(TABLE_ROW + TABLE_COLUMN, TABLE),
                row: number(TABLE_COLUMN, TABLE_ROW),
                column: number(0, TABLE_COLUMN),
            },
            _ => Spot::Whole,
        }
    }
}

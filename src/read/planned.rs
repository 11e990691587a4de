//! Planned amounts that a sheet prints beside what was spent. In: the rows of a table. Out: what the
//! sheet says was planned, to be held against the plan. Never counted, never added.

use std::collections::BTreeSet;

use arcstr::ArcStr;

use super::amount::{Reading, read_amount};
use super::entries::{SheetReading, TableReader};
use super::row::RowWords;
use super::section::Sections;
use super::table::Role;
use crate::model::{
    ActivityCode, AsWritten, Entry, EntryWords, Euros, OwnTexts, Placed, Source, When,
};
use crate::sheet::Row;
use crate::vocabulary::Heading;

/// What was said already: a sheet of payments repeats the planned amount in each line.
#[derive(Debug, Default)]
pub(super) struct Planned {
    met: BTreeSet<Statement>,
}

/// Activity, source and time of its column, source in words, amount.
type Statement = (ActivityCode, Option<Source>, Option<When>, Option<ArcStr>, Euros);

impl<'a> TableReader<'a> {
    /// Keeps the planned amounts of a row.
    pub(super) fn read_planned(
        &self,
        row: &'a Row,
        words: &RowWords,
        sections: &Sections,
        planned: &mut Planned,
        sheet: &mut SheetReading,
    ) {
        for column in &self.table.columns {
            let Role::Planned { source: column_source, when } = column.role else { continue };
            let words = words.under(column, self.grid);
            let (Some(code), Some(cell)) = (words.activity_code, row.cell(column.index)) else {
                continue;
            };
            let thousands = self.around.thousands() || self.vocabulary.says_thousands(&column.text);
            let marks = self.marks(column.index);
            let Reading::Amount { euros, doubtful: false, .. } =
                read_amount(&cell.value(), marks, thousands, self.vocabulary)
            else {
                continue;
            };
            let source = self
                .text(row, Heading::Source)
                .or_else(|| sections.source().or(self.around.source.as_ref()).cloned())
                .filter(|_| column_source.is_none());
            let said = source.as_ref().map(|source| ArcStr::clone(&source.value));
            if !planned.met.insert((code, column_source, when, said, euros)) {
                continue;
            }
            let place = self.grid.place(row, column.index);
            let spot = place.spot();
            let written = |said: Placed<ArcStr>| AsWritten::beside(said, spot);
            let words = EntryWords {
                code: words.code.clone().map(written),
                activity_code: words.activity_code,
                title: words.title.clone().map(written),
                source: source.map(written),
                column_source,
                donor: self.text(row, Heading::Donor).map(written),
                body: None,
                reason: None,
            };
            sheet.submission.planned.push(&Entry {
                whole: &self.grid.whole,
                spot,
                amount: euros,
                words: &words,
                texts: OwnTexts::new(Entry::kept(&cell.text(), euros), None, None),
                date: None,
                quarter: when.map(When::quarter),
                quarter_of_sheet: false,
                doubtful: false,
            });
        }
    }
}

//! Rows that name no activity and belong to one named elsewhere. In: a row, what stands above it, and
//! the rows that sums cover. Out: the words it takes over, and a finding where that is not certain.

use std::collections::{BTreeMap, BTreeSet};

use super::entries::{SheetReading, TableReader};
use super::row::RowWords;
use super::section::Sections;
use super::sums::Sums;
use crate::diagnostic::{Code, Finding};
use crate::model::fold;
use crate::sheet::Row;

/// Rows of one sum that are looked at.
const MOST_SUMMED: usize = 10_000;

impl<'a> TableReader<'a> {
    /// A row that names no activity belongs to what is named above it: in the row that sums it up,
    /// in the heading of its section, or in the row right above it.
    pub(super) fn inherit(
        &self,
        row: &'a Row,
        words: &mut RowWords,
        before: Option<&(u32, RowWords)>,
        sections: &Sections,
        summed: &BTreeMap<u32, RowWords>,
        sheet: &mut SheetReading,
    ) {
        if words.code.is_some() || !self.has_amount(row) || self.only_remarks(row, words) {
            return;
        }
        let said = |above: &RowWords| {
            let said = above.code.as_ref().or(above.title.as_ref());
            said.map(|placed| placed.value.to_string()).unwrap_or_default()
        };
        let key = self.grid.place(row, self.key_column());
        if let Some(above) = summed.get(&row.index) {
            sheet
                .findings
                .push(Finding::new(Code::CodeFromRowAbove, key).data("above", said(above)));
            words.take(above);
        } else if let Some(section) = sections.activity().or(self.around.activity.as_ref())
            && !self.looks_like_a_sum(row)
            && !self.is_title_of_plan(words)
        {
            words.take(section);
        } else if let Some((index, above)) = before
            && words.is_empty()
            && !self.looks_like_a_sum(row)
            && index + 1 == row.index
            && !above.is_empty()
        {
            sheet
                .findings
                .push(Finding::new(Code::CodeFromRowAbove, key).data("above", said(above)));
            *words = above.clone();
        }
    }

    /// Rows without an activity of their own that a row with a code sums up: a summary line above
    /// or below its lines.
    pub(super) fn summed_rows(&self, sums: &Sums) -> BTreeMap<u32, RowWords> {
        let mut summed = BTreeMap::new();
        if self.grid.sums.is_empty() {
            return summed;
        }
        for row in self.table.body.iter() {
            if !self.only_sums(row, sums) {
                continue;
            }
            let words = self.row_words(row, &mut Vec::new());
            if words.activity_code.is_none() {
                continue;
            }
            for column in self.table.amounts() {
                for area in sums.rows_of(row.index, column.index) {
                    let covered = self.table.body.iter().map(|row| row.index);
                    let covered =
                        covered.filter(|at| (area.first.row..=area.last.row).contains(at));
                    for at in covered.take(MOST_SUMMED) {
                        summed.entry(at).or_insert_with(|| words.clone());
                    }
                }
            }
        }
        summed
    }

    /// Whether a row's text is the title of one of the plan's activities, which then is its own.
    fn is_title_of_plan(&self, words: &RowWords) -> bool {
        let (Some(title), Some(plan)) = (&words.title, self.plan) else { return false };
        let titles = self.titles.get_or_init(|| {
            plan.activities.values().map(|activity| fold(&activity.title)).collect::<BTreeSet<_>>()
        });
        titles.contains(&fold(&title.value))
    }
}

//! The register of funding. In: the grids of its file. Out: its rows, and a finding for each row
//! with an amount that could not be taken.

use std::collections::BTreeMap;

use super::amount::{Marks, Reading, read_amount, remarked};
use super::code::read_code;
use super::date::read_date;
use super::nearly;
use super::source::{KnownDonors, SourceReading, read_donor, read_source};
use super::table::{Role, Table, find_tables};
use crate::diagnostic::{Code, Finding};
use crate::model::{
    ActivityCode, BodyName, DonorName, Euros, FundingKind, FundingRecord, Place, Plan, PlanLine,
    Source, fold, tidy,
};
use crate::sheet::{Cell, Grid, Row, SheetFile};
use crate::vocabulary::{Heading, Vocabulary};

pub(super) fn read_file(
    file: &SheetFile,
    vocabulary: &Vocabulary,
    plan: &Plan,
) -> (Vec<FundingRecord>, Vec<Finding>) {
    let mut records = Vec::new();
    let mut findings = Vec::new();
    let mut found_table = false;
    let known = Known::of(plan);
    for grid in &file.grids {
        for table in find_tables(grid, vocabulary, Some(plan)) {
            found_table = true;
            let reader = RegisterReader { grid, table: &table, vocabulary, plan, known: &known };
            reader.read(&mut records, &mut findings);
        }
    }
    if !found_table {
        findings.push(Finding::new(Code::NoTable, Place::of_file(&file.source.file)));
    }
    (records, findings)
}

/// Names of the plan, found out once: a register has as many rows as the plan.
struct Known {
    donors: KnownDonors,
    /// Folded title → its activity; none where several have it.
    titles: BTreeMap<String, Option<ActivityCode>>,
}

impl Known {
    fn of(plan: &Plan) -> Self {
        let donors = plan.lines.iter().filter_map(PlanLine::given_by).collect();
        Known { donors, titles: plan.titles() }
    }
}

struct RegisterReader<'a> {
    grid: &'a Grid,
    table: &'a Table<'a>,
    vocabulary: &'a Vocabulary,
    plan: &'a Plan,
    known: &'a Known,
}

impl RegisterReader<'_> {
    fn read(&self, records: &mut Vec<FundingRecord>, findings: &mut Vec<Finding>) {
        nearly::say(self.grid, self.table, self.vocabulary, findings);
        // In a register the column "Amount" is the amount, whatever stands beside it.
        let Some(column) = self
            .table
            .amounts()
            .map(|column| column.index)
            .next()
            .or_else(|| self.table.column(Heading::Amount))
        else {
            let place = self.table.header.first().map_or_else(
                || self.grid.whole.clone(),
                |row| self.grid.place(row, row.cells.first().map_or(0, |cell| cell.column())),
            );
            findings.push(Finding::new(Code::NoAmountColumn, place));
            return;
        };
        let thousands =
            self.table.columns.iter().any(|c| {
                c.index == column && matches!(c.role, Role::Amount { thousands: true, .. })
            });
        let mut marks = Marks::default();
        for cell in self.table.body.iter().filter_map(|row| row.cell(column)) {
            marks.learn(&cell.value(), self.vocabulary);
        }
        for row in self.table.body.iter() {
            if self.is_total(row) {
                continue;
            }
            let place = self.grid.place(row, column);
            let Some(cell) = row.cell(column).filter(|cell| !cell.is_blank()) else {
                // A commitment without its amount is not a commitment of nothing.
                if self.activity(row).is_some() && self.text(row, Heading::Kind).is_some() {
                    findings.push(Finding::new(Code::AmountNotANumber, place).read(""));
                }
                continue;
            };
            match read_amount(&cell.value(), marks, thousands, self.vocabulary) {
                Reading::Blank => {}
                Reading::Refused(code, _) => {
                    findings.push(Finding::new(code, place).read(cell.text()));
                }
                Reading::Amount { euros, remarks, doubtful } => {
                    findings.extend(remarked(remarks, cell, &place, euros));
                    // An amount that could mean two things secures nothing.
                    if doubtful {
                        continue;
                    }
                    match self.record(row, euros, place) {
                        Ok(record) => {
                            self.check_body(row, &record, findings);
                            records.push(record);
                        }
                        Err(finding) => findings.push(*finding),
                    }
                }
            }
        }
    }

    fn is_total(&self, row: &Row) -> bool {
        row.cells.iter().any(|cell| self.vocabulary.is_total(&cell.text()))
    }

    fn cell<'r>(&self, row: &'r Row, heading: Heading) -> Option<&'r Cell> {
        row.cell(self.table.column(heading)?).filter(|cell| !cell.is_blank())
    }

    fn text(&self, row: &Row, heading: Heading) -> Option<String> {
        Some(tidy(&self.cell(row, heading)?.text())).filter(|text| !text.is_empty())
    }

    fn record(
        &self,
        row: &Row,
        amount: Euros,
        place: Place,
    ) -> Result<FundingRecord, Box<Finding>> {
        let refuse = |code: Code, read: Option<String>| {
            let finding = Finding::new(code, place.clone()).amount(amount);
            Box::new(match read {
                Some(read) => finding.read(read),
                None => finding,
            })
        };
        let activity = self.activity(row).ok_or_else(|| {
            let read = self.text(row, Heading::Code).or_else(|| self.text(row, Heading::Activity));
            refuse(Code::RegisterActivityUnknown, read)
        })?;
        let said_kind = self.text(row, Heading::Kind);
        let kind = said_kind
            .as_deref()
            .and_then(|text| self.vocabulary.funding_kind(text))
            .ok_or_else(|| refuse(Code::KindNotUnderstood, said_kind.clone()))?;
        let said_source = self.text(row, Heading::Source);
        let donors = &self.known.donors;
        let reading = said_source
            .as_deref()
            .and_then(|text| read_source(text, &self.plan.bodies, donors, self.vocabulary));
        let donor_cell = self
            .text(row, Heading::Donor)
            .and_then(|text| read_donor(&text, donors, self.vocabulary));
        let source = self
            .source(reading.as_ref(), donor_cell.as_ref(), kind, activity)
            .ok_or_else(|| refuse(Code::RegisterSourceUnknown, said_source))?;
        let reading =
            reading.unwrap_or(SourceReading { source, holder: None, donor: None, shared: false });
        let holder = reading.holder.or_else(|| self.body(row)).filter(|_| source == Source::Budget);
        let donor = donor_cell.or(reading.donor).filter(|_| source == Source::Donation);
        Ok(FundingRecord {
            activity,
            source,
            holder,
            donor,
            kind,
            amount,
            date: self.cell(row, Heading::Date).and_then(|cell| read_date(&cell.value())),
            reference: self
                .text(row, Heading::Reference)
                .or_else(|| self.text(row, Heading::Document)),
            place,
        })
    }

    fn activity(&self, row: &Row) -> Option<ActivityCode> {
        for heading in [Heading::Code, Heading::Activity] {
            let Some(cell) = self.cell(row, heading) else { continue };
            let reading = read_code(&cell.value(), Some(self.plan));
            if let Some(code) = reading.code.filter(|c| self.plan.activities.contains_key(c)) {
                return Some(code);
            }
            if let Some(Some(only)) = self.known.titles.get(&fold(&reading.title)) {
                return Some(*only);
            }
        }
        None
    }

    fn source(
        &self,
        reading: Option<&SourceReading>,
        donor: Option<&DonorName>,
        kind: FundingKind,
        activity: ActivityCode,
    ) -> Option<Source> {
        if let Some(reading) = reading {
            return Some(reading.source);
        }
        if donor.is_some() {
            return Some(Source::Donation);
        }
        if kind == FundingKind::Appropriated {
            return Some(Source::Budget);
        }
        let mut sources: Vec<Source> =
            self.plan.lines_of(activity).map(|(_, line)| line.source).collect();
        sources.dedup();
        match sources.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// An institution that is not known is said; the money is still its activity's.
    fn check_body(&self, row: &Row, record: &FundingRecord, findings: &mut Vec<Finding>) {
        for heading in [Heading::Holder, Heading::Body] {
            if record.source == Source::Budget
                && record.holder.is_none()
                && let Some(column) = self.table.column(heading)
                && let Some(text) = self.text(row, heading)
            {
                let place = self.grid.place(row, column);
                findings.push(Finding::new(Code::BodyUnknown, place).read(text));
            }
        }
    }

    fn body(&self, row: &Row) -> Option<BodyName> {
        let text = self.text(row, Heading::Holder).or_else(|| self.text(row, Heading::Body))?;
        self.plan.bodies.find(&text).map(|body| body.name.clone())
    }
}

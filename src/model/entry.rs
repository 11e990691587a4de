//! What institutions hand in: submissions, and the entries in them.

use std::borrow::Cow;

use arcstr::ArcStr;
use serde::Serialize;

use super::code::ActivityCode;
use super::entry_list::EntryList;
use super::money::Euros;
use super::own_texts::OwnTexts;
use super::period::{Date, KnownBasis, Period, Quarter};
use super::place::{CellRef, Place, Placed, Spot};
use super::plan::{Source, SourceFile};
use super::signs::Raw;
use super::small_spot::SmallSpot;

/// A text of an entry, as written, and where it stands: mostly in the row of the amount, so that rows
/// which say the same are the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AsWritten {
    /// What was read.
    pub value: ArcStr,
    at: At,
}

/// Where a text stands, as seen from its entry's amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum At {
    /// In this column of the amount's row.
    Column(u32),
    /// Somewhere else in the amount's sheet.
    Spot(SmallSpot),
}

impl AsWritten {
    /// A text and where it stands, in the sheet of the amount that it stands beside.
    #[must_use]
    pub fn new(value: ArcStr, spot: Spot, beside: Spot) -> Self {
        let at = match (spot, beside) {
            (Spot::Cell(own), Spot::Cell(amount)) if own.row == amount.row => {
                At::Column(own.column)
            }
            _ => At::Spot(spot.into()),
        };
        AsWritten { value, at }
    }

    /// Where it stands, told from where its entry's amount does.
    #[must_use]
    pub fn spot(&self, beside: Spot) -> Spot {
        match (self.at, beside) {
            (At::Column(column), Spot::Cell(amount)) => {
                Spot::Cell(CellRef { row: amount.row, column })
            }
            // Only a text in a cell of the amount's row is kept so.
            (At::Column(_), _) => beside,
            (At::Spot(spot), _) => spot.into(),
        }
    }

    /// Its place, told from its entry.
    #[must_use]
    pub fn place(&self, beside: &Entry<'_>) -> Place {
        beside.whole.at(self.spot(beside.spot))
    }

    /// A text that was read, beside an amount at a spot.
    #[must_use]
    pub fn beside(said: Placed<ArcStr>, amount: Spot) -> Self {
        AsWritten::new(said.value, said.place.spot(), amount)
    }

    /// With its place, told from its entry.
    #[must_use]
    pub fn placed(&self, beside: &Entry<'_>) -> Placed<ArcStr> {
        Placed { value: ArcStr::clone(&self.value), place: self.place(beside) }
    }
}

/// What an entry's row says beside its amount, as far as rows repeat it: it is kept once for all rows of a
/// sheet that say the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct EntryWords {
    /// The activity's code as written, where the row has one.
    pub code: Option<AsWritten>,
    /// The code it was understood as; the plan may not have it.
    pub activity_code: Option<ActivityCode>,
    /// The activity's title as written.
    pub title: Option<AsWritten>,
    /// The source as the row's own cell says it.
    pub source: Option<AsWritten>,
    /// The source that the amount's column stands for ("From donation").
    pub column_source: Option<Source>,
    /// The donor as written.
    pub donor: Option<AsWritten>,
    /// The body as the row's own cell says it.
    pub body: Option<AsWritten>,
    /// The reason given for a deviation.
    pub reason: Option<ArcStr>,
}

impl EntryWords {
    /// A row that says nothing.
    pub(super) const NONE: EntryWords = EntryWords {
        code: None,
        activity_code: None,
        title: None,
        source: None,
        column_source: None,
        donor: None,
        body: None,
        reason: None,
    };
}

/// One amount read from one cell of an expenditure sheet: the smallest thing that is reconciled.
/// The texts are as written; `matching` says what they mean. An [`EntryList`] keeps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Its sheet as a whole.
    pub whole: &'a Place,
    /// Where the amount stands in it.
    pub spot: Spot,
    /// The amount.
    pub amount: Euros,
    /// What its row says beside it.
    pub words: &'a EntryWords,
    /// The texts that it has for itself.
    pub texts: OwnTexts<'a>,
    /// The day of payment.
    pub date: Option<Date>,
    /// The quarter: of the column, of the row, of the date, or of the submission.
    pub quarter: Option<Quarter>,
    /// The quarter is only that of the submission: nothing nearer to the amount says one.
    pub quarter_of_sheet: bool,
    /// The cell could mean another amount too, and nothing in its column decides: for suspense.
    pub doubtful: bool,
}

impl<'a> Entry<'a> {
    /// The cell of the amount.
    #[must_use]
    pub fn place(&self) -> Place {
        self.whole.at(self.spot)
    }

    /// The name of its file.
    #[must_use]
    pub fn file(&self) -> &'a ArcStr {
        self.whole.file()
    }

    /// The amount as the cell shows it.
    #[must_use]
    pub fn raw(&self) -> Raw<'a> {
        self.texts.shown().map_or_else(|| Raw::of(self.amount), Raw::Kept)
    }

    /// Number of the document: an invoice, a contract, an order.
    #[must_use]
    pub fn document(&self) -> Option<Cow<'a, str>> {
        self.texts.document()
    }

    /// What was bought.
    #[must_use]
    pub fn description(&self) -> Option<Cow<'a, str>> {
        self.texts.description()
    }

    /// What is to be kept of what the cell of an amount shows: nothing where [`Raw::of`] makes the same
    /// of the amount.
    #[must_use]
    pub fn kept(text: &str, amount: Euros) -> Option<&str> {
        (*text != *Raw::of(amount)).then_some(text)
    }
}

/// A total printed by the sender, checked against the sum of its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ControlTotal {
    /// Its cell.
    pub cell: Option<CellRef>,
    /// What the sheet says.
    pub stated: Euros,
    /// The sum of the lines above it that it stands for.
    pub computed: Euros,
}

impl ControlTotal {
    /// stated − computed: zero where the sender added up rightly.
    #[must_use]
    pub fn difference(&self) -> Euros {
        self.stated - self.computed
    }
}

/// What one sheet hands in, before it is known who sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The file.
    pub source: SourceFile,
    /// The sheet within it.
    pub sheet: Option<ArcStr>,
    /// The body named above the table, by the sheet or by the file, as written.
    pub body: Option<Placed<ArcStr>>,
    /// The period named above the table, by the sheet or by the file.
    pub period: Option<Period>,
    /// Whether its amounts are of that period alone or since the beginning of the year, where the
    /// sheet or the configuration says it.
    pub basis: Option<KnownBasis>,
    /// A line above the table says that it corrects what was sent before.
    pub corrects: bool,
    /// How many rows of the table held something.
    pub rows: u32,
    /// Its entries, in the order of their cells.
    pub entries: EntryList,
    /// What the sheet says was planned, each written like an entry; compared, never added.
    pub planned: EntryList,
    /// Totals that the sheet states.
    pub control_totals: Vec<ControlTotal>,
    /// What the reader counted, cell by cell, as it read: the proof starts here.
    pub read: Euros,
}

impl Submission {
    /// One of which nothing is read yet, of a sheet as a whole.
    #[must_use]
    pub fn empty(source: SourceFile, whole: &Place) -> Self {
        Submission {
            source,
            sheet: whole.sheet().clone(),
            body: None,
            period: None,
            basis: None,
            corrects: false,
            rows: 0,
            entries: EntryList::new(whole.clone()),
            planned: EntryList::new(whole.clone()),
            control_totals: Vec::new(),
            read: Euros::ZERO,
        }
    }
}

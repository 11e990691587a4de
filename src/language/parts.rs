//! Nouns of the field → parts of a text. What people wrote (names, codes, cells, files) is data; what the
//! program calls a thing (a source, a kind of money, a place within a file) is a text of its own.

use arcstr::ArcStr;

use super::said::{Part, Said};
use crate::model::{
    ActivityCode, BodyName, CellRef, DonorName, FundingKind, Period, Place, Quarter, Source, Spot,
    When,
};

impl Part {
    /// Data, as it is written.
    #[must_use]
    pub fn data(text: impl ToString) -> Self {
        Part::Data(text.to_string().into())
    }

    /// Several, with what stands between them.
    #[must_use]
    pub fn list(parts: impl IntoIterator<Item = impl Into<Part>>, between: &'static str) -> Self {
        Part::List(Box::new((parts.into_iter().map(Into::into).collect(), between.into())))
    }
}

macro_rules! data {
    ($($noun:ty),*) => {
        $(impl From<$noun> for Part {
            fn from(noun: $noun) -> Self {
                Part::data(noun)
            }
        })*
    };
}

data!(&BodyName, &DonorName, ActivityCode, CellRef, Quarter, Period);

impl From<&ArcStr> for Part {
    fn from(text: &ArcStr) -> Self {
        Part::Data(ArcStr::clone(text))
    }
}

impl From<u32> for Part {
    fn from(count: u32) -> Self {
        Part::Count(count.into())
    }
}

impl From<Source> for Part {
    fn from(source: Source) -> Self {
        Part::from(source.word())
    }
}

impl From<FundingKind> for Part {
    fn from(kind: FundingKind) -> Self {
        Part::from(kind.word())
    }
}

impl From<When> for Part {
    fn from(when: When) -> Self {
        match when {
            When::Month(month) => {
                Part::from(Said::new("month {number}").with("number", Part::data(month)))
            }
            When::Quarter(quarter) => Part::from(quarter),
        }
    }
}

impl From<&Place> for Part {
    fn from(place: &Place) -> Self {
        Part::from(Said::from(place))
    }
}

/// As [`Place`] shows itself in English.
impl From<&Place> for Said {
    fn from(place: &Place) -> Self {
        let mut said = vec![Said::data(&**place.file())];
        if let Some(sheet) = place.sheet() {
            said.push(Said::new("sheet \"{sheet}\"").with("sheet", sheet));
        }
        match place.spot() {
            Spot::Whole => {}
            Spot::Cell(cell) => said.push(Said::new("cell {cell}").with("cell", cell)),
            spot => said.push(Said::from(spot)),
        }
        Said::list(said, ", ")
    }
}

/// As [`Spot`] shows itself in English.
impl From<Spot> for Said {
    fn from(spot: Spot) -> Self {
        match spot {
            Spot::Whole => Said::nothing(),
            Spot::Cell(cell) => Said::data(cell.to_string()),
            Spot::Line(line) => Said::new("line {number}").with("number", Part::data(line)),
            Spot::Paragraph(number) => {
                Said::new("paragraph {number}").with("number", Part::data(number))
            }
            Spot::TableCell { table, row, column } => {
                Said::new("table {table}, row {row}, column {column}")
                    .with("table", Part::data(table))
                    .with("row", Part::data(row))
                    .with("column", Part::data(column))
            }
        }
    }
}

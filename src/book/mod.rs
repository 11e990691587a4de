//! A workbook in no format yet: sheets, cells, named styles, formulas with their computed values.
//! In: what `report` lays out. Out: what `write` turns into bytes. Never adds anything up itself.

mod cell;
mod long;
mod sheet;
mod style;

pub use cell::{Cell, Content, Link, Result};
pub use long::{Long, MakeRow};
pub use sheet::{
    Book, Chart, ChartKind, Column, Condition, Mark, Print, Properties, Row, Series, Sheet,
    TabColour, Table, Validation, ValidationRule,
};
pub use style::{Look, Style};

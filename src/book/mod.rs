//! A workbook in no format yet: sheets, cells, named styles, formulas with their computed values.
//! In: what `report` lays out. Out: what `write` turns into bytes. Never adds anything up itself.

mod cell;
mod long;
mod number_format;
mod packed;
mod sheet;
mod spoken;
mod style;

pub use cell::{Cell, Content, Extras, Link, More, Result};
pub use long::{Lent, Long, Put, PutRow};
pub use number_format::is_sound_format;
pub use packed::{Have, MANY, Many, Packed};
pub use sheet::{
    Book, Chart, ChartKind, Column, Condition, Mark, Print, Properties, Row, Series, Sheet,
    TabColour, Table, Validation, ValidationRule,
};
pub use spoken::spoken_formula;
pub use style::{Look, Style};

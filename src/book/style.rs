//! The named styles: one look for every workbook, defined once. `write` says how each is drawn.

use serde::{Deserialize, Serialize};

/// What a cell is, to its reader.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Look {
    /// Ordinary content.
    #[default]
    Body,
    /// The name of the sheet at its top.
    Title,
    /// The line below the title.
    Subtitle,
    /// A heading within a sheet.
    Section,
    /// A column's heading.
    Header,
    /// A definition or an instruction, quieter than content.
    Hint,
    /// A row that groups others (a strategic area).
    Group,
    /// A row that groups others one level further in (a measure).
    SubGroup,
    /// A total at the foot.
    Total,
    /// A cell for a person to fill in.
    Input,
    /// A cell of a form that is already filled in and stays as it is.
    Given,
    /// Something is as it should be.
    Good,
    /// Something wants a look.
    Attention,
    /// Something is wrong.
    Bad,
    /// Something is worth knowing.
    Noted,
    /// A link to somewhere else in the workbook.
    Link,
    /// A large key figure.
    Figure,
}

/// How a cell's content is shown.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Style {
    /// Text on one line.
    #[default]
    Text,
    /// Text that wraps.
    Wrap,
    /// Text in the middle of its cell: codes, marks.
    Centre,
    /// Euros with cents, negatives signed and red.
    Money,
    /// A percentage with one decimal.
    Percent,
    /// A day.
    Date,
    /// A count.
    Count,
    /// As it was sent: numbers at the right, texts at the left, in the sender's number format.
    AsSent,
}

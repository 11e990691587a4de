//! A plan as its rows say it, before codes, bodies and amounts are understood. Filled by `walk`,
//! understood by `assemble`.

use arcstr::ArcStr;
use indexmap::IndexMap;

use super::columns::Column;
use crate::diagnostic::Finding;
use crate::model::{ActivityCode, BodyRegister, OperationalObjective, Place};
use crate::sheet::Value;
use crate::vocabulary::Heading;

/// One cell of a row, by what its column means.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub heading: Heading,
    /// What the column's header says.
    pub header: String,
    pub text: String,
    pub value: Value,
    pub format: Option<ArcStr>,
    pub place: Place,
}

/// The columns that say how much and from where.
pub(super) fn is_money(heading: Heading) -> bool {
    matches!(
        heading,
        Heading::Estimate
            | Heading::Planned
            | Heading::Amount
            | Heading::SpentBudget
            | Heading::SpentDonation
            | Heading::Source
            | Heading::Holder
            | Heading::Donor
            | Heading::NoFunding
    )
}

/// One activity.
#[derive(Debug, Clone)]
pub(super) struct RawActivity {
    pub code: ActivityCode,
    pub title: String,
    pub place: Place,
    pub fields: Vec<Field>,
    /// The money of each of its rows.
    pub money: Vec<Vec<Field>>,
    /// Which block it stands in; none where it has no measure.
    pub block: Option<usize>,
    /// Its area, where a column says so.
    pub area: Option<u16>,
    /// Headings that its table has.
    pub columns: Vec<Heading>,
}

impl RawActivity {
    /// The first cell of a meaning that is not blank.
    pub(super) fn field(&self, heading: Heading) -> Option<&Field> {
        self.fields.iter().find(|field| field.heading == heading && !field.text.trim().is_empty())
    }
}

/// A measure, as its heading or its column says it.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub code: String,
    pub title: String,
    /// It is called a measure in so many words, or stands in a column of measures.
    pub worded: bool,
    /// It stands in a column and holds as it is typed.
    pub typed: bool,
    /// The area in force where it stands.
    pub area: Option<u16>,
    pub place: Place,
}

/// An area, as its heading, its column or the list in the introduction says it.
#[derive(Debug, Clone)]
pub(super) struct RawArea {
    pub title: String,
    pub place: Place,
}

/// Everything that was met.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub activities: Vec<RawActivity>,
    pub blocks: Vec<Block>,
    pub areas: IndexMap<u16, RawArea>,
    /// Areas of the numbered list in the introduction.
    pub listed: IndexMap<u16, RawArea>,
    pub objectives: Vec<OperationalObjective>,
    /// The plan's own list of bodies.
    pub bodies: BodyRegister,
    /// Header cells of all tables of activities.
    pub headers: Vec<Column>,
    pub title: Option<String>,
    /// A cell that says "Plan title" stands beside it, so nothing else is looked at.
    pub title_said: bool,
    pub year: Option<i16>,
    /// Texts outside tables, in which a title and a year may stand.
    pub paragraphs: Vec<String>,
    pub tables: usize,
    pub findings: Vec<Finding>,
}

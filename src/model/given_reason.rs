//! A reason for a deviation that an institution typed into its return.

use arcstr::ArcStr;

use super::{ActivityCode, BodyName, Euros, Place, Source};

/// A reason with the line it is for, as the return's row has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenReason {
    /// Whose return it is, as its title says.
    pub body: BodyName,
    /// The activity.
    pub activity: ActivityCode,
    /// The source of funding.
    pub source: Source,
    /// What the row says was planned: it tells two lines of one activity and source apart.
    pub planned: Option<Euros>,
    /// The reason, as typed.
    pub text: ArcStr,
    /// Its cell.
    pub place: Place,
}

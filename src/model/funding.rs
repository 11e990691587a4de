//! The register of funding: what money is there, promised or on its way.

use serde::Serialize;

use super::body::{BodyName, DonorName};
use super::code::ActivityCode;
use super::money::Euros;
use super::period::Date;
use super::place::Place;
use super::plan::Source;

/// How firm the money is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FundingKind {
    /// Legal authority to spend public funds for the purpose.
    Appropriated,
    /// A promise without a firm obligation: not secured money.
    Pledged,
    /// A firm written obligation.
    Committed,
    /// Funds placed at the recipient's disposal.
    Received,
}

impl FundingKind {
    /// All four, in order.
    pub const ALL: [FundingKind; 4] = [
        FundingKind::Appropriated,
        FundingKind::Pledged,
        FundingKind::Committed,
        FundingKind::Received,
    ];

    /// The word used in the JSON and in the register.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            FundingKind::Appropriated => "appropriated",
            FundingKind::Pledged => "pledged",
            FundingKind::Committed => "committed",
            FundingKind::Received => "received",
        }
    }
}

/// One row of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundingRecord {
    /// The activity it is for.
    pub activity: ActivityCode,
    /// Budget or donation.
    pub source: Source,
    /// The body whose budget it is, where named.
    pub holder: Option<BodyName>,
    /// The donor, where named.
    pub donor: Option<DonorName>,
    /// How firm it is.
    pub kind: FundingKind,
    /// How much.
    pub amount: Euros,
    /// When it was decided, signed or paid.
    pub date: Option<Date>,
    /// Decision, contract or payment order.
    pub reference: Option<String>,
    /// Where the register says so.
    pub place: Place,
}

//! What is said of a line's or an activity's spending and funding, each with its word for people.

use serde::Serialize;

/// Spending status of a plan line or an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SpendingStatus {
    /// Nothing spent, and it starts after the as-of date.
    NotDue,
    /// No submission from any body that could have spent it.
    NotReported,
    /// Reported, and nothing was spent.
    Unspent,
    /// Spent less than planned, beyond the tolerance.
    Underspent,
    /// Within the tolerance of the plan.
    OnPlan,
    /// Spent more than planned, beyond the tolerance.
    Overspent,
    /// Spent without a plan for it.
    Unplanned,
    /// Nothing planned and nothing spent.
    NothingPlanned,
}

impl SpendingStatus {
    /// All, in order.
    pub const ALL: [SpendingStatus; 8] = [
        SpendingStatus::NotDue,
        SpendingStatus::NotReported,
        SpendingStatus::Unspent,
        SpendingStatus::Underspent,
        SpendingStatus::OnPlan,
        SpendingStatus::Overspent,
        SpendingStatus::Unplanned,
        SpendingStatus::NothingPlanned,
    ];

    /// The word for people: "not due".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            SpendingStatus::NotDue => "not due",
            SpendingStatus::NotReported => "not reported",
            SpendingStatus::Unspent => "unspent",
            SpendingStatus::Underspent => "underspent",
            SpendingStatus::OnPlan => "on plan",
            SpendingStatus::Overspent => "overspent",
            SpendingStatus::Unplanned => "unplanned",
            SpendingStatus::NothingPlanned => "nothing planned",
        }
    }
}

/// Funding status of a plan line or an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FundingStatus {
    /// The plan says that no funding is required.
    NotRequired,
    /// Secured covers planned.
    Funded,
    /// Secured covers part of planned.
    PartlyFunded,
    /// Nothing secured.
    Unfunded,
    /// A cost without a source.
    NoSource,
    /// A budget line with no evidence either way, and no register was given.
    Assumed,
}

impl FundingStatus {
    /// All, in order.
    pub const ALL: [FundingStatus; 6] = [
        FundingStatus::NotRequired,
        FundingStatus::Funded,
        FundingStatus::PartlyFunded,
        FundingStatus::Unfunded,
        FundingStatus::NoSource,
        FundingStatus::Assumed,
    ];

    /// The word for people: "partly funded".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            FundingStatus::NotRequired => "not required",
            FundingStatus::Funded => "funded",
            FundingStatus::PartlyFunded => "partly funded",
            FundingStatus::Unfunded => "unfunded",
            FundingStatus::NoSource => "no source",
            FundingStatus::Assumed => "assumed",
        }
    }
}

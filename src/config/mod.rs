//! What a project may set. In: `earmark.toml` as typed. Out: checked settings with sane defaults.

mod decisions;
mod donor_rules;
mod in_words;
mod keys;
mod layout;
mod periods;
mod reasons;
mod settings;
mod submission;
mod timing;
mod typed;

pub use decisions::read_decisions;
pub use donor_rules::{DonorLimit, DonorRule, Exceeding, LimitBase, LimitPer, TypedDonorRule};
pub use layout::{Layout, LayoutColumn, TypedColumn, TypedLayout, TypedMeaning};
pub use periods::{PeriodRules, Treatment, TypedPeriods};
pub use reasons::{ReasonThreshold, TypedReasons};
pub use settings::{ExtraWords, Limits, Settings};
pub use submission::{StatedSubmission, TypedSubmission};
pub use timing::{Profile, TypedTiming};
pub use typed::{TypedBody, TypedConfig, TypedLimits, TypedWords};

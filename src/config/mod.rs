//! What a project may set. In: `earmark.toml` as typed. Out: checked settings with sane defaults.

mod decisions;
mod donor_rules;
mod keys;
mod layout;
mod reasons;
mod settings;
mod typed;

pub use decisions::read_decisions;
pub use donor_rules::{DonorLimit, DonorRule, Exceeding, LimitBase, LimitPer, TypedDonorRule};
pub use layout::{Layout, LayoutColumn, TypedColumn, TypedLayout, TypedMeaning};
pub use reasons::{ReasonThreshold, TypedReasons};
pub use settings::{ExtraWords, Limits, Settings};
pub use typed::{TypedBody, TypedConfig, TypedLimits, TypedWords};

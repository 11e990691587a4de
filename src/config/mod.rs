//! What a project may set. In: `earmark.toml` as typed. Out: checked settings with sane defaults.

mod donor_rules;
mod keys;
mod layout;
mod settings;
mod typed;

pub use donor_rules::{DonorLimit, DonorRule, Exceeding, LimitBase, LimitPer, TypedDonorRule};
pub use layout::{Layout, LayoutColumn, TypedColumn, TypedLayout, TypedMeaning};
pub use settings::{ExtraWords, Limits, Settings};
pub use typed::{TypedBody, TypedConfig, TypedLimits, TypedWords};

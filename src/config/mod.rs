//! What a project may set. In: `earmark.toml` as typed. Out: checked settings with sane defaults.

mod keys;
mod layout;
mod periods;
mod settings;
mod submission;
mod timing;
mod typed;

pub use layout::{Layout, LayoutColumn, TypedColumn, TypedLayout, TypedMeaning};
pub use periods::{PeriodRules, Treatment, TypedPeriods};
pub use settings::{ExtraWords, Limits, Settings};
pub use submission::{StatedSubmission, TypedSubmission};
pub use timing::{Profile, TypedTiming};
pub use typed::{TypedBody, TypedConfig, TypedLimits, TypedWords};

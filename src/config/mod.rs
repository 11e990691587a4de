//! What a project may set. In: `earmark.toml` as typed. Out: checked settings with sane defaults.

mod decisions;
mod keys;
mod layout;
mod settings;
mod typed;

pub use decisions::read_decisions;
pub use layout::{Layout, LayoutColumn, TypedColumn, TypedLayout, TypedMeaning};
pub use settings::{ExtraWords, Limits, Settings};
pub use typed::{TypedBody, TypedConfig, TypedLimits, TypedWords};

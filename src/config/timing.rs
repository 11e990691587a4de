//! How a plan's estimate is spread over the year, for "planned to date". In: `[timing]` as typed. Out:
//! the profile, and a finding where there is no such profile.

use serde::Deserialize;

use crate::diagnostic::{Code, Finding};
use crate::model::Place;

/// `[timing]` as people type it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct TypedTiming {
    /// "quarters", "linear" or "completion".
    pub profile: Option<String>,
}

/// How an estimate is spread from the start of an activity to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// Evenly over its quarters; a quarter counts when it has ended.
    #[default]
    Quarters,
    /// Evenly over its days.
    Linear,
    /// All of it when its last quarter has ended.
    Completion,
}

impl Profile {
    /// Its word in the configuration.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Profile::Quarters => "quarters",
            Profile::Linear => "linear",
            Profile::Completion => "completion",
        }
    }
}

/// The profile of a configuration, and what is wrong in it.
pub(super) fn check(typed: &TypedTiming, place: &Place) -> (Profile, Vec<Finding>) {
    let Some(text) = &typed.profile else { return (Profile::default(), Vec::new()) };
    let known = [Profile::Quarters, Profile::Linear, Profile::Completion];
    match known.into_iter().find(|profile| profile.word() == text.trim()) {
        Some(profile) => (profile, Vec::new()),
        None => {
            let finding = Finding::new(Code::ConfigValue, place.clone())
                .read(text.trim())
                .data("key", "timing.profile")
                .detail("wanted", "\"quarters\", \"linear\" or \"completion\"");
            (Profile::default(), vec![finding])
        }
    }
}

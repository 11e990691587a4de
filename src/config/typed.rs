//! `earmark.toml` in the shape people type it.

use indexmap::IndexMap;
use serde::Deserialize;

use super::donor_rules::TypedDonorRule;
use super::layout::TypedLayout;
use super::periods::TypedPeriods;
use super::reasons::TypedReasons;
use super::submission::TypedSubmission;
use super::timing::TypedTiming;

/// The whole file. Every key is optional; an unknown key is refused, so that a typing error shows.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct TypedConfig {
    /// Title printed on the workbooks.
    pub title: Option<String>,
    /// The date printed on the workbooks, such as "2021-02-15"; the program never asks the clock.
    pub run_date: Option<String>,
    /// The language of the workbooks and the terminal: "en", "cnr" or "cnr-Cyrl".
    pub language: Option<String>,
    /// The plan's year, where the plan does not say.
    pub year: Option<i64>,
    /// A line within this many percent of its plan is on plan.
    pub tolerance_percent: Option<TypedNumber>,
    /// From which deviation on a reason is asked for.
    pub reasons: TypedReasons,
    /// Names of donors, each with its other spellings.
    pub donors: IndexMap<String, Vec<String>>,
    /// What a donor allows: limits on overspending, and the form of its statement.
    pub donor_rules: Vec<TypedDonorRule>,
    /// Bodies the plan or the register lack.
    pub bodies: Vec<TypedBody>,
    /// More words for headings and sources.
    pub words: TypedWords,
    /// What the columns of certain files mean, where nothing else tells.
    pub layout: Vec<TypedLayout>,
    /// Who sent certain sheets, for when, and whether they are of the year so far.
    pub submission: Vec<TypedSubmission>,
    /// What becomes of money spent outside the plan's year or an activity's quarters.
    pub periods: TypedPeriods,
    /// How the plan's estimates are spread over the year.
    pub timing: TypedTiming,
    /// Limits on what a file may cost.
    pub limits: TypedLimits,
}

/// A number typed with or without quotes; kept as text, so that it stays exact.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum TypedNumber {
    /// 5
    Whole(i64),
    /// "7.5"
    Text(String),
}

/// A body.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct TypedBody {
    /// Canonical name.
    pub name: String,
    /// Name in Montenegrin.
    pub montenegrin: Option<String>,
    /// Abbreviation.
    pub abbreviation: Option<String>,
    /// Other spellings.
    pub other_names: Vec<String>,
    /// Departments.
    pub departments: Vec<String>,
    /// The body that took over.
    pub successor: Option<String>,
    /// From which day.
    pub successor_from: Option<String>,
    /// Bodies whose reports it hands in too.
    pub reports_for: Vec<String>,
    /// A kind of partner, never one body.
    pub generic: bool,
}

/// More words.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct TypedWords {
    /// Heading (as in templates/headings.toml) → more words for it.
    pub headings: IndexMap<String, Vec<String>>,
    /// More words that mean a budget.
    pub budget: Vec<String>,
    /// More words that mean a donation.
    pub donation: Vec<String>,
}

/// Limits as typed.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct TypedLimits {
    /// Largest file, in megabytes.
    pub file_megabytes: Option<u64>,
    /// Largest unzipped content, in megabytes.
    pub unzipped_megabytes: Option<u64>,
    /// Most cells in one file.
    pub cells: Option<u64>,
    /// Most rows with content in one file.
    pub rows: Option<u64>,
    /// Longest text of one cell, in characters.
    pub cell_characters: Option<u64>,
    /// Longest time that reading one file may take.
    pub seconds: Option<u64>,
    /// Most memory that reading one file may take.
    pub megabytes: Option<u64>,
    /// Most memory that a whole run may take.
    pub total_megabytes: Option<u64>,
}

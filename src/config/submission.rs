//! What a project says about certain sheets: who sent them, for when, and whether their amounts are
//! of that period or of the year so far. In: `[[submission]]` as typed. Out: checked statements, and
//! a finding for each value that cannot be used. Never a file.

use serde::Deserialize;

use super::layout::{fits, read_period};
use crate::diagnostic::{Code, Finding};
use crate::model::{Basis, Period, Place};

/// `[[submission]]` as people type it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct TypedSubmission {
    /// Which files, by name: `*` stands for any letters, `?` for one.
    pub files: String,
    /// Which sheets in them; without it, all.
    pub sheets: Option<String>,
    /// The body that they come from.
    pub body: Option<String>,
    /// The period that they cover.
    pub period: Option<String>,
    /// "cumulative" or "this-period".
    pub basis: Option<String>,
}

/// What is said about certain sheets.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedSubmission {
    /// The pattern of the files' names.
    pub files: String,
    /// The pattern of the sheets' names.
    pub sheets: Option<String>,
    /// The body that they come from.
    pub body: Option<String>,
    /// The period that they cover.
    pub period: Option<Period>,
    /// What their amounts are.
    pub basis: Option<Basis>,
    /// The configuration that says so.
    pub place: Place,
}

impl StatedSubmission {
    /// Whether it is meant for a file of that name; folders before it make no difference.
    #[must_use]
    pub fn fits_file(&self, name: &str) -> bool {
        fits(&self.files, name) || fits(&self.files, name.rsplit('/').next().unwrap_or(name))
    }

    /// Whether it is meant for a sheet of a file.
    #[must_use]
    pub fn fits(&self, file: &str, sheet: Option<&str>) -> bool {
        self.fits_file(file)
            && self.sheets.as_ref().is_none_or(|pattern| fits(pattern, sheet.unwrap_or("")))
    }
}

/// The statements of a configuration, and what is wrong in them.
pub(super) fn check(
    typed: &[TypedSubmission],
    place: &Place,
) -> (Vec<StatedSubmission>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut stated = Vec::new();
    for (index, typed) in typed.iter().enumerate() {
        let mut refuse = |key: &str, read: &str, wanted: &'static str| {
            findings.push(
                Finding::new(Code::ConfigValue, place.clone())
                    .read(read)
                    .detail("key", super::in_words::nth_key(key, "[[submission]]", index + 1))
                    .detail("wanted", wanted),
            );
        };
        if typed.files.trim().is_empty() {
            refuse("files", "", "the name of the files, such as \"mup-*.xlsx\"");
        }
        if typed.body.is_none() && typed.period.is_none() && typed.basis.is_none() {
            refuse("basis", "", "at least one of body, period and basis");
        }
        let period = typed.period.as_deref().and_then(|text| {
            let found = read_period(text);
            if found.is_none() {
                let wanted = "a period such as \"Q2 2020\", \"Q1-Q3 2020\" or \"2020\"";
                refuse("period", text, wanted);
            }
            found
        });
        let basis = typed.basis.as_deref().and_then(|text| match text.trim() {
            "cumulative" => Some(Basis::Cumulative),
            "this-period" => Some(Basis::ThisPeriod),
            other => {
                refuse("basis", other, "\"cumulative\" or \"this-period\"");
                None
            }
        });
        stated.push(StatedSubmission {
            files: typed.files.trim().to_owned(),
            sheets: typed.sheets.clone(),
            body: typed.body.clone().filter(|body| !body.trim().is_empty()),
            period,
            basis,
            place: place.clone(),
        });
    }
    (stated, findings)
}

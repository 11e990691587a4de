//! What becomes of money spent outside the plan's year, before an activity starts or after it ends.
//! In: `[periods]` as typed. Out: checked rules, and a finding for each value that cannot be used.

use serde::Deserialize;

use crate::diagnostic::{Code, Finding};
use crate::model::Place;

/// `[periods]` as people type it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct TypedPeriods {
    /// "exclude" or "count".
    pub outside_year: Option<String>,
    /// "count", "flag" or "exclude".
    pub before_start: Option<String>,
    /// "count", "flag" or "exclude".
    pub after_end: Option<String>,
}

/// What becomes of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    /// Counted, and nothing is said.
    Count,
    /// Counted, with a finding.
    Flag,
    /// Left out, with a finding.
    Exclude,
}

/// The rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodRules {
    /// Outside the plan's year: counted or left out.
    pub outside_year: Treatment,
    /// Before the quarter in which the activity starts.
    pub before_start: Treatment,
    /// After the quarter in which it is to be complete.
    pub after_end: Treatment,
}

impl Default for PeriodRules {
    fn default() -> Self {
        PeriodRules {
            outside_year: Treatment::Exclude,
            before_start: Treatment::Flag,
            after_end: Treatment::Flag,
        }
    }
}

/// The rules of a configuration, and what is wrong in them.
pub(super) fn check(typed: &TypedPeriods, place: &Place) -> (PeriodRules, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut rules = PeriodRules::default();
    let mut read = |key: &str, text: &Option<String>, may_flag: bool, rule: &mut Treatment| {
        let Some(text) = text else { return };
        *rule = match text.trim() {
            "count" => Treatment::Count,
            "exclude" => Treatment::Exclude,
            "flag" if may_flag => Treatment::Flag,
            other => {
                let wanted = match may_flag {
                    true => "\"count\", \"flag\" or \"exclude\"",
                    false => "\"exclude\" or \"count\"",
                };
                findings.push(
                    Finding::new(Code::ConfigValue, place.clone())
                        .read(other)
                        .data("key", format!("periods.{key}"))
                        .detail("wanted", wanted),
                );
                return;
            }
        };
    };
    read("outside-year", &typed.outside_year, false, &mut rules.outside_year);
    read("before-start", &typed.before_start, true, &mut rules.before_start);
    read("after-end", &typed.after_end, true, &mut rules.after_end);
    (rules, findings)
}

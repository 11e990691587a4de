//! The settings of a run in words, for the sheet Method: whoever reads the figures sees what they hang
//! on. In: checked settings. Out: name and value of each, the usual ones too. Never a figure of the plan.

use super::{PeriodRules, Settings, Treatment};
use crate::language::Said;
use crate::model::Basis;

impl Settings {
    /// Name and value of each setting that can move a figure and stands nowhere else on the sheet.
    #[must_use]
    pub fn in_words(&self) -> Vec<(&'static str, Said)> {
        let PeriodRules { outside_year, before_start, after_end } = self.periods;
        let mut said = vec![
            ("Money outside the plan's year", treated(outside_year)),
            ("Money before an activity starts", treated(before_start)),
            ("Money after an activity's end", treated(after_end)),
        ];
        for rule in &self.donor_rules {
            let words = Said::new("{donor}: {rule}").with_data("donor", &rule.donor);
            said.push(("Rule of a donor", words.with("rule", rule.words())));
        }
        for stated in &self.words.submissions {
            let mut parts = vec![Said::data(&stated.files)];
            if let Some(sheets) = &stated.sheets {
                parts.push(Said::new("sheets {pattern}").with_data("pattern", sheets));
            }
            if let Some(body) = &stated.body {
                parts.push(Said::new("from {body}").with_data("body", body));
            }
            if let Some(period) = stated.period {
                parts.push(Said::new("for {period}").with("period", period));
            }
            match stated.basis {
                Some(Basis::Cumulative) => parts.push(Said::new("of the year so far")),
                Some(Basis::ThisPeriod) => parts.push(Said::new("of its own period alone")),
                None => {}
            }
            said.push(("Said of certain sheets", Said::list(parts, ", ")));
        }
        for layout in &self.words.layouts {
            said.push(("Layout of certain sheets", Said::data(&layout.files)));
        }
        let file = self.file.as_deref().map_or(Said::new("none"), Said::data);
        said.push(("Configuration", file));
        said
    }
}

fn treated(treatment: Treatment) -> Said {
    Said::new(match treatment {
        Treatment::Count => "counted",
        Treatment::Flag => "counted, with a finding",
        Treatment::Exclude => "excluded, with a finding",
    })
}

/// A key of one of several tables of the same name, counted from one.
pub(super) fn nth_key(key: &str, table: &'static str, number: usize) -> Said {
    Said::new("{key} in {table} number {number}")
        .with_data("key", key)
        .with_data("table", table)
        .with_data("number", number)
}

/// What the reader of TOML says, in its own English words.
pub(super) fn of_toml(message: &str) -> Said {
    Said::new("{technical}").with_data("technical", message.trim())
}

//! The settings of a run in words, for the sheet Method: whoever reads the figures sees what they hang
//! on. In: checked settings. Out: name and value of each, the usual ones too. Never a figure of the plan.

use super::{PeriodRules, Settings, Treatment};
use crate::model::Basis;

impl Settings {
    /// Name and value of each setting that can move a figure and stands nowhere else on the sheet.
    #[must_use]
    pub fn in_words(&self) -> Vec<(&'static str, String)> {
        let PeriodRules { outside_year, before_start, after_end } = self.periods;
        let mut said = vec![
            ("Money outside the plan's year", treated(outside_year)),
            ("Money before an activity starts", treated(before_start)),
            ("Money after an activity's end", treated(after_end)),
        ];
        for rule in &self.donor_rules {
            said.push(("Rule of a donor", format!("{}: {}", rule.donor, rule.words())));
        }
        for stated in &self.words.submissions {
            let mut text = stated.files.clone();
            if let Some(sheets) = &stated.sheets {
                text.push_str(&format!(", sheets {sheets}"));
            }
            if let Some(body) = &stated.body {
                text.push_str(&format!(", from {body}"));
            }
            if let Some(period) = &stated.period {
                text.push_str(&format!(", for {period}"));
            }
            match stated.basis {
                Some(Basis::Cumulative) => text.push_str(", of the year so far"),
                Some(Basis::ThisPeriod) => text.push_str(", of its own period alone"),
                None => {}
            }
            said.push(("Said of certain sheets", text));
        }
        for layout in &self.words.layouts {
            said.push(("Layout of certain sheets", layout.files.clone()));
        }
        said.push(("Configuration", self.file.as_deref().unwrap_or("none").to_owned()));
        said
    }
}

fn treated(treatment: Treatment) -> String {
    match treatment {
        Treatment::Count => "counted",
        Treatment::Flag => "counted, with a finding",
        Treatment::Exclude => "excluded, with a finding",
    }
    .to_owned()
}

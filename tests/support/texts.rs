//! Whether a finding's texts are whole. In: a finding. Out: what its texts ask for and it does not
//! bring.
#![allow(clippy::expect_used, reason = "a test may stop")]

use earmark::diagnostic::{Catalogue, Finding};
use earmark::language::Said;

/// Placeholders of the finding's texts that nothing fills.
pub fn unfilled(finding: &Finding) -> Vec<String> {
    let catalogue = Catalogue::built_in().expect("the catalogue is whole");
    let Some(texts) = catalogue.explanation(finding.code) else {
        return vec![format!("{} has no texts", finding.code)];
    };
    let words = catalogue.words();
    let asked = [&texts.title, &texts.expected, &texts.remedy, &texts.effect];
    let names = asked.into_iter().flat_map(|text| text.split('{').skip(1));
    names
        .filter_map(|rest| rest.split('}').next())
        .filter(|name| {
            let is_read = *name == "read" && finding.read.is_some();
            !is_read
                && finding.named(name).is_none_or(|part| {
                    words.text(&Said::new("{part}").with("part", part.clone())).is_empty()
                })
        })
        .map(|name| format!("{} at {}: nothing fills {{{name}}}", finding.code, finding.place))
        .collect()
}

//! What each code means, in words: data from `templates/findings/`.

use indexmap::IndexMap;
use serde::Deserialize;

use super::codes::Code;
use super::finding::Finding;
use crate::model::grouped;

const FILES: [&str; 12] = [
    include_str!("../../templates/findings/01-file.toml"),
    include_str!("../../templates/findings/02-cell.toml"),
    include_str!("../../templates/findings/03-table.toml"),
    include_str!("../../templates/findings/03-plan.toml"),
    include_str!("../../templates/findings/04-matching.toml"),
    include_str!("../../templates/findings/05-reconciliation.toml"),
    include_str!("../../templates/findings/05-decisions.toml"),
    include_str!("../../templates/findings/05-periods.toml"),
    include_str!("../../templates/findings/05-claims.toml"),
    include_str!("../../templates/findings/05-funding.toml"),
    include_str!("../../templates/findings/05-round.toml"),
    include_str!("../../templates/findings/06-configuration.toml"),
];

/// The texts of one code. `{name}` stands for a detail of the finding, `{read}` for what was read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// One line: what is wrong.
    pub title: String,
    /// What was expected.
    pub expected: String,
    /// What the officer does about it.
    pub remedy: String,
    /// What it does to the totals.
    pub effect: String,
    /// At length: why it matters.
    pub explain: String,
    /// A cell or line that has the fault.
    pub before: String,
    /// The same, mended.
    pub after: String,
}

/// The texts of all codes.
#[derive(Debug, Clone)]
pub struct Catalogue {
    texts: IndexMap<String, Explanation>,
}

impl Catalogue {
    /// The catalogue that comes with the program.
    ///
    /// # Errors
    /// Says which file is wrong, if the program was built with a broken one.
    pub fn built_in() -> Result<Self, String> {
        let mut texts = IndexMap::new();
        for file in FILES {
            let part: IndexMap<String, Explanation> =
                toml::from_str(file).map_err(|error| error.to_string())?;
            texts.extend(part);
        }
        Ok(Catalogue { texts })
    }

    /// The texts of one code.
    #[must_use]
    pub fn explanation(&self, code: Code) -> Option<&Explanation> {
        self.texts.get(code.number())
    }

    /// All codes that have texts.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// The title of a finding, filled in.
    #[must_use]
    pub fn title(&self, finding: &Finding) -> String {
        self.text(finding, |texts| &texts.title)
    }

    /// What was expected, filled in.
    #[must_use]
    pub fn expected(&self, finding: &Finding) -> String {
        self.text(finding, |texts| &texts.expected)
    }

    /// How to mend it, filled in.
    #[must_use]
    pub fn remedy(&self, finding: &Finding) -> String {
        self.text(finding, |texts| &texts.remedy)
    }

    /// What it does to the totals, filled in.
    #[must_use]
    pub fn effect(&self, finding: &Finding) -> String {
        self.text(finding, |texts| &texts.effect)
    }

    fn text(&self, finding: &Finding, part: fn(&Explanation) -> &String) -> String {
        let Some(texts) = self.explanation(finding.code) else {
            return finding.code.number().to_owned();
        };
        fill(part(texts), finding)
    }
}

/// Replaces each `{name}`; what is filled in is never read again as a template. A number before "€" is
/// shown as all euros are.
fn fill(template: &str, finding: &Finding) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        filled.push_str(before);
        let Some(close) = from.find('}') else {
            rest = from;
            break;
        };
        let name = &from[1..close];
        let value = finding.details.iter().find(|(known, _)| *known == name).map(|(_, v)| v);
        let euros = from[close + 1..].starts_with(" €");
        match (name, value, &finding.read) {
            (_, Some(value), _) if euros => filled.push_str(&grouped(value)),
            (_, Some(value), _) => filled.push_str(value),
            ("read", None, Some(read)) => filled.push_str(read),
            _ => {}
        }
        rest = &from[close + 1..];
    }
    filled.push_str(rest);
    filled
}

//! The rules, one file for each theme.

mod areas;
mod cells;
mod drawings;
mod formulas;
mod names;
mod notes;
mod page;
mod parts;
mod properties;
mod styles;
mod tables;
mod texts;
mod view;

use super::Rule;

pub fn all() -> Vec<(&'static str, &'static [Rule])> {
    vec![
        ("The archive and its parts", parts::RULES),
        ("Texts", texts::RULES),
        ("Names of sheets and of cells", names::RULES),
        ("Cells", cells::RULES),
        ("Formulas", formulas::RULES),
        ("Tables and filters", tables::RULES),
        ("Merged cells, validations, links and conditions", areas::RULES),
        ("Formats", styles::RULES),
        ("Columns, rows and panes", view::RULES),
        ("Print set-up", page::RULES),
        ("Notes", notes::RULES),
        ("Charts", drawings::RULES),
        ("Properties", properties::RULES),
    ]
}

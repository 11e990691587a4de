//! The sheet of bodies in a plan workbook. In: its rows. Out: the plan's own register of bodies.

use super::draft::{Draft, Field};
use crate::model::{Body, BodyName, Date, tidy};
use crate::sheet::Value;
use crate::vocabulary::{Heading, Vocabulary};

/// One row of the sheet.
pub(super) fn row(draft: &mut Draft, fields: &[Field]) {
    let field = |heading| {
        fields.iter().find(|field| field.heading == heading && !field.text.trim().is_empty())
    };
    let text = |heading| field(heading).map(|f| tidy(&f.text));
    let lines = |heading| -> Vec<String> {
        field(heading).map_or_else(Vec::new, |f| {
            f.text.lines().map(tidy).filter(|line| !line.is_empty()).collect()
        })
    };
    let Some(name) = text(Heading::BodyName) else {
        return;
    };
    let from = field(Heading::SuccessorFrom).and_then(|f| match f.value {
        Value::Date { date, .. } => date,
        _ => f.text.trim().parse::<Date>().ok(),
    });
    draft.bodies.add(Body {
        montenegrin: text(Heading::Montenegrin),
        abbreviation: text(Heading::Abbreviation),
        other_names: lines(Heading::OtherNames),
        departments: lines(Heading::Departments),
        successor: text(Heading::Successor).map(|name| (BodyName::new(&name), from)),
        generic: text(Heading::Generic).is_some_and(|word| !Vocabulary::decides_no(&word)),
        ..Body::named(&name)
    });
}

/// Whether a cell says yes.
pub(super) fn says_yes(text: &str, vocabulary: &Vocabulary) -> bool {
    vocabulary.is_yes(text) || vocabulary.no_funding(text)
}

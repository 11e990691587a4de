//! Operational objectives and what shows whether they are reached. In: headings and rows of the
//! tables of performance indicators. Out: objectives in the draft.

use super::code;
use super::draft::{Draft, Field};
use super::walk::Walk;
use crate::model::{OperationalObjective, PerformanceIndicator, tidy};
use crate::sheet::Value;
use crate::vocabulary::Heading;

/// The objective of that number, opened where it is new.
pub(super) fn objective(draft: &mut Draft, number: u16, title: String, area: u16) -> usize {
    match draft.objectives.iter().position(|objective| objective.number == number) {
        Some(index) => {
            if let Some(known) = draft.objectives.get_mut(index)
                && known.title.is_empty()
            {
                known.title = title;
            }
            index
        }
        None => {
            draft.objectives.push(OperationalObjective {
                number,
                title,
                area,
                indicators: Vec::new(),
            });
            draft.objectives.len() - 1
        }
    }
}

/// One row of a table of performance indicators.
pub(super) fn row(walk: &mut Walk<'_>, fields: &[Field]) {
    let field = |heading| {
        fields.iter().find(|field| field.heading == heading && !field.text.trim().is_empty())
    };
    let text = |heading| field(heading).map(|f| tidy(&f.text)).unwrap_or_default();
    if let Some(cell) = field(Heading::Objective) {
        let found = match &cell.value {
            Value::Number(number) => code::whole(*number).map(|number| (number, String::new())),
            _ => match walk.vocabulary.plan_heading(&cell.text) {
                Some((Heading::Objective, rest)) => code::numbered(rest),
                _ => code::numbered(&cell.text),
            },
        };
        if let Some((number, mut title)) = found {
            if field(Heading::ObjectiveTitle).is_some() {
                title = text(Heading::ObjectiveTitle);
            }
            let area = walk.area_in(fields).or(walk.area).unwrap_or(number);
            walk.objective = Some(objective(&mut walk.draft, number, title, area));
        }
    }
    let indicator = PerformanceIndicator {
        indicator: text(Heading::PerformanceIndicator),
        initial: text(Heading::InitialValue),
        middle: text(Heading::TargetMiddle),
        end: text(Heading::TargetEnd),
    };
    let blank = [&indicator.indicator, &indicator.initial, &indicator.middle, &indicator.end]
        .iter()
        .all(|text| text.is_empty());
    if blank {
        return;
    }
    let index = match walk.objective {
        Some(index) => index,
        // A table of indicators above every heading of an objective.
        None => {
            let number = walk.area.unwrap_or(1);
            objective(&mut walk.draft, number, String::new(), number)
        }
    };
    if let Some(objective) = walk.draft.objectives.get_mut(index) {
        objective.indicators.push(indicator);
    }
}
